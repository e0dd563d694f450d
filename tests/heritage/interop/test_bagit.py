"""A bag that other people's tools accept, and that comes back to an identical item."""

from __future__ import annotations

import json
import subprocess
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Polygon
from django.core.management import CommandError, call_command

from gis.placement import Method, Placement
from heritage import storage
from heritage.jobs import process
from heritage.jobs.filing import put_position
from heritage.models import Asset, Batch, Companion, Event, Item, Receipt, Relation
from heritage.services import intake, publishing
from media_pipeline import fixity
from media_pipeline.told import Told
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def item(vi_khe, nam_dinh, officer, reviewer, stores, index, make_item, tmp_path: Path) -> Item:
    figure = make_item(category="figure", name_vi="Tô Trung Tự")
    item = make_item(
        name_vi="Đền làng Vị Khê",
        han_nom="渭溪祠",
        alt_names=["Đền Vị Khê"],
        facts=[{"code": "built", "vi": "Năm 1211", "en": "1211", "source": "s1"}],
        sources={"s1": {"title": "Lý lịch di tích", "where": "", "url": "", "accessed": ""}},
        restricted_decision="",
    )
    put_position(
        item, Placement(106.2115012345678, 20.40761, Method.GNSS, 1.5, "EPSG:9209", 574060.102, 2257535.741)
    )
    item.zone_one = MultiPolygon(
        Polygon(((106.1, 20.1), (106.2, 20.1), (106.15, 20.123456789012), (106.1, 20.1)))
    )
    item.zone_two = item.area = item.zone_one
    item.route = MultiLineString(LineString((106.1, 20.1), (106.123456789012, 20.2)))
    item.position_text = "X=2257535,741 Y=574060,102"
    item.save()
    item.other_units.add(nam_dinh)
    Relation.objects.create(subject=item, object=figure, kind="associated", source="s1")
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)
    asset = intake.receive_into(batch, path, name="ảnh/cổng \n đền.jpg", item=item, queue=False).asset
    Asset.objects.filter(pk=asset.pk).update(
        caption_vi="Cổng đền", caption_en="The gate", licence="CC-BY-4.0", credit="Lan",
        declared={"told": Told(crs="EPSG:9209").as_dict()},
    )  # fmt: skip
    beside = tmp_path / "beside"
    beside.write_text("wood")
    digest = fixity.sha256_of(beside)
    kept = storage.keep_original(beside, digest)
    Companion.objects.create(asset=asset, name="maps/a.mtl", sha256=digest, bytes=4, original=kept)
    process.process_asset(asset.pk)
    publishing.publish(item, by=reviewer)
    return Item.objects.get(pk=item.pk)


def exported(item: Item, folder: Path) -> Path:
    out = StringIO()
    call_command("export_bag", item.public_id, "--output", str(folder), stdout=out, stderr=StringIO())
    return Path(out.getvalue().strip())


def ingested(bag: Path, *options: str) -> list[dict]:
    out = StringIO()
    call_command("ingest", str(bag), "--json", *options, stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def forget(item: Item) -> None:
    Receipt.objects.all().delete()
    item.assets.all().delete()
    Event.objects.filter(item=item).delete()
    item.relations.all().delete()
    item.delete()


def test_the_reference_tool_accepts_it(item, tmp_path, validators):
    bag = exported(item, tmp_path / "bags")
    tool = [str(validators / "bin" / "python"), str(validators / "bin" / "bagit.py"), "--validate", str(bag)]
    run = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "is valid" in run.stderr
    with (bag / "data" / "item.json").open("ab") as file:
        file.write(b" ")
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 1


def test_it_comes_back_to_an_identical_item(item, officer, tmp_path):
    first = exported(item, tmp_path / "first")
    facts = Asset.objects.get().facts
    recipes = sorted(Asset.objects.get().derivatives.values_list("recipe", "sha256"))
    forget(item)
    lines = ingested(first, "--unit", "13972", "--by", officer.username)
    assert lines[-1]["totals"]["accepted"] == 1
    again = Item.objects.get(public_id=item.public_id)
    assert not again.is_public  # nobody here has approved it
    assert Asset.objects.get().facts == facts
    assert sorted(Asset.objects.get().derivatives.values_list("recipe", "sha256")) == recipes
    second = exported(again, tmp_path / "second")
    assert (second / "manifest-sha256.txt").read_bytes() == (first / "manifest-sha256.txt").read_bytes()
    assert json.loads((second / "data/item.json").read_text()) == json.loads(
        (first / "data/item.json").read_text()
    )


def test_a_second_time_changes_nothing(item, officer, tmp_path):
    bag = exported(item, tmp_path / "bags")
    before = (Item.objects.values().get(pk=item.pk), list(Asset.objects.values()))
    assert ingested(bag, "--unit", "13972")[-1]["totals"]["duplicate"] == 1
    assert (Item.objects.values().get(pk=item.pk), list(Asset.objects.values())) == before


def test_a_dry_run_tells_and_keeps_nothing(item, tmp_path):
    bag = exported(item, tmp_path / "bags")
    forget(item)
    assert ingested(bag, "--unit", "13972", "--dry-run")[-1]["totals"]["accepted"] == 1
    assert not Item.objects.filter(public_id=item.public_id).exists()


def test_the_words_of_an_item_that_is_here_are_never_overwritten(item, tmp_path):
    bag = exported(item, tmp_path / "bags")
    Item.objects.filter(pk=item.pk).update(summary_vi="Viết lại.")
    with pytest.raises(CommandError, match="Không ghi đè"):
        ingested(bag, "--unit", "13972")
    assert Item.objects.get(pk=item.pk).summary_vi == "Viết lại."


def test_a_bag_of_another_unit_is_refused(item, tmp_path):
    bag = exported(item, tmp_path / "bags")
    with pytest.raises(CommandError, match="không phải của"):
        ingested(bag, "--unit", "13669")


@pytest.mark.parametrize("harm", ["alter", "remove", "add", "escape"])
def test_a_bag_that_is_not_whole_is_refused_before_anything_is_written(item, tmp_path, harm):
    bag = exported(item, tmp_path / "bags")
    forget(item)
    original = next((bag / "data" / "originals").rglob("*.jpg"))
    if harm == "alter":
        original.write_bytes(original.read_bytes()[:-1] + b"x")
    elif harm == "remove":
        original.unlink()
    elif harm == "add":
        (bag / "data" / "extra.txt").write_text("x")
    else:
        manifest = bag / "manifest-sha256.txt"
        manifest.write_text(manifest.read_text() + "0" * 64 + "  data/../../etc/passwd\n")
    with pytest.raises(CommandError, match="không nguyên vẹn"):
        ingested(bag, "--unit", "13972")
    assert not Item.objects.filter(public_id=item.public_id).exists()


def test_a_bag_is_never_written_over_another(item, tmp_path):
    exported(item, tmp_path / "bags")
    with pytest.raises(CommandError):
        exported(item, tmp_path / "bags")


def test_a_damaged_original_is_not_packed(item, tmp_path):
    storage.originals().delete(Asset.objects.get().original)
    with pytest.raises(CommandError):
        exported(item, tmp_path / "bags")
    assert list((tmp_path / "bags").iterdir()) == []


def test_it_tells_the_life_of_every_file_in_premis_terms(item, tmp_path):
    bag = exported(item, tmp_path / "bags")
    names = {"p": "http://www.loc.gov/premis/v3"}
    root = ET.parse(bag / "metadata" / "premis.xml").getroot()  # noqa: S314 - written by ourselves
    asset = Asset.objects.get()
    objects = {
        each.findtext(".//p:objectIdentifierValue", namespaces=names)
        for each in root.findall("p:object", names)
    }
    assert objects == {
        asset.public_id,
        *(f"{asset.public_id}/{each.recipe}" for each in asset.derivatives.all()),
    }
    details = [each.text for each in root.findall(".//p:eventDetail", names)]
    assert any(text.startswith("recipe photo-640, version") and "width=640" in text for text in details)
    agents = {each.text for each in root.findall(".//p:agentName", names)}
    assert {"Pillow", "pyvips"} & agents
    types = {each.text for each in root.findall(".//p:eventType", names)}
    assert {"ingestion", "derivation", "dissemination"} <= types
