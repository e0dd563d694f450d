"""A day's content comes back as it was whatever it is packed with, and its numbers are those of a count by hand."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.kpi import Object, Share, share_of
from heritage.rules.snapshot_content import (
    BEGUN,
    NOTHING,
    OWN,
    Content,
    Facts,
    Tables,
    UnitCount,
    canonical,
    parts,
)
from heritage.rules.snapshot_counts import COUNTRY, GONE, changed, counts
from heritage.rules.snapshot_packing import (
    BrokenContent,
    packed,
    packed_difference,
    sizes_of,
    unpacked,
)

CATEGORIES = ("relic", "festival", "figure")
IDS = [f"VK{number:04d}" for number in range(12)]
UNITS = {"13972": "37", "13669": "37", "00004": "01"}
TEXT = st.text(max_size=4)
SEEN = st.builds(
    dict,
    category=st.sampled_from(CATEGORIES),
    rank=TEXT,
    kinds=st.lists(TEXT, max_size=2).map(tuple),
    dynasties=st.lists(TEXT, max_size=1).map(tuple),
    blocked_reason=st.sampled_from(("", "", 'Chờ "tu bổ"\n')),
    level=st.integers(0, 3),
    flags=st.integers(0, 3),
    reasons=st.lists(
        st.fixed_dictionaries({"code": TEXT, "met": st.booleans(), "figure": st.floats(0, 9)}), max_size=3
    ),
)
WORLD = st.dictionaries(
    st.sampled_from(sorted(UNITS)),
    st.tuples(st.sampled_from(("", "R-1", "R-2")), st.dictionaries(st.sampled_from(IDS), SEEN, max_size=8)),
    max_size=3,
)
World = dict[str, tuple[str, dict[str, dict[str, Any]]]]


def content_of(world: World, tables: Tables) -> Content:
    """The content of a plain description; the tables are added to."""
    units = {}
    for code, (register, objects) in world.items():
        rows = {}
        for public_id, seen in objects.items():
            facts = Facts(
                seen["category"], seen["rank"], seen["kinds"], seen["dynasties"], seen["blocked_reason"]
            )
            rows[public_id] = (
                tables.fact(facts),
                seen["level"],
                seen["flags"],
                tables.judged(seen["reasons"]),
            )
        plan = canonical({"key": code}) if register == "R-2" else NOTHING
        units[code] = UnitCount(UNITS[code], register, plan, rows)
    return Content(tables, units)


def lines(content: Content) -> list[bytes]:
    return [part.line for part in parts(content)]


@given(st.lists(WORLD, min_size=1, max_size=4))
def test_days_come_back_from_the_differences_as_they_were(worlds: list[World]) -> None:
    before = content_of(worlds[0], Tables())
    chain, wanted = [packed(before)], [lines(before)]
    for world in worlds[1:]:
        sizes = sizes_of(before.tables)
        after = content_of(world, before.tables)
        chain.append(packed_difference(before, after, sizes))
        wanted.append(lines(after))
        before = after
    for days in range(1, len(chain) + 1):
        assert lines(unpacked(chain[:days])) == wanted[days - 1]


@given(WORLD)
def test_each_line_is_the_canonical_form_of_what_it_says(world: World) -> None:
    """So that anybody can write it again from the parsed document and hash it."""
    for line in lines(content_of(world, Tables())):
        assert canonical(json.loads(line)).encode() == line


@given(WORLD, WORLD)
def test_the_lines_do_not_depend_on_what_the_tables_hold_beside(world: World, other: World) -> None:
    tables = Tables()
    content_of(other, tables)
    assert lines(content_of(world, tables)) == lines(content_of(world, Tables()))


@given(WORLD)
def test_the_numbers_are_those_of_a_count_by_hand(world: World) -> None:
    found = counts(content_of(world, Tables()))
    areas: dict[str, list[str]] = {code: [code] for code in world}
    areas |= {"37": [c for c in world if UNITS[c] == "37"], "01": [c for c in world if UNITS[c] == "01"]}
    areas[COUNTRY] = list(world)
    for area, codes in areas.items():
        chosen: dict[str, dict[str, Any]] = {}
        for code in sorted(codes):
            register, objects = world[code]
            for public_id, seen in objects.items() if register else ():
                if public_id not in chosen or seen["flags"] & OWN:
                    chosen[public_id] = seen
        for category in ("", *CATEGORIES):
            seen_here = [each for each in chosen.values() if category in ("", each["category"])]
            by_hand = share_of(
                Object(
                    "",
                    each["category"],
                    each["level"],
                    each["flags"] & BEGUN > 0,
                    bool(each["blocked_reason"]),
                )
                for each in seen_here
            )
            cell = found.get((area, category), GONE)
            assert cell.share == by_hand
            assert cell.share.total == len(seen_here)


@given(WORLD)
def test_categories_add_up_and_no_area_counts_more_than_its_units(world: World) -> None:
    found = counts(content_of(world, Tables()))
    for (code, category), cell in found.items():
        if category == "":
            parts_of = [each.share for (other, name), each in found.items() if other == code and name]
            assert sum(share.total for share in parts_of) == cell.share.total
            assert sum(share.digitized for share in parts_of) == cell.share.digitized
    wards = [found[code, ""].share.total for code in world if (code, "") in found]
    whole = found.get((COUNTRY, ""), GONE).share.total
    assert max(wards, default=0) <= whole <= sum(wards)


@given(WORLD, WORLD)
def test_what_changed_leads_from_one_day_to_the_next(one: World, other: World) -> None:
    before, after = counts(content_of(one, Tables())), counts(content_of(other, Tables()))
    written = changed(before, after)
    stands = {place: cell for place, cell in {**before, **written}.items() if cell != GONE}
    assert stands == {place: cell for place, cell in after.items() if cell != GONE}
    assert all(before.get(place) != cell for place, cell in written.items())


def test_a_shared_object_counts_as_its_own_unit_has_it() -> None:
    seen = {
        "rank": "", "kinds": (), "dynasties": (), "blocked_reason": "", "level": 2, "reasons": [],
    }  # fmt: skip
    world = {
        "13669": ("R-1", {"A": {**seen, "category": "relic", "flags": 0}}),
        "13972": ("R-1", {"A": {**seen, "category": "festival", "flags": OWN}}),
    }
    found = counts(content_of(world, Tables()))
    assert ("37", "relic") not in found
    assert found["37", "festival"].share == found["37", ""].share == Share(1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        packed(Content(Tables(), {}))[:-1],
        packed(Content(Tables(), {})) + b"x",
        zlib.compress(b"[]"),
        zlib.compress(b"{}"),
        zlib.compress(b'{"tables":{"facts":[1],"needs":[],"reasons":[]},"units":{}}'),
        zlib.compress(b'{"tables":{"facts":[],"needs":[],"reasons":[]},"units":{"1":null}}'),
        zlib.compress(b"\xff"),
    ],
)
def test_what_was_not_packed_here_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenContent):
        unpacked([data])


def test_a_difference_alone_is_refused() -> None:
    tables = Tables()
    row = (tables.fact(Facts("relic")), 0, 0, tables.judged([]))
    one = Content(tables, {"1": UnitCount("37", "1-1", rows={"A": row})})
    two = Content(tables, {"1": UnitCount("37", "1-2", rows={"A": row})})
    with pytest.raises(BrokenContent):
        unpacked([packed_difference(one, two, sizes_of(tables))])


def test_the_form_of_a_line_is_fixed() -> None:
    """Written out once: a change of it would make every digest that was noted worthless."""
    tables = Tables()
    row = (
        tables.fact(Facts("relic", "national", ("history",))),
        2,
        BEGUN | OWN,
        tables.judged([{"code": "a", "met": True}]),
    )
    (line,) = lines(Content(tables, {"13972": UnitCount("37", "13972-2", NOTHING, {"VK0001": row})}))
    assert line.decode() == (
        '{"objects":[{"begun":true,"blocked":false,"blocked_reason":"","category":"relic","dynasties":[],'
        '"id":"VK0001","kinds":["history"],"level":2,"own_unit":true,"rank":"national",'
        '"reasons":[{"code":"a","met":true}],"unit":"13972"}],"plan":null,"province":"37",'
        '"register_version":"13972-2","unit":"13972"}'
    )
