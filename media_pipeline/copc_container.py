"""The parts of a COPC file around its points: header, info record, chunk table, hierarchy.

COPC 1.0: a LAS 1.4 file whose first record is the info record, whose chunks are octree nodes, and
whose hierarchy is an extended record. The header is written twice at the same length: as a
placeholder, then with the figures.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import laspy
import lazrs
import numpy as np
from laspy.vlrs.vlr import VLR

from media_pipeline.copc_files import variable_chunks
from media_pipeline.copc_grid import SAMPLING, Cube
from media_pipeline.copc_hierarchy import hierarchy_pages
from media_pipeline.copc_plan import Run
from media_pipeline.copc_workshop import Node
from media_pipeline.las import wkt_records

_EVLR_HEAD = 60
_INFO_BYTES = 160
_PROJECTION = "LASF_Projection"
_CRS_RECORDS = (2112, 34735, 34736, 34737)
_EXTRA_BYTES_RECORD = 4


class CopcContainer:
    """Writes everything of a COPC file but the nodes."""

    def __init__(self, source_header: Any, point_format: Any) -> None:
        self.point_format = point_format
        self._parameters = variable_chunks(point_format.id, point_format.num_extra_bytes)
        header = laspy.LasHeader(version="1.4", point_format=point_format)
        header.scales, header.offsets = source_header.scales, source_header.offsets
        header.file_source_id = source_header.file_source_id
        header.uuid = source_header.uuid
        header.system_identifier = source_header.system_identifier
        header.generating_software = "Di San So"
        if source_header.creation_date is not None:
            header.creation_date = source_header.creation_date
        header.global_encoding.value = source_header.global_encoding.value
        header.global_encoding.wkt = True
        header.are_points_compressed = True
        self._header = header
        extra = [v for v in header.vlrs if v.record_id == _EXTRA_BYTES_RECORD]
        source_vlrs = [v for v in source_header.vlrs if _is_carried(v)]
        self._records = [*wkt_records(source_header), *extra, *source_vlrs]
        self._evlrs = [v for v in source_header.evlrs or [] if _is_carried(v)]
        self.points_offset = len(self._header_bytes(bytes(_INFO_BYTES)))

    def reserve(self, target: Path) -> int:
        """Write the placeholder; returns the offset at which the first node may start."""
        with target.open("wb") as file:
            file.write(self._header_bytes(bytes(_INFO_BYTES)) + bytes(8))
        return self.points_offset + 8

    def finish(self, target: Path, end: int, nodes: list[Node], runs: list[Run], cube: Cube) -> None:
        """Write chunk table, hierarchy and the true header after the last node at ``end``."""
        with target.open("r+b") as file:
            file.seek(self.points_offset)
            file.write(struct.pack("<q", end))
            file.seek(end)
            in_file_order = sorted((n for n in nodes if n.points), key=lambda node: node.offset)
            lazrs.write_chunk_table(file, [(n.points, n.size) for n in in_file_order], self._parameters)
            file.seek(0, 2)
            first_evlr = file.tell()
            hierarchy, root_page = hierarchy_pages(nodes, first_evlr + _EVLR_HEAD)
            file.write(_evlr("copc", 1000, "COPC hierarchy", hierarchy))
            for record in self._evlrs:
                file.write(
                    _evlr(record.user_id, record.record_id, record.description, record.record_data_bytes())
                )
            self._set_figures(nodes, runs, first_evlr)
            file.seek(0)
            file.write(self._header_bytes(_info(cube, runs, first_evlr + _EVLR_HEAD, root_page)))

    def _set_figures(self, nodes: list[Node], runs: list[Run], first_evlr: int) -> None:
        header = self._header
        header.point_count = sum(node.points for node in nodes)
        header.offset_to_point_data = self.points_offset
        header.start_of_first_evlr = first_evlr
        header.number_of_evlrs = 1 + len(self._evlrs)
        lowest = np.min([run.lowest for run in runs], axis=0)
        highest = np.max([run.highest for run in runs], axis=0)
        header.mins = lowest * header.scales + header.offsets
        header.maxs = highest * header.scales + header.offsets
        returns = np.sum([run.returns for run in runs], axis=0)
        kind = header.number_of_points_by_return.dtype
        header.number_of_points_by_return[:] = returns[1:16].astype(kind)

    def _header_bytes(self, info: bytes) -> bytes:
        self._header.vlrs[:] = [
            VLR("copc", 1, "COPC info VLR", info),
            VLR("laszip encoded", 22204, "", self._parameters.record_data()),
            *self._records,
        ]
        buffer = io.BytesIO()
        self._header.write_to(buffer)
        return buffer.getvalue()


def _is_carried(record: Any) -> bool:
    """Whether a record of the source still holds true of the new file."""
    if record.user_id in ("copc", "laszip encoded"):
        return False
    if record.user_id == _PROJECTION:
        return record.record_id not in _CRS_RECORDS
    return not (record.user_id == "LASF_Spec" and record.record_id == _EXTRA_BYTES_RECORD)


def _info(cube: Cube, runs: list[Run], root_page_offset: int, root_page_bytes: int) -> bytes:
    half = cube.edge / 2
    times = [run.times for run in runs if run.times]
    return struct.pack(
        "<5d2Q2d88x",
        *(corner + half for corner in cube.corner),
        half,
        cube.edge / (1 << SAMPLING),
        root_page_offset,
        root_page_bytes,
        min((low for low, _ in times), default=0.0),
        max((high for _, high in times), default=0.0),
    )


def _evlr(user_id: str, record_id: int, description: str, data: bytes) -> bytes:
    name = user_id.encode()[:16]
    return struct.pack("<H16sHQ32s", 0, name, record_id, len(data), description.encode()[:32]) + data
