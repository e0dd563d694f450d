"""How a text matches, for every engine. Subclass, give ``new_engine``, and all cases run.

Beside the cases here every engine is asked all pairs of ``pairs.csv``, the open test set.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from search.abbreviations import DEFAULT_LINES, WordKind, WordLine
from search.documents import Query, Sort, Suggestion, Tier, Years
from search.engines.base import Engine
from search.lexicon import Lexicon, lexicon_of
from tests.search.catalogue import HAI_PHONG, NAM_DINH, NINH_BINH, VI_KHE, item
from tests.search.catalogue_more import OPEN_SET, known
from tests.search.open_lexicon import open_lexicon

PAIRS = tuple(csv.DictReader(Path(__file__).with_name("pairs.csv").open(encoding="utf-8")))
WITHIN = 10  # places: what a pair means is on the first page

# What is typed, what comes first, and the tier of it.
FIRST = (
    ("Đền Trần", "den-tran", Tier.EXACT),
    ("đền trần", "den-tran", Tier.EXACT),
    ("Ðền Trần", "den-tran", Tier.EXACT),
    ("đền\u00a0trần", "den-tran", Tier.EXACT),
    ("đ\u200bền tr\u200bần", "den-tran", Tier.EXACT),
    ("đền   trần", "den-tran", Tier.EXACT),
    ("“đền trần”", "den-tran", Tier.EXACT),
    ("tam cốc - bích động", "tam-coc", Tier.EXACT),
    ("tam cốc — bích động", "tam-coc", Tier.EXACT),
    ("tam cốc−bích động", "tam-coc", Tier.EXACT),
    ("dục thuý sơn", "nui-non-nuoc", Tier.TONE),
    ("nhà thờ chính toà", "chinh-toa-hp", Tier.TONE),
    ("thái úy tô trung tự", "to-trung-tu", Tier.TONE),
    ("den tran", "den-tran", Tier.FOLDED),
    ("den trần", "den-tran", Tier.FOLDED),
    ("dền trần", "den-tran", Tier.FOLDED),
    ("bùi thị hí", "chu-dau", Tier.FALLBACK),
    ("ddeenf traanf", "den-tran", Tier.FALLBACK),
    ("d9e62n tra62n", "den-tran", Tier.FALLBACK),
    ("đến trân phuong nam định tp", "den-tran", Tier.FOLDED),
    ("denn trann", "den-tran", Tier.TYPO),
    ("dentran", "den-tran", Tier.TYPO),
    ("chua pho mihn", "chua-pho-minh", Tier.TYPO),
    ("chua pho mnh", "chua-pho-minh", Tier.TYPO),
    ("chua phoo minh", "chua-pho-minh", Tier.FALLBACK),
    ("nguyễn bỉnh khiên", "den-nguyen-binh-khiem", Tier.TYPO),
    ("phat diem cathderal", "nha-tho-phat-diem", Tier.TYPO),
    ("hưng đạo vương", "tran-hung-dao", Tier.EXACT),
    ("đức thánh trần", "tran-hung-dao", Tier.EXACT),
    ("神光寺", "chua-co-le", Tier.EXACT),
    ("谷寺", "chua-hang", Tier.EXACT),
    ("谷", "chua-hang", Tier.EXACT),
    ("ý", "phu-quang-cung", Tier.EXACT),
    ("thế kỷ 12", "doi-son", Tier.EXACT),
    ("thế kỷ thứ mười hai", "doi-son", Tier.EXACT),
    ("rằm tháng tám", "le-hoi-den-tran-nam-dinh", Tier.EXACT),
    ("15/8", "le-hoi-den-tran-nam-dinh", Tier.EXACT),
    ("ram thang gieng", "khai-an", Tier.FOLDED),
    ("10/3", "gio-to", Tier.EXACT),
    ("mùng 10 tháng 3", "gio-to", Tier.EXACT),
    ("xã đọi sơn", "doi-son", Tier.EXACT),
    ("huyện bạch sam", "dinh-bach-sam", Tier.FALLBACK),
    ("thị trấn nghè", "den-nghe", Tier.FALLBACK),
    ("q. đồ sơn chùa hang", "chua-hang", Tier.EXACT),
    ("quyết định số 2408", "lang-vua-tran", Tier.FALLBACK),
    ("2408/QĐ-TTg", "lang-vua-tran", Tier.EXACT),
    ("nhà thờ họ vũ", "tu-duong-vu", Tier.EXACT),
    ("miễu nam", "mieu-nam", Tier.EXACT),
)

# A field, and everything that it finds.
FIELDS_ASKED: tuple[tuple[str, set[str]], ...] = (
    ('ten:"phổ minh"', {"chua-pho-minh"}),
    ("name:doi", {"doi-son"}),
    ("Tên:keo -tên:hành", {"chua-keo"}),
    ("don-vi:hồng don-vi:bàng ten:nghè", {"den-nghe"}),
    ('don_vi:"Điền Xá" đình', {"dinh-vi-khe", "le-hoi-vi-khe"}),
    ("unit:13972 -loai:figure", {"dinh-vi-khe", "le-hoi-vi-khe", "lang-nghe-vi-khe", "tu-duong-vu"}),
    ('nguoi:"chu văn an"', {"mao-dien", "chu-van-an"}),
    ("person:trai", {"le-con-son"}),
    ("quyet-dinh:2499", {"an-phu"}),
    ('decision:"2082/QĐ-TTg"', {"mao-dien", "doi-son", "den-xua"}),
    ('noi-dung:"kéo chữ"', {"le-hoi-phu-day"}),
    ('hang:"quốc gia đặc biệt" ten:xưa', {"den-xua"}),
    ("rank:special ten:keo", {"chua-keo", "chua-keo-hanh-thien"}),
    ("rank:không-có-hạng-này", set()),
    ("-rank:special ten:keo", set()),
    ('loai:"làng nghề" gốm', {"chu-dau"}),
    ("category:craft_village hoa", {"lang-nghe-vi-khe", "chu-dau"}),
    ('co:ảnh ten:"đền nghè"', set()),
    ("has:cloud ten:đền", {"den-tran"}),
    ('muc:3 ten:"đình vị"', {"dinh-vi-khe"}),
    ("thoi:lý ten:tháp", {"tuong-long"}),
    ("nam:1305 ten:chùa", {"chua-pho-minh"}),
    ("năm:1840..1850", {"cot-co-nam-dinh"}),
    ("year:..43", {"le-chan"}),
    ("nam:1305 nam:1843", set()),
    ("nam:1300..1310 -đền", {"tran-hung-dao"}),
)

# Two ways to say one thing.
SAME_MEANING = (
    ("khong-co-o-nay:đền trần", "khong co o nay đền trần"),
    ('đền "trần', "đền trần"),
    ('"đền trần', "đền trần"),
    ('ten:"phổ minh', "ten:phổ minh"),
    ("ten: đền", "ten đền"),
    ("năm:nay", "năm nay"),
    ("-năm:1305", "năm 1305"),
    ("ten:đền::trần", "ten:đền ten:trần"),
    ('-"đền trần"', '"đền trần"'),
    ("((đền)) [trần]", "đền trần"),
    ("đền\r\n\ttrần", "đền trần"),
    ("ĐỀN TRẦN", "đền trần"),
    ("unit:13972", "UNIT:13972"),
    ("hạng:special", "rank:SPECIAL"),
    ("xep-hang:special", "xephang:special"),
)


class TextContract:
    """Cases over any engine."""

    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory, lexicon: Callable[[], Lexicon]) -> Engine:
        """An empty engine of its own that reads questions by a table."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """The open set, for cases that only read."""
        engine = cls.new_engine(tmp_path_factory, open_lexicon)
        engine.rebuild(OPEN_SET)
        return engine

    @pytest.fixture
    def fresh(self, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        """Empty, for cases that write."""
        return self.new_engine(tmp_path_factory, open_lexicon)

    # The open test set

    @pytest.mark.parametrize("pair", PAIRS, ids=[f"{p['query']} → {p['must_find']}" for p in PAIRS])
    def test_a_pair_is_found_in_its_tier(self, engine: Engine, pair: dict[str, str]) -> None:
        text = unicodedata.normalize("NFD", pair["query"]) if "NFD" in pair["reason"] else pair["query"]
        meant = {document.id for document in OPEN_SET if document.names[0] == pair["must_find"]}
        hits = engine.search(Query(text=text, limit=WITHIN)).hits
        assert pair["tier"] in [hit.tier.name.lower() for hit in hits if hit.id in meant]

    # Tiers and spellings

    @pytest.mark.parametrize(("text", "id_", "tier"), FIRST, ids=[text for text, _, _ in FIRST])
    def test_what_comes_first_and_in_which_tier(
        self, engine: Engine, text: str, id_: str, tier: Tier
    ) -> None:
        hit = engine.search(Query(text=text, limit=1)).hits[0]
        assert (hit.id, hit.tier) == (id_, tier)

    def test_the_five_tiers_come_in_order(self, fresh: Engine) -> None:
        names = {"e": "Chùa Thuý Kỷ", "t": "Chùa Thúy Kỷ", "f": "Chùa Thuy Ky", "l": "Chùa Thuy Ki"}
        fresh.put(
            item(id_, name, unit=NAM_DINH, rank="special" * (id_ == "l")) for id_, name in names.items()
        )
        assert found(fresh, "chùa thuý kỷ") == [
            ("e", Tier.EXACT), ("t", Tier.TONE), ("f", Tier.FOLDED), ("l", Tier.FALLBACK)
        ]  # fmt: skip
        assert {tier for _, tier in found(fresh, "chùa thúyy kỷ")} == {Tier.TYPO}

    def test_a_typed_mark_decides_between_two_names(self, fresh: Engine) -> None:
        fresh.put([
            item("the-3", "Miếu Thế", unit=NAM_DINH, rank="special"), item("the-4", "Miếu Thể", unit=NAM_DINH)
        ])  # fmt: skip
        assert found(fresh, "thể") == [("the-4", Tier.EXACT), ("the-3", Tier.FOLDED)]
        assert found(fresh, "thế") == [("the-3", Tier.EXACT), ("the-4", Tier.FOLDED)]
        assert found(fresh, "the") == [("the-3", Tier.FOLDED), ("the-4", Tier.FOLDED)]

    def test_within_a_tier_the_field_decides_before_the_rank(self, fresh: Engine) -> None:
        base = item("x", "Đình Cả", unit=NAM_DINH, rank="special")
        fresh.put([
            replace(base, id="page", pages=("làng Vọc",)),
            replace(base, id="text", texts=("làng Vọc",)),
            replace(base, id="keyword", keywords=("Vọc",)),
            replace(base, id="decision", decisions=("Vọc",)),
            replace(base, id="person", persons=("ông Vọc",)),
            replace(base, id="unit", unit_names=("Thôn Vọc",)),
            replace(base, id="alias", names=("Đình Cả", "Đình Vọc")),
            replace(base, id="name", names=("Đình làng Vọc",), rank_weight=0),
        ])  # fmt: skip
        order = ["name", "alias", "unit", "person", "decision", "keyword", "text", "page"]
        assert [id_ for id_, _ in found(fresh, "vọc")] == order

    # Slips

    def test_a_slip_is_looked_for_only_where_nothing_else_is_found(self, fresh: Engine) -> None:
        fresh.put([item("a", "Chùa Trăn", unit=NAM_DINH)])
        assert found(fresh, "chua tran") == [("a", Tier.FOLDED)]
        fresh.put([item("b", "Chùa Trang", unit=NAM_DINH, rank="special")])
        assert found(fresh, "chua tran") == [("a", Tier.FOLDED), ("b", Tier.FOLDED)]  # an unfinished word
        fresh.remove(["a", "b"])
        fresh.put([item("c", "Chùa Trấm", unit=NAM_DINH)])
        assert found(fresh, "chua tran") == [("c", Tier.TYPO)]

    def test_whether_slips_are_looked_for_does_not_depend_on_filters(self, engine: Engine) -> None:
        assert engine.search(Query(text="đền trần", categories=("craft_village",))).total == 0
        assert engine.search(Query(text="denn trann", categories=("craft_village",))).total == 0
        page = engine.search(Query(text="denn trann", categories=("festival",)))
        assert {hit.id for hit in page.hits} == {
            "le-hoi-den-tran-nam-dinh", "le-hoi-den-tran-hung-ha", "khai-an"
        }  # fmt: skip

    def test_a_misspelt_question_has_facets_places_and_pages_that_agree(self, engine: Engine) -> None:
        query = Query(text="denn trann", limit=2)
        total = engine.search(query).total
        assert total >= 4
        assert sum(count.count for count in engine.facets(query)["category"]) == total
        seen: list[str] = []
        page = engine.search(query)
        while True:
            seen += [hit.id for hit in page.hits]
            if page.next_cursor is None:
                break
            page = engine.search(replace(query, cursor=page.next_cursor))
        assert len(seen) == len(set(seen)) == total
        assert engine.among(query, [*seen, "mao-dien"]) == frozenset(seen)
        placed = {document.id for document in OPEN_SET if document.lon is not None}
        assert sum(cell.count for cell in engine.clusters(query, 10)) == len(placed & set(seen))

    def test_a_misspelt_question_can_be_sorted_by_name(self, engine: Engine) -> None:
        by_name = engine.search(Query(text="denn trann", sort=Sort.NAME)).hits
        by_relevance = engine.search(Query(text="denn trann")).hits
        assert {hit.id for hit in by_name} == {hit.id for hit in by_relevance}
        assert {hit.tier for hit in by_name} == {Tier.TYPO}

    @pytest.mark.parametrize("text", ["đq trầm", "xq", '"denn tran"', "1419x", "14199", "ten:qqqq"])
    def test_short_words_phrases_and_numbers_are_not_guessed(self, engine: Engine, text: str) -> None:
        assert all(hit.tier is not Tier.TYPO for hit in engine.search(Query(text=text)).hits)

    def test_three_wrong_words_are_too_many(self, engine: Engine) -> None:
        assert found(engine, "chuqa phop minhh") == []

    @pytest.mark.xfail(strict=True, reason="read as Telex (tản) first, and that finds something")
    def test_a_swapped_letter_may_look_like_telex(self, engine: Engine) -> None:
        assert "den-tran" in dict(found(engine, "den tarn"))

    @pytest.mark.xfail(strict=True, reason="a blank too many is not looked for, one missing is")
    def test_a_word_may_be_torn_in_two(self, engine: Engine) -> None:
        assert "chua-pho-minh" in dict(found(engine, "chua pho mi nh"))

    def test_an_exclusion_holds_for_a_misspelt_question(self, engine: Engine) -> None:
        assert "den-tran-thuong" in dict(found(engine, "denn trann"))
        assert "den-tran-thuong" not in dict(found(engine, "denn trann -thuong"))

    def test_what_is_left_out_is_not_looked_for_in_other_spellings(self, engine: Engine) -> None:
        assert found(engine, "đền trần -đền") == []
        assert found(engine, "denn trann -den") == []
        assert engine.spelling("đền trần -đền") is None

    def test_a_slip_in_a_field_stays_in_the_field(self, fresh: Engine) -> None:
        fresh.put([
            known(item("a", "Đình Khiêm", unit=NAM_DINH)),
            known(item("b", "Đình Cả", unit=NAM_DINH), people="Nguyễn Bỉnh Khiêm"),
        ])  # fmt: skip
        assert found(fresh, "nguoi:khiemm") == [("b", Tier.TYPO)]

    # Fields

    @pytest.mark.parametrize(("text", "ids"), FIELDS_ASKED, ids=[text for text, _ in FIELDS_ASKED])
    def test_a_field_finds_what_it_names(self, engine: Engine, text: str, ids: set[str]) -> None:
        page = engine.search(Query(text=text, limit=100))
        assert {hit.id for hit in page.hits} == ids
        assert page.total == len(ids)

    @pytest.mark.parametrize(("one", "other"), SAME_MEANING, ids=[one for one, _ in SAME_MEANING])
    def test_two_ways_to_say_one_thing(self, engine: Engine, one: str, other: str) -> None:
        assert found(engine, one) == found(engine, other)

    def test_years_in_the_words_and_beside_them_are_both_kept(self, engine: Engine) -> None:
        facets = engine.facets(Query(text="nam:1300..1310 -đền"))
        assert [count.value for count in facets["category"]] == ["figure"]
        assert sum(cell.count for cell in engine.clusters(Query(text="nam:1300..1310 -hưng"), 8)) == 2
        both = Query(text="nam:1300..1310", years=Years(1306, 1400))
        assert {hit.id for hit in engine.search(both).hits} == {"den-tran"}
        assert engine.search(Query(text="nam:1300..1310", years=Years(1500, 1600))).total == 0

    def test_a_code_is_no_word(self, engine: Engine) -> None:
        for text in ("rank", "category", "=rank=special", "rank=special", "==rank=special", "craftvillage"):
            assert engine.search(Query(text=text)).total == 0

    # The table of words

    def test_an_edited_table_counts_at_the_next_question(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        lines = list(DEFAULT_LINES)
        engine = self.new_engine(tmp_path_factory, lambda: lexicon_of(lines))
        engine.put([item("a", "Đình Cả", unit=NAM_DINH, text="Do ban quản lý di tích trông coi.")])
        assert found(engine, "bql") == []
        lines.append(WordLine(WordKind.ABBREVIATION, "BQL", "ban quản lý"))
        assert found(engine, "bql") == [("a", Tier.EXACT)]
        assert found(engine, "bql di tích") == [("a", Tier.EXACT)]
        lines.pop()
        assert found(engine, "bql") == []

    @pytest.mark.parametrize(
        ("text", "asked"),
        [
            ("Do UBND xã quản lý", "ủy ban nhân dân"),
            ("Do Uỷ ban nhân dân xã quản lý", "ubnd"),
            ("Thuộc TP. Nam Định", "thành phố nam định"),
            ("Thuộc thành phố Nam Định", "tp nam định"),
            ("Đã xếp hạng DTLS", "di tích lịch sử"),
            ("Di tích lịch sử cấp tỉnh", "dtls"),
            ("Di tích kiến trúc nghệ thuật", "ktnt"),
            ("Lịch sử văn hóa", "lsvh"),
            ("Lịch sử văn hoá", "lsvh"),
            ("Theo quyết định 321", "qđ 321"),
            ("Theo QĐ 321", "quyết định 321"),
            ("Ở phường Lộc Vượng", "p. lộc vượng"),
            ("Ở xã Điền Xá", "x. điền xá"),
        ],
    )
    def test_a_short_form_and_its_long_form_find_each_other(
        self, fresh: Engine, text: str, asked: str
    ) -> None:
        fresh.put([item("a", "Đình Cả", unit=HAI_PHONG, text=text)])
        hits = found(fresh, asked)
        assert [id_ for id_, _ in hits] == ["a"]
        assert hits[0][1] <= Tier.TONE

    def test_half_a_long_form_is_not_the_short_one(self, fresh: Engine) -> None:
        fresh.put([item("a", "Đình Cả", unit=NINH_BINH, text="UBND trông coi")])
        assert found(fresh, "nhân dân") == []

    def test_a_phrase_may_hold_a_short_form(self, fresh: Engine) -> None:
        fresh.put([item("a", "Đình Cả", unit=HAI_PHONG, text="do ủy ban nhân dân xã trông coi")])
        assert found(fresh, '"do UBND xã"') == [("a", Tier.EXACT)]
        assert found(fresh, '"UBND coi"') == []

    # Corrections

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("chua pho mihn", "chùa phổ minh"),
            ("dentran", "đền trần"),
            ("nguyen bnh khim", "nguyễn bỉnh khiêm"),
            ("van mieu mao dienn", "văn miếu mao điền"),
            ("phat diem cathderal", "phat diem cathedral"),
            ("ten:keop", "name:keo"),
            ("cuha keo -hành", "chùa keo -hành"),
            ("đền trần", None),
            ("qqqq wwww", None),
            ("", None),
            ("***", None),
        ],
    )
    def test_what_a_misspelt_question_meant(self, engine: Engine, text: str, meant: str | None) -> None:
        assert engine.spelling(text) == meant

    @pytest.mark.parametrize(
        "text", ["denn trann", "nguyen bnh khim", "ten:keop", "cuha keo -hành", "dentran"]
    )
    def test_a_correction_finds_more_than_slips(self, engine: Engine, text: str) -> None:
        meant = engine.spelling(text)
        assert meant is not None
        assert engine.search(Query(text=meant)).hits[0].tier < Tier.TYPO

    # Suggestions

    def test_units_people_and_decisions_are_suggested(self, engine: Engine) -> None:
        assert engine.suggest_values("chí l")[0] == Suggestion(
            "Thị xã Chí Linh", "unit", query='unit:"Thị xã Chí Linh"', count=4
        )
        assert engine.suggest_values("nguyen tr")[0].text == "Nguyễn Trãi"
        assert [each.text for each in engine.suggest_values("2082")] == ["2082/QĐ-TTg"]

    def test_a_suggestion_finds_as_many_as_it_says(self, engine: Engine) -> None:
        for text in ("t", "trần", "chí", "20", "5079", "lộc"):
            for each in engine.suggest_values(text):
                assert engine.search(Query(text=each.query)).total == each.count

    def test_the_spelling_typed_is_suggested_first(self, fresh: Engine) -> None:
        fresh.put([
            known(item(f"a{n}", "Đình", unit=NAM_DINH), people="Lê Chấn") for n in range(3)
        ] + [known(item("b", "Đình", unit=NAM_DINH), people="Lê Chân")])  # fmt: skip
        assert [each.text for each in fresh.suggest_values("lê chân")] == ["Lê Chân", "Lê Chấn"]
        assert [each.text for each in fresh.suggest_values("le chan")] == ["Lê Chấn", "Lê Chân"]

    def test_what_no_document_says_any_more_is_not_suggested(self, fresh: Engine) -> None:
        document = known(item("a", "Đình", unit=VI_KHE), people="Phạm Ngũ Lão")
        fresh.put([document, replace(document, id="b")])
        assert [each.count for each in fresh.suggest_values("ngũ lão")] == [2]
        fresh.remove(["a"])
        assert [each.count for each in fresh.suggest_values("ngũ lão")] == [1]
        fresh.put([replace(document, id="b", persons=())])
        assert fresh.suggest_values("ngũ lão") == ()
        fresh.rebuild([document])
        assert [each.count for each in fresh.suggest_values("ngũ lão")] == [1]

    @pytest.mark.parametrize(
        ("text", "types"), [("nguoi:tr", {"person"}), ("unit:d", {"unit"}), ("rank:s", set())]
    )
    def test_a_field_narrows_what_is_suggested(self, engine: Engine, text: str, types: set[str]) -> None:
        assert {each.type for each in engine.suggest_values(text)} == types

    def test_no_more_of_a_type_are_suggested_than_wanted(self, engine: Engine) -> None:
        many = engine.suggest_values("t", 3)
        assert max(sum(each.type == one.type for each in many) for one in many) == 3

    @pytest.mark.parametrize("text", ["", " ", "***", '"', "-", "\x00", "a" * 200])
    def test_nothing_is_suggested_for_nothing(self, engine: Engine, text: str) -> None:
        assert engine.suggest_values(text) == ()


def found(engine: Engine, text: str) -> list[tuple[str, Tier]]:
    """Ids and tiers of up to a hundred answers, best first."""
    return [(hit.id, hit.tier) for hit in engine.search(Query(text=text, limit=100)).hits]
