"""A storage root that other people's validator accepts, and whose versions hold only what is new."""

from __future__ import annotations

import json
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from heritage import storage
from heritage.interop import ocfl
from heritage.jobs import process
from heritage.models import Asset, Batch, Item
from heritage.services import intake
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def item(vi_khe, officer, stores, index, make_item, tmp_path: Path) -> Item:
    item = make_item(name_vi="Đền làng Vị Khê")
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)
    intake.receive_into(batch, path, name="cổng.jpg", item=item, queue=False)
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(path.read_bytes()[:-2000])
    intake.receive_into(batch, cut, name="hỏng.jpg", queue=False)
    for asset in Asset.objects.all():
        process.process_asset(asset.pk)
    assert sorted(Asset.objects.values_list("state", flat=True).distinct())[-1] == "rejected"
    return item


def export(root: Path) -> dict:
    out = StringIO()
    call_command("export_ocfl", "--output", str(root), "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())["totals"]


def test_the_reference_validator_accepts_it(item, tmp_path, validators):
    root = tmp_path / "ocfl"
    assert export(root) == {"new": 2, "changed": 0, "same": 0}
    Item.objects.filter(pk=item.pk).update(summary_vi="Viết thêm.")
    assert export(root) == {"new": 0, "changed": 1, "same": 1}
    tools = validators / "bin"
    objects = sorted(each for each in root.iterdir() if each.name.startswith(("item-", "file-")))
    for command in (
        [tools / "ocfl-validate.py", *objects],
        [tools / "ocfl-root.py", "validate", "--root", root],
    ):
        run = subprocess.run(
            [str(tools / "python"), *map(str, command)], capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr
        assert "INVALID" not in run.stdout and "[E" not in run.stdout + run.stderr


def test_a_second_version_holds_only_what_is_new(item, tmp_path):
    root = tmp_path / "ocfl"
    export(root)
    Item.objects.filter(pk=item.pk).update(summary_vi="Viết thêm.")
    export(root)
    home = root / f"item-{item.public_id}"
    stored = sorted(
        each.relative_to(home).as_posix() for each in (home / "v2" / "content").rglob("*") if each.is_file()
    )
    assert stored == ["v2/content/item.json"]
    inventory = json.loads((home / "inventory.json").read_text())
    logical = {path for paths in inventory["versions"]["v2"]["state"].values() for path in paths}
    assert {path.rsplit("/", 1)[-1] for path in logical} == {"item.json", "cổng.jpg"}


def test_what_was_refused_is_kept_with_its_reason(item, tmp_path):
    root = tmp_path / "ocfl"
    export(root)
    refused = Asset.objects.get(state="rejected")
    record = json.loads((root / f"file-{refused.public_id}" / "v1/content/file.json").read_text())
    assert record["refused"] == refused.code and record["reason"]["vi"]


def test_a_run_that_was_cut_off_goes_on(item, tmp_path, monkeypatch):
    root = tmp_path / "ocfl"
    real, calls = ocfl._seal, []

    def dies(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(ocfl, "_seal", dies)
    with pytest.raises(KeyboardInterrupt):
        export(root)
    monkeypatch.setattr(ocfl, "_seal", real)
    assert export(root) == {"new": 1, "changed": 0, "same": 1}
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".ocfl-")]


def test_a_version_that_the_inventory_never_came_to_know_is_made_again(item, tmp_path):
    root = tmp_path / "ocfl"
    export(root)
    home = root / f"item-{item.public_id}"
    (home / "v2" / "content").mkdir(parents=True)
    (home / "v2" / "content" / "half.json").write_text("{")
    Item.objects.filter(pk=item.pk).update(summary_vi="Viết thêm.")
    assert export(root)["changed"] == 1
    assert not (home / "v2" / "content" / "half.json").exists()


def test_a_missing_original_is_named_and_the_others_go_on(item, tmp_path):
    storage.originals().delete(Asset.objects.get(state="rejected").original)
    with pytest.raises(CommandError, match="verify_fixity"):
        export(tmp_path / "ocfl")
    assert (tmp_path / "ocfl" / f"item-{item.public_id}").is_dir()


def test_a_folder_with_something_else_in_it_is_left_alone(item, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="OCFL"):
        export(tmp_path)
