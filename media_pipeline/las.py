"""LAS, LAZ and COPC through laspy and lazrs: the one place where their exceptions are translated.

laspy opens a truncated file happily and only reading tells; damage inside a chunk is a
``lazrs.LazrsError``, which is not one of laspy's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import laspy
import lazrs
from laspy.errors import LaspyException

from media_pipeline.errors import Damaged, Truncated, UnsupportedCloud
from media_pipeline.las_header import LasHeaderFacts

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


@contextmanager
def open_las(path: Path) -> Iterator[Any]:
    """A laspy reader over the serial LAZ backend: the parallel one starts threads that a fork loses."""
    with las_errors(), laspy.open(path, laz_backend=laspy.LazBackend.Lazrs) as reader:
        yield reader


def check_chunks(path: Path, facts: LasHeaderFacts) -> int:
    """Check the chunk table of a LAZ file against the file and the header.

    Returns:
        Points per chunk, or 0 where the chunks vary.

    Raises:
        Truncated: The table, which comes last, is missing.
        Damaged: The table does not describe this file.
    """
    size = path.stat().st_size
    start = facts.points_offset
    with open_las(path) as reader:
        records = [v for v in reader.header.vlrs if type(v).__name__ == "LasZipVlr"]
    if not records:
        raise Damaged("compressed points without a LAZ record")
    with las_errors(), path.open("rb") as file:
        file.seek(start)
        table = _table_offset(file.read(8), path, size)
        if not start + 8 <= table <= size - 8:
            raise Truncated(f"the chunk table should be at byte {table} of {size}")
        file.seek(table)
        _, chunk_count = struct.unpack("<II", file.read(8))
        if chunk_count > size // facts.record_bytes + 1:  # the first point of a chunk is stored whole
            raise Damaged(f"{chunk_count} chunks in {size} bytes")
        parameters = lazrs.LazVlr(records[0].record_data)
        file.seek(start)
        chunks = lazrs.read_chunk_table(file, parameters)
    variable = parameters.uses_variable_size_chunks()
    chunk_size = 0 if variable else int(parameters.chunk_size())
    stored = sum(count for count, _ in chunks)
    fits = stored == facts.point_count if variable else _fits(len(chunks), chunk_size, facts.point_count)
    if not fits or start + 8 + sum(length for _, length in chunks) > table:
        raise Damaged(f"{len(chunks)} chunks do not make {facts.point_count} points")
    return chunk_size


def _table_offset(first: bytes, path: Path, size: int) -> int:
    """The offset is at the start of the points, or in the last 8 bytes where the writer streamed."""
    if len(first) < 8:
        raise Truncated("the file ends where the points should start")
    offset = int(struct.unpack("<q", first)[0])
    if offset != -1:
        return offset
    with path.open("rb") as file:
        file.seek(size - 8)
        return int(struct.unpack("<q", file.read(8))[0])


def _fits(chunks: int, chunk_size: int, points: int) -> bool:
    return (chunks - 1) * chunk_size < points <= chunks * chunk_size


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


def check_supported(header: Any) -> None:
    """Raises UnsupportedCloud for point formats laspy cannot describe."""
    if header.point_format.id > 10:
        raise UnsupportedCloud(f"point format {header.point_format.id}")
