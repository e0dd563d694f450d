"""The address of another page of the same list."""

from __future__ import annotations

from django.http import HttpRequest


def address_with(request: HttpRequest, **changes: str) -> str:
    """The address that was asked for, whole, with some parameters set to other values."""
    params = request.GET.copy()
    for name, value in changes.items():
        params[name] = value
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")
