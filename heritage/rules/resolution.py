"""Whether a scan is fine enough for the archive. A warning, never a refusal: the paper may be gone.

TT 05/2025/TT-BNV asks for 200 dpi of text and photographs and 300 dpi of drawings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gis.doubts import Doubt
from media_pipeline.page_reading import listed

LEAST_DPI = 200
LEAST_DPI_OF_DRAWINGS = 300
DRAWING = "drawing"
TOLERANCE = 0.99  # a page cut by a millimetre is no coarser
CODES = frozenset({"low_dpi", "no_dpi"})


def doubts_of_resolution(kind: str, facts: Mapping[str, Any], role: str) -> list[Doubt]:
    """Notes that name the pages below the rule, by what the file is said to be.

    Args:
        kind: ``scan`` or ``document``; others have no resolution.
        facts: Of the file. Each of its ``pages`` has a ``dpi``, None where it is unknown or where a PDF's
            page is no scan.
        role: ``drawing`` asks for more.
    """
    if kind not in ("scan", "document") or facts.get("has_georeference"):
        return []  # the resolution of a map is metres per pixel
    known = {
        number: float(page["dpi"])
        for number, page in enumerate(facts.get("pages", []), start=1)
        if page.get("dpi")
    }
    least = LEAST_DPI_OF_DRAWINGS if role == DRAWING else LEAST_DPI
    if not known and kind == "scan":
        return [
            Doubt(
                "no_dpi",
                f"Bản quét không ghi độ phân giải. Ghi rõ dpi khi quét, tối thiểu {least}.",
                f"The scan states no resolution. Set it when scanning, at least {least} dpi.",
            )
        ]
    low = [number for number, dpi in known.items() if dpi < least * TOLERANCE]
    if not low:
        return []
    worst, named = min(known[number] for number in low), listed(low)
    what, what_en = ("Bản vẽ", "The drawing") if role == DRAWING else ("Bản quét", "The scan")
    return [
        Doubt(
            "low_dpi",
            f"{what} chỉ có {worst:.0f} dpi ở trang {named}, yêu cầu tối thiểu {least}. Quét lại nếu còn bản gốc.",
            f"{what_en} has only {worst:.0f} dpi on page {named}, at least {least} are asked for."
            " Scan again if you can.",
        )
    ]
