"""The API's documentation, rendered by the server from its own OpenAPI document: no foreign script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from heritage.api.limits import EXPORT_COST
from heritage.api.root import api
from search.documents import Tier
from search.fields import ASKED_FIELDS
from search.plan import MAX_TEXT, MAX_WORDS

MEANINGS = {
    "name": "The name, other names, the English one, Hán-Nôm.",
    "unit": "Names of the ward and province today and before; digits are a unit's code.",
    "person": "People whom it worships, remembers or was founded by.",
    "decision": "Numbers of the decisions that ranked it.",
    "text": "Summaries and stories.",
    "page": "Words on the pages of its scans and documents.",
    "category": "Category, as a code or in words.",
    "kind": "Kind of heritage, as a code or in words.",
    "rank": "Rank, as a code or in words.",
    "has": "Kind of file: photo, scan, document, cloud, mesh, audio, video.",
    "level": "Level of digitization, 0 to 3.",
    "dynasty": "Period of history, as a code or in words.",
    "month": "Lunar month of a festival, 1 to 12.",
    "licence": "Licence of a published file.",
    "year": "A year or span: 1305, 1225..1400, ..1009; before our era negative.",
}


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters and the shape of its answer."""
    schema = api.get_openapi_schema()
    shapes = _shapes(schema)
    # One address for both languages: machines' addresses have no language of their own.
    english = request.GET.get("lang") == "en"
    with override("en" if english else "vi"):
        return render(
            request,
            "pages/api_docs.html",
            {
                "info": schema["info"],
                "endpoints": _endpoints(schema, {shape["name"] for shape in shapes}),
                "shapes": shapes,
                "fields": [
                    {"name": each.name, "spellings": each.spellings, "meaning": MEANINGS[each.name]}
                    for each in ASKED_FIELDS
                ],
                "tiers": [each.name.lower() for each in Tier if each is not Tier.NONE],
                "most_characters": MAX_TEXT,
                "most_words": MAX_WORDS,
                "per_minute": settings.API_PER_MINUTE,
                "export_cost": EXPORT_COST,
                "other_language_url": request.path if english else f"{request.path}?lang=en",
                "LANGUAGE_CODE": "en" if english else "vi",
            },
        )


def _endpoints(schema: dict[str, Any], shown: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "method": method.upper(),
            "path": address,
            "short": address.removeprefix("/api/v1"),
            "anchor": operation["operationId"],
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": [
                {
                    "name": each["name"],
                    "where": each["in"],
                    "required": each.get("required", False),
                    "type": each["schema"].get("type", ""),
                    "description": each["schema"].get("description") or each.get("description", ""),
                }
                for each in operation.get("parameters", [])
            ],
            "answers": [
                {"status": status, "shape": _shape_of(answer), "linked": _shape_of(answer) in shown}
                for status, answer in operation["responses"].items()
            ],
        }
        for address, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _shape_of(answer: dict[str, Any]) -> str:
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return str(content.get("$ref", "")).rsplit("/", 1)[-1] or str(content.get("type", ""))


def _shapes(schema: dict[str, Any]) -> list[dict[str, Any]]:
    shapes = schema.get("components", {}).get("schemas", {})
    return [
        {
            "name": name,
            "description": shape.get("description", ""),
            "fields": [
                {"name": field, "type": _type_of(values), "description": values.get("description", "")}
                for field, values in shape.get("properties", {}).items()
            ],
        }
        for name, shape in sorted(shapes.items())
        if not name.endswith("Params")
    ]


def _type_of(values: dict[str, Any]) -> str:
    if "$ref" in values:
        return str(values["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in values:
        return " | ".join(_type_of(each) for each in values["anyOf"])
    if values.get("type") == "array":
        return f"[{_type_of(values.get('items', {}))}]"
    return str(values.get("type", "object"))
