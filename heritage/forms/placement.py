"""Where an item is: a pair of degrees, how it was found, how exact it is, and as the paper wrote it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis import crs
from gis.errors import GisError
from gis.placement import Method, Placement
from heritage import categories
from heritage.forms.fields import FigureField, choice_field, choices_of

# Degrees are shown to seven decimals, and a datum shift is repeated within a millimetre.
SAME_PLACE_DEGREES = 1e-6
HUMAN_METHODS = ("gnss", "control_points", "declared", "map_click", "published_source", "address")


class PlacementFields(forms.Form):
    """Longitude, latitude, method and accuracy; native coordinates come along from the reading."""

    lon = FigureField(label=_("Kinh độ"), required=False, min_value=-180, max_value=180)
    lat = FigureField(label=_("Vĩ độ"), required=False, min_value=-90, max_value=90)
    accuracy_m = FigureField(label=_("Sai số, mét"), required=False, min_value=0.001, max_value=100_000)
    method = forms.ChoiceField(label=_("Cách đo"), required=False)
    native_x = FigureField(required=False, widget=forms.HiddenInput)
    native_y = FigureField(required=False, widget=forms.HiddenInput)
    native_epsg = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place_text = forms.CharField(required=False, max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._placement: dict[str, Any] | None = None
        # A method that only machines use stays on offer where a machine has placed the item.
        codes = (*HUMAN_METHODS, self.initial.get("method"))
        kept = tuple(each for each in categories.METHODS if each.code in codes)
        choice_field(self, "method").choices = choices_of(kept)

    def clean(self) -> dict[str, Any]:
        """A place is whole or absent; whoever gives one says how exact it is."""
        values = super().clean() or {}
        lon, lat = values.get("lon"), values.get("lat")
        if {"lon", "lat", "accuracy_m"} & set(self.errors):
            return values
        if (lon is None) != (lat is None):
            self.add_error("lat" if lat is None else "lon", _("Ghi đủ cả kinh độ và vĩ độ."))
        elif lon is not None and lat is not None:
            if values.get("accuracy_m") is None and self._is_new(lon, lat):
                self.add_error("accuracy_m", _("Ghi sai số của vị trí, tính bằng mét."))
            else:
                self._placement = self._read(lon, lat, values)
        return values

    def placement(self) -> dict[str, Any] | None:
        """The placement as a revision keeps it; None when no place was given."""
        return self._placement

    def _is_new(self, lon: float, lat: float) -> bool:
        """An old record without an accuracy may be saved as it is; a place given now may not."""
        return (lon, lat) != (self.initial.get("lon"), self.initial.get("lat"))

    def _native(
        self, lon: float, lat: float, values: dict[str, Any]
    ) -> tuple[str | None, float | None, float | None]:
        """CRS, easting and northing as written; a place that was not touched keeps what it came with."""
        known = self.initial.get("placement") or {}
        epsg = values.get("native_epsg")
        if not self._is_new(lon, lat) and epsg == self.initial.get("native_epsg"):
            return known.get("native_crs"), known.get("native_x"), known.get("native_y")
        native = (f"EPSG:{epsg}", values.get("native_x"), values.get("native_y"))
        return native if epsg and _agrees(native, lon, lat) else (None, None, None)

    def _read(self, lon: float, lat: float, values: dict[str, Any]) -> dict[str, Any] | None:
        method = Method(values.get("method") or Method.DECLARED)
        native = self._native(lon, lat, values)
        try:
            return Placement(lon, lat, method, values["accuracy_m"], *native).as_dict()
        except GisError:
            self.add_error("lat", _("Tọa độ nằm ngoài phạm vi cho phép."))
            return None


def _agrees(native: tuple[str, float | None, float | None], lon: float, lat: float) -> bool:
    """Whether the coordinates of the paper are those of the degrees; somebody may have typed others over them."""
    code, x, y = native
    if x is None or y is None:
        return False
    try:
        there = crs.to_wgs84(x, y, code)
    except GisError:
        return False
    return abs(there[0] - lon) < SAME_PLACE_DEGREES and abs(there[1] - lat) < SAME_PLACE_DEGREES
