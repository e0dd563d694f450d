"""A question as it is written: words, "phrases", -exclusions and field:values. Read, not yet compiled.

Nothing that can be typed is an error but too much of it. A field that is not known is a word before a blank,
a quotation mark that is never closed is left out, a field with nothing behind its colon is a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.documents import Years
from search.errors import BadQuery
from search.fields import AskedField, asked_field
from search.folding import normalise, words

MAX_TEXT = 400  # characters
MAX_WORDS = 24
_FURTHEST_YEAR = 9999  # either side of the era
_PART = re.compile(
    r'(?P<minus>(?<!\S)-(?=["\w]))?(?:(?P<field>(?<![^\s-])[^\W\d][\w-]{0,29}):(?=["\w.-]))?'
    r'(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
_YEARS = re.compile(r"(?P<first>-?\d{1,4})?(?P<to>\.\.|-)?(?P<last>-?\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a question says.

    Attributes:
        words: Exact forms; more than one only in a phrase or around a sign: ``1419/QĐ-TTg``.
        phrase: Whether they must stand together.
        minus: Whether what has them is left out.
        field: Where they must stand; ``None`` is anywhere.
        years: What ``year:`` asks for.
    """

    words: tuple[str, ...]
    phrase: bool = False
    minus: bool = False
    field: AskedField | None = None
    years: Years | None = None

    @property
    def text(self) -> str:
        """The words as they are compared, for whoever shows how a question was read."""
        return " ".join(self.words)


def read_question(text: str) -> tuple[Part, ...]:
    """The parts of a text as typed, in order.

    If all of it is excluded, nothing is: the minus was a dash.

    Raises:
        BadQuery: More than MAX_TEXT characters or MAX_WORDS words.
    """
    if len(text) > MAX_TEXT:
        raise BadQuery(f"more than {MAX_TEXT} characters")
    parts: list[Part] = []
    for found in _PART.finditer(_balanced(normalise(text))):
        parts += _parts_of(found)
    if sum(len(part.words) for part in parts) > MAX_WORDS:
        raise BadQuery(f"more than {MAX_WORDS} words")
    if all(part.minus for part in parts):
        parts = [Part(part.words, part.phrase, field=part.field, years=part.years) for part in parts]
    return tuple(parts)


def _balanced(text: str) -> str:
    if text.count('"') % 2 == 0:
        return text
    at = text.rindex('"')
    blank = " " if at > 0 and text[at - 1].isalnum() else ""
    return text[:at] + blank + text[at + 1 :]


def _parts_of(found: re.Match[str]) -> list[Part]:
    value = found["phrase"] if found["phrase"] is not None else found["word"]
    minus, phrase = bool(found["minus"]), found["phrase"] is not None
    asked = asked_field(found["field"]) if found["field"] else None
    if found["field"] and asked is None:
        return [
            *_words(words(found["field"]), minus=minus),
            *_words(words(value), phrase=phrase, minus=minus),
        ]
    if asked is not None and asked.years:
        years = _years(value)
        if years is None or minus:  # no year, or one that is not wanted: then these are words
            return [*_words(words(found["field"]), minus=minus), *_words(words(value), minus=minus)]
        return [Part(words(value), field=asked, years=years)]
    if asked is not None and asked.facet:
        return [Part(found_words, phrase, minus, asked)] if (found_words := words(value)) else []
    return _words(words(value), phrase=phrase, minus=minus, field=asked)


def _words(
    found: tuple[str, ...], *, phrase: bool = False, minus: bool = False, field: AskedField | None = None
) -> list[Part]:
    if not found:
        return []
    if phrase or minus:
        return [Part(found, phrase, minus, field)]
    return [Part((word,), field=field) for word in found]


def _years(value: str) -> Years | None:
    """``1305``, ``1225..1400``, ``1225-1400``, ``..1009``, ``1945..``; ``None`` if it says no years."""
    match = _YEARS.fullmatch(value.replace(" ", ""))
    if match is None or (match["first"] is None and match["last"] is None):
        return None
    if match["to"] is None:
        if match["first"] and match["last"]:
            return None
        year = int(match["first"] or match["last"])
        return Years(year, year)
    first = int(match["first"]) if match["first"] else -_FURTHEST_YEAR
    last = int(match["last"]) if match["last"] else _FURTHEST_YEAR
    return Years(min(first, last), max(first, last))
