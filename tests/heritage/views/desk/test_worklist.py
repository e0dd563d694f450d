"""The first page: the unit's own number, returned work, troubled files, then what is nearest to counting."""

from __future__ import annotations

import datetime as dt

import pytest

from heritage.jobs.evidence import refresh_level
from heritage.models import Asset, PendingIndex, Plan, RegisterEntry, RegisterVersion, User
from heritage.services import editing, publishing

pytestmark = pytest.mark.django_db


def register(unit, *items):
    version = RegisterVersion.objects.create(
        unit=unit, number=1, label_vi="Danh mục thử", valid_from=dt.date(2026, 1, 1)
    )
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    Plan.objects.create(
        unit=unit,
        key=f"thu-{unit.code}",
        document_vi="Kế hoạch",
        year_from=2026,
        year_to=2026,
        target_percent=50,
    )


def doubted(item, by):
    return Asset.objects.create(
        item=item, unit=item.unit, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=2048, original="x",
        original_name="DJI_0142.JPG", state=Asset.State.NEEDS_REVIEW, received_by=by,
        doubts=[{"code": "outside_unit", "vi": "Vị trí nằm ngoài phường.", "en": "The position lies outside."}],
    )  # fmt: skip


def test_the_number_shows_one_slat_for_each_object(signed_in, officer, make_item):
    items = [make_item() for _ in range(3)]
    register(officer.unit, *items)
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert '0<span class="pct">/3</span>' in page
    assert "Còn 2 di sản nữa là đạt chỉ tiêu 50%." in page


def test_without_a_register_no_percentage_is_invented(signed_in, officer):
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert "Chưa có danh mục được duyệt nên chưa có tỷ lệ" in page
    assert "0%" not in page


def test_what_is_nearest_to_counting_comes_first_and_says_what_it_lacks(signed_in, officer, make_item):
    far = make_item(name_vi="Xa đích")
    near = make_item(
        name_vi="Gần đích",
        rank="inventory",
        summary_vi="Có.",
        story_vi="Có.",
        sources={"s1": {"title": "Sách"}},
    )
    for item in (far, near):
        refresh_level(item)
    register(officer.unit, far, near)
    answer = signed_in(officer).get("/can-bo/")
    assert [task["item"]["name"] for task in answer.context["tasks"]] == ["Gần đích", "Xa đích"]
    assert "8 ảnh có chú thích (có 0, thiếu 8)" in answer.context["tasks"][0]["missing"]
    assert answer.content.decode().count("+1") == 2


def test_the_register_comes_before_what_stands_outside_it(signed_in, officer, make_item):
    outside, listed = (
        make_item(name_vi="Ngoài danh mục", summary_vi="Có."),
        make_item(name_vi="Trong danh mục"),
    )
    for item in (outside, listed):
        refresh_level(item)
    register(officer.unit, listed)
    tasks = signed_in(officer).get("/can-bo/").context["tasks"]
    assert [task["in_register"] for task in tasks] == [True, False]


def test_returned_work_comes_first_with_its_comment(signed_in, officer, reviewer, make_item):
    waiting, returned = make_item(name_vi="Đang chờ"), make_item(name_vi="Bị trả")
    editing.submit(returned, by=officer)
    editing.submit(waiting, by=officer)
    publishing.send_back(returned, by=reviewer, comment="Đo lại vị trí.")
    answer = signed_in(officer).get("/can-bo/")
    assert [each["name"] for each in answer.context["submissions"]] == ["Bị trả", "Đang chờ"]
    assert "Đo lại vị trí." in answer.content.decode()
    assert "Sửa theo nhận xét" in answer.content.decode()


def test_troubled_files_are_named_with_their_doubt(signed_in, officer, reviewer, make_item):
    item = make_item(name_vi="Đình Vị Khê")
    doubted(item, officer)
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert "DJI_0142.JPG" in page
    assert "Vị trí nằm ngoài phường." in page
    assert f"/can-bo/di-san/{item.public_id}/#tep" in page
    assert f"/can-bo/duyet/{item.public_id}/#tep" in signed_in(reviewer).get("/can-bo/").content.decode()


def test_another_wards_work_is_not_shown(signed_in, stranger, officer, make_item):
    item = make_item(name_vi="Đình của người khác")
    doubted(item, officer)
    editing.submit(item, by=officer)
    for path in ("/can-bo/", "/can-bo/di-san/", "/can-bo/duyet/"):
        page = signed_in(stranger).get(path).content.decode()
        assert "Đình của người khác" not in page
        assert "DJI_0142.JPG" not in page


def test_a_damaged_original_is_told_with_what_to_do(signed_in, officer, make_item):
    item = make_item()
    Asset.objects.filter(pk=doubted(item, officer).pk).update(state="ready", damage="altered", doubts=[])
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert "1 tệp gốc không còn như lúc nhận" in page
    assert "DJI_0142.JPG" in page and f"/can-bo/tai-len/?item={item.public_id}" in page
    english = signed_in(officer).get("/en/can-bo/").content.decode()
    assert "Send this same file again to restore it" in english


def test_another_unit_s_damage_is_not_shown(signed_in, stranger, officer, make_item):
    Asset.objects.filter(pk=doubted(make_item(), officer).pk).update(damage="missing")
    assert "DJI_0142.JPG" not in signed_in(stranger).get("/can-bo/").content.decode()


def test_the_desk_says_how_far_the_checking_of_originals_has_come(signed_in, officer, make_item):
    asset = doubted(make_item(), officer)
    assert "chưa tới lượt tệp nào" in signed_in(officer).get("/can-bo/").content.decode()
    Asset.objects.filter(pk=asset.pk).update(fixity_at=dt.datetime(2026, 11, 3, 5, tzinfo=dt.UTC))
    page = signed_in(officer).get("/can-bo/").content.decode()
    assert "Đã kiểm lại mã SHA-256 của 1 tệp" in page and "3/11/2026" in page


def test_administrators_alone_read_what_the_search_engine_has_not_taken(signed_in, officer, make_item):
    PendingIndex.objects.create(public_id=make_item().public_id, problem="nobody answers", tries=2)
    chief = User.objects.create_user("quantri", password="mat-khau-12", role=User.Role.ADMINISTRATOR)
    page = signed_in(chief).get("/can-bo/").content.decode()
    assert "Chưa vào chỉ mục tìm kiếm" in page
    assert "nobody answers" in page
    assert "Chưa vào chỉ mục" not in signed_in(officer).get("/can-bo/").content.decode()
    PendingIndex.objects.all().delete()
    assert "Chưa vào chỉ mục" not in signed_in(chief).get("/can-bo/").content.decode()
