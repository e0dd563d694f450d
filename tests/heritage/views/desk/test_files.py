"""Captions and rights are written until a file is public; a file that we failed is sent again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from heritage.models import Asset, Event, Revision
from heritage.services import editing

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(make_item, officer):
    """A photo that the machine accepted and nobody has described."""
    item = make_item()
    return Asset.objects.create(
        item=item, unit=item.unit, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=2048, original="x",
        original_name="IMG_2040.JPG", state=Asset.State.READY, received_by=officer,
    )  # fmt: skip


def said(asset, **values):
    return {
        f"{asset.public_id}-{name}": value
        for name, value in (
            {"caption": "Tam quan", "author": "Thu Hà", "licence": "CC-BY-4.0"} | values
        ).items()
    }


def address(asset):
    return f"/can-bo/di-san/{asset.item.public_id}/tep/"


def test_every_file_gets_its_own_caption_and_rights(signed_in, officer, photo):
    client = signed_in(officer)
    assert "IMG_2040.JPG" in client.get(address(photo)).content.decode()
    answer = client.post(address(photo), said(photo), follow=True)
    photo.refresh_from_db()
    assert (photo.caption_vi, photo.credit, photo.licence) == ("Tam quan", "Thu Hà", "CC-BY-4.0")
    assert "Đã lưu thông tin của 1 tệp." in answer.content.decode()
    event = Event.objects.get(verb="file_described")
    assert (event.actor, event.detail["fields"]) == (officer, ["caption_vi", "credit", "licence"])


def test_words_changed_after_handing_in_take_the_record_out_of_the_queue(signed_in, officer, reviewer, photo):
    editing.submit(photo.item, by=officer)
    seen = signed_in(reviewer).get(f"/can-bo/duyet/{photo.item.public_id}/").context["seen"]
    signed_in(officer).post(address(photo), said(photo))
    assert editing.open_revision(photo.item).state == Revision.State.DRAFT
    editing.submit(photo.item, by=officer)
    assert signed_in(reviewer).get(f"/can-bo/duyet/{photo.item.public_id}/").context["seen"] != seen


def test_a_form_sent_back_untouched_changes_nothing(signed_in, officer, photo):
    editing.submit(photo.item, by=officer)
    signed_in(officer).post(address(photo), said(photo, caption="", author="", licence=""))
    assert editing.open_revision(photo.item).state == Revision.State.SUBMITTED
    assert not Event.objects.filter(verb="file_described").exists()


def test_a_public_file_is_not_offered(signed_in, officer, photo):
    Asset.objects.filter(pk=photo.pk).update(published_at=timezone.now())
    client = signed_in(officer)
    assert "Không có tệp nào chưa công bố." in client.get(address(photo)).content.decode()
    client.post(address(photo), said(photo))
    photo.refresh_from_db()
    assert photo.caption_vi == ""


def test_an_unknown_licence_is_named_with_a_link(signed_in, officer, photo):
    page = signed_in(officer).post(address(photo), said(photo, licence="cua-toi")).content.decode()
    assert f'href="#id_{photo.public_id}-licence"' in page
    photo.refresh_from_db()
    assert photo.caption_vi == ""


def test_a_failed_file_is_sent_again_and_only_such_a_file(signed_in, officer, photo):
    client = signed_in(officer)
    again = f"/can-bo/tep/{photo.public_id}/lam-lai/"
    assert "không gặp lỗi hệ thống" in client.post(again, follow=True).content.decode()
    Asset.objects.filter(pk=photo.pk).update(state=Asset.State.FAILED, attempts=3)
    assert again in client.get(f"/can-bo/di-san/{photo.item.public_id}/").content.decode()
    assert client.get(again).status_code == 405
    client.post(again)
    photo.refresh_from_db()
    assert (photo.state, photo.attempts) == (Asset.State.RECEIVED, 0)


def test_another_ward_is_refused(signed_in, stranger, photo):
    client = signed_in(stranger)
    assert client.get(address(photo)).status_code == 403
    assert client.post(address(photo), said(photo)).status_code == 403
    assert client.post(f"/can-bo/tep/{photo.public_id}/lam-lai/").status_code == 403
