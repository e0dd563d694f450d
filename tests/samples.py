"""Survey files built in code: small, real, deterministic."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import laspy
import numpy as np
import trimesh
from PIL import Image


def photo(
    path: Path,
    *,
    lon: float | None = None,
    lat: float | None = None,
    size: tuple[int, int] = (900, 600),
    seed: int = 1,
) -> Path:
    """A JPEG with a picture in it and, when asked, a GPS position in its EXIF."""
    rng = np.random.default_rng(seed)
    rough = rng.integers(0, 255, (6, 9, 3), dtype=np.uint8)
    image = Image.fromarray(rough).resize(size, Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x010E] = "Ảnh thử"
    if lon is not None and lat is not None:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N" if lat >= 0 else "S", _dms(abs(lat))
        gps[3], gps[4] = "E" if lon >= 0 else "W", _dms(abs(lon))
        gps[0] = b"\x02\x03\x00\x00"
    image.save(path, quality=90, exif=exif)
    return path


def _dms(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return float(whole), float(minutes), round(((degrees - whole) * 60 - minutes) * 60, 4)


def scan(path: Path, pages: int = 2) -> Path:
    """A multi-page bilevel TIFF at 300 dpi."""
    sheets = []
    for number in range(pages):
        sheet = Image.new("1", (1240, 1754), 1)
        sheet.paste(0, (100, 100 + 50 * number, 1100, 160 + 50 * number))
        sheets.append(sheet)
    sheets[0].save(path, save_all=True, append_images=sheets[1:], compression="group4", dpi=(300, 300))
    return path


def cloud(
    path: Path,
    *,
    points: int = 4000,
    epsg: int | None = 9209,
    east: float = 574060.0,
    north: float = 2257535.0,
    seed: int = 1,
) -> Path:
    """A LAZ or LAS of a wall and a floor near Vị Khê, in VN-2000 unless told otherwise."""
    from pyproj import CRS

    rng = np.random.default_rng(seed)
    header = laspy.LasHeader(point_format=7, version="1.4")
    header.scales, header.offsets = np.array([0.001] * 3), np.array([east, north, 0.0])
    if epsg:
        header.add_crs(CRS.from_epsg(epsg))
    las = laspy.LasData(header)
    flat = rng.random((points, 2)) * 20
    wall = np.arange(points) % 2 == 0
    las.x = east + flat[:, 0]
    las.y = north + np.where(wall, 10.0, flat[:, 1])
    las.z = np.where(wall, flat[:, 1] / 4, 0.0)
    las.red, las.green, las.blue = (rng.integers(0, 65535, points, dtype=np.uint16) for _ in range(3))
    las.classification = np.where(wall, 6, 2).astype(np.uint8)
    las.write(path)
    return path


def mesh(path: Path) -> Path:
    """A GLB of a box and a roof."""
    body = trimesh.creation.box((4, 3, 2))
    roof = trimesh.creation.cone(radius=3, height=2)
    roof.apply_translation((0, 0, 1))
    trimesh.Scene([body, roof]).export(path)
    return path


def survey(folder: Path) -> Path:
    """A folder as an officer has it: photos, a scan, a cloud, a mesh, a damaged file, a text."""
    folder.mkdir(parents=True, exist_ok=True)
    photo(folder / "mat-truoc.jpg", lon=106.2115, lat=20.4076, seed=1)
    photo(folder / "khong-gps.jpg", seed=2)
    photo(folder / "o-ha-noi.jpg", lon=105.85, lat=21.03, seed=3)
    scan(folder / "quyet-dinh.tif")
    cloud(folder / "cong-dinh.laz")
    mesh(folder / "cong-dinh.glb")
    whole = (folder / "mat-truoc.jpg").read_bytes()
    (folder / "bi-cat.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "ghi-chu.txt").write_text("Ghi chú của cán bộ", encoding="utf-8")
    (folder / "ban-sao.jpg").write_bytes(whole)
    return folder


def zipped(folder: Path, target: Path) -> Path:
    """The folder as a zip, with one member whose name points outside."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
        archive.writestr("../thoat-ra.jpg", b"x")
        archive.writestr("bom.bin", io.BytesIO(bytes(40_000_000)).getvalue())
    return target
