"""Publish items as a second person would at the desk."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heritage.errors import Refusal
from heritage.models import Item, User
from heritage.services.publishing import publish


class Command(BaseCommand):
    """``publish PUBLIC_ID… --by USERNAME``: the reviewer must not be the author."""

    help = "Công bố di sản (người duyệt khác người soạn). / Publish items by a second person."

    def add_arguments(self, parser: CommandParser) -> None:
        """The contract's options."""
        parser.add_argument("public_ids", nargs="+", metavar="PUBLIC_ID")
        parser.add_argument("--by", required=True, help="username of the reviewer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish each; go on after a refusal; exit 1 if any was refused."""
        reviewer = User.objects.filter(username=options["by"], is_active=True).first()
        if reviewer is None:
            raise CommandError(f"Không có tài khoản {options['by']}. / No account {options['by']}.")
        refused = 0
        for public_id in options["public_ids"]:
            item = Item.objects.filter(public_id=public_id.upper()).first()
            if item is None:
                refused += 1
                self.stderr.write(f"{public_id}: không có di sản này. / no such item.")
                continue
            try:
                publish(item, by=reviewer)
            except Refusal as refusal:
                refused += 1
                self.stderr.write(f"{public_id}: {refusal.vi} / {refusal.en}")
                continue
            self.stdout.write(f"{item.public_id}: đã công bố. / published.")
        if refused:
            raise CommandError(f"{refused} di sản chưa công bố được. / {refused} items were not published.")
