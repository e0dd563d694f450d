"""A reviewer's decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heritage.forms.fields import INPUT


class DecisionForm(forms.Form):
    """Publish or return, with a comment."""

    decision = forms.ChoiceField(choices=[("publish", "publish"), ("return", "return")])
    # Names the version on the page: nobody publishes what they have not seen.
    seen = forms.CharField(required=False, max_length=64)
    comment = forms.CharField(
        label=_("Nhận xét"),
        required=False,
        max_length=2000,
        help_text=_("Bắt buộc khi trả lại: nói chỗ cần sửa."),
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )
