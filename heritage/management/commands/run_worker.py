"""The worker process: takes jobs from the queue that the settings name, and sweeps up after lost ones."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from heritage.celery import app
from heritage.errors import BadRequest
from heritage.jobs import criteria, fixity, index, reminders, snapshots
from heritage.jobs.sweep import (
    clear_derivatives,
    clear_incoming,
    derivative_folders,
    note_handed_on,
    stranded,
)
from heritage.tasks import enqueue

logger = logging.getLogger(__name__)

INDEX_EVERY_S = 2.0  # between two looks at what the search engine has not taken
FIXITY_SHARE = 0.1  # of the time may go into hashing originals again
ASSESS_SHARE = 0.02  # into assessing items again, round and round


class Command(BaseCommand):
    """One process; start several of them, on several machines with Celery."""

    help = "Chạy tiến trình xử lý nền. / Run a worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--sweep-every", type=float, default=60.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep in a thread, work in this one, until stopped."""
        sweeper = threading.Thread(target=self._sweep, args=(options["sweep_every"],), daemon=True)
        sweeper.start()
        threading.Thread(target=self._index, daemon=True).start()
        if settings.TASKS_URL.startswith("database:"):
            call_command("db_worker", interval=0.5, queue_name="default", startup_delay=False)
        else:
            app.worker_main(
                ["worker", "--loglevel=INFO", "--concurrency=1", "--without-gossip", "--without-mingle"]
            )

    def _sweep(self, every: float) -> None:
        pause = threading.Event()
        folders: list[str] = []
        assessed = 0
        while not pause.wait(every):
            try:
                for asset_pk in stranded():
                    logger.warning("asset %s was left behind, sending it again", asset_pk)
                    enqueue("process_asset", asset_pk)
                    note_handed_on(asset_pk)
                if settings.FIXITY_DAYS:
                    fixity.check_some(timedelta(days=settings.FIXITY_DAYS), FIXITY_SHARE * every)
                criteria.apply_criteria()  # before the count of a day whose criteria are new
                assessed = criteria.reassess_some(assessed, ASSESS_SHARE * every)
                reminders.remind()
                if snapshots.is_due():
                    snapshots.take()
                folders = folders or derivative_folders()
                cleared = clear_incoming() + (clear_derivatives(folders.pop()) if folders else 0)
                if cleared:
                    logger.info("removed %s files that killed processes left behind", cleared)
            except (DatabaseError, OSError, BadRequest):
                logger.exception("sweep failed, trying again later")
            finally:
                connection.close()

    def _index(self) -> None:
        pause = threading.Event()
        while not pause.wait(INDEX_EVERY_S):
            try:
                while index.retry_due():
                    pass
            except DatabaseError:
                logger.exception("looking for changes to index failed, trying again later")
            finally:
                connection.close()
