"""The lists of pins: exact, hashed, free of addresses, and in agreement with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTS = ("requirements.txt", "requirements-dev.txt", "deploy/bench-peers.txt")
SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def pins(name: str) -> dict[str, str]:
    """Package to its whole entry, continuation lines joined."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {re.split(r"[=<>!\[ ;]", entry)[0].lower(): entry for entry in entries}


def version(entry: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+==([^ ;\\]+)", entry)
    assert found, f"not an exact pin: {entry}"
    return found[1]


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_is_exact_and_hashed(name: str) -> None:
    for entry in pins(name).values():
        version(entry)
        assert SHA256.search(entry), entry


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_a_host(name: str) -> None:
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_both_lists_fill_one_environment_with_the_same_versions() -> None:
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    differing = {
        package for package in run.keys() & dev.keys() if version(run[package]) != version(dev[package])
    }
    assert differing == set()


@pytest.mark.parametrize(("group", "name"), [("run", "requirements.txt"), ("dev", "requirements-dev.txt")])
def test_everything_the_project_asks_for_is_pinned(group: str, name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] if group == "run" else project["dependency-groups"]["dev"]
    packages = {re.split(r"[=<>!\[ ;]", line)[0].lower() for line in asked}
    assert packages - pins(name).keys() == set()
