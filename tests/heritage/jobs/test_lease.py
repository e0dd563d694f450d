"""A holder's name says whether its process still lives, and never guesses about other machines."""

from __future__ import annotations

import os
import subprocess
import sys

from heritage.jobs import lease


def test_this_process_is_alive():
    assert not lease.is_dead(lease.holder())


def test_a_process_that_ended_is_dead():
    code = "from heritage.jobs import lease; print(lease.holder())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert lease.is_dead(done.stdout.strip())


def test_a_later_process_with_the_same_number_is_another():
    assert lease.is_dead(f"{lease.holder().rsplit(':', 1)[0]}:1")


def test_nothing_is_said_of_other_machines_and_other_writings():
    there = f"elsewhere/4026531836:{os.getpid()}:1"
    assert not any(lease.is_dead(name) for name in (there, "", "other", "host:12", "a/b:c:d", "/::"))


def test_the_name_fits_its_column(monkeypatch):
    monkeypatch.setattr("socket.gethostname", lambda: "x" * 64)
    assert len(lease.holder()) <= 80
