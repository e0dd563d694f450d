"""Bursts, look-alikes and grades on the page of a delivery and at the file, through a client."""

from __future__ import annotations

import datetime as dt
from html import unescape
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from PIL import Image

from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch
from heritage.services import intake
from tests import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stores", "index")]
LON, LAT = 106.2115, 20.4076


def shot(path: Path, minute: int, seed: int) -> Path:
    """A photo taken in the ward at a minute past seven."""
    samples.photo(path, lon=LON, lat=LAT + minute * 1e-5, seed=seed, size=(900, 600))
    with Image.open(path) as picture:
        block = picture.getexif()
        moment = dt.datetime(2026, 3, 19, 7, minute)
        block.get_ifd(0x8769)[36867] = f"{moment:%Y:%m:%d %H:%M:%S}"
        picture.save(path, quality=90, exif=block)
    return path


@pytest.fixture
def batch(vi_khe, officer, tmp_path) -> Batch:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    for number, minute in enumerate((0, 1, 2)):
        path = shot(tmp_path / f"{number}.jpg", minute, 7)  # one scene three times: alike
        intake.receive_into(batch, path, name=f"cong-{number}.jpg", queue=False)
    for asset in Asset.objects.all():
        process_asset(asset.pk)
    return batch


def page(client, batch: Batch) -> str:
    return unescape(client.get(f"/can-bo/tai-len/{batch.pk}/").content.decode())


def test_a_burst_is_attached_and_taken_back_with_one_button_each(
    signed_in, officer, batch, make_item
) -> None:
    item = make_item(
        name_vi="Đền X",
        position=Point(LON, LAT + 3e-4, srid=4326),
        position_method="gnss",
        position_accuracy_m=1,
    )
    client = signed_in(officer)
    shown = page(client, batch)
    assert "Gắn 3 ảnh vào Đền X (cách 32 m)" in shown
    assert "3 ảnh, 07:00, 19/03/2026" in shown
    key = shown.split('name="key" value="')[1].split('"')[0]
    answer = client.post(f"/can-bo/tai-len/{batch.pk}/nhom-anh/", {"key": key}, follow=True)
    said = unescape(answer.content.decode())
    assert "Đã gắn 3 ảnh vào Đền X." in said
    assert item.assets.count() == 3
    undo = said.split(f"/can-bo/tai-len/{batch.pk}/nhom-anh/")[1].split('"')[0]
    client.post(f"/can-bo/tai-len/{batch.pk}/nhom-anh/{undo}")
    assert item.assets.count() == 0
    assert "Gắn 3 ảnh vào Đền X (cách 32 m)" in page(client, batch)


def test_without_an_item_nearby_the_button_makes_one_record(signed_in, officer, batch) -> None:
    assert "Gộp 3 ảnh thành một hồ sơ mới" in page(signed_in(officer), batch)


def test_a_stale_button_says_so_and_moves_nothing(signed_in, officer, batch) -> None:
    answer = signed_in(officer).post(f"/can-bo/tai-len/{batch.pk}/nhom-anh/", {"key": "x"}, follow=True)
    assert "Nhóm ảnh này vừa thay đổi" in answer.content.decode()
    assert Asset.objects.values("item").distinct().count() == 3


def test_another_unit_s_people_may_not_press_it(signed_in, stranger, batch) -> None:
    client = signed_in(stranger)
    assert client.post(f"/can-bo/tai-len/{batch.pk}/nhom-anh/", {"key": "x"}).status_code == 403
    assert client.post(f"/can-bo/tai-len/{batch.pk}/nhom-anh/1/hoan-tac/").status_code == 403


def test_look_alikes_and_grades_are_shown_in_both_languages(signed_in, officer, batch) -> None:
    client = signed_in(officer)
    shown = page(client, batch)
    assert "Gần giống ảnh “cong-1.jpg” đã có" in shown
    assert shown.count('class="alike"') == 6
    assert "MP: " in shown and "/4. Ảnh" in shown
    english = unescape(client.get(f"/en/can-bo/tai-len/{batch.pk}/").content.decode())
    assert "Looks like “cong-1.jpg”, which is already here" in english
    assert "Merge 3 photos into one new record" in english
    asset = Asset.objects.first()
    at_file = unescape(client.get(f"/can-bo/di-san/{asset.item.public_id}/tep/").content.decode())
    assert "Gần giống ảnh “cong-1.jpg” đã có" in at_file
    assert asset.facts["grade_reason"]["vi"] in at_file
