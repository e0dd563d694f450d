"""``python -m tests.bench.ogc_home COUNT``: so many published relics in the database of the environment."""

from __future__ import annotations

import datetime as dt
import os
import random
import sys

import rasterio  # noqa: F401  before the first SpatiaLite connection


def fill(count: int) -> None:
    """Tables, a unit, its items around it, and the flat table that maps and OGC API read."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "heritage.settings"
    django.setup()
    from django.contrib.gis.geos import Point
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from gis.models import AdminUnit
    from heritage.jobs import features
    from heritage.models import Item

    call_command("migrate", verbosity=0)
    now, dice = timezone.now(), random.Random(11)
    unit = AdminUnit.objects.create(
        code="13972", valid_from=dt.date(2025, 7, 1), level="commune", name="Phường Vị Khê", folded="vi khe",
        province_code="37",
    )  # fmt: skip
    Item.objects.bulk_create(
        [
            Item(
                public_id=f"B{number:05X}",
                category="relic",
                name_vi=f"Đình làng số {number}",
                name_en=f"Communal house {number}",
                rank=dice.choice(("national", "provincial", "inventory")),
                level=dice.randrange(4),
                unit=unit,
                state=Item.State.PUBLISHED,
                published_at=now,
                position=Point(dice.uniform(105.9, 106.6), dice.uniform(20.0, 20.7), srid=4326),
                position_method="gnss",
                position_accuracy_m=3.0,
                year_from=1225,
                year_to=1400,
            )
            for number in range(count)
        ],
        batch_size=2000,
    )
    features.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server does by itself after a while


if __name__ == "__main__":
    fill(int(sys.argv[1]))
