"""The words of pages: kept with the file, made up for later, found only once the file is public."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from heritage import storage
from heritage.jobs import filing, page_texts, process
from heritage.jobs.index import index_items
from heritage.models import Asset, Batch, Derivative, Item, PageText
from heritage.services import intake
from heritage.services.telling import tell
from search.documents import Query
from tests import reader, samples
from tests.media_pipeline.papers import pdf, scanned_pdf
from tests.media_pipeline.pictures import quarters

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Khoán ước làng Vị Khê năm Bính Ngọ"


@pytest.fixture
def receive(make_item, officer, stores, index, tmp_path: Path):
    """Take a file in for an item, and process it."""

    def take(path: Path, name: str, item: Item | None = None, **options) -> Asset:
        batch = Batch.objects.create(unit=(item or make_item()).unit, by=officer)
        received = intake.receive_into(batch, path, name=name, item=item, queue=False).asset
        process.process_asset(received.pk, **options)
        return Asset.objects.get(pk=received.pk)

    return take


def codes(asset: Asset) -> list[str]:
    return [doubt["code"] for doubt in asset.doubts]


def rows(asset: Asset) -> list[tuple[int, str, str]]:
    return [(row.page, row.source, row.text) for row in asset.page_texts.all()]


def rederive() -> dict:
    out = StringIO()
    call_command("rederive", "--json", "--recipe", "ocr", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def publish(asset: Asset) -> None:
    Item.objects.filter(pk=asset.item_id).update(state="published", published_at=timezone.now())
    Asset.objects.filter(pk=asset.pk).update(published_at=timezone.now())


def test_the_text_layer_becomes_a_row_a_page(receive, tmp_path, monkeypatch):
    reader.remove(tmp_path / "bin", monkeypatch)
    asset = receive(pdf(tmp_path / "a.pdf", text="Bien ban kiem ke di tich dinh Vi Khe", pages=2), "a.pdf")
    assert asset.state == "ready"
    assert codes(asset) == []
    assert rows(asset) == [(page, "layer", "Bien ban kiem ke di tich dinh Vi Khe") for page in (1, 2)]


def test_a_scan_is_read_page_by_page(receive, tmp_path, monkeypatch):
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    asset = receive(samples.scan(tmp_path / "a.tif"), "a.tif")
    assert rows(asset) == [(page, "ocr", WORDS) for page in (1, 2)]
    made = Derivative.objects.get(asset=asset, recipe="ocr")
    assert (made.tool, made.media_type, made.version) == ("Tesseract 5.3.0", "application/json", 1)
    assert page_texts.confidences(asset) == {1: 91.0, 2: 91.0}


def test_without_a_reader_the_file_is_ready_with_a_note_and_read_later(receive, tmp_path, monkeypatch):
    reader.remove(tmp_path / "bin", monkeypatch)
    asset = receive(samples.scan(tmp_path / "a.tif"), "a.tif")
    assert asset.state == "ready"
    assert codes(asset) == ["ocr_missing"]
    assert "chưa cài tesseract" in asset.doubts[0]["vi"]
    assert rows(asset) == []
    assert rederive()["made"] == 1  # still nothing to read with
    assert codes(Asset.objects.get()) == ["ocr_missing"]
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    assert rederive()["made"] == 1
    asset = Asset.objects.get()
    assert codes(asset) == []
    assert rows(asset) == [(page, "ocr", WORDS) for page in (1, 2)]
    assert rederive()["files"] == 0


def test_what_was_read_is_kept_when_the_reader_goes(receive, tmp_path, monkeypatch):
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    asset = receive(samples.scan(tmp_path / "a.tif"), "a.tif")
    reader.remove(tmp_path / "bin2", monkeypatch)
    Derivative.objects.filter(recipe="ocr").update(version=0)
    rederive()
    assert rows(asset) == [(page, "ocr", WORDS) for page in (1, 2)]
    assert Derivative.objects.filter(recipe="ocr").exists()


def test_only_the_pages_without_words_are_read(receive, tmp_path, monkeypatch):
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    asset = receive(scanned_pdf(tmp_path / "a.pdf", [quarters(1654, 2339).convert("L")]), "a.pdf")
    assert rows(asset) == [(1, "ocr", WORDS)]


def test_a_file_read_later_is_found_at_once_where_it_is_public(
    receive, make_item, index, tmp_path, monkeypatch
):
    reader.remove(tmp_path / "bin", monkeypatch)
    asset = receive(samples.scan(tmp_path / "a.tif"), "a.tif", make_item(name_vi="Chợ Viềng"))
    publish(asset)
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    assert index.search(Query(text="khoán ước")).total == 0
    rederive()
    assert [hit.id for hit in index.search(Query(text="khoán ước")).hits] == [asset.item.public_id]


def test_a_refused_file_keeps_no_words(receive, tmp_path, monkeypatch):
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    asset = receive(samples.scan(tmp_path / "a.tif"), "a.tif")
    filing.reject(asset, "damaged", "Hỏng.", "Damaged.")
    assert not PageText.objects.exists()


def test_words_left_for_later_are_told(receive, tmp_path, monkeypatch):
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    asset = receive(samples.scan(tmp_path / "a.tif"), "a.tif", without=frozenset({"ocr"}))
    assert codes(asset) == ["ocr_postponed"]
    assert asset.derivatives.filter(recipe="pyramid-0002").exists()
    assert rederive()["made"] == 1
    assert codes(Asset.objects.get()) == []


def test_a_file_that_leaves_the_public_leaves_the_index(
    receive, make_item, officer, index, tmp_path, monkeypatch
):
    reader.install(tmp_path / "bin", monkeypatch, WORDS)
    asset = receive(samples.scan(tmp_path / "a.tif"), "a.tif", make_item(name_vi="Chợ Viềng"))
    publish(asset)
    index_items(asset.item_id)
    assert index.search(Query(text="khoán ước")).total == 1
    tell(Asset.objects.get(), by=officer, unit="foot")
    assert index.search(Query(text="khoán ước")).total == 0


def test_no_byte_that_a_database_refuses_and_no_endless_page_is_kept(make_item, officer, stores):
    item = make_item()
    asset = Asset.objects.create(
        item=item, unit=item.unit, kind="document", media_type="application/pdf", sha256="0" * 64, bytes=1,
        original="x", original_name="a.pdf", received_by=officer,
    )  # fmt: skip
    text = "một\x00hai\f" + "chữ " * 30_000 + "\f§×nh lµng VÞ Khª ®­îc x©y dùng vµo thÕ kû"
    name = storage.derivatives().save("t/text.txt", ContentFile(text.encode()))
    Derivative.objects.create(
        asset=asset, recipe="text", media_type="text/plain", file=name, bytes=1, sha256="1"
    )
    assert page_texts.refresh(asset) == 2
    first, second = asset.page_texts.all()
    assert first.text == "mộthai"
    assert len(second.text) <= page_texts.MOST_CHARACTERS
