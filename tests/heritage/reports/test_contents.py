"""What an administrative report on heritage has to say is all there, in its order, and named in every format."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable

import pytest
from docx import Document

from gis.models import AdminUnit
from heritage.models import Item, Plan, Report, User
from heritage.reports import tables
from heritage.reports.paper import Table
from heritage.reports.story import tell
from heritage.services.reports import make_report, write_report, write_texts
from tests.heritage.conftest import SITE, TODAY
from tests.heritage.reports import pages

pytestmark = pytest.mark.django_db

# Legal basis, figures, data, and what only people can say, in the order of the paper.
ORDER = (
    "I. CĂN CỨ VÀ PHẠM VI SỐ LIỆU",
    "1. Kỳ báo cáo: từ",
    "2. Danh mục:",
    "3. Chỉ tiêu: 50%",
    "4. Cách tính (bộ tiêu chí phiên bản 1)",
    "II. KẾT QUẢ",
    "1. Kết quả chung",
    "2. Kết quả theo nhóm",
    "3. Đối tượng hoàn thành trong kỳ",
    "4. Đối tượng đang vướng",
    "III. DỮ LIỆU",
    "1. Các lớp dữ liệu GIS",
    "2. Mức sử dụng của công chúng",
    "3. Chất lượng dữ liệu",
    "4. An toàn thông tin, sao lưu",
    "IV. KHÓ KHĂN, VƯỚNG MẮC",
    "V. ĐỀ XUẤT, KIẾN NGHỊ",
    "PHỤ LỤC",
    "Danh sách đối tượng của danh mục và mức số hóa",
)
BY_CATEGORY = (
    *("Nhóm di sản", "Tổng số", "Mức 0", "Mức 1", "Mức 2", "Mức 3", "Đã số hóa"),
    *("Tỷ lệ kỳ này", "Tỷ lệ kỳ trước", "Chỉ tiêu", "Chênh lệch (điểm %)"),
)


@pytest.fixture
def second(ward: AdminUnit, officer: User, clock: Callable[[dt.date], None]) -> Report:
    """The report of the quarter after one in which two of six counted; one more was digitized, one was lost."""
    Plan.objects.update(year_to=2027)
    make_report(ward.code, "2026-Q4", by=officer, site=SITE)
    clock(TODAY + dt.timedelta(days=60))
    Item.objects.filter(public_id="VKBIA1").update(level=2)
    Item.objects.filter(public_id="VKHH01").update(level=2)
    Item.objects.filter(public_id="VKCHUA").update(level=1)
    return make_report(ward.code, "2027-01-01..2027-01-24", by=officer, site=SITE)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_every_part_is_there_in_its_order(report: Report, officer: User, ending: str) -> None:
    write_texts(report, {"difficulties": "Thiếu máy quét.", "proposals": "Bố trí kinh phí."}, by=officer)
    said = words(report, ending)
    at = 0
    for heading in ORDER:
        assert heading in said[at:], heading
        at = said.index(heading, at) + len(heading)
    assert "Thiếu máy quét." in said and "Bố trí kinh phí." in said
    assert "Số hóa các di tích lịch sử, lễ hội, làng nghề truyền thống, nhân vật lịch sử: đạt 50%" in said


def test_the_table_by_category_has_levels_both_periods_target_and_distance(second: Report) -> None:
    table = tables.by_category(second.content)
    assert table.head == BY_CATEGORY
    whole = [cell.text for cell in table.rows[-1]]
    # 3 of 6 now, 2 of 6 before; half is asked for and met.
    assert whole[1:] == ["6", "1", "2", "2", "1", "3/6", "50,0%", "33,3%", "50%", "0,0"]


def test_what_was_completed_and_what_was_lost_in_the_period_are_listed_by_name(second: Report) -> None:
    said = words(second, "pdf")
    assert {each["id"] for each in second.content["completed"]} == {"VKBIA1", "VKHH01"}
    assert {each["id"] for each in second.content["lost"]} == {"VKCHUA"}
    done = said[said.index("3. Đối tượng hoàn thành trong kỳ") : said.index("4. Đối tượng đang vướng")]
    assert "Bia cổ" in done and "Lễ hội hoa Vị Khê" in done
    assert "Chùa Dày" in done[done.index("mất minh chứng") :]


def test_the_annex_lists_each_object_with_its_basis_and_what_it_lacks(report: Report) -> None:
    (table,) = tell(report.content, report.texts, report.digest).annex
    assert isinstance(table, Table)
    assert len(table.rows) == report.content["rows"][-1]["total"] == 6
    assert table.head[-3:] == ("Căn cứ", "Mức", "Còn thiếu để đạt mức 2")
    assert all(cell.link for cell in (row[2] for row in table.rows))


def test_every_format_for_machines_names_the_snapshot(report: Report) -> None:
    digest = report.content["snapshot"]["digest"]
    told = json.loads(write_report(report, "json"))
    assert digest in json.dumps(told) and report.digest in json.dumps(told)
    rows = list(csv.reader(io.StringIO(write_report(report, "csv").decode("utf-8-sig"))))
    assert all(digest in row for row in rows[1:])
    for ending in ("pdf", "docx"):
        assert digest in words(report, ending).replace(" ", "")


def words(report: Report, ending: str) -> str:
    """Everything that a reader of the file reads, spaces as one."""
    content = write_report(report, ending)
    if ending == "pdf":
        return " ".join(pages.texts(content))
    document = Document(pages.in_memory(content))
    found = [each.text for each in document.element.body.iter() if each.tag.endswith("}t") and each.text]
    return " ".join("".join(found).split())
