"""The straight line from a survey to the number, in a process that may be killed at a step of it.

``python -m tests.flow.killed_line SURVEY [STEP]``: prepares nothing, changes nothing in the product; with STEP
the function of that step is wrapped so that the process kills itself once it has done its work and before
anybody can write that down.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

# Step of the line in DESIGN.md: the module and function that does it, as its caller sees it.
STEPS: dict[str, tuple[str, str]] = {
    "01-receive": ("heritage.services.intake", "require_unit"),
    "02-identify": ("heritage.services.intake", "kinds.identify"),
    "03-fingerprint": ("heritage.services.intake", "fixity.sha256_of"),
    "04-keep": ("heritage.storage", "keep_original"),
    "05-record": ("heritage.services.intake", "_record"),
    "06-fetch": ("heritage.jobs.originals", "_check"),
    "07-inspect": ("media_pipeline.child", "_message"),
    "08-place": ("media_pipeline.child", "_message"),
    "09-question": ("media_pipeline.child", "_message"),
    "10-derive": ("media_pipeline.child", "_message"),
    "11-keep": ("heritage.jobs.process", "keep"),
    "12-file": ("heritage.jobs.filing", "_tell"),
    "13-publish": ("heritage.services.publishing", "refresh_level"),
    "14-project": ("heritage.jobs.index", "search_document"),
    "15-index": ("search.engines.fts5", "Fts5Engine.put"),
    "16-show": ("heritage.views.item", "render"),
    "17-count": ("heritage.selectors.kpi_area", "standing"),
}


def main(survey: str, step: str | None) -> None:
    """Take a survey from the folder to the public page and the number."""
    import django

    django.setup()
    if step is not None:
        die_at(step)
    from django.core.management import call_command
    from django.test import Client

    from heritage.jobs import pending, sweep
    from heritage.jobs.index import differences, retry_due
    from heritage.models import Item

    options: dict[str, Any] = {"unit": "13972", "by": "canbo", "jobs": 1}
    call_command("ingest", survey, json=True, stdout=io.StringIO(), stderr=io.StringIO(), **options)
    public_id = Item.objects.get().public_id
    call_command("publish", public_id, by="duyet", stdout=io.StringIO())
    call_command("db_worker", batch=True, queue_name="default", startup_delay=False, verbosity=0)
    page = Client().get(f"/q/{public_id}", follow=True)
    number = Client().get("/kpi/13972/")
    assert (page.status_code, number.status_code) == (200, 200)
    # What every worker does once a minute.
    sweep.clear_incoming()
    for folder in sweep.derivative_folders():
        sweep.clear_derivatives(folder)
    # And every other second; what was changed a moment ago is left to whoever changed it.
    pending.TAKEN_UP_AFTER = dt.timedelta(0)
    retry_due()
    missing, extra = differences()
    sys.stdout.write(f"index lacks {len(missing)}, holds {len(extra)} too many")


def die_at(step: str) -> None:
    """Wrap the function of a step: it does its work, and that is the last thing that happens here."""
    module_name, path = STEPS[step]
    owner: Any = importlib.import_module(module_name)
    *between, name = path.split(".")
    for each in between:
        owner = getattr(owner, each)
    function: Callable[..., Any] = getattr(owner, name)
    wanted = step.partition("-")[2] if name == "_message" else None

    def last(*args: Any, **kwargs: Any) -> Any:
        answer = function(*args, **kwargs)
        if wanted is None or answer.get("step") == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, last)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
