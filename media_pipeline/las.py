"""LAS, LAZ and COPC through laspy and lazrs: the one place where their exceptions are translated.

laspy opens a truncated file happily and only reading tells; damage inside a chunk is a
``lazrs.LazrsError``, which is not one of laspy's.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import laspy
import lazrs
import numpy as np
from laspy.errors import LaspyException

from media_pipeline.cloud_blocks import BLOCK_POINTS, PointBlock
from media_pipeline.errors import Damaged, Truncated

_PROJECTION = "LASF_Projection"
_WKT_RECORD = 2112


@contextmanager
def las_errors() -> Iterator[None]:
    """Turn what laspy, lazrs and their parsers raise on a bad file into a refusal."""
    try:
        yield
    except lazrs.LazrsError as error:
        raise Damaged(f"LAZ: {error}") from error
    except EOFError as error:
        raise Truncated(str(error)) from error
    except (LaspyException, UnicodeDecodeError, struct.error, OverflowError, MemoryError) as error:
        raise Damaged(f"LAS: {error}") from error
    except ValueError as error:
        raise Damaged(f"LAS: {error}") from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # of a seek to where no file can reach; all else is the machine's
            raise
        raise Damaged(f"LAS: {error}") from error


@contextmanager
def open_las(path: Path) -> Iterator[Any]:
    """A laspy reader over the serial LAZ backend: the parallel one starts threads that a fork loses."""
    with las_errors(), laspy.open(path, laz_backend=laspy.LazBackend.Lazrs) as reader:
        yield reader


def crs_texts(header: Any) -> list[str]:
    """The reference systems a LAS header states, as WKT, the OGC one first; equal ones once."""
    found: list[Any] = []
    for prefer_wkt in (True, False):
        try:
            crs = header.parse_crs(prefer_wkt=prefer_wkt)
        except RuntimeError:  # pyproj's CRSError: the record is there and says nothing usable
            continue
        if crs is not None and not any(crs == other for other in found):
            found.append(crs)
    texts = [str(crs.to_wkt()) for crs in found]
    return [text for text in texts if text]


def states_crs(header: Any) -> bool:
    """Whether the header holds any reference-system record at all, usable or not."""
    return any(v.user_id == _PROJECTION for v in [*header.vlrs, *(header.evlrs or [])])


def wkt_records(header: Any) -> list[Any]:
    """The WKT records to keep in a LAS 1.4 file, made from GeoTIFF keys where there is no WKT.

    Point formats 6 and up may state their system as WKT only (LAS 1.4 R15, 2.6).
    """
    records = [*header.vlrs, *(header.evlrs or [])]
    wkt = [v for v in records if v.user_id == _PROJECTION and v.record_id == _WKT_RECORD]
    if wkt:
        return wkt[:1]
    try:
        crs = header.parse_crs()
    except RuntimeError:  # see crs_texts
        return []
    if crs is None:
        return []
    text = crs.to_wkt("WKT1_GDAL") or crs.to_wkt()
    return [laspy.vlrs.known.WktCoordinateSystemVlr(text)]


def las_blocks(path: Path) -> Iterator[PointBlock]:
    """The points of a LAS file with their colour, intensity and classification, a block at a time.

    Raises:
        Truncated, Damaged: Some cannot be read.
    """
    with open_las(path) as reader, las_errors():
        coloured = "red" in reader.header.point_format.dimension_names
        for points in reader.chunk_iterator(BLOCK_POINTS):
            xyz = np.column_stack([points.x, points.y, points.z])
            rgb = np.column_stack([points.red, points.green, points.blue]) if coloured else None
            intensity = np.asarray(points.intensity, np.uint16)
            yield PointBlock(xyz, rgb, intensity, np.asarray(points.classification, np.uint8))
