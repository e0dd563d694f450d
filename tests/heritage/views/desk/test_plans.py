"""Administrators keep the plans: what the document says, pooled or separate targets, milestones, the calendar."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from gis.models import AdminUnit
from gis.units_data import load_units
from heritage.forms.plan import PlanForm, initial_of
from heritage.models import Event, Plan, User
from heritage.services.plans import load_plans

pytestmark = pytest.mark.django_db

COLUMNS = [
    field.name for field in Plan._meta.fields if field.name not in ("id", "unit", "key", "carried_from")
]


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_user("quantri", password="mat-khau-12", role=User.Role.ADMINISTRATOR)
    )
    return client


def posted(form: PlanForm) -> dict[str, Any]:
    """What a browser sends of a form that was opened and not touched."""
    found: dict[str, Any] = {}
    for field in form:
        value = field.field.prepare_value(field.value()) if field.value() is not None else ""
        if value is False or value == "":
            continue
        found[field.html_name] = "on" if value is True else value
    return found


def sent(plan: Plan, **changes: Any) -> dict[str, Any]:
    found = posted(PlanForm(initial=initial_of(plan))) | changes
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture
def plan(vi_khe: AdminUnit) -> Plan:
    return Plan.objects.create(
        key="13972-2026-2026", unit=vi_khe, document_vi="Kế hoạch", year_from=2026, year_to=2026,
        categories=["relic", "festival"], target_percent=Decimal(50),
        reporting=[{"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"], "note_vi": "", "note_en": ""}],
    )  # fmt: skip


def test_a_plan_that_is_opened_and_saved_says_what_it_said(desk: Client) -> None:
    load_units()
    load_plans()
    before = {plan.key: {name: getattr(plan, name) for name in COLUMNS} for plan in Plan.objects.all()}
    for plan in Plan.objects.all():
        response = desk.post(f"/can-bo/ke-hoach/{plan.pk}/", sent(plan))
        assert response.status_code == 302, response.context["form"].errors
    after = {plan.key: {name: getattr(plan, name) for name in COLUMNS} for plan in Plan.objects.all()}
    assert after == before
    assert Event.objects.filter(verb="plan_edited", detail__fields=[]).count() == 5


def test_the_list_names_every_plan_with_its_target(desk: Client, plan: Plan) -> None:
    page = desk.get("/can-bo/ke-hoach/").content.decode()
    assert "Phường Vị Khê" in page
    assert "chỉ tiêu 50%, hạn 31/12/2026" in page


def test_targets_may_be_separate_and_have_a_day(desk: Client, plan: Plan) -> None:
    changes = {
        "pooled": None,
        "target_festival": "12,5",
        "due_on": "2026-11-30",
        "document_number": "12/KH-UBND",
    }
    assert desk.post(f"/can-bo/ke-hoach/{plan.pk}/", sent(plan, **changes)).status_code == 302
    plan.refresh_from_db()
    assert (plan.pooled, plan.category_targets, plan.due_on) == (
        False,
        {"festival": "12.5"},
        dt.date(2026, 11, 30),
    )
    assert (plan.target_percent, plan.document_number) == (Decimal(50), "12/KH-UBND")
    (event,) = Event.objects.filter(verb="plan_edited", subject=plan.key)
    assert event.detail["fields"] == ["category_targets", "document_number", "due_on", "pooled"]


def test_the_calendar_is_written_as_in_the_document_and_shown_as_it_is_meant(
    desk: Client, plan: Plan
) -> None:
    changes = {"before_quarter": "15/3, 15/6; 15/9,15/12", "before_year": "+5/1", "cut_off_year": "5"}
    page = desk.post(f"/can-bo/ke-hoach/{plan.pk}/", sent(plan, **changes), follow=True).content.decode()
    plan.refresh_from_db()
    assert [(row["period"], row["before"], row.get("cut_off_days")) for row in plan.reporting] == [
        ("quarter", ["03-15", "06-15", "09-15", "12-15"], None),
        ("year", ["+01-05"], 5),
    ]
    assert "Báo cáo quý I năm 2026" in page
    assert (
        "<td>14/03/2026</td><td>15/03/2026</td>" in page
    )  # the last day, and the day before which it is due
    assert 'value="15/3, 15/6, 15/9, 15/12"' in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"before_quarter": "20-3"}, "Viết ngày/tháng"),
        ({"before_quarter": "30/2"}, "không phải ngày"),
        ({"before_year": "1/12, 10/12"}, "tối đa 1 hạn"),
        ({"year_to": "2025"}, "Năm cuối không trước năm đầu"),
        ({"target_percent": "101"}, "100"),
        ({"document_date": "9/4/2026"}, "Viết năm-tháng-ngày"),
        ({"milestones": "6/2026 | CSDL"}, "Viết năm-tháng-ngày"),
        ({"categories": None}, "Loại di sản"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_saved(
    desk: Client, plan: Plan, changes: dict[str, Any], said: str
) -> None:
    response = desk.post(f"/can-bo/ke-hoach/{plan.pk}/", sent(plan, document_vi="Khác", **changes))
    assert response.status_code == 400
    assert said in response.content.decode()
    plan.refresh_from_db()
    assert plan.document_vi == "Kế hoạch"


@pytest.mark.parametrize(
    "when", ["2026-02-30", "2026-13", "2026-00", "0000", "２０２６", "2026-6", "2026-06-31"]
)
def test_a_day_that_no_calendar_has_is_refused_for_pages_show_it(desk: Client, plan: Plan, when: str) -> None:
    for changes in ({"milestones": f"{when} | Xong"}, {"document_date": when}):
        assert desk.post(f"/can-bo/ke-hoach/{plan.pk}/", sent(plan, **changes)).status_code == 400
    plan.refresh_from_db()
    assert (plan.milestones, plan.document_date) == ([], "")


def test_milestones_and_offices_are_lines(desk: Client, plan: Plan) -> None:
    changes = {
        "milestones": "2026-06 | Hoàn thành các cơ sở dữ liệu | Databases complete\n\n2026-12 | Dữ liệu mở",
        "coordinating": "Trung tâm dịch vụ sự nghiệp công | Public service centre | dòng 227",
    }
    desk.post(f"/can-bo/ke-hoach/{plan.pk}/", sent(plan, **changes))
    plan.refresh_from_db()
    assert plan.milestones == [
        {"when": "2026-06", "vi": "Hoàn thành các cơ sở dữ liệu", "en": "Databases complete"},
        {"when": "2026-12", "vi": "Dữ liệu mở", "en": ""},
    ]
    assert plan.coordinating[0]["quote_place"] == "dòng 227"


def test_a_unit_gets_a_new_plan_of_its_own(desk: Client, plan: Plan, vi_khe: AdminUnit) -> None:
    response = desk.get("/can-bo/ke-hoach/?unit=13972")
    assert response["Location"] == "/can-bo/ke-hoach/moi/13972/"
    desk.post(response["Location"], sent(plan, year_from="2027", year_to="2027"))
    desk.post(response["Location"], sent(plan, year_from="2027", year_to="2027"))
    keys = set(Plan.objects.filter(unit=vi_khe).values_list("key", flat=True))
    assert keys == {"13972-2026-2026", "13972-2027-2027", "13972-2027-2027-2"}
    assert "Không có phường, xã nào" in desk.get("/can-bo/ke-hoach/?unit=99999").content.decode()
    assert desk.get("/can-bo/ke-hoach/moi/99999/").status_code == 404


@pytest.mark.parametrize("who", ["officer", "reviewer"])
def test_nobody_else_may_change_plans(who: str, plan: Plan, request: pytest.FixtureRequest) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert client.get("/can-bo/ke-hoach/").status_code == 403
    assert client.post(f"/can-bo/ke-hoach/{plan.pk}/", sent(plan)).status_code == 403


def test_the_pages_are_whole_in_english(desk: Client, plan: Plan) -> None:
    for address in ("", f"{plan.pk}/", "moi/13972/"):
        page = desk.get(f"/en/can-bo/ke-hoach/{address}")
        assert page.status_code == 200
        assert not {"Chỉ tiêu", "Trích dẫn", "Lịch báo cáo", "Quý"} & set(
            page.content.decode().split("<legend>")
        )
        assert "Kế hoạch của các đơn vị" not in page.content.decode()


def test_a_form_without_data_has_no_columns_to_give() -> None:
    assert not PlanForm(QueryDict("document_vi=")).is_valid()
