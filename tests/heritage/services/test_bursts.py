"""Photos without an item, grouped, brought to one, taken back."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point

from gis.placement import Method, Placement
from heritage.errors import NotAllowed, NotFound, NotReady
from heritage.jobs import filing
from heritage.models import Asset, Batch, Event, Item, Receipt
from heritage.selectors.bursts import attached_of, proposals_of
from heritage.services import bursts, editing
from heritage.services.publishing import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("index")]
LON, LAT = 106.2128, 20.4034
METRE = 1 / 111_195


@pytest.fixture
def batch(vi_khe, officer) -> Batch:
    return Batch.objects.create(unit=vi_khe, by=officer)


@pytest.fixture
def deliver(batch, officer):
    """A photo of the batch that went down the line: minutes after half past seven, metres north of a point."""

    def one(name: str, minute: int, north_m: float | None = 0.0, **facts) -> Asset:
        number = Asset.objects.count() + 1
        asset = Asset.objects.create(
            unit=batch.unit, kind="photo", media_type="image/jpeg", sha256=f"{number:064x}", bytes=1, original="x",
            original_name=f"{name}.jpg", received_by=officer,
        )  # fmt: skip
        Receipt.objects.create(batch=batch, path=asset.original_name, asset=asset)
        place = None if north_m is None else Placement(LON, LAT + north_m * METRE, Method.EXIF, 5.0)
        taken = f"2026-03-19T07:{minute:02}:00"
        filing.accept(asset, {"taken_at": taken, "camera": "X100", **facts}, place, [], [])
        return asset

    return one


@pytest.fixture
def temple(make_item) -> Item:
    return make_item(
        name_vi="Đền X",
        position=Point(LON, LAT + 35 * METRE, srid=4326),
        position_method="gnss",
        position_accuracy_m=1,
    )


def test_a_burst_is_proposed_to_the_nearest_item_and_attached_with_one_event(
    batch, deliver, temple, officer
) -> None:
    photos = [deliver(name, minute) for name, minute in (("a", 30), ("b", 31), ("c", 35))]
    drafts = [photo.item.pk for photo in photos]
    (proposal,) = proposals_of(batch)
    assert (proposal.item, [each.pk for each in proposal.assets]) == (temple, [photo.pk for photo in photos])
    assert proposal.distance_m == pytest.approx(35, abs=0.5)
    event = bursts.attach(batch, proposal.key, by=officer)
    assert list(temple.assets.order_by("order").values_list("original_name", flat=True)) == [
        "a.jpg",
        "b.jpg",
        "c.jpg",
    ]
    assert not Item.objects.filter(pk__in=drafts).exists()
    assert (event.verb, event.item, event.actor, len(event.detail["photos"])) == (
        "photos_attached", temple, officer, 3,
    )  # fmt: skip
    assert proposals_of(batch) == []


def test_without_an_item_nearby_the_burst_becomes_one_new_record(batch, deliver, make_item, officer) -> None:
    make_item(position=Point(LON, LAT + 200 * METRE, srid=4326), position_method="gnss")
    first, second = deliver("a", 30), deliver("b", 31)
    (proposal,) = proposals_of(batch)
    assert proposal.item is None
    bursts.attach(batch, proposal.key, by=officer)
    second.refresh_from_db()
    assert second.item == first.item
    assert first.item.assets.count() == 2


def test_a_photo_alone_is_proposed_to_an_item_but_never_to_itself(batch, deliver, temple) -> None:
    near, far = deliver("a", 10), deliver("b", 50, 900)
    assert [(each.assets, each.item) for each in proposals_of(batch)] == [((near,), temple)]
    assert far.item is not None


def test_a_photo_that_was_sent_to_an_item_is_left_where_it_is(batch, deliver, make_item, temple) -> None:
    photo = deliver("a", 30)
    Asset.objects.filter(pk=photo.pk).update(item=make_item(name_vi="Đình Y"))
    assert proposals_of(batch) == []


@pytest.mark.parametrize("touch", ["edit", "second_file", "publish"])
def test_a_draft_that_somebody_worked_on_is_never_taken_apart(
    batch, deliver, temple, officer, reviewer, touch
) -> None:
    photo = deliver("a", 30)
    if touch == "edit":
        editing.edit_item(photo.item, by=officer, values={"summary_vi": "Đình"})
    elif touch == "second_file":
        Asset.objects.filter(pk=deliver("b", 55, 500).pk).update(item=photo.item)
    else:
        publish(photo.item, by=reviewer)
    assert photo.pk not in [each.pk for proposal in proposals_of(batch) for each in proposal.assets]


def test_an_attachment_is_taken_back_with_every_draft_as_it_was(batch, deliver, temple, officer) -> None:
    photos = [deliver("a", 30), deliver("b", 31)]
    before = {
        photo.pk: (photo.item.public_id, photo.item.name_vi, photo.item.position.coords) for photo in photos
    }
    key = proposals_of(batch)[0].key
    event = bursts.attach(batch, key, by=officer)
    assert [each.may_be_undone for each in attached_of(batch)] == [True]
    bursts.detach(batch, event.pk, by=officer)
    rows = Asset.objects.select_related("item").filter(pk__in=before)
    after = {row.pk: (row.item.public_id, row.item.name_vi, row.item.position.coords) for row in rows}
    assert after == before
    assert temple.assets.count() == 0
    assert attached_of(batch) == []
    assert [each.key for each in proposals_of(batch)] == [key]
    assert Event.objects.filter(verb="photos_detached", item=temple, actor=officer).count() == 1
    with pytest.raises(NotFound):
        bursts.detach(batch, event.pk, by=officer)


def test_what_is_public_is_not_taken_back(batch, deliver, temple, officer, reviewer) -> None:
    deliver("a", 30), deliver("b", 31)
    event = bursts.attach(batch, proposals_of(batch)[0].key, by=officer)
    publish(temple, by=reviewer)
    assert temple.assets.filter(published_at__isnull=False).count() == 2
    assert [each.may_be_undone for each in attached_of(batch)] == [False]
    with pytest.raises(NotReady):
        bursts.detach(batch, event.pk, by=officer)
    assert temple.assets.count() == 2


def test_a_burst_that_changed_since_it_was_shown_is_not_attached(batch, deliver, temple, officer) -> None:
    deliver("a", 30)
    key = proposals_of(batch)[0].key
    deliver("b", 31)
    with pytest.raises(NotReady):
        bursts.attach(batch, key, by=officer)
    assert temple.assets.count() == 0


def test_only_the_unit_s_own_people_attach(batch, deliver, temple, officer, stranger) -> None:
    deliver("a", 30)
    key = proposals_of(batch)[0].key
    with pytest.raises(NotAllowed):
        bursts.attach(batch, key, by=stranger)
    event = bursts.attach(batch, key, by=officer)
    with pytest.raises(NotAllowed):
        bursts.detach(batch, event.pk, by=stranger)


def test_whoever_attached_photos_is_no_second_pair_of_eyes(batch, deliver, temple, reviewer) -> None:
    from heritage.errors import SamePerson

    deliver("a", 30)
    bursts.attach(batch, proposals_of(batch)[0].key, by=reviewer)
    with pytest.raises(SamePerson):
        publish(temple, by=reviewer)
