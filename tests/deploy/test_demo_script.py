"""deploy/demo.sh on a small stand-in project: what it says, and that nothing outlives it."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
MANAGE = """
import json, os, pathlib, subprocess, sys, time
home = pathlib.Path(os.environ["DISANSO_HOME"])
if sys.argv[1] == "load_demo":
    if (home / "slow").exists():
        (home / "loading").touch()
        time.sleep(60)
    account = {"username": "can-bo", "password": "mot-lan", "role": "officer", "unit": "13669"}
    (home / "demo-accounts.json").write_text(json.dumps([account]))
if sys.argv[1] == "run_worker":
    subprocess.Popen(["sleep", "60"])
    time.sleep(60)
"""


class Project:
    """A copy of the scripts around a stand-in for the product, with an environment that counts as installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "var"
        self.home.mkdir()
        shutil.copytree(ROOT / "deploy", folder / "deploy")
        (folder / "heritage").mkdir()
        (folder / "heritage/wsgi.py").write_text(WSGI)
        (folder / "manage.py").write_text(MANAGE)
        (folder / "requirements.txt").write_text("")
        python = folder / "venv/bin/python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
        (folder / "venv/requirements.txt.sha256").write_text(f"{hashlib.sha256(b'').hexdigest()}  -\n")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        environment = os.environ | {
            "DISANSO_HOME": str(self.home),
            "DISANSO_HOST": "127.0.0.1",
            "DISANSO_PORT": str(self.port),
            "DISANSO_VENV": str(self.folder / "venv"),
        }
        return subprocess.Popen(
            ["sh", str(self.folder / "deploy/demo.sh"), *arguments],
            env=environment | more,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def put_first_on_the_path(self, name: str, script: str) -> dict[str, str]:
        """A program that answers in place of the system's; returns the environment in which it does."""
        program = self.folder / "path" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return {"PATH": f"{program.parent}:{os.environ['PATH']}"}

    def survivors(self) -> list[str]:
        """Command lines of processes whose working folder is the project."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.cwd() == str(self.folder) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(" ".join(process.cmdline()))
            except psutil.Error:
                continue
        return found


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    yield Project(tmp_path)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if words in line:
            return seen
    raise AssertionError(f"ended without {words!r}: {seen}{process.stderr.read() if process.stderr else ''}")


def test_the_accounts_are_shown_and_a_stop_leaves_no_process(project: Project) -> None:
    process = project.start()
    shown = read_until(process, "Ctrl-C to stop")
    assert f"http://127.0.0.1:{project.port}/" in shown
    assert "can-bo " in shown
    assert "mot-lan" in shown
    assert any("run_worker" in line for line in project.survivors())
    assert any(line.startswith("sleep") for line in project.survivors())
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert project.survivors() == []


def test_a_stop_while_loading_ends_the_loading_too(project: Project) -> None:
    (project.home / "slow").touch()
    process = project.start()
    deadline = time.monotonic() + 20
    while not (project.home / "loading").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 130
    assert project.survivors() == []


def test_a_taken_port_is_one_sentence_in_two_languages(project: Project) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", project.port))
        holder.listen()
        process = project.start()
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert out == ""
    vietnamese, english = err.strip().splitlines()
    assert f"cổng {project.port}" in vietnamese
    assert f"DISANSO_PORT={project.port + 1} make demo" in english


def refusal(process: subprocess.Popen[str]) -> tuple[str, str]:
    """The one sentence of a refused start, in Vietnamese and in English."""
    _, err = process.communicate(timeout=20)
    assert process.returncode == 1
    vietnamese, english = err.strip().splitlines()
    return vietnamese, english


def test_a_port_that_is_no_number_is_refused_in_two_languages(project: Project) -> None:
    vietnamese, english = refusal(project.start(DISANSO_PORT="80x"))
    assert 'không phải "80x"' in vietnamese
    assert 'not "80x"' in english


def test_a_disk_too_full_for_the_catalogue_is_told_with_both_sizes(project: Project) -> None:
    full = project.put_first_on_the_path("df", "printf 'head\\nnone 1000 900 100 90%% /\\n'")
    vietnamese, english = refusal(project.start("--no-serve", **full))
    assert "chỉ còn 100 MB" in vietnamese
    assert "has only 100 MB free" in english
    assert str(project.home) in english


def test_a_loaded_catalogue_asks_for_no_room(project: Project) -> None:
    full = project.put_first_on_the_path("df", "printf 'head\\nnone 1000 900 100 90%% /\\n'")
    (project.home / "demo-accounts.json").write_text("[]")
    process = project.start("--no-serve", **full)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")


def test_without_root_the_missing_packages_are_named_with_the_command_to_run(project: Project) -> None:
    (project.folder / "deploy/lib/missing_packages.py").write_text('print("libgl1")\nprint("libegl1")\n')
    ordinary = project.put_first_on_the_path("id", "echo 1000")
    vietnamese, english = refusal(project.start(**ordinary))
    for sentence in (vietnamese, english):
        assert "apt-get install -y --no-install-recommends libgl1 libegl1 " in sentence


def test_packages_that_no_network_can_bring_are_one_sentence(project: Project) -> None:
    (project.folder / "deploy/lib/missing_packages.py").write_text('print("libgl1")\n')
    project.put_first_on_the_path("df", "printf 'head\\nnone 9000 0 9000 0%% /\\n'")
    project.put_first_on_the_path("id", "echo 0")
    offline = project.put_first_on_the_path("apt-get", "echo 'Temporary failure resolving'; exit 100")
    vietnamese, english = refusal(project.start(**offline))
    assert "kiểm tra mạng" in vietnamese
    assert "check the network" in english


def test_without_serving_it_ends_when_the_catalogue_is_filled(project: Project) -> None:
    process = project.start("--no-serve")
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert (project.home / "demo-accounts.json").exists()
    assert project.survivors() == []


def test_a_worker_that_dies_stops_the_demo_and_is_told(project: Project) -> None:
    (project.folder / "manage.py").write_text(MANAGE.replace("    time.sleep(60)\n", "    time.sleep(1)\n"))
    process = project.start()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "worker.log" in err
    assert project.survivors() == []


def test_the_first_python_on_the_path_is_not_taken_when_it_cannot_load_extensions(project: Project) -> None:
    crippled = project.folder / "path/python3"
    crippled.parent.mkdir()
    crippled.write_text("#!/bin/sh\nexit 1\n")
    crippled.chmod(0o755)
    script = '. deploy/lib/say.sh; . deploy/lib/system_python.sh; find_system_python; echo "$SYSTEM_PYTHON"'
    path = f"{crippled.parent}:{os.environ['PATH']}"
    answer = subprocess.run(
        ["sh", "-c", script],
        cwd=project.folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0
    assert answer.stdout.strip() not in ("", str(crippled))
