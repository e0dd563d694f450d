"""What an officer writes into a report: difficulties, proposals, own figures, and who signs it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heritage.reports.letter import MOST_LETTERS

LONG = {"class": "inp", "rows": 4}
SHORT = 200
WIDE = 1_000


class ReportForm(forms.Form):
    """The texts of ``heritage.reports.letter.TEXTS``; figures are never typed."""

    difficulties = forms.CharField(
        label=_("Khó khăn, vướng mắc"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(LONG),
        help_text=_("Mỗi dòng thành một đoạn. Bỏ trống thì báo cáo in chỗ để ghi tay."),
    )
    proposals = forms.CharField(
        label=_("Đề xuất, kiến nghị"), max_length=MOST_LETTERS, required=False, widget=forms.Textarea(LONG)
    )
    use = forms.CharField(
        label=_("Mức sử dụng do đơn vị tự ghi nhận"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea({**LONG, "rows": 2}),
        help_text=_("Hệ thống không đo lượt xem. Ghi số của đơn vị và nguồn, nếu có."),
    )
    backup = forms.CharField(
        label=_("Sao lưu do đơn vị tự ghi nhận"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea({**LONG, "rows": 2}),
    )
    capacity = forms.CharField(
        label=_("Quyền hạn người ký"),
        max_length=SHORT,
        widget=forms.Textarea({**LONG, "rows": 2}),
        help_text=_("Ví dụ: TM. ỦY BAN NHÂN DÂN; dòng sau: KT. CHỦ TỊCH."),
    )
    office = forms.CharField(label=_("Chức vụ"), max_length=SHORT, widget=forms.TextInput({"class": "inp"}))
    signer = forms.CharField(
        label=_("Họ tên người ký"),
        max_length=SHORT,
        required=False,
        widget=forms.TextInput({"class": "inp", "autocomplete": "off"}),
    )
    recipients = forms.CharField(
        label=_("Nơi nhận"),
        max_length=WIDE,
        widget=forms.Textarea(LONG),
        help_text=_("Mỗi nơi một dòng; dấu gạch và dấu chấm phẩy được thêm khi in."),
    )
    place = forms.CharField(label=_("Địa danh"), max_length=SHORT, widget=forms.TextInput({"class": "inp"}))

    def texts(self) -> dict[str, str]:
        """What was written, with plain line ends."""
        cleaned: dict[str, Any] = self.cleaned_data
        return {name: str(text).replace("\r\n", "\n").strip() for name, text in cleaned.items()}
