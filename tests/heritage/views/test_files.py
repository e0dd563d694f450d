"""Derivatives by range, hidden ones hidden, short addresses and QR."""

from __future__ import annotations

import pytest
from django.test import Client

from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Derivative, Item
from heritage.services import intake
from heritage.services.publishing import publish
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asset(make_item, officer, stores, index, tmp_path) -> Asset:
    item = make_item(name_vi="Đình Vị Khê")
    batch = Batch.objects.create(unit=item.unit, by=officer)
    path = samples.photo(tmp_path / "a.jpg", size=(1500, 1000))
    receipt = intake.receive_into(batch, path, name="a.jpg", item=item, queue=False)
    process_asset(receipt.asset_id)
    return Asset.objects.get(pk=receipt.asset_id)


@pytest.fixture
def shown(asset, reviewer) -> Asset:
    publish(asset.item, by=reviewer)
    asset.refresh_from_db()
    return asset


def address(asset: Asset, recipe: str = "photo-640") -> str:
    return f"/media/{asset.public_id}/{recipe}.jpg"


def test_what_is_not_published_is_not_there_for_the_public(asset):
    assert Client().get(address(asset)).status_code == 404


def test_the_unit_s_own_officer_sees_it_and_another_s_does_not(asset, officer, stranger):
    own, other = Client(), Client()
    own.force_login(officer)
    other.force_login(stranger)
    assert own.get(address(asset)).status_code == 200
    assert other.get(address(asset)).status_code == 404


def test_a_range_is_exactly_that_part(shown):
    whole = b"".join(Client().get(address(shown)).streaming_content)
    response = Client().get(address(shown), headers={"Range": "bytes=10-19"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == whole[10:20]
    assert response.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    tail = Client().get(address(shown), headers={"Range": "bytes=-5"})
    assert b"".join(tail.streaming_content) == whole[-5:]
    past = Client().get(address(shown), headers={"Range": f"bytes={len(whole)}-"})
    assert past.status_code == 416


def test_an_unchanged_file_is_not_sent_twice(shown):
    etag = Client().get(address(shown)).headers["ETag"]
    assert Client().get(address(shown), headers={"If-None-Match": etag}).status_code == 304


def test_a_file_of_strangers_gets_no_rights_on_the_site(shown):
    response = Client().get(address(shown))
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_short_address_leads_to_the_page_in_the_browser_s_language(shown):
    item = shown.item
    vietnamese = Client().get(f"/q/{item.public_id.lower()}", headers={"Accept-Language": "vi-VN"})
    assert vietnamese.headers["Location"] == f"/di-san/{item.public_id}/dinh-vi-khe/"
    english = Client().get(f"/q/{item.public_id}", headers={"Accept-Language": "en-GB,en"})
    assert english.headers["Location"].startswith("/en/")
    assert Client().get("/q/ZZZZZZ").status_code == 404


def test_the_qr_code_is_an_image_without_script(shown):
    response = Client().get(f"/qr/{shown.item.public_id}.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert b"<script" not in response.content


def test_a_protected_item_s_georeferenced_files_are_withheld(shown):
    Derivative.objects.create(
        asset=shown,
        recipe="copc",
        media_type="application/vnd.laszip+copc",
        file="x",
        bytes=1,
        sha256="0" * 64,
    )
    shown.item.disclosure = "km1"
    shown.item.save()
    assert Client().get(f"/media/{shown.public_id}/copc.copc.laz").status_code == 404


def test_what_only_an_officer_may_see_stays_out_of_shared_caches(asset, officer):
    own = Client()
    own.force_login(officer)
    picture = f"/iiif/3/{asset.public_id}/full/max/0/default.jpg"
    for path in (f"{address(asset)}?v=1", picture, f"/iiif/3/{asset.public_id}/info.json"):
        headers = own.get(path).headers
        assert headers["Cache-Control"].startswith("private")
        assert "Access-Control-Allow-Origin" not in headers


def test_a_withdrawn_item_s_files_leave_the_shared_caches_too(shown, officer):
    own = Client()
    own.force_login(officer)
    assert own.get(f"{address(shown)}?v=1").headers["Cache-Control"].startswith("public")
    Item.objects.update(state="withdrawn")
    assert own.get(f"{address(shown)}?v=1").headers["Cache-Control"].startswith("private")
    assert Client().get(f"{address(shown)}?v=1").status_code == 404


def test_a_range_of_absurd_length_is_no_crash(shown):
    assert Client().get(address(shown), headers={"Range": f"bytes=0-{'9' * 5000}"}).status_code == 200


def test_text_is_compressed_and_files_are_sent_byte_for_byte(shown):
    accepts = {"Accept-Encoding": "gzip"}
    assert Client().get("/ban-do/quan-dao.geojson", headers=accepts).headers["Content-Encoding"] == "gzip"
    assert Client().get("/kham-pha/", headers=accepts).headers["Content-Encoding"] == "gzip"
    whole = Client().get(address(shown), headers=accepts)
    part = Client().get(address(shown), headers={**accepts, "Range": "bytes=0-9"})
    picture = Client().get(f"/iiif/3/{shown.public_id}/0,0,500,500/250,/0/default.jpg", headers=accepts)
    assert not any(each.headers.get("Content-Encoding") for each in (whole, part, picture))
    assert part.headers["Content-Length"] == "10"
