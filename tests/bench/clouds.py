"""Point clouds from a scanner's file to what a browser streams, beside py3dtiles and the codec's own limit.

``python -m tests.bench.clouds --peers PYTHON`` prints the section that ``make bench`` puts on its page.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.gate_cloud import write_gate
from tests.bench.measure import Cost, costs_in_turn

SIZES, LARGE = (5, 20), 100  # million points
PEER_SIZE = 5  # million points: py3dtiles takes minutes beyond
HEAD = """\
A synthetic scan of a gate, as clustered as a real one: point format 7, colours, classes, times. The codec is lazrs
unpacking and packing the same points in two processes, which no writer can beat. The intake is all that becomes of a
cloud that comes in: digest, COPC, height map, footprint, poster, twelve stills, statistics. Processor seconds are those
of all processes; they tell more than the clock where others use the machine.

| points | work | ours | processor | points/s | memory | beside it | theirs | ratio |
|--:|---|--:|--:|--:|--:|---|--:|--:|"""
FOOT = """
Ratio: how many times faster than py3dtiles (5 wanted) or than the codec (0.6 wanted); how many times as long as the
COPC step alone (1.5 at most). py3dtiles reads LAS only and is asked for {size} million points only."""


@dataclass(frozen=True, slots=True)
class CloudRow:
    """One line: our work on a cloud beside other work on the same cloud, measured in turn."""

    millions: int
    work: str
    ours: Cost
    beside: str = ""
    theirs: Cost | None = None
    longer: bool = False  # the ratio says how much longer ours takes, not how much faster it is

    def cells(self) -> list[str]:
        """What the table shows."""
        ours, theirs = self.ours, self.theirs
        cells = [
            f"{self.millions} M",
            self.work,
            f"{ours.seconds:.1f} s",
            f"{ours.cpu_s:.1f} s",
            f"{self.millions / ours.seconds:.2f} M",
            f"{ours.peak_mb:.0f} MB",
        ]
        if theirs is None:
            return [*cells, "", "", ""]
        ratio = ours.seconds / theirs.seconds if self.longer else theirs.seconds / ours.seconds
        return [*cells, self.beside, f"{theirs.seconds:.1f} s", f"**{ratio:.2f}**"]


def cloud_section(folder: Path, peer_python: Path, *, large: bool) -> list[str]:
    """The lines of the section; ``peer_python`` is the interpreter of the environment that has py3dtiles."""
    rows = []
    for millions in (*SIZES, LARGE) if large else SIZES:
        place = folder / f"cloud-{millions}"
        place.mkdir()
        rows += measure_cloud(place, millions, peer_python)
        shutil.rmtree(place)
    table = ["| " + " | ".join(row.cells()) + " |" for row in rows]
    return [*HEAD.splitlines(), *table, *FOOT.format(size=PEER_SIZE).splitlines()]


def measure_cloud(place: Path, millions: int, peer_python: Path) -> list[CloudRow]:
    """One size: everything that is compared runs in turn, so that a busy machine is busy for both."""
    base = place / "gate"
    write_gate(millions * 1_000_000, base)
    las, laz = base.with_suffix(".las"), base.with_suffix(".laz")
    commands: dict[str, Sequence[str | Path]] = {
        "codec": _ours("codec", laz, place),
        "laz": _ours("copc", laz, place),
        "intake": _ours("intake", laz, place),
        "las": _ours("copc", las, place),
    }
    if millions == PEER_SIZE:
        tiles: list[str | Path] = ["convert", las, "--out", place / "tiles", "--overwrite", "--jobs", "2"]
        commands["py3dtiles"] = [peer_python.parent / "py3dtiles", *tiles]
    costs = costs_in_turn(commands, runs=1 if millions == LARGE else 3)
    return [
        CloudRow(millions, "LAS → COPC", costs["las"], "py3dtiles 12.1.1 (3D Tiles)", costs.get("py3dtiles")),
        CloudRow(millions, "LAZ → COPC", costs["laz"], "lazrs alone", costs["codec"]),
        CloudRow(millions, "LAZ, whole intake", costs["intake"], "COPC alone", costs["laz"], longer=True),
    ]


def _ours(work: str, source: Path, place: Path) -> list[str | Path]:
    out = place / work
    out.mkdir(exist_ok=True)
    return [sys.executable, "-m", "tests.bench.cloud_work", work, source, out]


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m tests.bench.clouds", description=__doc__)
    arguments.add_argument("--peers", type=Path, required=True, help="Python of the peers' environment")
    arguments.add_argument("--large", action="store_true", help=f"{LARGE} million points too")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="disanso-bench-") as name:
        sys.stdout.write("\n".join(cloud_section(Path(name), given.peers, large=given.large)) + "\n")
