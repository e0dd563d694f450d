"""Load the dated administrative units of the whole country, without any demonstration."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gis.units_data import load_units


class Command(BaseCommand):
    """``load_units``: 3,321 units of July 2025, the 34 provinces, what they were before. Idempotent."""

    help = "Nạp đơn vị hành chính cả nước, có lịch sử. / Load all dated administrative units."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what changed."""
        result = load_units()
        self.stdout.write(
            f"{result.units_created} đơn vị mới, {result.units_updated} đổi, {result.units_unchanged} giữ nguyên. / "
            f"{result.units_created} units created, {result.units_updated} changed, "
            f"{result.units_unchanged} unchanged."
        )
