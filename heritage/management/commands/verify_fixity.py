"""Hash originals again and say which are not what they were; a damaged one lowers what depends on it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from heritage.jobs import fixity

WORD = {"": "nguyên vẹn", "altered": "BỊ THAY ĐỔI", "missing": "BỊ MẤT"}


class Command(BaseCommand):
    """``verify_fixity``: exit 1 when an original is damaged. Interrupted, it goes on with the oldest check."""

    help = "Kiểm mã SHA-256 của mọi tệp gốc. / Hash every original again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "--older-than", type=float, metavar="DAYS", help="only those not checked for so long"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="at most so many files")
        parser.add_argument("--derivatives", action="store_true", help="also what was made from them")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object per damaged file, then the totals"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell, count."""
        age = None if options["older_than"] is None else timedelta(days=options["older_than"])
        rows = fixity.due(age).select_related("item__unit")[: options["limit"]]
        totals = Counter({"checked": 0, "altered": 0, "missing": 0, "restored": 0, "derivatives": 0})
        for asset in tqdm(list(rows), unit=" tệp", file=self.stderr, disable=None, leave=False):
            checked = fixity.check(asset)
            totals["checked"] += 1
            if checked.damage:
                totals[checked.damage] += 1
            elif checked.was:
                totals["restored"] += 1
            stale = fixity.damaged_derivatives(asset) if options["derivatives"] else []
            if stale:
                fixity.forget(asset, stale)
                totals["derivatives"] += len(stale)
            if checked.damage or checked.was or stale:
                self._tell(checked, stale, as_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps({"totals": totals}))
        else:
            self.stdout.write(
                f"Đã kiểm {totals['checked']} tệp gốc: {totals['altered']} bị thay đổi, {totals['missing']} bị mất,"
                f" {totals['restored']} đã lành; {totals['derivatives']} tệp dẫn xuất cần làm lại bằng rederive."
            )
        if totals["altered"] or totals["missing"]:
            raise CommandError(
                "Có tệp gốc hỏng: lấy lại từ bản sao lưu. / Damaged originals: restore them from backup."
            )

    def _tell(self, checked: fixity.Checked, stale: list[str], *, as_json: bool) -> None:
        if as_json:
            line = {
                "asset": checked.asset,
                "name": checked.name,
                "damage": checked.damage or None,
                "derivatives": stale,
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            return
        also = f"; dẫn xuất hỏng: {', '.join(stale)}" if stale else ""
        self.stdout.write(f"{checked.asset} {checked.name}: {WORD[checked.damage]}{also}")
