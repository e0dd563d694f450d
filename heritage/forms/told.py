"""What an officer tells of a file that it does not say itself: unit, system, columns, known points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heritage.forms.control_points import Posted
from heritage.forms.fields import INPUT, EpsgField, FigureField, choice_field
from media_pipeline.point_columns import is_valid
from media_pipeline.told import WGS84, ControlPoint

UNITS = (
    ("metre", _("mét")),
    ("centimetre", _("xăng-ti-mét")),
    ("millimetre", _("mi-li-mét")),
    ("inch", _("inch")),
    ("foot", _("foot quốc tế")),
    ("us_survey_foot", _("foot trắc địa Mỹ")),
)
FITS = (
    ("rigid", _("Xoay và dời, giữ nguyên kích thước")),
    ("similarity", _("Xoay, dời và đổi tỉ lệ")),
)
LEAST_POINTS, MOST_POINTS = 3, 50
BLANK_ROWS = 4
NUMBERS = ("x", "y", "z", "target_x", "target_y", "target_z")


class UnitForm(forms.Form):
    """The unit of length; each choice says the size that follows."""

    unit = forms.ChoiceField(label=_("Đơn vị đo của tệp"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, sizes: dict[str, str], unit_unknown: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unsaid = _("Chưa biết") if unit_unknown else _("Như tệp ghi")
        named = [(code, f"{word}: {sizes[code]}" if code in sizes else word) for code, word in UNITS]
        choice_field(self, "unit").choices = [("", unsaid), *named]

    def changes(self) -> dict[str, Any]:
        """The fields of ``Told`` that the form speaks of."""
        return {"unit": self.cleaned_data["unit"] or None}


class CloudForm(UnitForm):
    """All that a cloud can be told."""

    crs = forms.ChoiceField(label=_("Hệ tọa độ"), required=False, widget=forms.Select(attrs=INPUT))
    other_crs = EpsgField()
    columns = forms.CharField(
        label=_("Các cột của danh sách điểm"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=INPUT),
        help_text=_(
            "Mỗi cột một chữ, theo thứ tự: x, y, z là tọa độ, i cường độ, r g b màu, c lớp, - cột bỏ qua. Ví dụ xyzirgb."
        ),
    )
    aligned_to = forms.ChoiceField(
        label=_("Khớp vào bản quét khác"),
        required=False,
        widget=forms.Select(attrs=INPUT),
        help_text=_("Bản quét của cùng công trình đã có vị trí; hai bản phải chồng lên nhau."),
    )
    surface = forms.BooleanField(label=_("Dựng thêm bề mặt từ các điểm"), required=False)
    fit = forms.ChoiceField(
        label=_("Cách khớp các điểm khống chế"),
        required=False,
        choices=FITS,
        widget=forms.Select(attrs=INPUT),
    )
    control_crs = forms.ChoiceField(
        label=_("Hệ tọa độ của các điểm khống chế"), required=False, widget=forms.Select(attrs=INPUT)
    )

    def __init__(
        self,
        *args: Any,
        systems: list[tuple[str, str]],
        scans: list[tuple[str, str]],
        has_columns: bool,
        rows: list[dict[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "crs").choices = [("", _("Như tệp ghi")), *systems]
        choice_field(self, "control_crs").choices = systems
        choice_field(self, "aligned_to").choices = [("", _("Không")), *scans]
        if not has_columns:
            del self.fields["columns"]
        if not scans:
            del self.fields["aligned_to"]
        self.rows = rows or []
        self._points: tuple[ControlPoint, ...] = ()

    def clean_columns(self) -> str:
        """Letters only, x, y and z among them."""
        text = str(self.cleaned_data["columns"]).strip().lower().replace(" ", "").replace(",", "")
        if text and not is_valid(text, len(text)):
            raise forms.ValidationError(
                _("Ghi mỗi cột một chữ, có đủ x, y và z, mỗi chữ một lần; màu phải đủ r, g, b.")
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Read the table of points: none, or at least three whole ones."""
        values = super().clean() or {}
        filled = [row for row in self.rows if any(row[name] for name in NUMBERS)]
        points = [_point(row) for row in filled]
        if any(point is None for point in points):
            self.add_error(
                None, _("Mỗi điểm khống chế cần đủ x, y, z trong tệp và tọa độ đông, bắc ngoài thực địa.")
            )
        elif points and len(points) < LEAST_POINTS:
            self.add_error(None, _("Cần ít nhất ba điểm khống chế."))
        else:
            self._points = tuple(point for point in points if point is not None)
        return values

    def changes(self) -> dict[str, Any]:
        """The fields of ``Told`` that the form speaks of."""
        values = self.cleaned_data
        said = {
            **super().changes(),
            "crs": values["other_crs"] or values["crs"] or None,
            "surface": values["surface"],
            "control": self._points,
            "fit": values["fit"] or "rigid" if self._points else None,
            "control_crs": values["control_crs"] or WGS84 if self._points else WGS84,
        }
        for name in ("columns", "aligned_to"):
            if name in self.fields:
                said[name] = values[name] or None
        return said


def rows_of(posted: Posted) -> list[dict[str, str]]:
    """The rows of the table of points as typed."""
    names = ("label", *NUMBERS)
    columns = {name: [str(value).strip() for value in posted.getlist(name)][:MOST_POINTS] for name in names}
    count = max((len(values) for values in columns.values()), default=0)
    return [
        {name: values[n][:120] if n < len(values) else "" for name, values in columns.items()}
        for n in range(count)
    ]


def rows_told(points: tuple[ControlPoint, ...]) -> list[dict[str, str]]:
    """Points as the table shows them."""
    return [
        {
            "label": point.label,
            **{name: "" if (value := getattr(point, name)) is None else f"{value:.12g}" for name in NUMBERS},
        }
        for point in points
    ]


def _point(row: dict[str, str]) -> ControlPoint | None:
    """A point, or None when a number that is needed is missing or none."""
    read = {name: _figure(row[name]) for name in NUMBERS}
    x, y, z, east, north = (read[name] for name in NUMBERS[:5])
    if x is None or y is None or z is None or east is None or north is None:
        return None
    if row["target_z"] and read["target_z"] is None:
        return None
    return ControlPoint(x, y, east, north, z, read["target_z"], row["label"])


def _figure(text: str) -> float | None:
    try:
        value: float | None = FigureField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return value
