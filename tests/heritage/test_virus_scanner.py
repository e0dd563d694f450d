"""The scanner's client against a server that speaks clamd's protocol on a real socket."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from heritage import environment
from heritage.virus_scanner import OVERLAP, Scanner, ScannerAway
from tests.heritage.clamd_server import EICAR, NAME, clamd

PART = 3 << 20


@pytest.fixture(params=["tcp", "unix"])
def server(request: Any, tmp_path: Path) -> Any:
    with clamd(tmp_path / "clamd.ctl" if request.param == "unix" else None) as running:
        yield running


def test_a_clean_file_passes_and_an_infected_one_is_named(server: Any, tmp_path: Path) -> None:
    scanner = Scanner(server.server_address, PART)
    path = tmp_path / "file"
    for content, verdict in ((b"", None), (b"clean" * 1000, None), (b"MZ" + EICAR, NAME)):
        path.write_bytes(content)
        assert scanner.signature_in(path) == verdict
    assert scanner.version().startswith("ClamAV ")


@pytest.mark.parametrize("at", [0, PART - 10, PART - OVERLAP - 10, 2 * PART, 7_000_000 - len(EICAR)])
def test_every_byte_of_a_large_file_is_looked_at_across_the_borders_of_its_parts(
    at: int, tmp_path: Path
) -> None:
    content = bytearray(7_000_000)
    path = tmp_path / "file"
    with clamd() as server:
        scanner = Scanner(server.server_address, PART)  # type: ignore[arg-type]
        path.write_bytes(content)
        assert scanner.signature_in(path) is None
        assert max(server.sizes) == PART and len(server.sizes) == 3  # type: ignore[union-attr]
        content[at : at + len(EICAR)] = EICAR
        path.write_bytes(content)
        assert scanner.signature_in(path) == NAME


def test_a_part_larger_than_the_scanner_takes_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(40 << 20))
    with clamd() as server, pytest.raises(ScannerAway, match=r"size limit|reset|cut off|Broken"):
        Scanner(server.server_address, 64 << 20).signature_in(path)  # type: ignore[arg-type]


def test_nobody_listening_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    with clamd() as server:
        address = server.server_address
    for where in (address, str(tmp_path / "nothing.ctl")):
        with pytest.raises(ScannerAway):
            Scanner(where, PART).signature_in(path)  # type: ignore[arg-type]


def test_a_scanner_that_hangs_up_without_a_word_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            line, _ = listener.accept()
            line.recv(100)
            line.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(ScannerAway):
            Scanner(listener.getsockname(), PART).signature_in(path)
        thread.join()


def test_the_setting_names_a_socket_or_a_host_with_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISANSO_CLAMD", raising=False)
    assert environment.virus_scanner() is None
    monkeypatch.setenv("DISANSO_CLAMD", "unix:/run/clamav/clamd.ctl")
    assert environment.virus_scanner() == Scanner("/run/clamav/clamd.ctl", 25 << 20)
    monkeypatch.setenv("DISANSO_CLAMD", "tcp://scanner.local:3310")
    monkeypatch.setenv("DISANSO_CLAMD_PART_MB", "100")
    assert environment.virus_scanner() == Scanner(("scanner.local", 3310), 100 << 20)


@pytest.mark.parametrize(
    "value",
    ["clamd", "unix:clamd.ctl", "tcp://host", "tcp://host:99999", "http://host:3310", "/run/clamd.ctl"],
)
def test_an_address_that_cannot_be_one_stops_the_start(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISANSO_CLAMD", value)
    with pytest.raises(ImproperlyConfigured, match="DISANSO_CLAMD"):
        environment.virus_scanner()
