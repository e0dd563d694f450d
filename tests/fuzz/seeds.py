"""One small, sound file of every format that the product reads, built in code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import laspy
import numpy as np
import pillow_heif
import trimesh
from PIL import Image

from media_pipeline.copc_write import write_copc
from tests.media_pipeline import clouds, meshes, papers, raws, sounds
from tests.media_pipeline.pictures import exif, quarters, vi_khe_gps
from tests.media_pipeline.test_mesh_model import draco_glb

SIZE = (96, 64)
XYZ = clouds.gate(300) + clouds.ORIGIN
RGB = np.random.default_rng(7).integers(0, 255, (len(XYZ), 3)).astype(np.uint8)


def picture() -> Image.Image:
    """Quarters with some grain, so that no codec can make it a handful of bytes."""
    grain = np.random.default_rng(5).integers(-12, 12, (SIZE[1], SIZE[0], 3))
    return Image.fromarray((np.asarray(quarters(*SIZE)).astype(int) + grain).clip(0, 255).astype(np.uint8))


def _pillow(format: str, **options: object) -> Callable[[Path], object]:
    return lambda path: picture().save(path, format, **options)


def _jpeg(path: Path) -> None:
    picture().save(path, "JPEG", quality=90, exif=exif({0x010E: "Cổng"}, gps=vi_khe_gps()), dpi=(300, 300))


def _tiff_pages(path: Path) -> None:
    pages = [picture() for _ in range(3)]
    pages[0].save(
        path, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=(300, 300)
    )


def _tiff_fax(path: Path) -> None:
    pages = [picture().convert("1") for _ in range(2)]
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(300, 300))


def _geotiff(path: Path) -> None:
    import rasterio
    from rasterio.transform import from_origin

    values = np.asarray(picture()).transpose(2, 0, 1)
    with rasterio.open(
        path, "w", driver="GTiff", width=SIZE[0], height=SIZE[1], count=3, dtype="uint8", crs="EPSG:9209",
        transform=from_origin(569_400, 2_262_800, 0.5, 0.5), compress="deflate",
    ) as sheet:  # fmt: skip
        sheet.write(values)


def _heic(path: Path) -> None:
    pillow_heif.from_pillow(picture()).save(path, quality=80)


def _copc(path: Path) -> None:
    source = path.with_suffix(".source.laz")
    clouds.write_las(source, XYZ, crs=clouds.VN2000_NAM_DINH)
    write_copc(source, path)
    source.unlink()


def _e57(path: Path) -> None:
    clouds.write_e57(path, [{"xyz": XYZ - clouds.ORIGIN, "rgb": RGB, "translation": clouds.ORIGIN}])


def _las(version: str, point_format: int) -> Callable[[Path], object]:
    return lambda path: clouds.write_las(
        path, XYZ, version=version, point_format=point_format, crs="EPSG:9209"
    )


def _laz_old(path: Path) -> None:
    """LAS 1.2 in the older compression."""
    plain = path.with_suffix(".plain.las")
    clouds.write_las(plain, XYZ, version="1.2", point_format=3, geotiff_crs="EPSG:32648")
    laspy.read(plain).write(path, do_compress=True)
    plain.unlink()


def _lines(head: str) -> Callable[[Path], object]:
    rows = (f"{x:.3f} {y:.3f} {z:.3f} 120 {r} {g} {b}" for (x, y, z), (r, g, b) in zip(XYZ, RGB, strict=True))
    text = head + "\n".join(rows) + "\n"
    return lambda path: path.write_text(text)


def _gltf(path: Path) -> None:
    path.write_text(json.dumps(meshes.document(meshes.data_uri())))


def _mesh(kind: str) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        made = trimesh.creation.icosphere(1).export(file_type=kind)
        path.write_bytes(made if isinstance(made, bytes) else made.encode())

    return write


def _glb(path: Path) -> None:
    meshes.write_glb(path, textured=True)


def _obj(path: Path) -> None:
    path.write_text(trimesh.creation.icosphere(1).export(file_type="obj"))


SEEDS: dict[str, Callable[[Path], object]] = {
    "jpeg": _jpeg,
    "jpeg-progressive": _pillow("JPEG", progressive=True),
    "png": _pillow("PNG"),
    "tiff": _pillow("TIFF", compression="tiff_adobe_deflate"),
    "tiff-pages": _tiff_pages,
    "tiff-fax": _tiff_fax,
    "geotiff": _geotiff,
    "webp": _pillow("WEBP"),
    "webp-lossless": _pillow("WEBP", lossless=True),
    "avif": _pillow("AVIF"),
    "heic": _heic,
    "jp2": _pillow("JPEG2000"),
    "dng": lambda path: raws.dng(path, picture()),
    "pdf": lambda path: papers.pdf(path, pages=2),
    "las": _las("1.4", 7),
    "las-1.2": lambda path: clouds.write_las(path, XYZ, version="1.2", point_format=3, geotiff_crs="EPSG:32648"),
    "laz": lambda path: clouds.write_las(path, XYZ, crs="EPSG:9209"),
    "laz-1.2": _laz_old,
    "copc": _copc,
    "e57": _e57,
    "ply-cloud": lambda path: clouds.write_ply(path, XYZ - clouds.ORIGIN, RGB),
    "ply-text": lambda path: clouds.write_ply(path, XYZ - clouds.ORIGIN, RGB, order=""),
    "pcd": lambda path: clouds.write_pcd(path, XYZ - clouds.ORIGIN),
    "pcd-compressed": lambda path: clouds.write_pcd(path, XYZ - clouds.ORIGIN, "binary_compressed"),
    "pts": _lines(f"{len(XYZ)}\n"),
    "xyz": _lines(""),
    "glb": _glb,
    "glb-draco": draco_glb,
    "gltf": _gltf,
    "obj": _obj,
    "ply-mesh": _mesh("ply"),
    "stl": _mesh("stl"),
    "wav": lambda path: sounds.wav(path, 0.5),
    "mp3": sounds.mp3,
    "flac": sounds.flac,
    "opus": sounds.opus,
    "mp4": sounds.mp4,
}  # fmt: skip
TEXT = {"pts", "xyz", "gltf", "obj", "ply-text"}  # a zero byte would only make another kind of file of them
ENDINGS = {
    "laz": ".laz",
    "laz-1.2": ".laz",
    "copc": ".copc.laz",
}  # the writers go by the name; no reader does


def build_seeds(folder: Path) -> dict[str, bytes]:
    """The content of every seed, by name; deterministic but for dates that a format writes by itself."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, build in SEEDS.items():
        path = folder / f"{name}{ENDINGS.get(name, '')}"
        build(path)
        found[name] = path.read_bytes()
    return found
