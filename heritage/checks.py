"""What Django's ``check`` finds out about the installation before the server starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from heritage.basemap import Basemap


@register("heritage")
def basemap(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """A basemap is shown only with its credit, and one in the home must be there."""
    chosen: Basemap | None = settings.BASEMAP
    if chosen is None:
        return []
    found: list[CheckMessage] = []
    if not chosen.attribution:
        found.append(
            Error(
                "DISANSO_BASEMAP is set and DISANSO_BASEMAP_ATTRIBUTION is empty.",
                hint="Write the credit that the map's source asks for; every map shows it.",
                id="heritage.E001",
            )
        )
    if chosen.file is not None and not chosen.file.is_file():
        found.append(
            Warning(
                f"DISANSO_BASEMAP names {chosen.url}, which is not in {chosen.file.parent}.",
                hint="Copy the file there. Until then maps are drawn from our own layers.",
                id="heritage.W001",
            )
        )
    return found
