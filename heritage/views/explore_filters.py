"""The filters of Explore: what can be chosen with its count, and what is chosen with the way out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from heritage import categories
from heritage.projections.dates import day_text
from heritage.selectors import labels
from heritage.selectors.params import values_of
from heritage.selectors.unit_facet import unit_choices
from heritage.views.explore_address import address, address_of, span_of
from search.documents import FacetCount, Query, Sort

FACET_ORDER = ("rank", "dynasty", "lunar_month", "has", "kind", "level", "licence")
IN_TERMS = {"dynasty", "lunar_month", "level"}  # in the order of their vocabulary; others by count
MANY = 12
RADII_M = (1000, 3000, 10_000, 30_000, 100_000)
Counts = Mapping[str, tuple[FacetCount, ...]]


def category_chips(request: HttpRequest, counts: tuple[FacetCount, ...], lang: str) -> list[dict[str, Any]]:
    """The four categories and all of them, each with its address."""
    by_code = {each.value: each.count for each in counts}
    chosen = values_of(request.GET, "category")
    everything = {
        "label": _("Tất cả"),
        "symbol": "",
        "count": sum(by_code.values()),
        "url": address(request, category=None, cursor=None),
        "current": not chosen,
    }
    return [everything] + [
        {
            "code": each.code,
            "label": each.label(lang),
            "symbol": each.symbol,
            "count": by_code.get(each.code, 0),
            "url": address(request, category=each.code, cursor=None),
            "current": chosen == (each.code,),
        }
        for each in categories.CATEGORIES
    ]


def facet_groups(request: HttpRequest, counted: Counts, lang: str) -> list[dict[str, Any]]:
    """Every facet that has something to choose, as check boxes."""
    words = labels.facet_labels({name: counted.get(name, ()) for name in FACET_ORDER}, lang)
    titles = _titles()
    groups = []
    for facet in FACET_ORDER:
        chosen = values_of(request.GET, facet)
        values = [
            {
                "value": each.value,
                "label": words[facet][each.value],
                "count": each.count,
                "checked": each.value in chosen,
            }
            for each in counted.get(facet, ())
            if each.value and (each.count or each.value in chosen)
        ]
        if facet in IN_TERMS:
            order = categories.codes(labels.VOCABULARIES[facet])
            values.sort(key=lambda value: order.index(str(value["value"])))
        if values:
            groups.append(
                {"name": facet, "title": titles[facet], "values": values, "many": len(values) > MANY}
            )
    return groups


def unit_group(request: HttpRequest, counted: Counts) -> list[dict[str, Any]]:
    """Provinces, each with the address that opens its wards."""
    chosen = values_of(request.GET, "unit")
    return [
        {
            "unit": each,
            "open_url": address(request, unit=each.code, cursor=None) + f"#tinh-{each.code}",
        }
        for each in unit_choices(counted.get("unit", ()), chosen, timezone.localdate())
    ]


def spans(request: HttpRequest) -> dict[str, Any]:
    """What stands in the boxes of years and days."""
    return {
        "years_from": span_of(request.GET, "years")[0],
        "years_to": span_of(request.GET, "years")[1],
        "decided_from": span_of(request.GET, "decided")[0],
        "decided_to": span_of(request.GET, "decided")[1],
    }


def radii(query: Query, lang: str) -> list[dict[str, Any]]:
    """Distances from the place that was asked about; empty where none was."""
    if query.near is None:
        return []
    chosen = query.near.radius_m
    known: list[float | None] = [None, *RADII_M]
    if chosen not in known:
        known.append(chosen)
    return [
        {
            "value": "" if each is None else f"{each:g}",
            "label": _("Không giới hạn") if each is None else _distance(each, lang),
            "chosen": each == chosen,
        }
        for each in known
    ]


def sorts(query: Query) -> list[tuple[str, str]]:
    """The orders that make sense for this question."""
    orders = [
        (Sort.RELEVANCE, _("Hợp nhất với câu tìm")),
        (Sort.NAME, _("Tên, theo bảng chữ cái")),
        (Sort.NEWEST, _("Mới công bố")),
        (Sort.NEXT_FESTIVAL, _("Lễ hội sắp tới")),
    ]
    return [*orders, (Sort.DISTANCE, _("Gần nhất"))] if query.near else orders


def chosen_filters(request: HttpRequest, lang: str) -> list[dict[str, str]]:
    """Every filter that is on, with the address that takes it off."""
    chosen = []
    for facet in (*FACET_ORDER, "unit"):
        values = values_of(request.GET, facet)
        words = _words(facet, values, lang)
        for value in values:
            params = request.GET.copy()
            params.setlist(facet, [each for each in values if each != value])
            params.pop("cursor", None)
            chosen.append({"name": facet, "label": words[value], "url": address_of(request, params)})
    return chosen + [
        {"name": names[0], "label": label, "url": address(request, **dict.fromkeys((*names, "cursor")))}
        for names, label in _spans_told(request.GET, lang)
        if request.GET.get(names[0])
    ]


def search_in_words(params: QueryDict, lang: str) -> str:
    """ "“đền trần”, Di tích, Phường Nam Định"; empty for the whole catalogue."""
    words = str(params.get("q") or "").strip()
    told = [f"“{words}”"] if words else []
    for facet in ("category", *FACET_ORDER, "unit"):
        values = values_of(params, facet)
        labelled = _words(facet, values, lang)
        told += [labelled[value] for value in values]
    return ", ".join([*told, *(label for names, label in _spans_told(params, lang) if params.get(names[0]))])


def category_filter(request: HttpRequest, lang: str) -> list[dict[str, str]]:
    """The categories that are chosen, as :func:`chosen_filters`; on the page the chips say it."""
    values = values_of(request.GET, "category")
    words = _words("category", values, lang)
    url = address(request, category=None, cursor=None)
    return [{"name": "category", "label": words[value], "url": url} for value in values]


def _words(facet: str, values: tuple[str, ...], lang: str) -> dict[str, str]:
    if facet == "unit":
        return labels.unit_names(values)
    return {value: categories.term(labels.VOCABULARIES[facet], value).label(lang) for value in values}


def _spans_told(params: QueryDict, lang: str) -> list[tuple[tuple[str, ...], str]]:
    return [
        (("bbox",), _("Trong một khung bản đồ")),
        (("polygon",), _("Trong vùng đã vẽ")),
        (("near", "radius_m", "sort"), _("Quanh một vị trí")),
        (("years",), _("Năm %(years)s") % {"years": _span_text(params, "years", lang)}),
        (("decided",), _("Xếp hạng %(days)s") % {"days": _span_text(params, "decided", lang)}),
        (("updated",), _("Công bố %(days)s") % {"days": _span_text(params, "updated", lang)}),
    ]


def _span_text(params: QueryDict, name: str, lang: str) -> str:
    """ "1225–1400", "từ 1225", "đến 1400"; days as people write them."""
    first, last = span_of(params, name)
    first, last = _day(first, lang), _day(last, lang)
    if first and last:
        return first if first == last else f"{first}–{last}"
    return _("từ %(start)s") % {"start": first} if first else _("đến %(end)s") % {"end": last}


def _day(text: str, lang: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        return text
    return day_text(day, lang) if day else text


def _distance(metres: float, lang: str) -> str:
    figure = f"{metres / 1000:g}".replace(".", "." if lang == "en" else ",")
    return _("Trong vòng %(km)s km") % {"km": figure}


def _titles() -> dict[str, str]:
    return {
        "rank": _("Xếp hạng"),
        "dynasty": _("Thời kỳ"),
        "lunar_month": _("Tháng lễ hội, âm lịch"),
        "has": _("Có tư liệu"),
        "kind": _("Loại hình"),
        "level": _("Mức số hóa"),
        "licence": _("Giấy phép của tư liệu"),
    }
