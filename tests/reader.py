"""A stand-in for Tesseract: a program on the PATH that answers in its table what a test tells it to."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

COLUMNS = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str, confidence: int = 91) -> None:
    """Put a program ``tesseract`` first on the PATH that reads ``text`` on every page."""
    folder.mkdir(exist_ok=True)
    rows = [
        f"5\\t1\\t1\\t1\\t1\\t{at}\\t0\\t0\\t9\\t9\\t{confidence}\\t{word}"
        for at, word in enumerate(text.split())
    ]
    table = "\\n".join([COLUMNS.replace("\t", "\\t"), *rows])
    program = folder / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        "--version) echo 'tesseract 5.3.0';;\n"
        "--list-langs) printf 'List of languages:\\neng\\nvie\\n';;\n"
        f"*) printf '{table}\\n';;\n"
        "esac\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def remove(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the PATH without any program that reads."""
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("PATH", str(folder))
