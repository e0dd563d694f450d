"""The columns of an exported table: one list for every format, documented in ``docs/api.md``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from heritage import categories
from heritage.models import Item
from heritage.projections.item_document import item_url
from heritage.projections.position import PublicPosition

Value = str | int | float | bool | None
LICENCE = "CC-BY-4.0"  # of descriptions; files have their own
# What XML 1.0 (section 2.2) and spreadsheets cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Subject:
    """An item with what its row depends on.

    Attributes:
        position: The public one, WGS 84.
        native: Easting and northing (or longitude and latitude) of that position in ``crs``; None without one.
        site: Scheme and host, without a slash at the end.
    """

    item: Item
    position: PublicPosition | None
    native: tuple[float, float] | None
    crs: str
    language: str
    site: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``short`` is its name where ten letters are the limit, ``width`` that in a sheet, in letters."""

    name: str
    short: str
    vi: str
    en: str
    type: type[str] | type[int] | type[float] | type[bool]
    width: int
    of: Callable[[Subject], Value]

    def label(self, language: str) -> str:
        """The heading in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi

    def value(self, subject: Subject) -> Value:
        """The value; an empty text is no value, and what no format can hold is taken out of texts."""
        found = self.of(subject)
        return (_UNWRITABLE.sub("", found) or None) if isinstance(found, str) else found


def columns_for(crs: str) -> tuple[Column, ...]:
    """The columns of a table in a reference system; coordinates other than WGS 84 stand beside it."""
    if crs == "EPSG:4326":
        return COLUMNS
    at = COLUMNS.index(_LAT) + 1
    return (*COLUMNS[:at], *_IN_CRS, *COLUMNS[at:])


def _other_names(subject: Subject) -> str:
    item = subject.item
    return "; ".join([*item.alt_names, *([item.han_nom] if item.han_nom else [])])


def _media(subject: Subject) -> str:
    kinds = {asset.kind for asset in subject.item.assets.all() if asset.published_at is not None}
    return ",".join(kind for kind in categories.codes(categories.MEDIA_KINDS) if kind in kinds)


def _updated(subject: Subject) -> str:
    return subject.item.updated_at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _method(subject: Subject) -> str | None:
    position = subject.position
    return categories.term(categories.METHODS, position.method).label(subject.language) if position else None


_LAT = Column("lat", "lat", "Vĩ độ", "Latitude", float, 11, lambda s: s.position.lat if s.position else None)
_IN_CRS = (
    Column("x_east", "x_east", "X Đông", "Easting", float, 14, lambda s: s.native[0] if s.native else None),
    Column("y_north", "y_north", "Y Bắc", "Northing", float, 14, lambda s: s.native[1] if s.native else None),
    Column("crs", "crs", "Hệ tọa độ", "Reference system", str, 12, lambda s: s.crs if s.native else None),
)
COLUMNS = (
    Column("id", "id", "Mã", "Code", str, 10, lambda s: s.item.public_id),
    Column("name_vi", "name_vi", "Tên", "Vietnamese name", str, 36, lambda s: s.item.name_vi),
    Column("name_en", "name_en", "Tên tiếng Anh", "English name", str, 30, lambda s: s.item.name_en),
    Column("other_names", "other_name", "Tên khác", "Other names", str, 30, _other_names),
    Column("category", "category", "Mã loại", "Category code", str, 14, lambda s: s.item.category),
    Column(
        "category_label", "cat_label", "Loại", "Category", str, 14,
        lambda s: categories.term(categories.CATEGORIES, s.item.category).one(s.language),
    ),
    Column("rank", "rank", "Mã xếp hạng", "Rank code", str, 16, lambda s: s.item.rank),
    Column(
        "rank_label", "rank_label", "Xếp hạng", "Rank", str, 26,
        lambda s: categories.term(categories.RANKS, s.item.rank).label(s.language),
    ),
    Column("decision_number", "dec_number", "Số quyết định", "Decision", str, 20, lambda s: s.item.decision_number),
    Column("decision_date", "dec_date", "Ngày quyết định", "Decided on", str, 14, lambda s: s.item.decision_date),
    Column("decision_by", "dec_by", "Cơ quan quyết định", "Decided by", str, 28, lambda s: s.item.decision_by),
    Column("unit_code", "unit_code", "Mã đơn vị", "Unit code", str, 10, lambda s: s.item.unit.code),
    Column("unit_name", "unit_name", "Phường, xã", "Unit", str, 22, lambda s: s.item.unit.name),
    Column("province", "province", "Tỉnh, thành phố", "Province", str, 20, lambda s: s.item.unit.province_name),
    Column("lon", "lon", "Kinh độ", "Longitude", float, 11, lambda s: s.position.lon if s.position else None),
    _LAT,
    Column(
        "accuracy_m", "accuracy_m", "Sai số vị trí (m)", "Accuracy (m)", float, 12,
        lambda s: s.position.accuracy_m if s.position else None,
    ),
    Column("method", "method", "Mã cách định vị", "Method code", str, 16, lambda s: s.position.method if s.position else None),
    Column("method_label", "meth_label", "Cách định vị", "How it was placed", str, 24, _method),
    Column("blurred", "blurred", "Làm mờ vị trí", "Made coarse", bool, 10, lambda s: s.position.blurred if s.position else None),
    Column("level", "level", "Mức số hóa", "Level", int, 8, lambda s: s.item.level),
    Column(
        "level_label", "lev_label", "Tên mức", "Level in words", str, 20,
        lambda s: categories.term(categories.LEVELS, str(s.item.level)).label(s.language),
    ),
    Column("media", "media", "Loại tư liệu", "Media", str, 20, _media),
    Column("url", "url", "Địa chỉ trang", "Page", str, 44, lambda s: s.site + item_url(s.item, s.language)),
    Column("licence", "licence", "Giấy phép của mô tả", "Licence of the description", str, 12, lambda s: LICENCE),
    Column("updated", "updated", "Cập nhật", "Updated", str, 22, _updated),
)  # fmt: skip
