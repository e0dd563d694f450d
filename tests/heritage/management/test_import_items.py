"""``import_items``: a dry run, an acceptance and an undo from the command line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from heritage.models import Item, ItemImport, User
from tests.media_pipeline.feature_files import write_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "bang.csv", [["Tên", "Loại"], ["Đình", "Di tích"], ["Miếu", "cái gì"]])


def run(*arguments: Any) -> list[dict[str, Any]]:
    """The JSON lines that the command writes."""
    out = StringIO()
    call_command("import_items", *map(str, arguments), "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_dry_run_says_every_row_and_writes_no_item(table: Path, officer: User) -> None:
    *rows, last = run(table, "--unit", "13972", "--by", "canbo")
    assert [row["outcome"] for row in rows] == ["create", "refused"]
    assert rows[1]["problems"][0]["code"] == "unknown_category"
    assert last["totals"] == {"create": 1, "update": 0, "same": 0, "refused": 1}
    assert last["state"] == "checked" and not Item.objects.exists()


def test_an_acceptance_is_undone_by_its_number(table: Path, officer: User) -> None:
    *_, last = run(table, "--unit", "13972", "--by", "canbo", "--accept")
    assert last["state"] == "accepted" and Item.objects.count() == 1
    assert run("--undo", last["import"], "--by", "canbo") == [
        {"totals": {"deleted": 1, "returned": 0, "kept": 0}, "import": last["import"]}
    ]
    assert not Item.objects.exists()


def test_columns_come_from_a_file_too(tmp_path: Path, officer: User) -> None:
    path = write_csv(tmp_path / "bang.csv", [["Cột A", "Cột B"], ["Đình", "x"]])
    mapping = tmp_path / "cot.json"
    mapping.write_text(json.dumps({"Cột A": "name_vi"}), "utf-8")
    *_, last = run(
        path, "--unit", "13972", "--by", "canbo", "--mapping", mapping, "--category", "festival", "--accept"
    )
    assert last["totals"]["create"] == 1
    assert Item.objects.get().category == "festival"


@pytest.mark.parametrize(
    "arguments",
    [
        ("khong-co.csv", "--unit", "13972", "--by", "canbo"),
        ("{table}", "--unit", "99999", "--by", "canbo"),
        ("{table}", "--unit", "13972", "--by", "khong-ai"),
        ("{table}", "--unit", "13972", "--by", "canbo", "--crs", "EPSG:1"),
        ("{table}", "--unit", "13972", "--by", "nguoila"),
        ("--undo", "12345", "--by", "canbo"),
        ("{table}", "--unit", "13972", "--by", "canbo", "--dry-run", "--accept"),
    ],
)
def test_what_cannot_be_done_is_said(
    table: Path, officer: User, stranger: User, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError):
        run(*(each.replace("{table}", str(table)) for each in arguments))
    assert not ItemImport.objects.exists()


def test_a_file_that_cannot_be_read_ends_with_its_sentence(tmp_path: Path, officer: User) -> None:
    (tmp_path / "a.shp").write_bytes(b"\x00\x00\x27\x0a" + b"\0" * 96)
    with pytest.raises(CommandError, match=r"thiếu \.dbf"):
        run(tmp_path / "a.shp", "--unit", "13972", "--by", "canbo")
