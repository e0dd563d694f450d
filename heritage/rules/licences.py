"""Which of our licences an address names."""

from __future__ import annotations

import re

# Only these versions: terms of others differ, and nobody but the owner may choose for them.
ADDRESSES = {
    "licenses/by/4.0": "CC-BY-4.0",
    "licenses/by-sa/4.0": "CC-BY-SA-4.0",
    "publicdomain/zero/1.0": "CC0-1.0",
}
ADDRESS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/([a-z]+/[a-z0-9+-]+/\d\.\d)(?:/.*)?", re.IGNORECASE
)


def licence_at(url: str) -> str:
    """The code of the licence at a Creative Commons address; empty for any that the catalogue does not offer.

    >>> licence_at("https://creativecommons.org/licenses/by/4.0/deed.vi")
    'CC-BY-4.0'
    >>> licence_at("https://creativecommons.org/licenses/by-nc/4.0/")
    ''
    """
    found = ADDRESS.fullmatch(url.strip())
    return ADDRESSES.get(found[1].lower(), "") if found else ""
