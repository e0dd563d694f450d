"""What the shell of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

SECTIONS = {
    "home": "home",
    "explore": "explore",
    "item": "explore",
    "units": "explore",
    "unit": "explore",
    "festivals": "festivals",
    "kpi": "kpi",
    "kpi-unit": "kpi",
    "kpi-list": "kpi",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Language switch to the same page, current section, and whether this is a demonstration."""
    match = request.resolver_match
    name = match.url_name if match else ""
    other = "vi" if language() == "en" else "en"
    return {
        "LANGUAGE_CODE": language(),
        "other_language_url": translate_url(request.get_full_path(), other),
        "nav": SECTIONS.get(name or "", "desk" if (name or "").startswith("desk") else ""),
        "demo": (settings.HOME / "demo-loaded.json").exists(),
    }


def language() -> str:
    """The language of this answer: ``vi`` or ``en``."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"
