"""Nothing becomes public but by a second person; the published version stays while work goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from heritage.errors import NotAllowed, NotReady, SamePerson
from heritage.jobs.index import index_items
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Event, Item, Revision
from heritage.selectors import catalogue
from heritage.services import editing, intake
from heritage.services.publishing import accept_doubts, publish, send_back, withdraw
from search.documents import Query
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


def hand_in(path: Path, item: Item, by, licence: str = "CC-BY-4.0") -> Asset:
    batch = Batch.objects.create(unit=item.unit, by=by)
    receipt = intake.receive_into(batch, path, name=path.name, item=item, queue=False)
    Asset.objects.filter(pk=receipt.asset_id).update(licence=licence, caption_vi="Mặt trước")
    process_asset(receipt.asset_id)
    return Asset.objects.get(pk=receipt.asset_id)


def test_the_author_cannot_publish(make_item, reviewer, index):
    item = make_item(created_by=reviewer)
    with pytest.raises(SamePerson):
        publish(item, by=reviewer)
    assert Item.objects.get(pk=item.pk).state == "draft"


def test_an_officer_cannot_publish(make_item, officer, reviewer):
    with pytest.raises(NotAllowed):
        publish(make_item(created_by=reviewer), by=officer)


def test_a_reviewer_of_another_ward_cannot_publish(make_item, stranger):
    with pytest.raises(NotAllowed):
        publish(make_item(), by=stranger)


def test_a_second_person_publishes_item_and_ready_files(
    make_item, officer, reviewer, stores, index, tmp_path
):
    item = make_item(name_vi="Đình Vị Khê")
    asset = hand_in(samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076), item, officer)
    assert catalogue.public_items().count() == 0
    publish(item, by=reviewer)
    index_items(item.pk)
    asset.refresh_from_db()
    assert asset.published_at is not None
    assert asset.approved_by == reviewer
    found = catalogue.find(Query(text="dinh vi khe"))
    assert [row.public_id for row in found.items] == [item.public_id]
    assert Event.objects.filter(verb="published", item=item, actor=reviewer).exists()


def test_files_that_the_reviewer_handed_in_stay_hidden(make_item, officer, reviewer, stores, index, tmp_path):
    item = make_item()
    own = hand_in(samples.photo(tmp_path / "own.jpg", seed=4), item, reviewer)
    other = hand_in(samples.photo(tmp_path / "other.jpg", seed=5), item, officer)
    publish(item, by=reviewer)
    own.refresh_from_db()
    other.refresh_from_db()
    assert own.published_at is None
    assert other.published_at is not None


def test_a_doubted_file_stays_hidden_until_a_reviewer_settles_it(
    make_item, officer, reviewer, stores, index, tmp_path
):
    item = make_item()
    asset = hand_in(samples.photo(tmp_path / "ha-noi.jpg", lon=105.85, lat=21.03), item, officer)
    assert asset.state == "needs_review"
    assert "outside_unit" in {doubt["code"] for doubt in asset.doubts}
    publish(item, by=reviewer)
    asset.refresh_from_db()
    assert asset.published_at is None
    accept_doubts(asset, by=reviewer, reason="Chụp tại triển lãm ở Hà Nội")
    publish(item, by=reviewer)
    asset.refresh_from_db()
    assert asset.published_at is not None


def test_edits_wait_in_a_revision_and_the_published_text_stays(make_item, officer, reviewer, index):
    item = make_item(summary_vi="Bản đầu")
    publish(item, by=reviewer)
    editing.edit_item(item, by=officer, values={"summary_vi": "Bản hai", "name_vi": item.name_vi})
    item.refresh_from_db()
    assert item.summary_vi == "Bản đầu"
    assert editing.open_revision(item).values == {"summary_vi": "Bản hai"}
    editing.submit(item, by=officer)
    publish(item, by=reviewer)
    item.refresh_from_db()
    assert item.summary_vi == "Bản hai"
    assert editing.open_revision(item) is None


def test_the_author_of_an_edit_cannot_approve_it_although_somebody_else_opened_the_item(
    make_item, officer, reviewer
):
    item = make_item()
    editing.edit_item(item, by=reviewer, values={"summary_vi": "Do người duyệt soạn"})
    with pytest.raises(SamePerson):
        publish(item, by=reviewer)


def test_whoever_wrote_some_of_it_cannot_approve_it_although_another_wrote_last(make_item, officer, reviewer):
    item = make_item()
    editing.edit_item(item, by=reviewer, values={"summary_vi": "Do người duyệt soạn"})
    editing.edit_item(item, by=officer, values={"name_en": "Communal house"})
    with pytest.raises(SamePerson):
        publish(item, by=reviewer)


def test_returned_work_keeps_the_comment_and_the_published_version(make_item, officer, reviewer, index):
    item = make_item(summary_vi="Bản đầu")
    publish(item, by=reviewer)
    editing.edit_item(item, by=officer, values={"summary_vi": "Sai"})
    editing.submit(item, by=officer)
    with pytest.raises(NotReady):
        send_back(item, by=reviewer, comment=" ")
    revision = send_back(item, by=reviewer, comment="Thiếu nguồn")
    assert (revision.state, revision.comment) == (Revision.State.RETURNED, "Thiếu nguồn")
    item.refresh_from_db()
    assert item.summary_vi == "Bản đầu"


def test_a_withdrawn_item_leaves_catalogue_index_and_number(make_item, reviewer, index):
    item = make_item(summary_vi="x", sources={"s1": {"title": "n"}}, rank="inventory")
    publish(item, by=reviewer)
    index_items(item.pk)
    assert catalogue.find(Query()).total == 1
    withdraw(item, by=reviewer, reason="Chưa được phép")
    index_items(item.pk)
    assert catalogue.find(Query()).total == 0
    assert item.public_id not in index.ids()
    assert not catalogue.public_items().exists()


def test_a_stale_index_never_reveals_an_item(make_item, reviewer, index):
    item = make_item()
    publish(item, by=reviewer)
    index_items(item.pk)
    Item.objects.filter(pk=item.pk).update(state="withdrawn")  # the index has not heard of it
    found = catalogue.find(Query())
    assert found.items == ()


def test_an_item_of_an_abolished_unit_is_not_published(make_item, vi_khe, reviewer):
    item = make_item()
    vi_khe.valid_to = "2026-01-01"
    vi_khe.save()
    with pytest.raises(NotReady, match="no longer exists"):
        publish(item, by=reviewer)


def test_publishing_again_changes_nothing_and_publishing_with_a_new_file_shows_it(
    make_item, officer, reviewer, stores, index, tmp_path
):
    item = make_item(name_vi="Đình Vị Khê")
    publish(item, by=reviewer)
    item.refresh_from_db()
    before = (item.updated_at, Revision.objects.count(), Event.objects.count())
    publish(item, by=reviewer)
    item.refresh_from_db()
    assert (item.updated_at, Revision.objects.count(), Event.objects.count()) == before
    asset = hand_in(samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076), item, officer)
    publish(item, by=reviewer)
    asset.refresh_from_db()
    assert asset.published_at is not None
