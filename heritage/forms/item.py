"""Everything that an officer writes about an item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heritage import categories
from heritage.forms.fields import INPUT, PartialDateField, choice_field, choices_of, text_field
from heritage.forms.placement import PlacementFields
from heritage.models.item import FIELDS
from heritage.services.editing import PLACEMENT

# Facts with a box of their own, because a level asks for them; the others are kept untouched.
ASKED_FACTS = ("households", "birth", "death")


class ItemForm(PlacementFields):
    """One item. ``values`` gives what the editing service keeps."""

    category = forms.ChoiceField(label=_("Loại di sản"), widget=forms.Select(attrs=INPUT))
    name_vi = text_field(
        _("Tên"), required=True, help_text=_("Viết như trên biển hoặc trong quyết định."), max_length=200
    )
    name_en = text_field(_("Tên tiếng Anh"), max_length=200)
    alt_names = text_field(_("Tên khác"), help_text=_("Mỗi dòng một tên."), rows=3)
    han_nom = text_field(_("Tên Hán Nôm"), max_length=200)
    former_address = text_field(_("Địa chỉ trước sáp nhập"))
    kinds = forms.MultipleChoiceField(
        label=_("Loại hình"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rank = forms.ChoiceField(label=_("Xếp hạng"), widget=forms.Select(attrs=INPUT))
    decision_number = text_field(_("Số quyết định hoặc số kiểm kê"), max_length=80)
    decision_date = PartialDateField(
        label=_("Ngày quyết định"),
        required=False,
        help_text=_("Như 27/09/2012, hoặc chỉ năm."),
        widget=forms.TextInput(attrs=INPUT),
    )
    decision_by = text_field(_("Cơ quan ban hành"), max_length=120)
    summary_vi = text_field(
        _("Giới thiệu ngắn"),
        help_text=_("Hai đến năm câu cho khách tham quan. Điều chưa chắc thì ghi nguồn hoặc để trống."),
        rows=5,
    )
    summary_en = text_field(_("Giới thiệu ngắn, tiếng Anh"), rows=5)
    story_vi = text_field(_("Lý lịch, câu chuyện"), rows=9)
    story_en = text_field(_("Lý lịch, tiếng Anh"), rows=9)
    source_title = text_field(_("Thêm một nguồn"), help_text=_("Tên sách, văn bản hoặc trang web."))
    source_url = forms.URLField(
        label=_("Địa chỉ trang web của nguồn"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs=INPUT),
    )
    lunar_month = forms.IntegerField(
        label=_("Tháng"),
        required=False,
        min_value=1,
        max_value=12,
        widget=forms.NumberInput(attrs={"class": "inp num"}),
    )
    lunar_day = forms.IntegerField(
        label=_("Ngày đầu"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.NumberInput(attrs={"class": "inp num"}),
    )
    lunar_days = forms.IntegerField(
        label=_("Số ngày"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "inp num"}),
    )
    calendar = forms.ChoiceField(label=_("Lịch"), required=False, widget=forms.Select(attrs=INPUT))
    households = text_field(_("Số hộ làm nghề"), max_length=120)
    birth = text_field(_("Năm sinh"), help_text=_("Không có tài liệu thì ghi “không rõ”."), max_length=120)
    death = text_field(_("Năm mất"), help_text=_("Không có tài liệu thì ghi “không rõ”."), max_length=120)
    position_exception = text_field(
        _("Vì sao vị trí nằm ngoài phường, xã"),
        help_text=_("Chỉ ghi khi vị trí đúng là nằm ngoài, ví dụ lễ hội chung của hai xã."),
    )
    disclosure = forms.ChoiceField(
        label=_("Công chúng thấy vị trí tới đâu"),
        help_text=_("Áp dụng cho mọi nơi: trang, bản đồ, API, tệp tải về."),
        required=False,
        widget=forms.RadioSelect,
    )
    dynasties = forms.MultipleChoiceField(
        label=_("Niên đại"), required=False, widget=forms.CheckboxSelectMultiple
    )
    year_from = forms.IntegerField(
        label=_("Từ năm"), required=False, min_value=-4000, max_value=2200,
        widget=forms.NumberInput(attrs={"class": "inp num"}),
    )  # fmt: skip
    year_to = forms.IntegerField(
        label=_("Đến năm"), required=False, min_value=-4000, max_value=2200,
        widget=forms.NumberInput(attrs={"class": "inp num"}),
    )  # fmt: skip
    consent_recorded = forms.BooleanField(
        label=_("Đã có cam kết của cộng đồng hoặc nghệ nhân"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[str, Any]]] = {
            "category": [("", _("Chọn loại")), *choices_of(categories.CATEGORIES, singular=True)],
            "kinds": choices_of(categories.KINDS),
            "rank": choices_of(categories.RANKS),
            "disclosure": choices_of(categories.DISCLOSURES),
            "dynasties": choices_of(categories.DYNASTIES),
            "calendar": [("lunar", _("Âm lịch")), ("solar", _("Dương lịch"))],
        }
        for name, pairs in offered.items():
            choice_field(self, name).choices = pairs

    def clean_alt_names(self) -> list[str]:
        """One name a line."""
        return [
            " ".join(line.split()) for line in self.cleaned_data["alt_names"].splitlines() if line.strip()
        ]

    def clean_disclosure(self) -> str:
        """A form that does not ask leaves the place exact."""
        return self.cleaned_data["disclosure"] or "exact"

    def clean(self) -> dict[str, Any]:
        """A date rule is whole or absent; an address belongs to a named source."""
        values = super().clean()
        month, day = values.get("lunar_month"), values.get("lunar_day")
        if (month is None) != (day is None) and not {"lunar_month", "lunar_day"} & set(self.errors):
            self.add_error("lunar_day" if day is None else "lunar_month", _("Ghi đủ cả ngày và tháng."))
        first, last = values.get("year_from"), values.get("year_to")
        if first is not None and last is not None and first > last:
            self.add_error("year_to", _("Năm cuối phải sau năm đầu."))
        if values.get("source_url") and not values.get("source_title"):
            self.add_error("source_title", _("Ghi tên của nguồn có địa chỉ này."))
        return values

    def values(self, current: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the service keeps.

        Args:
            current: The values shown when the form was opened, by field; empty for a new item.
        """
        known = current or {}
        values = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        values[PLACEMENT] = self.placement()
        values["sources"] = self._sources(dict(known.get("sources") or {}))
        values["facts"] = self._facts(list(known.get("facts") or []))
        values["lunar"] = self._date_rule(known.get("lunar"))
        return values

    def _sources(self, sources: dict[str, Any]) -> dict[str, Any]:
        title, url = self.cleaned_data.get("source_title"), self.cleaned_data.get("source_url")
        if title and title not in {source.get("title") for source in sources.values()}:
            number = next(n for n in range(1, len(sources) + 2) if f"s{n}" not in sources)
            sources[f"s{number}"] = {"title": title, **({"url": url} if url else {})}
        return sources

    def _facts(self, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for code in ASKED_FACTS:
            text = self.cleaned_data.get(code) or ""
            there = next((fact for fact in facts if fact.get("code") == code), None)
            if text == (there or {}).get("vi", ""):
                continue
            facts = [fact for fact in facts if fact.get("code") != code]
            if text:
                # A figure reads the same in English; words wait for their translation.
                facts.append({"code": code, "vi": text, "en": text if text.isdecimal() else ""})
        return facts

    def _date_rule(self, known: dict[str, Any] | None) -> dict[str, Any] | None:
        values = self.cleaned_data
        if values.get("lunar_month") is None:
            return None
        rule = {**(known or {}), "month": values["lunar_month"], "day": values["lunar_day"]}
        # What an older record leaves out stays out until somebody says otherwise.
        for name, given, unsaid in (
            ("days", values.get("lunar_days"), 1),
            ("calendar", values.get("calendar"), "lunar"),
        ):
            if (given or unsaid) != rule.get(name, unsaid) or known is None:
                rule[name] = given or unsaid
        return rule


def opened_with(values: dict[str, Any]) -> dict[str, Any]:
    """The form's initial values from an item's, as the editing service names them."""
    place = values.get(PLACEMENT) or {}
    authority, _sep, code = str(place.get("native_crs") or "").partition(":")
    rule = values.get("lunar") or {}
    facts = {fact.get("code"): fact.get("vi", "") for fact in values.get("facts") or []}
    return {
        **values,
        "alt_names": "\n".join(values.get("alt_names") or []),
        "lon": place.get("lon"),
        "lat": place.get("lat"),
        "accuracy_m": place.get("accuracy_m"),
        "method": place.get("method"),
        "native_x": place.get("native_x"),
        "native_y": place.get("native_y"),
        "native_epsg": int(code) if authority == "EPSG" and code.isdecimal() else None,
        "lunar_month": rule.get("month"),
        "lunar_day": rule.get("day"),
        "lunar_days": rule.get("days"),
        "calendar": rule.get("calendar", "lunar"),
        **{code: facts.get(code, "") for code in ASKED_FACTS},
    }
