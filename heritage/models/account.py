"""People with a name, a role and a unit. No shared accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An officer, a reviewer or an administrator; all but administrators see their own unit only."""

    class Role(models.TextChoices):
        """What a person may do."""

        OFFICER = "officer", "Cán bộ nhập liệu"
        REVIEWER = "reviewer", "Người duyệt"
        ADMINISTRATOR = "administrator", "Quản trị"

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OFFICER)
    unit = models.ForeignKey(
        "heritage_gis.AdminUnit", null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )

    @property
    def display_name(self) -> str:
        """Family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip() or self.username

    @property
    def may_review(self) -> bool:
        """Whether the person may publish what somebody else has written."""
        return self.role in (self.Role.REVIEWER, self.Role.ADMINISTRATOR)

    @property
    def sees_all_units(self) -> bool:
        """Whether the person is not bound to one unit."""
        return self.role == self.Role.ADMINISTRATOR
