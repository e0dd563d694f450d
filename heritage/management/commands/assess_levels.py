"""Find the level of every item anew, by the criteria of today."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from heritage.jobs import criteria
from heritage.models import Item


class Command(BaseCommand):
    """``assess_levels``: interrupted, it can be run again; an item that is right already is not written."""

    help = "Xếp lại mức của mọi di sản. / Assess every item again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--json", action="store_true", help="the last line is JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Criteria that are new first, then all, in chunks."""
        changed = criteria.apply_criteria()
        pks = list(Item.objects.order_by("pk").values_list("pk", flat=True))
        starts = range(0, len(pks), criteria.CHUNK)
        for start in tqdm(starts, unit=" × 200", file=self.stderr, disable=None, leave=False):
            changed += criteria.reassess(pks[start : start + criteria.CHUNK])
        if options["json"]:
            self.stdout.write(json.dumps({"totals": {"assessed": len(pks), "changed": changed}}))
        else:
            self.stdout.write(f"Đã xếp lại {len(pks)} di sản, {changed} hồ sơ đổi mức hoặc lý do.")
