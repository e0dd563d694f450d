from __future__ import annotations

import pytest

from heritage import categories
from heritage.rules.licences import ADDRESSES, licence_at


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("http://www.creativecommons.org/licenses/by-sa/4.0/legalcode", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/licenses/by/3.0/", ""),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", ""),
        ("https://example.org/?https://creativecommons.org/licenses/by/4.0/", ""),
        ("", ""),
    ],
)
def test_only_the_licences_that_the_catalogue_offers_are_known(url: str, code: str) -> None:
    assert licence_at(url) == code


def test_every_code_is_one_of_the_vocabulary() -> None:
    assert set(ADDRESSES.values()) <= set(categories.codes(categories.LICENCES))
