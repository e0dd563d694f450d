"""Throw the search index and the flat table of the map away and build them from the rows, or only compare."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heritage.jobs import features
from heritage.jobs.index import altered, differences, rebuild


class Command(BaseCommand):
    """``rebuild_index [--check]``: searches see the old index until the new one is whole."""

    help = "Dựng lại chỉ mục tìm kiếm. / Rebuild the search index."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "--check", action="store_true", help="compare only, contents too; exit 1 on a difference"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild or check."""
        if options["check"]:
            self._check(as_json=options["json"])
            return
        started = time.monotonic()
        count = rebuild()
        features.rebuild()
        seconds = round(time.monotonic() - started, 2)
        if options["json"]:
            self.stdout.write(json.dumps({"documents": count, "seconds": seconds}))
        else:
            self.stdout.write(f"{count} di sản trong chỉ mục, {seconds} s. / {count} items indexed.")

    def _check(self, *, as_json: bool) -> None:
        missing, extra = differences()
        changed = altered()
        on_map = features.altered() | features.differences()[1]
        if as_json:
            self.stdout.write(
                json.dumps(
                    {
                        "missing": sorted(missing),
                        "extra": sorted(extra),
                        "changed": sorted(changed),
                        "map": sorted(on_map),
                    }
                )
            )
        else:
            self.stdout.write(
                f"Thiếu {len(missing)}, thừa {len(extra)}, khác nội dung {len(changed)}, "
                f"sai trên bản đồ {len(on_map)}. / {len(missing)} missing, {len(extra)} extra, "
                f"{len(changed)} with other contents, {len(on_map)} wrong on the map."
            )
        if missing or extra or changed or on_map:
            raise CommandError("Chỉ mục lệch với cơ sở dữ liệu. / The index differs from the database.")
