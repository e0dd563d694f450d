"""Fixtures for the readers."""

from __future__ import annotations

import pytest

from media_pipeline import ffmpeg


@pytest.fixture
def no_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without ffmpeg."""
    monkeypatch.setattr(ffmpeg, "found", lambda: None)
