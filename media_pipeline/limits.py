"""How much time, memory and disk the reading of one file may take."""

from __future__ import annotations

import math
import resource
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from media_pipeline.errors import TooManyPoints

MEGABYTE = 1_000_000
KINDS_WITH_PAGES = ("scan", "document")
PAGE_S = 8.0  # drawing takes 0.5 s, reading 2 to 10 s with two at a time (2026-11-25)
MOST_PAGES = 400
# An hour of film at 1 Mbit/s has 450 MB and is coded anew in 12 minutes on two quick cores (2026-11-25).
CONVERTED_S_PER_MB = {"video": 12.0, "audio": 4.0}
LEAST_CONVERTED_S, MOST_CONVERTED_S = 35.0, 6 * 3600.0
# 101 megapixels in all sizes, fitted to a map, took 45 s where three others worked too (2026-11-25).
PICTURE_TIMES = 2.4
POINT_S = 1e-5  # a point takes 0.7 µs on two cores, read and written (2026-11-25): a machine 14 times slower will do
CLOUD_OUTPUT = 3  # times OUTPUT_PER_BYTE: a point of a LAZ may take 2 bytes, and unpacks to 40
MB_PER_SECOND = 3  # a large file has a second more for so many megabytes
OUTPUT_PER_BYTE = (
    16  # what is made on the way and in the end, against the file: a cloud unpacks, then packs again
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one child process and everything it starts. The defaults are those of a small file.

    Attributes:
        wall_s: Seconds by the clock.
        resident_mb: Memory of the whole process tree, watched from outside.
        address_mb: Address space of one process; libraries reserve far more addresses than they ever touch.
        output_mb: All that lies in the child's folder at one moment, and any single file written.
        cpu_s: Seconds of processor time of one process; several threads add up.
        pixels_mp: Millions of pixels of one picture.
        points_m: Millions of points of one cloud, or corners of one mesh.
        page_s: Seconds by the clock that each page made of a file adds, for drawing the next and reading its words.
        point_s: The same for each point of a cloud that is done with.
        more_s: The most that pages or points can add.
    """

    wall_s: float = 25.0
    resident_mb: int = 1_800
    address_mb: int = 6_000
    output_mb: int = 4_000
    cpu_s: int = 100
    pixels_mp: int = 178
    points_m: int = 2_000
    page_s: float = 0.0
    point_s: float = 0.0
    more_s: float = 0.0

    @classmethod
    def for_file(cls, path: Path, least: Limits | None = None) -> Limits:
        """The limits of :meth:`for_bytes` for a file on disk."""
        return cls.for_bytes(path.stat().st_size, least)

    @classmethod
    def for_bytes(cls, size: int, least: Limits | None = None) -> Limits:
        """``least``, the limits of a small file, and one second more for every 3 MB.

        Processor time grows in proportion, for several threads may work at once.
        """
        least = least or cls()
        megabytes = size / MEGABYTE
        wall_s = least.wall_s + megabytes / MB_PER_SECOND
        return replace(
            least,
            wall_s=wall_s,
            cpu_s=math.ceil(wall_s * least.cpu_s / least.wall_s),
            output_mb=max(least.output_mb, math.ceil(megabytes * OUTPUT_PER_BYTE)),
        )

    def for_kind(self, kind: str) -> Limits:
        """The same for a file of this media kind, whose work does not follow its bytes.

        A photo: 2.4 times as much, for its pixels say more than its bytes. Pages: 8 s more for each of the
        first 400 once it is made. Points: 10 µs more for each once it is done with, up to one for every
        2 bytes; and more room, for they unpack further than anything else.
        Film and sound are coded anew: up to six hours more from the start, as their size has it.
        """
        if kind in CONVERTED_S_PER_MB:
            megabytes = max(0.0, self.wall_s - Limits().wall_s) * MB_PER_SECOND
            longer_s = min(MOST_CONVERTED_S, LEAST_CONVERTED_S + megabytes * CONVERTED_S_PER_MB[kind])
            return replace(self, wall_s=self.wall_s + longer_s, cpu_s=self.cpu_s + math.ceil(4 * longer_s))
        if kind == "photo":
            return replace(
                self, wall_s=self.wall_s * PICTURE_TIMES, cpu_s=math.ceil(self.cpu_s * PICTURE_TIMES)
            )
        if kind in KINDS_WITH_PAGES:
            return self._with_more(PAGE_S * MOST_PAGES, page_s=PAGE_S)
        if kind == "cloud":
            most_points = self.output_mb / OUTPUT_PER_BYTE * MEGABYTE / 2
            roomy = replace(self, output_mb=self.output_mb * CLOUD_OUTPUT)
            return roomy._with_more(POINT_S * most_points, point_s=POINT_S)
        return self

    def _with_more(self, more_s: float, page_s: float = 0.0, point_s: float = 0.0) -> Limits:
        cpu_s = self.cpu_s + math.ceil(2 * more_s)
        return replace(self, page_s=page_s, point_s=point_s, more_s=more_s, cpu_s=cpu_s)

    @property
    def longest_s(self) -> float:
        """The longest that the process can run."""
        return self.wall_s + self.more_s

    def allowed_s(self, pages: int, points: int = 0) -> float:
        """Seconds from the start once so many pages are made, or points done with."""
        return self.wall_s + min(self.more_s, pages * self.page_s + points * self.point_s)

    def apply_to_this_process(self) -> None:
        """Set the kernel's limits, which hold for every process started from here on, and the readers'."""
        global _in_force
        _in_force = self
        _lower(resource.RLIMIT_AS, self.address_mb * MEGABYTE)
        # at the soft limit SIGXCPU says why; at the hard one SIGKILL would not
        _lower(resource.RLIMIT_CPU, self.cpu_s, grace=5)
        _lower(resource.RLIMIT_FSIZE, self.output_mb * MEGABYTE)
        _lower(resource.RLIMIT_CORE, 0)

    def as_dict(self) -> dict[str, float]:
        """JSON-able values; ``Limits(**values)`` reads them back."""
        return asdict(self)


_in_force = Limits()


def in_force() -> Limits:
    """The limits of this process: those applied, else the defaults."""
    return _in_force


def check_points(count: int) -> None:
    """Refuse a cloud or mesh that has, or says it has, more points than one may have.

    Raises:
        TooManyPoints: It does.
    """
    if count > in_force().points_m * 1_000_000:
        raise TooManyPoints(f"{count} points", limit_m=in_force().points_m)


def _lower(limit: int, value: int, grace: int = 0) -> None:
    _, hard = resource.getrlimit(limit)
    highest = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    resource.setrlimit(limit, (min(value, highest), highest))
