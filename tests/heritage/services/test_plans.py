"""The five plans and the national targets, as their documents state them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from gis.units_data import load_units
from heritage.models import Event, Plan, ReferenceTarget
from heritage.services.plans import load_plans, load_targets

pytestmark = pytest.mark.django_db

FOUR = ["relic", "festival", "craft_village", "figure"]


@pytest.fixture
def plans(db: None) -> dict[str, Plan]:
    load_units()
    assert load_plans() == 5
    return {plan.unit.code: plan for plan in Plan.objects.select_related("unit")}


def days(plan: Plan) -> list[tuple[str, Any]]:
    return [(row["period"], row["before"]) for row in plan.reporting]


def test_vi_khe_asks_for_half_of_four_categories_in_2026(plans: dict[str, Plan]) -> None:
    plan = plans["13972"]
    assert (plan.target_percent, plan.categories, plan.pooled) == (Decimal("50.00"), FOUR, True)
    assert (plan.year_from, plan.year_to, plan.document_date) == (2026, 2026, "2026-04-09")
    assert days(plan) == [("quarter", ["03-20", "06-20", "09-20", "12-20"]), ("year", ["12-10"])]
    assert "phấn đấu] đạt 50%" in plan.quote_vi
    assert plan.office_vi == "Phòng Văn hóa - Xã hội"


def test_nam_dinh_states_no_figure_and_reports_before_the_15th(plans: dict[str, Plan]) -> None:
    plan = plans["13669"]
    assert (plan.target_percent, plan.categories) == (None, ["relic"])
    assert days(plan) == [
        ("month", None),
        ("quarter", ["03-15", "06-15", "09-15", "12-15"]),
        ("year", ["12-10"]),
    ]
    assert [each["vi"].split(":")[0] for each in plan.coordinating] == ["Trung tâm dịch vụ sự nghiệp công"]
    assert "Sở Khoa học và Công nghệ" in plan.reports_to_vi


def test_hong_bang_and_xuan_hung_have_no_figure_no_days_and_no_stated_categories(
    plans: dict[str, Plan],
) -> None:
    for code in ("11311", "14122"):
        plan = plans[code]
        assert (plan.target_percent, plan.reporting, plan.categories_stated) == (None, [], False)
        assert plan.note_vi and plan.note_en
    assert [each["when"] for each in plans["11311"].milestones] == ["2026-06", "2026-12"]
    assert (plans["14122"].year_from, plans["14122"].year_to) == (2025, 2030)


def test_bach_sams_plan_is_carried_by_thuong_hong(plans: dict[str, Plan]) -> None:
    plan = plans["12127"]
    assert plan.unit.name == "Phường Thượng Hồng"
    assert plan.carried_from is not None and plan.carried_from["name"] == "Phường Bạch Sam"
    assert days(plan) == [("half_year", ["05-25"]), ("year", ["11-15"])]
    assert (plan.year_from, plan.year_to, plan.categories) == (2026, 2030, ["relic", "craft_village"])


def test_no_number_of_a_document_is_made_up(plans: dict[str, Plan]) -> None:
    assert {plan.document_number for plan in plans.values()} == {""}


def test_loading_again_keeps_what_an_administrator_changed(plans: dict[str, Plan]) -> None:
    plan, other = plans["13972"], plans["13669"]
    Plan.objects.filter(pk__in=[plan.pk, other.pk]).update(document_number="12/KH-UBND")
    Event.objects.create(verb="plan_edited", subject=plan.key)
    assert load_plans() == 5
    plan.refresh_from_db()
    other.refresh_from_db()
    assert (plan.document_number, other.document_number) == ("12/KH-UBND", "")


def test_national_targets_are_100_percent_of_ranks_by_2030(db: None) -> None:
    assert load_targets() == 5
    lines = ReferenceTarget.objects.filter(measure="digitized")
    assert {(tuple(line.ranks), line.percent, line.year) for line in lines} == {
        (("unesco",), Decimal(100), 2030),
        (("special_national",), Decimal(100), 2030),
        (("ich_national",), Decimal(100), 2030),
    }
    assert {line.document_number for line in lines} == {"2026/QĐ-TTg"}
    assert {line.document_date for line in lines} == {dt.date(2021, 12, 2).isoformat()}


def test_what_is_no_share_of_digitized_heritage_is_not_a_line_beside_it(db: None) -> None:
    load_targets()
    others = ReferenceTarget.objects.filter(document_number="611/QĐ-TTg")
    assert {line.measure for line in others} == {"identifier", "standard"}
    assert all("thứ cấp" in line.note_vi for line in others)
