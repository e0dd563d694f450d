"""Addresses of Explore: each filter, order and page is a change of the one that was asked."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

# Fields of the form that are written in two boxes, and the parameter that holds both.
SPANS = {
    "years": ("years_from", "years_to"),
    "decided": ("decided_from", "decided_to"),
}
EARLIEST = {"years": "-3000", "decided": "1900-01-01"}  # what an open end says
LATEST = {"years": "2100", "decided": "2100-12-31"}


def address(request: HttpRequest, **changes: str | None) -> str:
    """This address with some parameters replaced, or left out where they are None."""
    params = request.GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params[name] = value
    return address_of(request, params)


def address_of(request: HttpRequest, params: QueryDict) -> str:
    """This page with these parameters."""
    text = params.urlencode()
    return f"{request.path}?{text}" if text else request.path


def without_boxes(request: HttpRequest) -> str | None:
    """The address that says in one parameter what the form wrote in two boxes; None where nothing is in them.

    A box left empty is an open end. Scripts, map and API know only the one parameter, so the page is
    asked for again under that address.
    """
    params = request.GET.copy()
    filled = False
    for name, (first, last) in SPANS.items():
        start, end = params.get(first, "").strip(), params.get(last, "").strip()
        params.pop(first, None)
        params.pop(last, None)
        if start or end:
            filled = True
            params[name] = f"{start or EARLIEST[name]},{end or LATEST[name]}"
    params.pop("cursor", None)
    return address_of(request, params) if filled else None


def span_of(params: QueryDict, name: str) -> tuple[str, str]:
    """What the two boxes of a span show; an open end is an empty box."""
    first, _, last = params.get(name, "").partition(",")
    return ("" if first == EARLIEST.get(name) else first, "" if last == LATEST.get(name) else last)
