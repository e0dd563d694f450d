"""Point clouds built in code for the tests."""

from __future__ import annotations

import struct
from collections import Counter
from pathlib import Path
from typing import Any

import laspy
import numpy as np
from laspy.vlrs.known import WktCoordinateSystemVlr
from pyproj import CRS

VN2000_NAM_DINH = "EPSG:9209"
ORIGIN = (569_400.0, 2_262_800.0, 3.0)  # beside Đền Trần, EPSG:9209


def gate(count: int, seed: int = 3) -> np.ndarray:
    """Points of a ground, two walls and a roof, in metres round the origin; shape (count, 3)."""
    random = np.random.default_rng(seed)
    part = random.integers(0, 4, count)
    xyz = random.random((count, 3)) * [12.0, 8.0, 6.0]
    xyz[part == 0, 2] = 0.02 * random.random((part == 0).sum())
    xyz[part == 1, 1] = 2.0
    xyz[part == 2, 1] = 6.0
    xyz[part == 3, 2] = 6.0 + 0.3 * xyz[part == 3, 1]
    return xyz


def write_las(
    path: Path,
    xyz: np.ndarray,
    *,
    point_format: int = 7,
    version: str = "1.4",
    scale: tuple[float, float, float] = (0.001, 0.001, 0.001),
    crs: str | None = None,
    geotiff_crs: str | None = None,
    extra: bool = False,
    seed: int = 5,
) -> Path:
    """A LAS or LAZ (by suffix) with every field filled with something to lose."""
    random = np.random.default_rng(seed)
    header = laspy.LasHeader(version=version, point_format=point_format)
    header.scales, header.offsets = np.array(scale), np.floor(xyz.min(axis=0))
    if extra:
        header.add_extra_dim(laspy.ExtraBytesParams("reflectance", np.float32))
    if geotiff_crs is not None:
        header.add_crs(CRS.from_user_input(geotiff_crs), keep_compatibility=True)
    if crs is not None:
        header.vlrs.append(WktCoordinateSystemVlr(CRS.from_user_input(crs).to_wkt("WKT1_GDAL")))
        header.global_encoding.wkt = True
    las = laspy.LasData(header)
    las.x, las.y, las.z = xyz.T
    for name in las.point_format.dimension_names:
        if name in ("X", "Y", "Z"):
            continue
        if name == "gps_time":
            times = random.random(len(xyz)) * 1e8
            times[: len(xyz) // 50] = np.nan
            las.gps_time = times
        elif name == "reflectance":
            las.reflectance = random.random(len(xyz)).astype(np.float32)
        else:
            dimension = las.point_format.dimension_by_name(name)
            low, high = max(int(dimension.min), -80), min(int(dimension.max), 60_000)
            las[name] = random.integers(low, high + 1, len(xyz))
    las.write(path)
    return path


def records_of(path: Path, point_format: Any = None) -> Counter[bytes]:
    """The multiset of whole point records, converted to ``point_format`` where one is given."""
    from media_pipeline.copc_records import modern_records

    with laspy.open(path) as reader:
        points = reader.read_points(-1)
    array = points.array if point_format is None else modern_records(points, point_format)
    data = np.ascontiguousarray(array).tobytes()
    size = array.dtype.itemsize
    return Counter(data[start : start + size] for start in range(0, len(data), size))


def patched(path: Path, **places: tuple[str, int, Any]) -> Path:
    """Overwrite header fields: ``name=(struct format, offset, value or tuple)``."""
    data = bytearray(path.read_bytes())
    for form, offset, value in places.values():
        struct.pack_into(form, data, offset, *(value if isinstance(value, tuple) else (value,)))
    path.write_bytes(data)
    return path


def write_e57(path: Path, scans: list[dict[str, Any]]) -> Path:
    """An E57 of scans given as ``{"xyz": …, "rgb": …, "rotation": …, "translation": …}``."""
    import pye57

    with pye57.E57(str(path), mode="w") as file:
        for scan in scans:
            x, y, z = np.ascontiguousarray(np.asarray(scan["xyz"], np.float64).T)
            data = {"cartesianX": x, "cartesianY": y, "cartesianZ": z}
            if "rgb" in scan:
                red, green, blue = np.ascontiguousarray(np.asarray(scan["rgb"], np.uint8).T)
                data |= {"colorRed": red, "colorGreen": green, "colorBlue": blue}
            if "invalid" in scan:
                data["cartesianInvalidState"] = np.asarray(scan["invalid"], np.int8)
            file.write_scan_raw(
                data,
                rotation=np.asarray(scan.get("rotation", (1.0, 0.0, 0.0, 0.0))),
                translation=np.asarray(scan.get("translation", (0.0, 0.0, 0.0))),
            )
    return path


def add_e57_image(file: Any, data: bytes, kind: str = "jpegImage") -> None:
    """Put a picture into an E57 that is open for writing, before it is closed."""
    from pye57 import libe57

    root, imf = file.root, file.image_file
    if not root.isDefined("images2D"):
        root.set("images2D", libe57.VectorNode(imf, True))
    image, shown = libe57.StructureNode(imf), libe57.StructureNode(imf)
    blob = libe57.BlobNode(imf, len(data))
    image.set("guid", libe57.StringNode(imf, "{image}"))
    image.set("visualReferenceRepresentation", shown)
    root["images2D"].append(image)
    shown.set(kind, blob)
    blob.write(np.frombuffer(data, np.uint8).copy(), 0, len(data))


def write_ply(path: Path, xyz: np.ndarray, rgb: np.ndarray | None = None, order: str = "<") -> Path:
    """A PLY of points: ``<`` and ``>`` binary, empty for text."""
    name = {"<": "binary_little_endian", ">": "binary_big_endian", "": "ascii"}[order]
    lines = ["ply", f"format {name} 1.0", "comment made by a test", f"element vertex {len(xyz)}"]
    lines += [f"property float {axis}" for axis in "xyz"]
    kinds = [(axis, (order or "<") + "f4") for axis in "xyz"]
    if rgb is not None:
        lines += [f"property uchar {colour}" for colour in ("red", "green", "blue")]
        kinds += [(colour, "u1") for colour in ("red", "green", "blue")]
    head = ("\n".join([*lines, "end_header"]) + "\n").encode()
    table = np.zeros(len(xyz), kinds)
    for axis, column in zip("xyz", xyz.T, strict=True):
        table[axis] = column
    if rgb is not None:
        for colour, column in zip(("red", "green", "blue"), rgb.T, strict=True):
            table[colour] = column
    body = (
        table.tobytes()
        if order
        else "".join(" ".join(map(str, row)) + "\n" for row in table.tolist()).encode()
    )
    path.write_bytes(head + body)
    return path


def write_pcd(path: Path, xyz: np.ndarray, encoding: str = "binary", kind: str = "f4") -> Path:
    """A PCD of points; ``binary_compressed`` as literal runs, which is valid LZF."""
    size = kind[1]
    head = (
        "# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\nFIELDS x y z\n"
        f"SIZE {size} {size} {size}\nTYPE F F F\nCOUNT 1 1 1\nWIDTH {len(xyz)}\nHEIGHT 1\n"
        f"VIEWPOINT 0 0 0 1 0 0 0\nPOINTS {len(xyz)}\nDATA {encoding}\n"
    ).encode()
    values = xyz.astype("<" + kind)
    if encoding == "ascii":
        body = "".join(" ".join(repr(float(v)) for v in row) + "\n" for row in values).encode()
    elif encoding == "binary":
        body = values.tobytes()
    else:
        plain = np.ascontiguousarray(values.T).tobytes()
        packed = b"".join(
            bytes([len(plain[i : i + 32]) - 1]) + plain[i : i + 32] for i in range(0, len(plain), 32)
        )
        body = struct.pack("<II", len(packed), len(plain)) + packed
    path.write_bytes(head + body)
    return path
