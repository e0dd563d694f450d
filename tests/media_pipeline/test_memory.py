from __future__ import annotations

import os
import subprocess
import sys

from media_pipeline.memory import resident_mb_of_tree


def test_this_process_holds_some_megabytes_and_counts_its_children() -> None:
    alone = resident_mb_of_tree(os.getpid())
    code = "import sys; held = bytearray(b'x') * 60_000_000; print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert resident_mb_of_tree(os.getpid()) > alone + 50
        child.communicate()


def test_a_process_that_has_ended_holds_nothing() -> None:
    child = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    assert resident_mb_of_tree(int(child.stdout)) == 0
