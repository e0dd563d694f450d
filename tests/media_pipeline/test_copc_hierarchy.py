from __future__ import annotations

import struct
from pathlib import Path

import laspy
import pytest

from media_pipeline import copc_hierarchy
from media_pipeline.cloud_sample import read_sample
from media_pipeline.copc_grid import ROOT, NodeKey
from media_pipeline.copc_hierarchy import ENTRY_BYTES, hierarchy_pages
from media_pipeline.copc_workshop import Node
from media_pipeline.copc_write import CopcLimits, write_copc
from tests.media_pipeline.clouds import gate, records_of, write_las


def _nodes(levels: int) -> list[Node]:
    """Every node of the first levels in one corner's octants, each with its own place."""
    keys = [ROOT]
    for key in keys:
        if key.level + 1 < levels:
            keys += [
                NodeKey(key.level + 1, 2 * key.x + (n & 1), 2 * key.y + (n >> 1 & 1), 2 * key.z + (n >> 2))
                for n in range(8)
            ]
    return [Node(key, 1000 + number, 7, number + 1) for number, key in enumerate(keys)]


def _read(data: bytes, start: int, position: int, size: int) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Entries of a page and of all pages that it names, as a reader follows them."""
    found: dict[tuple[int, ...], tuple[int, ...]] = {}
    assert start <= position
    assert position + size <= start + len(data)
    for at in range(position - start, position - start + size, ENTRY_BYTES):
        *key, offset, length, points = struct.unpack_from("<4iQ2i", data, at)
        if points == -1:
            inner = _read(data, start, offset, length)
            assert tuple(key) in inner
            found |= inner
        else:
            found[tuple(key)] = (offset, length, points)
    return found


def test_a_small_hierarchy_is_one_page_with_its_missing_ancestors() -> None:
    data, root_page = hierarchy_pages([Node(NodeKey(2, 3, 2, 1), 90, 8, 5)], 500)
    assert root_page == len(data) == 3 * ENTRY_BYTES
    assert _read(data, 500, 500, root_page) == {
        (0, 0, 0, 0): (0, 0, 0),
        (1, 1, 1, 0): (0, 0, 0),
        (2, 3, 2, 1): (90, 8, 5),
    }


@pytest.mark.parametrize("most", [9, 80, 300, 4000])
def test_pages_hold_every_node_once_and_none_is_too_long(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(copc_hierarchy, "PAGE_ENTRIES", most)
    nodes = _nodes(5)
    data, root_page = hierarchy_pages(nodes, 123)
    assert root_page <= most * ENTRY_BYTES
    assert root_page < len(data)
    read = _read(data, 123, 123, root_page)
    assert read == {tuple(node.key): (node.offset, node.size, node.points) for node in nodes}


def test_readers_find_every_point_through_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copc_hierarchy, "PAGE_ENTRIES", 9)
    source = write_las(tmp_path / "in.laz", gate(300_000))
    copc = tmp_path / "c.copc.laz"
    write_copc(source, copc, limits=CopcLimits(run_points=60_000, task_points=40_000, processes=1))
    with laspy.CopcReader.open(copc) as reader:
        assert any(entry.point_count == -1 for entry in reader.root_page.entries.values())
        assert len(reader.query()) == 300_000
        assert len(reader.query(level=range(2))) < 300_000
    assert records_of(copc) == records_of(source)
    sample = read_sample(copc, (1.0, 1.0, 1.0), most=20_000)
    assert len(sample.xyz) == 20_000
    assert not sample.complete
