"""The work that tests.bench.clouds times, one kind per process: ``WORK SOURCE OUT``."""

from __future__ import annotations

import io
import multiprocessing
import sys
from pathlib import Path

PIECE = 1_000_000
CHUNK = 50_000


def copc(source: Path, out: Path) -> None:
    """LAS or LAZ to COPC, nothing else."""
    from media_pipeline.copc_write import write_copc

    write_copc(source, out / "cloud.copc.laz")


def intake(source: Path, out: Path) -> None:
    """What a worker does for a cloud that was received: digest, facts, COPC and every other derivative."""
    from media_pipeline.child import process_in_child
    from media_pipeline.fixity import sha256_of
    from media_pipeline.limits import Limits
    from media_pipeline.report import Identity

    sha256_of(source)
    identity = Identity("cloud", "application/vnd.laszip")
    process_in_child(source, identity, out, Limits.for_file(source).for_kind(identity.kind))


def codec(source: Path, out: Path) -> None:
    """What no writer can beat: lazrs unpacks the points and packs them again, in two processes."""
    import laspy

    with laspy.open(source) as reader:
        points = reader.header.point_count
    pieces = [(source, start, min(PIECE, points - start)) for start in range(0, points, PIECE)]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(packed_again, pieces, chunksize=1)


def packed_again(piece: tuple[Path, int, int]) -> int:
    """Bytes of some points once they are packed again."""
    import laspy
    import lazrs
    import numpy as np

    source, start, count = piece
    with laspy.open(source, laz_backend=laspy.LazBackend.Lazrs) as reader:
        form = reader.header.point_format
        if start:
            reader.seek(start)
        points = reader.read_points(count).array.view(np.uint8)
    buffer = io.BytesIO()
    packer = lazrs.LasZipCompressor(
        buffer, lazrs.LazVlr.new_for_compression(form.id, form.num_extra_bytes, True)
    )
    packer.reserve_offset_to_chunk_table()
    for first in range(0, len(points), CHUNK * form.size):
        packer.compress_many(points[first : first + CHUNK * form.size])
        packer.finish_current_chunk()
    packer.done()
    return buffer.tell()


WORK = {"copc": copc, "intake": intake, "codec": codec}

if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
