"""Office files packed so that the same content is the same bytes: members in order, all of one day."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

CORE = "docProps/core.xml"
EPOCH = (2020, 1, 1, 0, 0, 0)
FIRST = ("[Content_Types].xml", "_rels/.rels")


def packed(archive: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """The same members with fixed days and order; ``changed`` replaces some of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as sink:
        names = sorted(source.namelist(), key=lambda name: (name not in FIRST, name))
        for name in names:
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            sink.writestr(member, (changed or {}).get(name) or source.read(name))
    return out.getvalue()


def members(archive: bytes) -> dict[str, bytes]:
    """Every member of a file that we wrote."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return {name: source.read(name) for name in source.namelist()}


def without_times(core: bytes, iso: str) -> bytes:
    """The properties of a file with every moment set to one."""
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + iso.encode(), core)
