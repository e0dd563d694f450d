"""What making a recording anew leaves and says, on a machine that got ffmpeg and on one that lost it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from heritage.jobs.process import process_asset
from heritage.jobs.rederive import rederive
from heritage.models import Asset, Batch, Item
from heritage.services import intake
from media_pipeline.recipes import recipe_named
from tests.media_pipeline.films import tone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def received(make_item, officer, stores, index, tmp_path, programs):
    """A FLAC taken down the line; what ``before_reading`` does holds for the reader only."""

    def receive(before_reading: Callable[[], None] = lambda: None) -> Asset:
        item: Item = make_item()
        path = tone(tmp_path / "a.flac", "-f", "flac", seconds=1)
        batch = Batch.objects.create(unit=item.unit, by=officer)
        receipt = intake.receive_into(batch, path, name="a.flac", item=item, queue=False)
        before_reading()
        process_asset(receipt.asset_id)
        return Asset.objects.get(pk=receipt.asset_id)

    return receive


def without_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


def names(asset: Asset) -> set[str]:
    return {each.recipe for each in asset.derivatives.all()}


def test_after_ffmpeg_came_the_file_is_drawn_and_the_note_is_gone(received, monkeypatch):
    with monkeypatch.context() as during:
        asset = received(before_reading=lambda: without_ffmpeg(during))
    assert asset.state == Asset.State.READY
    assert [doubt["code"] for doubt in asset.doubts] == ["ffmpeg_missing"]
    assert names(asset) == {"audio"}
    for recipe in ("waveform", "audio-web"):
        assert rederive(asset.pk, recipe_named(recipe)) == 1
    asset.refresh_from_db()
    assert names(asset) == {"audio", "waveform", "audio-web"}
    assert asset.doubts == []
    assert asset.derivatives.get(recipe="audio-web").tool.startswith("ffmpeg ")


def test_where_ffmpeg_is_lost_what_was_made_stays(received, monkeypatch):
    asset = received()
    assert names(asset) == {"audio", "waveform", "audio-web"}
    without_ffmpeg(monkeypatch)
    assert rederive(asset.pk, recipe_named("waveform")) == 0
    assert names(asset) == {"audio", "waveform", "audio-web"}
    asset.refresh_from_db()
    assert asset.doubts == []
