"""What every answer of OGC API – Features has: its language, its errors, its tag, and who may read it."""

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
from heritage.errors import BadRequest, Refusal, status_of
from heritage.interop.ogc_collections import GEOJSON, HTML, JSON, PROBLEM, Site
from heritage.interop.ogc_request import check_parameters

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
    if request.GET.get("lang") in ("vi", "en"):
        return str(request.GET["lang"])
    for name, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if name.partition("-")[0] in ("vi", "en"):
            return name[:2]
    return "vi"


def problem(language: str, status: int, code: str, detail: str) -> HttpResponse:
    """An error of RFC 7807; ``type`` is a fragment of the documentation."""
    title = TITLES.get(status, TITLES[400])[language == "en"]
    body = {
        "type": f"/ogc/api?f=html&lang={language}#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)


def document_of(asked: Asked, document: Mapping[str, Any], kind: str = JSON) -> HttpResponse:
    """A JSON document."""
    body = json.dumps(document, ensure_ascii=False).encode()
    return conditional(asked, body, kind, tag_of(body), None, {})


def tag_of(*texts: bytes) -> str:
    """Without the time of the answer, which is all that differs between two equal ones."""
    found = hashlib.sha256()
    for text in texts:
        found.update(text)
    return f'"{found.hexdigest()[:24]}"'


def conditional(
    asked: Asked, body: bytes, kind: str, tag: str, changed: dt.datetime | None, headers: Mapping[str, str]
) -> HttpResponse:
    """The answer, or that it has not changed since the client last had it."""
    response = HttpResponse(body, content_type=kind, headers=dict(headers))
    response.headers["ETag"] = tag
    seconds = None if changed is None else int(changed.timestamp())
    if seconds is not None:
        response.headers["Last-Modified"] = (
            f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%a, %d %b %Y %H:%M:%S GMT}"
        )
    answer = get_conditional_response(asked.request, tag, seconds, response)
    return answer if isinstance(answer, HttpResponse) else response
