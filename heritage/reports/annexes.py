"""How an annex names the paper it belongs to."""

from __future__ import annotations

from heritage.reports.letter import GAP
from heritage.reports.paper import Paper


def belongs_to(paper: Paper) -> str:
    """ "(Kèm theo Báo cáo số …)": number and day are blank like those of the paper."""
    year = paper.head.place_and_day.rpartition("năm ")[2]
    return f"(Kèm theo Báo cáo số{GAP}{GAP}/BC-UBND ngày{GAP}tháng{GAP}năm {year})"
