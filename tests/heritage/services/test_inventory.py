"""A signed inventory becomes the denominator: whole, frozen, and once."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from heritage.models import Item, RegisterVersion
from heritage.selectors.kpi import kpi_of

pytestmark = pytest.mark.django_db

TABLE = """Tên di sản;Loại;Xếp hạng;Số quyết định;Ngày quyết định
Đình Vị Khê;Di tích;;;
Lễ hội hoa - cây cảnh Vị Khê;lễ hội;;;
Chùa Phổ Minh;di tích;Di tích quốc gia đặc biệt;1419/QĐ-TTg;2012-09-27
"""


def run(path: Path, **options: object) -> list[dict]:
    out = io.StringIO()
    call_command("import_inventory", str(path), unit="13972", json=True, stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "danh-muc.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


def test_an_inventory_becomes_the_register_and_what_is_unknown_opens_a_draft(table, make_item, officer):
    known = make_item(name_vi="Đình Vị Khê", level=2)
    *rows, last = run(table, by="canbo", approved_on=dt.date(2026, 3, 1), approved_by="Nguyễn Văn A")
    assert [row["outcome"] for row in rows] == ["matched", "created", "created"]
    assert last["register"] == "13972-1"
    version = RegisterVersion.objects.get()
    assert (version.approved_by, version.is_demo, version.entries.count()) == ("Nguyễn Văn A", False, 3)
    pagoda = Item.objects.get(name_vi="Chùa Phổ Minh")
    assert (pagoda.rank, pagoda.state) == ("special_national", "draft")
    assert version.entries.get(item=pagoda).legal_basis_vi == "Quyết định 1419/QĐ-TTg ngày 2012-09-27"
    found = kpi_of("13972")
    assert (found.whole.digitized, found.whole.total) == (1, 3)
    assert known.register_entries.count() == 1


def test_the_same_inventory_again_makes_no_new_version(table, vi_khe):
    run(table)
    assert run(table)[-1] == {
        "totals": {"matched": 3, "created": 0, "refused": 0},
        "register": None,
        "unchanged": True,
    }
    assert RegisterVersion.objects.count() == 1


def test_a_changed_inventory_makes_the_next_version_and_leaves_the_old_one_alone(table, vi_khe):
    run(table)
    table.write_text(TABLE + "Tô Trung Tự;nhân vật;;;\n", encoding="utf-8")
    assert run(table)[-1]["register"] == "13972-2"
    assert [version.entries.count() for version in RegisterVersion.objects.order_by("number")] == [3, 4]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (";di tích;;;", "Thiếu tên"),
        ("Đình A;cung điện;;;", "Không hiểu loại"),
        ("Đình A;di tích;hạng nhất;;", "Không hiểu xếp hạng"),
        ("ĐÌNH VỊ KHÊ;Di tích;;;", "Trùng với một dòng ở trên"),
    ],
)
def test_one_bad_row_keeps_everything_out_and_is_named(table, vi_khe, row, said):
    table.write_text(TABLE + row + "\n", encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match="chưa ghi gì"):
        call_command("import_inventory", str(table), unit="13972", stdout=out)
    assert "dòng 4" in out.getvalue()
    assert said in out.getvalue()
    assert not RegisterVersion.objects.exists()
    assert not Item.objects.exists()


def test_two_items_of_one_name_need_the_id(table, make_item):
    make_item(name_vi="Đình Vị Khê")
    make_item(name_vi="đình vị khê")
    with pytest.raises(CommandError):
        run(table)
    table.write_text("mã;tên;loại\nVK0001;;\n", encoding="utf-8")
    assert run(table)[-1]["totals"]["matched"] == 1


def test_a_dry_run_writes_nothing(table, vi_khe):
    assert run(table, dry_run=True)[-1]["totals"]["created"] == 3
    assert not Item.objects.exists()


def test_another_ward_s_officer_is_turned_away(table, vi_khe, stranger):
    with pytest.raises(CommandError, match="không thuộc"):
        run(table, by="nguoila")
