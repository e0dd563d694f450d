"""How far a cloud is, in the sentence of its receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from heritage.jobs import pace, process
from heritage.models import Asset, Batch, Receipt
from heritage.services import intake
from media_pipeline.progress import told_to
from tests.media_pipeline.clouds import gate, write_las

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(vi_khe, officer, stores, tmp_path: Path) -> Asset:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = write_las(tmp_path / "a.laz", gate(50))
    return intake.receive_into(batch, path, name="a.laz", queue=False).asset


@pytest.fixture
def receipt(received, monkeypatch):
    monkeypatch.setattr(pace, "EVERY_S", 0.0)
    return Receipt.objects.get(asset=received)


def test_the_receipt_of_a_cloud_at_work_says_how_far_it_is(received, receipt) -> None:
    tell = pace.teller(received)
    tell("derive")
    receipt.refresh_from_db()
    assert "%" not in receipt.vi
    tell("points:25/100")
    receipt.refresh_from_db()
    assert receipt.vi.startswith("Đã xong 25 %: ")
    assert receipt.en.startswith("Done: 25%, ")


def test_a_settled_receipt_keeps_its_words(received, receipt) -> None:
    Receipt.objects.filter(pk=receipt.pk).update(outcome=Receipt.Outcome.REFUSED, vi="Hỏng.", en="Damaged.")
    pace.teller(received)("points:25/100")
    receipt.refresh_from_db()
    assert (receipt.vi, receipt.en) == ("Hỏng.", "Damaged.")


def test_sentences_are_written_now_and_then_only(received, receipt, monkeypatch) -> None:
    monkeypatch.setattr(pace, "EVERY_S", 3_600.0)
    pace.teller(received)("points:25/100")
    receipt.refresh_from_db()
    assert "%" not in receipt.vi


def test_whoever_listens_hears_every_step(received) -> None:
    heard: list[str] = []
    with told_to(heard.append):
        tell = pace.teller(received)
    tell("inspect")
    tell("points:1/2")
    assert heard == ["inspect", "points:1/2"]


def test_the_job_passes_on_how_far_it_is(received) -> None:
    heard: list[str] = []
    with told_to(heard.append):
        process.process_asset(received.pk)
    assert "points:50/50" in heard
    assert heard.index("inspect") < heard.index("derive:copc") < heard.index("derive:statistics")
