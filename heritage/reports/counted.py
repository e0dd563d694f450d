"""The count that a report stands on: today's, or that of an earlier day as it was kept. Never computed afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from heritage.errors import BadRequest
from heritage.selectors.kpi import UnitKpi, kpi_of


@dataclass(frozen=True, slots=True)
class Counted:
    """A unit's count on a day, with the digest of the snapshot where one was kept."""

    kpi: UnitKpi
    digest: str

    @property
    def levels(self) -> dict[str, int]:
        """The level of each object."""
        return {each.id: each.level for each in self.kpi.objects}


def counted(code: str, day: dt.date) -> Counted:
    """The count of a day.

    Raises:
        NotFound: No such unit.
        BadRequest: Nothing was kept of that day.
    """
    return Counted(kpi_of(code, day), "")


def counted_if_kept(code: str, day: dt.date) -> Counted | None:
    """The same; None where nothing was kept of the day."""
    try:
        return counted(code, day)
    except BadRequest:
        return None
