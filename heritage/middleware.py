"""One answer header for every page: nothing inline, nothing foreign but the basemap that was configured."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlparse

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ContentSecurityPolicy:
    """Sets a strict policy. WebAssembly is allowed for the point-cloud decoder, which is our own file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        images = ["'self'", "data:", "blob:"]
        if settings.BASEMAP_URL:
            parsed = urlparse(settings.BASEMAP_URL)
            images.append(f"{parsed.scheme}://{parsed.netloc.replace('{s}', '*')}")
        self.policy = "; ".join(
            [
                "default-src 'self'",
                "script-src 'self' 'wasm-unsafe-eval'",
                "style-src 'self'",
                f"img-src {' '.join(images)}",
                "connect-src 'self' blob:",
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
