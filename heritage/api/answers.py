"""Answers that are no shape of their own: documents as they are, and what no address has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja.responses import Response

from heritage.errors import NotFound, status_of


def answered(data: Any) -> HttpResponse:
    """The data as JSON, not rebuilt through its shape: tests hold answers to shapes, at no cost to each answer."""
    return Response(data)


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address under the API that there is not, in the form of every error."""
    error = NotFound(
        f"API không có địa chỉ {request.path}. Các địa chỉ: /api/v1/docs.",
        f"The API has no address {request.path}. Addresses: /api/v1/docs?lang=en.",
        "no_address",
    )
    return Response({"error": {"code": error.code, "vi": error.vi, "en": error.en}}, status=status_of(error))
