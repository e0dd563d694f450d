"""Where an item is: a pair of degrees, how it was found, how exact it is, and as the paper wrote it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gis import crs
from gis.errors import GisError
from gis.models import AdminUnit
from gis.placement import Method, Placement
from heritage import categories
from heritage.forms.fields import FigureField, choice_field, choices_of
from heritage.selectors.papers import declared_systems, is_unknown_province
from heritage.selectors.readings import BoxReadings, parts_of_choice, readings_of

# Degrees are shown to seven decimals, and a datum shift is repeated within a millimetre.
SAME_PLACE_DEGREES = 1e-6
MOST_TEXT = 400
NO_SUCH_PROVINCE = _("Không rõ là tỉnh nào. Chọn một dòng trong danh sách, hoặc để trống.")
HUMAN_METHODS = ("gnss", "control_points", "declared", "map_click", "published_source", "address")
Native = tuple[str | None, float | None, float | None]


class PlacementFields(forms.Form):
    """The one box for coordinates, the reading chosen of it, and the degrees, method and accuracy that follow.

    Works without scripts: a text that has several readings comes back with all of them to choose from.
    """

    place_text = forms.CharField(label=_("Tọa độ"), required=False, max_length=MOST_TEXT)
    paper_province = forms.CharField(label=_("Giấy tờ của tỉnh"), required=False, max_length=120)
    paper_system = forms.CharField(label=_("Hệ tọa độ trên giấy"), required=False, max_length=20)
    reading = forms.CharField(label=_("Cách đọc"), required=False, max_length=120)
    lon = FigureField(label=_("Kinh độ"), required=False, min_value=-180, max_value=180)
    lat = FigureField(label=_("Vĩ độ"), required=False, min_value=-90, max_value=90)
    accuracy_m = FigureField(label=_("Sai số, mét"), required=False, min_value=0.001, max_value=100_000)
    method = forms.ChoiceField(label=_("Cách đo"), required=False)
    native_x = FigureField(required=False, widget=forms.HiddenInput)
    native_y = FigureField(required=False, widget=forms.HiddenInput)
    native_epsg = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: AdminUnit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.initial.setdefault("place_text", (self.initial.get("placement") or {}).get("text", ""))
        # Nobody said how the place was found: the first of the list would be a claim.
        self.initial["method"] = self.initial.get("method") or Method.DECLARED.value
        self._placement: dict[str, Any] | None = None
        self._readings: BoxReadings | None = None
        # A method that only machines use stays on offer where a machine has placed the item.
        codes = (*HUMAN_METHODS, self.initial.get("method"))
        kept = tuple(each for each in categories.METHODS if each.code in codes)
        choice_field(self, "method").choices = choices_of(kept)

    def box_readings(self) -> BoxReadings:
        """The readings of the text as it stands in the box; none without a unit."""
        if self._readings is None:
            self._readings = self._read_box()
        return self._readings

    def _read_box(self) -> BoxReadings:
        if self.unit is None:
            return BoxReadings(())
        text, province, system = (
            str(self[name].value() or "") for name in ("place_text", "paper_province", "paper_system")
        )
        declared = declared_systems(province, system, get_language() or "vi")
        return readings_of(text[:MOST_TEXT], self.unit, get_language() or "vi", declared)

    def clean(self) -> dict[str, Any]:
        """A place is whole or absent; whoever gives one says how exact it is."""
        values = super().clean() or {}
        if is_unknown_province(str(values.get("paper_province") or ""), get_language() or "vi"):
            self.add_error("paper_province", NO_SUCH_PROVINCE)
        if not self._take_reading(values):
            return values
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
        """The placement as a revision keeps it, with ``text`` as typed; None when no place was given."""
        return self._placement

    def _take_reading(self, values: dict[str, Any]) -> bool:
        """Let the chosen reading fill the degrees; False where the officer still has to choose one."""
        text = str(values.get("place_text") or "")
        is_new = bool(text) and text != self.initial.get("place_text")
        asks_again = is_new and "read" in self.data
        # Chosen for another text, a reading says nothing of this one.
        row = next((row for row in self.box_readings().rows if row["value"] == values.get("reading")), None)
        if row is not None and not asks_again:
            code, x, y = parts_of_choice(row["value"])
            values["lon"], values["lat"] = crs.to_wgs84(x, y, code)
            values["native_x"], values["native_y"] = x, y
            values["native_epsg"] = None if code == crs.WGS84 else int(code.removeprefix("EPSG:"))
            return True
        lon, lat = values.get("lon"), values.get("lat")
        placed = lon is not None and lat is not None and self._is_new(lon, lat)
        if is_new and (asks_again or not placed):
            problem = self.box_readings().problem
            self.add_error("place_text", problem or _("Chọn một cách đọc ở dưới, rồi lưu."))
            return False
        return True

    def _is_new(self, lon: float, lat: float) -> bool:
        """An old record without an accuracy may be saved as it is; a place given now may not."""
        return (lon, lat) != (self.initial.get("lon"), self.initial.get("lat"))

    def _native(self, lon: float, lat: float, values: dict[str, Any]) -> Native:
        """CRS, easting and northing as written; a place that was not touched keeps what it came with."""
        known = self.initial.get("placement") or {}
        epsg = values.get("native_epsg")
        if not self._is_new(lon, lat) and epsg == self.initial.get("native_epsg"):
            return known.get("native_crs"), known.get("native_x"), known.get("native_y")
        native = (f"EPSG:{epsg}", values.get("native_x"), values.get("native_y"))
        return native if epsg and _agrees(native, lon, lat) else (None, None, None)

    def _read(self, lon: float, lat: float, values: dict[str, Any]) -> dict[str, Any] | None:
        known = self.initial.get("placement") or {}
        method = Method(values.get("method") or Method.DECLARED)
        native = self._native(lon, lat, values)
        try:
            stated = Placement(lon, lat, method, values["accuracy_m"], *native).as_dict()
        except GisError:
            self.add_error("lat", _("Tọa độ nằm ngoài phạm vi cho phép."))
            return None
        text = self._text_of(lon, lat, values)
        stated |= {"text": text} if text else {}
        # Only what the form asks can have changed: the rest, and who said so, stays.
        return known if stated.items() <= known.items() and text == known.get("text", "") else stated

    def _text_of(self, lon: float, lat: float, values: dict[str, Any]) -> str:
        """The text in the box, where the place comes from it; a point moved on the map has no text."""
        text = str(values.get("place_text") or "")
        if not text or not self._is_new(lon, lat):
            return text
        rows = self.box_readings().rows
        near = (
            abs(r["lon"] - lon) < SAME_PLACE_DEGREES and abs(r["lat"] - lat) < SAME_PLACE_DEGREES
            for r in rows
        )
        return text if any(near) else ""


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
