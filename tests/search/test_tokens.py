from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.documents import SearchDocument
from search.tokens import FIELDS, compile_document


def stream(field: str, **parts: object) -> list[str]:
    """The tokens of one field."""
    return (
        compile_document(SearchDocument(id="a", **{"names": ("Đình",), **parts}))
        .streams[FIELDS.index(field)]
        .split()
    )


def stream_of_codes(**parts: object) -> list[str]:
    """The tokens of the codes of a document."""
    return compile_document(SearchDocument(id="a", names=("Đình",), **parts)).streams[-1].split()


def test_a_name_has_both_forms() -> None:
    assert stream("name", names=("Đền Trần",)) == ["=đền", "=trần", "=", "den", "tran", "="]


def test_names_after_the_first_are_aliases() -> None:
    assert stream("alias", names=("Phủ Dầy", "Phủ Giầy"))[:2] == ["=phủ", "=giầy"]


def test_a_number_brings_its_other_writings() -> None:
    assert {"=13", "13", "=xiii"} <= set(stream("text", texts=("Dựng vào thế kỷ XIII",)))


def test_codes_are_tokens_that_no_word_begins_like() -> None:
    tokens = stream_of_codes(category="craft_village", rank="special_national", level=2)
    assert tokens == ["==category=craftvillage", "==rank=specialnational", "==level=2"]


def test_people_and_decisions_have_columns_of_their_own() -> None:
    assert stream("person", persons=("Lê Chân",))[:2] == ["=lê", "=chân"]
    assert stream("decision", decisions=("1419/QĐ-TTg",))[:3] == ["=1419", "=qđ", "=ttg"]


def test_what_may_be_suggested_is_named_once() -> None:
    document = SearchDocument(
        id="a", names=("Đình",), unit_names=("Xã  Điền Xá",), persons=("Tô Trung Tự", "Tô Trung Tự", "*")
    )
    assert compile_document(document).said == (("unit", "Xã Điền Xá"), ("person", "Tô Trung Tự"))
    assert compile_document(document).spelt == ("đình", "xã điền xá", "tô trung tự")


def test_a_romanised_word_is_no_spelling() -> None:
    tokens = stream("alias", names_en=("Den Tran Temple",))
    assert "=temple" in tokens
    assert "=den" not in tokens
    assert "den" in tokens


def test_an_english_text_holds_no_vietnamese_spelling() -> None:
    english = "The temple of Den Tran was built by the kings of the Tran dynasty in the north"
    assert "=den" not in stream("text", texts=(english,))
    assert "=hoa" in stream("text", texts=("nghề trồng hoa cây cảnh của làng có từ lâu đời",))


def test_weights_compare_importance_before_completeness() -> None:
    weights = [
        compile_document(SearchDocument(id="a", names=(), rank_weight=rank, completeness=part)).weight
        for rank, part in ((0, 0.0), (0, 1.0), (1, 0.0), (1, 0.5), (2, 0.0))
    ]
    assert weights == sorted(weights)


def test_units_hold_the_ward_itself_once() -> None:
    document = SearchDocument(id="a", names=("Đình",), unit_code="13669", units=("13669", "37"))
    assert compile_document(document).facets[3] == ("13669", "37")
    assert compile_document(SearchDocument(id="a", names=(), unit_code="13669")).facets[3] == ("13669",)


def test_half_a_position_is_none() -> None:
    compiled = compile_document(SearchDocument(id="a", names=("Đình",), lon=106.0))
    assert (compiled.lon, compiled.lat) == (None, None)


@given(st.text(max_size=60))
def test_streams_of_any_text_hold_tokens_and_gaps_only(text: str) -> None:
    for token in stream("text", texts=(text,)):
        assert token == "=" or token.removeprefix("=").isalnum()
