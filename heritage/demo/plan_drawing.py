"""The general plan 1/500 of a model, drawn in ink on old paper with a VN-2000 grid."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from heritage.demo.lettering import typeface
from heritage.demo.mesh import Floats, Material, Model
from heritage.demo.papers import DPI, WATERMARK, Line, Sheet, on_scanned_page, scan_page
from heritage.demo.raster import paint
from heritage.demo.site import Site
from media_pipeline.told import ControlPoint

SCALE = 500
ART_BOX = (0.64, 1.5, 7.0)  # inches from the upper left corner of the page, and the width
SEED = 5
_INK = (60, 46, 36)
_TINTS = {
    Material.PAVING: (236, 214, 196),
    Material.SLABS: (226, 224, 214),
    Material.WATER: (196, 216, 226),
    Material.EARTH: (238, 228, 204),
    Material.GRASS: (255, 255, 255),
}
_ROOFS = (Material.TILE, Material.RIDGE)
_PLANTS = (Material.LEAF, Material.BLOSSOM)


def draw_plan(model: Model, site: Site, title: str, dpi: int = DPI) -> Image.Image:
    """An A4 sheet, north up; crosses every 20 m of the grid carry X (northing) and Y (easting) in metres.

    The sheet is drawn along the grid; at a site's size the turn against true north is far below a pixel.
    """
    pixels_per_m = dpi / 0.0254 / SCALE
    wide, high = round(7.0 * dpi), round(8.2 * dpi)
    art = _ink_drawing(model, pixels_per_m, wide, high)
    _grid(art, site, _middle_north(model), pixels_per_m, dpi)
    _bar_and_north(art, pixels_per_m, dpi)
    lines = (
        Line(0.9, 0.75, 16, "TỔNG MẶT BẰNG 1/500", True),
        Line(0.9, 1.05, 10.5, title),
        Line(4.9, 0.78, 9, f"Hệ tọa độ VN-2000, {site.native}"),
        Line(4.9, 0.95, 9, "X: bắc, Y: đông, đơn vị mét"),
        Line(0.9, 11.15, 9, f"{WATERMARK}. Vẽ từ mô hình 3D trình diễn."),
    )
    return scan_page(Sheet(lines, art, ART_BOX), SEED, dpi)


def grid_crosses(model: Model, site: Site, dpi: int = DPI) -> tuple[ControlPoint, ...]:
    """The outermost crosses of the grid, as an officer would point at them: whole pixels of the scan.

    Targets are easting and northing in metres of ``site.native``.
    """
    pixels_per_m = dpi / 0.0254 / SCALE
    wide, high = round(7.0 * dpi), round(8.2 * dpi)
    crosses = [
        (x, y, east, north)
        for x, y, east, north in _crosses(site, _middle_north(model), pixels_per_m, wide, high)
        if 0 < x < wide and 0 < y < high
    ]
    easts, norths = sorted({each[2] for each in crosses}), sorted({each[3] for each in crosses})
    wanted = [(east, north) for east in (easts[0], easts[-1]) for north in (norths[0], norths[-1])]
    wanted += [(easts[len(easts) // 2], north) for north in (norths[0], norths[-1])]
    wanted += [(east, norths[len(norths) // 2]) for east in (easts[0], easts[-1])]
    points = []
    for x, y, east, north in crosses:
        if (east, north) in wanted:
            column, row = on_scanned_page(ART_BOX[0] * dpi + x, ART_BOX[1] * dpi + y, SEED, dpi)
            label = f"Giao điểm lưới X {north:.0f}, Y {east:.0f}"
            points.append(ControlPoint(float(round(column)), float(round(row)), east, north, label=label))
    return tuple(points)


def _ink_drawing(model: Model, pixels_per_m: float, wide: int, high: int) -> Image.Image:
    middle_y = _middle_north(model)
    column, row = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    x, y = (column - wide / 2) / pixels_per_m, (high / 2 - row) / pixels_per_m + middle_y
    ground = model.ground_material(x, y)
    tint = np.full((32, 3), 255, np.uint8)
    for material, rgb in _TINTS.items():
        tint[material] = rgb
    art = tint[ground]
    screen = np.stack(
        [
            model.corners[..., 0] * pixels_per_m + wide / 2,
            high / 2 - (model.corners[..., 1] - middle_y) * pixels_per_m,
        ],
        2,
    )
    number = paint(screen, 100 - model.corners[..., 2], (high, wide), model.nearer_m)
    hit = number >= 0
    kind = np.where(hit, model.material[number], 255)
    roof, plant = np.isin(kind, _ROOFS), np.isin(kind, _PLANTS)
    art[hit] = (244, 240, 230)
    art[roof] = (226, 190, 168)
    art[plant] = (206, 220, 188)
    # Rows of tiles as hatching along the fall of each slope.
    normal = model.normals.mean(axis=1)[number]
    across = np.where(np.abs(normal[..., 0]) > np.abs(normal[..., 1]), column, row)
    art[roof & (kind == Material.TILE) & (across % 9 < 1.5)] = (172, 118, 96)
    part = np.where(hit, model.part[number] + 1, 0)
    part = np.where(plant, 1, part)
    edge = np.zeros(part.shape, bool)
    for codes in (part, ground):
        edge[:, 1:] |= codes[:, 1:] != codes[:, :-1]
        edge[1:] |= codes[1:] != codes[:-1]
    ink = Image.fromarray(np.where(edge, 0, 255).astype(np.uint8)).filter(ImageFilter.MinFilter(3))
    picture = Image.fromarray(art)
    picture.paste(
        Image.new("RGB", picture.size, _INK), (0, 0), ink.point(lambda value: 215 - value * 215 // 255)
    )
    return picture


def _middle_north(model: Model) -> float:
    low, high = np.percentile(model.corners[..., 1], [1, 99])
    return float((low + high) / 2)


def _grid(art: Image.Image, site: Site, middle_y: float, pixels_per_m: float, dpi: int) -> None:
    draw, face = ImageDraw.Draw(art), typeface(round(dpi * 0.085))
    arm = dpi * 0.09
    for x, y, east, north in _crosses(site, middle_y, pixels_per_m, art.width, art.height):
        draw.line((x - arm, y, x + arm, y), fill=_INK, width=2)
        draw.line((x, y - arm, x, y + arm), fill=_INK, width=2)
        if x < dpi * 1.4 and y > dpi * 0.3:
            draw.text((x + 6, y - dpi * 0.11), f"X {north:.0f}", font=face, fill=_INK)
        if y > art.height - dpi * 0.9:
            draw.text((x + 6, y + 4), f"Y {east:.0f}", font=face, fill=_INK)
    draw.rectangle((0, 0, art.width - 1, art.height - 1), outline=_INK, width=4)


def _crosses(
    site: Site, middle_y: float, pixels_per_m: float, wide: int, high: int
) -> list[tuple[float, float, float, float]]:
    """Column and row in the drawing, easting and northing of the crosses every 20 m."""
    corners: Floats = site.to_native(np.array([[0.0, middle_y, 0.0]]))
    east0, north0 = float(corners[0, 0]), float(corners[0, 1])
    half_e, half_n = wide / 2 / pixels_per_m, high / 2 / pixels_per_m
    return [
        (
            wide / 2 + (east - east0) * pixels_per_m,
            high / 2 - (north - north0) * pixels_per_m,
            float(east),
            float(north),
        )
        for east in np.arange(np.ceil((east0 - half_e) / 20) * 20, east0 + half_e, 20.0)
        for north in np.arange(np.ceil((north0 - half_n) / 20) * 20, north0 + half_n, 20.0)
    ]


def _bar_and_north(art: Image.Image, pixels_per_m: float, dpi: int) -> None:
    draw, face = ImageDraw.Draw(art), typeface(round(dpi * 0.1), True)
    left, top = art.width - 20 * pixels_per_m - dpi * 0.4, art.height - dpi * 0.45
    draw.rectangle((left - 20, top - dpi * 0.2, art.width - 8, art.height - 8), fill=(255, 255, 255))
    for k in range(4):
        box = (left + 5 * k * pixels_per_m, top, left + 5 * (k + 1) * pixels_per_m, top + dpi * 0.06)
        draw.rectangle(box, fill=_INK if k % 2 else (255, 255, 255), outline=_INK, width=2)
    draw.text((left, top + dpi * 0.09), "0          10          20 m", font=face, fill=_INK)
    x, y = art.width - dpi * 0.45, dpi * 0.95
    draw.polygon(
        [(x, y - dpi * 0.55), (x - dpi * 0.13, y), (x, y - dpi * 0.12), (x + dpi * 0.13, y)], fill=_INK
    )
    draw.text((x, y + dpi * 0.03), "B", font=face, fill=_INK, anchor="ma")
