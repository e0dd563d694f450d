"""CQL2, what both encodings share: names and kinds are checked here, and the filter's tree is put together."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely

from gis.errors import OutsideValidArea
from heritage.interop.ogc_cql2_parts import (
    MAX_CORNERS,
    MAX_NODES,
    MAX_WILDCARDS,
    Operand,
    Place,
    Shape,
    Span,
    pieces_of,
    plain_parts,
    wrong,
)
from heritage.interop.ogc_cql2_time import compare_times, relate
from heritage.interop.ogc_crs import System, degrees_of
from heritage.interop.ogc_properties import Kind, Queryable
from heritage.rules.filters import (
    Always,
    Compare,
    Comparison,
    Every,
    Filter,
    Folded,
    Lies,
    Like,
    Literal,
    Opposite,
    Property,
    Relation,
    Some,
    Unknown,
)

_TURNED = {Relation.WITHIN: Relation.CONTAINS, Relation.CONTAINS: Relation.WITHIN}


class Builder:
    """Puts one filter together for one collection; counts what it is given.

    Every method raises :class:`heritage.errors.BadRequest` with the place of what is wrong.
    """

    def __init__(self, queryables: Sequence[Queryable], system: System) -> None:
        self.known = {each.name: each for each in queryables}
        self.system = system
        self.nodes = 0
        self.corners = 0

    def property(self, name: str, at: Place) -> Operand:
        """A property by its name."""
        self._count(at)
        found = self.known.get(name)
        if found is None:
            listed = ", ".join(self.known)
            raise wrong(
                at,
                f"không có thuộc tính “{name[:40]}”. Có: {listed}.",
                f"there is no property “{name[:40]}”. There are: {listed}.",
            )
        return Operand(Property(name), found.kind, at)

    def text(self, value: str, at: Place) -> Operand:
        """A text; NUL would be refused by PostgreSQL only, so by us everywhere."""
        if "\0" in value:
            raise wrong(at, "có ký tự rỗng.", "it has a NUL character.")
        return Operand(Literal(value), Kind.TEXT, at)

    def number(self, value: float, at: Place) -> Operand:
        """A finite number."""
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise wrong(at, "số quá lớn.", "the number is too large.")
        return Operand(Literal(number), Kind.NUMBER, at)

    def boolean(self, value: bool, at: Place) -> Operand:
        """Yes or no."""
        return Operand(Literal(value), Kind.BOOLEAN, at)

    def folded(self, of: Operand, at: Place, *, case: bool = False, marks: bool = False) -> Operand:
        """CASEI or ACCENTI of a text, or of the other of the two."""
        _need_text(of)
        inner = of.value
        if isinstance(inner, Folded):
            return Operand(Folded(inner.of, case or inner.case, marks or inner.marks), Kind.TEXT, at)
        return Operand(Folded(inner, case, marks), Kind.TEXT, at)

    def compare(self, operator: str, left: Operand, right: Operand, at: Place) -> Filter:
        """One of ``= <> < > <= >=`` between two values of one kind."""
        self._count(at)
        if left.kind.is_time and right.kind.is_time:
            return compare_times(operator, left, right)
        alike = left.kind is right.kind or (left.kind.is_number and right.kind.is_number)
        if not alike or left.kind is Kind.GEOMETRY:
            raise wrong(right.at, "hai vế khác kiểu.", "the two sides are of different kinds.")
        if left.kind is Kind.BOOLEAN and operator not in ("=", "<>"):
            raise wrong(at, "đúng, sai chỉ so sánh bằng = và <>.", "booleans compare with = and <> only.")
        if operator == "<>":
            return Opposite(Compare(Comparison.EQUAL, left.value, right.value))
        return Compare(Comparison(operator), left.value, right.value)

    def between(self, value: Operand, low: Operand, high: Operand, at: Place) -> Filter:
        """Not below the one and not above the other."""
        for each in (value, low, high):
            if not (each.kind.is_number or each.kind.is_time):
                raise wrong(each.at, "BETWEEN cần số hoặc ngày.", "BETWEEN needs numbers or times.")
        return Every((self.compare(">=", value, low, at), self.compare("<=", value, high, at)))

    def among(self, value: Operand, options: Sequence[Operand], at: Place) -> Filter:
        """Equal to one of the options."""
        return Some(tuple(self.compare("=", value, option, at) for option in options))

    def like(self, value: Operand, pattern: Operand, at: Place) -> Filter:
        r"""``%`` stands for any text, ``_`` for one character, ``\`` makes the next one stand for itself."""
        self._count(at)
        _need_text(value)
        _need_text(pattern)
        case = marks = False
        written = pattern.value
        if isinstance(written, Folded):
            case, marks, written = written.case, written.marks, written.of
        if not isinstance(written, Literal):
            raise wrong(
                pattern.at, "mẫu của LIKE phải là chữ trong dấu nháy.", "a pattern of LIKE is a quoted text."
            )
        pieces = pieces_of(str(written.value), case=case, marks=marks)
        if sum(wild for _, wild in pieces) > MAX_WILDCARDS:
            raise wrong(
                pattern.at, f"tối đa {MAX_WILDCARDS} dấu % và _.", f"at most {MAX_WILDCARDS} of % and _."
            )
        return Like(value.value, pieces)

    def unknown(self, of: Operand) -> Filter:
        """IS NULL of a property."""
        if not isinstance(of.value, Property):
            raise wrong(of.at, "IS NULL cần một thuộc tính.", "IS NULL needs a property.")
        return Unknown(of.value.name)

    def truth(self, of: Operand) -> Filter:
        """A property of yes and no, or TRUE and FALSE, by itself."""
        if of.kind is not Kind.BOOLEAN:
            raise wrong(of.at, "cần một phép so sánh.", "a comparison is needed.")
        if isinstance(of.value, Literal):
            return Always(bool(of.value.value))
        return Compare(Comparison.EQUAL, of.value, Literal(True))

    def relate(self, operator: str, left: Span, right: Span, at: Place) -> Filter:
        """One of the relations of time, by its name in small letters with ``t_``."""
        self._count(at)
        for end in (left.first, left.last, right.first, right.last):
            if end is not None and not end.kind.is_time:
                raise wrong(end.at, "cần ngày hoặc thời điểm.", "a day or a moment is needed.")
        return relate(operator.removeprefix("t_"), left, right, at)

    def lies(self, operator: str, left: Operand | Shape, right: Operand | Shape, at: Place) -> Filter:
        """One of S_INTERSECTS and its kin: the feature's geometry on one side, a written one on the other."""
        relation = Relation(operator.removeprefix("s_"))
        if isinstance(left, Shape) and isinstance(right, Operand):
            left, right, relation = right, left, _TURNED.get(relation, relation)
        if not isinstance(left, Operand) or left.kind is not Kind.GEOMETRY or not isinstance(right, Shape):
            raise wrong(
                at,
                "cần thuộc tính geometry và một hình viết ra.",
                "the property geometry and a written geometry are needed.",
            )
        parts = [self._degrees(part, right.at) for part in plain_parts(right.geometry)]
        if len(parts) > 1 and relation not in (Relation.INTERSECTS, Relation.DISJOINT):
            raise wrong(
                right.at,
                "tập hợp hình chỉ dùng được với S_INTERSECTS và S_DISJOINT.",
                "a collection works with S_INTERSECTS and S_DISJOINT only.",
            )
        found = tuple(Lies(relation, bytes(shapely.to_wkb(part))) for part in parts)
        if not found:
            raise wrong(right.at, "hình rỗng.", "the geometry is empty.")
        if len(found) == 1:
            return found[0]
        return Every(found) if relation is Relation.DISJOINT else Some(found)

    def _degrees(self, geometry: shapely.Geometry, at: Place) -> shapely.Geometry:
        """The geometry in WGS 84, whole and valid."""
        self._count(at)
        self.corners += int(shapely.get_num_coordinates(geometry))
        if self.corners > MAX_CORNERS:
            raise wrong(
                at,
                f"các hình có hơn {MAX_CORNERS} đỉnh.",
                f"geometries have more than {MAX_CORNERS} corners.",
            )
        if geometry.is_empty or not shapely.is_valid(geometry):
            raise wrong(at, "hình rỗng hoặc tự cắt.", "the geometry is empty or crosses itself.")
        try:
            return degrees_of(shapely.force_2d(geometry), self.system)
        except OutsideValidArea as error:
            raise wrong(
                at,
                "tọa độ nằm ngoài Trái Đất; xem thứ tự trục của filter-crs.",
                "coordinates are outside the Earth; see the axis order of filter-crs.",
            ) from error

    def _count(self, at: Place) -> None:
        """A filter of many parts is refused before it costs anything."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise wrong(
                at, f"bộ lọc có hơn {MAX_NODES} phần.", f"the filter has more than {MAX_NODES} parts."
            )


def _need_text(of: Operand) -> None:
    if of.kind is not Kind.TEXT:
        raise wrong(of.at, "cần chữ trong dấu nháy đơn.", "a text in single quotes is needed.")
