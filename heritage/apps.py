"""The project itself as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class HeritageConfig(AppConfig):
    """Items, media, registers, plans and the people who keep them."""

    name = "heritage"
    verbose_name = "Di Sản Số"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from heritage import checks  # noqa: F401  an app's checks exist once its settings do
