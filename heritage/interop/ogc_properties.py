"""What can be asked of features: their queryable properties, with their kinds and words in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from heritage import categories


class Kind(StrEnum):
    """What values a property has."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"
    GEOMETRY = "geometry"

    @property
    def is_number(self) -> bool:
        """Whether values are compared as numbers."""
        return self in (Kind.NUMBER, Kind.INTEGER)

    @property
    def is_time(self) -> bool:
        """Whether values are days or moments."""
        return self in (Kind.DAY, Kind.MOMENT)


GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class Queryable:
    """One property that filters may name."""

    name: str
    kind: Kind
    vi: str
    en: str
    values: tuple[str, ...] = ()
    """All that it can be, where that is a short list."""

    def schema(self, language: str) -> dict[str, Any]:
        """As JSON Schema says it."""
        title = self.en if language == "en" else self.vi
        listed: dict[str, Any] = {"enum": list(self.values)} if self.values else {}
        return {"title": title, **_SCHEMAS[self.kind], **listed}


_SCHEMAS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.INTEGER: {"type": "integer"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.GEOMETRY: {"x-ogc-role": "primary-geometry", "format": "geometry-any"},
}


def _codes(terms: tuple[categories.Term, ...]) -> tuple[str, ...]:
    return tuple(term.code for term in terms)


OF_ITEMS = (
    Queryable("id", Kind.TEXT, "Mã di sản", "Code of the item"),
    Queryable("name_vi", Kind.TEXT, "Tên tiếng Việt", "Vietnamese name"),
    Queryable("name_en", Kind.TEXT, "Tên tiếng Anh", "English name"),
    Queryable("category", Kind.TEXT, "Loại", "Category", _codes(categories.CATEGORIES)),
    Queryable("rank", Kind.TEXT, "Xếp hạng", "Rank", _codes(categories.RANKS)),
    Queryable("level", Kind.INTEGER, "Mức số hóa, 0 đến 3", "Level of digitization, 0 to 3"),
    Queryable("unit_code", Kind.TEXT, "Mã phường, xã", "Code of the ward"),
    Queryable("province_code", Kind.TEXT, "Mã tỉnh, thành phố", "Code of the province"),
    Queryable("year_from", Kind.INTEGER, "Từ năm", "First year"),
    Queryable("year_to", Kind.INTEGER, "Đến năm", "Last year"),
    Queryable("accuracy_m", Kind.NUMBER, "Độ chính xác của vị trí, mét", "Accuracy of the place, metres"),
    Queryable("approximate", Kind.BOOLEAN, "Vị trí gần đúng", "The place is approximate"),
    Queryable("updated", Kind.MOMENT, "Cập nhật lúc", "Last change"),
    Queryable(GEOMETRY, Kind.GEOMETRY, "Vị trí công khai", "The public place"),
)
ZONE = Queryable("zone", Kind.TEXT, "Khu vực bảo vệ", "Protection zone", ("I", "II"))
OF_SHAPES = OF_ITEMS
OF_ZONES = (OF_ITEMS[0], ZONE, *OF_ITEMS[1:])
OF_UNITS = (
    Queryable("code", Kind.TEXT, "Mã đơn vị", "Code of the unit"),
    Queryable("name", Kind.TEXT, "Tên", "Name"),
    Queryable("level", Kind.TEXT, "Cấp", "Level", ("province", "district", "commune")),
    Queryable("province_code", Kind.TEXT, "Mã tỉnh, thành phố", "Code of the province"),
    Queryable("province_name", Kind.TEXT, "Tỉnh, thành phố", "Province"),
    Queryable("valid_from", Kind.DAY, "Có từ ngày", "Stands from"),
    Queryable("valid_to", Kind.DAY, "Không còn từ ngày", "No longer stands from"),
    Queryable("area_km2", Kind.NUMBER, "Diện tích, km²", "Area, km²"),
    Queryable("approximate", Kind.BOOLEAN, "Chỉ có tâm", "Only the centre is known"),
    Queryable(GEOMETRY, Kind.GEOMETRY, "Ranh giới, hoặc tâm", "Boundary, or centre"),
)
