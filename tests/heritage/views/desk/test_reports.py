"""Reports at the desk: duties, making, texts, preview, files, sent; and only one's own unit's."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from gis.models import AdminUnit
from heritage.models import Plan, Report, ReportTemplate, User
from heritage.reports.template_values import KNOWN
from heritage.services.reports import FORMATS
from tests.heritage.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def other_ward(nam_dinh: AdminUnit) -> AdminUnit:
    """A second ward that takes part."""
    Plan.objects.create(key="nd", unit=nam_dinh, document_vi="Kế hoạch", year_from=2026, year_to=2026)
    return nam_dinh


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def texts(**changed: str) -> dict[str, str]:
    return {
        "difficulties": "",
        "proposals": "",
        "use": "",
        "backup": "",
        "capacity": "TM. ỦY BAN NHÂN DÂN",
        "office": "CHỦ TỊCH",
        "signer": "",
        "recipients": "Lưu: VT",
        "place": "Vị Khê",
    } | changed


def test_what_is_owed_is_listed_and_made_at_a_click(desk: Client, ward: AdminUnit) -> None:
    said = page(desk, "/can-bo/bao-cao/")
    assert "Cả năm 2026" in said
    assert "gửi trước ngày 20/12/2026" in said
    answer = desk.post("/can-bo/bao-cao/", {"unit": ward.code, "period": "2026-Q4"})
    made = Report.objects.get()
    assert answer.headers["Location"] == f"/can-bo/bao-cao/{made.pk}/"
    assert made.content["site"] == "http://testserver"
    assert "Mở báo cáo" in page(desk, "/can-bo/bao-cao/")


def test_an_administrator_comes_to_the_unit_that_was_asked_for(
    client: Client, ward: AdminUnit, other_ward: AdminUnit
) -> None:
    client.force_login(User.objects.create_user("quantri", role=User.Role.ADMINISTRATOR))
    for code in (ward.code, other_ward.code):
        said = page(client, f"/can-bo/bao-cao/?unit={code}")
        assert f'<option value="{code}" selected>' in said and said.count(" selected>") == 1
    assert " selected>" not in page(client, "/can-bo/bao-cao/?unit=../..")


def test_what_is_owed_finds_its_report_behind_any_number_of_newer_ones(
    desk: Client, report: Report, ward: AdminUnit
) -> None:
    address = f"/can-bo/bao-cao/{report.pk}/"
    for number in range(60):
        report.pk, report.label = None, f"202610{number:02}..20261125"
        report.period, report.cut_off = "ad_hoc", TODAY + dt.timedelta(days=300)
        report.save()
    said = page(desk, "/can-bo/bao-cao/")
    assert said.count(f'href="{address}"') == 1
    assert "Mở báo cáo" in said


def test_any_days_make_a_report_too(desk: Client, ward: AdminUnit) -> None:
    desk.post(
        "/can-bo/bao-cao/",
        {"unit": ward.code, "period": "2026-11", "first": "2026-11-01", "last": "2026-11-20"},
    )
    assert not Report.objects.exists()  # nothing was kept up to the 20th
    desk.post(
        "/can-bo/bao-cao/",
        {"unit": ward.code, "period": "2026-11", "first": "2026-11-01", "last": "2026-11-25"},
    )
    assert Report.objects.get().label == "20261101..20261125"


def test_the_preview_says_what_the_files_say(desk: Client, report: Report) -> None:
    said = page(desk, f"/can-bo/bao-cao/{report.pk}/")
    assert "2/6" in said
    assert "https://disan.example/kpi/13972/danh-sach/?part=2&amp;date=2026-11-25" in said
    assert "=Miếu “Hai &amp; Ba” &lt;b&gt;" in said
    assert "Quần đảo Hoàng Sa" in said
    assert report.digest in said


def test_what_an_officer_writes_is_in_the_document(desk: Client, report: Report) -> None:
    address = f"/can-bo/bao-cao/{report.pk}/"
    wrong = desk.post(address, texts(office=""))
    assert wrong.status_code == 200  # the form again, with its error
    desk.post(address, texts(difficulties="Thiếu máy quét.\r\nThiếu người.", signer="Trần Thị Ẩn"))
    written = desk.get(f"{address}tep/docx")
    said = [each.text for each in Document(io.BytesIO(written.content)).element.body.iter() if each.text]
    assert "Thiếu máy quét." in said
    assert "Thiếu người." in said
    assert "Trần Thị Ẩn" in said


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_comes_as_a_file(desk: Client, report: Report, ending: str) -> None:
    answer = desk.get(f"/can-bo/bao-cao/{report.pk}/tep/{ending}")
    assert answer.headers["Content-Type"] == FORMATS[ending]
    assert f'filename="bao-cao-13972-2026-Q4.{ending}"' in answer.headers["Content-Disposition"]
    assert len(answer.content) > 500


def test_there_is_no_other_format(desk: Client, report: Report) -> None:
    assert desk.get(f"/can-bo/bao-cao/{report.pk}/tep/exe").status_code == 404


def test_a_sent_report_has_no_form_any_more(desk: Client, report: Report) -> None:
    desk.post(f"/can-bo/bao-cao/{report.pk}/da-gui/", {"day": "gì đó"})
    assert Report.objects.get().sent_on is None
    desk.post(f"/can-bo/bao-cao/{report.pk}/da-gui/", {"day": TODAY.isoformat()})
    assert Report.objects.get().sent_on == TODAY
    said = page(desk, f"/can-bo/bao-cao/{report.pk}/")
    assert "Đã gửi ngày 25/11/2026" in said
    assert 'name="difficulties"' not in said


def test_a_period_that_cannot_be_reported_is_refused_with_its_reason(desk: Client, ward: AdminUnit) -> None:
    answer = desk.post("/can-bo/bao-cao/", {"unit": ward.code, "period": "2026-Q1"}, follow=True)
    assert "Không có ảnh chụp số liệu" in answer.content.decode()


def test_people_of_other_wards_see_none_of_it(client: Client, report: Report, stranger: User) -> None:
    address = f"/can-bo/bao-cao/{report.pk}/"
    assert client.get(address).status_code == 302  # nobody signed in
    client.force_login(stranger)
    for each in (address, f"{address}tep/pdf"):
        assert client.get(each).status_code == 403
    assert client.post(f"{address}da-gui/", {"day": TODAY.isoformat()}).status_code == 403
    assert "Vị Khê" not in page(client, "/can-bo/bao-cao/")
    client.post("/can-bo/bao-cao/", {"unit": "13972", "period": "2026"})
    assert Report.objects.count() == 1


def test_the_page_is_in_english_and_the_paper_in_vietnamese(desk: Client, report: Report) -> None:
    said = page(desk, f"/en/can-bo/bao-cao/{report.pk}/")
    assert "Preview" in said
    assert '<article class="official mt" lang="vi">' in said


def template(*paragraphs: str) -> SimpleUploadedFile:
    """A DOCX of the ward's own."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile("mau phuong.docx", out.getvalue())


def written(desk: Client, report: Report) -> list[str]:
    answer = desk.get(f"/can-bo/bao-cao/{report.pk}/tep/docx")
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_a_report_is_written_in_the_wards_own_template(desk: Client, ward: AdminUnit) -> None:
    mine = template("TỶ LỆ {{bao_cao.ty_le}} ({{bao_cao.dat}})", "{{bang.nhom}}", "{{hinh.ban_do}}")
    answer = desk.post("/can-bo/bao-cao/mau/", {"file": mine}, follow=True)
    assert "Đã nhận mẫu" in answer.content.decode()
    desk.post("/can-bo/bao-cao/", {"unit": ward.code, "period": "2026-Q4"})
    report = Report.objects.get()
    said = written(desk, report)
    assert said[0] == "TỶ LỆ 33,3% (chưa đạt)"
    assert "2/6" in said
    assert desk.get(f"/can-bo/bao-cao/{report.pk}/tep/docx").content == (
        desk.get(f"/can-bo/bao-cao/{report.pk}/tep/docx").content
    )
    desk.post(f"/can-bo/bao-cao/{report.pk}/mau/", {"template": ""})
    assert "BÁO CÁO" in written(desk, Report.objects.get())


def test_the_starter_is_a_template_that_is_taken(desk: Client, ward: AdminUnit) -> None:
    starter = desk.get("/can-bo/bao-cao/mau/mau-co-san.docx").content
    desk.post("/can-bo/bao-cao/mau/", {"file": SimpleUploadedFile("mau.docx", starter)})
    desk.post("/can-bo/bao-cao/", {"unit": ward.code, "period": "2026-Q4"})
    said = " ".join(written(desk, Report.objects.get()))
    assert "{{" not in said
    assert "Vườn tượng" in said
    assert "PHƯỜNG VỊ KHÊ" in said


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (template("{{bao_cao.tien_thuong}}"), "không có chỗ điền {{bao_cao.tien_thuong}}"),
        (template("Không có gì"), "không có chỗ điền nào"),
        (SimpleUploadedFile("mau.docx", b"%PDF-1.4"), "phải là tệp DOCX"),
        (SimpleUploadedFile("mau.docx", b"x" * 10_000_001), "lớn hơn 10 MB"),
        (None, "Chưa chọn tệp nào"),
    ],
)
def test_a_template_is_refused_with_its_reason(
    desk: Client, ward: AdminUnit, file: SimpleUploadedFile | None, reason: str
) -> None:
    answer = desk.post("/can-bo/bao-cao/mau/", {"file": file} if file else {}, follow=True)
    assert reason in answer.content.decode()
    assert not ReportTemplate.objects.exists()


def test_a_template_put_aside_is_used_for_no_new_report(desk: Client, ward: AdminUnit) -> None:
    desk.post("/can-bo/bao-cao/mau/", {"file": template("{{bao_cao.ky}}")})
    desk.post("/can-bo/bao-cao/mau/", {"aside": str(ReportTemplate.objects.get().pk)})
    desk.post("/can-bo/bao-cao/", {"unit": ward.code, "period": "2026-Q4"})
    assert Report.objects.get().template is None


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "٣", "0"])
def test_a_template_that_does_not_exist_is_not_found(desk: Client, ward: AdminUnit, key: str) -> None:
    assert desk.post("/can-bo/bao-cao/mau/", {"aside": key}).status_code == 404


def test_nobody_puts_another_wards_template_into_use(
    client: Client, desk: Client, report: Report, stranger: User
) -> None:
    desk.post("/can-bo/bao-cao/mau/", {"file": template("{{bao_cao.ky}}")})
    mine = ReportTemplate.objects.get()
    client.force_login(stranger)
    assert client.post(f"/can-bo/bao-cao/{report.pk}/mau/", {"template": str(mine.pk)}).status_code == 403
    client.post("/can-bo/bao-cao/mau/", {"aside": str(mine.pk)})
    assert ReportTemplate.objects.get().active


def test_every_placeholder_is_listed_on_the_page(desk: Client, ward: AdminUnit) -> None:
    said = page(desk, "/can-bo/bao-cao/mau/")
    assert all(f"{{{{{name}}}}}" in said for name in KNOWN)
