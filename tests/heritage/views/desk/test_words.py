"""An officer compares the words of a page with its picture; nobody of another ward does."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile

from heritage import storage
from heritage.models import Asset, Derivative, PageText

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(make_item, officer, stores) -> Asset:
    item = make_item()
    asset = Asset.objects.create(
        item=item, unit=item.unit, kind="scan", media_type="image/tiff", sha256="0" * 64, bytes=2048, original="x",
        original_name="漢喃 hồ sơ.tif", state=Asset.State.READY, received_by=officer,
        facts={"reading": {"wanted": [1, 2], "language": "vie+eng", "weak": [2], "late": [], "postponed": False}},
        doubts=[{"code": "ocr_weak", "vi": "Không nhận dạng được chữ ở trang 2.", "en": "Page 2."}],
    )  # fmt: skip
    pages = [
        {"page": 1, "confidence": 91.5, "text": "Khoán ước"},
        {"page": 2, "confidence": 31.0, "text": ""},
    ]
    file = storage.derivatives().save(
        "t/ocr.json", ContentFile(json.dumps({"language": "vie", "pages": pages}))
    )
    rows = (
        [("ocr", file)] + [(f"page-{number:04}-1280", "x") for number in range(1, 13)] + [("photo-640", "x")]
    )
    for recipe, name in rows:
        Derivative.objects.create(
            asset=asset, recipe=recipe, media_type="image/jpeg", file=name, bytes=1, sha256="1"
        )
    PageText.objects.create(asset=asset, page=1, text="Khoán ước", source="ocr")
    return asset


def address(asset: Asset) -> str:
    return f"/can-bo/tep/{asset.public_id}/chu/"


def test_words_stand_beside_their_page_with_source_and_confidence(signed_in, officer, scan):
    page = signed_in(officer).get(address(scan)).content.decode()
    assert "漢喃 hồ sơ.tif" in page
    assert f"/media/{scan.public_id}/page-0001-1280.jpg" in page
    assert "Máy nhận dạng, có thể sai. Độ tin cậy 92/100" in page
    assert '<p lang="vi">Khoán ước</p>' in page
    assert "Nhận dạng bằng ngôn ngữ vie+eng." in page
    assert "Không nhận dạng được chữ ở trang 2." in page
    assert "Trang này không có chữ đọc được. Độ tin cậy 31/100" in page


def test_ten_pages_are_shown_at_a_time(signed_in, officer, scan):
    client = signed_in(officer)
    assert "page-0011" not in client.get(address(scan)).content.decode()
    assert "page-0011" in client.get(f"{address(scan)}?page=2").content.decode()


def test_the_file_s_row_leads_there(signed_in, officer, scan):
    client = signed_in(officer)
    for path in (f"/can-bo/di-san/{scan.item.public_id}/", f"/can-bo/di-san/{scan.item.public_id}/tep/"):
        assert address(scan) in client.get(path).content.decode()


def test_another_ward_may_not_look_and_a_photo_has_no_pages(signed_in, stranger, officer, scan):
    assert signed_in(stranger).get(address(scan)).status_code == 403
    Asset.objects.update(kind="photo")
    assert signed_in(officer).get(address(scan)).status_code == 404


def test_saying_that_it_is_a_drawing_asks_for_a_finer_scan(signed_in, officer, scan):
    scan.facts["pages"] = [{"width": 10, "height": 10, "dpi": 200.0}]
    scan.save()
    form = {
        f"{scan.public_id}-{name}": value for name, value in {"caption": "Bản vẽ", "role": "drawing"}.items()
    }
    client = signed_in(officer)
    assert client.post(f"/can-bo/di-san/{scan.item.public_id}/tep/", form).status_code == 302
    assert [doubt["code"] for doubt in Asset.objects.get().doubts] == ["ocr_weak", "low_dpi"]
    form[f"{scan.public_id}-role"] = "inventory_sheet"
    client.post(f"/can-bo/di-san/{scan.item.public_id}/tep/", form)
    assert [doubt["code"] for doubt in Asset.objects.get().doubts] == ["ocr_weak"]
