"""Move the items of ended units to the units of today, in two steps by two people."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from heritage.errors import Refusal
from heritage.models import Reassignment, User
from heritage.selectors.reassigning import OPEN, Destination, staff_of_ended_units
from heritage.services import reassigning


class Command(BaseCommand):
    """``reassign_units [--on DAY] [--propose | --approve ID --by USER | --reject ID --by USER]``."""

    help = "Chuyển di sản sang đơn vị mới sau sáp nhập. / Move items to new units after a merger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Without --propose, --approve or --reject nothing is written."""
        parser.add_argument(
            "--on", type=dt.date.fromisoformat, help="units that ended by this day; today unless told"
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--propose", action="store_true", help="keep the moves for a second person's approval"
        )
        what.add_argument("--approve", type=int, metavar="ID")
        what.add_argument("--reject", type=int, metavar="ID")
        parser.add_argument("--by", metavar="USER", help="who does it; needed to approve and to reject")
        parser.add_argument("--note", default="", help="kept with a proposal")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, propose or decide; a refusal ends with its sentence and code 1."""
        by = self._person(options["by"])
        day = options["on"] or timezone.localdate()
        try:
            if options["approve"] is not None or options["reject"] is not None:
                self._decide(options, by)
            else:
                self._show(day, by, options)
        except Refusal as refusal:
            raise CommandError(f"{refusal.vi} / {refusal.en}") from refusal

    def _person(self, username: str | None) -> User | None:
        if username is None:
            return None
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"Không có tài khoản {username}. / No account {username}.")
        return person

    def _decide(self, options: dict[str, Any], by: User | None) -> None:
        if by is None:
            raise CommandError("Cần --by NGƯỜI_DUYỆT. / --by USER is needed.")
        key = options["approve"] if options["approve"] is not None else options["reject"]
        found = Reassignment.objects.filter(pk=key).first()
        if found is None:
            raise CommandError(f"Không có đề xuất {key}. / No proposal {key}.")
        act = reassigning.approve if options["approve"] is not None else reassigning.reject
        done = act(found, by=by)
        moved = done.items.count() if done.state == Reassignment.State.APPROVED else 0
        if options["json"]:
            self.stdout.write(json.dumps({"reassignment": done.pk, "state": done.state, "moved": moved}))
        else:
            self.stdout.write(
                f"{done.pk}: {done.get_state_display()}, {moved} di sản đã chuyển. / {moved} items moved."
            )

    def _show(self, day: dt.date, by: User | None, options: dict[str, Any]) -> None:
        found = reassigning.destinations(day, by)
        kept = reassigning.propose(day, by=by, note=options["note"]) if options["propose"] else None
        staff = list(staff_of_ended_units(day))
        totals = Counter(each.why for each in found)
        if options["json"]:
            for each in found:
                self.stdout.write(json.dumps(_row(each), ensure_ascii=False))
            accounts = [{"username": user.username, "unit": user.unit.code} for user in staff if user.unit]
            last = {"reassignment": kept.pk if kept else None, "totals": dict(totals), "accounts": accounts}
            self.stdout.write(json.dumps(last, ensure_ascii=False))
            return
        for each in found:
            where = (
                f"{each.new.name} ({each.new.code})"
                if each.new
                else "? cần người chọn / a person must choose"
            )
            self.stdout.write(
                f"{each.item.public_id} {each.item.name_vi}: {each.item.unit.name} → {where} [{each.why}]"
            )
        for user in staff:
            self.stdout.write(f"Tài khoản / account {user.username}: {user.unit} đã thôi tồn tại / has ended")
        counted = ", ".join(f"{why} {count}" for why, count in sorted(totals.items())) or "0"
        written = f"đề xuất / proposal {kept.pk}" if kept else "chưa ghi gì / nothing written"
        self.stdout.write(f"{len(found)} di sản / items ({counted}); {written}")
        if kept and totals[OPEN]:
            self.stdout.write("Chọn đơn vị còn trống tại bàn làm việc. / Choose the open units at the desk.")


def _row(each: Destination) -> dict[str, Any]:
    return {
        "item": each.item.public_id,
        "old": each.item.unit.code,
        "new": each.new.code if each.new else None,
        "why": each.why,
        "steps": each.steps,
    }
