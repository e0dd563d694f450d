"""The command end to end: real files, real child processes, an outcome for each."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from heritage.jobs import lease
from heritage.models import Asset, Derivative, Item
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


def ingest(path: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("ingest", str(path), unit="13972", json=True, stdout=out, stderr=io.StringIO(), **options)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return {"files": {line["path"]: line for line in lines[:-1]}, "totals": lines[-1]["totals"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples.survey(tmp_path / "khao-sat")


def test_every_file_of_a_survey_ends_with_an_outcome_and_a_reason(folder, vi_khe, officer, stores):
    done = ingest(folder, by="canbo")
    outcomes = {name: (line["outcome"], line["code"]) for name, line in done["files"].items()}
    twins = {outcomes.pop("mat-truoc.jpg")[0], outcomes.pop("ban-sao.jpg")[0]}
    assert twins == {"accepted", "duplicate"}
    assert outcomes["khong-gps.jpg"] == ("accepted", "accepted")
    assert outcomes["o-ha-noi.jpg"] == ("needs_review", "outside_unit")
    assert outcomes["quyet-dinh.tif"][0] == "accepted"
    assert outcomes["cong-dinh.laz"][0] == "accepted"
    assert outcomes["cong-dinh.glb"][0] == "accepted"
    assert outcomes["bi-cat.jpg"][0] == "refused"
    assert outcomes["ghi-chu.txt"][0] == "refused"
    assert all(line["vi"] and line["en"] for line in done["files"].values())
    assert sum(done["totals"].values()) == 9
    assert set(done["totals"]) == {"accepted", "duplicate", "needs_review", "refused"}


def test_on_a_terminal_a_line_says_how_fast_it_goes_and_how_long_still(tmp_path, vi_khe, officer, stores):
    said = io.StringIO()
    said.isatty = lambda: True  # type: ignore[method-assign]
    (tmp_path / "khao-sat").mkdir()
    samples.cloud(tmp_path / "khao-sat" / "dinh.laz")
    call_command("ingest", str(tmp_path / "khao-sat"), unit="13972", stdout=io.StringIO(), stderr=said)
    states = said.getvalue().split("\r")
    assert any("nhận:" in state and "tệp" in state for state in states)
    at_work = [state for state in states if state.startswith("xử lý:")]
    assert any("B/s" in state and "1/1 tệp" in state and "tệp/s" in state for state in at_work)
    assert "\n" not in said.getvalue().strip()


def test_run_again_it_changes_nothing(folder, vi_khe, officer, stores):
    first = ingest(folder)
    rows = (Asset.objects.count(), Item.objects.count(), Derivative.objects.count())
    again = ingest(folder)
    assert (Asset.objects.count(), Item.objects.count(), Derivative.objects.count()) == rows
    assert again["totals"]["accepted"] == again["totals"]["needs_review"] == 0
    held = first["totals"]["accepted"] + first["totals"]["needs_review"] + first["totals"]["duplicate"]
    assert again["totals"]["duplicate"] == held
    assert again["totals"]["refused"] == first["totals"]["refused"]


def test_each_kind_gets_its_public_form(folder, vi_khe, stores):
    done = ingest(folder)["files"]
    recipes = {
        name: set(
            Asset.objects.get(public_id=done[name]["asset"]).derivatives.values_list("recipe", flat=True)
        )
        for name in ("mat-truoc.jpg", "ban-sao.jpg", "quyet-dinh.tif", "cong-dinh.laz", "cong-dinh.glb")
    }
    assert {"photo-320", "photo-640", "pyramid"} <= recipes["mat-truoc.jpg"]
    assert {"pyramid", "page-0001-1280"} <= recipes["quyet-dinh.tif"]
    assert {"copc", "poster"} <= recipes["cong-dinh.laz"]
    assert {"model", "poster"} <= recipes["cong-dinh.glb"]


def test_a_cloud_in_vn2000_is_placed_in_its_ward_with_its_native_coordinates(folder, vi_khe, stores):
    asset = Asset.objects.get(public_id=ingest(folder)["files"]["cong-dinh.laz"]["asset"])
    assert asset.place is not None
    assert asset.place.native_crs == "EPSG:9209"
    assert asset.place.lon == pytest.approx(106.2116, abs=0.001)
    assert asset.place.lat == pytest.approx(20.4077, abs=0.001)


def test_the_original_is_kept_byte_for_byte_even_when_it_is_refused(folder, vi_khe, stores):
    done = ingest(folder)["files"]
    for name in ("mat-truoc.jpg", "bi-cat.jpg"):
        asset = Asset.objects.get(sha256=done[name]["sha256"])
        kept = stores / "originals" / asset.original
        assert kept.read_bytes() == (folder / name).read_bytes()


def test_a_manifest_names_item_caption_author_and_a_vn2000_place(
    tmp_path, vi_khe, officer, stores, make_item
):
    item = make_item(public_id="VKD1NH")
    folder = tmp_path / "nop"
    folder.mkdir()
    samples.photo(folder / "a.jpg", seed=7)
    samples.photo(folder / "b.jpg", seed=8)
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(
            ["Tệp", "Mã di sản", "Chú thích", "Tác giả", "Giấy phép", "X", "Y", "Hệ tọa độ", "Sai số"]
        )
        rows.writerow(
            [
                "a.jpg",
                "vkd1nh",
                "Mặt trước",
                "Nguyễn Văn A",
                "CC-BY-4.0",
                "2257535,741",
                "574060,102",
                "9209",
                "5",
            ]
        )
        rows.writerow(["b.jpg", "KHONGCO", "", "", "", "", "", "", ""])
    done = ingest(folder, by="canbo")["files"]
    assert set(done) == {"a.jpg", "b.jpg"}
    asset = Asset.objects.get(public_id=done["a.jpg"]["asset"])
    assert (asset.item, asset.caption_vi, asset.credit, asset.licence) == (
        item,
        "Mặt trước",
        "Nguyễn Văn A",
        "CC-BY-4.0",
    )
    assert asset.place.lon == pytest.approx(106.211493, abs=1e-6)
    assert asset.place.lat == pytest.approx(20.407612, abs=1e-6)
    assert (asset.place.native_y, asset.place.accuracy_m) == (2257535.741, 5)
    assert (done["b.jpg"]["outcome"], done["b.jpg"]["code"]) == ("refused", "unknown_item")


def test_a_zip_is_read_member_by_member_and_bombs_and_escapes_are_refused(folder, tmp_path, vi_khe, stores):
    done = ingest(samples.zipped(folder, tmp_path / "khao-sat.zip"))["files"]
    assert done["../thoat-ra.jpg"]["code"] == "unsafe_name"
    assert done["bom.bin"]["code"] == "archive_bomb"
    assert done["cong-dinh.laz"]["outcome"] == "accepted"
    assert len(done) == 11


def test_a_file_without_an_item_opens_a_draft_of_its_own(tmp_path, vi_khe, officer, stores):
    samples.photo(tmp_path / "Miếu Nam.jpg", lon=106.2115, lat=20.4076)
    line = ingest(tmp_path / "Miếu Nam.jpg", by="canbo")["files"]["Miếu Nam.jpg"]
    item = Item.objects.get(public_id=line["item"])
    assert (item.name_vi, item.state, item.created_by) == ("Miếu Nam", "draft", officer)
    assert item.position is not None


def test_a_refused_file_opens_no_item(tmp_path, vi_khe, stores):
    (tmp_path / "x.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    assert ingest(tmp_path / "x.jpg")["totals"]["refused"] == 1
    assert not Item.objects.exists()


def test_a_dry_run_keeps_nothing(folder, vi_khe, stores):
    done = ingest(folder, dry_run=True)
    assert done["files"]["ban-sao.jpg"]["outcome"] == "accepted"
    assert done["files"]["mat-truoc.jpg"]["outcome"] == "duplicate"
    assert done["files"]["ghi-chu.txt"]["outcome"] == "refused"
    assert not Asset.objects.exists()
    assert not list(stores.glob("originals/**/*"))


def test_an_officer_of_another_ward_is_turned_away(folder, vi_khe, stranger, stores):
    with pytest.raises(CommandError, match="không thuộc Phường Vị Khê"):
        ingest(folder, by="nguoila")


def test_an_unknown_unit_is_said(folder, db):
    with pytest.raises(CommandError, match="99999"):
        call_command("ingest", str(folder), unit="99999")


def test_work_that_was_interrupted_after_receiving_is_finished_by_the_next_run(
    folder, vi_khe, stores, monkeypatch
):
    from heritage.management.commands import ingest as command

    def killed(asset_pk: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(command, "process_asset", killed)
        with pytest.raises(CommandError, match="không mất gì") as stopped:
            ingest(folder)
        assert stopped.value.returncode == 130
    assert Asset.objects.filter(state="received").exists()
    done = ingest(folder)
    assert not Asset.objects.filter(state__in=["received", "processing"]).exists()
    assert done["files"]["cong-dinh.laz"]["outcome"] == "accepted"
    assert Asset.objects.count() == 7  # six distinct good files and the damaged one


def test_the_files_that_a_killed_run_was_at_are_finished_by_the_next_one(folder, vi_khe, stores, monkeypatch):
    from heritage.management.commands import ingest as command

    with monkeypatch.context() as patch:
        patch.setattr(command, "process_asset", lambda pk: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(CommandError):
            ingest(folder)
    here, number, _start = lease.holder().split(":")
    Asset.objects.filter(state="received").update(
        state="processing",
        attempts=1,
        lease_until=timezone.now() + timedelta(minutes=9),
        lease_holder=f"{here}:{number}:1",
    )
    done = ingest(folder)
    assert not Asset.objects.filter(state__in=["received", "processing"]).exists()
    assert {line["outcome"] for line in done["files"].values()} <= set(done["totals"])
    assert done["files"]["cong-dinh.laz"]["outcome"] == "accepted"


def test_names_and_things_that_are_no_plain_files_get_their_outcome_too(tmp_path, vi_khe, stores):
    photo = samples.photo(tmp_path / "a.jpg", seed=3).read_bytes()
    names = (b"hong\xff\xfe.jpg", "Đền Trần 寺.jpg".encode(), b"x" * 251 + b".jpg")
    for number, name in enumerate(names):
        (tmp_path / os.fsdecode(name)).write_bytes(photo + bytes([number]))
    (tmp_path / "lien-ket.jpg").symlink_to("/khong-co")
    os.mkfifo(tmp_path / "ong.jpg")
    (tmp_path / "thu-muc.jpg").mkdir()
    done = ingest(tmp_path)["files"]
    assert len(done) == 6
    assert done["hong\\xff\\xfe.jpg"]["outcome"] in ("accepted", "needs_review")
    assert done["lien-ket.jpg"]["code"] == done["ong.jpg"]["code"] == "not_plain_file"


def test_a_dry_run_foretells_twins_and_items_that_are_not_there(tmp_path, vi_khe, stores):
    samples.photo(tmp_path / "a.jpg", seed=5)
    (tmp_path / "b.jpg").write_bytes((tmp_path / "a.jpg").read_bytes())
    samples.photo(tmp_path / "c.jpg", seed=6)
    (tmp_path / "manifest.csv").write_text("file,item\nc.jpg,KHONGCO\n", encoding="utf-8")
    done = ingest(tmp_path, dry_run=True)["files"]
    assert [done[name]["outcome"] for name in ("a.jpg", "b.jpg", "c.jpg")] == [
        "accepted",
        "duplicate",
        "refused",
    ]


def test_rows_whose_file_did_not_come_along_are_said(tmp_path, vi_khe, stores):
    samples.photo(tmp_path / "a.jpg", seed=5)
    (tmp_path / "manifest.csv").write_text("file,caption\na.jpg,A\nquen.jpg,B\n", encoding="utf-8")
    said = io.StringIO()
    call_command("ingest", str(tmp_path), unit="13972", stdout=io.StringIO(), stderr=said)
    assert "quen.jpg" in said.getvalue()
