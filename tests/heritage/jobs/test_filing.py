from __future__ import annotations

import pytest

from heritage.jobs import filing
from heritage.models import Asset

pytestmark = pytest.mark.django_db
SAID = {
    "caption": "Cổng làng",
    "caption_en": "Village gate",
    "artist": "Nguyễn Văn Tô",
    "credit": "Bảo tàng",
    "licence_url": "https://creativecommons.org/licenses/by/4.0",
    "phash": "00ff00ff00ff00ff",
    "grade": 3,
}


def filed(unit, facts, **declared) -> Asset:
    asset = Asset.objects.create(
        unit=unit, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=1, original="x", original_name="a.jpg",
        **declared,
    )  # fmt: skip
    filing.accept(asset, facts, None, [], [])
    asset.refresh_from_db()
    return asset


def test_the_words_inside_a_file_fill_what_nobody_declared(vi_khe) -> None:
    asset = filed(vi_khe, SAID)
    assert (asset.caption_vi, asset.caption_en, asset.credit, asset.licence) == (
        "Cổng làng", "Village gate", "Nguyễn Văn Tô", "CC-BY-4.0",
    )  # fmt: skip
    assert (asset.phash, asset.grade) == ("00ff00ff00ff00ff", 3)


def test_what_was_declared_stays(vi_khe) -> None:
    declared = {"caption_vi": "Mặt trước", "credit": "Thu Hà", "licence": "InC"}
    asset = filed(vi_khe, SAID, **declared)
    assert {name: getattr(asset, name) for name in declared} == declared
    assert asset.caption_en == ""


def test_the_credit_line_stands_in_for_a_maker_and_another_licence_is_not_taken(vi_khe) -> None:
    other = {**SAID, "artist": None, "licence_url": "https://creativecommons.org/licenses/by-nc/4.0"}
    asset = filed(vi_khe, other)
    assert (asset.credit, asset.licence) == ("Bảo tàng", "")
