"""How a file of items is read: layer, encoding, reference system, and which column is which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gis.encodings import TextEncoding
from heritage import categories
from heritage.forms.fields import INPUT, EpsgField, FigureField, choices_of
from heritage.rules.import_fields import IMPORT_FIELDS

ENCODINGS = {
    TextEncoding.UNICODE: _("Unicode (UTF-8)"),
    TextEncoding.UTF8: _("UTF-8 bị đọc nhầm"),
    TextEncoding.TCVN3: "TCVN3 (ABC)",
    TextEncoding.VNI: "VNI",
    TextEncoding.CP1258: "Windows-1258",
}


class ReadingForm(forms.Form):
    """The choices for one file; ``reading`` gives what the service keeps."""

    layer = forms.ChoiceField(
        label=_("Trang tính hoặc lớp"), required=False, widget=forms.Select(attrs=INPUT)
    )
    encoding = forms.ChoiceField(label=_("Bảng mã chữ"), required=False, widget=forms.Select(attrs=INPUT))
    crs = forms.ChoiceField(label=_("Hệ tọa độ của cả cột"), required=False, widget=forms.Select(attrs=INPUT))
    other_crs = EpsgField()
    accuracy_m = FigureField(
        label=_("Sai số khi bảng không ghi, mét"),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
        help_text=_("Để trống khi không biết."),
    )
    category = forms.ChoiceField(
        label=_("Loại di sản khi bảng không ghi"), required=False, widget=forms.Select(attrs=INPUT)
    )
    line = forms.ChoiceField(label=_("Đường trong tệp là"), required=False, widget=forms.Select(attrs=INPUT))
    area = forms.ChoiceField(label=_("Vùng trong tệp là"), required=False, widget=forms.Select(attrs=INPUT))

    def __init__(self, data: Any = None, *, report: dict[str, Any], chosen: dict[str, Any]) -> None:
        language = "en" if (get_language() or "vi").startswith("en") else "vi"
        self.headings: list[str] = report.get("headings", [])
        self._had = {**report.get("columns", {})}
        initial = {
            "layer": report.get("layer"),
            "encoding": report.get("encoding"),
            "crs": report.get("system"),
            **{name: chosen.get(name) for name in ("accuracy_m", "category", "line", "area")},
        }
        super().__init__(data, initial=initial)
        ours = [("", _("Bỏ qua")), *((each.code, each.label(language)) for each in IMPORT_FIELDS)]
        for at, heading in enumerate(self.headings):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=heading, required=False, choices=ours, initial=self._had.get(heading, ""),
                widget=forms.Select(attrs=INPUT),
            )  # fmt: skip
        self._offer(report, language)

    def _offer(self, report: dict[str, Any], language: str) -> None:
        systems = [(each["system"], _share(each, language)) for each in report.get("systems", [])]
        if report.get("system") and report["system"] not in dict(systems):
            systems.insert(0, (report["system"], report["system"]))
        shapes = [("", _("Theo loại di sản")), ("none", _("Không lấy"))]
        offered: dict[str, list[tuple[str, Any]]] = {
            "layer": [(each["name"], each["name"]) for each in report.get("layers", [])],
            "encoding": [(str(code), label) for code, label in ENCODINGS.items()],
            "crs": [("", _("Tự chọn")), *systems],
            "category": [("", _("Chưa chọn")), *choices_of(categories.CATEGORIES, singular=True)],
            "line": [*shapes, ("route", _("Lộ trình rước"))],
            "area": [
                *shapes, ("zone_one", _("Khu vực bảo vệ I")), ("zone_two", _("Khu vực bảo vệ II")),
                ("area", _("Khu vực làng nghề, lễ hội")),
            ],
        }  # fmt: skip
        for name, pairs in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = pairs
        unused = [
            *(["layer"] if len(report.get("layers", [])) < 2 else []),
            *(["crs", "other_crs", "accuracy_m"] if not report.get("systems") else []),
            *(["line"] if not report.get("lines") else []),
            *(["area"] if not report.get("areas") else []),
        ]
        for name in unused:
            del self.fields[name]

    @property
    def column_fields(self) -> list[Any]:
        """The boxes of the columns, in the order of the file."""
        return [self[f"column-{at}"] for at in range(len(self.headings))]

    @property
    def other_fields(self) -> list[Any]:
        """Every other box."""
        return [self[name] for name in self.fields if not name.startswith("column-")]

    def clean(self) -> dict[str, Any]:
        """Two columns cannot stand for one field."""
        values = super().clean() or {}
        seen: dict[str, str] = {}
        for at, heading in enumerate(self.headings):
            code = values.get(f"column-{at}")
            if code and code in seen:
                self.add_error(
                    f"column-{at}", _("Cột “%(other)s” đã ghép với mục này.") % {"other": seen[code]}
                )
            elif code:
                seen[code] = heading
        return values

    def reading(self) -> dict[str, Any]:
        """What the service keeps; columns only once a person has changed the guess."""
        values = self.cleaned_data
        columns = {
            heading: values[f"column-{at}"]
            for at, heading in enumerate(self.headings)
            if values.get(f"column-{at}")
        }
        return {
            **{
                name: values.get(name)
                for name in ("layer", "encoding", "accuracy_m", "category", "line", "area")
            },
            "crs": values.get("other_crs") or values.get("crs"),
            "columns": columns,
        }


def _share(system: dict[str, Any], language: str) -> str:
    """ "98/100 dòng trong đơn vị · VN-2000 kinh tuyến trục 105°30′": the share first, for boxes are narrow."""
    share = f"{system['inside']}/{system['tried']}"
    if language == "en":
        return f"{share} rows inside · {system['en']}"
    return f"{share} dòng trong đơn vị · {system['vi']}"
