"""Behind each number of a report lies the list of exactly its objects, on the day and long after it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from heritage.models import Item, Report
from heritage.reports import tables
from heritage.reports.links import export
from heritage.reports.paper import Cell
from heritage.services.reports import make_report, write_report
from tests.heritage.conftest import TODAY

pytestmark = pytest.mark.django_db


def linked(report: Report) -> list[Cell]:
    """Every cell with a number that leads to a list."""
    found = (tables.by_category(report.content), tables.four_numbers(report.content))
    cells = [cell for table in found for row in table.rows for cell in row]
    return [cell for cell in cells if "/danh-sach/" in cell.link]


@pytest.mark.parametrize("days", [0, 40])
def test_each_list_has_as_many_objects_as_its_number_says(
    client: Client, report: Report, clock: Callable[[dt.date], None], days: int
) -> None:
    clock(TODAY + dt.timedelta(days=days))
    if days:  # what people did since then is not in the report
        Item.objects.update(level=3, blocked_reason="")
    cells = linked(report)
    assert len(cells) > 40
    for cell in cells:
        parts = urlsplit(cell.link)
        answer = client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, cell
        said = int(cell.text.partition("/")[0].replace(".", ""))
        assert answer.context["total"] == said, (cell.text, cell.link)


def test_the_export_named_at_the_end_counts_the_same(client: Client, report: Report) -> None:
    parts = urlsplit(export(report.content))
    answer = client.get(f"{parts.path}?{parts.query}")
    told = json.loads(b"".join(answer.streaming_content))
    assert sum(each["level"] >= 2 for each in told["objects"]) == report.content["rows"][-1]["digitized"]
    assert len(told["objects"]) == report.content["rows"][-1]["total"]


def test_the_plans_categories_together_have_no_list(report: Report) -> None:
    content = {**report.content, "rows": [{**report.content["rows"][0], "category": "plan"}]}
    assert {cell.link for row in tables.by_category(content).rows for cell in row} == {""}


def test_no_exact_place_of_a_protected_item_is_in_a_report(report: Report, ward: object) -> None:
    Item.objects.filter(public_id="VKDV6A").update(disclosure="withheld")
    Report.objects.all().delete()
    again = make_report("13972", "2026-Q4", by=None, site="https://disan.example")
    written = write_report(again, "json").decode()
    assert "20.4035" not in written
    assert "106.2125" not in written
