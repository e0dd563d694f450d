"""A thousand damaged files a run: none may bring a worker down, exceed its limits or pass as valid while empty.

Another thousand: ``make fuzz``. The seed is fixed, so that a run of CI tells of a change and not of luck.
"""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from media_pipeline.limits import Limits
from tests.fuzz.campaign import Variant, asked, in_children, in_zygotes, variants, zygotes
from tests.fuzz.damage import DAMAGES, TEXT_DAMAGES, damaged
from tests.fuzz.seeds import SEEDS, TEXT, build_seeds

SEED, COUNT, IN_CHILDREN = 20261125, 1000, 60


def told(failures: list[str]) -> str:
    return f"seed {SEED}\n" + "\n".join(failures)


def test_a_thousand_damaged_files_are_refused_or_hold_what_they_say() -> None:
    findings = in_zygotes(variants(SEED, COUNT), jobs=2)
    assert not findings.failures, told(findings.failures)
    assert sum(findings.outcomes.values()) == COUNT
    limits = Limits()
    assert findings.slowest[0] < limits.wall_s and findings.largest[0] < limits.resident_mb
    # Damage that is refused always or never would prove nothing.
    refused = sum(count for outcome, count in findings.outcomes.items() if outcome.startswith("refused"))
    assert COUNT * 0.3 < refused < COUNT * 0.9


def test_some_of_them_go_through_the_product_s_own_child() -> None:
    chosen = islice(variants(SEED + 1, IN_CHILDREN), IN_CHILDREN)
    findings = in_children(chosen, jobs=2)
    assert not findings.failures, told(findings.failures)
    assert sum(findings.outcomes.values()) == IN_CHILDREN


def test_every_seed_is_sound_and_is_what_it_says(tmp_path) -> None:
    seeds = build_seeds(tmp_path)
    with zygotes(1) as (zygote,):
        answers = {name: asked(zygote, Variant(name, content)) for name, content in seeds.items()}
    assert {name: answer for name, answer in answers.items() if answer["outcome"] != "accepted"} == {}


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(wall_s=0.0), "too_slow"), (Limits(resident_mb=20), "too_large"), (Limits(cpu_s=1), "too_slow")],
)
def test_the_zygote_keeps_the_limits(limits: Limits, code: str, tmp_path) -> None:
    cloud = build_seeds(tmp_path)["las"]
    with zygotes(1) as (zygote,):
        answer = asked(zygote, Variant("las", cloud * 1), limits)
        # It lives on, whatever its child came to.
        after = asked(zygote, Variant("empty", b"\0"))
    assert answer["code"] == code or (answer["outcome"] == "accepted" and limits.cpu_s == 1)
    assert (after["outcome"], after["code"]) == ("refused", "unknown_type")


def test_the_same_seed_gives_the_same_variants_and_another_gives_others() -> None:
    first = [each.name for each in variants(7, 80)]
    assert first == [each.name for each in variants(7, 80)]
    assert first != [each.name for each in variants(8, 80)]
    assert {name.split("-")[0] for name in first} == {"7"}
    assert all(any(f"-{kind}-" in name for name in first) for kind in SEEDS)


@pytest.mark.parametrize("damage", sorted({*DAMAGES, *TEXT_DAMAGES}, key=lambda each: each.__name__))
def test_every_damage_changes_the_bytes(damage) -> None:
    content = b"ply\r\nformat 1 2 3 4 5 6 7 8 9\n" * 40 + b"  1.5 2.5 3.5 "
    changed = [damage(content, Random(number)) for number in range(30)]
    assert sum(each != content for each in changed) >= 25


def test_damage_never_leaves_nothing() -> None:
    assert all(damaged(b"ab", Random(number), text=number % 2 == 0)[1] for number in range(500))


def test_text_formats_are_among_the_seeds() -> None:
    assert set(SEEDS) >= TEXT
