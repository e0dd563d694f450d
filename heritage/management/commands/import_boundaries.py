"""Replace approximate extents by official polygons."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from gis.boundaries import import_boundaries
from gis.errors import BadBoundaryFile


class Command(BaseCommand):
    """``import_boundaries FILE``: GeoJSON, GeoPackage, Shapefile, MapInfo, KML or FlatGeobuf, also zipped."""

    help = "Nhập ranh giới đơn vị hành chính. / Import boundaries of administrative units."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--code-field", help="column of the unit codes; found by itself unless told")
        parser.add_argument("--crs", help="for a file that does not say, e.g. EPSG:9209")
        parser.add_argument("--layer")
        parser.add_argument("--level", choices=["commune", "province"], default="commune")
        parser.add_argument("--date", type=dt.date.fromisoformat, help="the day whose units the file shows")
        parser.add_argument("--source", default="", help="kept beside each boundary")
        parser.add_argument("--trust-codes", action="store_true", help="import although names differ")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, one line per row that needs a person's eye, then the totals."""
        if not options["file"].exists():
            raise CommandError(f"Không có {options['file']}. / {options['file']} does not exist.")
        with tqdm(file=self.stderr, disable=None, leave=False, unit=" hàng") as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                result = import_boundaries(
                    options["file"],
                    code_field=options["code_field"],
                    crs=options["crs"],
                    layer=options["layer"],
                    level=options["level"],
                    day=options["date"],
                    source=options["source"],
                    trust_codes=options["trust_codes"],
                    dry_run=options["dry_run"],
                    progress=show,
                )
            except BadBoundaryFile as error:
                raise CommandError(str(error)) from error
        if options["json"]:
            for each in result.outcomes:
                self.stdout.write(json.dumps(each.as_dict(), ensure_ascii=False))
            for finding in result.findings:
                self.stdout.write(json.dumps({"finding": finding.as_dict()}, ensure_ascii=False))
            read = {"crs": result.crs, "encoding": result.encoding, "dry_run": result.dry_run}
            self.stdout.write(json.dumps({"totals": result.totals, "findings": len(result.findings), **read}))
            return
        for each in result.outcomes:
            # A repaired shape is imported and told.
            if each.outcome not in ("imported", "unchanged") or each.problems:
                self.stdout.write(f"{each.number}: {each.name or each.code}. {each.vi}")
        for finding in result.findings:
            self.stdout.write(
                f"{'-'.join(finding.units)}: {finding.vi} ({finding.lon:.6f}, {finding.lat:.6f})"
            )
        self.stdout.write(", ".join(f"{name} {count}" for name, count in result.totals.items()))
