"""Open a named account with a role and a unit; the password is shown once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heritage.errors import Refusal
from heritage.models import User
from heritage.services.accounts import open_account


class Command(BaseCommand):
    """``make_account USERNAME --role officer --unit 13972``."""

    help = "Mở tài khoản có tên, vai trò và đơn vị. / Open an account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("username")
        parser.add_argument("--role", choices=[str(role) for role in User.Role.values], default="officer")
        parser.add_argument("--unit", default="", help="5-character code; administrators need none")
        parser.add_argument("--last-name", default="", help="họ và tên đệm / family and middle name")
        parser.add_argument("--first-name", default="", help="tên / given name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the account."""
        try:
            password = open_account(
                options["username"],
                role=options["role"],
                unit_code=options["unit"],
                last_name=options["last_name"],
                first_name=options["first_name"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.vi} / {refusal.en}") from refusal
        self.stdout.write(f"{options['username']}: {password}")
