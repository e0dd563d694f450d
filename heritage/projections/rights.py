"""Licences of the catalogue as addresses that machines know."""

from __future__ import annotations

RIGHTS = {
    "CC-BY-4.0": "http://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "InC": "http://rightsstatements.org/vocab/InC/1.0/",
}


def rights_uri(licence: str) -> str | None:
    """The statement's address, with ``http`` as IIIF and Europeana ask; None where rights are not stated."""
    return RIGHTS.get(licence)
