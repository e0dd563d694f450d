"""Units as pure code sees them, without a database."""

from __future__ import annotations

from gis.distance import distance_m
from gis.unit_place import UnitPlace


def round_place(
    lon: float, lat: float, radius_m: float, *, approximate: bool = False, province: str = "37"
) -> UnitPlace:
    """A ward that is exactly a circle."""
    return UnitPlace(
        name="Phường Nam Định", kind="Phường", province_code=province, lon=lon, lat=lat, radius_m=radius_m,
        approximate=approximate,
        outside_m=lambda x, y: max(0.0, distance_m(lon, lat, x, y) - radius_m),
    )  # fmt: skip


NAM_DINH = round_place(106.170222, 20.441384, 2517)
