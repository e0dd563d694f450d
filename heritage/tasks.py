"""The seam to the queue: a job's name and ids go in, the job is called on some worker.

Two adapters: the database queue (one machine, nothing to install) and Celery (many workers). Both
carry only names and integers; a second delivery of the same message is harmless because jobs take
a lease or rewrite the same rows.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django_tasks import task

from heritage.celery import app
from heritage.jobs.criteria import preview_criteria
from heritage.jobs.import_check import check_import
from heritage.jobs.index import index_items
from heritage.jobs.process import process_asset

JOBS: dict[str, Callable[..., None]] = {
    "process_asset": process_asset,
    "index_items": index_items,
    "check_import": check_import,
    "preview_criteria": preview_criteria,
}


@task()
def run_from_database(name: str, ids: list[int]) -> None:
    """A job taken from the database queue."""
    JOBS[name](*ids)


@app.task(name="heritage.run", acks_late=True)  # type: ignore[untyped-decorator]  # Celery has no types
def run_from_celery(name: str, ids: list[int]) -> None:
    """A job taken from Celery; acknowledged after it ran, so a lost worker's job comes again."""
    JOBS[name](*ids)


def enqueue(name: str, *ids: int) -> None:
    """Send a job once the surrounding transaction is committed, never before.

    Raises:
        KeyError: No job goes by that name.
    """
    _ = JOBS[name]
    transaction.on_commit(lambda: _send(name, list(ids)))


def _send(name: str, ids: list[int]) -> None:
    if settings.TASKS_URL.startswith("database:"):
        run_from_database.enqueue(name, ids)
    else:
        run_from_celery.delay(name, ids)
