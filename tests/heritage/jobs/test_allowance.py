"""What belongs to a file gives it time too."""

from __future__ import annotations

import pytest

from heritage.jobs.allowance import limits_of
from heritage.models import Asset, Companion

pytestmark = pytest.mark.django_db


def test_a_small_model_with_large_textures_has_the_time_of_both(vi_khe):
    asset = Asset.objects.create(
        unit=vi_khe, kind="mesh", media_type="model/obj", sha256="0" * 64, bytes=1_000, original="x", original_name="a.obj"
    )  # fmt: skip
    alone = limits_of(asset.pk)
    for number in range(2):
        Companion.objects.create(
            asset=asset, name=f"{number}.jpg", sha256="1" * 64, bytes=150_000_000, original="y"
        )
    assert limits_of(asset.pk).wall_s == pytest.approx(alone.wall_s + 100, abs=0.1)


def test_there_is_none_for_a_file_that_is_gone(db):
    with pytest.raises(Asset.DoesNotExist):
        limits_of(0)
