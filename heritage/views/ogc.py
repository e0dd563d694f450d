"""OGC API – Features: addresses for machines that a browser can read too. Parse, ask one selector, write."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse

from heritage.errors import NotFound
from heritage.interop import ogc_collections as documents
from heritage.interop.ogc_collections import BY_NAME, GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Collection
from heritage.interop.ogc_crs import System, system_named
from heritage.interop.ogc_features import collection_bytes, feature_text, feature_texts
from heritage.interop.ogc_openapi import openapi
from heritage.interop.ogc_request import COMMON, OF_A_FEATURE, OF_FEATURES, equal_names, read_request
from heritage.selectors.ogc_more import SOURCES, spans
from heritage.selectors.ogc_wanted import Page
from heritage.views import ogc_pages
from heritage.views.ogc_answers import Asked, answered, conditional, document_of, tag_of

HTML_LIMIT = 500  # rows that a page for people has at most


@answered
def landing(asked: Asked) -> HttpResponse:
    """Where everything begins."""
    asked.parameters(*COMMON)
    if asked.wants_page():
        return ogc_pages.landing(asked.request, asked.site)
    return document_of(asked, documents.landing(asked.site))


@answered
def conformance(asked: Asked) -> HttpResponse:
    """Which parts of the standards are kept."""
    asked.parameters(*COMMON)
    document = documents.conformance(asked.site)
    return (
        ogc_pages.conformance(asked.request, asked.site, document)
        if asked.wants_page()
        else document_of(asked, document)
    )


@answered
def api(asked: Asked) -> HttpResponse:
    """The description in OpenAPI 3.0, or its page."""
    asked.parameters(*COMMON)
    document = openapi(asked.site)
    if asked.wants_page():
        return ogc_pages.api(asked.request, asked.site, document)
    return document_of(asked, document, OPENAPI)


@answered
def collections(asked: Asked) -> HttpResponse:
    """All collections."""
    asked.parameters(*COMMON)
    if asked.wants_page():
        return ogc_pages.landing(asked.request, asked.site)
    return document_of(asked, documents.collections(asked.site, spans()))


@answered
def collection(asked: Asked, name: str) -> HttpResponse:
    """One of them."""
    of = _named(name)
    asked.parameters(*COMMON)
    span = spans().get(of.span)
    if asked.wants_page():
        return ogc_pages.collection(asked.request, asked.site, of, span)
    return document_of(asked, documents.collection(asked.site, of, span))


@answered
def queryables(asked: Asked, name: str) -> HttpResponse:
    """What its filters may name."""
    of = _named(name)
    asked.parameters(*COMMON)
    if asked.wants_page():
        return ogc_pages.queryables(asked.request, asked.site, of)
    return document_of(asked, documents.queryables(asked.site, of), SCHEMA)


@answered
def items(asked: Asked, name: str) -> HttpResponse:
    """A page of features."""
    of = _named(name)
    given = asked.parameters(*OF_FEATURES, *equal_names(of))
    page_wanted = asked.wants_page()
    if page_wanted:
        given["limit"] = (
            str(min(int(given["limit"]), HTML_LIMIT)) if given.get("limit", "").isdecimal() else "100"
        )
    wanted = read_request(given, of)
    page = SOURCES[name].page(wanted.wanted)
    following = asked.address(cursor=page.ids[-1]) if page.more else None
    if page_wanted:
        return ogc_pages.items(asked.request, asked.site, of, page, following)
    return _features(asked, of, page, wanted.system, following)


@answered
def item(asked: Asked, name: str, fid: str) -> HttpResponse:
    """One feature."""
    of = _named(name)
    given = asked.parameters(*OF_A_FEATURE)
    system = system_named(given.get("crs"), "crs")
    found = SOURCES[name].one(fid) if "\0" not in fid else None
    if found is None:
        raise NotFound("Không có đối tượng này.", "There is no such feature.", "no_feature")
    page, changed = found
    if asked.wants_page():
        return ogc_pages.item(asked.request, asked.site, of, page)
    path = f"/collections/{of.name}/items/{fid}"
    links = [
        *asked.site.both(path, GEOJSON),
        asked.site.link("collection", f"/collections/{of.name}", JSON, of.title(asked.site.language)),
    ]
    body = feature_text(feature_texts(page, system, asked.origin), links).encode()
    return conditional(asked, body, GEOJSON, tag_of(body), changed, {"Content-Crs": f"<{system.uri}>"})


@answered
def unknown(asked: Asked, rest: str) -> HttpResponse:
    """No such address below ``/ogc/``."""
    raise NotFound("Không có địa chỉ này.", "There is no such address.", "no_address")


def _named(name: str) -> Collection:
    found = BY_NAME.get(name)
    if found is None:
        raise NotFound("Không có bộ dữ liệu này.", "There is no such collection.", "no_collection")
    return found


def _features(
    asked: Asked, of: Collection, page: Page, system: System, following: str | None
) -> HttpResponse:
    site = asked.site
    features = feature_texts(page, system, asked.origin).encode()  # once: a page has half a megabyte
    links = [
        {"href": asked.address(), "rel": "self", "type": GEOJSON, "title": of.title(site.language)},
        {"href": asked.address(f="html"), "rel": "alternate", "type": HTML, "title": of.title(site.language)},
        site.link("collection", f"/collections/{of.name}", JSON, of.title(site.language)),
    ]
    if following is not None:
        links.append(
            {"href": following, "rel": "next", "type": GEOJSON, "title": site.say("Trang sau", "Next page")}
        )
    body = collection_bytes(features, page, links, dt.datetime.now(dt.UTC))
    tag = tag_of(features, str(page.matched).encode(), str(links).encode())
    return conditional(asked, body, GEOJSON, tag, None, {"Content-Crs": f"<{system.uri}>"})
