"""What we export, in every format, is the catalogue: brought in again not one row changes anything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from gis.models import AdminUnit
from heritage.interop.export_formats import FORMATS
from heritage.interop.export_table import Source, table_of
from heritage.jobs.import_check import check_import
from heritage.models import Item, ItemImport, User
from heritage.services import importing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
LON, LAT = 106.2128, 20.403465


def exported(ending: str, crs: str, folder: Path) -> Path:
    """Every item in a format, as the address of an export gives it."""
    made = next(each for each in FORMATS if each.ending == ending)
    items = list(Item.objects.select_related("unit").order_by("pk"))
    source = Source("http://x/", "", len(items), dt.datetime(2026, 11, 25, tzinfo=dt.UTC), crs, "vi")
    table = table_of([items], source, "http://x", in_words=ending in ("xlsx", "csv"))
    inside = folder / "made"
    inside.mkdir()
    path = inside / f"items.{ending}"
    if made.pieces is not None:
        path.write_bytes(b"".join(made.pieces(table)))
    elif made.write is not None:
        made.write(table, path)
    return path


@pytest.mark.parametrize(
    ("ending", "crs"),
    [
        (each.ending, crs)
        for each in FORMATS
        for crs in ("EPSG:4326", "EPSG:9209")
        if each.any_crs or crs == "EPSG:4326"
    ],
)
def test_every_row_of_an_export_is_the_same(
    make_item: Any, vi_khe: AdminUnit, officer: User, tmp_path: Path, ending: str, crs: str
) -> None:
    place = {"position_method": "gnss", "position_accuracy_m": 3.0}
    make_item(
        name_vi="Đền Trần", name_en="Tran temple", alt_names=["Đền Cả", "Thiên Trường"], han_nom="陳廟", rank="national",
        decision_number="09/VH-QĐ", decision_date="1988-01-21", decision_by="Bộ Văn hóa", position=Point(LON, LAT, srid=4326), **place,
    )  # fmt: skip
    make_item(
        name_vi="=Hội hoa & <xuân>",
        category="festival",
        rank="ich_national",
        position=Point(LON + 0.01, LAT, srid=4326),
        **place,
    )
    make_item(name_vi="Làng nghề " + "rất dài " * 22, category="craft_village", decision_date="2012")
    make_item(name_vi="Đền kín", disclosure="km1", position=Point(LON, LAT + 0.01, srid=4326), **place)
    path = exported(ending, crs, tmp_path)
    batch = importing.receive_file([(path.name, path)], tmp_path, unit=vi_khe, by=officer, queue=False)
    check_import(batch.pk)
    rows = list(ItemImport.objects.get(pk=batch.pk).rows.all())
    assert [(row.action, row.values, [each["code"] for each in row.problems]) for row in rows] == [
        ("same", {}, [])
    ] * (3 if ending == "gpx" else 4)
