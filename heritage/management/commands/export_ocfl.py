"""Write the whole store as an OCFL storage root; run again, it adds versions of what changed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from heritage.errors import Refusal
from heritage.interop import ocfl


class Command(BaseCommand):
    """``export_ocfl --output DIR``: ``ocfl-validate`` accepts it; interrupted, it goes on when run again."""

    help = "Xuất toàn bộ kho theo OCFL. / Export the whole store as OCFL."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--output", type=Path, required=True, metavar="DIR")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Object by object."""
        root: Path = options["output"]
        totals = Counter({"new": 0, "changed": 0, "same": 0})
        missing: list[str] = []
        try:
            ocfl.open_root(root)
        except Refusal as refusal:
            raise CommandError(f"{refusal.vi} / {refusal.en}") from refusal
        bar = tqdm(
            ocfl.contents(),
            total=ocfl.count_contents(),
            unit=" gói",
            file=self.stderr,
            disable=None,
            leave=False,
        )
        for content in bar:
            try:
                totals[ocfl.write_object(root, content)] += 1
            except FileNotFoundError as error:
                missing.append(content.identifier)
                self.stderr.write(f"{content.identifier}: {error}")
        if options["json"]:
            self.stdout.write(json.dumps({"totals": totals, "missing": missing}))
        else:
            self.stdout.write(
                f"{totals['new']} gói mới, {totals['changed']} gói có phiên bản mới, {totals['same']} gói không đổi."
            )
        if missing:
            raise CommandError(
                f"{len(missing)} gói thiếu tệp gốc: chạy verify_fixity. / {len(missing)} lack an original: run verify_fixity."
            )
