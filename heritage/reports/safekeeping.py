"""Security and backup as far as the system itself knows: what it does not record is said, never supposed."""

from __future__ import annotations

from typing import Any

from django.db.models import Min

from gis.models import AdminUnit
from heritage.models import Asset, Event, User
from heritage.reports.period import Period


def safekeeping(unit: AdminUnit, period: Period) -> dict[str, Any]:
    """Originals and their checks, accounts by role, how much was recorded in the period.

    ``backup`` is None: backups are made outside and the system keeps no record of them.
    """
    originals = Asset.objects.filter(unit=unit)
    checked = originals.filter(fixity_at__isnull=False)
    oldest = checked.aggregate(first=Min("fixity_at"))["first"]
    staff = User.objects.filter(unit=unit, is_active=True)
    events = Event.objects.filter(
        item__unit=unit, at__date__gte=period.first_day, at__date__lte=period.cut_off
    )
    return {
        "originals": originals.count(),
        "rechecked": checked.count(),
        "oldest_check": oldest.date().isoformat() if oldest else None,
        "damaged": originals.exclude(damage="").count(),
        "officers": staff.filter(role=User.Role.OFFICER).count(),
        "reviewers": staff.filter(role=User.Role.REVIEWER).count(),
        "administrators": User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True).count(),
        "events": events.count(),
        "backup": None,
    }
