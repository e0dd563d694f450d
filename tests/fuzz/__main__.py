"""``python -m tests.fuzz --count 10000 --seed 7``: damaged variants of every format; exit 1 when one gets through."""

from __future__ import annotations

import argparse
import os
import secrets
import sys

from tests.fuzz.campaign import FAILED, in_children, in_zygotes, variants


def main() -> int:
    """Run a campaign and say what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many variants")
    parser.add_argument("--seed", type=int, default=None, help="the same seed gives the same variants")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--children", action="store_true", help="each in a process of its own: slower, the real one"
    )
    asked = parser.parse_args()
    seed = secrets.randbelow(10**9) if asked.seed is None else asked.seed
    sys.stdout.write(f"seed {seed}, {asked.count} variants\n")
    sys.stdout.flush()
    findings = (in_children if asked.children else in_zygotes)(variants(seed, asked.count), asked.jobs)
    for outcome, count in findings.outcomes.most_common():
        sys.stdout.write(f"{count:8} {outcome}\n")
    sys.stdout.write(f"slowest {findings.slowest[0]:.1f} s: {findings.slowest[1]}\n")
    sys.stdout.write(f"largest {findings.largest[0]:.0f} MB: {findings.largest[1]}\n")
    for failure in findings.failures:
        sys.stdout.write(f"FAILED {failure}\n")
    if findings.failures:
        sys.stdout.write(f"{len(findings.failures)} got through; the files lie in {FAILED}\n")
    return 1 if findings.failures else 0


if __name__ == "__main__":
    sys.exit(main())
