"""Make a ward's signed inventory its next register version."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gis import units
from heritage.errors import Refusal
from heritage.models import User
from heritage.services.inventory import Inventory, import_inventory


class Command(BaseCommand):
    """``import_inventory FILE --unit CODE``: CSV or XLSX; all of it, or nothing with the reasons."""

    help = "Nhập danh mục đã ký thành bản danh mục tiếp theo. / Import a signed inventory."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="5-character unit code")
        parser.add_argument("--by", help="username of the officer")
        parser.add_argument("--approved-on", type=dt.date.fromisoformat, metavar="DAY")
        parser.add_argument("--approved-by", default="", metavar="NAME")
        parser.add_argument("--label", default="", help="Vietnamese name of the register")
        parser.add_argument("--label-en", default="", help="English name of the register")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report row by row."""
        unit = units.unit_on(options["unit"], timezone.localdate())
        if unit is None:
            raise CommandError(f"Không có đơn vị {options['unit']}. / No unit {options['unit']} today.")
        if not options["file"].is_file():
            raise CommandError(f"Không có {options['file']}. / {options['file']} does not exist.")
        by = User.objects.filter(username=options["by"], is_active=True).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"Không có tài khoản {options['by']}. / No account {options['by']}.")
        try:
            done = import_inventory(
                options["file"],
                unit=unit,
                by=by,
                approved_on=options["approved_on"],
                approved_by=options["approved_by"],
                label_vi=options["label"],
                label_en=options["label_en"],
                dry_run=options["dry_run"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.vi} / {refusal.en}") from refusal
        self._report(done, as_json=options["json"])
        if done.refused:
            raise CommandError(
                f"{len(done.refused)} dòng chưa nhận được, chưa ghi gì. / "
                f"{len(done.refused)} rows were refused, nothing was written."
            )

    def _report(self, done: Inventory, *, as_json: bool) -> None:
        version = f"{done.version.unit.code}-{done.version.number}" if done.version else None
        totals = {
            outcome: sum(line.outcome == outcome for line in done.lines)
            for outcome in ("matched", "created", "refused")
        }
        if as_json:
            for line in done.lines:
                row = {"row": line.number, "name": line.name, "category": line.category}
                row |= {"outcome": line.outcome, "vi": line.vi, "en": line.en}
                self.stdout.write(json.dumps(row, ensure_ascii=False))
            self.stdout.write(
                json.dumps({"totals": totals, "register": version, "unchanged": done.unchanged})
            )
            return
        for line in done.refused:
            self.stdout.write(f"dòng {line.number}: {line.name or '…'}. {line.vi}")
        state = version or ("không đổi" if done.unchanged else "chưa ghi")
        self.stdout.write(
            f"khớp {totals['matched']}, mới {totals['created']}, không nhận {totals['refused']}; bản danh mục: {state}"
        )
