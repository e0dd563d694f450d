"""A plan as an administrator fills it in: what the document says, its targets, its calendar."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heritage import categories
from heritage.forms.fields import INPUT, FigureField, WordsField
from heritage.models import Plan
from heritage.rules.calendar import DAY, Period

PARTIAL = re.compile(r"[12][0-9]{3}(-[0-9]{2}){0,2}")
WRITTEN_DAY = re.compile(r"(?P<next>\+)?\s*(?P<day>\d{1,2})/(?P<month>\d{1,2})")
PERIODS = {
    Period.MONTH: _("Tháng"),
    Period.QUARTER: _("Quý"),
    Period.HALF_YEAR: _("Sáu tháng"),
    Period.YEAR: _("Năm"),
}
AREA = {**INPUT, "rows": 3}


def words(
    label: Any, length: int, *, required: bool = False, help_text: Any = "", area: bool = False
) -> WordsField:
    """A text of a plan."""
    widget = forms.Textarea(attrs=AREA) if area else forms.TextInput(attrs=INPUT)
    return WordsField(label=label, max_length=length, required=required, help_text=help_text, widget=widget)


class DaysField(forms.CharField):
    """Days of every year: "20/3, 20/6"; "+5/1" is in the next. Kept as ``MM-DD``."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The days in the order in which they come."""
        found = []
        for part in str(value or "").replace(";", ",").split(","):
            if not part.strip():
                continue
            match = WRITTEN_DAY.fullmatch(part.strip())
            if match is None:
                raise forms.ValidationError(_("Viết ngày/tháng, cách nhau dấu phẩy: 20/3, 20/6."))
            found.append(f"{match['next'] or ''}{int(match['month']):02d}-{int(match['day']):02d}")
        return sorted(found, key=lambda day: (day.startswith("+"), day))

    def prepare_value(self, value: Any) -> Any:
        """The days as they are written."""
        return ", ".join(_written(day) for day in value) if isinstance(value, list) else value


class LinesField(forms.CharField):
    """Rows of a few texts each, one a line, parted by "|"."""

    def __init__(self, names: tuple[str, ...], **options: Any) -> None:
        self.names = names
        super().__init__(widget=forms.Textarea(attrs=AREA), required=False, max_length=8_000, **options)

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        """One row a line; parts that are left out are empty."""
        rows = []
        for line in str(value or "").splitlines():
            parts = [part.strip() for part in line.split("|")]
            if not any(parts):
                continue
            if len(parts) > len(self.names) or not parts[0]:
                raise forms.ValidationError(_("Mỗi dòng: %(parts)s.") % {"parts": " | ".join(self.names)})
            rows.append(dict(zip(self.names, parts + [""] * len(self.names), strict=False)))
        return rows

    def prepare_value(self, value: Any) -> Any:
        """The rows as they are written."""
        if not isinstance(value, list):
            return value
        return "\n".join(
            " | ".join(str(row.get(name, "")) for name in self.names).rstrip(" |") for row in value
        )


class PlanForm(forms.Form):
    """Everything that a plan says; a unit's code makes it that unit's."""

    document_vi = words(_("Tên văn bản"), 300, required=True)
    document_en = words(_("Tên tiếng Anh"), 300)
    document_number = words(_("Số, ký hiệu"), 80, help_text=_("Để trống khi chưa biết; không tự đặt số."))
    document_date = words(_("Ngày ban hành"), 10, help_text=_("2026-04-09, hoặc 2026-04, hoặc 2026."))
    issuer = words(_("Cơ quan ban hành"), 200)
    year_from = forms.IntegerField(
        label=_("Từ năm"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric"}),
    )
    year_to = forms.IntegerField(
        label=_("Đến năm"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric"}),
    )
    categories = forms.MultipleChoiceField(
        label=_("Loại di sản"),
        choices=categories.choices(categories.CATEGORIES),
        widget=forms.CheckboxSelectMultiple,
    )
    categories_stated = forms.BooleanField(label=_("Văn bản nêu rõ các loại này"), required=False)
    target_percent = FigureField(
        label=_("Chỉ tiêu (%)"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Để trống khi văn bản không nêu con số."),
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
    )
    pooled = forms.BooleanField(
        label=_("Tính chung các loại; bỏ dấu này thì từng loại phải đạt"), required=False
    )
    due_on = forms.DateField(
        label=_("Hạn đạt"),
        required=False,
        help_text=_("Để trống là hết năm cuối."),
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    quote_vi = words(_("Trích nguyên văn"), 4_000, area=True)
    quote_en = words(_("Bản dịch, để tham khảo"), 4_000, area=True)
    quote_place = words(_("Chỗ trích"), 120)
    office_vi = words(_("Đơn vị chủ trì"), 200)
    office_en = words(_("Đơn vị chủ trì, tiếng Anh"), 200)
    coordinating = LinesField(
        ("vi", "en", "quote_place"),
        label=_("Đơn vị phối hợp"),
        help_text=_("Mỗi dòng một đơn vị: tiếng Việt | tiếng Anh | chỗ trích."),
    )
    milestones = LinesField(
        ("when", "vi", "en"),
        label=_("Các mốc"),
        help_text=_("Mỗi dòng một mốc: 2026-06 | tiếng Việt | tiếng Anh."),
    )
    reports_to_vi = words(_("Nơi nhận báo cáo"), 300)
    reports_to_en = words(_("Nơi nhận báo cáo, tiếng Anh"), 300)
    note_vi = words(_("Ghi chú"), 4_000, area=True)
    note_en = words(_("Ghi chú, tiếng Anh"), 4_000, area=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term in categories.CATEGORIES:
            self.fields[f"target_{term.code}"] = FigureField(
                label=term.vi,
                required=False,
                min_value=0,
                max_value=100,
                widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
            )
        for period in PERIODS:
            self.fields[f"before_{period}"] = DaysField(
                label=_("Trước các ngày"), required=False, widget=forms.TextInput(attrs=INPUT)
            )
            self.fields[f"cut_off_{period}"] = forms.IntegerField(
                label=_("Chốt trước hạn (ngày)"),
                required=False,
                min_value=1,
                max_value=90,
                widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric"}),
            )
            self.fields[f"note_{period}_vi"] = words(_("Ghi chú"), 300)
            self.fields[f"note_{period}_en"] = words(_("Ghi chú, tiếng Anh"), 300)

    def clean_document_date(self) -> str:
        """A day, a month or a year."""
        text = str(self.cleaned_data["document_date"])
        if text and not _is_day_or_longer(text):
            raise forms.ValidationError(_("Viết năm-tháng-ngày, có thể bỏ ngày và tháng."))
        return text

    def clean_milestones(self) -> list[dict[str, str]]:
        """Each with a day, a month or a year."""
        rows: list[dict[str, str]] = self.cleaned_data["milestones"]
        for row in rows:
            if not _is_day_or_longer(row["when"]):
                raise forms.ValidationError(_("Viết năm-tháng-ngày, có thể bỏ ngày và tháng."))
        return rows

    def clean(self) -> dict[str, Any]:
        """The years in their order."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("year_from") and found.get("year_to") and found["year_from"] > found["year_to"]:
            self.add_error("year_to", _("Năm cuối không trước năm đầu."))
        return found

    def columns(self) -> dict[str, Any]:
        """The columns of the plan; call it on a valid form."""
        said = self.cleaned_data
        plain = [name for name in self.base_fields if name != "target_percent"]
        target = said["target_percent"]
        return {
            **{name: said[name] for name in plain},
            "target_percent": None if target is None else Decimal(str(target)),
            "category_targets": {
                term.code: f"{said[f'target_{term.code}']:g}"
                for term in categories.CATEGORIES
                if said[f"target_{term.code}"] is not None
            },
            "reporting": [self._rule(period) for period in PERIODS if self._has_rule(period)],
        }

    def _has_rule(self, period: Period) -> bool:
        said = self.cleaned_data
        return bool(said[f"before_{period}"] or said[f"note_{period}_vi"] or said[f"note_{period}_en"])

    def _rule(self, period: Period) -> dict[str, Any]:
        said = self.cleaned_data
        cut_off = said[f"cut_off_{period}"]
        return {
            "period": period.value,
            "before": said[f"before_{period}"] or None,
            "note_vi": said[f"note_{period}_vi"],
            "note_en": said[f"note_{period}_en"],
            **({} if cut_off in (None, 1) else {"cut_off_days": cut_off}),
        }


def initial_of(plan: Plan) -> dict[str, Any]:
    """What the form shows of a plan."""
    found = {name: getattr(plan, name) for name in PlanForm.base_fields}
    found["target_percent"] = None if plan.target_percent is None else f"{plan.target_percent.normalize():f}"
    found |= {f"target_{code}": text for code, text in plan.category_targets.items()}
    for rule in plan.reporting:
        period = rule["period"]
        found[f"before_{period}"] = list(rule.get("before") or [])
        found[f"cut_off_{period}"] = rule.get("cut_off_days", 1)
        found[f"note_{period}_vi"], found[f"note_{period}_en"] = (
            rule.get("note_vi", ""),
            rule.get("note_en", ""),
        )
    return found


def _is_day_or_longer(text: str) -> bool:
    """Whether it is a year, a month or a day that the calendar has."""
    if not PARTIAL.fullmatch(text):
        return False
    try:
        dt.date(*[int(part) for part in f"{text}-01-01".split("-")[:3]])
    except ValueError:
        return False
    return True


def _written(day: str) -> str:
    match = DAY.fullmatch(day)
    return day if match is None else f"{match['next'] or ''}{int(match['day'])}/{int(match['month'])}"
