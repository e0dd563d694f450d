"""The REST API as one object, with one table from errors to answers."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from heritage.api import exports, items, kpi, kpi_exports, units
from heritage.errors import Refusal, status_of
from search.errors import SearchError

logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="Di Sản Số",
    version="1",
    description="Open catalogue of local heritage. Every list answers {total, items, next}.",
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_router("", items.router)
api.add_router("", kpi.router)
api.add_router("", units.router)
api.add_router("", exports.router)
api.add_router("", kpi_exports.router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Theirs: the code and both sentences."""
    body = {"error": {"code": error.code, "vi": error.vi, "en": error.en}}
    return api.create_response(request, body, status=status_of(error))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Theirs: a parameter is missing or of the wrong type."""
    names = ", ".join(str(each["loc"][-1]) for each in error.errors)
    body = {
        "error": {
            "code": "bad_parameter",
            "vi": f"Tham số thiếu hoặc sai kiểu: {names}.",
            "en": f"Missing or malformed parameter: {names}.",
        }
    }
    return api.create_response(request, body, status=400)


@api.exception_handler(SearchError)
def search_failed(request: HttpRequest, error: SearchError) -> HttpResponse:
    """Ours: the search engine is away. A number to quote."""
    number = secrets.token_hex(2).upper()
    logger.error("search failed, number %s", number, exc_info=error)
    body = {
        "error": {
            "code": "search_unavailable",
            "vi": f"Chức năng tìm kiếm đang gián đoạn. Báo mã {number} cho quản trị.",
            "en": f"Search is interrupted. Give code {number} to the administrator.",
        }
    }
    return api.create_response(request, body, status=503)
