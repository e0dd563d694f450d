"""A synthetic scan of a temple gate in JGD2011 / zone IX coordinates: ``python -m tests.bench.gate_cloud POINTS BASE``.

Eight scanner stations round a gate of 20 x 8 x 12 m with pillars, beams, a tiled roof, trees and ground out
to 60 m: as clustered as a real scan, in scan order, in point format 7 with colours, classes, intensity and
times. Writes ``BASE.laz`` and, unless ``--laz`` is given, ``BASE.las``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import laspy
import numpy as np
import numpy.typing as npt
from laspy.vlrs.known import WktCoordinateSystemVlr
from pyproj import CRS

Floats = npt.NDArray[np.float64]

BLOCK = 1_000_000
CRS_CODE = "EPSG:6677"
STATIONS = np.array(
    [
        *([0, -15, 1.7], [0, 15, 1.7], [-14, -4, 1.7], [14, -4, 1.7]),
        *([0, 0, 1.7], [-6, -9, 1.7], [7, 10, 1.7], [25, -30, 1.7]),
    ]
)
SHARES = (0.35, 0.25, 0.15, 0.15, 0.10)  # ground, pillars, beams, roof, trees
CLASSES = np.array([2, 6, 6, 6, 5], np.uint8)
COLOURS = np.array([[120, 110, 95], [140, 50, 40], [110, 60, 40], [70, 75, 80], [50, 100, 40]], float)


def write_gate(points: int, base: Path, *, las: bool = True) -> None:
    """The same cloud for the same number of points, whoever asks."""
    dice = np.random.default_rng(points)
    header = laspy.LasHeader(version="1.4", point_format=7)
    header.scales, header.offsets = np.full(3, 0.001), np.array([-12_000.0, -35_000.0, 0.0])
    header.vlrs.append(WktCoordinateSystemVlr(CRS.from_user_input(CRS_CODE).to_wkt("WKT1_GDAL")))
    header.global_encoding.wkt = True
    writers = [laspy.open(base.with_suffix(".laz"), mode="w", header=header)]
    if las:
        writers.append(laspy.open(base.with_suffix(".las"), mode="w", header=header))
    blocks_per_station = max(1, points // (BLOCK * len(STATIONS)))
    for number, first in enumerate(range(0, points, BLOCK)):
        station = number // blocks_per_station % len(STATIONS)
        block = scanned(dice, header, min(BLOCK, points - first), station)
        block.gps_time = 3e8 + (first + np.arange(len(block))) * 2e-6
        for writer in writers:
            writer.write_points(block)
    for writer in writers:
        writer.close()


def scanned(
    dice: np.random.Generator, header: laspy.LasHeader, count: int, station: int
) -> laspy.ScaleAwarePointRecord:
    """What one station sees, in the order in which its beam turns."""
    part = dice.choice(len(SHARES), count, p=SHARES)
    xyz = places(dice, part, STATIONS[station])
    azimuth = np.arctan2(xyz[:, 1] - STATIONS[station][1], xyz[:, 0] - STATIONS[station][0])
    turn = np.argsort((azimuth * 400).astype(int) * 10_000 + (xyz[:, 2] * 100).astype(int), kind="stable")
    xyz, part = xyz[turn], part[turn]
    block = laspy.ScaleAwarePointRecord.zeros(count, header=header)
    block.X, block.Y, block.Z = (np.round(xyz / 0.001).astype(np.int32) + [4_000_000, 3_000_000, 35_000]).T
    shade = COLOURS[part] + dice.normal(0, 8, (count, 1)) + dice.normal(0, 3, (count, 3))
    block.red, block.green, block.blue = np.clip(shade, 0, 255).astype(np.uint16).T * 257
    distance = np.linalg.norm(xyz - STATIONS[station], axis=1)
    block.intensity = np.clip(30_000 / (1 + distance * 0.1) + dice.normal(0, 1_500, count), 0, 65_535)
    block.classification = CLASSES[part]
    block.return_number[:] = 1
    block.number_of_returns[:] = 1
    block.point_source_id[:] = station + 1
    return block


def places(dice: np.random.Generator, part: npt.NDArray[np.int64], station: Floats) -> Floats:
    """Metres from the gate's middle."""
    xyz = np.empty((len(part), 3))
    noise = dice.normal(0, 0.003, (len(part), 3))
    ground, pillars, beams, roof, trees = (np.flatnonzero(part == number) for number in range(len(SHARES)))
    reach = np.exp(dice.uniform(np.log(0.8), np.log(60), len(ground)))
    angle = dice.uniform(0, 2 * np.pi, len(part))
    xyz[ground, 0] = station[0] + reach * np.cos(angle[ground])
    xyz[ground, 1] = station[1] + reach * np.sin(angle[ground])
    xyz[ground, 2] = 0.03 * np.sin(reach)
    pillar = dice.integers(0, 12, len(pillars))
    xyz[pillars, 0] = (pillar % 6 - 2.5) * 3.6 + 0.35 * np.cos(angle[pillars])
    xyz[pillars, 1] = (pillar // 6 - 0.5) * 6 + 0.35 * np.sin(angle[pillars])
    xyz[pillars, 2] = dice.beta(1.2, 2, len(pillars)) * 7
    beam = dice.integers(0, 6, len(beams))
    xyz[beams, 0] = dice.uniform(-11, 11, len(beams))
    xyz[beams, 1] = (beam % 2 - 0.5) * 6 + dice.normal(0, 0.15, len(beams))
    xyz[beams, 2] = 6.6 + 0.5 * (beam // 2)
    across, along = dice.uniform(-13, 13, len(roof)), dice.uniform(-6, 6, len(roof))
    xyz[roof] = np.column_stack([across, along, 12 - 0.12 * along**2 + 0.05 * np.abs(np.sin(across * 12))])
    trunks = np.random.default_rng(5).uniform(-45, 45, (20, 2))[dice.integers(0, 20, len(trees))]
    xyz[trees, :2] = trunks + dice.normal(0, 1.2, (len(trees), 2))
    xyz[trees, 2] = 6 + dice.normal(0, 2, len(trees))
    return xyz + noise


if __name__ == "__main__":
    write_gate(int(float(sys.argv[1])), Path(sys.argv[2]), las="--laz" not in sys.argv)
