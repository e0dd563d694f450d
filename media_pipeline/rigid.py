"""Turn, move and scale points so that known places fall on their targets, and say how well they do.

Least squares in closed form: W. Kabsch, Acta Cryst. A32 (1976) 922; with scale S. Umeyama, IEEE PAMI 13
(1991) 376.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEWEST = 3
_THIN = 1e-3  # second spread over the first: below it the points lie on a line, within the measuring


class DoesNotFit(ValueError):
    """The points cannot say how to turn the cloud. ``problem`` is ``too_few`` or ``on_a_line``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Motion:
    """``target = scale * (source - source_origin) @ rotation.T + target_origin``.

    The origins keep the arithmetic near zero: a northing of 2,262,800 m leaves no digits for millimetres
    in a single matrix.

    Attributes:
        rotation: Shape (3, 3).
        scale: Target units per source unit.
        source_origin: Shape (3,).
        target_origin: Shape (3,).
    """

    rotation: Floats
    scale: float
    source_origin: Floats
    target_origin: Floats

    def apply(self, points: Floats) -> Floats:
        """Points of shape (n, 3) in the target frame."""
        moved: Floats = self.scale * (points - self.source_origin) @ self.rotation.T + self.target_origin
        return moved

    def as_dict(self) -> dict[str, object]:
        """JSON-able values, read back by :meth:`from_dict`."""
        return {
            "rotation": self.rotation.tolist(),
            "scale": self.scale,
            "source_origin": self.source_origin.tolist(),
            "target_origin": self.target_origin.tolist(),
        }

    @classmethod
    def from_dict(cls, values: dict[str, object]) -> Motion:
        """The inverse of :meth:`as_dict`."""
        arrays = {
            name: np.array(values[name], np.float64)
            for name in ("rotation", "source_origin", "target_origin")
        }
        return cls(scale=float(str(values["scale"])), **arrays)


@dataclass(frozen=True, slots=True)
class Fit:
    """A motion and what is left over at each point.

    Attributes:
        motion: The best motion.
        residuals: Shape (n, 3): where each point falls minus where it should, in target units.
        spare: Measurements more than unknowns; at 0 the residuals prove nothing.
    """

    motion: Motion
    residuals: Floats
    spare: int

    @property
    def rms(self) -> float:
        """Root mean square of the distances left over, in target units."""
        return float(np.sqrt((self.residuals**2).sum(axis=1).mean()))


def fit(source: Floats, target: Floats, *, scale: float | None) -> Fit:
    """The motion in space that brings ``source`` nearest to ``target``, both of shape (n, 3).

    Args:
        source: Points in the file's own frame.
        target: The same points on the ground.
        scale: Target units per source unit where that is known; None to find it too.

    Raises:
        DoesNotFit: Fewer than three points, or all on one line.
    """
    middle, goal, left, right = _centred(source, target, dimensions=3)
    u, stretch, vt = np.linalg.svd(right.T @ left)
    mirror = np.diag([1.0, 1.0, float(np.sign(np.linalg.det(u) * np.linalg.det(vt)))])
    rotation = u @ mirror @ vt
    found = scale if scale is not None else float((stretch * np.diag(mirror)).sum() / (left**2).sum())
    motion = Motion(rotation, found, middle, goal)
    return Fit(motion, motion.apply(source) - target, 3 * len(source) - (6 if scale is not None else 7))


def fit_flat(source: Floats, target: Floats, *, scale: float | None) -> Fit:
    """The same where heights on the ground are unknown: turned about the vertical, heights only scaled.

    Args:
        source: Shape (n, 3).
        target: Shape (n, 2).
        scale: As for :func:`fit`.

    Raises:
        DoesNotFit: Fewer than three points, or all on one line.
    """
    middle, goal, left, right = _centred(source[:, :2], target, dimensions=2)
    a = float((left * right).sum())
    b = float((left[:, 0] * right[:, 1] - left[:, 1] * right[:, 0]).sum())
    length = float(np.hypot(a, b))
    found = scale if scale is not None else length / float((left**2).sum())
    cosine, sine = (a / length, b / length) if length else (1.0, 0.0)
    rotation = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    motion = Motion(rotation, found, np.append(middle, 0.0), np.append(goal, 0.0))
    residuals = np.zeros_like(source)
    residuals[:, :2] = motion.apply(source)[:, :2] - target
    return Fit(motion, residuals, 2 * len(source) - (3 if scale is not None else 4))


def _centred(source: Floats, target: Floats, dimensions: int) -> tuple[Floats, Floats, Floats, Floats]:
    if len(source) < FEWEST:
        raise DoesNotFit("too_few")
    middle, goal = source.mean(axis=0), target.mean(axis=0)
    left, right = source - middle, target - goal
    for points in (left, right):
        spread = np.linalg.svd(points, compute_uv=False)
        if spread[0] == 0 or spread[1] / spread[0] < _THIN:
            raise DoesNotFit("on_a_line")
    return middle, goal, left, right
