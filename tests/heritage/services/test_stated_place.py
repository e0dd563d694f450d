"""What was typed, by whom and when stays with a place, through the revision to the item."""

from __future__ import annotations

import datetime as dt

import pytest

from gis.placement import Method, Placement
from heritage.jobs.filing import put_position
from heritage.projections.stated_place import stated_place
from heritage.services import editing

pytestmark = pytest.mark.django_db
TEXT = "X = 2257535,741 Y = 574060,102"
PLACE = Placement(106.211493, 20.407612, Method.DECLARED, 5.0, "EPSG:9209", 574060.102, 2257535.741).as_dict()


def approved(item, officer, value):
    revision = editing.edit_item(item, by=officer, values={"placement": value})
    editing.apply_revision(revision)
    item.save()
    revision.state = revision.State.APPROVED
    revision.save()
    item.refresh_from_db()
    return revision


def test_text_person_and_time_reach_the_item_with_system_and_figures(make_item, officer) -> None:
    item = make_item()
    revision = approved(item, officer, {**PLACE, "text": TEXT})
    assert (item.position_text, item.position_by) == (TEXT, officer)
    assert item.position_at.isoformat() == revision.values["placement"]["at"]
    assert item.position_native == {"crs": "EPSG:9209", "x": 574060.102, "y": 2257535.741}
    assert (item.position_method, item.position_accuracy_m) == ("declared", 5.0)
    assert stated_place(item) == revision.values["placement"]


def test_saving_the_same_place_again_changes_neither_person_nor_time(make_item, officer, reviewer) -> None:
    item = make_item()
    approved(item, officer, {**PLACE, "text": TEXT})
    again = editing.edit_item(item, by=reviewer, values={"placement": {**PLACE, "text": TEXT}})
    assert again.values == {}
    same = editing.edit_item(item, by=reviewer, values={"placement": stated_place(item)})
    assert same.values == {}


def test_a_new_accuracy_is_a_new_statement(make_item, officer, reviewer) -> None:
    item = make_item()
    approved(item, officer, {**PLACE, "text": TEXT})
    before = item.position_at
    approved(item, reviewer, {**PLACE, "text": TEXT, "accuracy_m": 2.0})
    assert (item.position_by, item.position_accuracy_m) == (reviewer, 2.0)
    assert item.position_at > before


def test_a_place_taken_away_takes_its_words_with_it(make_item, officer) -> None:
    item = make_item()
    approved(item, officer, {**PLACE, "text": TEXT})
    approved(item, officer, None)
    assert (item.position, item.position_text, item.position_by, item.position_at) == (None, "", None, None)


def test_a_new_item_keeps_who_placed_it(officer, vi_khe) -> None:
    item = editing.create_item(
        category="relic", name_vi="Đình", unit=vi_khe, by=officer, placement={**PLACE, "text": TEXT}
    )
    assert (item.position_text, item.position_by) == (TEXT, officer)
    assert item.position_at is not None


def test_a_file_places_its_draft_in_the_name_of_who_sent_it(make_item, officer) -> None:
    item = make_item()
    at = dt.datetime(2026, 11, 25, 7, tzinfo=dt.UTC)
    put_position(item, Placement.from_dict(PLACE), by=officer, at=at)
    item.save()
    item.refresh_from_db()
    assert (item.position_by, item.position_at, item.position_text) == (officer, at, "")
    assert stated_place(item) == PLACE | {"by": "canbo", "at": at.isoformat()}
