"""The number over time and lists of past days: drawn from what was kept, broken where the register changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from heritage.jobs import snapshots
from heritage.models import Item, Plan, RegisterEntry, RegisterVersion, Snapshot
from heritage.projections import charts_ground
from heritage.selectors import kpi_area
from tests import published

VIETNAM = dt.timezone(dt.timedelta(hours=7))
FIRST = dt.date(2026, 9, 1)
LAST = dt.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _own_units():
    charts_ground.forget()
    yield
    charts_ground.forget()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Set what day it is in Vietnam."""

    def at(day: dt.date) -> None:
        moment = dt.datetime.combine(day, dt.time(10, 0), VIETNAM)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


@pytest.fixture
def kept(make_item, vi_khe, nam_dinh, stores, index, clock):
    """Three months: one of four digitized, then two, then a second register of five with three."""
    clock(FIRST)
    found = published.publish_catalogue(make_item, vi_khe, nam_dinh)
    Plan.objects.update(categories=["relic", "festival", "craft_village", "figure"])
    snapshots.take()
    clock(FIRST + dt.timedelta(days=20))
    Item.objects.filter(public_id="VKCHUA").update(level=2)
    snapshots.take()
    clock(FIRST + dt.timedelta(days=50))
    version = RegisterVersion.objects.create(unit=vi_khe, number=2, valid_from=FIRST + dt.timedelta(days=49))
    for item in (found.hall, found.untranslated, found.festival, found.draft, found.village):
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    Item.objects.filter(public_id="VKLN01").update(level=3)
    snapshots.take()
    clock(LAST)
    snapshots.take()
    return found


def html(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_the_line_breaks_where_another_register_counts_and_its_table_has_every_point(kept):
    page = html("/kpi/13972/")
    chart = re.search(r'<svg class="chart big trend-chart".*?</svg>', page, re.S).group()
    assert "Từ 25,0% ngày 01/09/2026 tới 60,0% ngày 25/11/2026." in page
    assert "Danh mục bản 2" in chart and "Chỉ tiêu 50%" in chart
    assert chart.count('class="trend"') >= 1
    rows = re.findall(
        r"<tr><th scope=\"row\">(\d\d/\d\d/2026)</th><td class=\"r\">(\d+)</td><td class=\"r\">(\d+)</td>",
        page,
    )
    assert rows[0] == ("25/11/2026", "3", "5") and rows[-1] == ("01/09/2026", "1", "4")
    assert chart.count("<circle") == len(rows)
    assert "hai bên chỗ ngắt không so với nhau được" in page
    assert "The line breaks" in html("/en/kpi/13972/")


def test_with_a_day_or_two_there_is_a_table_and_no_line(make_item, vi_khe, nam_dinh, stores, index, clock):
    clock(FIRST)
    published.publish_catalogue(make_item, vi_khe, nam_dinh)
    assert "Chưa có ảnh chụp số liệu nào" in html("/kpi/13972/")
    snapshots.take()
    page = html("/kpi/13972/")
    assert "Chưa đủ số liệu để vẽ đường: mới có 1 ngày" in page and "trend-chart" not in page
    assert "01/09/2026</th>" in page


def test_cards_have_small_lines_and_categories_too(kept):
    page = html("/kpi/vn/")
    assert re.search(
        r'<li class="unit"><h3><a href="/kpi/13972/">.*?<svg class="chart"[^>]*aria-hidden="true"', page, re.S
    )


@pytest.mark.parametrize("code", ["13972", "vn"])
def test_the_list_of_a_past_day_is_what_was_counted_then(kept, code):
    day = FIRST + dt.timedelta(days=5)  # after the first snapshot: it still stood
    listed = html(f"/kpi/{code}/danh-sach/?part=2&date={day}")
    assert '<strong class="num">1</strong>' in listed and "Đình Vị Khê" in listed and "Chùa Dày" not in listed
    assert "tính đến 01/09/2026" in listed and re.search(r"[0-9a-f]{64}", listed)
    assert '<strong class="num">3</strong>' in html(f"/kpi/{code}/danh-sach/?part=2")
    assert '<strong class="num">4</strong>' in html(f"/kpi/{code}/danh-sach/?date={day}")
    assert '<strong class="num">1</strong>' in html(
        f"/kpi/{code}/danh-sach/?part=3&date={LAST - dt.timedelta(days=1)}"
    )


def test_the_files_of_a_past_day_say_whose_snapshot_they_are(kept):
    answer = Client().get(f"/kpi/13972/danh-sach.csv?date={FIRST}")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 5 and "2026-09-01" in answer.headers["Content-Disposition"]
    told = Client().get(f"/kpi/13972/danh-sach.json?date={FIRST}").json()
    assert told["total"] == 4 and len(told["source"]["snapshot"]) == 64


def test_a_day_without_a_snapshot_is_refused(kept):
    for day in ("2020-01-01", "2031-01-01", "hôm qua"):
        assert 'role="alert"' in html(f"/kpi/vn/danh-sach/?date={day}", 400)


def test_what_was_not_published_then_or_now_keeps_its_name(kept):
    listed = html(f"/kpi/13972/danh-sach/?date={FIRST}")
    assert "VKNHAP" in listed and "Miếu chưa công bố" not in listed


def test_the_page_says_whether_it_was_counted_now_or_is_that_of_a_kept_day(kept, monkeypatch, clock):
    now, day = "đếm lúc mở trang", "ảnh chụp của ngày này"
    clock(LAST + dt.timedelta(days=1))
    monkeypatch.setattr(kpi_area, "LIVE_MOST", 3)
    digest = Snapshot.objects.order_by("-day").values_list("digest", flat=True)[0]
    ward, country = html("/kpi/13972/"), html("/kpi/vn/")
    assert now in ward and day not in ward and "26/11/2026" in ward and digest not in ward
    assert day in country and now not in country and digest in country
    assert "25/11/2026<span" in country
    assert "counted as this page opened" in html("/en/kpi/13972/")
    assert "as kept that day, never counted again" in html("/en/kpi/vn/")
