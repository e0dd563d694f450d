"""CQL2 in both encodings: what is understood, what is refused and where it says the fault is."""

from __future__ import annotations

import datetime as dt
import json

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage.errors import BadRequest
from heritage.interop.ogc_cql2_build import Builder
from heritage.interop.ogc_cql2_json import read_json
from heritage.interop.ogc_cql2_text import read_text
from heritage.interop.ogc_crs import DEFAULT, SYSTEMS
from heritage.interop.ogc_properties import OF_ITEMS, OF_UNITS
from heritage.rules.filters import (
    Always,
    Compare,
    Comparison,
    Every,
    Filter,
    Folded,
    Lies,
    Like,
    Literal,
    Opposite,
    Property,
    Relation,
    Some,
    Unknown,
)

LEVEL, NAME = Property("level"), Property("name_vi")
LATITUDE_FIRST = next(each for each in SYSTEMS if each.uri.endswith("/4326"))


def text(written: str) -> Filter:
    return read_text(written, Builder(OF_ITEMS, DEFAULT))


def tree(written: object) -> Filter:
    return read_json(json.dumps(written), Builder(OF_ITEMS, DEFAULT))


def refusal(written: str, language: str = "en") -> str:
    with pytest.raises(BadRequest) as caught:
        text(written)
    return caught.value.sentence(language)


def test_and_binds_closer_than_or_and_not_closer_than_and() -> None:
    one, two, three = (Compare(Comparison.EQUAL, LEVEL, Literal(float(n))) for n in (1, 2, 3))
    assert text("level = 1 OR NOT level = 2 AND level = 3") == Some((one, Every((Opposite(two), three))))
    assert text("(level = 1 OR level = 2) AND level = 3") == Every((Some((one, two)), three))


def test_words_of_the_language_have_no_case_and_names_may_be_in_quotes() -> None:
    assert text('"level" between 1 and 2') == text("level BETWEEN 1 AND 2")
    assert text("name_en is not null") == Opposite(Unknown("name_en"))


def test_a_quote_inside_a_text_is_written_twice_or_after_a_backslash() -> None:
    wanted = Compare(Comparison.EQUAL, NAME, Literal("chùa 'Dày'"))
    assert text("name_vi = 'chùa ''Dày'''") == text(r"name_vi = 'chùa \'Dày\''") == wanted


def test_like_keeps_wildcards_apart_from_what_stands_for_itself() -> None:
    found = text(r"ACCENTI(CASEI(name_vi)) LIKE ACCENTI(CASEI('%%ĐÌNH\%_'))")
    assert found == Like(Folded(NAME, True, True), (("%", True), ("dinh%", False), ("_", True)))


def test_a_day_beside_a_moment_is_the_whole_day() -> None:
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    end = dt.datetime(2026, 1, 1, 23, 59, 59, 999_999, tzinfo=dt.UTC)
    updated = Property("updated")
    assert text("updated > DATE('2026-01-01')") == Compare(Comparison.MORE, updated, Literal(end))
    assert text("updated < DATE('2026-01-01')") == Compare(Comparison.LESS, updated, Literal(start))


def test_a_moment_beside_a_property_of_days_is_its_day() -> None:
    found = read_text("valid_from = TIMESTAMP('2025-07-01T10:00:00Z')", Builder(OF_UNITS, DEFAULT))
    assert found == Compare(Comparison.EQUAL, Property("valid_from"), Literal(dt.date(2025, 7, 1)))


def test_an_open_end_of_an_interval_is_before_or_after_everything() -> None:
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    found = text("T_DURING(updated, INTERVAL('2025-12-31', '..'))")
    last = dt.datetime(2025, 12, 31, tzinfo=dt.UTC)
    assert found == Every((Compare(Comparison.MORE, Property("updated"), Literal(last)), Always(True)))
    assert text(f"T_BEFORE(updated, TIMESTAMP('{day:%Y-%m-%dT%H:%M:%SZ}'))") == Every(
        (Compare(Comparison.LESS, Property("updated"), Literal(day)),)
    )


def test_a_geometry_on_the_other_side_turns_the_relation_round() -> None:
    turned = text("S_CONTAINS(POLYGON((106 20,107 20,107 21,106 21,106 20)), geometry)")
    assert turned == text("S_WITHIN(geometry, POLYGON((106 20,107 20,107 21,106 21,106 20)))")
    assert isinstance(turned, Lies) and turned.how is Relation.WITHIN


def test_the_order_of_coordinates_is_that_of_filter_crs() -> None:
    turned = read_text("S_INTERSECTS(geometry, POINT(20.4 106.2))", Builder(OF_ITEMS, LATITUDE_FIRST))
    assert turned == text("S_INTERSECTS(geometry, POINT(106.2 20.4))")


def test_a_collection_of_geometries_is_met_where_one_part_is() -> None:
    found = text("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))")
    assert isinstance(found, Some) and len(found.parts) == 2
    assert "collection" in refusal(
        "S_TOUCHES(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))"
    )


def test_a_box_may_cross_the_180th_meridian() -> None:
    assert isinstance(text("S_INTERSECTS(geometry, BBOX(170, -10, -170, 10))"), Some)


# Our JSON reader, fed by another implementation's translation of the text, says what our text reader says.
@pytest.mark.parametrize(
    "written",
    [
        "level = 2",
        "level <> 2 AND rank = 'national'",
        "NOT (level < 1 OR level > 2)",
        "level BETWEEN 1 AND 2",
        "category IN ('relic', 'festival')",
        "name_vi LIKE 'Đình%'",
        "CASEI(name_vi) = CASEI('ĐÌNH')",
        "ACCENTI(CASEI(name_vi)) LIKE ACCENTI(CASEI('%dinh%'))",
        "name_en IS NULL",
        "name_en IS NOT NULL",
        "approximate = TRUE",
        "year_from <= year_to",
        "updated >= DATE('2026-01-01')",
        "updated < TIMESTAMP('2026-01-01T00:00:00Z')",
        "T_AFTER(updated, DATE('2026-01-01'))",
        "T_INTERSECTS(updated, INTERVAL('2026-01-01', '..'))",
        "S_INTERSECTS(geometry, POINT(106.2 20.4))",
        "S_WITHIN(geometry, POLYGON((106 20,107 20,107 21,106 21,106 20)))",
        "S_INTERSECTS(geometry, BBOX(106, 20, 107, 21))",
    ],
)
def test_text_and_json_say_the_same(written: str) -> None:
    assert read_json(json.dumps(cql2.parse_text(written).to_json()), Builder(OF_ITEMS, DEFAULT)) == text(
        written
    )


@pytest.mark.parametrize(
    ("written", "place", "says"),
    [
        ("level = 1 AND foo = 2", "character 15", "no property “foo”"),
        ("level = 'a'", "character 9", "different kinds"),
        ("level = ", "character 9", "stops halfway"),
        ("level == 1", "character 8", "makes no sense"),
        ("level = 1 level = 2", "character 11", "makes no sense"),
        ("level = 1 ; drop table x", "character 11", "cannot be read"),
        ("name_vi", "character 1", "a comparison is needed"),
        ("AVG(level) = 1", "character 1", "no function “AVG”"),
        ("updated > DATE('2026-13-01')", "character 11", "a day is written like"),
        ("updated > TIMESTAMP('2026-01-01T00:00:00')", "character 11", "a moment is written like"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "character 24", "crosses itself"),
        ("S_INTERSECTS(geometry, POINT(206 20))", "character 24", "outside the Earth"),
        ("S_INTERSECTS(geometry, POINT(1))", "character 24", "cannot be read"),
        ("S_INTERSECTS(geometry, geometry)", "character 1", "a written geometry"),
        ("T_SOMETIMES(updated, DATE('2026-01-01'))", "character 1", "no relation"),
        ("level = 1e999", "character 9", "too large"),
        ("name_vi LIKE '" + "%a" * 11 + "'", "character 14", "at most 10"),
        ("(" * 5000 + "level = 1" + ")" * 5000, "character 10001", "longer than"),
        ("(" * 61 + "level = 1" + ")" * 61, "character 61", "nested more than 60"),
        ("CASEI(" * 70 + "name_vi" + ")" * 70 + " = 'a'", "character 355", "nested more than 60"),
        (" OR ".join(["level = 1"] * 400), "character 1951", "more than 300 parts"),
    ],
)  # fmt: skip
def test_a_wrong_filter_is_told_where_it_is_wrong(written: str, place: str, says: str) -> None:
    sentence = refusal(written)
    assert place in sentence and says in sentence, sentence
    assert "ký tự" in refusal(written, "vi")


def test_a_polygon_of_too_many_corners_is_refused() -> None:
    ring = [[106 + number / 10_000, 20] for number in range(700)]
    parts = [{"type": "LineString", "coordinates": ring[:60]}] * 90
    one = {"op": "s_intersects", "args": [{"property": "geometry"}, parts[0]]}
    with pytest.raises(BadRequest) as caught:
        tree({"op": "or", "args": [one] * 90})
    assert "longer than 10000" in caught.value.sentence("en")
    builder = Builder(OF_ITEMS, DEFAULT)
    builder.corners = 4990
    with pytest.raises(BadRequest) as caught:
        read_json(json.dumps(one), builder)
    assert "more than 5000 corners" in caught.value.sentence("en")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ({"op": "and", "args": [{"op": "=", "args": [{"property": "foo"}, 1]}, True]}, "$.args[0].args[0]"),
        ({"op": "=", "args": [{"property": "level"}]}, "$"),
        ({"op": "=", "args": [{"property": "level"}, [1]]}, "$.args[1]"),
        ({"op": "nope", "args": []}, "$"),
        ({"op": "in", "args": [{"property": "level"}, []]}, "$"),
        ({"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [1, 2]}]}, "$.args[1]"),
        ({"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point"}]}, "$.args[1]"),
        ({"op": "not", "args": "x"}, "$"),
        ([], "$"),
        (None, "$"),
    ],
)
def test_wrong_json_is_told_by_its_path(written: object, place: str) -> None:
    with pytest.raises(BadRequest) as caught:
        tree(written)
    assert f"at {place}:" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "written", ["", "{", "[" * 9000, "NaN", '{"op":"=","args":[{"property":"level"},1e999]}']
)
def test_what_is_no_json_is_refused(written: str) -> None:
    with pytest.raises(BadRequest):
        read_json(written, Builder(OF_ITEMS, DEFAULT))


WORDS = st.sampled_from(
    ["level", "name_vi", "geometry", "updated", "foo", "=", "<>", "<", "(", ")", ",", "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "'a'", "'%'", "1", "-2", "1e9", "TRUE", "DATE", "('2026-01-01')", "TIMESTAMP", "INTERVAL", "S_INTERSECTS", "T_AFTER", "POINT", "BBOX", "(1,2,3,4)", "POLYGON((0", "0,1", "1,1", "0,0", "0))", "CASEI", "\x00", "'", '"', "\\"]
)  # fmt: skip


@given(st.one_of(st.lists(WORDS, max_size=25).map(" ".join), st.text(max_size=60)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_filter_or_a_refusal(written: str) -> None:
    try:
        text(written)
    except BadRequest as error:
        assert error.code == "bad_filter"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.just({"property": "level"}),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.fixed_dictionaries(
                {
                    "op": st.sampled_from(
                        ["and", "=", "in", "like", "not", "s_within", "t_after", "casei", "between"]
                    ),
                    "args": st.lists(inner, max_size=3),
                }
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_json_is_a_filter_or_a_refusal(written: object) -> None:
    try:
        read_json(json.dumps(written), Builder(OF_ITEMS, DEFAULT))
    except BadRequest as error:
        assert error.code == "bad_filter"
