"""The table of search words: what counts before and after edits, and who may edit."""

from __future__ import annotations

import pytest

from heritage.errors import BadRequest, NotAllowed
from heritage.models import SearchWord, User
from heritage.search_words import current_lexicon, default_rows
from heritage.services import search_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("duyet2", password="mat-khau-12", role="reviewer")


def forms(text: str) -> set[str]:
    """What the words of a question also go by now."""
    return {" ".join(form.words) for form in current_lexicon().other_forms(tuple(text.split()))}


def test_before_any_edit_the_default_counts() -> None:
    assert not SearchWord.objects.exists()
    assert forms("ubnd") == {"ủy ban nhân dân"}


def test_an_added_line_counts_at_once_and_the_default_still_does(editor: User) -> None:
    row = search_words.add("abbreviation", " BQL ", "ban  quản lý", "", by=editor)
    assert (row.written, row.stands_for, row.edited_by) == ("BQL", "ban quản lý", editor)
    assert forms("bql") == {"ban quản lý"}
    assert forms("ubnd") == {"ủy ban nhân dân"}
    assert SearchWord.objects.count() == len(default_rows()) + 1


def test_a_line_switched_off_no_longer_counts_until_it_is_on_again(editor: User) -> None:
    line = ("abbreviation", "UBND", "ủy ban nhân dân")
    search_words.switch(*line, False, by=editor)
    assert forms("ubnd") == set()
    search_words.switch(*line, True, by=editor)
    assert forms("ubnd") == {"ủy ban nhân dân"}


def test_a_default_line_is_switched_off_where_another_is_taken_away(editor: User) -> None:
    search_words.add("same", "văn chỉ", "văn từ", "", by=editor)
    search_words.remove("same", "văn chỉ", "văn từ", by=editor)
    assert not SearchWord.objects.filter(written="văn chỉ").exists()
    search_words.remove("abbreviation", "UBND", "ủy ban nhân dân", by=editor)
    assert not SearchWord.objects.get(written="UBND").active


def test_all_lines_off_is_not_the_default(editor: User) -> None:
    search_words.switch("abbreviation", "UBND", "ủy ban nhân dân", False, by=editor)
    SearchWord.objects.update(active=False)
    assert forms("tp nam định") == set()


def test_lines_that_a_newer_version_brings_can_be_added(editor: User) -> None:
    search_words.switch("abbreviation", "UBND", "ủy ban nhân dân", False, by=editor)
    SearchWord.objects.filter(written__in=["TP", "QĐ"]).delete()
    assert search_words.bring_defaults(by=editor) == 2
    assert search_words.bring_defaults(by=editor) == 0
    assert not SearchWord.objects.get(written="UBND").active


@pytest.mark.parametrize(
    ("kind", "written", "stands_for"),
    [
        ("abbreviation", "", "ban quản lý"),
        ("abbreviation", "...", "ban quản lý"),
        ("abbreviation", "BQL", ""),
        ("abbreviation", "BQL", "..."),
        ("same", "Miếu", "miếu"),
        ("optional", "ông", "cụ"),
        ("synonym", "a", "b"),
        ("same", "a" * 81, "b"),
        ("same", "a", "b" * 201),
        ("abbreviation", "UBND", "ủy ban nhân dân"),
    ],
)
def test_a_line_that_says_nothing_is_refused(editor: User, kind: str, written: str, stands_for: str) -> None:
    with pytest.raises(BadRequest):
        search_words.add(kind, written, stands_for, "", by=editor)
    assert not SearchWord.objects.exclude(edited_by=None).exists()


def test_a_line_that_is_not_there_cannot_be_switched(editor: User) -> None:
    with pytest.raises(BadRequest):
        search_words.switch("same", "không", "có", False, by=editor)


def test_a_full_table_takes_no_more(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_words, "MOST_LINES", len(default_rows()))
    with pytest.raises(BadRequest) as refused:
        search_words.add("same", "a", "b", "", by=editor)
    assert refused.value.code == "table_full"


def test_an_officer_edits_nothing(officer: User) -> None:
    for edit in (
        lambda: search_words.add("same", "a", "b", "", by=officer),
        lambda: search_words.switch("abbreviation", "UBND", "ủy ban nhân dân", False, by=officer),
        lambda: search_words.remove("abbreviation", "UBND", "ủy ban nhân dân", by=officer),
        lambda: search_words.bring_defaults(by=officer),
    ):
        with pytest.raises(NotAllowed):
            edit()
    assert not SearchWord.objects.exists()


@pytest.mark.parametrize(
    ("facet", "value", "code"),
    [
        ("rank", "di tích quốc gia đặc biệt", "special_national"),
        ("rank", "quốc gia", "national"),
        ("category", "craft villages", "craft_village"),
        ("has", "3D", "mesh"),
        ("dynasty", "tran", "tran"),
    ],
)
def test_labels_in_both_languages_mean_their_codes(facet: str, value: str, code: str) -> None:
    assert current_lexicon().code_of(facet, value) == code
