"""The parameters of a request for features, read once: what is unknown or malformed is refused, as the standard asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from heritage.errors import BadRequest
from heritage.interop.ogc_collections import Collection
from heritage.interop.ogc_cql2_build import Builder
from heritage.interop.ogc_cql2_json import read_json
from heritage.interop.ogc_cql2_parts import Operand, Place
from heritage.interop.ogc_cql2_text import read_text
from heritage.interop.ogc_cql2_time import read_day, read_moment
from heritage.interop.ogc_crs import DEFAULT, Box, System, read_box, system_named
from heritage.interop.ogc_properties import Kind, Queryable
from heritage.rules.filters import Every, Filter
from heritage.selectors.ogc_wanted import Wanted

DEFAULT_LIMIT = 100
MAX_LIMIT = 10_000
COMMON = ("f", "lang")
OF_A_FEATURE = (*COMMON, "crs")
OF_FEATURES = (
    *COMMON,
    *("limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"),
)
LANGUAGES = ("cql2-text", "cql2-json")


@dataclass(frozen=True, slots=True)
class Request:
    """A request for features, understood."""

    wanted: Wanted
    system: System
    """What the answer's coordinates are in."""


def check_parameters(given: Mapping[str, list[str]], known: tuple[str, ...]) -> None:
    """Refuse what the API's description does not name, and a parameter that is there twice.

    Raises:
        BadRequest: The sentence names the parameter and those that there are.
    """
    for name, values in given.items():
        if name not in known:
            raise BadRequest(
                f"Không có tham số {name[:40]}. Có: {', '.join(known)}.",
                f"There is no parameter {name[:40]}. There are: {', '.join(known)}.",
                "unknown_parameter",
            )
        if len(values) > 1:
            raise BadRequest(
                f"Tham số {name} lặp lại.", f"The parameter {name} is repeated.", "repeated_parameter"
            )


def equal_names(collection: Collection) -> tuple[str, ...]:
    """Properties that may be asked for by ``name=value``."""
    return tuple(each.name for each in collection.queryables if each.kind is not Kind.GEOMETRY)


def read_request(given: Mapping[str, str], collection: Collection) -> Request:
    """What the parameters ask for; they must have passed :func:`check_parameters`.

    Raises:
        BadRequest: One cannot be read.
    """
    box = Box((), None)
    if "bbox" in given:
        box = read_box(given["bbox"], system_named(given.get("bbox-crs"), "bbox-crs"))
    filters = _filters(given, collection)
    wanted = Wanted(
        limit=_limit(given.get("limit")),
        after=given.get("cursor"),
        around=box.around,
        shape=box.shape,
        days=read_interval(given["datetime"]) if "datetime" in given else None,
        filter=filters[0] if len(filters) == 1 else Every(tuple(filters)) if filters else None,
    )
    if wanted.after is not None and "\0" in wanted.after:
        raise BadRequest("Tham số cursor sai.", "The parameter cursor is wrong.", "bad_cursor")
    return Request(wanted, system_named(given.get("crs"), "crs"))


def read_interval(text: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of an RFC 3339 time or interval; ``..`` or nothing leaves an end open.

    Raises:
        BadRequest: No such time, or an end before its beginning.
    """
    parts = text.split("/")
    try:
        if len(parts) > 2 or not text:
            raise ValueError(text)
        days = [None if part in ("", "..") else _day(part) for part in parts]
    except ValueError as error:
        raise _bad_time() from error
    first, last = days[0], days[-1]
    if (len(days) == 1 and first is None) or (first and last and first > last):
        raise _bad_time()
    return first, last


def _day(text: str) -> dt.date:
    if len(text) == 10:
        return dt.date.fromisoformat(text)
    if "T" not in text.upper():
        raise ValueError(text)
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.date()


def _bad_time() -> BadRequest:
    return BadRequest(
        "Tham số datetime viết như 2026-11-25, 2026-11-25T00:00:00Z, 1225-01-01/1400-12-31 hoặc ../1400-12-31.",
        "The parameter datetime is written like 2026-11-25, 2026-11-25T00:00:00Z, 1225-01-01/1400-12-31 "
        "or ../1400-12-31.",
        "bad_datetime",
    )


def _limit(text: str | None) -> int:
    """Between 1 and the largest; what is above the largest is the largest, as the standard has it."""
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) < 1:
        raise BadRequest(
            f"Tham số limit là số nguyên từ 1; mỗi trang có tối đa {MAX_LIMIT}.",
            f"The parameter limit is a whole number from 1; a page has {MAX_LIMIT} at most.",
            "bad_limit",
        )
    return min(int(text), MAX_LIMIT)


def _filters(given: Mapping[str, str], collection: Collection) -> list[Filter]:
    language = given.get("filter-lang", LANGUAGES[0])
    if language not in LANGUAGES:
        raise BadRequest(
            f"Tham số filter-lang: {', '.join(LANGUAGES)}.",
            f"The parameter filter-lang is one of {', '.join(LANGUAGES)}.",
            "bad_filter_lang",
        )
    system = system_named(given.get("filter-crs"), "filter-crs")
    found: list[Filter] = []
    if "filter" in given:
        read: Callable[[str, Builder], Filter] = read_json if language == "cql2-json" else read_text
        found.append(read(given["filter"], Builder(collection.queryables, system)))
    builder = Builder(collection.queryables, DEFAULT)
    for queryable in collection.queryables:
        if queryable.name in given and queryable.kind is not Kind.GEOMETRY:
            at = Place(f"tham số {queryable.name}", f"the parameter {queryable.name}")
            value = _value(given[queryable.name], queryable, builder, at)
            found.append(builder.compare("=", builder.property(queryable.name, at), value, at))
    return found


def _value(text: str, of: Queryable, builder: Builder, at: Place) -> Operand:
    try:
        match of.kind:
            case Kind.NUMBER | Kind.INTEGER:
                return builder.number(float(text), at)
            case Kind.BOOLEAN:
                return builder.boolean({"true": True, "false": False}[text.lower()], at)
            case Kind.DAY:
                return read_day(text, at)
            case Kind.MOMENT:
                return read_day(text, at) if len(text) == 10 else read_moment(text, at)
    except (ValueError, KeyError) as error:
        raise BadRequest(
            f"Tham số {of.name} cần giá trị kiểu {of.kind}.",
            f"The parameter {of.name} needs a value of type {of.kind}.",
            "bad_value",
        ) from error
    return builder.text(text, at)
