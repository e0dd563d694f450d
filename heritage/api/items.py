"""Items, suggestions, facets and the map: four views of one query."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from heritage.api.answers import answered
from heritage.api.item_schemas import ItemDocument, MapAnswer
from heritage.api.paging import address_with
from heritage.api.schemas import (
    ErrorAnswer,
    FacetValue,
    ItemList,
    Json,
    ListParams,
    MapParams,
    SearchParams,
    Suggestions,
    SuggestParams,
)
from heritage.errors import NotFound
from heritage.models import Item
from heritage.projections.explanation import explanation
from heritage.projections.item_document import item_document, item_entry, page_url
from heritage.projections.map_feature import cluster_feature, row_feature
from heritage.selectors import catalogue, labels
from heritage.selectors.explaining import reasons
from heritage.selectors.params import query_from
from heritage.selectors.suggestions import suggested
from search.documents import Query as AskedQuery

router = Router(tags=["items"])
ERRORS = {400: ErrorAnswer, 404: ErrorAnswer}


@router.get("/items", response={200: ItemList, **ERRORS}, summary="Search the catalogue", exclude_unset=True)
def items(request: HttpRequest, params: Query[ListParams]) -> Json:
    """One page of published items; ``next`` is the address of the page after it, or null."""
    query = query_from(request.GET)
    found = catalogue.find(query)
    told = _explained(found, query) if params.explain and not found.degraded else {}
    return {
        "total": found.total,
        "items": [
            item_entry(item, found.distances.get(item.public_id))
            | _found(item, found)
            | told.get(item.public_id, {})
            for item in found.items
        ],
        "next": address_with(request, cursor=found.next_cursor) if found.next_cursor else None,
        **({"did_you_mean": meant} if (meant := catalogue.spelling(query, found)) else {}),
        **({"degraded": True} if found.degraded else {}),
    }


def _found(item: Item, found: catalogue.Found) -> Json:
    """The page whose words were met, where the record itself lacks them."""
    page = found.pages.get(item.public_id)
    if page is None:
        return {}
    url = page_url(item, page.asset, page.page)
    entry = {"asset": page.asset.public_id, "page": page.page, "snippet": page.snippet, "url": url}
    return {"found": entry}


def _explained(found: catalogue.Found, query: AskedQuery) -> dict[str, Json]:
    why = reasons(found.items, query, found.distances)
    return {
        id_: {"explain": explanation(each.place, each.document, each.why, query.sort, each.sort_value)}
        for id_, each in why.items()
    }


@router.get("/items/{public_id}", response={200: ItemDocument, **ERRORS}, summary="One item in full")
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything published about an item: facts with sources, relations, media with digests."""
    row = catalogue.public_items().filter(public_id=public_id.upper()).first()
    if row is None:
        raise NotFound("Không có di sản này.", "There is no such item.", "no_item")
    return answered(item_document(row))


@router.get(
    "/suggest", response={200: Suggestions, **ERRORS}, summary="Suggestions while typing", exclude_unset=True
)
def suggest(request: HttpRequest, params: Query[SuggestParams]) -> Json:
    """Items, then units, people and decisions that fit the words typed so far, best first in each."""
    lang = "en" if params.lang == "en" else "vi"
    found = suggested(params.q[:100], lang) if params.q.strip() else []
    return {
        "suggestions": [
            {"text": each.text, "type": each.type, "url": each.url}
            | ({"note": each.note} if params.notes == "1" else {})
            for each in found
        ]
    }


@router.get("/facets", response={200: dict[str, list[FacetValue]], **ERRORS}, summary="Counts per facet")
def facets(request: HttpRequest, params: Query[SearchParams]) -> HttpResponse:
    """Counts for the same query; each facet without its own selection."""
    counted = catalogue.facets(query_from(request.GET))
    names = labels.facet_labels(counted, "en" if params.lang == "en" else "vi")
    return answered(
        {
            facet: [
                {"value": each.value, "label": names[facet][each.value], "count": each.count}
                for each in counts
            ]
            for facet, counts in counted.items()
        }
    )


@router.get("/map", response={200: MapAnswer, **ERRORS}, summary="The result on a map")
def map_features(request: HttpRequest, params: Query[MapParams]) -> HttpResponse:
    """GeoJSON: clusters with a ``count``, single items with their name; counts add up to the result."""
    language = "en" if params.lang == "en" else "vi"
    cells, rows = catalogue.clusters(query_from(request.GET), params.zoom)
    features = [
        row_feature(rows[cell.ids[0]], language) if len(cell.ids) == 1 else cluster_feature(cell)
        for cell in cells
    ]
    return answered({"type": "FeatureCollection", "features": features})
