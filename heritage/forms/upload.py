"""What is said once for all files of an upload; a manifest says it file by file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heritage import categories
from heritage.categories import Term
from heritage.forms.fields import INPUT, choice_field, choices_of, text_field

# What a file proves beside being a picture; the codes are those that the levels ask for.
ROLES = (
    Term("", "Ảnh, bản đo hoặc tư liệu thường", "Ordinary photo, survey or record"),
    Term("decision", "Quyết định xếp hạng", "Ranking decision"),
    Term("inventory_sheet", "Phiếu kiểm kê", "Inventory sheet"),
    Term("consent", "Cam kết, đồng ý của cộng đồng", "Consent of the community"),
    Term("drawing", "Bản vẽ đo đạc", "Measured drawing"),
    Term("dossier", "Toàn bộ hồ sơ", "The full dossier"),
    Term("audio_guide", "Thuyết minh âm thanh", "Audio guide"),
)


class DetailsForm(forms.Form):
    """Caption, author, licence and role of files."""

    caption = text_field(_("Chú thích"), help_text=_("Trong ảnh là gì, nhìn từ đâu."), max_length=400)
    caption_en = text_field(_("Chú thích tiếng Anh"), max_length=400)
    author = text_field(_("Người chụp, người quét"), max_length=200)
    licence = forms.ChoiceField(
        label=_("Quyền sử dụng"),
        required=False,
        help_text=_("Ảnh chưa khai quyền thì chưa được tính."),
        widget=forms.Select(attrs=INPUT),
    )
    role = forms.ChoiceField(label=_("Tệp này là"), required=False, widget=forms.Select(attrs=INPUT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last_first = (*categories.LICENCES[-1:], *categories.LICENCES[:-1])
        choice_field(self, "licence").choices = choices_of(last_first)
        choice_field(self, "role").choices = choices_of(ROLES)

    def details(self) -> dict[str, str]:
        """The values by the manifest's column names."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
