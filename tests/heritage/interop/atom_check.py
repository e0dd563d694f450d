"""Reads an Atom feed as strictly as RFC 4287 asks: the grammar of its appendix, its Schematron rules, its ids."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from lxml import etree

NS = {"a": "http://www.w3.org/2005/Atom"}
GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def checked(document: bytes) -> etree._Element:
    """The feed, after everything that the standard asks of it held."""
    root = etree.fromstring(document)
    GRAMMAR.assertValid(root)
    assert root.xpath("a:author or not(a:entry[not(a:author)])", namespaces=NS)  # 4.1.1
    for each in [root, *root.iterfind("a:entry", NS)]:
        links = [
            (link.get("rel"), link.get("type"), link.get("hreflang")) for link in each.iterfind("a:link", NS)
        ]
        assert len(links) == len(set(links))  # 4.1.1, 4.1.2
        for link in each.iterfind("a:link", NS):
            assert link.get("href", "").startswith(("http://", "https://"))
        address = each.findtext("a:id", None, NS)
        assert address is not None and address.startswith("tag:") and " " not in address
        for moment in ("a:updated", "a:published"):
            text = each.findtext(moment, None, NS)
            assert text is None or dt.datetime.fromisoformat(text).tzinfo is not None
    for entry in root.iterfind("a:entry", NS):
        assert entry.xpath("a:link[@rel='alternate'] or a:link[not(@rel)] or a:content", namespaces=NS)
    ids = [each.text for each in root.iterfind("a:entry/a:id", NS)]
    assert len(ids) == len(set(ids))
    return root


def link_of(root: etree._Element, rel: str) -> str | None:
    """The address that a feed gives for a relation."""
    found = root.find(f"a:link[@rel='{rel}']", NS)
    return None if found is None else str(found.get("href"))


def titles(root: etree._Element) -> list[str]:
    """The titles of the entries in order."""
    return [str(each.text) for each in root.iterfind("a:entry/a:title", NS)]
