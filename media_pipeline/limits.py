"""How much time, memory and disk the reading of one file may take."""

from __future__ import annotations

import math
import resource
from dataclasses import asdict, dataclass
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one child process and everything it starts."""

    wall_s: float = 25.0
    resident_mb: int = 1_800  # of the whole process tree, watched from outside
    address_mb: int = 6_000  # libraries reserve far more addresses than they ever touch
    file_mb: int = 4_000  # of any single file written
    cpu_s: int = 100

    @classmethod
    def for_file(cls, path: Path) -> Limits:
        """The limits of :meth:`for_bytes` for a file on disk."""
        return cls.for_bytes(path.stat().st_size)

    @classmethod
    def for_bytes(cls, size: int) -> Limits:
        """25 s and one more for every 3 MB; several threads may use four times that of processor."""
        megabytes = size / MEGABYTE
        wall_s = 25.0 + megabytes / 3
        return cls(
            wall_s=wall_s,
            cpu_s=math.ceil(wall_s * 4),
            file_mb=max(cls().file_mb, math.ceil(megabytes * 8)),
        )

    def apply_to_this_process(self) -> None:
        """Set the kernel's limits; they hold for every process started from here on."""
        _lower(resource.RLIMIT_AS, self.address_mb * MEGABYTE)
        # at the soft limit SIGXCPU says why; at the hard one SIGKILL would not
        _lower(resource.RLIMIT_CPU, self.cpu_s, grace=5)
        _lower(resource.RLIMIT_FSIZE, self.file_mb * MEGABYTE)
        _lower(resource.RLIMIT_CORE, 0)

    def as_dict(self) -> dict[str, float]:
        """JSON-able values; ``Limits(**values)`` reads them back."""
        return asdict(self)


def _lower(limit: int, value: int, grace: int = 0) -> None:
    _, hard = resource.getrlimit(limit)
    highest = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    resource.setrlimit(limit, (min(value, highest), highest))
