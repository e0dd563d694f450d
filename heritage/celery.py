"""The Celery application, used when ``DISANSO_TASKS_URL`` names a broker."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")

app = Celery("disanso")
app.config_from_object("django.conf:settings", namespace="CELERY")
