"""The API's documentation, rendered by the server from its own OpenAPI document: no foreign script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from heritage.api.root import api


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
