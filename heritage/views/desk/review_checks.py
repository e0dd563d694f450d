"""What the machine can tell a reviewer of a record: each check met or not, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gis import units
from gis.distance import spoken_distance
from heritage.models import Asset, Item, Revision
from heritage.selectors.conflicts import conflicts_of
from heritage.selectors.giveaways import giveaways
from heritage.selectors.shapes import doubts_about_shapes
from heritage.selectors.words import files_that_state_a_place
from heritage.services import proposal
from heritage.views.context import language

FIELD_WORDS = {
    "name_vi": gettext_lazy("Tên tiếng Việt"),
    "name_en": gettext_lazy("Tên tiếng Anh"),
    "summary_vi": gettext_lazy("Giới thiệu ngắn"),
    "summary_en": gettext_lazy("Giới thiệu ngắn bằng tiếng Anh"),
    "story_vi": gettext_lazy("Câu chuyện"),
    "story_en": gettext_lazy("Câu chuyện bằng tiếng Anh"),
    "former_address": gettext_lazy("Địa chỉ cũ"),
    "facts": gettext_lazy("Thông tin ghi nhận"),
    "sources": gettext_lazy("Nguồn của thông tin"),
}


def machine_checks(
    item: Item, revision: Revision | None, files: list[Asset], *, other: bool
) -> list[dict[str, Any]]:
    """What the machine can tell; met or not, in words."""
    proposed = proposal.proposed_item(item, revision)
    ready = [each for each in files if each.state == Asset.State.READY]
    checks = [
        {"met": other, "text": _("Người gửi và người duyệt là hai người")},
        {"met": bool(proposed.sources), "text": _("Có ghi nguồn của thông tin")},
        _place_check(proposed),
        *_conflict_checks(item),
        *_shape_checks(proposed),
    ]
    if files:
        checks += [
            {
                "met": all(each.licence and each.credit for each in files),
                "text": _("Tệp mới có quyền sử dụng và tên người chụp"),
            },
            {"met": len(ready) == len(files), "text": _("Mọi tệp mới đã xử lý xong, không có điều nghi ngờ")},
        ]
    return checks + (_giveaway_checks(item, proposed) if proposed.is_protected else [])


def _conflict_checks(item: Item) -> list[dict[str, Any]]:
    """Said only where something disagrees: most records have one source of their place."""
    waiting = conflicts_of(item).count()
    text = ngettext(
        "%(n)s nguồn vị trí mâu thuẫn chưa được xem", "%(n)s nguồn vị trí mâu thuẫn chưa được xem", waiting
    )
    return [{"met": False, "text": text % {"n": waiting}}] if waiting else []


def _shape_checks(proposed: Item) -> list[dict[str, Any]]:
    doubts = doubts_about_shapes(proposed)
    return [{"met": False, "text": doubt.en if language() == "en" else doubt.vi} for doubt in doubts]


def _giveaway_checks(item: Item, proposed: Item) -> list[dict[str, Any]]:
    """Of an item whose place is hidden: files, words and neighbours that may show it all the same."""
    return [*_told_by_pages(item), *_told_by_words(proposed)]


def _told_by_words(item: Item) -> list[dict[str, Any]]:
    found = giveaways(item)
    checks = []
    if found.fields or found.files:
        named = [str(FIELD_WORDS[name]) for name in found.fields] + list(found.files)
        text = _("Hồ sơ giấu vị trí, nhưng lời ở đây có thể lộ tọa độ: %(where)s. Bỏ tọa độ đi.")
        checks.append({"met": False, "text": text % {"where": ", ".join(named)}})
    if found.neighbours:
        text = _(
            "Hồ sơ giấu vị trí, nhưng hồ sơ liên quan ở ngay đó lại công khai chính xác: %(names)s. Chọn cùng một mức."
        )
        names = ", ".join(each.name_vi for each in found.neighbours)
        checks.append({"met": False, "text": text % {"names": names}})
    return checks


def _told_by_pages(item: Item) -> list[dict[str, Any]]:
    told = files_that_state_a_place(item)
    names = ", ".join(each.original_name.rsplit("/", 1)[-1] for each in told)
    if told:
        text = _(
            "Hồ sơ giấu vị trí, nhưng ảnh trang của các tệp này có thể lộ tọa độ: %(files)s. Che đi hoặc đừng công bố."
        )
        return [{"met": False, "text": text % {"files": names}}]
    return [{"met": True, "text": _("Không thấy tọa độ trên trang giấy hay bản đồ của hồ sơ giấu vị trí")}]


def _place_check(item: Item) -> dict[str, Any]:
    place = item.placement
    if place is None:
        return {"met": item.category == "figure", "text": _("Chưa có vị trí")}
    away = units.distance_outside_m(item.unit, place.lon, place.lat)
    if not away:
        return {
            "met": away is not None,
            "text": _("Vị trí nằm trong %(unit)s") % {"unit": item.unit.name}
            if away is not None
            else _("Chưa rõ phạm vi của đơn vị nên chưa kiểm được vị trí"),
        }
    far = spoken_distance(away, "." if language() == "en" else ",")
    return {
        "met": bool(item.position_exception),
        "text": _("Vị trí nằm ngoài %(unit)s, cách %(far)s") % {"unit": item.unit.name, "far": far},
    }
