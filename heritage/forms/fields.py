"""Inputs as people fill them in here: figures with a comma or a point, dates as they are said."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gis.crs import parse_crs
from gis.errors import GisError
from heritage.categories import Term

INPUT = {"class": "inp"}


class WordsField(forms.CharField):
    """Text in one form of Unicode and with one kind of line end, so that the same words compare equal."""

    def to_python(self, value: Any) -> str:
        """Composed letters (macOS types them apart), ``\\n`` between lines (browsers send ``\\r\\n``)."""
        text = str(super().to_python(value))
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


class FigureField(forms.FloatField):
    """A number with a decimal comma or point, whatever the language of the page."""

    widget = forms.TextInput

    # The stubs make a float field an integer field, as Django does; a float is no int.
    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        """Read "20,4076" and "20.4076" alike."""
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class EpsgField(forms.CharField):
    """Another reference system than those of a list: "3405" or "EPSG:3405", kept as ``EPSG:3405``."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Hệ khác, theo mã EPSG"),
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric"}),
            help_text=_("Ghi mã, ví dụ 3405. Để trống khi đã chọn ở trên."),
        )

    def clean(self, value: Any) -> str:
        """A code that PROJ knows; nothing where nothing was written."""
        text = str(super().clean(value)).strip().upper().removeprefix("EPSG:")
        if not text:
            return ""
        try:
            return parse_crs(f"EPSG:{int(text)}").text
        except (ValueError, GisError) as error:
            raise forms.ValidationError(_("Không có hệ tọa độ mang mã này.")) from error


class PartialDateField(forms.CharField):
    """A day, a month or a year: "27/09/2012", "9/2012", "2012". Kept as "2012-09-27", "2012-09", "2012"."""

    SPOKEN = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$")
    WRITTEN = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")

    def to_python(self, value: Any) -> str:
        """Give the ISO form; an impossible day is refused."""
        text = str(super().to_python(value)).strip()
        if not text:
            return ""
        if spoken := self.SPOKEN.match(text):
            day, month, year = spoken.groups()
        elif written := self.WRITTEN.match(text):
            year, month, day = written.groups()
        else:
            raise forms.ValidationError(_("Ghi ngày như 27/09/2012, hoặc chỉ năm."))
        try:
            dt.date(int(year), int(month or 1), int(day or 1))
        except ValueError as error:
            raise forms.ValidationError(_("Không có ngày này trong lịch.")) from error
        return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])

    def prepare_value(self, value: Any) -> Any:
        """Show what is kept the way it is said."""
        written = self.WRITTEN.match(value) if isinstance(value, str) else None
        if written is None:
            return value
        year, month, day = written.groups()
        return "/".join(part for part in (day, month, year) if part)


def text_field(
    label: Any, *, required: bool = False, help_text: Any = "", rows: int = 0, max_length: int | None = 300
) -> forms.CharField:
    """A line, or with ``rows`` an area without a limit."""
    widget = forms.Textarea(attrs={**INPUT, "rows": rows}) if rows else forms.TextInput(attrs=INPUT)
    return WordsField(
        label=label,
        required=required,
        help_text=help_text,
        widget=widget,
        max_length=None if rows else max_length,
    )


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The form's field of that name, to read or set what it offers.

    Raises:
        TypeError: The field offers no choice.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choice")
    return field


def choices_of(vocabulary: tuple[Term, ...], *, singular: bool = False) -> list[tuple[str, str]]:
    """A vocabulary's pairs in the language of the page."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return [(each.code, each.one(language) if singular else each.label(language)) for each in vocabulary]
