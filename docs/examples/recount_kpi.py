"""Recount the digitized share from its objects alone: ``recount_kpi.py http://127.0.0.1:8000 13972 [2026-11-25]``."""

import json
import sys
import urllib.request
from decimal import ROUND_HALF_UP, Decimal


def recount(export):
    """Digitized, total and percent of an export; an object listed twice counts once."""
    levels = {each["id"]: each["level"] for each in export["objects"]}
    digitized, total = sum(level >= 2 for level in levels.values()), len(levels)
    share = Decimal(100 * digitized) / total if total else None
    return {
        "digitized": digitized,
        "total": total,
        "percent": str(share.quantize(Decimal("0.1"), ROUND_HALF_UP)) if total else None,
        "register_version": export["register_version"],
        "criteria_version": export["criteria_version"],
    }


if __name__ == "__main__":
    site, unit, day = (*sys.argv[1:], "")[:3]  # a ward, a province or vn; today unless told
    with urllib.request.urlopen(f"{site}/api/v1/exports/kpi.json?unit={unit}&date={day}") as answer:  # noqa: S310
        sys.stdout.write(json.dumps(recount(json.load(answer))) + "\n")
