"""The calendar of a ward's reports as programs of people's calendars read it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gis.models import AdminUnit
from heritage.models import Plan
from tests.heritage.interop.icalendar_reader import Calendar, read_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(vi_khe: AdminUnit) -> Plan:
    year = timezone.localdate().year
    return Plan.objects.create(
        key="13972-plan",
        unit=vi_khe,
        document_vi="Kế hoạch của phường Vị Khê",
        document_en="Plan of Vị Khê ward",
        year_from=year,
        year_to=year,
        target_percent=50,
        reporting=[
            {"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"]},
            {"period": "year", "before": ["12-10"]},
        ],
        milestones=[{"when": f"{year}-06", "vi": "Hoàn thành các cơ sở dữ liệu", "en": "Databases complete"}],
    )


def get(address: str = "/kpi/13972/lich.ics") -> Calendar:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return read_calendar(response.content)


def test_every_report_is_on_its_last_day_with_alarms(plan: Plan) -> None:
    year = plan.year_from
    found = {event["UID"]: event for event in get().events}
    last = found[f"13972-plan-quarter-{year}-q4@disanso"]
    assert last["DTSTART;VALUE=DATE"] == f"{year}1219"
    assert last.text("SUMMARY") == f"Báo cáo quý IV năm {year}, Phường Vị Khê"
    assert f"Hạn trước ngày 20/12/{year}: gửi chậm nhất ngày 19/12/{year}." in last.text("DESCRIPTION")
    assert [alarm["TRIGGER"] for alarm in last.alarms] == ["-P14D", "-P7D", "-P1D"]
    assert found[f"13972-plan-year-{year}@disanso"]["DTSTART;VALUE=DATE"] == f"{year}1209"


def test_in_english_months_keep_their_capital(plan: Plan) -> None:
    year = plan.year_from
    found = {event["UID"]: event for event in get("/en/kpi/13972/lich.ics").events}
    told = found[f"13972-plan-quarter-{year}-q4@disanso"].text("DESCRIPTION")
    assert f"Due before 20 December {year}: send it by 19 December {year} at the latest." in told


def test_two_milestones_of_one_month_are_two_events(plan: Plan) -> None:
    plan.milestones.append({**plan.milestones[0], "vi": "Hoàn thành cổng dữ liệu"})
    plan.save()
    events = get().events
    assert len({event["UID"] for event in events}) == len(events)
    said = {event.text("SUMMARY") for event in events}
    assert {"Hoàn thành các cơ sở dữ liệu", "Hoàn thành cổng dữ liệu"} <= said


def test_milestones_and_the_day_of_the_target_are_there(plan: Plan) -> None:
    year = plan.year_from
    found = {event["UID"]: event for event in get().events}
    assert found[f"13972-plan-milestone-{year}-06@disanso"]["DTSTART;VALUE=DATE"] == f"{year}0630"
    assert found["13972-plan-target@disanso"].text("SUMMARY") == "Hạn đạt chỉ tiêu 50%"


def test_english_is_whole(plan: Plan) -> None:
    text = "\n".join(
        event.text("SUMMARY") + event.text("DESCRIPTION") + event.text("CATEGORIES")
        for event in get("/en/kpi/13972/lich.ics").events
    )
    assert "Report for the fourth quarter" in text
    assert "Target of 50% due" in text
    assert not {"Báo cáo", "Kế hoạch", "Hạn"} & set(text.replace("\n", " ").split(" "))


def test_ids_stay_from_day_to_day(plan: Plan) -> None:
    first = [event["UID"] for event in get().events]
    Plan.objects.update(reporting=[{"period": "quarter", "before": ["03-25", "06-25", "09-25", "12-25"]}])
    moved = get()
    assert {event["UID"] for event in moved.events} < set(first)
    days = {event["UID"]: event["DTSTART;VALUE=DATE"] for event in moved.events}
    assert days[f"13972-plan-quarter-{plan.year_from}-q4@disanso"].endswith("1224")


def test_a_calendar_that_goes_on_after_the_plan_says_so(plan: Plan) -> None:
    found = {event["UID"]: event for event in get().events}
    next_year = found[f"13972-plan-quarter-{plan.year_from + 1}-q1@disanso"]
    assert "Kế hoạch đã hết thời hạn" in next_year.text("DESCRIPTION")


def test_a_unit_without_a_plan_has_no_calendar(nam_dinh: AdminUnit) -> None:
    assert Client().get("/kpi/13669/lich.ics").status_code == 404
    assert Client().get("/kpi/99999/lich.ics").status_code == 404


def test_the_calendar_of_a_plan_of_several_years_holds_three(vi_khe: AdminUnit) -> None:
    year = timezone.localdate().year
    Plan.objects.create(
        key="long", unit=vi_khe, document_vi="Kế hoạch", year_from=year - 5, year_to=year + 5,
        reporting=[{"period": "year", "before": ["12-10"]}],
    )  # fmt: skip
    days = [event["DTSTART;VALUE=DATE"] for event in get().events]
    assert days == [f"{each}1209" for each in (year - 1, year, year + 1)]
    assert dt.date(year, 12, 9).strftime("%Y%m%d") in days
