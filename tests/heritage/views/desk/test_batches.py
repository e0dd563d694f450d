"""Upload through a browser: every file ends with an outcome and a reason, in the same words as ``ingest``."""

from __future__ import annotations

import html
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Receipt
from tests import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stores", "index")]


@pytest.fixture
def files(tmp_path) -> dict[str, bytes]:
    """A photo taken in the ward, its copy, the first half of it, and a photo taken elsewhere."""
    whole = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076).read_bytes()
    away = samples.photo(tmp_path / "b.jpg", lon=105.85, lat=21.03, seed=3).read_bytes()
    return {
        "mat-truoc.jpg": whole,
        "ban-sao.jpg": whole,
        "bi-cat.jpg": whole[: len(whole) // 2],
        "ha-noi.jpg": away,
    }


def uploaded(files: dict[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


def work() -> None:
    """What a worker does."""
    for asset in Asset.objects.filter(state=Asset.State.RECEIVED):
        process_asset(asset.pk)


def test_a_plain_form_gives_every_file_a_receipt(signed_in, officer, make_item, files):
    item = make_item()
    answer = signed_in(officer).post(
        "/can-bo/tai-len/",
        {
            "item": item.public_id, "caption": "Mặt trước", "author": "Thu Hà", "licence": "CC-BY-4.0", "role": "",
            "files": uploaded(files),
        },
    )  # fmt: skip
    batch = Batch.objects.get()
    assert answer["Location"] == f"/can-bo/tai-len/{batch.pk}/"
    assert (batch.unit, batch.by) == (officer.unit, officer)
    work()
    outcomes = {receipt.path: receipt.outcome for receipt in batch.receipts.all()}
    assert outcomes == {
        "mat-truoc.jpg": "accepted",
        "ban-sao.jpg": "duplicate",
        "bi-cat.jpg": "refused",
        "ha-noi.jpg": "needs_review",
    }
    kept = Asset.objects.get(original_name="mat-truoc.jpg")
    assert (kept.item, kept.caption_vi, kept.credit, kept.licence) == (
        item,
        "Mặt trước",
        "Thu Hà",
        "CC-BY-4.0",
    )


def test_the_result_page_puts_trouble_first_with_reason_and_remedy(signed_in, officer, make_item, files):
    item = make_item(name_vi="Đình Vị Khê")
    client = signed_in(officer)
    client.post("/can-bo/tai-len/", {"item": item.public_id, "files": uploaded(files)})
    batch = Batch.objects.get()
    waiting = client.get(f"/can-bo/tai-len/{batch.pk}/").content.decode()
    assert f'data-working="/can-bo/tai-len/{batch.pk}/"' in waiting
    assert "Xem lại ngay" in waiting
    work()
    answer = client.get(f"/can-bo/tai-len/{batch.pk}/")
    page = answer.content.decode()
    assert "data-working" not in page
    assert [group["outcome"] for group in answer.context["groups"]] == [
        "refused", "needs_review", "duplicate", "accepted",
    ]  # fmt: skip
    for outcome in ("refused", "needs_review", "duplicate", "accepted"):
        assert f'href="#{outcome}"' in page
        assert page.count(f'id="{outcome}"') == 1
    refused = Receipt.objects.get(outcome="refused")
    assert refused.vi in page.replace("&quot;", '"')
    assert f"/can-bo/tai-len/?item={item.public_id}" in page
    photo = Asset.objects.get(original_name="mat-truoc.jpg")
    assert f"/media/{photo.public_id}/photo-320.jpg" in page
    assert client.get(f"/media/{photo.public_id}/photo-320.jpg").status_code == 200
    assert f"Chú thích: “{photo.caption_vi}”." in html.unescape(page)  # what the camera wrote
    assert "Chưa khai quyền sử dụng nên tệp chưa được tính." in page


def test_json_answers_in_the_shape_of_ingest(signed_in, officer, vi_khe, files, tmp_path, capsys):
    client = signed_in(officer)
    answer = client.post(
        "/can-bo/tai-len/",
        {"files": uploaded({"hong.jpg": files["bi-cat.jpg"]})},
        headers={"accept": "application/json"},
    ).json()
    folder = tmp_path / "khac"
    folder.mkdir()
    (folder / "khac.jpg").write_bytes(files["ha-noi.jpg"])
    call_command("ingest", str(folder), unit=vi_khe.code, json=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    by_command = lines[0]
    by_browser = answer["results"][0]
    assert set(by_command) <= set(by_browser)
    assert {name: type(by_command[name]) for name in ("path", "outcome", "code", "vi", "en", "sha256")} == {
        name: type(by_browser[name]) for name in ("path", "outcome", "code", "vi", "en", "sha256")
    }
    assert answer["url"] == f"/can-bo/tai-len/{answer['batch']}/"
    work()
    later = client.get(answer["url"], headers={"accept": "application/json"}).json()
    assert later["totals"] == {"refused": 1}
    assert later["results"][0]["outcome"] == "refused"


def test_files_sent_one_by_one_stay_one_delivery(signed_in, officer, files):
    client = signed_in(officer)
    batch = ""
    for name in ("mat-truoc.jpg", "ha-noi.jpg"):
        batch = client.post(
            "/can-bo/tai-len/",
            {"batch": batch, "files": uploaded({name: files[name]})},
            headers={"accept": "application/json"},
        ).json()["batch"]
    assert Batch.objects.count() == 1
    assert Receipt.objects.count() == 2


def test_a_delivery_that_cannot_exist_is_not_found(signed_in, officer, files):
    client = signed_in(officer)
    for number in ("0", "9" * 30):
        assert client.get(f"/can-bo/tai-len/{number}/").status_code == 404
    client.post("/can-bo/tai-len/", {"batch": "9" * 30, "files": uploaded({"a.jpg": files["ha-noi.jpg"]})})
    assert Receipt.objects.count() == 1


def test_somebody_elses_delivery_cannot_be_added_to(signed_in, officer, reviewer, files):
    first = Batch.objects.create(unit=officer.unit, by=reviewer, label="Của người khác")
    signed_in(officer).post(
        "/can-bo/tai-len/", {"batch": first.pk, "files": uploaded({"a.jpg": files["ha-noi.jpg"]})}
    )
    assert first.receipts.count() == 0


def test_a_zip_comes_apart_and_its_manifest_describes_each_file(
    signed_in, officer, make_item, files, tmp_path
):
    item = make_item()
    unplaced = samples.photo(tmp_path / "c.jpg", seed=7).read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("anh/mat-truoc.jpg", unplaced)
        archive.writestr("anh/ha-noi.jpg", files["ha-noi.jpg"])
        archive.writestr("../thoat-ra.jpg", b"x")
        archive.writestr(
            "bang-ke.csv",
            "tệp,di sản,chú thích,tác giả,giấy phép,x,y,crs,sai số\n"
            f"anh/mat-truoc.jpg,{item.public_id},Tam quan,Thu Hà,CC0-1.0,2257535.741,574060.102,EPSG:9209,0.5\n",
        )
    signed_in(officer).post(
        "/can-bo/tai-len/",
        {
            "caption": "Chung",
            "licence": "CC-BY-4.0",
            "files": [SimpleUploadedFile("ho-so.zip", packed.getvalue())],
        },
    )
    work()
    receipts = {receipt.path: receipt for receipt in Receipt.objects.all()}
    assert set(receipts) == {"anh/mat-truoc.jpg", "anh/ha-noi.jpg", "../thoat-ra.jpg"}
    assert receipts["../thoat-ra.jpg"].code == "unsafe_name"
    described = receipts["anh/mat-truoc.jpg"].asset
    assert (described.item, described.caption_vi, described.licence) == (item, "Tam quan", "CC0-1.0")
    assert described.placement["native_crs"] == "EPSG:9209"
    assert receipts["anh/mat-truoc.jpg"].outcome == "accepted"
    assert receipts["anh/ha-noi.jpg"].asset.caption_vi == "Chung"
    assert receipts["anh/ha-noi.jpg"].asset.item != item


def test_nothing_chosen_is_said_and_leaves_no_empty_delivery(signed_in, officer, make_item):
    item = make_item()
    client = signed_in(officer)
    answer = client.post("/can-bo/tai-len/", {"item": item.public_id}, follow=True)
    assert "Chưa chọn tệp nào." in answer.content.decode()
    assert answer.redirect_chain == [(f"/can-bo/tai-len/?item={item.public_id}", 302)]
    assert (
        client.post("/can-bo/tai-len/", headers={"accept": "application/json"}).json()["code"] == "no_files"
    )
    assert not Batch.objects.exists()


def test_an_unknown_licence_is_refused(signed_in, officer, files):
    answer = signed_in(officer).post(
        "/can-bo/tai-len/",
        {"licence": "cua-toi", "files": uploaded({"a.jpg": files["ha-noi.jpg"]})},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_details"
    assert not Asset.objects.exists()


def test_another_ward_sees_neither_the_delivery_nor_its_pictures(
    signed_in, officer, stranger, make_item, files
):
    item = make_item()
    signed_in(officer).post(
        "/can-bo/tai-len/", {"item": item.public_id, "files": uploaded({"a.jpg": files["ban-sao.jpg"]})}
    )
    work()
    batch, photo = Batch.objects.get(), Asset.objects.get()
    client = signed_in(stranger)
    assert client.get(f"/can-bo/tai-len/{batch.pk}/").status_code == 403
    assert (
        client.get(f"/can-bo/tai-len/{batch.pk}/", headers={"accept": "application/json"}).status_code == 403
    )
    assert client.get(f"/media/{photo.public_id}/photo-320.jpg").status_code == 404
    refused = client.post(
        "/can-bo/tai-len/", {"item": item.public_id, "files": uploaded({"b.jpg": files["ha-noi.jpg"]})}
    )
    assert refused.status_code == 403
    assert Asset.objects.count() == 1


def test_an_archive_with_nothing_in_it_gets_its_answer_too(signed_in, officer):
    for members in ({}, {"bang-ke.csv": "tệp,chú thích\n"}):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, text in members.items():
                archive.writestr(name, text)
        answer = signed_in(officer).post(
            "/can-bo/tai-len/",
            {"files": [SimpleUploadedFile("rong.zip", packed.getvalue())]},
            headers={"accept": "application/json"},
        )
        [line] = answer.json()["results"]
        assert (line["path"], line["outcome"], line["code"]) == ("rong.zip", "refused", "archive_empty")


def test_a_damaged_archive_is_a_refusal_and_never_an_error_page(signed_in, officer, files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("đền.jpg", files["mat-truoc.jpg"])
    broken = packed.getvalue().replace("đ".encode(), b"\xff\xfe")
    signed_in(officer).post("/can-bo/tai-len/", {"files": [SimpleUploadedFile("hong.zip", broken)]})
    assert Receipt.objects.get().outcome == "refused"


def test_a_manifest_sent_beside_an_archive_describes_its_files(signed_in, officer, files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mat-truoc.jpg", files["mat-truoc.jpg"])
    sheet = "tệp,chú thích\nmat-truoc.jpg,Tam quan\n".encode()
    signed_in(officer).post(
        "/can-bo/tai-len/", {"files": uploaded({"bang-ke.csv": sheet, "a.zip": packed.getvalue()})}
    )
    assert Asset.objects.get().caption_vi == "Tam quan"
