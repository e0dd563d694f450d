"""Several candidates of a place are kept, one is accepted, and a person settles what disagrees."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point

from gis.placement import Method, Placement
from heritage.errors import NotAllowed, NotReady
from heritage.jobs import filing
from heritage.jobs.candidates import State
from heritage.models import Asset, Item, PositionCandidate, Revision
from heritage.services import editing, placing, publishing

pytestmark = pytest.mark.django_db

METRE = 1 / 111_195.0797  # of latitude, in degrees
HERE = Placement(106.213, 20.4038, Method.GNSS, 3.0)


def away(metres: float, method: Method = Method.EXIF, accuracy_m: float | None = 10.0) -> Placement:
    return Placement(HERE.lon, HERE.lat + metres * METRE, method, accuracy_m)


@pytest.fixture
def placed(make_item) -> Item:
    """A published item at HERE, as today's database has it after the migration."""
    item = make_item(state=Item.State.PUBLISHED, published_at="2026-01-01T00:00:00Z")
    filing.put_position(item, HERE)
    item.save()
    return item


def photo(unit, item: Item | None, placement: Placement | None, name: str = "a.jpg", declared=None) -> Asset:
    asset = Asset.objects.create(
        unit=unit, item=item, kind="photo", media_type="image/jpeg", sha256=name.ljust(64, "0"), bytes=1, original="x",
        original_name=name, declared=declared or {},
    )  # fmt: skip
    filing.accept(asset, {}, placement, [], [])
    return asset


def states(item: Item) -> list[tuple[str, str]]:
    return list(item.candidates.order_by("pk").values_list("method", "state"))


def test_a_photo_two_kilometres_from_its_item_becomes_a_conflict_and_moves_nothing(placed, vi_khe) -> None:
    asset = photo(vi_khe, placed, away(2000))
    candidate = asset.candidates.get()
    assert (candidate.state, candidate.conflicts, round(candidate.away_m)) == ("proposed", True, 2000)
    placed.refresh_from_db()
    assert placed.placement == HERE
    assert placed.candidates.get(state="accepted").placement == HERE


@pytest.mark.parametrize(
    ("metres", "accuracy_m", "conflicts"),
    [(499, 3, False), (500.5, 3, True), (500.5, None, True), (2000, 1998, False), (2000, 1990, True)],
)
def test_two_sources_conflict_from_half_a_kilometre_unless_their_accuracy_explains_it(
    placed, metres, accuracy_m, conflicts
) -> None:
    candidate = placing.propose(placed, away(metres, Method.PUBLISHED_SOURCE, accuracy_m), origin="sách")
    assert candidate.conflicts is conflicts


def test_the_same_word_twice_is_one_candidate_and_a_corrected_one_replaces_it(placed, vi_khe) -> None:
    asset = photo(vi_khe, placed, away(700))
    filing.accept(asset, {}, away(700), [], [])
    assert asset.candidates.count() == 1
    filing.accept(asset, {}, away(20), [], [])
    (candidate,) = asset.candidates.all()
    assert (round(candidate.away_m), candidate.conflicts) == (20, False)
    filing.accept(asset, {}, None, [], [])
    assert not asset.candidates.exists()


def test_a_table_read_twice_proposes_each_row_once(placed) -> None:
    for _ in range(2):
        placing.propose(placed, away(700, Method.DECLARED), origin="bang.xlsx, hàng 3", text="X=…")
    placing.propose(placed, away(900, Method.DECLARED), origin="bang.xlsx, hàng 4")
    assert placed.candidates.filter(state=State.PROPOSED).count() == 2


def test_the_camera_and_the_manifest_are_two_words_on_one_place(placed, vi_khe) -> None:
    asset = photo(vi_khe, placed, away(10), declared={"placement": away(3000, Method.DECLARED).as_dict()})
    assert [(each.method, each.conflicts) for each in asset.candidates.order_by("pk")] == [
        ("exif", False),
        ("declared", True),
    ]


def test_a_place_at_zero_is_no_candidate(placed, vi_khe) -> None:
    assert not photo(vi_khe, placed, Placement(0, 0, Method.EXIF, 5)).candidates.exists()


def test_a_draft_of_a_file_takes_its_place_and_an_item_without_one_waits(make_item, vi_khe) -> None:
    asset = photo(vi_khe, None, away(0))
    candidate = asset.candidates.get()
    assert (candidate.state, candidate.item, asset.item.placement) == ("accepted", asset.item, away(0))
    bare = make_item()
    other = photo(vi_khe, bare, away(5), "b.jpg")
    bare.refresh_from_db()
    assert bare.placement is None
    assert [(each.state, each.away_m, each.conflicts) for each in other.candidates.all()] == [
        ("proposed", None, False)
    ]


def test_a_file_that_moves_to_another_item_takes_its_word_along(placed, make_item, vi_khe) -> None:
    asset = photo(vi_khe, placed, away(2000))
    asset.item = make_item()
    filing.accept(asset, {}, away(2000), [], [])
    assert asset.candidates.get().item == asset.item


def test_a_chosen_place_waits_for_the_second_person_and_then_is_the_accepted_one(
    placed, officer, reviewer, vi_khe
) -> None:
    candidate = photo(vi_khe, placed, away(2000)).candidates.get()
    revision = placing.accept(candidate, by=officer, reason="Đã tới tận nơi.")
    placed.refresh_from_db()
    assert placed.placement == HERE, "nothing is public before approval"
    candidate.refresh_from_db()
    assert (candidate.state, candidate.conflicts, candidate.reason) == ("proposed", False, "Đã tới tận nơi.")
    assert placing.waits_for_approval(candidate, revision)
    assert placed.candidates.count() == 2, "choosing a place is no third word on it"
    editing.submit(placed, by=officer)
    publishing.publish(placed, by=reviewer)
    placed.refresh_from_db()
    assert placed.placement == away(2000)
    assert dict((each.placement, each.state) for each in placed.candidates.all()) == {
        HERE: "proposed",
        away(2000): "accepted",
    }
    assert not placed.candidates.filter(conflicts=True).exists(), "both were looked at in one decision"


def test_the_words_of_a_chosen_source_come_with_its_place(placed, officer, reviewer) -> None:
    candidate = placing.propose(
        placed, away(700, Method.DECLARED), origin="bang.xlsx, hàng 3", text="X 2.257.535,741"
    )
    placing.accept(candidate, by=officer, reason="Theo hồ sơ.")
    editing.submit(placed, by=officer)
    publishing.publish(placed, by=reviewer)
    placed.refresh_from_db()
    assert (placed.position_text, placed.position_by) == ("X 2.257.535,741", officer)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.origin) == ("accepted", "bang.xlsx, hàng 3")


def test_the_other_words_are_measured_from_the_new_place(placed, officer, reviewer, vi_khe) -> None:
    near, far = (photo(vi_khe, placed, away(m), f"{m}.jpg").candidates.get() for m in (30, 2000))
    placing.accept(far, by=officer, reason="Đúng.")
    editing.submit(placed, by=officer)
    publishing.publish(placed, by=reviewer)
    near.refresh_from_db()
    assert (round(near.away_m), near.conflicts) == (1970, True)


def test_a_rejected_word_stays_with_its_reason_and_asks_no_more(placed, officer, vi_khe) -> None:
    asset = photo(vi_khe, placed, away(2000))
    placing.reject(asset.candidates.get(), by=officer, reason="Máy ảnh giữ vị trí cũ.")
    filing.accept(asset, {}, away(2000), [], [])
    candidate = asset.candidates.get()
    assert (candidate.state, candidate.conflicts, candidate.reason) == (
        "rejected",
        False,
        "Máy ảnh giữ vị trí cũ.",
    )
    filing.accept(asset, {}, away(2600), [], [])
    assert sorted(asset.candidates.values_list("state", "conflicts")) == [
        ("proposed", True),
        ("rejected", False),
    ]


def test_two_right_places_ask_no_more_until_the_accepted_one_changes(
    placed, officer, reviewer, vi_khe
) -> None:
    asset = photo(vi_khe, placed, away(2000))
    placing.both(asset.candidates.get(), by=officer, reason="Chụp từ bên kia sông.")
    filing.accept(asset, {}, away(2000), [], [])
    assert not asset.candidates.get().conflicts
    editing.edit_item(placed, by=officer, values={editing.PLACEMENT: away(-900, Method.GNSS).as_dict()})
    editing.submit(placed, by=officer)
    publishing.publish(placed, by=reviewer)
    assert asset.candidates.get().conflicts


def test_what_an_officer_types_is_a_candidate_too_and_written_over_until_decided(placed, officer) -> None:
    for metres in (100, 200):
        editing.edit_item(
            placed, by=officer, values={editing.PLACEMENT: away(metres, Method.MAP_CLICK).as_dict()}
        )
    (candidate,) = placed.candidates.filter(state=State.PROPOSED)
    assert (candidate.by, round(candidate.away_m)) == (officer, 200)


def test_a_new_item_with_a_place_has_its_accepted_candidate(vi_khe, officer) -> None:
    item = editing.create_item(category="relic", name_vi="Đình", unit=vi_khe, by=officer, placement=HERE)
    assert states(item) == [("gnss", "accepted")]


def test_a_place_taken_away_leaves_its_candidate_on_offer(placed, officer, reviewer) -> None:
    placing.propose(placed, away(10), origin="x")
    editing.edit_item(placed, by=officer, values={editing.PLACEMENT: None})
    editing.submit(placed, by=officer)
    publishing.publish(placed, by=reviewer)
    assert [state for _, state in states(placed)] == ["proposed", "proposed"]


def test_deciding_takes_the_unit_s_own_person_and_a_reason(placed, officer, stranger, vi_khe) -> None:
    candidate = photo(vi_khe, placed, away(2000)).candidates.get()
    for decide in (placing.accept, placing.reject, placing.both):
        with pytest.raises(NotAllowed):
            decide(candidate, by=stranger, reason="…")
        with pytest.raises(NotReady):
            decide(candidate, by=officer, reason=" ")
        with pytest.raises(NotReady):
            decide(placed.candidates.get(state="accepted"), by=officer, reason="…")
    assert not Revision.objects.exists()


def test_photos_of_one_walk_are_alike(placed, vi_khe) -> None:
    first, second, third = (
        photo(vi_khe, placed, away(m), f"{m}.jpg").candidates.get() for m in (2000, 2100, 4000)
    )
    assert placing.alike(first) == [second]
    assert placing.alike(third) == []


def test_a_stale_copy_of_an_item_changes_nothing(placed, vi_khe) -> None:
    stale = Item.objects.get(pk=placed.pk)
    placed.position = Point(106.22, 20.41, srid=4326)
    placed.save()
    placing.propose(stale, away(2000), origin="x")
    accepted = PositionCandidate.objects.get(item=placed, state=State.ACCEPTED)
    assert (accepted.point.x, accepted.point.y) == (106.22, 20.41)
