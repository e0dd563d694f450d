"""What every engine must do with dates, areas, festivals, months and licences, and with counts and pages of them.

Subclass, give ``new_engine``, and all cases run; the cases of words are in ``contract`` and ``contract_text``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace

import pytest

from gis.bounds import Bounds
from search.cursor import MAX_LIMIT
from search.documents import Days, FacetCount, Moments, Near, Polygon, Query, SearchDocument, Sort, Years
from search.engines.base import FACETS, Engine
from search.errors import BadQuery
from tests.search.catalogue import CATALOGUE, HUNG_YEN, NAM_DINH, NINH_BINH, VI_KHE, item

SQUARE = Polygon((106.0, 106.2, 106.2, 106.0), (20.3, 20.3, 20.5, 20.5))
ARROW = Polygon((106.0, 106.4, 106.0, 106.1), (20.0, 20.2, 20.4, 20.2))  # open to the west


def festival(id_: str, *days: str, month: int = 1, **values: object) -> SearchDocument:
    """A festival on these days, each ``first`` or ``first/last``."""
    spans = tuple(Days(*(day.split("/") * 2)[:2]) for day in days)
    made = item(id_, f"Lễ hội {id_}", unit=VI_KHE, category="festival")
    return replace(made, festival_days=spans, lunar_months=(month,), **values)


def decided(id_: str, first: str, last: str = "") -> SearchDocument:
    """A relic ranked on a day, or in a year."""
    return replace(item(id_, f"Đình {id_}", unit=NAM_DINH), decided=Days(first, last or first))


def placed(id_: str, lon: float, lat: float) -> SearchDocument:
    """A relic at a place."""
    return item(id_, f"Đền {id_}", unit=NINH_BINH, at=(lon, lat))


FESTIVALS = (
    festival("a", "2026-02-15", "2027-02-05", month=1),
    festival("b", "2026-03-01/2026-03-10", "2027-03-01/2027-03-10", month=2),
    festival("c", "2026-02-15", "2027-03-20", month=1),
    festival("d", "2025-09-09", month=8),
    festival("e", "2026-10-01/2026-10-03", month=8, lon=106.1, lat=20.4),
    item("none", "Lễ hội không rõ ngày", unit=VI_KHE, category="festival"),
)
DECIDED = (
    decided("d1962", "1962-01-01", "1962-12-31"),
    decided("d19620428", "1962-04-28"),
    decided("d2012", "2012-09-27"),
    decided("d2013", "2013-02-21"),
    item("undecided", "Đình", unit=NAM_DINH),
)
CHANGED = tuple(
    item(f"u{number}", "Đình", unit=NAM_DINH, updated=updated)
    for number, updated in enumerate(
        (
            "2026-09-30T16:59:59.999999+00:00",
            "2026-09-30T17:00:00+00:00",
            "2026-10-01T16:59:59+00:00",
            "2026-10-01T17:00:00+00:00",
        )
    )
)
PLACED = (
    placed("in", 106.1, 20.4),
    placed("west", 105.99, 20.4),
    placed("notch", 106.05, 20.2),
    placed("tip", 106.3, 20.2),
    placed("upper", 106.06, 20.29),
    item("nowhere", "Đền", unit=NINH_BINH),
)
PLACES = {document.id for document in PLACED if document.lon is not None}
LICENSED = (
    replace(item("by", "Đình Một", unit=NAM_DINH), licences=("CC-BY-4.0", "CC0-1.0")),
    replace(item("zero", "Đình Hai", unit=VI_KHE), licences=("CC0-1.0",)),
    replace(item("unsaid", "Đình Ba", unit=VI_KHE), licences=("",)),
    item("bare", "Đình Bốn", unit=HUNG_YEN),
)


HOSTILE_VALUES = (
    *("*", "?", ".*", "(a+)+$", "relic OR festival", '"', "'; drop table docs_1; --", "\x00", "a\x00b"),
    *("\u202erelic", "[* TO *]", '{"match_all": {}}', "\n", "relic\n", "𝖗𝖊𝖑𝖎𝖈", "a" * 30_000),
)


class FilterContract:
    """Cases over any engine."""

    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """An empty engine of its own."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """All documents of this module beside the catalogue, for cases that only read."""
        engine = cls.new_engine(tmp_path_factory)
        engine.rebuild((*CATALOGUE, *FESTIVALS, *DECIDED, *CHANGED, *PLACED, *LICENSED))
        return engine

    @pytest.fixture
    def fresh(self, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """Empty, for cases that write."""
        return self.new_engine(tmp_path_factory)

    # Coming festivals

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-01-01", ["a", "c", "b", "e"]),
            ("2026-02-15", ["a", "c", "b", "e"]),  # on the day itself
            ("2026-02-16", ["b", "e", "a", "c"]),  # the next one is next year's
            ("2026-03-10", ["b", "e", "a", "c"]),  # its last day
            ("2026-03-11", ["e", "a", "b", "c"]),
            ("2027-03-02", ["b", "c"]),
            ("2025-09-09", ["d", "a", "c", "b", "e"]),
            ("2099-01-01", []),
        ],
    )
    def test_festivals_come_by_their_next_day(self, engine: Engine, day: str, expected: list[str]) -> None:
        page = engine.search(Query(sort=Sort.NEXT_FESTIVAL, day=day, limit=50))
        assert [hit.id for hit in page.hits] == expected
        assert page.total == len(expected)

    def test_festivals_without_a_coming_day_are_left_out_everywhere(self, engine: Engine) -> None:
        query = Query(sort=Sort.NEXT_FESTIVAL, day="2026-02-16", text="lễ hội")
        assert engine.search(query).total == 4
        assert engine.facets(query)["lunar_month"] == (
            FacetCount("1", 2), FacetCount("2", 1), FacetCount("8", 1)
        )  # fmt: skip
        assert sum(cell.count for cell in engine.clusters(query, 8)) == 1

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_pages_of_festivals_join(self, engine: Engine, limit: int) -> None:
        query = Query(sort=Sort.NEXT_FESTIVAL, day="2026-01-01", limit=limit)
        assert [id_ for page in walk(engine, query) for id_ in page] == ["a", "c", "b", "e"]

    def test_a_page_of_festivals_survives_writes(self, fresh: Engine) -> None:
        fresh.put(FESTIVALS)
        query = Query(sort=Sort.NEXT_FESTIVAL, day="2026-01-01", limit=2)
        cursor = fresh.search(query).next_cursor
        fresh.remove(["c"])  # the very item after which it goes on
        fresh.put([festival("bb", "2026-03-01"), festival("aa", "2026-02-01")])
        rest = fresh.search(replace(query, limit=9, cursor=cursor))
        assert [hit.id for hit in rest.hits] == ["b", "bb", "e"]

    @pytest.mark.parametrize(
        "day", ["", "2026", "2026-2-1", "15/8/2026", "2026-02-15T00:00", "today", "٢٠٢٦-٠١-٠١"]
    )
    def test_festivals_need_a_day(self, engine: Engine, day: str) -> None:
        with pytest.raises(BadQuery):
            engine.search(Query(sort=Sort.NEXT_FESTIVAL, day=day))

    def test_a_page_of_festivals_goes_on_after_midnight(self, engine: Engine) -> None:
        query = Query(sort=Sort.NEXT_FESTIVAL, day="2026-02-15", limit=1)
        cursor = engine.search(query).next_cursor
        rest = engine.search(replace(query, day="2026-02-16", limit=9, cursor=cursor))
        assert [hit.id for hit in rest.hits] == ["b", "e", "a", "c"]

    # Dates

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            ("1962-01-01", "1962-12-31", {"d1962", "d19620428"}),
            ("1962-04-28", "1962-04-28", {"d1962", "d19620428"}),  # a year holds its days
            ("1962-05-01", "2012-09-26", {"d1962"}),
            ("1963-01-01", "2012-09-26", set()),
            ("2012-09-27", "2013-02-21", {"d2012", "d2013"}),  # both ends are in
            ("0001-01-01", "9999-12-31", {"d1962", "d19620428", "d2012", "d2013"}),
        ],
    )
    def test_decisions_are_found_by_their_days(
        self, engine: Engine, first: str, last: str, expected: set[str]
    ) -> None:
        query = Query(decided=Days(first, last), limit=100)
        page = engine.search(query)
        assert {hit.id for hit in page.hits} == expected
        assert page.total == len(expected)
        assert sum(one.count for one in engine.facets(query)["level"]) == len(expected)

    @pytest.mark.parametrize(
        ("moments", "expected"),
        [
            (Moments("2026-09-30T17", "2026-10-01T17"), {"u1", "u2"}),  # a day in Vietnam
            (Moments("2026-09-30T16", "2026-10-01T17"), {"u0", "u1", "u2"}),
            (Moments("2026-10-01T17:00:00"), {"u3"}),
            (Moments("2026-10-01T17:00:01"), set()),
            (Moments(before="2026-09-30T17:00:00"), {"u0"}),
            (Moments(), {"u0", "u1", "u2", "u3"}),
        ],
    )
    def test_changes_are_found_by_their_moment(
        self, engine: Engine, moments: Moments, expected: set[str]
    ) -> None:
        query = Query(text="đình", ids=tuple(document.id for document in CHANGED), updated=moments, limit=100)
        page = engine.search(query)
        assert {hit.id for hit in page.hits} == expected
        assert page.total == len(expected)

    @pytest.mark.parametrize(
        "query",
        [
            Query(decided=Days("2012", "2013")),
            Query(decided=Days("2013-01-01", "2012-01-01")),
            Query(decided=Days("2013-01-01", "")),
            Query(decided=Days("* TO *", "]")),
            Query(updated=Moments("yesterday")),
            Query(updated=Moments("2026-01-01T00:00:00Z")),
            Query(updated=Moments(before="2026-01-01 OR 1")),
            Query(updated=Moments("٢٠٢٦-٠١-٠١")),
        ],
    )
    def test_a_date_that_is_none_is_refused(self, engine: Engine, query: Query) -> None:
        for ask in (engine.search, engine.facets):
            with pytest.raises(BadQuery):
                ask(query)

    # Areas

    @pytest.mark.parametrize(
        ("area", "expected"),
        [
            (SQUARE, {"in"}),
            (Polygon(SQUARE.lons[::-1], SQUARE.lats[::-1]), {"in"}),
            (ARROW, {"tip", "upper"}),  # the notch lies outside
            (Polygon((100.0, 101.0, 100.0), (10.0, 10.0, 11.0)), set()),
            (Polygon((105.0, 107.0, 107.0, 105.0), (19.0, 19.0, 21.0, 21.0)), PLACES),
        ],
        ids=["square", "the other way round", "notched", "elsewhere", "all around"],
    )
    def test_an_area_keeps_what_lies_in_it(self, engine: Engine, area: Polygon, expected: set[str]) -> None:
        asked = tuple(document.id for document in PLACED)
        query = Query(polygon=area, ids=asked, limit=100)
        page = engine.search(query)
        assert {hit.id for hit in page.hits} == expected
        assert page.total == sum(cell.count for cell in engine.clusters(query, 12)) == len(expected)
        assert engine.among(query, list(asked)) == expected

    def test_an_area_goes_together_with_words_box_and_facets(self, engine: Engine) -> None:
        query = Query(text="den", polygon=SQUARE, bounds=Bounds(106.05, 20.3, 106.15, 20.5))
        assert [hit.id for hit in engine.search(query).hits] == ["in"]
        assert engine.facets(query)["unit"] == (FacetCount(NINH_BINH, 1),)

    @pytest.mark.parametrize(
        "area",
        [
            Polygon((106.0, 106.1), (20.0, 20.1)),
            Polygon((106.0, 106.1, 106.2), (20.0, 20.1)),
            Polygon((), ()),
            Polygon((106.0, 107.0, 107.0, 106.0), (20.0, 21.0, 20.0, 21.0)),  # a bow tie
            Polygon((106.0, 106.5, 107.0), (20.0, 20.5, 21.0)),  # all on one line
            Polygon((106.0, 106.0, 107.0), (20.0, 20.0, 21.0)),  # a corner twice
            Polygon(
                (106.0, 107.0, 107.0, 106.5, 106.0), (20.0, 20.0, 21.0, 20.0, 21.0)
            ),  # touches its own edge
            Polygon((106.0, 107.0, 106.5), (20.0, float("nan"), 21.0)),
            Polygon((106.0, 207.0, 106.5), (20.0, 20.0, 21.0)),
            Polygon((-179.0, 179.0, 0.0), (20.0, 20.0, 21.0)),
            Polygon(tuple(106 + n / 1e4 for n in range(501)), tuple(20 + n * n / 1e8 for n in range(501))),
        ],
        ids=[
            "two",
            "unequal",
            "none",
            "bow tie",
            "flat",
            "twice",
            "touching",
            "nan",
            "off",
            "half the globe",
            "many",
        ],
    )
    def test_an_area_without_a_clear_inside_is_refused(self, engine: Engine, area: Polygon) -> None:
        for ask in (engine.search, engine.facets):
            with pytest.raises(BadQuery):
                ask(Query(polygon=area))

    def test_an_area_of_five_hundred_corners_is_answered(self, engine: Engine) -> None:
        lons = tuple(106 + n / 1000 for n in range(499))
        area = Polygon((*lons, 106.2), (*(20.3 - (n % 2) / 100 for n in range(499)), 20.6))
        assert {"in"} <= {hit.id for hit in engine.search(Query(polygon=area, limit=100)).hits}

    # Facets

    def test_months_and_licences_are_facets(self, engine: Engine) -> None:
        facets = engine.facets(Query())
        assert facets["lunar_month"] == (FacetCount("1", 2), FacetCount("8", 2), FacetCount("2", 1))
        assert facets["licence"] == (FacetCount("CC0-1.0", 2), FacetCount("", 1), FacetCount("CC-BY-4.0", 1))

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (Query(lunar_months=(1,)), {"a", "c"}),
            (Query(lunar_months=(2, 8)), {"b", "d", "e"}),
            (Query(lunar_months=(13,)), set()),
            (Query(licences=("CC0-1.0",)), {"by", "zero"}),
            (Query(licences=("CC-BY-4.0", "")), {"by", "unsaid"}),
            (Query(licences=("CC0-1.0",), units=(VI_KHE,)), {"zero"}),
            (Query(lunar_months=(1,), licences=("CC0-1.0",)), set()),
        ],
    )
    def test_months_and_licences_narrow_the_result(
        self, engine: Engine, query: Query, expected: set[str]
    ) -> None:
        page = engine.search(replace(query, limit=100))
        assert {hit.id for hit in page.hits} == expected
        assert page.total == len(expected)

    @pytest.mark.parametrize(
        "base",
        [
            Query(text="dinh", units=(NAM_DINH,), levels=(0,)),
            Query(categories=("festival",), lunar_months=(1, 8)),
            Query(licences=("CC0-1.0",), ranks=("special",)),
            Query(years=Years(1200, 1900), has=("photo",), dynasties=("tran", "nguyen")),
            Query(polygon=SQUARE, categories=("relic",), units=(NINH_BINH,)),
            Query(decided=Days("1900-01-01", "2100-01-01"), units=(NAM_DINH,)),
        ],
    )  # fmt: skip
    def test_every_count_is_what_its_choice_gives(self, engine: Engine, base: Query) -> None:
        fields = dict(zip(FACETS, FIELDS_OF_FACETS, strict=True))
        for name, counts in engine.facets(base).items():
            for one in counts:
                value = int(one.value) if name in ("level", "lunar_month") else one.value
                assert engine.search(replace(base, **{fields[name]: (value,)})).total == one.count

    @pytest.mark.parametrize("value", HOSTILE_VALUES, ids=ascii)
    def test_a_hostile_value_is_a_value_that_nothing_has(self, engine: Engine, value: str) -> None:
        for query in (
            Query(categories=(value,)),
            Query(units=(value,), text="đền"),
            Query(licences=(value,)),
            Query(ids=(value,)),
        ):
            assert engine.search(query).total == 0
            assert engine.clusters(query, 5) == ()
            assert sum(one.count for one in engine.facets(query)["level"]) == 0
        assert engine.among(Query(), [value]) == frozenset()

    def test_half_a_character_is_refused_as_a_value(self, engine: Engine) -> None:
        for query in (Query(units=("\ud800",)), Query(ids=("a\udfff",)), Query(categories=("\udc00",))):
            for ask in (engine.search, engine.facets):
                with pytest.raises(BadQuery):
                    ask(query)

    # Pages

    @pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME, Sort.NEWEST, Sort.DISTANCE])
    @pytest.mark.parametrize("text", ["", "đình"])
    def test_a_page_goes_on_behind_an_item_that_is_gone(self, fresh: Engine, sort: str, text: str) -> None:
        places = [placed(f"p{n}", 106 + (n // 2) / 100, 20.0) for n in range(8)]
        fresh.put([replace(one, names=("Đình làng",)) for one in places])
        query = Query(text=text, sort=sort, near=Near(105.9, 20.0), limit=3)
        first = fresh.search(query)
        assert [hit.id for hit in first.hits] == ["p0", "p1", "p2"]
        fresh.remove(["p2", "p3"])
        rest = fresh.search(replace(query, limit=9, cursor=first.next_cursor))
        assert [hit.id for hit in rest.hits] == ["p4", "p5", "p6", "p7"]

    @pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME, Sort.NEWEST])
    def test_the_deepest_page_is_answered(self, engine: Engine, sort: str) -> None:
        pages = list(walk(engine, Query(sort=sort, limit=1)))
        ids = [id_ for page in pages for id_ in page]
        assert len(ids) == len(set(ids)) == engine.search(Query()).total
        assert engine.search(Query(sort=sort, limit=MAX_LIMIT)).total == len(ids)

    def test_digests_tell_every_change(self, fresh: Engine) -> None:
        fresh.put(FESTIVALS[:2])
        before = fresh.digests()
        assert set(before) == {"a", "b"}
        fresh.put([FESTIVALS[0]])
        assert fresh.digests() == before
        fresh.put([replace(FESTIVALS[0], texts=("khác",))])
        after = fresh.digests()
        assert after["b"] == before["b"]
        assert after["a"] not in ("", before["a"])
        fresh.rebuild(FESTIVALS[:2])
        assert fresh.digests() == before


FIELDS_OF_FACETS = (
    *("categories", "ranks", "kinds", "units", "has", "levels", "dynasties", "lunar_months", "licences"),
)
assert set(FIELDS_OF_FACETS) <= {field.name for field in dataclasses.fields(Query)}


def walk(engine: Engine, query: Query) -> Iterator[list[str]]:
    """The ids page after page."""
    page = engine.search(query)
    yield [hit.id for hit in page.hits]
    while page.next_cursor:
        page = engine.search(replace(query, cursor=page.next_cursor))
        yield [hit.id for hit in page.hits]
