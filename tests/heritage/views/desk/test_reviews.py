"""Four eyes on the pages: who sees which button, what a decision does, what nobody can do unseen."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from heritage.jobs.index import index_items
from heritage.models import Asset, Derivative, Event, Item, PageText, Relation, User
from heritage.projections.position import public_position
from heritage.services import editing, publishing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("index")]


@pytest.fixture
def waiting(make_item, officer):
    """A new item that its officer has sent."""
    item = make_item(name_vi="Đình Vị Khê", summary_vi="Đình làng Vị Khê.", sources={"s1": {"title": "Sách"}})
    editing.submit(item, by=officer)
    return item


@pytest.fixture
def second(vi_khe):
    """Another reviewer of the ward."""
    return User.objects.create_user("duyet2", password="x", role=User.Role.REVIEWER, unit=vi_khe)


def page_of(client, item):
    return client.get(f"/can-bo/duyet/{item.public_id}/")


def decide(client, item, decision, comment="", seen=None):
    if seen is None:
        seen = page_of(client, item).context["seen"]
    return client.post(
        f"/can-bo/duyet/{item.public_id}/", {"decision": decision, "comment": comment, "seen": seen}
    )


def doubted(item, by):
    return Asset.objects.create(
        item=item, unit=item.unit, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=2048, original="x",
        original_name="DJI_0142.JPG", state=Asset.State.NEEDS_REVIEW, received_by=by,
        doubts=[{"code": "outside_unit", "vi": "Vị trí nằm ngoài phường.", "en": "The position lies outside."}],
    )  # fmt: skip


def test_papers_that_state_the_place_of_a_hidden_record_are_named(signed_in, officer, reviewer, make_item):
    item = make_item(name_vi="Mộ cổ Đồng Xá", disclosure="km1")
    editing.submit(item, by=officer)
    client = signed_in(reviewer)

    def checks():
        return [(each["met"], each["text"]) for each in page_of(client, item).context["checks"]]

    assert (True, "Không thấy tọa độ trên trang giấy hay bản đồ của hồ sơ giấu vị trí") in checks()
    sheet = Asset.objects.create(
        item=item, unit=item.unit, kind="scan", sha256="1" * 64, bytes=1, original_name="quét/phiếu.tif"
    )
    PageText.objects.create(asset=sheet, page=1, text="Vĩ độ 20,40382 kinh độ 106,21302", source="ocr")
    plan = Asset.objects.create(
        item=item, unit=item.unit, kind="photo", sha256="2" * 64, bytes=1, original_name="so-do.jpg", order=1
    )
    Derivative.objects.create(
        asset=plan, recipe="overlay", media_type="image/tiff", file="x", bytes=1, sha256="3"
    )
    (told,) = [text for met, text in checks() if "giấu vị trí" in text and not met]
    assert "phiếu.tif, so-do.jpg" in told
    item.disclosure = "exact"
    item.save(update_fields=["disclosure"])
    assert not [text for _met, text in checks() if "giấu vị trí" in text]


def test_words_and_neighbours_that_give_a_hidden_place_away_are_named(
    signed_in, officer, reviewer, make_item
):
    there = Point(106.2128, 20.4034, srid=4326)
    item = make_item(name_vi="Mộ cổ", disclosure="km1", position=there, position_method="gnss")
    festival = make_item(category="festival", name_vi="Hội mộ cổ", state="published", position=there)
    far = make_item(name_vi="Đền xa", state="published", position=Point(106.3, 20.45, srid=4326))
    for other in (festival, far):
        Relation.objects.create(subject=other, object=item, kind="held_at")
    editing.edit_item(item, by=officer, values={"story_vi": "Ở 20,40342; 106,21281, sau đình."})
    Asset.objects.create(
        item=item, unit=item.unit, kind="photo", sha256="1" * 64, bytes=1, original_name="x/mo.jpg",
        caption_vi="Mộ, C637+GP",
    )  # fmt: skip
    editing.submit(item, by=officer)
    client = signed_in(reviewer)

    def told() -> str:
        return "\n".join(each["text"] for each in page_of(client, item).context["checks"] if not each["met"])

    assert "có thể lộ tọa độ: Câu chuyện, mo.jpg." in told()
    assert "công khai chính xác: Hội mộ cổ. Chọn" in told()
    Item.objects.filter(pk=festival.pk).update(disclosure="km1")
    assert "công khai chính xác" not in told()


def test_the_reviewer_of_a_hidden_place_sees_the_true_and_the_public_one(
    signed_in, officer, reviewer, make_item
):
    item = make_item(disclosure="km1", position=Point(106.2128, 20.4034, srid=4326), position_method="gnss")
    editing.submit(item, by=officer)
    points = {each["id"]: each for each in page_of(signed_in(reviewer), item).context["map_config"]["items"]}
    public = public_position(item)
    assert (points["after"]["lon"], points["after"]["lat"]) == (106.2128, 20.4034)
    assert (points["public"]["lon"], points["public"]["lat"]) == (public.lon, public.lat)
    assert (points["public"]["name"], points["public"]["accuracy_m"]) == ("Công chúng thấy", 1000)


def test_publishing_makes_the_public_page(signed_in, reviewer, waiting, client):
    address = f"/di-san/{waiting.public_id}/{waiting.slug}/"
    assert client.get(address).status_code == 404
    answer = decide(signed_in(reviewer), waiting, "publish")
    assert answer["Location"] == "/can-bo/duyet/"
    index_items(waiting.pk)
    public = client.get(address)
    assert public.status_code == 200
    assert "Đình làng Vị Khê." in public.content.decode()
    assert not page_of(signed_in(reviewer), waiting).context["may_decide"]


def test_a_new_record_is_shown_whole(signed_in, reviewer, waiting):
    changes = page_of(signed_in(reviewer), waiting).context["changes"]
    words = {change.label: "".join(piece.text for piece in change.after) for change in changes}
    assert words["Tên"] == "Đình Vị Khê"
    assert words["Giới thiệu ngắn"] == "Đình làng Vị Khê."
    assert words["Nguồn"] == "Sách"
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))


def test_changes_are_marked_word_by_word_and_the_move_is_said_in_metres(
    signed_in, officer, reviewer, waiting
):
    decide(signed_in(reviewer), waiting, "publish")
    item = Item.objects.get(pk=waiting.pk)
    item.position = Point(106.1683, 20.4497, srid=4326)
    item.position_method, item.position_accuracy_m = "declared", 50.0
    item.save()
    place = {
        "lon": 106.1631, "lat": 20.454485, "method": "gnss", "accuracy_m": 5.0,
        "native_crs": None, "native_x": None, "native_y": None, "height_m": None,
    }  # fmt: skip
    values = {"summary_vi": "Đình làng Vị Khê cổ.", "placement": place}
    editing.edit_item(item, by=officer, values=values)
    editing.submit(item, by=officer)
    answer = page_of(signed_in(reviewer), item)
    page = answer.content.decode()
    assert {point["id"] for point in answer.context["map_config"]["items"]} == {"before", "after"}
    assert "QĐ. Hoàng Sa" in page
    assert "QĐ. Trường Sa" in page
    assert "<del>Khê.</del>" in page
    assert "<ins>Khê cổ.</ins>" in page
    assert "Hai vị trí cách nhau 760 m" in page
    assert "<del>20,449700</del>" in page
    assert "<ins>20,454485</ins>" in page


def test_returning_needs_a_comment_and_the_officer_reads_it(signed_in, officer, reviewer, waiting):
    client = signed_in(reviewer)
    refused = decide(client, waiting, "return", " ")
    assert refused.status_code == 200
    assert "Ghi lý do trả lại." in refused.content.decode()
    assert 'href="#id_comment"' in refused.content.decode()
    decide(client, waiting, "return", "Đo lại bằng máy cầm tay.")
    page = signed_in(officer).get(f"/can-bo/di-san/{waiting.public_id}/").content.decode()
    assert "Đo lại bằng máy cầm tay." in page
    assert Item.objects.get(pk=waiting.pk).state == "draft"
    assert not client.get("/can-bo/duyet/").context["waiting"]


def test_the_author_sees_a_sentence_instead_of_the_button(signed_in, reviewer, make_item):
    item = make_item(created_by=reviewer)
    editing.submit(item, by=reviewer)
    client = signed_in(reviewer)
    page = page_of(client, item).content.decode()
    assert 'value="publish"' not in page
    assert "Bạn là người soạn nên không tự duyệt được." in page
    assert not client.get("/can-bo/duyet/").context["waiting"]
    forced = decide(client, item, "publish")
    assert "Người soạn không được tự duyệt." in forced.content.decode()
    assert Item.objects.get(pk=item.pk).state == "draft"


def test_whoever_wrote_any_of_it_is_no_second_pair_of_eyes(signed_in, officer, reviewer, second, make_item):
    item = make_item(created_by=officer)
    editing.edit_item(item, by=reviewer, values={"summary_vi": "Người duyệt viết."})
    editing.edit_item(item, by=officer, values={"story_vi": "Cán bộ viết tiếp."})
    editing.submit(item, by=officer)
    client = signed_in(reviewer)
    assert client.get("/can-bo/duyet/").context["review_count"] == 0
    assert "Người soạn không được tự duyệt." in decide(client, item, "publish").content.decode()
    assert signed_in(second).get("/can-bo/duyet/").context["review_count"] == 1
    assert decide(signed_in(second), item, "publish").status_code == 302
    editing.edit_item(item, by=officer, values={"summary_vi": "Sửa sau."})
    editing.submit(item, by=officer)
    assert page_of(client, item).context["may_decide"]


def test_an_officer_sees_no_button_and_cannot_force_one(signed_in, officer, reviewer, make_item):
    item = make_item(created_by=reviewer)
    editing.submit(item, by=reviewer)
    client = signed_in(officer)
    assert 'value="publish"' not in page_of(client, item).content.decode()
    assert decide(client, item, "publish").status_code == 200
    assert Item.objects.get(pk=item.pk).state == "draft"


def test_another_ward_is_refused(signed_in, stranger, waiting):
    client = signed_in(stranger)
    assert page_of(client, waiting).status_code == 403
    assert client.post(f"/can-bo/duyet/{waiting.public_id}/", {"decision": "publish"}).status_code == 403
    assert Item.objects.get(pk=waiting.pk).state == "draft"


def test_nobody_publishes_what_changed_after_the_page_was_opened(signed_in, officer, reviewer, waiting):
    client = signed_in(reviewer)
    seen = page_of(client, waiting).context["seen"]
    editing.edit_item(waiting, by=officer, values={"summary_vi": "Sửa sau lưng."})
    editing.submit(waiting, by=officer)
    answer = decide(client, waiting, "publish", seen=seen)
    assert "Hồ sơ hoặc tệp đã đổi sau khi trang này mở." in answer.content.decode()
    assert Item.objects.get(pk=waiting.pk).state == "draft"


def test_a_draft_that_nobody_sent_cannot_be_decided_on(signed_in, officer, reviewer, make_item):
    item = make_item()
    editing.edit_item(item, by=officer, values={"summary_vi": "Dở dang."})
    assert 'value="publish"' not in page_of(signed_in(reviewer), item).content.decode()
    decide(signed_in(reviewer), item, "publish")
    assert Item.objects.get(pk=item.pk).state == "draft"


def test_the_queue_is_oldest_first_even_for_a_former_author(signed_in, officer, reviewer, second, make_item):
    first, later = make_item(name_vi="Gửi trước"), make_item(name_vi="Gửi sau")
    editing.submit(later, by=reviewer)
    publishing.publish(later, by=second)
    for item in (first, later):
        editing.submit(item, by=officer)
    queue = signed_in(reviewer).get("/can-bo/duyet/").context["waiting"]
    assert [each["item"]["name"] for each in queue] == ["Gửi trước", "Gửi sau"]


def test_officers_see_their_own_submissions(signed_in, officer, waiting):
    page = signed_in(officer).get("/can-bo/duyet/").content.decode()
    assert "Đình Vị Khê" in page
    assert "Chờ duyệt" in page


def test_a_doubted_file_is_accepted_with_a_reason_on_record(signed_in, officer, reviewer, waiting):
    asset = doubted(waiting, officer)
    client = signed_in(reviewer)
    page = page_of(client, waiting).content.decode()
    assert "Vị trí nằm ngoài phường." in page
    address = f"/can-bo/duyet/tep/{asset.public_id}/"
    assert "Ghi lý do chấp nhận tệp." in client.post(address, {"reason": " "}, follow=True).content.decode()
    client.post(address, {"reason": "Chụp từ bờ bên kia sông."})
    asset.refresh_from_db()
    assert asset.state == Asset.State.READY
    event = Event.objects.get(verb="doubts_accepted")
    assert (event.actor, event.detail) == (reviewer, {"reason": "Chụp từ bờ bên kia sông."})


def test_an_officer_cannot_settle_a_doubt(signed_in, officer, stranger, waiting):
    asset = doubted(waiting, officer)
    address = f"/can-bo/duyet/tep/{asset.public_id}/"
    assert address not in page_of(signed_in(officer), waiting).content.decode()
    signed_in(officer).post(address, {"reason": "Tôi biết."})
    assert signed_in(stranger).post(address, {"reason": "Tôi biết."}).status_code == 403
    asset.refresh_from_db()
    assert asset.state == Asset.State.NEEDS_REVIEW


def test_the_machine_says_what_it_could_check(signed_in, officer, reviewer, waiting):
    doubted(waiting, officer)
    checks = {each["text"]: each["met"] for each in page_of(signed_in(reviewer), waiting).context["checks"]}
    assert checks == {
        "Người gửi và người duyệt là hai người": True,
        "Có ghi nguồn của thông tin": True,
        "Chưa có vị trí": False,
        "Tệp mới có quyền sử dụng và tên người chụp": False,
        "Mọi tệp mới đã xử lý xong, không có điều nghi ngờ": False,
    }


def test_a_reviewer_withdraws_a_published_item_with_a_reason(make_item, officer, reviewer, index):
    item = make_item(state="published")
    address = f"/can-bo/duyet/{item.public_id}/rut/"
    desk = Client()
    desk.force_login(officer)
    assert desk.post(address, {"reason": "x"}).status_code in (302, 403)
    item.refresh_from_db()
    assert item.is_public
    desk.force_login(reviewer)
    assert "Rút khỏi trang công khai" in desk.get(f"/can-bo/duyet/{item.public_id}/").content.decode()
    desk.post(address, {"reason": " "})
    item.refresh_from_db()
    assert item.is_public
    desk.post(address, {"reason": "Chưa được phép công bố"})
    item.refresh_from_db()
    assert item.state == "withdrawn"
    assert Client().get(f"/di-san/{item.public_id}/{item.slug}/").status_code == 404
