"""The desk's pages of the words on a place, and of a conflict between two of them."""

from __future__ import annotations

import pytest

from gis.placement import Method, Placement
from heritage.jobs import filing
from heritage.models import Asset, Item, PositionCandidate
from heritage.services import editing, placing

pytestmark = pytest.mark.django_db

METRE = 1 / 111_195.0797
HERE = Placement(106.213, 20.4038, Method.GNSS, 3.0)


@pytest.fixture
def placed(make_item) -> Item:
    item = make_item(name_vi="Đình Vị Khê", state=Item.State.PUBLISHED, published_at="2026-01-01T00:00:00Z")
    filing.put_position(item, HERE)
    item.save()
    return item


@pytest.fixture
def far(placed, vi_khe) -> PositionCandidate:
    """A photo two kilometres north of its item."""
    asset = Asset.objects.create(
        unit=vi_khe, item=placed, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=1, original="x",
        original_name="anh/cong-dinh.jpg", caption_vi="Cổng đình",
    )  # fmt: skip
    filing.accept(asset, {}, Placement(106.213, 20.4038 + 2000 * METRE, Method.EXIF, 10.0), [], [])
    return asset.candidates.get()


def test_the_worklist_counts_and_lists_the_conflicts_of_the_own_unit(client, officer, stranger, far):
    client.force_login(officer)
    text = client.get("/can-bo/").content.decode()
    assert "Vị trí cần chọn" in text and f"/can-bo/vi-tri/{far.pk}/" in text
    assert "1 nguồn đặt di sản" in text and "Cách 2 km" in text
    client.force_login(stranger)
    assert f"/can-bo/vi-tri/{far.pk}/" not in client.get("/can-bo/").content.decode()
    assert client.get(f"/can-bo/vi-tri/{far.pk}/").status_code == 403


def test_the_review_page_lists_the_item_s_conflicts_and_says_so_among_the_checks(
    client, reviewer, officer, placed, far
):
    editing.edit_item(placed, by=officer, values={"name_en": "House"})
    editing.submit(placed, by=officer)
    client.force_login(reviewer)
    text = client.get(f"/can-bo/duyet/{placed.public_id}/").content.decode()
    assert f"/can-bo/vi-tri/{far.pk}/" in text
    assert "1 nguồn vị trí mâu thuẫn chưa được xem" in text


def test_both_places_are_shown_with_distance_method_accuracy_and_what_said_so(client, officer, far):
    client.force_login(officer)
    answer = client.get(f"/can-bo/vi-tri/{far.pk}/")
    text = answer.content.decode()
    for words in (
        "cách nhau 2 km",
        "Đo bằng máy định vị",
        "Máy ảnh ghi",
        "10 m",
        "3 m",
        "cong-dinh.jpg",
        "20,403800",
    ):
        assert words in text
    shapes = answer.context["map_config"]["shapes"]
    assert [each["label"] for each in shapes] == ["2 km", "A", "B"]
    west, south, east, north = answer.context["map_config"]["bounds"]
    assert south < 20.4038 and north > far.point.y and west < 106.213 < east
    assert 'class="inset' in text and "Hoàng Sa" in text
    assert text.count('type="radio" name="decision"') == 3


@pytest.mark.parametrize(
    ("decision", "state", "conflicts"), [("accept", "proposed", False), ("keep", "rejected", False), ("both", "proposed", False)]
)  # fmt: skip
def test_each_decision_is_kept_with_its_reason(client, officer, placed, far, decision, state, conflicts):
    client.force_login(officer)
    answer = client.post(
        f"/can-bo/vi-tri/{far.pk}/", {"decision": decision, "reason": "Đã đo lại."}, follow=True
    )
    assert (
        answer.status_code == 200
        and answer.redirect_chain[-1][0] == f"/can-bo/di-san/{placed.public_id}/vi-tri/"
    )
    far.refresh_from_db()
    assert (far.state, far.conflicts, far.reason, far.decided_by) == (state, conflicts, "Đã đo lại.", officer)
    revision = editing.open_revision(placed)
    assert (revision is not None) is (decision == "accept")
    assert "Đã đo lại." in answer.content.decode()


def test_a_decision_without_a_choice_or_a_reason_is_asked_again(client, officer, far):
    client.force_login(officer)
    for sent, words in (
        ({"reason": "x"}, "Chọn vị trí đúng."),
        ({"decision": "keep"}, "Ghi lý do chọn vị trí."),
    ):
        answer = client.post(f"/can-bo/vi-tri/{far.pk}/", sent)
        assert answer.status_code == 422 and words in answer.content.decode()
    far.refresh_from_db()
    assert far.conflicts


def test_photos_of_one_walk_are_settled_together_when_asked(client, officer, placed, far):
    near = placing.propose(
        placed, Placement(106.213, 20.4038 + 2100 * METRE, Method.EXIF, 10.0), origin="bảng kê, hàng 2"
    )
    other = placing.propose(placed, Placement(106.25, 20.4038, Method.EXIF, 10.0), origin="bảng kê, hàng 3")
    client.force_login(officer)
    assert "cả 1 nguồn khác" in client.get(f"/can-bo/vi-tri/{far.pk}/").content.decode()
    client.post(f"/can-bo/vi-tri/{far.pk}/", {"decision": "keep", "reason": "Sai.", "alike": "1"})
    near.refresh_from_db()
    other.refresh_from_db()
    assert (near.state, other.state) == ("rejected", "proposed")


def test_an_address_is_looked_up_and_kept_as_one_more_word(client, officer, placed):
    client.force_login(officer)
    address = f"/can-bo/di-san/{placed.public_id}/vi-tri/"
    text = client.get(address, {"q": "phường Vị Khê"}).content.decode()
    assert "sai số 2,8 km" in text
    client.post(address, {"q": "phường Vị Khê", "found": "0"})
    candidate = placed.candidates.get(method="address")
    assert (candidate.text, candidate.origin, candidate.by) == ("phường Vị Khê", "Phường Vị Khê", officer)
    assert client.post(address, {"q": "phường Vị Khê", "found": "7"}).status_code == 400
    placed.refresh_from_db()
    assert placed.placement == HERE


def test_the_middle_of_the_unit_is_offered_with_the_unit_s_radius(client, officer, make_item):
    item = make_item()
    client.force_login(officer)
    address = f"/can-bo/di-san/{item.public_id}/vi-tri/"
    assert "sai số 2,8 km" in client.get(address).content.decode()
    client.post(address, {"centre": "1"})
    assert item.candidates.get().placement.method is Method.UNIT_CENTROID
    item.refresh_from_db()
    assert item.position is None, "it waits for a person"


def test_every_word_on_a_place_is_listed_with_its_standing(client, officer, placed, far):
    placing.reject(far, by=officer, reason="Máy ảnh giữ vị trí cũ.")
    client.force_login(officer)
    answer = client.get(f"/can-bo/di-san/{placed.public_id}/vi-tri/")
    text = answer.content.decode()
    assert [row["letter"] for row in answer.context["rows"]] == ["A", "B"]
    assert "Đang dùng" in text and "Không dùng" in text and "Máy ảnh giữ vị trí cũ." in text
    assert client.get(f"/can-bo/di-san/{placed.public_id}/").content.decode().count("/vi-tri/") >= 1


def test_the_pages_are_complete_in_english(client, officer, placed, far):
    client.force_login(officer)
    for address in (
        f"/en/can-bo/vi-tri/{far.pk}/",
        f"/en/can-bo/di-san/{placed.public_id}/vi-tri/?q=phuong vi khe",
    ):
        text = client.get(address).content.decode()
        for words in ("vị trí đang dùng", "Chọn", "Nguồn", "Sai số", "Cách đo", "Tọa độ"):
            assert words not in text, words
