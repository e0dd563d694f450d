"""The six principles of data as measured checks: đúng, đủ, sạch, sống, thống nhất, dùng chung. Real queries only."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from django.db.models import Max

from gis.distance import distance_m
from gis.names import fold_name
from heritage.kpi import COUNTS_FROM
from heritage.models import Asset, Event, Item
from heritage.selectors.desk import BY_APPROVAL

DECISION = re.compile(r"\d{1,5}(?:/\d{4})?\s*[-/]\s*[A-ZĐ][\wĐđ&.\-/ ]*")
DUPLICATE_M = 200.0
FRESH_DAYS = 365
TEXTS = ("name_vi", "name_en", "summary_vi", "summary_en", "story_vi", "story_en", "former_address")
SHAPES = ("zone_one", "zone_two", "route", "area")


def indicators(items: Sequence[Item], day: dt.date) -> list[dict[str, Any]]:
    """One row per check: principle, what is checked, ``done`` of ``total``, the percent wanted, whether it is met.

    A check that counts faults has ``faults`` and wants none. A check with nothing to look at is not met and
    not missed: ``met`` is None.
    """
    placed = [item for item in items if item.position is not None]
    decided = [item for item in items if item.decision_number]
    festivals = [item for item in items if item.category == "festival"]
    needs = [need for item in items for need in item.level_reasons if _asked(need)]
    media = Asset.objects.filter(item__in=items, published_at__isnull=False)
    return [
        _share("Đúng", "Vị trí nằm trong đơn vị hoặc có giải trình", placed, [i for i in placed if _inside(i)], 100),
        _share("Đúng", "Số quyết định viết đúng mẫu", decided, [i for i in decided if DECISION.fullmatch(i.decision_number.strip())], 100),
        _share("Đủ", "Trường bắt buộc và minh chứng mức 1, 2 đã có", needs, [n for n in needs if n["met"]], 95),
        _share("Đủ", "Đối tượng của danh mục có hồ sơ trong hệ thống", items, [i for i in items if i.state != Item.State.WITHDRAWN], 100),
        _faults("Sạch", "Cặp nghi trùng (cùng tên, cùng nhóm, cách không quá 200 m)", duplicates(items), len(items)),
        _faults("Sạch", "Hồ sơ có chữ sai chuẩn Unicode NFC hoặc ký tự điều khiển", sum(not _clean(i) for i in items), len(items)),
        _faults("Sạch", "Hình trên bản đồ bị lỗi hình học", _broken(items), len(items)),
        _share("Sống", "Hồ sơ được rà soát trong 12 tháng qua", items, _fresh(items, day), 100),
        _share("Sống", "Lễ hội có quy tắc tính ngày hội kế tiếp", festivals, [i for i in festivals if i.lunar], 100),
        _share("Thống nhất", "Mã đơn vị hành chính có hiệu lực ngày chốt số liệu", items, [i for i in items if i.unit.stands_on(day)], 100),
        _share("Dùng chung", "Tệp đã công bố có ghi giấy phép sử dụng", range(media.count()), range(media.exclude(licence="").count()), 100),
    ]  # fmt: skip


def duplicates(items: Sequence[Item]) -> int:
    """Pairs of one category and one folded name, not further apart than 200 m or one of them without a place."""
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.category, fold_name(item.name_vi)].append(item)
    return sum(_near(a, b) for group in groups.values() for a, b in combinations(group, 2))


def _near(a: Item, b: Item) -> bool:
    if a.position is None or b.position is None:
        return True
    return distance_m(a.position.x, a.position.y, b.position.x, b.position.y) <= DUPLICATE_M


def _asked(need: dict[str, Any]) -> bool:
    return need["level"] <= COUNTS_FROM and need["code"] not in BY_APPROVAL


def _inside(item: Item) -> bool:
    return bool(item.position_exception) or any(
        need["code"] == "inside_unit" and need["met"] for need in item.level_reasons
    )


def _clean(item: Item) -> bool:
    texts = [getattr(item, name) for name in TEXTS]
    return all(
        unicodedata.is_normalized("NFC", text)
        and not any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in text)
        for text in texts
    )


def _broken(items: Sequence[Item]) -> int:
    shapes = [getattr(item, name) for item in items for name in SHAPES]
    return sum(not shape.valid for shape in shapes if shape is not None)


def _fresh(items: Sequence[Item], day: dt.date) -> list[Item]:
    """Items that somebody entered, edited, approved or published in the year before the day."""
    last = dict(
        Event.objects.filter(item__in=items, at__date__lte=day)
        .values_list("item_id")
        .annotate(last=Max("at"))
        .order_by()
    )
    since = day - dt.timedelta(days=FRESH_DAYS)
    return [item for item in items if item.pk in last and last[item.pk].date() >= since]


def _share(
    principle: str, name: str, should: Sequence[Any], does: Sequence[Any], wanted: int
) -> dict[str, Any]:
    total, done = len(should), len(does)
    met = None if not total else done * 100 >= wanted * total
    return {"principle": principle, "name": name, "total": total, "done": done, "wanted": wanted, "met": met}


def _faults(principle: str, name: str, faults: int, total: int) -> dict[str, Any]:
    met = None if not total else not faults
    return {"principle": principle, "name": name, "total": total, "faults": faults, "wanted": 0, "met": met}
