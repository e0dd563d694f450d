"""Which unit of today a row means: by code or name, old names through their history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from gis import unit_history, units
from gis.models import AdminUnit
from gis.names import fold_name
from heritage.rules.import_problems import Problem


@dataclass(slots=True)
class UnitWords:
    """Answers for one file; every different wording is looked up once."""

    default: AdminUnit
    day: dt.date
    any_unit: bool
    """Whether rows may belong to other units than the default one."""
    _known: dict[tuple[str, str], tuple[AdminUnit | None, Problem | None]] = field(default_factory=dict)

    def unit_of(
        self, code: str, name: str, context: str, column: str
    ) -> tuple[AdminUnit | None, Problem | None]:
        """The unit, or why there is none; a problem beside a unit is only worth saying."""
        if not code and not name:
            return self.default, None
        key = (code, f"{name}, {context}" if context else name)
        if key not in self._known:
            self._known[key] = self._found(*key, column)
        return self._known[key]

    def _found(self, code: str, name: str, column: str) -> tuple[AdminUnit | None, Problem | None]:
        unit, old = self._by_code(code) if code else (None, None)
        if unit is None and old is None:
            unit, old, problem = self._by_name(name, column)
            if problem:
                return None, problem
        if unit is None and old is not None:
            unit, problem = self._today(old, column)
            if unit is None:
                return None, problem
        if unit is None:
            said = code or name
            return None, Problem(
                column, "unknown_unit", f"Không có đơn vị “{said}”.", f"There is no unit “{said}”."
            )
        if not self.any_unit and unit.pk != self.default.pk:
            return None, Problem(
                column, "other_unit",
                f"Thuộc {unit.name}, không phải {self.default.name}. Nhờ đơn vị đó nhập dòng này.",
                f"It belongs to {unit.name}, not to {self.default.name}. That unit must import it.",
            )  # fmt: skip
        if old is not None and old.pk != unit.pk:
            return unit, Problem(
                column, "former_unit", f"{old.name} (cũ) nay thuộc {unit.name} từ {unit.valid_from:%d/%m/%Y}.",
                f"{old.name} (former) is in {unit.name} since {unit.valid_from:%d/%m/%Y}.", grave=False,
            )  # fmt: skip
        return unit, None

    def _by_code(self, code: str) -> tuple[AdminUnit | None, AdminUnit | None]:
        code = code.split(".")[0].zfill(5)
        standing = units.unit_on(code, self.day)
        if standing:
            return standing, None
        return None, AdminUnit.objects.filter(code=code, level="commune").order_by("-valid_from").first()

    def _by_name(self, name: str, column: str) -> tuple[AdminUnit | None, AdminUnit | None, Problem | None]:
        folded = fold_name(name.split(",")[0])
        if folded in (fold_name(self.default.name), _bare(self.default.name)):
            return self.default, None, None
        found = [each for each in units.units_matching(name, limit=30) if each.level == "commune"]
        exact = [each for each in found if folded in (each.folded, _bare(each.name))] or found
        present = [each for each in exact if each.valid_to is None or each.valid_to > self.day]
        own = [each for each in exact if self._becomes_default(each)]
        if len(present) == 1 and not own:
            return present[0], None, None
        if own and not (len(present) == 1 and present[0].pk != self.default.pk and len(own) > 1):
            return None, own[0], None
        ended = [each for each in exact if each.valid_to is not None]
        if not present and len(ended) == 1:
            return None, ended[0], None
        if not exact:
            return None, None, None
        listed = "; ".join(f"{each.name}, {each.district_name or each.province_name}" for each in exact[:4])
        return None, None, Problem(
            column, "several_units", f"Có nhiều đơn vị tên “{name}”: {listed}. Ghi thêm huyện, tỉnh hoặc mã.",
            f"Several units are called “{name}”: {listed}. Add the district, the province or the code.",
        )  # fmt: skip

    def _becomes_default(self, unit: AdminUnit) -> bool:
        return unit.valid_to is not None and any(
            each.pk == self.default.pk for each in unit_history.present_units(unit)
        )

    def _today(self, old: AdminUnit, column: str) -> tuple[AdminUnit | None, Problem | None]:
        now = unit_history.present_units(old)
        if any(each.pk == self.default.pk for each in now):
            return self.default, None
        if len(now) == 1:
            return now[0], None
        listed = ", ".join(each.name for each in now[:6]) or "…"
        return None, Problem(
            column, "unit_divided", f"{old.name} (cũ) nay thuộc nhiều đơn vị: {listed}. Ghi đơn vị hiện nay.",
            f"{old.name} (former) is now in several units: {listed}. Write the present one.",
        )  # fmt: skip


def _bare(name: str) -> str:
    """Without its type: "Phường Vị Khê" → "vi khe"."""
    folded = fold_name(name)
    for kind in ("phuong ", "xa ", "thi tran ", "dac khu "):
        if folded.startswith(kind):
            return folded.removeprefix(kind)
    return folded
