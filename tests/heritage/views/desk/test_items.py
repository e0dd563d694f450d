"""Recording an item: drafts, proposals beside the published version, native coordinates kept."""

from __future__ import annotations

import unicodedata

import pytest
from django.contrib.gis.geos import Point

from heritage.models import Item, Revision
from heritage.services import editing, publishing

pytestmark = pytest.mark.django_db

WRITTEN = {"native_crs": "EPSG:9209", "native_x": 574060.102, "native_y": 2257535.741}


@pytest.fixture
def published(make_item, reviewer, index):
    """An item that the public sees."""
    item = make_item(
        name_vi="Đình Vị Khê",
        summary_vi="Bản cũ.",
        position=Point(106.2115, 20.4076, srid=4326),
        position_method="exif",
        position_accuracy_m=8.0,
        position_native={"crs": "EPSG:9209", "x": 574060.102, "y": 2257535.741},
        sources={"s1": {"title": "Sách cũ", "where": "trang 5"}},
        facts=[{"code": "founded", "vi": "1572", "en": "1572", "source": "s1"}],
        decision_date="2012-09-27",
    )
    editing.submit(item, by=item.created_by)
    return publishing.publish(item, by=reviewer)


def as_shown(client, item):
    """What a browser would send back if nothing was touched."""
    form = client.get(f"/can-bo/di-san/{item.public_id}/").context["form"]
    sent = {each.name: each.value() for each in form if each.value() not in (None, "", False, [])}
    return {**sent, "lon": str(sent["lon"]).replace(".", ","), "lat": str(sent["lat"]).replace(".", ",")}


def test_a_new_item_keeps_what_was_typed_with_its_native_coordinates(signed_in, officer, filled):
    answer = signed_in(officer).post("/can-bo/di-san/moi/", filled(alt_names="Đình Cả\n  Đình   Hạ \n"))
    item = Item.objects.get()
    assert answer["Location"] == f"/can-bo/di-san/{item.public_id}/"
    assert (item.unit, item.created_by, item.state) == (officer.unit, officer, "draft")
    assert item.alt_names == ["Đình Cả", "Đình Hạ"]
    assert item.sources == {"s1": {"title": "Biên bản khảo sát"}}
    place = item.placement.as_dict()
    assert {name: place[name] for name in WRITTEN} == WRITTEN
    assert (place["method"], place["accuracy_m"]) == ("gnss", 5.0)


def test_native_coordinates_survive_the_round_trip_through_the_form(signed_in, officer, filled):
    client = signed_in(officer)
    client.post("/can-bo/di-san/moi/", filled())
    item = Item.objects.get()
    for language in ("", "/en"):
        page = client.get(f"{language}/can-bo/di-san/{item.public_id}/")
        shown = page.context["place"]
        client.post(
            f"{language}/can-bo/di-san/{item.public_id}/",
            filled(
                lon=shown["lon"], lat=shown["lat"], accuracy_m=shown["accuracy"], native_x=shown["native_x"],
                native_y=shown["native_y"], native_epsg=shown["epsg"], summary_vi=f"Sửa {language}",
            ),
        )  # fmt: skip
        assert "placement" not in editing.open_revision(item).values


@pytest.mark.parametrize(
    "typed_over",
    [{"lat": "20,41"}, {"native_epsg": "5897"}, {"native_epsg": "1"}, {"native_y": ""}],
)
def test_coordinates_of_the_paper_are_kept_only_where_they_are_those_of_the_degrees(
    signed_in, officer, filled, typed_over
):
    signed_in(officer).post("/can-bo/di-san/moi/", filled(**typed_over))
    place = Item.objects.get().placement
    assert (place.native_crs, place.native_x, place.native_y) == (None, None, None)
    assert place.lon == 106.211493


def test_the_form_shows_the_coordinates_of_the_paper(signed_in, officer, published):
    page = signed_in(officer).get(f"/can-bo/di-san/{published.public_id}/").content.decode()
    assert "X 2257535,741; Y 574060,102 (EPSG:9209)" in page


def test_the_form_says_who_placed_the_item_and_when(signed_in, officer, filled):
    client = signed_in(officer)
    client.post("/can-bo/di-san/moi/", filled())
    item = Item.objects.get()
    Item.objects.filter(pk=item.pk).update(position_at="2026-11-24T20:00:00Z")  # the 25th here
    kept = client.get(f"/can-bo/di-san/{item.public_id}/").context["place"]["kept"]
    assert kept == "X 2257535,741; Y 574060,102 (EPSG:9209). canbo ghi ngày 25/11/2026"


def test_a_form_with_mistakes_names_each_with_a_link_and_loses_nothing(signed_in, officer, filled):
    answer = signed_in(officer).post(
        "/can-bo/di-san/moi/",
        filled(name_vi="", accuracy_m="", decision_date="31/02/2012", place_text="X 2257535 Y 574060"),
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    for anchor in ("#id_name_vi", "#id_accuracy_m", "#id_decision_date"):
        assert f'href="{anchor}"' in page
        assert f'id="{anchor[1:]}"' in page
    assert 'value="106,211493"' in page
    assert 'value="X 2257535 Y 574060"' in page
    assert not Item.objects.exists()


def test_half_a_position_is_refused(signed_in, officer, filled):
    page = signed_in(officer).post("/can-bo/di-san/moi/", filled(lat="")).content.decode()
    assert "Ghi đủ cả kinh độ và vĩ độ." in page


def test_editing_a_published_item_leaves_the_published_version(signed_in, officer, published):
    client = signed_in(officer)
    sent = as_shown(client, published) | {"summary_vi": "Bản mới."}
    client.post(f"/can-bo/di-san/{published.public_id}/", sent)
    published.refresh_from_db()
    assert published.summary_vi == "Bản cũ."
    revision = editing.open_revision(published)
    assert revision.values == {"summary_vi": "Bản mới."}
    page = client.get(f"/can-bo/di-san/{published.public_id}/").content.decode()
    assert "Bản mới." in page
    assert "Bản đang công bố giữ nguyên" in page
    assert "Bản mới." not in client.get(f"/di-san/{published.public_id}/{published.slug}/").content.decode()


def test_a_form_sent_back_untouched_proposes_nothing(signed_in, officer, published):
    client = signed_in(officer)
    client.post(f"/can-bo/di-san/{published.public_id}/", as_shown(client, published))
    assert editing.open_revision(published).values == {}


def test_line_ends_and_letters_of_another_system_are_no_change(signed_in, officer, published):
    Item.objects.filter(pk=published.pk).update(story_vi="Dòng một.\nDòng hai.")
    client = signed_in(officer)
    sent = as_shown(client, published) | {
        "story_vi": "Dòng một.\r\nDòng hai.",
        "name_vi": unicodedata.normalize("NFD", "Đình Vị Khê"),
    }
    client.post(f"/can-bo/di-san/{published.public_id}/", sent)
    assert editing.open_revision(published).values == {}


def test_nobody_overwrites_a_colleague_unawares(signed_in, officer, reviewer, published):
    first, second = signed_in(officer), signed_in(reviewer)
    address = f"/can-bo/di-san/{published.public_id}/"
    version = second.get(address).context["version"]
    first.post(address, as_shown(first, published) | {"summary_vi": "Của người thứ nhất."})
    sent = as_shown(second, published) | {"summary_vi": "Của người thứ hai."}
    answer = second.post(address, sent | {"version": version})
    assert "Người khác vừa lưu hồ sơ này." in answer.content.decode()
    assert "Của người thứ hai." in answer.content.decode()
    assert editing.open_revision(published).values == {"summary_vi": "Của người thứ nhất."}
    second.post(address, sent | {"version": answer.context["version"]})
    assert editing.open_revision(published).values == {"summary_vi": "Của người thứ hai."}


def test_the_form_shows_the_open_revisions_values_and_adds_to_them(signed_in, officer, published):
    client = signed_in(officer)
    address = f"/can-bo/di-san/{published.public_id}/"
    client.post(address, as_shown(client, published) | {"source_title": "Nguồn hai", "summary_vi": "Hai."})
    client.post(
        address,
        as_shown(client, published) | {"source_title": "Nguồn ba", "source_url": "https://example.org/3"},
    )
    values = editing.open_revision(published).values
    assert [source["title"] for source in values["sources"].values()] == ["Sách cũ", "Nguồn hai", "Nguồn ba"]
    assert values["sources"]["s1"]["where"] == "trang 5"
    assert values["sources"]["s3"]["url"] == "https://example.org/3"
    assert values["summary_vi"] == "Hai."


def test_saving_again_takes_a_submitted_record_out_of_the_queue_and_says_so_before(
    signed_in, officer, make_item, filled
):
    item = make_item()
    editing.submit(item, by=officer)
    client = signed_in(officer)
    assert (
        "Lưu lần nữa thì hồ sơ rời hàng chờ"
        in client.get(f"/can-bo/di-san/{item.public_id}/").content.decode()
    )
    client.post(f"/can-bo/di-san/{item.public_id}/", filled())
    assert editing.open_revision(item).state == Revision.State.DRAFT


def test_save_and_send_puts_the_record_in_the_reviewers_queue(signed_in, officer, reviewer, filled):
    answer = signed_in(officer).post("/can-bo/di-san/moi/", filled(submit="1"))
    assert answer["Location"] == "/can-bo/"
    queue = signed_in(reviewer).get("/can-bo/duyet/")
    assert [each["item"]["name"] for each in queue.context["waiting"]] == ["Đình Vị Khê"]
    assert queue.context["review_count"] == 1


def test_the_page_says_what_is_still_missing_counting_what_was_proposed(signed_in, officer, make_item):
    item = make_item()
    editing.edit_item(item, by=officer, values={"story_vi": "Lý lịch đầy đủ."})
    missing = [
        need["text"]
        for need in signed_in(officer).get(f"/can-bo/di-san/{item.public_id}/").context["missing"]
    ]
    assert "Lý lịch di tích" not in missing
    assert "Phần giới thiệu" in missing


def test_the_list_is_paged_and_found_in_by_name_or_code(signed_in, officer, make_item):
    items = [make_item(name_vi=f"Đình số {number}") for number in range(61)]
    client = signed_in(officer)
    first = client.get("/can-bo/di-san/")
    assert len(first.context["items"]) == 60
    assert first.context["next_url"] == "?page=2"
    second = client.get("/can-bo/di-san/?page=2").context["items"]
    assert [each["public_id"] for each in second] == [items[0].public_id]
    for wanted in ("dinh so 17", items[17].public_id.lower()):
        found = client.get("/can-bo/di-san/", {"q": wanted}).context["items"]
        assert [each["name"] for each in found] == ["Đình số 17"]
    assert "Không có hồ sơ nào tên “xyz”." in client.get("/can-bo/di-san/?q=xyz").content.decode()


def test_another_wards_officer_is_refused_on_a_page_that_says_why(signed_in, stranger, make_item, filled):
    item = make_item()
    client = signed_in(stranger)
    for send in (client.get, client.post):
        answer = send(f"/can-bo/di-san/{item.public_id}/", filled())
        assert answer.status_code == 403
        assert "Tài khoản nguoila không thuộc Phường Vị Khê." in answer.content.decode()
    assert client.post(f"/can-bo/di-san/{item.public_id}/gui-duyet/").status_code == 403
    assert not Revision.objects.exists()


def test_a_new_item_always_belongs_to_the_persons_own_unit(signed_in, officer, nam_dinh, filled):
    signed_in(officer).post("/can-bo/di-san/moi/", filled(unit=nam_dinh.code))
    assert Item.objects.get().unit == officer.unit


def test_an_unknown_item_is_not_found(signed_in, officer):
    assert signed_in(officer).get("/can-bo/di-san/KHONGCO/").status_code == 404
