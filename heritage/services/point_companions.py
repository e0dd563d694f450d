"""Which files of a delivery are control points that QGIS wrote for a picture beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from media_pipeline.mesh_references import key_of
from media_pipeline.point_file import SUFFIX

HEAD = 65_536  # the first line may be a long reference system
HEADER = b"mapX,mapY"


def point_files(
    names: Sequence[str], peek: Callable[[str, int], bytes], pictures: tuple[bytes, ...]
) -> dict[str, str]:
    """``map.tif.points`` by its picture ``map.tif`` in the same folder, whatever the case of the letters.

    Args:
        names: Paths inside the delivery.
        peek: Gives the first bytes of one.
        pictures: How pictures begin.
    """
    by_name = {_place(name): name for name in names}
    found: dict[str, str] = {}
    for name in names:
        if name.lower().endswith(SUFFIX) and HEADER in peek(name, HEAD):
            picture = by_name.get(_place(name[: -len(SUFFIX)]))
            if picture is not None and peek(picture, 16).startswith(pictures):
                found[picture] = name
    return found


def _place(name: str) -> str:
    return f"{PurePosixPath(name).parent.as_posix()}/{key_of(name)}"
