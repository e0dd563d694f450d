"""The pages of an import: what a person sees and presses, what others may not."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heritage.jobs.import_check import check_import
from heritage.models import Item, ItemImport, Revision, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
TABLE = "Tên di tích,Loại,Xếp hạng\nĐền Trần,Di tích,Cấp tỉnh\n=cmd|x,Di tích,\nMiếu,cái gì,\n"
PAGE = "/can-bo/nhap/"


@pytest.fixture
def send(client: Client, officer: User) -> Callable[..., ItemImport]:
    """Sends a file as the officer and runs its dry run."""

    def sending(content: bytes = TABLE.encode(), name: str = "bang.csv") -> ItemImport:
        client.force_login(officer)
        answer = client.post(PAGE, {"files": SimpleUploadedFile(name, content)})
        batch = ItemImport.objects.latest("pk")
        assert answer["Location"] == f"{PAGE}{batch.pk}/"
        check_import(batch.pk)
        batch.refresh_from_db()
        return batch

    return sending


def test_a_file_is_sent_checked_accepted_submitted_and_undone(client: Client, send: Any) -> None:
    batch = send()
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "Nhập 2 dòng" in page
    assert "Không hiểu loại “cái gì”" in page
    assert Item.objects.count() == 0
    client.post(f"{PAGE}{batch.pk}/nhap/")
    assert set(Item.objects.values_list("state", flat=True)) == {"draft"} and Item.objects.count() == 2
    page = client.post(f"{PAGE}{batch.pk}/gui-duyet/", follow=True).content.decode()
    assert "Đã gửi duyệt 2 hồ sơ." in page
    assert Revision.objects.filter(state="submitted").count() == 2
    page = client.post(f"{PAGE}{batch.pk}/hoan-tac/", follow=True).content.decode()
    assert "bỏ 2 bản nháp" in page
    assert Item.objects.count() == 0


def test_the_page_says_that_it_is_reading_and_answers_its_script(client: Client, officer: User) -> None:
    client.force_login(officer)
    client.post(PAGE, {"files": SimpleUploadedFile("a.csv", TABLE.encode())})
    batch = ItemImport.objects.get()
    assert "data-working" in client.get(f"{PAGE}{batch.pk}/").content.decode()
    answer = client.get(f"{PAGE}{batch.pk}/", headers={"accept": "application/json"})
    assert answer.json() == {"totals": {"working": 1}}
    check_import(batch.pk)
    answer = client.get(f"{PAGE}{batch.pk}/", headers={"accept": "application/json"})
    assert answer.json() == {"totals": {"working": 0}}


def test_rows_are_filtered_by_outcome(client: Client, send: Any) -> None:
    batch = send()
    page = client.get(f"{PAGE}{batch.pk}/?ket-qua=refused").content.decode()
    assert "Miếu" in page and "Đền Trần</h3>" not in page


def test_columns_are_changed_on_the_page(client: Client, send: Any) -> None:
    batch = send("Cột A,Cột B\nĐình,Di tích\n".encode())
    address = f"{PAGE}{batch.pk}/doc/"
    twice = {"column-0": "name_vi", "column-1": "name_vi", "encoding": "unicode"}
    assert "đã ghép với mục này" in client.post(address, twice).content.decode()
    client.post(address, {"column-0": "name_vi", "column-1": "category", "encoding": "unicode"})
    check_import(batch.pk)
    batch.refresh_from_db()
    assert batch.report["totals"]["create"] == 1


def test_the_outcome_is_downloaded_without_a_live_formula(client: Client, send: Any) -> None:
    batch = send()
    text = client.get(f"{PAGE}{batch.pk}/ket-qua.csv").content.decode("utf-8-sig")
    assert "'=cmd|x" in text and "Không hiểu loại" in text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}{batch.pk}/ket-qua.xlsx").content)).active
    assert [cell.data_type for cell in sheet["D"]] == ["s"] * 4
    assert client.get(f"{PAGE}{batch.pk}/ket-qua.pdf").status_code == 404


def test_the_template_is_read_as_one_row_to_create(client: Client, officer: User, send: Any) -> None:
    client.force_login(officer)
    content = client.get(f"{PAGE}mau.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert len(sheet.data_validations.dataValidation) == 2
    batch = send(content, "mau.xlsx")
    assert batch.report["totals"] == {"create": 1, "update": 0, "same": 0, "refused": 0}


def test_parts_of_a_shapefile_may_be_chosen_at_once(client: Client, officer: User, tmp_path: Path) -> None:
    import shapely

    from tests.media_pipeline.feature_files import write_layer

    write_layer(
        tmp_path / "di_tich.shp",
        {"ten": ["Đình"], "loai": ["Di tích"]},
        [shapely.Point(106.2128, 20.4035)],
        "EPSG:4326",
        encoding="UTF-8",
    )
    client.force_login(officer)
    files = [SimpleUploadedFile(each.name, each.read_bytes()) for each in tmp_path.glob("di_tich.*")]
    client.post(PAGE, {"files": files})
    batch = ItemImport.objects.get()
    check_import(batch.pk)
    batch.refresh_from_db()
    assert batch.name == "di_tich.shp" and batch.report["totals"]["create"] == 1


def test_two_tables_at_once_are_refused_with_a_sentence(client: Client, officer: User) -> None:
    client.force_login(officer)
    files = [SimpleUploadedFile(name, TABLE.encode()) for name in ("a.csv", "b.csv")]
    page = client.post(PAGE, {"files": files}, follow=True).content.decode()
    assert "Mỗi lần nhập một tệp" in page
    assert not ItemImport.objects.exists()


def test_another_units_person_sees_nothing_of_it(client: Client, send: Any, stranger: User) -> None:
    batch = send()
    client.force_login(stranger)
    for address in ("", "ket-qua.csv"):
        assert client.get(f"{PAGE}{batch.pk}/{address}").status_code == 403
    for address in ("doc/", "nhap/", "gui-duyet/", "hoan-tac/", "bo/"):
        assert client.post(f"{PAGE}{batch.pk}/{address}").status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_a_file_is_put_away(client: Client, send: Any) -> None:
    batch = send()
    client.post(f"{PAGE}{batch.pk}/bo/")
    batch.refresh_from_db()
    assert batch.state == "discarded" and not batch.rows.exists()


def test_a_file_whose_worker_was_lost_is_read_again(client: Client, officer: User) -> None:
    client.force_login(officer)
    client.post(PAGE, {"files": SimpleUploadedFile("a.csv", TABLE.encode())})
    batch = ItemImport.objects.get()
    client.post(f"{PAGE}{batch.pk}/doc/", {"again": "1"})
    check_import(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "checked"
