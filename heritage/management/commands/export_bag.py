"""Write items with their originals as BagIt bags: for an archive, or to move them elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from heritage.errors import Refusal
from heritage.interop.bagit import write_bag
from heritage.models import Item


class Command(BaseCommand):
    """``export_bag PUBLIC_ID… --output DIR``: one folder per item, ``bagit.py --validate`` accepts it."""

    help = "Đóng gói di sản cùng tệp gốc theo BagIt. / Write items as BagIt bags."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("public_ids", nargs="+", metavar="PUBLIC_ID")
        parser.add_argument("--output", type=Path, required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each; exit 1 when one could not be written."""
        failed = 0
        ids = [each.upper() for each in options["public_ids"]]
        for public_id in tqdm(ids, unit=" gói", file=self.stderr, disable=None, leave=False):
            item = Item.objects.select_related("unit").filter(public_id=public_id).first()
            if item is None:
                failed += 1
                self.stderr.write(f"Không có di sản {public_id}. / No item {public_id}.")
                continue
            try:
                self.stdout.write(str(write_bag(item, options["output"])))
            except Refusal as refusal:
                failed += 1
                self.stderr.write(f"{public_id}: {refusal.vi} / {refusal.en}")
        if failed:
            raise CommandError(f"{failed} gói không đóng được. / {failed} bags were not written.")
