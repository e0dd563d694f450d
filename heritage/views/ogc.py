"""OGC API – Features: addresses for machines that a browser can read too. Parse, ask one selector, write."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from gis.errors import OutsideValidArea
from heritage.errors import BadRequest, NotFound, Refusal, status_of
from heritage.interop import ogc_collections as documents
from heritage.interop.ogc_collections import (
    BY_NAME,
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    PROBLEM,
    SCHEMA,
    Collection,
    Site,
)
from heritage.interop.ogc_crs import System, system_named
from heritage.interop.ogc_features import collection_text, feature_text, feature_texts
from heritage.interop.ogc_openapi import openapi
from heritage.interop.ogc_request import (
    COMMON,
    OF_A_FEATURE,
    OF_FEATURES,
    check_parameters,
    equal_names,
    read_request,
)
from heritage.selectors.ogc import Page
from heritage.selectors.ogc_more import SOURCES, spans
from heritage.views import ogc_pages

HTML_LIMIT = 500  # rows that a page for people has at most
METHODS = "GET, HEAD, OPTIONS"
View = Callable[..., HttpResponseBase]
TITLES = {
    400: ("Yêu cầu sai", "Bad request"),
    404: ("Không có", "Not found"),
    405: ("Không được", "Not allowed"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the views below see it."""

    request: HttpRequest
    site: Site

    @property
    def origin(self) -> str:
        """``http://host``."""
        return self.site.base.removesuffix("/ogc")

    def parameters(self, *known: str) -> dict[str, str]:
        """What is in the address; nothing but ``known`` may be."""
        check_parameters({name: self.request.GET.getlist(name) for name in self.request.GET}, known)
        form = self.request.GET.get("f")
        if form not in (None, "json", "html"):
            raise BadRequest("Tham số f: json hoặc html.", "The parameter f is json or html.", "bad_f")
        return {name: str(value) for name, value in self.request.GET.items()}

    def wants_page(self) -> bool:
        """Whether a person with a browser asks: ``f``, else Accept."""
        form = self.request.GET.get("f")
        if form is not None:
            return form == "html"
        return self.request.get_preferred_type([GEOJSON, JSON, HTML]) == HTML

    def address(self, **changes: str) -> str:
        """The address asked for with other parameters."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query[name] = value
        return (
            f"{self.origin}{self.request.path}?{query.urlencode()}"
            if query
            else f"{self.origin}{self.request.path}"
        )


def answered(view: Callable[..., HttpResponse]) -> View:
    """Choose the language, turn refusals into RFC 7807, refuse methods that change things."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **parts: str) -> HttpResponse:
        language = language_of(request)
        if request.method != "GET":  # HEAD and OPTIONS are answered by heritage.middleware.OpenApi
            response = problem(language, 405, "method_not_allowed", METHODS)
            response.headers["Allow"] = METHODS
            return response
        asked = Asked(request, Site(request.build_absolute_uri("/ogc"), language))
        try:
            with override(language):
                if request.GET.get("lang", language) not in ("vi", "en"):
                    raise BadRequest(
                        "Tham số lang: vi hoặc en.", "The parameter lang is vi or en.", "bad_lang"
                    )
                response = view(asked, **parts)
        except Refusal as error:
            response = problem(language, status_of(error), error.code, error.sentence(language))
        except OutsideValidArea:
            response = problem(language, 400, "outside_crs", _OUTSIDE[language == "en"])
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "no-cache")  # keep it, and ask whether it still holds
        patch_vary_headers(response, ["Accept", "Accept-Language"])
        return response

    return answer


_OUTSIDE = (
    "Hệ tọa độ này không viết được vị trí của một đối tượng trong trang.",
    "This reference system cannot express the place of a feature on the page.",
)


def language_of(request: HttpRequest) -> str:
    """``lang``, else Accept-Language, else Vietnamese."""
    if "lang" in request.GET:
        return "en" if request.GET["lang"] == "en" else "vi"
    for name, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if name.partition("-")[0] in ("vi", "en"):
            return name[:2]
    return "vi"


def problem(language: str, status: int, code: str, detail: str) -> HttpResponse:
    """An error of RFC 7807; ``type`` is a fragment of the documentation."""
    title = TITLES.get(status, TITLES[400])[language == "en"]
    body = {
        "type": f"/ogc/api?f=html#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)


@answered
def landing(asked: Asked) -> HttpResponse:
    """Where everything begins."""
    asked.parameters(*COMMON)
    if asked.wants_page():
        return ogc_pages.landing(asked.request, asked.site)
    return _document(asked, documents.landing(asked.site))


@answered
def conformance(asked: Asked) -> HttpResponse:
    """Which parts of the standards are kept."""
    asked.parameters(*COMMON)
    document = documents.conformance(asked.site)
    return (
        ogc_pages.conformance(asked.request, asked.site, document)
        if asked.wants_page()
        else _document(asked, document)
    )


@answered
def api(asked: Asked) -> HttpResponse:
    """The description in OpenAPI 3.0, or its page."""
    asked.parameters(*COMMON)
    document = openapi(asked.site)
    if asked.wants_page():
        return ogc_pages.api(asked.request, asked.site, document)
    return _document(asked, document, OPENAPI)


@answered
def collections(asked: Asked) -> HttpResponse:
    """All collections."""
    asked.parameters(*COMMON)
    if asked.wants_page():
        return ogc_pages.landing(asked.request, asked.site)
    return _document(asked, documents.collections(asked.site, spans()))


@answered
def collection(asked: Asked, name: str) -> HttpResponse:
    """One of them."""
    of = _named(name)
    asked.parameters(*COMMON)
    span = spans().get(of.span)
    if asked.wants_page():
        return ogc_pages.collection(asked.request, asked.site, of, span)
    return _document(asked, documents.collection(asked.site, of, span))


@answered
def queryables(asked: Asked, name: str) -> HttpResponse:
    """What its filters may name."""
    of = _named(name)
    asked.parameters(*COMMON)
    if asked.wants_page():
        return ogc_pages.queryables(asked.request, asked.site, of)
    return _document(asked, documents.queryables(asked.site, of), SCHEMA)


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
    (feature,) = feature_texts(page, system, asked.origin)
    body = feature_text(feature, links)
    return _conditional(asked, body, GEOJSON, _tag(body), changed, {"Content-Crs": f"<{system.uri}>"})


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
    features = feature_texts(page, system, asked.origin)
    links = [
        {"href": asked.address(), "rel": "self", "type": GEOJSON, "title": of.title(site.language)},
        {"href": asked.address(f="html"), "rel": "alternate", "type": HTML, "title": of.title(site.language)},
        site.link("collection", f"/collections/{of.name}", JSON, of.title(site.language)),
    ]
    if following is not None:
        links.append(
            {"href": following, "rel": "next", "type": GEOJSON, "title": site.say("Trang sau", "Next page")}
        )
    body = collection_text(features, page.matched, links, dt.datetime.now(dt.UTC))
    tag = _tag(*features, str(page.matched), str(links))
    return _conditional(asked, body, GEOJSON, tag, None, {"Content-Crs": f"<{system.uri}>"})


def _document(asked: Asked, document: Mapping[str, Any], kind: str = JSON) -> HttpResponse:
    body = json.dumps(document, ensure_ascii=False)
    return _conditional(asked, body, kind, _tag(body), None, {})


def _tag(*texts: str) -> str:
    """Without the time of the answer, which is all that differs between two equal ones."""
    found = hashlib.sha256()
    for text in texts:
        found.update(text.encode())
    return f'"{found.hexdigest()[:24]}"'


def _conditional(
    asked: Asked, body: str, kind: str, tag: str, changed: dt.datetime | None, headers: Mapping[str, str]
) -> HttpResponse:
    response = HttpResponse(body.encode(), content_type=kind, headers=dict(headers))
    response.headers["ETag"] = tag
    seconds = None if changed is None else int(changed.timestamp())
    if seconds is not None:
        response.headers["Last-Modified"] = (
            f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%a, %d %b %Y %H:%M:%S GMT}"
        )
    answer = get_conditional_response(asked.request, tag, seconds, response)
    return answer if isinstance(answer, HttpResponse) else response
