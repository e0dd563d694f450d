"""Write the report of a unit for a period as a file that a chairman can sign, or that a machine can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heritage.errors import Refusal
from heritage.services.reports import FORMATS, make_report, own_address, write_report


class Command(BaseCommand):
    """``report_kpi --unit CODE --period 2026-Q4 --format docx --output FILE``: the same report, the same file."""

    help = "Lập báo cáo số hóa di sản của đơn vị. / Write the report of a unit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument(
            "--period",
            required=True,
            metavar="PERIOD",
            help="2026-Q4, 2026-H1, 2026, 2026-11, 2026-10-01..2026-11-25",
        )
        parser.add_argument("--format", required=True, choices=list(FORMATS))
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--site", default="", metavar="URL", help="scheme and host of the addresses in it"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find the report, write the file, say which it is."""
        site = options["site"] or own_address()
        try:
            report = make_report(options["unit"], options["period"], by=None, site=site)
            written = write_report(report, options["format"])
        except Refusal as refusal:
            raise CommandError(f"{refusal.vi} / {refusal.en}") from refusal
        output: Path = options["output"]
        try:
            output.write_bytes(written)
        except OSError as error:
            raise CommandError(f"Không ghi được {output}. / {output} cannot be written: {error}") from error
        told = {
            "path": str(output),
            "report": report.pk,
            "counted_on": report.content["period"]["counted_on"],
            "digest": report.digest,
            "snapshot": report.snapshot.digest,
            "bytes": len(written),
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(f"{output}: {report.unit.name}, {report.label}, SHA-256 {report.digest}")
