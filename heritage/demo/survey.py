"""Write the demonstration surveys: for each item a folder of pictures, papers and scans with its manifest."""

from __future__ import annotations

import csv
import datetime as dt
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from heritage.demo.catalogue import RECIPES, Recipe
from heritage.demo.clouds import write_e57, write_laz
from heritage.demo.consent import consent_sheet
from heritage.demo.errors import UnknownSurvey
from heritage.demo.glb import write_glb
from heritage.demo.papers import inventory_sheets, scan_page, write_pdf, write_tiff
from heritage.demo.photos import ARTIST, Shot, take_photo
from heritage.demo.plan_drawing import draw_plan, grid_crosses
from heritage.demo.render import Stage, set_stage
from heritage.demo.scans import stations, sweep
from heritage.demo.site import Site
from heritage.demo.sound import write_drum
from heritage.demo.views import View
from media_pipeline.told import ControlPoint

LICENCE = "CC0-1.0"
PHOTO_WIDTH = 1200
STATION_POINTS = 135_000
PLAN_NAME = "tong-mat-bang-1-500.tif"
PLACED = ("VKDV6A",)  # items whose general plan is laid on the map by its grid
_COLUMNS = ("file", "item", "caption", "caption_en", "author", "licence", "role")
_NOTE, _NOTE_EN = "ảnh dựng máy, mô hình trình diễn", "rendered from a demonstration model"
_CATEGORY = {"relic": "Di tích", "festival": "Lễ hội", "craft_village": "Làng nghề", "figure": "Nhân vật"}


@dataclass(frozen=True, slots=True)
class Survey:
    """Which model stands for an item, how many of its views are taken, and what else is made."""

    recipe: str
    photos: int
    measured: bool = False  # LAZ, E57 and GLB
    sheet: str = ""  # "tif" or "pdf": the inventory sheet's facsimile
    plan: bool = False
    festive: bool = False  # a sound and the community's commitment
    stray: int = 0  # number of the photo whose receiver still held a fix two kilometres away


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the manifest."""

    path: Path
    caption: str
    caption_en: str
    role: str = ""


STRAY_DEGREES = 0.018  # of latitude: 2.0 km

SURVEYS: dict[str, Survey] = {
    # Phường Vị Khê: all four categories, enough for level 2 where pictures and papers decide.
    "VKDV6A": Survey("dinh-lang", 10, measured=True, sheet="tif", plan=True),
    "VK2N25": Survey("san-hoi", 10, sheet="pdf", festive=True),
    "VK6Q4Q": Survey("vuon-canh", 10, sheet="pdf"),
    "VKTVA1": Survey("nha-bia", 3, sheet="tif"),
    # Phường Nam Định.
    "NDDCA7": Survey("den-lon", 10, measured=True, sheet="tif", plan=True),
    "ND9K9A": Survey("thap", 10, measured=True, sheet="pdf", plan=True),
    "NDNV9Y": Survey("cot-co", 8, sheet="tif", stray=8),
    "NDTNVX": Survey("san-hoi-chieu", 10, festive=True),
    "NDCT11": Survey("cong-den", 2),
    "ND6BS2": Survey("cong-gach", 6),
    "NDQGES": Survey("nha-bia-don", 2),
    # Xã Xuân Hưng.
    "XHCQGF": Survey("den-lang", 8, sheet="pdf"),
    "XHW7S7": Survey("chua-lang", 8, sheet="tif"),
    "XHY46J": Survey("dinh-nho", 2),
    "XHJ2Q5": Survey("tu-duong", 2),
    # Elsewhere in the three provinces.
    "NBWG8V": Survey("phu", 5),
    "NB400D": Survey("chua-ho", 5),
    "NBB1AN": Survey("tam-quan", 5),
    "NBXA0T": Survey("den-co", 2),
    "NB5RYT": Survey("thap-chua", 2),
    "HYX5H9": Survey("den-song", 2),
    "HYAKY9": Survey("cong-lang", 2),
    "HPG5G5": Survey("thap-nui", 2),
    "NGBGMW": Survey("vuon-hoa", 4),
    "FE0FQQ": Survey("hoi-phu", 2),
}


def write_survey(
    folder: Path, item: dict[str, Any], progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Write the survey of one row of ``data/demo/items.json`` into an existing folder.

    The same item gives the same bytes. Pictures of an item without a position carry no GPS.

    Args:
        progress: Called with the name of each file when it is written.

    Returns:
        The files in order, ``manifest.csv`` last.

    Raises:
        UnknownSurvey: The item has no entry in SURVEYS.
    """
    survey = SURVEYS.get(item["id"])
    if survey is None:
        raise UnknownSurvey(item["id"])
    recipe = RECIPES[survey.recipe]
    stage = set_stage(recipe.build(), recipe.palette, recipe.hour)
    entries: list[Entry] = []

    def done(entry: Entry) -> None:
        entries.append(entry)
        if progress is not None:
            progress(entry.path.name)

    for number, view in enumerate(recipe.views()[: survey.photos], 1):
        done(_photo(folder, item, stage, recipe, view, number))
    if survey.sheet:
        done(_sheet(folder, item, survey, entries))
    if survey.festive:
        for entry in _festive(folder, item):
            done(entry)
    site = _site(item)
    if survey.plan and site:
        done(_plan(folder, item, stage, site))
    if survey.measured and site:
        for entry in _measurements(folder, stage, site):
            done(entry)
    manifest = _manifest(folder, item["id"], entries)
    return [*(entry.path for entry in entries), manifest]


def control_points(item: dict[str, Any]) -> tuple[tuple[ControlPoint, ...], str] | None:
    """The grid crosses of an item's general plan and their system, where the demonstration lays it on the map."""
    site = _site(item)
    if item["id"] not in PLACED or site is None:
        return None
    return grid_crosses(RECIPES[SURVEYS[item["id"]].recipe].build(), site), site.native


def _site(item: dict[str, Any]) -> Site | None:
    position = item.get("position")
    return Site(position["lon"], position["lat"]) if position else None


def _photo(
    folder: Path, item: dict[str, Any], stage: Stage, recipe: Recipe, view: View, number: int
) -> Entry:
    # Each item has its own day, the same in every run.
    day = dt.date(2026, 2, 24) + dt.timedelta(days=zlib.crc32(item["id"].encode()) % 90)
    start = dt.datetime.combine(day, dt.time.fromisoformat(stage.light.clock))
    taken_at = start + dt.timedelta(minutes=3 * number, seconds=17 * number)
    site = _site(item)
    if site is not None and number == SURVEYS[item["id"]].stray:
        site = Site(site.lon, site.lat + STRAY_DEGREES)
    shot = Shot(
        taken_at, f"{item['name']['vi']}. {view.vi}", without_gps=site is None or view.key == "noi-that"
    )
    path = folder / f"{number:02d}-{view.key}.jpg"
    take_photo(path, stage, view, site or Site(0.0, 0.0), shot, PHOTO_WIDTH)
    return Entry(path, f"{view.vi} ({_NOTE})", f"{view.en} ({_NOTE_EN})")


def _sheet(folder: Path, item: dict[str, Any], survey: Survey, entries: list[Entry]) -> Entry:
    position = item.get("position")
    decision = item.get("decision") or {}
    facts = [
        ("Loại hình", _CATEGORY[item["category"]]),
        ("Đơn vị hành chính", f"mã {item['unit']} (từ 01/7/2025)"),
        ("Địa chỉ trước đây", item.get("former_address") or "Đang cập nhật"),
        ("Quyết định", decision.get("number") or "Đang cập nhật"),
        ("Kinh độ, vĩ độ", f"{position['lon']}, {position['lat']} (WGS 84)" if position else "Đang cập nhật"),
        ("Tóm tắt", (item.get("summary") or {}).get("vi") or "Đang cập nhật"),
    ]
    with Image.open(entries[0].path) as first:
        picture = first.convert("RGB")
    captions = [entry.caption.split(" (")[0] for entry in entries]
    unit = f"Đơn vị hành chính mã {item['unit']}"
    sheets = inventory_sheets(item["name"]["vi"], unit, facts, captions, picture)
    pages = tuple(scan_page(sheet, number) for number, sheet in enumerate(sheets))
    path = folder / f"phieu-kiem-ke.{survey.sheet}"
    if survey.sheet == "pdf":
        write_pdf(path, sheets, pages)
    else:
        write_tiff(path, pages)
    return Entry(
        path,
        "Phiếu kiểm kê (bản trình diễn, không phải văn bản thật)",
        "Inventory sheet (demonstration copy, not a real document)",
        "inventory_sheet",
    )


def _festive(folder: Path, item: dict[str, Any]) -> list[Entry]:
    sheet = consent_sheet(item["name"]["vi"], f"Đơn vị hành chính mã {item['unit']}")
    commitment = folder / "cam-ket-cong-dong.tif"
    write_tiff(commitment, (scan_page(sheet, 7),))
    return [
        Entry(
            write_drum(folder / "trong-hoi.wav"),
            "Trống hội, âm thanh tổng hợp bằng máy; thay cho video vì đây là bản trình diễn",
            "Festival drum, synthesised; it stands in for a video because this is a demonstration",
        ),
        Entry(
            commitment,
            "Cam kết của cộng đồng (bản trình diễn, không phải văn bản thật)",
            "The community's commitment (demonstration copy, not a real document)",
            "consent",
        ),
    ]


def _plan(folder: Path, item: dict[str, Any], stage: Stage, site: Site) -> Entry:
    path = folder / PLAN_NAME
    write_tiff(path, (draw_plan(stage.model, site, f"{item['name']['vi']} (mô hình trình diễn)"),))
    return Entry(
        path,
        "Tổng mặt bằng 1/500 vẽ từ mô hình trình diễn",
        "General plan 1:500, drawn from the demonstration model",
        "drawing",
    )


def _measurements(folder: Path, stage: Stage, site: Site) -> list[Entry]:
    sweeps = tuple(
        sweep(stage, station, STATION_POINTS, seed) for seed, station in enumerate(stations(stage.model), 1)
    )
    return [
        Entry(
            write_laz(folder / "quet-3-tram.laz", sweeps, site),
            "Đám mây điểm ba trạm, tính từ mô hình trình diễn",
            "Point cloud of three stations, computed from the demonstration model",
        ),
        Entry(
            write_e57(folder / "quet-2-tram.e57", sweeps[:2], site),
            "Hai trạm quét trong hệ của máy, tính từ mô hình trình diễn",
            "Two scans in the scanner's frame, computed from the demonstration model",
        ),
        Entry(
            write_glb(folder / "mo-hinh.glb", stage),
            "Mô hình 3D trình diễn, dựng bằng chương trình",
            "3D demonstration model, made by a program",
        ),
    ]


def _manifest(folder: Path, public_id: str, entries: list[Entry]) -> Path:
    path = folder / "manifest.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        for each in entries:
            table.writerow(
                (each.path.name, public_id, each.caption, each.caption_en, ARTIST, LICENCE, each.role)
            )
    return path
