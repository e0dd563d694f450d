"""Tell whoever waits how far work on a large cloud has come, in the sentence of its receipt."""

from __future__ import annotations

import time
from collections.abc import Callable

from heritage.models import Asset, Receipt
from heritage.projections.pace_text import pace_sentence
from media_pipeline.progress import Pace, listener, points_of

EVERY_S = 2.0  # between two sentences: the table is written by others too


def teller(asset: Asset) -> Callable[[str], None]:
    """What to call with each step: it writes the sentence now and then, and passes every step on."""
    pass_on = listener()
    started = said = time.monotonic()

    def tell(step: str) -> None:
        nonlocal said
        pass_on(step)
        points, now = points_of(step), time.monotonic()
        if points is None or now - said < EVERY_S:
            return
        said = now
        pace = Pace(*points, megabytes=asset.bytes / 1e6, seconds=now - started)
        waiting = Receipt.objects.filter(asset=asset, outcome=Receipt.Outcome.WORKING)
        waiting.update(vi=pace_sentence(pace, "vi"), en=pace_sentence(pace, "en"))

    return tell
