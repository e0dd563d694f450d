"""Write ``sample_outcomes.csv``, what every collected sample comes to: ``python -m tests.flow.make_sample_table``.

The samples lie beside the repository. Only facts are written: path, outcome, code; read the difference before
committing it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
TABLE = Path(__file__).with_name("sample_outcomes.csv")
Row = tuple[str, str]
PREPARE = """
import django
django.setup()
from django.core.management import call_command
from tests.conftest import make_unit
call_command("migrate", verbosity=0)
make_unit("13972", "Phường Vị Khê", 106.2128, 20.403465, 25.27)
"""


def recorded() -> dict[str, Row]:
    """Outcome and code by path, as the table has them."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["path"]: (row["outcome"], row["code"]) for row in csv.DictReader(stream)}


def found(lines: list[dict[str, Any]]) -> dict[str, Row]:
    """The same from the lines of ``ingest --json``, the last of which are the totals."""
    return {line["path"]: (line["outcome"], line["code"]) for line in lines[:-1]}


def write(rows: dict[str, Row]) -> None:
    """Write the table, by path."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(("path", "outcome", "code"))
    table.writerows((path, *rows[path]) for path in sorted(rows))
    TABLE.write_text(stream.getvalue(), encoding="utf-8")


def main() -> None:
    """Ingest the whole collection into a home that is thrown away, and write down what came of it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DISANSO_")}
    with tempfile.TemporaryDirectory() as home:
        environment = {**clean, "DISANSO_HOME": home, "DJANGO_SETTINGS_MODULE": "heritage.settings"}
        environment |= {"DISANSO_LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
        subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, check=True)
        done = subprocess.run(
            # One after the other: which of two twins is the duplicate depends on the order.
            [sys.executable, "manage.py", "ingest", str(SAMPLES), "--unit", "13972", "--json", "--jobs", "2"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    rows = found(lines)
    before = recorded() if TABLE.exists() else {}
    write(rows)
    for path in sorted({*rows, *before}):
        if rows.get(path) != before.get(path):
            sys.stdout.write(f"{path}: {before.get(path)} -> {rows.get(path)}\n")
    sys.stdout.write(f"{len(rows)} samples: {lines[-1]['totals']}\n")


if __name__ == "__main__":
    main()
