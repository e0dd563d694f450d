"""Answer headers: a strict policy for every page, open doors for the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware

from heritage.errors import MethodNotAllowed

RATE_HEADERS = "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, Retry-After"


class ContentSecurityPolicy:
    """Sets a strict policy. WebAssembly is allowed for the point-cloud decoder, which is our own file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        images, data = ["'self'", "data:", "blob:"], ["'self'", "blob:"]
        basemap = settings.BASEMAP
        if basemap is not None and basemap.host is not None:
            (images if basemap.kind == "tiles" else data).append(basemap.host)
        self.policy = "; ".join(
            [
                "default-src 'self'",
                "script-src 'self' 'wasm-unsafe-eval'",
                "style-src 'self'",
                f"img-src {' '.join(images)}",
                f"connect-src {' '.join(data)}",
                "worker-src 'self'",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class OpenApi:
    """The API is for other sites and programs too: any origin may read it, and HEAD answers like GET.

    It shows what is published and nothing that depends on who asks, so no cookie is involved.
    """

    PREFIXES = ("/api/v1/", "/ogc/")
    REST = "/api/v1/"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.conditional = ConditionalGetMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self.PREFIXES):
            return self.get_response(request)
        rest = request.path.startswith(self.REST)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = (
                "Accept, Authorization, Content-Type, If-None-Match"
            )
            response.headers["Access-Control-Max-Age"] = "86400"
        elif request.method == "HEAD":
            request.method = "GET"
            response = _without_body(self._read(request))
        else:
            response = self._read(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        exposed = response.headers.get("Access-Control-Expose-Headers", "")
        response.headers["Access-Control-Expose-Headers"] = ", ".join(
            filter(None, ("Content-Crs, ETag, Link", RATE_HEADERS if rest else "", exposed))
        )
        return response

    def _read(self, request: HttpRequest) -> HttpResponse:
        """An answer of the REST API has a tag of its bytes: who has them already is not sent them again."""
        response = self.get_response(request)
        if response.status_code == 405 and request.path.startswith(self.REST):
            error = MethodNotAllowed()
            body = {"error": {"code": error.code, "vi": error.vi, "en": error.en}}
            return JsonResponse(body, status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
        if request.path.startswith(self.REST) and not response.streaming:
            return cast(HttpResponse, self.conditional.process_response(request, response))
        return response


def _without_body(response: HttpResponse) -> HttpResponse:
    """The same headers; of a stream the length only where it is known without making it all."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
        return response
    length = len(response.content)
    response.content = b""
    response.headers["Content-Length"] = str(length)
    return response


class Gzip(GZipMiddleware):
    """Compresses text, for phones at the gate; files and their ranges go out byte for byte."""

    TEXT = (
        *("text/", "application/json", "application/geo+json", "application/ld+json", "image/svg+xml"),
        *("application/schema+json", "application/vnd.oai.openapi+json"),
    )

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page or a document; leave a stream alone."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or response.status_code == 206 or not kind.startswith(self.TEXT):
            return response
        return super().process_response(request, response)
