"""The shared layer as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GisConfig(AppConfig):
    """``django.contrib.gis`` owns the label "gis", so ours differs from the first migration on."""

    name = "gis"
    label = "heritage_gis"
    verbose_name = "Đơn vị hành chính"
    default_auto_field = "django.db.models.BigAutoField"
