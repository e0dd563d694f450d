"""A process killed with SIGKILL at each of the 17 steps of the line, then the same line once more.

Nothing may be lost, nothing doubled, no file may lie about that no row knows: what is there afterwards is
what an undisturbed run leaves. Always on the embedded engines, in homes of their own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import samples
from tests.flow.killed_line import STEPS

PREPARE = """
import django
django.setup()
from django.core.management import call_command
from tests.conftest import make_unit
from heritage import engine
from heritage.models import User
call_command("migrate", verbosity=0)
unit = make_unit("13972", "Phường Vị Khê", 106.2128, 20.403465, 25.27)
User.objects.create_user("canbo", password="x", role="officer", unit=unit)
User.objects.create_user("duyet", password="x", role="reviewer", unit=unit)
engine.current().rebuild([])
"""
TABLES = ("asset", "derivative", "receipt", "item", "revision", "batch", "companion", "pagetext")
# What differs between two runs by its nature: keys, ids that are drawn, times; and how often it was tried.
DRAWN = re.compile(r"(^|_)(id|pk|at|until|holder|attempts|file|public_id|item|asset|path|label)$")


def environment(home: Path) -> dict[str, str]:
    """The product's own defaults in a home; nothing of the services that other tests may use."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DISANSO_")}
    return {
        **clean,
        "DISANSO_HOME": str(home),
        "DISANSO_SECRET_KEY": "tests-only",
        "DISANSO_ALLOWED_HOSTS": "testserver",
        "DISANSO_DEBUG": "1",  # static files without collecting them
        "DISANSO_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "heritage.settings",
        "PYTHONWARNINGS": "ignore",
    }


def walked(home: Path, survey: Path, step: str | None = None) -> tuple[int, str]:
    """The exit status of one walk down the line, and what it says of the index at its end."""
    command = [sys.executable, "-m", "tests.flow.killed_line", str(survey), *([step] if step else [])]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr[-2000:]
    return done.returncode, done.stdout


def rows(home: Path) -> Mapping[str, list[Any]]:
    """Every row of the tables that a survey touches, without what is drawn anew in each run."""
    database = sqlite3.connect(home / "disanso.sqlite3")
    database.row_factory = sqlite3.Row
    found = {}
    for table in TABLES:
        read = [dict(row) for row in database.execute(f"SELECT * FROM heritage_{table}")]  # noqa: S608
        kept = [{name: row[name] for name in row if not DRAWN.search(name)} for row in read]
        if (
            table == "receipt"
        ):  # of a walk that was cut off it says accepted, of a whole one walked again duplicate
            assert {row["outcome"] for row in read} <= {"accepted", "duplicate"}
            kept = [{"sha256": row["sha256"]} for row in read]
        found[table] = sorted(json.dumps(row, sort_keys=True, default=repr) for row in kept)
    verbs = database.execute("SELECT verb FROM heritage_event ORDER BY verb").fetchall()
    found["event"] = [row["verb"] for row in verbs]
    database.close()
    return found


def files(home: Path) -> dict[str, list[str]]:
    """What lies in the stores: by digest, and by recipe with digest; incoming must be empty."""
    originals = sorted(each.name for each in (home / "originals").rglob("*") if each.is_file())
    derivatives = sorted(each.name for each in (home / "derivatives").rglob("*") if each.is_file())
    incoming = sorted(each.name for each in (home / "incoming").iterdir())
    quarantine = [each.name for each in home.glob("quarantine/*")]
    return {
        "originals": originals,
        "derivatives": derivatives,
        "incoming": incoming,
        "quarantine": quarantine,
    }


def claimed(home: Path) -> list[str]:
    """The names of derivatives that rows refer to."""
    database = sqlite3.connect(home / "disanso.sqlite3")
    names = [row[0].rpartition("/")[2] for row in database.execute("SELECT file FROM heritage_derivative")]
    database.close()
    return sorted(names)


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("survey")
    samples.photo(folder / "cong-dinh.jpg", lon=106.2115, lat=20.4076, size=(400, 300))
    return folder


@pytest.fixture(scope="module")
def homes(survey: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, Path, str]]:
    """By step how the killed walk ended, the home after a second and what that said. "": never disturbed."""
    folder = tmp_path_factory.mktemp("homes")
    template = folder / "template"
    template.mkdir()
    subprocess.run(
        [sys.executable, "-c", PREPARE], cwd=settings.BASE_DIR, env=environment(template), check=True
    )

    def twice(step: str) -> tuple[str, tuple[int, Path, str]]:
        home = shutil.copytree(template, folder / (step or "undisturbed"))
        status, _ = walked(home, survey, step or None)
        return step, (status, home, walked(home, survey)[1])

    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(twice, ["", *STEPS]))


def test_the_line_has_seventeen_steps() -> None:
    assert [int(step[:2]) for step in STEPS] == list(range(1, 18))


def test_an_undisturbed_line_leaves_a_published_item_and_changes_nothing_when_walked_again(homes) -> None:
    status, home, _ = homes[""]
    assert status == 0
    found = rows(home)
    assert {table: len(found[table]) for table in ("asset", "item", "receipt", "batch")} == {
        "asset": 1, "item": 1, "receipt": 1, "batch": 1,
    }  # fmt: skip
    assert '"published"' in found["item"][0] and '"ready"' in found["asset"][0]
    assert found["event"].count("published") == 1
    assert len(files(home)["derivatives"]) == len(found["derivative"]) >= 3


@pytest.mark.parametrize("step", STEPS)
def test_after_a_kill_nothing_is_lost_nothing_doubled_and_no_file_left_over(step: str, homes) -> None:
    undisturbed = homes[""][1]
    status, home, index = homes[step]
    assert status == -signal.SIGKILL, "the kill did not happen: the step is not on the line"
    assert rows(home) == rows(undisturbed)
    found = files(home)
    assert found["derivatives"] == claimed(home)
    assert found["originals"] == files(undisturbed)["originals"]
    assert (found["incoming"], found["quarantine"]) == ([], [])
    assert index == "index lacks 0, holds 0 too many"
