"""The officer's forms: one item with its placement, one upload, one decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis.errors import GisError
from gis.placement import Method, Placement
from heritage import categories
from heritage.models import Item
from heritage.services.editing import FIELDS, PLACEMENT

INPUT = {"class": "inp"}
HUMAN_METHODS = ("gnss", "control_points", "declared", "map_click", "published_source", "address")


def _text(
    label: Any, *, required: bool = False, help_text: Any = "", area: bool = False, max_length: int = 300
) -> forms.CharField:
    widget: forms.Widget = (
        forms.Textarea(attrs={**INPUT, "rows": 6}) if area else forms.TextInput(attrs=INPUT)
    )
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=widget,
        max_length=None if area else max_length,
    )


class PlacementFields(forms.Form):
    """Longitude, latitude, method and accuracy; native coordinates come along from the reading."""

    lon = forms.FloatField(required=False, min_value=-180, max_value=180, localize=True)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, localize=True)
    accuracy_m = forms.FloatField(required=False, min_value=0.001, max_value=100_000, localize=True)
    method = forms.ChoiceField(required=False, choices=[("", "")] + [(code, code) for code in HUMAN_METHODS])
    native_x = forms.FloatField(required=False)
    native_y = forms.FloatField(required=False)
    native_epsg = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        """A place is whole or absent, and always has its accuracy."""
        values = super().clean() or {}
        lon, lat = values.get("lon"), values.get("lat")
        if (lon is None) != (lat is None):
            self.add_error("lat" if lat is None else "lon", _("Ghi đủ cả kinh độ và vĩ độ."))
        if lon is not None and lat is not None and values.get("accuracy_m") is None:
            self.add_error("accuracy_m", _("Ghi sai số của vị trí, tính bằng mét."))
        return values

    def placement(self) -> dict[str, Any] | None:
        """The placement as a revision keeps it; None when no place was given."""
        values = self.cleaned_data
        if values.get("lon") is None or values.get("lat") is None:
            return None
        try:
            epsg = values.get("native_epsg")
            return Placement(
                lon=values["lon"],
                lat=values["lat"],
                method=Method(values.get("method") or Method.DECLARED),
                accuracy_m=values["accuracy_m"],
                native_crs=f"EPSG:{epsg}" if epsg else None,
                native_x=values.get("native_x") if epsg else None,
                native_y=values.get("native_y") if epsg else None,
            ).as_dict()
        except GisError as error:
            raise forms.ValidationError(_("Tọa độ nằm ngoài phạm vi cho phép.")) from error


class ItemForm(PlacementFields):
    """Everything that an officer writes about an item."""

    category = forms.ChoiceField(
        label=_("Loại di sản"),
        choices=categories.choices(categories.CATEGORIES),
        widget=forms.Select(attrs=INPUT),
    )
    name_vi = _text(
        _("Tên"), required=True, help_text=_("Viết như trên biển hoặc trong quyết định."), max_length=200
    )
    name_en = _text(_("Tên tiếng Anh"), max_length=200)
    alt_names = _text(_("Tên khác"), help_text=_("Mỗi dòng một tên."), area=True)
    han_nom = _text(_("Tên Hán Nôm"), max_length=200)
    former_address = _text(_("Địa chỉ trước sáp nhập"))
    kinds = forms.MultipleChoiceField(
        label=_("Loại hình"),
        required=False,
        choices=categories.choices(categories.KINDS),
        widget=forms.CheckboxSelectMultiple,
    )
    rank = forms.ChoiceField(
        label=_("Xếp hạng"), choices=categories.choices(categories.RANKS), widget=forms.Select(attrs=INPUT)
    )
    decision_number = _text(_("Số quyết định"), max_length=80)
    decision_date = forms.RegexField(
        label=_("Ngày quyết định"),
        regex=r"^\d{4}(-\d{2}-\d{2})?$",
        required=False,
        help_text=_("Dạng 2012-09-27, hoặc chỉ năm."),
        widget=forms.TextInput(attrs=INPUT),
    )
    decision_by = _text(_("Cơ quan ban hành"), max_length=120)
    summary_vi = _text(_("Giới thiệu ngắn"), area=True)
    summary_en = _text(_("Giới thiệu ngắn, tiếng Anh"), area=True)
    story_vi = _text(_("Lý lịch, câu chuyện"), area=True)
    story_en = _text(_("Lý lịch, tiếng Anh"), area=True)
    source_title = _text(_("Nguồn của thông tin"), help_text=_("Tên sách, văn bản hoặc trang web."))
    position_exception = _text(_("Vì sao vị trí nằm ngoài phường, xã"))
    protected = forms.BooleanField(label=_("Giấu vị trí chính xác với công chúng"), required=False)
    consent_recorded = forms.BooleanField(
        label=_("Đã có cam kết của cộng đồng hoặc nghệ nhân"), required=False
    )

    def clean_alt_names(self) -> list[str]:
        """One name a line."""
        return [
            " ".join(line.split()) for line in self.cleaned_data["alt_names"].splitlines() if line.strip()
        ]

    def values(self, item: Item | None = None) -> dict[str, Any]:
        """What the service keeps; a new source joins the ones that are there."""
        values = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        values[PLACEMENT] = self.placement()
        title = self.cleaned_data.get("source_title")
        if title:
            known = dict(item.sources) if item else {}
            if title not in {source.get("title") for source in known.values()}:
                known[f"s{len(known) + 1}"] = {"title": title}
            values["sources"] = known
        return values


class DecisionForm(forms.Form):
    """Publish or return, with a comment."""

    decision = forms.ChoiceField(choices=[("publish", "publish"), ("return", "return")])
    comment = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={**INPUT, "rows": 3})
    )
