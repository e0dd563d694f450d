"""Prove that a day's objects are those its digest stands for: ``prove_kpi.py < FILE`` of ``exports/kpi.json?date=``."""

import json
import sys
from functools import partial
from hashlib import sha256

canonical = partial(json.dumps, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def proven(export):
    """Whether each unit's objects lead to the root of the day, and the root to the digest."""
    head = {name: value for name, value in export["snapshot"].items() if name != "digest"}
    objects = {unit["unit"]: [] for unit in export["units"]}
    for each in export["objects"]:
        objects[each["unit"]].append(each)
    for unit in export["units"]:
        steps = unit.pop("proof")
        here = sha256(b"\0" + canonical({**unit, "objects": objects[unit["unit"]]}).encode()).digest()
        for side, other in steps:
            pair = (bytes.fromhex(other), here) if side == "left" else (here, bytes.fromhex(other))
            here = sha256(b"\1" + b"".join(pair)).digest()
        if here.hex() != head["root"]:
            return False
    return sha256(canonical(head).encode()).hexdigest() == export["snapshot"]["digest"]


if __name__ == "__main__":
    sys.stdout.write(f"{proven(json.load(sys.stdin))}\n")
