"""What an item would be is read without writing anything."""

from __future__ import annotations

import pytest

from heritage.models import Item
from heritage.services import editing, proposal

pytestmark = pytest.mark.django_db


def test_a_proposal_is_laid_over_the_item_and_saved_nowhere(make_item, officer):
    item = make_item(summary_vi="Cũ.")
    place = {
        "lon": 106.2115, "lat": 20.4076, "method": "gnss", "accuracy_m": 5.0,
        "native_crs": None, "native_x": None, "native_y": None, "height_m": None,
    }  # fmt: skip
    revision = editing.edit_item(item, by=officer, values={"summary_vi": "Mới.", "placement": place})
    proposed = proposal.proposed_item(item, revision)
    assert (proposed.summary_vi, proposed.placement.accuracy_m) == ("Mới.", 5.0)
    assert (item.summary_vi, item.placement) == ("Cũ.", None)
    kept = Item.objects.get(pk=item.pk)
    assert (kept.summary_vi, kept.placement) == ("Cũ.", None)
    assert proposal.proposed_values(item, revision)["summary_vi"] == "Mới."


def test_the_level_of_a_proposal_counts_its_words(make_item, officer):
    item = make_item()
    revision = editing.edit_item(item, by=officer, values={"story_vi": "Lý lịch."})
    met = {need.code: need.met for need in proposal.proposed_level(item, revision).needs}
    assert met["history"]
    assert not {need.code: need.met for need in proposal.proposed_level(item, None).needs}["history"]


def test_without_a_revision_the_item_is_its_own_proposal(make_item):
    item = make_item()
    assert proposal.proposed_item(item, None) is item
