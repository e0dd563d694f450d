"""A recipe in a new version is made anew, only that one, while the old file stays in service."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from heritage import storage
from heritage.jobs import process, rederive
from heritage.models import Asset, Batch, Derivative
from heritage.services import intake
from media_pipeline.errors import Damaged
from media_pipeline.recipes import recipe_named
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asset(vi_khe, officer, stores, index, tmp_path: Path) -> Asset:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)
    received = intake.receive_into(batch, path, name="a.jpg", queue=False).asset
    process.process_asset(received.pk)
    return Asset.objects.get()


def run(*options: str) -> dict:
    out = StringIO()
    call_command("rederive", "--json", *options, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_what_is_up_to_date_is_left_alone(asset):
    before = list(Derivative.objects.values())
    assert run("--recipe", "photo-640")["files"] == 0
    assert list(Derivative.objects.values()) == before


def test_only_the_recipe_asked_for_is_made_anew(asset):
    Derivative.objects.update(version=0, made_at=timezone.now() - timedelta(days=9))
    others = list(Derivative.objects.exclude(recipe="photo-640").values())
    assert run("--recipe", "photo-640")["made"] == 1
    assert list(Derivative.objects.exclude(recipe="photo-640").values()) == others
    made = Derivative.objects.get(recipe="photo-640")
    assert made.version == recipe_named("photo-640").version
    assert timezone.now() - made.made_at < timedelta(minutes=1)
    assert Asset.objects.get().lease_holder == ""
    assert run("--recipe", "photo-640")["files"] == 0


def test_the_old_file_goes_once_the_row_points_to_the_new_one(asset):
    old = storage.derivatives().save("old/one.jpg", storage.derivatives().open(_file("photo-640")))
    Derivative.objects.filter(recipe="photo-640").update(file=old, version=0)
    run("--recipe", "photo-640")
    assert not storage.derivatives().exists(old)
    assert storage.derivatives().exists(_file("photo-640"))


def test_a_dry_run_counts_only(asset):
    Derivative.objects.update(version=0)
    assert run("--recipe", "photo-640", "--dry-run") == {
        "recipe": "photo-640", "version": recipe_named("photo-640").version, "files": 1,
    }  # fmt: skip
    assert Derivative.objects.get(recipe="photo-640").version == 0


def test_files_that_lack_the_recipe_are_found_by_their_kind(asset):
    Derivative.objects.filter(recipe="placeholder").delete()
    assert run("--recipe", "placeholder")["files"] == 0
    assert run("--recipe", "placeholder", "--missing", "photo")["made"] == 1
    assert Derivative.objects.filter(recipe="placeholder").count() == 1


def test_a_file_that_somebody_works_on_is_left_to_them(asset):
    Derivative.objects.update(version=0)
    Asset.objects.update(lease_until=timezone.now() + timedelta(minutes=5), lease_holder="other")
    assert run("--recipe", "photo-640")["busy"] == 1
    assert Asset.objects.get().lease_holder == "other"


def test_an_original_that_is_refused_now_keeps_what_was_made_before(asset, monkeypatch):
    Derivative.objects.update(version=0)

    def refuses(*args: object, **kwargs: object) -> None:
        raise Damaged("a stricter reader")

    monkeypatch.setattr(process.child, "process_in_child", refuses)
    assert run("--recipe", "photo-640")["refused"] == 1
    kept = Derivative.objects.get(recipe="photo-640")
    assert kept.version == 0 and storage.derivatives().exists(kept.file)
    assert Asset.objects.get().lease_holder == ""


def test_an_unknown_recipe_is_named_with_those_that_exist(asset):
    with pytest.raises(CommandError, match="photo-640"):
        run("--recipe", "stew")


def test_numbered_recipes_are_one(asset):
    copc = replace(recipe_named("page-N-1280"), version=9)
    Derivative.objects.filter(recipe="photo-320").update(recipe="page-0001-1280")
    assert rederive.outdated(copc) == [asset.pk]


def _file(recipe: str) -> str:
    return Derivative.objects.get(recipe=recipe).file


def test_every_page_of_a_scan_is_made_anew_under_the_one_name(vi_khe, officer, stores, index, tmp_path: Path):
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.scan(tmp_path / "a.tif", pages=3)
    process.process_asset(intake.receive_into(batch, path, name="a.tif", queue=False).asset.pk)
    Derivative.objects.update(version=0)
    assert run("--recipe", "page-N-1280")["made"] == 1
    versions = dict(Derivative.objects.values_list("recipe", "version"))
    now = recipe_named("page-0001-1280").version
    assert {versions[f"page-{page:04}-1280"] for page in (1, 2, 3)} == {now}
    assert versions["pyramid"] == versions["pyramid-0002"] == 0
