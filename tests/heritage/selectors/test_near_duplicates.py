from __future__ import annotations

import numpy as np
import pytest

from heritage.models import Asset
from heritage.selectors.near_duplicates import NEAR, look_alikes, nearest

pytestmark = pytest.mark.django_db
BASE = 0x0123_4567_89AB_CDEF


def photo(unit, number: int, hashed: int, **values) -> Asset:
    columns = {
        "unit": unit, "kind": "photo", "media_type": "image/jpeg", "sha256": f"{number:064x}", "bytes": 1,
        "original": "x", "original_name": f"{number}.jpg", "state": Asset.State.READY, "phash": f"{hashed:016x}",
    } | values  # fmt: skip
    return Asset.objects.create(**columns)


def differing(bits: int) -> int:
    return BASE ^ ((1 << bits) - 1)


def test_look_alikes_of_the_unit_are_found_nearest_first(vi_khe) -> None:
    asked = photo(vi_khe, 1, BASE)
    near, same, far = (photo(vi_khe, n, differing(b)) for n, b in ((2, NEAR), (3, 0), (4, NEAR + 1)))
    found = look_alikes([asked])
    assert [(each.asset, each.bits) for each in found[asked.pk]] == [(same, 0), (near, NEAR)]
    assert far not in {each.asset for each in found[asked.pk]}


def test_other_units_refused_files_and_photos_without_a_hash_are_left_out(vi_khe, nam_dinh) -> None:
    asked = photo(vi_khe, 1, BASE)
    photo(nam_dinh, 2, BASE)
    photo(vi_khe, 3, BASE, state=Asset.State.REJECTED)
    plain = photo(vi_khe, 4, BASE, phash="")
    assert look_alikes([asked, plain]) == {}


def test_the_nearest_are_those_that_a_plain_count_finds() -> None:
    random = np.random.default_rng(5)
    hashes = random.integers(0, 2**64, 5_000, dtype=np.uint64)
    hashes[:40] = [differing(bits % 12) for bits in range(40)]
    keys = np.arange(1, 5_001)
    expected = sorted(
        (bits, int(key))
        for key, value in zip(keys, hashes, strict=True)
        if (bits := (int(value) ^ BASE).bit_count()) <= NEAR and key != 1
    )
    assert nearest(BASE, hashes, keys, apart_from=1) == [(key, bits) for bits, key in expected[:3]]
