"""The table of search words, edited by people. It counts at the next question, in every process."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from heritage.errors import BadRequest, NotAllowed
from heritage.models import SearchWord, User
from heritage.search_words import Line, default_rows
from search.folding import words

MOST_LINES = 1000  # the table is read at every question


def add(kind: str, written: str, stands_for: str, note: str, *, by: User) -> SearchWord:
    """One more line.

    Raises:
        NotAllowed: An officer.
        BadRequest: No words, nothing that they stand for, the same words twice, or a line that is there.
    """
    _require_editor(by)
    written, stands_for, note = (" ".join(text.split()) for text in (written, stands_for, note))
    _check(kind, written, stands_for, note)
    _begin(by)
    if SearchWord.objects.count() >= MOST_LINES:
        raise BadRequest(
            f"Bảng đã có {MOST_LINES} dòng. Tắt hoặc xóa bớt dòng không dùng.",
            f"The table has {MOST_LINES} lines. Remove lines that nobody needs.",
            "table_full",
        )
    try:
        with transaction.atomic():
            return SearchWord.objects.create(
                kind=kind, written=written, stands_for=stands_for, note=note, edited_by=by
            )
    except IntegrityError as error:
        raise BadRequest(
            f"Dòng “{written}” đã có trong bảng.",
            f"The line “{written}” is in the table already.",
            "word_once",
        ) from error


def switch(kind: str, written: str, stands_for: str, active: bool, *, by: User) -> None:
    """Let a line count, or not.

    Raises:
        NotAllowed: An officer.
        BadRequest: No such line.
    """
    _require_editor(by)
    _begin(by)
    row = _row(kind, written, stands_for)
    row.active, row.edited_by = active, by
    row.save(update_fields=["active", "edited_by", "edited_at"])


def remove(kind: str, written: str, stands_for: str, *, by: User) -> None:
    """Take away a line that people have added; one that the product brings is switched off instead.

    Raises:
        NotAllowed: An officer.
        BadRequest: No such line.
    """
    _require_editor(by)
    if (kind, written, stands_for) in default_keys():
        switch(kind, written, stands_for, False, by=by)
        return
    _row(kind, written, stands_for).delete()


def bring_defaults(*, by: User) -> int:
    """Add what the product brings and the table lacks, as after an update. Returns how many lines that were.

    Raises:
        NotAllowed: An officer.
    """
    _require_editor(by)
    known = set(SearchWord.objects.values_list("kind", "written", "stands_for"))
    missing = [row for row in default_rows() if row[:3] not in known]
    _write(missing)
    return len(missing)


def default_keys() -> frozenset[tuple[str, str, str]]:
    """Kind, written and what it stands for of every line that the product brings."""
    return frozenset((kind, written, stands_for) for kind, written, stands_for, _ in default_rows())


def _begin(by: User) -> None:
    """The first edit writes down the lines that counted until then."""
    if not SearchWord.objects.exists():
        _write(default_rows())


def _write(rows: tuple[Line, ...] | list[Line]) -> None:
    SearchWord.objects.bulk_create(
        [
            SearchWord(kind=kind, written=written, stands_for=stands_for, active=active)
            for kind, written, stands_for, active in rows
        ],
        ignore_conflicts=True,
    )


def _row(kind: str, written: str, stands_for: str) -> SearchWord:
    row = SearchWord.objects.filter(kind=kind, written=written, stands_for=stands_for).first()
    if row is None:
        raise BadRequest(
            "Dòng này không còn trong bảng. Tải lại trang.",
            "This line is no longer in the table. Load the page again.",
            "no_such_word",
        )
    return row


def _check(kind: str, written: str, stands_for: str, note: str) -> None:
    problem = _problem(kind, written, stands_for, note)
    if problem is not None:
        raise BadRequest(*problem, "bad_word")


def _problem(kind: str, written: str, stands_for: str, note: str) -> tuple[str, str] | None:
    if kind not in SearchWord.Kind.values:
        return "Chọn loại của dòng.", "Choose the kind of the line."
    if len(written) > 80 or len(stands_for) > 200 or len(note) > 200:
        return (
            "Từ dài nhất 80 ký tự, nghĩa và ghi chú 200.",
            "Words may have 80 characters, meanings and notes 200.",
        )
    if not words(written):
        return "Ghi từ hoặc chữ viết tắt.", "Write the word or the short form."
    if kind == SearchWord.Kind.OPTIONAL:
        return (
            ("Từ có thể bỏ không thay cho từ nào khác.", "A word that may be missing stands for no other.")
            if stands_for
            else None
        )
    if not words(stands_for):
        return "Ghi từ này thay cho gì.", "Write what it stands for."
    if words(stands_for) == words(written):
        return "Hai bên là cùng một từ.", "Both sides are the same word."
    return None


def _require_editor(by: User) -> None:
    if not by.may_review:
        raise NotAllowed(
            vi="Chỉ người duyệt và quản trị sửa từ điển tìm kiếm.",
            en="Only reviewers and administrators edit the search dictionary.",
        )
