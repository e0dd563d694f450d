"""The rows of a table of control points, and the system of a map, as a browser sends them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from heritage.forms.fields import INPUT, EpsgField
from heritage.services.georeferencing import TypedPoint
from media_pipeline.control_fit import LEAST_POINTS, MOST_POINTS

FITS = [
    ("similarity", _("Tỉ lệ và xoay (từ 2 điểm)")),
    ("poly1", _("Bậc 1, tờ phẳng (từ 3 điểm)")),
    ("poly2", _("Bậc 2, tờ cong nhẹ (từ 6 điểm)")),
    ("poly3", _("Bậc 3, tờ cong nhiều (từ 10 điểm)")),
    ("tps", _("Tấm đàn hồi, qua đúng mọi điểm (từ 4 điểm)")),
]
USUAL_FIT = "poly1"


class Posted(Protocol):
    """What a form was sent with: a value has a name, a name may come again."""

    def getlist(self, key: str) -> list[Any]:
        """Every value of a name, in the order of the page."""
        ...


def rows_of(posted: Posted) -> list[TypedPoint]:
    """The rows of the table, empty ones too; figures that are none count as missing."""
    columns = [str(value) for value in posted.getlist("column")][:MOST_POINTS]
    rows, places, labels = (
        [str(value) for value in posted.getlist(name)] for name in ("row", "place", "label")
    )
    return [
        TypedPoint(
            _figure(column),
            _figure(_at(rows, n)),
            _at(places, n).strip()[:200],
            _at(labels, n).strip()[:120],
        )
        for n, column in enumerate(columns)
    ]


def fit_of(posted: Mapping[str, Any]) -> str:
    """The fit that was chosen; the usual one for anything unknown."""
    asked = str(posted.get("fit", ""))
    return asked if asked in LEAST_POINTS else USUAL_FIT


class SystemForm(forms.Form):
    """The reference system of a map that has coordinates but does not name it."""

    system = forms.ChoiceField(label=_("Hệ tọa độ của tờ bản đồ"), widget=forms.Select(attrs=INPUT))
    other = EpsgField()

    def __init__(self, *args: Any, systems: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].choices = systems  # type: ignore[attr-defined]

    def chosen(self) -> str:
        """The system, as ``EPSG:9209``."""
        return str(self.cleaned_data["other"] or self.cleaned_data["system"])


def _figure(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _at(values: list[str], index: int) -> str:
    return values[index] if index < len(values) else ""
