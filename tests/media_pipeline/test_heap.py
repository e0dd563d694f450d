from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import numpy as np
from media_pipeline.heap import give_back_freed_memory, keep_freed_memory
from media_pipeline.memory import resident_mb_of_tree
import os
keep_freed_memory()
held = np.ones(20_000_000)
del held
kept = resident_mb_of_tree(os.getpid())
give_back_freed_memory()
print(kept - resident_mb_of_tree(os.getpid()))
"""


def test_freed_memory_is_kept_until_it_is_given_back() -> None:
    answer = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert float(answer.stdout) > 100  # of 160 MB
