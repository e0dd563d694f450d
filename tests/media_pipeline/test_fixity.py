from __future__ import annotations

import hashlib
from pathlib import Path

from media_pipeline.fixity import sha256_of, verify


def test_the_fingerprint_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "đình.bin"
    path.write_bytes(b"x" * 3_000_000)
    assert sha256_of(path) == hashlib.sha256(b"x" * 3_000_000).hexdigest()


def test_one_changed_byte_is_noticed_and_letter_case_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    digest = sha256_of(path)
    assert verify(path, digest.upper())
    path.write_bytes(b"abd")
    assert not verify(path, digest)
