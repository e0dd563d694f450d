"""What every engine must do. Subclass, give ``new_engine``, and all cases run.

The class holds no case of its own engine; what an engine cannot do is a strict expected failure there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gis.bounds import Bounds
from search.documents import FacetCount, Near, Query, SearchDocument, Sort, Tier, Years
from search.engines.base import FACETS, Engine
from search.errors import BadQuery, TooManyCells
from tests.search.catalogue import CATALOGUE, HONG_BANG, NAM_DINH, NINH_BINH, VI_KHE, XUAN_HUNG, item

PAIRS = tuple(csv.DictReader(Path(__file__).with_name("pairs.csv").open(encoding="utf-8")))
IN_DINH = {
    *("cot-co-nam-dinh", "den-tran", "chua-pho-minh", "dinh-vi-khe"),
    *("co-do-hoa-lu",),
}
_DATED = {document.id for document in CATALOGUE if document.years}
TOWER = Near(106.1683, 20.4497)

HOSTILE = {
    "quotes": '"' * 399,
    "unbalanced quote": '"đền trần',
    "empty phrase": '"" "" đền',
    "control characters": "đền\x00 \x01trần\x1f\x7f",
    "right-to-left marks": "\u202eđền\u202c \u200ftrần\u200e",
    "operators": "đền AND trần",
    "or": "đền OR trần",
    "not": "đền NOT trần",
    "near": "NEAR(đền trần, 2)",
    "column filter": "name : đền",
    "column set": "{name alias} : đền",
    "caret": "^đền + trần",
    "star": "*",
    "prefix star": "đ* tr*",
    "regex": "(đền|.*)+$",
    "regex bomb": "(a+)+" * 20,
    "wildcard bomb": "*?" * 199,
    "wildcards": "*đ*e*n? ?tr*n*",
    "nested brackets": "(" * 190 + "đền" + ")" * 190,
    "fields of fields": "ten:don-vi:nguoi:" * 6 + "đền",
    "minus bomb": "-a " * 23 + "đền",
    "range of all years": "nam:-999999999..999999999",
    "lucene": 'name_keys:[* TO *] && trần~5 || "x"^9',
    "json": '{"match_all": {}}',
    "sql": "'; drop table docs_1; --",
    "backslashes": "\\" * 50 + "đền",
    "exact mark": "=đền =trần",
    "gap": "= = =",
    "punctuation": "!@#$%^&()_+-[]{};:',.<>/?|`~",
    "dashes": "--- -- -",
    "only exclusion": "-đền",
    "long word": "đ" * 399,
    "emoji": "🏯 đền",
    "combining marks": "e\u0302\u0300\u0301\u0323" * 40,
    "lone surrogate": "đền \ud800",
    "newlines": "đền\r\n\ttrần",
    "turkish i": "İıI",
    "ligatures": "ﬁ Ⅻ ½ ² ß",
}


class EngineContract:
    """Cases over any engine."""

    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """An empty engine of its own."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """The catalogue, for cases that only read."""
        engine = cls.new_engine(tmp_path_factory)
        engine.rebuild(CATALOGUE)
        return engine

    @pytest.fixture
    def fresh(self, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """Empty, for cases that write."""
        return self.new_engine(tmp_path_factory)

    # Text

    def test_exact_spelling_is_the_best_tier(self, engine: Engine) -> None:
        assert first(engine, "Đền Trần") == ("den-tran", Tier.EXACT)

    def test_a_query_without_marks_is_folded(self, engine: Engine) -> None:
        assert first(engine, "den tran") == ("den-tran", Tier.FOLDED)

    def test_another_tone_placement_has_its_own_tier(self, engine: Engine) -> None:
        assert first(engine, "dục thuý sơn") == ("nui-non-nuoc", Tier.TONE)

    def test_i_for_y_is_a_fallback(self, engine: Engine) -> None:
        tiers = tiers_of(engine, "mỹ thuật")
        assert tiers["nghe-det"] == Tier.EXACT
        assert tiers["mi-thuat"] == Tier.FALLBACK

    def test_residue_of_the_input_method_is_a_fallback(self, engine: Engine) -> None:
        assert first(engine, "dden tra62n") == ("den-tran", Tier.FALLBACK)

    def test_typed_marks_are_never_thrown_away(self, engine: Engine) -> None:
        found = ids(engine, "thể")
        assert found.index("co-the") < found.index("co-the-2")
        tiers = tiers_of(engine, "cổ thể")
        assert (tiers["co-the"], tiers["co-the-2"]) == (Tier.EXACT, Tier.FOLDED)

    def test_the_other_spelling_comes_first_when_it_is_typed(self, engine: Engine) -> None:
        assert ids(engine, "cổ thế")[0] == "co-the-2"
        assert "co-the" in ids(engine, "cổ thế")

    def test_without_marks_importance_decides(self, engine: Engine) -> None:
        assert ids(engine, "chua co the") == ["co-the-2", "co-the"]

    def test_the_tier_is_that_of_the_worst_word(self, engine: Engine) -> None:
        assert tiers_of(engine, "đền tran")["den-tran"] == Tier.FOLDED

    def test_all_words_must_match(self, engine: Engine) -> None:
        assert ids(engine, "đền trần phát diệm") == []

    def test_words_may_match_in_different_fields(self, engine: Engine) -> None:
        assert ids(engine, "phổ minh 1305")[0] == "chua-pho-minh"

    def test_a_name_ranks_above_a_text(self, engine: Engine) -> None:
        found = ids(engine, "đền trần")
        assert found.index("den-tran") < found.index("chua-pho-minh")

    def test_a_name_ranks_above_an_alias(self, engine: Engine) -> None:
        found = ids(engine, "Trần Hưng Đạo")
        assert found[0] == "tran-hung-dao"

    def test_an_alias_ranks_above_a_unit(self, fresh: Engine) -> None:
        fresh.put([item("unit", "Chợ Viềng", unit=VI_KHE), item("alias", "Đình", "Nam Trực", unit=NAM_DINH)])
        assert ids(fresh, "nam trực") == ["alias", "unit"]

    def test_a_unit_ranks_above_a_keyword(self, fresh: Engine) -> None:
        fresh.put(
            [item("keyword", "Đình", unit=NAM_DINH, keywords="Điền Xá"), item("unit", "Chợ", unit=VI_KHE)]
        )
        assert ids(fresh, "điền xá") == ["unit", "keyword"]

    def test_a_keyword_ranks_above_a_text(self, fresh: Engine) -> None:
        fresh.put([
            item("text", "Chợ", unit=NAM_DINH, text="vua Lý Thái Tổ", rank="special"),
            item("keyword", "Đình", unit=NAM_DINH, keywords="Lý Thái Tổ"),
        ])  # fmt: skip
        assert ids(fresh, "lý thái tổ") == ["keyword", "text"]

    def test_words_on_a_page_are_found_and_rank_last(self, fresh: Engine) -> None:
        fresh.put([
            item("page", "Chợ", unit=NAM_DINH, rank="special", pages=("trang bìa", "vua Lý Thái Tổ ban chiếu")),
            item("text", "Đình", unit=NAM_DINH, text="vua Lý Thái Tổ"),
        ])  # fmt: skip
        assert ids(fresh, "lý thái tổ") == ["text", "page"]
        assert ids(fresh, "ban chiếu") == ["page"]

    def test_words_on_a_page_have_the_tiers_of_a_text(self, fresh: Engine) -> None:
        fresh.put([
            item("exact", "Chợ", unit=NAM_DINH, pages=("sắc phong thuở trước",)),
            item("folded", "Đình", unit=NAM_DINH, rank="special", pages=("sac phong thuo truoc",)),
        ])  # fmt: skip
        assert tiers_of(fresh, "sắc phong") == {"exact": Tier.EXACT, "folded": Tier.FOLDED}
        assert ids(fresh, "sắc phong") == ["exact", "folded"]
        assert tiers_of(fresh, "sắc pho")["exact"] == Tier.EXACT

    def test_a_name_and_a_page_answer_one_question_together(self, fresh: Engine) -> None:
        fresh.put([
            item("a", "Đình Vị Khê", unit=VI_KHE, pages=("khoán ước của làng",)),
            item("b", "Đình Cả", unit=NAM_DINH, pages=("khoán ước của làng",)),
        ])  # fmt: skip
        assert ids(fresh, "khoán ước vị khê") == ["a"]

    def test_a_phrase_does_not_run_over_two_pages(self, fresh: Engine) -> None:
        fresh.put([item("a", "Đình", unit=NAM_DINH, pages=("cuối trang sắc", "phong đầu trang"))])
        assert ids(fresh, '"sắc phong"') == []
        assert ids(fresh, "sắc phong") == ["a"]

    def test_an_exclusion_reaches_the_pages(self, fresh: Engine) -> None:
        fresh.put([
            item("a", "Đình Một", unit=NAM_DINH, pages=("bản sao",)), item("b", "Đình Hai", unit=NAM_DINH)
        ])  # fmt: skip
        assert ids(fresh, 'đình -"bản sao"') == ["b"]

    def test_pages_do_not_suggest(self, fresh: Engine) -> None:
        fresh.put([item("a", "Đình", unit=NAM_DINH, pages=("khoán ước",))])
        assert fresh.suggest("khoán") == ()

    def test_a_dossier_of_four_hundred_thousand_letters_is_stored(self, fresh: Engine) -> None:
        page = "biên bản kiểm kê hiện vật đình làng " * 55
        fresh.put([item("a", "Đình", unit=NAM_DINH, pages=(*(page,) * 200, "thanh bảo kiếm"))])
        assert ids(fresh, "bảo kiếm") == ["a"]

    def test_a_whole_name_comes_before_a_longer_one(self, engine: Engine) -> None:
        assert ids(engine, "chùa keo")[:2] == ["chua-keo", "chua-keo-hanh-thien"]
        assert ids(engine, "den tran")[0] == "den-tran"

    def test_a_whole_word_comes_before_a_beginning(self, fresh: Engine) -> None:
        fresh.put([
            item("bach", "Chùa Bách Tính", unit=NAM_DINH, rank="special"),
            item("ba", "Chùa Nhà Bà", unit=NAM_DINH),
        ])  # fmt: skip
        assert ids(fresh, "chua ba") == ["ba", "bach"]

    def test_importance_decides_between_equal_matches(self, fresh: Engine) -> None:
        fresh.put([
            item("a", "Đình Cả", unit=NAM_DINH),
            item("b", "Đình Cả", unit=NAM_DINH, rank="special"),
            item("c", "Đình Cả", unit=NAM_DINH, rank="provincial"),
        ])  # fmt: skip
        assert ids(fresh, "đình cả") == ["b", "c", "a"]

    def test_completeness_decides_next_and_the_id_last(self, fresh: Engine) -> None:
        base = item("d", "Đình Cả", unit=NAM_DINH)
        fresh.put([
            base,
            replace(base, id="b"),
            replace(base, id="c", completeness=0.75),
            replace(base, id="a", completeness=0.5),
        ])  # fmt: skip
        assert ids(fresh, "đình cả") == ["c", "a", "b", "d"]

    def test_a_translation_is_not_a_spelling(self, fresh: Engine) -> None:
        fresh.put([
            item("long", "Đền Trần Thương", unit=NAM_DINH, en="Den Tran"),
            item("short", "Đền Trần", unit=NAM_DINH, rank="special"),
        ])  # fmt: skip
        assert ids(fresh, "den tran") == ["short", "long"]

    def test_the_last_word_may_be_unfinished(self, engine: Engine) -> None:
        assert "chua-pho-minh" in ids(engine, "chùa phổ mi")
        assert "chua-pho-minh" in ids(engine, "pho m") or ids(engine, "pho m") == []

    def test_an_earlier_word_must_be_whole(self, engine: Engine) -> None:
        assert ids(engine, "ph minh") == []

    def test_one_letter_is_a_whole_word(self, engine: Engine) -> None:
        assert set(ids(engine, "ý")) == {"phu-quang-cung"}

    def test_an_unfinished_word_keeps_its_marks(self, engine: Engine) -> None:
        assert tiers_of(engine, "đền trầ")["den-tran"] == Tier.EXACT

    def test_a_quoted_phrase_keeps_words_together(self, engine: Engine) -> None:
        assert "le-hoi-den-tran-nam-dinh" in ids(engine, '"hội đền trần"')
        assert ids(engine, '"trần đền"') == []

    def test_a_phrase_does_not_run_over_two_names(self, engine: Engine) -> None:
        assert "tran-hung-dao" not in ids(engine, '"đạo hưng"')

    def test_a_phrase_is_found_without_marks(self, engine: Engine) -> None:
        assert ids(engine, '"co do hoa lu"') == ["co-do-hoa-lu"]

    def test_a_minus_excludes(self, engine: Engine) -> None:
        assert "chua-keo-hanh-thien" in ids(engine, "chùa keo")
        assert ids(engine, "chùa keo -hành") == ["chua-keo"]

    def test_a_minus_excludes_a_phrase(self, engine: Engine) -> None:
        found = ids(engine, 'đền trần -"lễ hội"')
        assert "den-tran" in found
        assert "le-hoi-den-tran-nam-dinh" not in found

    def test_an_exclusion_with_marks_spares_other_spellings(self, engine: Engine) -> None:
        assert ids(engine, "chùa cổ -thế") == [i for i in ids(engine, "chùa cổ") if i != "co-the-2"]
        assert not {"co-the", "co-the-2"} & set(ids(engine, "chùa cổ -the"))

    def test_a_unit_prefix_may_be_missing_in_the_document(self, engine: Engine) -> None:
        assert tiers_of(engine, "huyện bạch sam") == {"dinh-bach-sam": Tier.FALLBACK}

    def test_a_fitting_unit_prefix_ranks_first(self, fresh: Engine) -> None:
        fresh.put([item("a", "Xã Nam Định", unit=XUAN_HUNG), item("b", "Phường Nam Định", unit=XUAN_HUNG)])
        assert ids(fresh, "phường nam định") == ["b", "a"]

    def test_no_text_gives_everything_by_importance(self, engine: Engine) -> None:
        page = engine.search(Query(limit=100))
        assert page.total == len(CATALOGUE)
        weights = [document_of(hit.id).rank_weight for hit in page.hits]
        assert weights == sorted(weights, reverse=True)
        assert {hit.tier for hit in page.hits} == {Tier.NONE}

    def test_a_blank_text_is_no_text(self, engine: Engine) -> None:
        assert engine.search(Query(text=" \t ")).total == len(CATALOGUE)

    # Hostile questions: an answer or BadQuery, never another error; both engines are compared elsewhere.

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
    def test_a_hostile_text_is_answered(self, engine: Engine, text: str) -> None:
        page = engine.search(Query(text=text))
        assert page.total >= len(page.hits)
        engine.facets(Query(text=text))
        engine.clusters(Query(text=text), 5)
        engine.suggest(text)

    @pytest.mark.parametrize("text", ['"' * 10_000, "đền " * 2_500, "a" * 10_000, "x* " * 130])
    def test_an_overlong_text_is_refused(self, engine: Engine, text: str) -> None:
        for ask in (engine.search, engine.facets):
            with pytest.raises(BadQuery):
                ask(Query(text=text))
        with pytest.raises(BadQuery):
            engine.suggest(text)
        with pytest.raises(BadQuery):
            engine.clusters(Query(text=text), 5)

    def test_punctuation_alone_finds_nothing(self, engine: Engine) -> None:
        assert engine.search(Query(text="*** -- !!")).total == 0

    def test_operators_are_words(self, engine: Engine) -> None:
        assert ids(engine, "đền AND trần") == []
        assert ids(engine, "đền NOT trần") == []

    def test_invisible_characters_change_nothing(self, engine: Engine) -> None:
        assert ids(engine, HOSTILE["control characters"]) == ids(engine, "đền trần")
        assert ids(engine, HOSTILE["right-to-left marks"]) == ids(engine, "đền trần")

    def test_a_minus_alone_is_a_dash(self, engine: Engine) -> None:
        assert ids(engine, "-đền") == ids(engine, "đền")

    def test_strange_documents_are_stored(self, fresh: Engine) -> None:
        fresh.put([
            SearchDocument(id="strange", names=('"\x00' + "dài" * 500, "🏯"), texts=("= * \u202e",)),
            SearchDocument(id="empty", names=()),
        ])  # fmt: skip
        assert fresh.ids() == {"strange", "empty"}
        assert fresh.search(Query()).total == 2

    # Filters and facets

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (
                Query(categories=("craft_village",)),
                {"lang-nghe-vi-khe", "nghe-thuy-tinh", "nghe-det", "mi-thuat"},
            ),
            (Query(units=(VI_KHE,)), {"dinh-vi-khe", "le-hoi-vi-khe", "lang-nghe-vi-khe", "to-trung-tu"}),
            (Query(has=("cloud",), ranks=("special",)), {"den-tran", "chua-keo-hanh-thien"}),
            (Query(has=("audio", "scan")), {"chau-van", "tran-hung-dao"}),
            (Query(levels=(3,)), {"den-tran", "chua-pho-minh", "dinh-vi-khe"}),
            (Query(kinds=("cot",)), {"cot-co-nam-dinh"}),
            (Query(text="chùa keo", units=(NINH_BINH,)), {"chua-keo-hanh-thien"}),
            (
                Query(text="dinh", levels=(2, 3)),
                IN_DINH,
            ),
            (Query(categories=("nothing",)), set()),
        ],
    )
    def test_a_filter_narrows_the_result(self, engine: Engine, query: Query, expected: set[str]) -> None:
        page = engine.search(replace(query, limit=100))
        found = {hit.id for hit in page.hits}
        assert found == expected
        assert page.total == len(found)

    def test_a_province_holds_its_wards(self, engine: Engine) -> None:
        found = {hit.id for hit in engine.search(Query(units=(NINH_BINH,), limit=100)).hits}
        assert {"den-tran", "dinh-vi-khe", "phu-nhai", "trang-an"} <= found
        assert "den-nghe" not in found

    def test_facets_count_the_whole_catalogue(self, engine: Engine) -> None:
        facets = engine.facets(Query())
        assert tuple(facets) == FACETS
        for category in ("relic", "festival", "craft_village", "figure"):
            expected = sum(document.category == category for document in CATALOGUE)
            assert FacetCount(category, expected) in facets["category"]

    def test_facets_are_most_first_then_by_value(self, engine: Engine) -> None:
        for counts in engine.facets(Query()).values():
            assert list(counts) == sorted(counts, key=lambda one: (-one.count, one.value))

    def test_a_facet_does_not_count_its_own_selection(self, engine: Engine) -> None:
        free = engine.facets(Query(text="đền trần"))
        chosen = engine.facets(Query(text="đền trần", categories=("festival",)))
        assert chosen["category"] == free["category"]
        assert sum(one.count for one in chosen["rank"]) < sum(one.count for one in free["rank"])

    def test_a_facet_counts_what_its_choice_would_give(self, engine: Engine) -> None:
        base = Query(text="chùa", has=("photo",))
        for one in engine.facets(base)["rank"]:
            assert engine.search(replace(base, ranks=(one.value,))).total == one.count
        for one in engine.facets(base)["unit"]:
            assert engine.search(replace(base, units=(one.value,))).total == one.count

    def test_an_item_without_a_rank_counts_nowhere(self, engine: Engine) -> None:
        ranked = sum(bool(document.rank) for document in CATALOGUE)
        assert sum(one.count for one in engine.facets(Query())["rank"]) == ranked

    def test_facets_of_nothing_are_empty(self, engine: Engine) -> None:
        assert engine.facets(Query(text="***")) == dict.fromkeys(FACETS, ())

    # Periods

    @pytest.mark.parametrize(
        ("years", "expected"),
        [
            (Years(1225, 1400), {"den-tran", "chua-pho-minh", "tran-hung-dao"}),
            (Years(1400, 1843), {"den-tran", "cot-co-nam-dinh"}),  # both ends are in
            (Years(1401, 1842), set()),
            (Years(1250, 1250), {"den-tran", "tran-hung-dao"}),  # inside the item's own span
            (Years(-200, 43), {"le-chan"}),
            (Years(-3000, 2100), _DATED),
        ],
    )
    def test_years_find_what_they_share_a_year_with(
        self, engine: Engine, years: Years, expected: set[str]
    ) -> None:
        query = Query(years=years, limit=100)
        page = engine.search(query)
        assert {hit.id for hit in page.hits} == expected
        assert page.total == len(expected)

    def test_years_narrow_facets_and_map_alike(self, engine: Engine) -> None:
        query = Query(years=Years(1225, 1400))
        assert FacetCount("figure", 1) in engine.facets(query)["category"]
        assert sum(cell.count for cell in engine.clusters(query, 10)) == 2  # a figure has no place

    def test_years_and_words_go_together(self, engine: Engine) -> None:
        assert ids(engine, "nam định", years=Years(1800, 1900)) == ["cot-co-nam-dinh"]

    def test_a_dynasty_is_a_facet(self, engine: Engine) -> None:
        found = {hit.id for hit in engine.search(Query(dynasties=("ly", "nguyen"))).hits}
        assert found == {"co-do-hoa-lu", "cot-co-nam-dinh"}
        counted = engine.facets(Query(dynasties=("ly",)))["dynasty"]
        assert counted[0] == FacetCount("tran", 3)
        assert FacetCount("ngo_dinh_tien_le", 1) in counted
        assert sum(cell.count for cell in engine.clusters(Query(dynasties=("tran",)), 10)) == 2

    def test_a_cursor_belongs_to_its_period(self, engine: Engine) -> None:
        cursor = engine.search(Query(years=Years(1225, 1400), limit=1)).next_cursor
        assert cursor
        with pytest.raises(BadQuery):
            engine.search(Query(years=Years(1225, 1399), limit=1, cursor=cursor))
        with pytest.raises(BadQuery):
            engine.search(Query(years=Years(1225, 1400), dynasties=("ly",), limit=1, cursor=cursor))

    # Places

    def test_bounds_keep_what_lies_inside(self, engine: Engine) -> None:
        box = Bounds(106.67, 20.85, 106.70, 20.87)
        found = ids(engine, "", bounds=box)
        assert set(found) == {"bao-tang-hai-phong", "nha-hat-lon-hai-phong"}

    def test_bounds_and_text_go_together(self, engine: Engine) -> None:
        assert ids(engine, "trần", bounds=Bounds(106.0, 20.5, 106.2, 20.6)) == ["den-tran-thuong"]

    def test_a_radius_is_in_metres(self, engine: Engine) -> None:
        near = replace(TOWER, radius_m=750.0)
        assert set(ids(engine, "", near=near)) == {"chua-pho-minh", "den-tran", "le-hoi-den-tran-nam-dinh"}
        assert set(ids(engine, "", near=replace(TOWER, radius_m=650.0))) == {"chua-pho-minh"}

    def test_distance_order_is_nearest_first(self, engine: Engine) -> None:
        page = engine.search(Query(near=TOWER, sort=Sort.DISTANCE, limit=100))
        distances = [hit.distance_m for hit in page.hits if hit.distance_m is not None]
        assert page.hits[0].id == "chua-pho-minh"
        assert distances == sorted(distances)
        assert len(distances) == page.total == sum(document.lon is not None for document in CATALOGUE)

    def test_items_at_one_place_come_by_id(self, engine: Engine) -> None:
        found = [hit.id for hit in engine.search(Query(near=TOWER, sort=Sort.DISTANCE)).hits]
        assert found[1:3] == ["den-tran", "le-hoi-den-tran-nam-dinh"]

    def test_distance_is_measured_along_the_sphere(self, engine: Engine) -> None:
        hits = {hit.id: hit.distance_m for hit in engine.search(Query(near=TOWER, limit=100)).hits}
        assert hits["den-tran"] == pytest.approx(701.2, abs=0.5)
        assert hits["chua-giam"] is None

    @pytest.mark.parametrize("zoom", [0, 5, 9, 12, 18, 22])
    def test_clusters_add_up_to_the_positioned_part(self, engine: Engine, zoom: int) -> None:
        cells = engine.clusters(Query(), zoom)
        assert sum(cell.count for cell in cells) == sum(document.lon is not None for document in CATALOGUE)
        for cell in cells:
            assert (len(cell.ids) == 1) == (cell.count == 1)
            assert cell.bounds is not None
            assert cell.bounds.west - 1e-6 <= cell.lon <= cell.bounds.east + 1e-6

    def test_clusters_split_when_the_map_comes_closer(self, engine: Engine) -> None:
        counts = [len(engine.clusters(Query(), zoom)) for zoom in (2, 8, 14)]
        assert counts[0] < counts[1] < counts[2]

    def test_items_at_one_place_never_split(self, engine: Engine) -> None:
        cells = engine.clusters(Query(text="đền trần", units=(NAM_DINH,)), 22)
        assert sorted(cell.count for cell in cells) == [1, 2]

    def test_a_lone_item_stands_where_it_is(self, engine: Engine) -> None:
        (cell,) = engine.clusters(Query(text="cột cờ"), 10)
        assert cell.ids == ("cot-co-nam-dinh",)
        assert (cell.lon, cell.lat) == pytest.approx((106.1758, 20.4243), abs=1e-6)

    def test_clusters_follow_the_question(self, engine: Engine) -> None:
        cells = engine.clusters(Query(categories=("festival",), bounds=Bounds(106, 20, 107, 21)), 12)
        assert sum(cell.count for cell in cells) == 3

    def test_too_many_cells_are_refused(self, engine: Engine) -> None:
        cells = engine.clusters(Query(), 12)
        assert engine.clusters(Query(), 12, most=len(cells)) == cells
        with pytest.raises(TooManyCells):
            engine.clusters(Query(), 12, most=len(cells) - 1)

    @pytest.mark.parametrize("radius_m", [650.0, 750.0, 50_000.0])
    def test_clusters_keep_to_a_radius_as_the_list_does(self, engine: Engine, radius_m: float) -> None:
        query = Query(near=replace(TOWER, radius_m=radius_m))
        cells = engine.clusters(query, 10)
        assert sum(cell.count for cell in cells) == engine.search(query).total

    def test_the_map_follows_every_write(self, fresh: Engine) -> None:
        fresh.put([item("a", "Đình", unit=NAM_DINH, at=(106.1, 20.1))])
        assert len(fresh.clusters(Query(), 10)) == 1
        fresh.put([item("b", "Đền", unit=NAM_DINH, at=(107.1, 20.1))])
        assert [cell.ids for cell in fresh.clusters(Query(), 10)] == [("a",), ("b",)]
        fresh.put([item("b", "Đền", unit=NAM_DINH, at=(105.1, 20.1))])
        assert [cell.ids for cell in fresh.clusters(Query(), 10)] == [("b",), ("a",)]
        fresh.remove(["a"])
        assert [cell.ids for cell in fresh.clusters(Query(), 10)] == [("b",)]
        fresh.rebuild([item("c", "Chùa", unit=NAM_DINH, at=(106.1, 20.1))])
        assert [cell.ids for cell in fresh.clusters(Query(), 10)] == [("c",)]

    def test_only_asked_ids_are_found(self, engine: Engine) -> None:
        asked = ("den-tran", "chua-pho-minh", "chua-giam", "no-such")
        assert set(ids(engine, "", ids=asked)) == {"den-tran", "chua-pho-minh", "chua-giam"}
        assert ids(engine, "chùa giám", ids=asked) == ["chua-giam"]
        assert sum(cell.count for cell in engine.clusters(Query(ids=asked), 10)) == 2
        assert ids(engine, "", ids=()) == []
        assert engine.clusters(Query(ids=()), 10) == ()
        with pytest.raises(BadQuery):
            engine.search(Query(ids=tuple(map(str, range(1001)))))

    @pytest.mark.parametrize(
        "query",
        [
            Query(),
            Query(text="chùa"),
            Query(text="đền -trần", has=("photo",)),
            Query(text="***"),
            Query(units=(NAM_DINH,), sort=Sort.DISTANCE, near=TOWER),
            Query(years=Years(1225, 1400), dynasties=("tran",)),
            Query(bounds=Bounds(106, 20.4, 106.2, 20.6), near=replace(TOWER, radius_m=5000.0)),
        ],
    )
    def test_what_is_found_among_ids_is_what_the_list_finds(self, engine: Engine, query: Query) -> None:
        asked = [document.id for document in CATALOGUE][::2]
        everything = engine.search(replace(query, sort=Sort.RELEVANCE, limit=1000))
        found = {hit.id for hit in everything.hits}
        assert engine.among(query, [*asked, "no-such"]) == found & set(asked)
        assert engine.among(query, []) == frozenset()
        with pytest.raises(BadQuery):
            engine.among(query, list(map(str, range(1001))))

    @pytest.mark.parametrize("zoom", [-1, 23, 1000])
    def test_an_impossible_zoom_is_refused(self, engine: Engine, zoom: int) -> None:
        with pytest.raises(BadQuery):
            engine.clusters(Query(), zoom)

    # Orders and pages

    def test_names_come_in_vietnamese_order(self, fresh: Engine) -> None:
        names = [
            "Ân Thi",
            "Đình",
            "Ao",
            "Dinh",
            "Ăn",
            "Bà",
            "Bá",
            "Chùa Ông",
            "Chùa",
            "Ba",
            "Én",
            "Em",
            "Ơn",
            "Ôn",
        ]
        fresh.put([item(f"n{i}", name, unit=NAM_DINH) for i, name in enumerate(names)])
        hits = fresh.search(Query(sort=Sort.NAME)).hits
        assert [names[int(hit.id[1:])] for hit in hits] == [
            *(
                "Ao",
                "Ăn",
                "Ân Thi",
                "Ba",
                "Bà",
                "Bá",
                "Chùa",
                "Chùa Ông",
                "Dinh",
                "Đình",
                "Em",
                "Én",
                "Ôn",
                "Ơn",
            )
        ]

    def test_newest_comes_first(self, engine: Engine) -> None:
        hits = engine.search(Query(sort=Sort.NEWEST, limit=3)).hits
        assert [hit.id for hit in hits] == ["den-tran", "chua-pho-minh", "tran-hung-dao"]

    def test_the_tier_is_told_in_every_order(self, engine: Engine) -> None:
        for sort in (Sort.NAME, Sort.NEWEST):
            hits = engine.search(Query(text="cổ thể", sort=sort)).hits
            tiers = {hit.id: hit.tier for hit in hits}
            assert (tiers["co-the"], tiers["co-the-2"]) == (Tier.EXACT, Tier.FOLDED)

    @pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME, Sort.NEWEST, Sort.DISTANCE])
    @pytest.mark.parametrize("text", ["", "den", "trần", '"nam định"'])
    def test_pages_join_without_gap_or_repeat(self, engine: Engine, text: str, sort: str) -> None:
        query = Query(text=text, near=TOWER, sort=sort, limit=100)
        whole = engine.search(query)
        assert whole.next_cursor is None
        pages = list(walk(engine, replace(query, limit=3)))
        assert [hit for page in pages for hit in page] == list(whole.hits)
        assert all(len(page) == 3 for page in pages[:-1])

    def test_a_cursor_survives_writes(self, fresh: Engine) -> None:
        fresh.put([item(f"d{i:02}", "Đình làng", unit=NAM_DINH) for i in range(0, 20, 2)])
        page = fresh.search(Query(text="đình", limit=4))
        fresh.put([item("d03", "Đình làng", unit=NAM_DINH), item("d09", "Đình làng", unit=NAM_DINH)])
        fresh.remove(["d06"])
        rest = fresh.search(Query(text="đình", limit=20, cursor=page.next_cursor))
        assert [hit.id for hit in rest.hits] == ["d08", "d09", "d10", "d12", "d14", "d16", "d18"]

    def test_the_total_is_the_same_on_every_page(self, engine: Engine) -> None:
        page = engine.search(Query(text="chùa", limit=2))
        following = engine.search(Query(text="chùa", limit=2, cursor=page.next_cursor))
        assert following.total == page.total > 4

    @pytest.mark.parametrize(
        "cursor", ["", "x", "AAAA", "!!", "W10", "bnVsbA", "é", "a" * 5_000, "W251bGwsMSwyLDNd", "\ud800"]
    )
    def test_a_damaged_cursor_is_refused(self, engine: Engine, cursor: str) -> None:
        with pytest.raises(BadQuery):
            engine.search(Query(text="đền", cursor=cursor))

    def test_a_cursor_of_another_question_is_refused(self, engine: Engine) -> None:
        cursor = engine.search(Query(text="đền", limit=1)).next_cursor
        for other in (
            Query(text="chùa"),
            Query(text="đền", sort=Sort.NAME),
            Query(text="đền", units=("37",)),
        ):
            with pytest.raises(BadQuery):
                engine.search(replace(other, cursor=cursor))

    @pytest.mark.parametrize(
        "query",
        [
            Query(sort="random"),
            Query(sort=Sort.DISTANCE),
            Query(limit=0),
            Query(limit=-1),
            Query(limit=100_000),
            Query(near=Near(200, 0)),
            Query(near=Near(106, float("nan"))),
            Query(near=Near(106, 20, radius_m=-5)),
            Query(near=Near(106, 20, radius_m=float("inf"))),
            Query(units=tuple(map(str, range(10_000)))),
        ],
    )
    def test_an_impossible_question_is_refused(self, engine: Engine, query: Query) -> None:
        with pytest.raises(BadQuery):
            engine.search(query)

    # Suggestions

    def test_suggestions_begin_with_the_words(self, engine: Engine) -> None:
        assert engine.suggest("den tr")[0] in {"den-tran", "den-tran-thuong"}
        assert engine.suggest("chùa ph")[0] == "chua-pho-minh"

    def test_suggestions_hold_the_words_anywhere_in_a_name(self, engine: Engine) -> None:
        assert "le-hoi-phu-day" in engine.suggest("phủ dầ")
        assert "phu-day" in engine.suggest("giay")

    def test_one_letter_already_begins_the_next_word_of_a_suggestion(self, engine: Engine) -> None:
        for text in ("chùa p", "chua p"):
            assert "chua-pho-minh" in engine.suggest(text, 50)
        assert engine.suggest("đền t")[0] in {"den-tran", "den-tran-thuong"}
        assert set(engine.suggest("đền tr", 50)) <= set(engine.suggest("đền t", 50))
        assert engine.suggest("chùa q zzz") == ()

    def test_one_letter_alone_is_the_beginning_of_a_name(self, engine: Engine) -> None:
        assert "tam-coc" in engine.suggest("t", 50)
        assert "cho-vieng" in engine.suggest("v", 50)

    def test_in_a_finished_search_one_letter_is_a_word(self, engine: Engine) -> None:
        assert "cho-vieng" in ids(engine, "chợ vi")
        assert "cho-vieng" not in ids(engine, "chợ v")

    def test_suggestions_leave_texts_and_units_out(self, engine: Engine) -> None:
        assert engine.suggest("tiến đức") == ()
        assert engine.suggest("lộc vượng") == ()

    def test_suggestions_are_as_many_as_asked(self, engine: Engine) -> None:
        assert len(engine.suggest("chua", 3)) == 3
        assert len(engine.suggest("chua", 50)) > 8

    def test_no_words_suggest_nothing(self, engine: Engine) -> None:
        assert engine.suggest("") == engine.suggest("  *") == ()

    # Writing

    def test_an_empty_engine_answers(self, fresh: Engine) -> None:
        assert fresh.healthy()
        assert fresh.ids() == set()
        assert fresh.search(Query(text="đền")).total == 0
        assert fresh.facets(Query()) == dict.fromkeys(FACETS, ())
        assert fresh.clusters(Query(), 5) == fresh.suggest("đền") == ()

    def test_what_is_put_is_found_at_once(self, fresh: Engine) -> None:
        assert fresh.put([CATALOGUE[0]]) == 1
        assert ids(fresh, "den tran") == ["den-tran"]

    def test_putting_again_replaces(self, fresh: Engine) -> None:
        fresh.put(CATALOGUE[:3])
        fresh.put([replace(CATALOGUE[0], names=("Tên mới",), category="figure", lon=None, lat=None)])
        assert fresh.ids() == {document.id for document in CATALOGUE[:3]}
        assert ids(fresh, "tên mới") == ["den-tran"]
        assert "den-tran" not in ids(fresh, '"đền trần nam định"')
        assert sum(cell.count for cell in fresh.clusters(Query(), 3)) == 2

    def test_an_id_given_twice_is_kept_once(self, fresh: Engine) -> None:
        fresh.put([item("a", "Đình Cũ", unit=NAM_DINH), item("a", "Đình Mới", unit=NAM_DINH)])
        assert ids(fresh, "đình") == ["a"]
        assert ids(fresh, "đình mới") == ["a"]

    def test_what_is_removed_is_gone_at_once(self, fresh: Engine) -> None:
        fresh.put(CATALOGUE[:3])
        fresh.remove(["den-tran", "never-seen"])
        assert fresh.ids() == {"chua-pho-minh", "le-hoi-den-tran-nam-dinh"}
        assert "den-tran" not in ids(fresh, "đền trần")

    def test_removing_nothing_is_no_error(self, fresh: Engine) -> None:
        fresh.remove([])
        assert fresh.put([]) == 0

    def test_a_rebuild_replaces_everything(self, fresh: Engine) -> None:
        fresh.put([item("old", "Đình cũ", unit=HONG_BANG)])
        assert fresh.rebuild(iter(CATALOGUE)) == len(CATALOGUE)
        assert fresh.ids() == {document.id for document in CATALOGUE}
        assert fresh.rebuild(()) == 0
        assert fresh.ids() == set()

    def test_a_rebuild_is_unseen_until_it_is_whole(self, fresh: Engine) -> None:
        fresh.put(CATALOGUE[:2])

        def slowly() -> Iterator[SearchDocument]:
            yield CATALOGUE[5]
            assert fresh.ids() == {"den-tran", "chua-pho-minh"}
            yield CATALOGUE[6]

        assert fresh.rebuild(slowly()) == 2

    def test_what_is_written_during_a_rebuild_is_kept(self, fresh: Engine) -> None:
        fresh.put(CATALOGUE[:3])

        def meanwhile() -> Iterator[SearchDocument]:
            fresh.put([item("new", "Đình mới", unit=NAM_DINH), replace(CATALOGUE[0], names=("Sửa rồi",))])
            fresh.remove(["chua-pho-minh"])
            yield from CATALOGUE[:3]

        fresh.rebuild(meanwhile())
        assert fresh.ids() == {"den-tran", "le-hoi-den-tran-nam-dinh", "new"}
        assert ids(fresh, "sửa rồi") == ["den-tran"]

    def test_a_failed_rebuild_leaves_the_old_index(self, fresh: Engine) -> None:
        fresh.put(CATALOGUE[:2])

        def broken() -> Iterator[SearchDocument]:
            yield CATALOGUE[3]
            raise LookupError("the database went away")

        with pytest.raises(LookupError):
            fresh.rebuild(broken())
        assert fresh.ids() == {"den-tran", "chua-pho-minh"}
        assert fresh.rebuild(CATALOGUE[:1]) == 1


def ids(engine: Engine, text: str, **asked: object) -> list[str]:
    """The ids of the first page."""
    return [hit.id for hit in engine.search(replace(Query(text=text, limit=50), **asked)).hits]


def first(engine: Engine, text: str) -> tuple[str, Tier]:
    """Id and tier of the best hit."""
    hit = engine.search(Query(text=text)).hits[0]
    return hit.id, hit.tier


def tiers_of(engine: Engine, text: str) -> dict[str, Tier]:
    """The tier of each hit."""
    return {hit.id: hit.tier for hit in engine.search(Query(text=text, limit=50)).hits}


def walk(engine: Engine, query: Query) -> Iterator[tuple[object, ...]]:
    """Page after page."""
    page = engine.search(query)
    yield page.hits
    while page.next_cursor:
        page = engine.search(replace(query, cursor=page.next_cursor))
        yield page.hits


def document_of(id_: str) -> SearchDocument:
    """The document of an id."""
    return next(document for document in CATALOGUE if document.id == id_)
