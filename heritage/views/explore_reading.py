"""How a question was understood, in words, where it says more than words: fields, phrases, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from heritage import categories
from heritage.search_words import current_lexicon
from heritage.selectors import labels
from search.errors import BadQuery
from search.fields import AskedField
from search.lexicon import Lexicon
from search.question import Part, read_question

MOST_FORMS = 4
OPEN_YEAR = 9999  # either side of the era: the end that was left open


def reading(text: str, lang: str) -> list[str]:
    """Each thing asked for as a few words; empty for plain words that mean themselves."""
    try:
        parts = read_question(text)
    except BadQuery:
        return []
    lexicon = current_lexicon()
    plain = not any(part.field or part.phrase or part.minus for part in parts)
    forms = list(_other_forms(parts, lexicon))
    if plain and not forms:
        return []
    told = [_told(list(run), lexicon, lang) for _key, run in groupby(parts, lambda part: _run(part))]
    return [*told, *forms]


def _run(part: Part) -> object:
    """Words beside each other that are asked alike are told together; everything else alone."""
    alone = part.phrase or part.minus or part.years is not None or len(part.words) > 1
    return id(part) if alone else (part.field.name if part.field else "")


def _told(run: list[Part], lexicon: Lexicon, lang: str) -> str:
    part = run[0]
    words = " ".join(each.text for each in run)
    if part.years is not None:
        return _years(part.years.first, part.years.last)
    if part.field is None:
        if part.minus:
            return _("không có “%(words)s”") % {"words": words}
        return _("cụm từ “%(words)s”") % {"words": words} if part.phrase else f"“{words}”"
    if part.field.facet:
        told = f"{_facets()[part.field.facet]}: {_value(part.field, words, lexicon, lang)}"
        return _("không phải %(what)s") % {"what": told} if part.minus else told
    where = _fields()[part.field.name]
    if part.field.name == "unit" and words.isdecimal():
        words = labels.unit_names([words])[words]
    if part.minus:
        return _("%(where)s không có “%(words)s”") % {"where": where, "words": words}
    return _("%(where)s có “%(words)s”") % {"where": where, "words": words}


def _value(field: AskedField, words: str, lexicon: Lexicon, lang: str) -> str:
    code = lexicon.code_of(field.facet, words)
    vocabulary = labels.VOCABULARIES.get(field.facet)
    if vocabulary is not None and (code or words) in categories.codes(vocabulary):
        return categories.term(vocabulary, code or words).label(lang)
    return _("“%(words)s” (không có giá trị này)") % {"words": words}


def _years(first: int, last: int) -> str:
    if first <= -OPEN_YEAR:
        return _("đến năm %(year)s") % {"year": last}
    if last >= OPEN_YEAR:
        return _("từ năm %(year)s") % {"year": first}
    return _("năm %(years)s") % {"years": str(first) if first == last else f"{first}–{last}"}


def _other_forms(parts: tuple[Part, ...], lexicon: Lexicon) -> Iterator[str]:
    """What the table of words adds: "ubnd = ủy ban nhân dân"."""
    seen: dict[str, None] = {}
    for _key, run in groupby(parts, lambda part: _run(part)):
        words = tuple(word for part in run for word in part.words)
        for form in lexicon.other_forms(words):
            typed = " ".join(words[form.at : form.at + form.length])
            seen[f"{typed} = {' '.join(form.words)}"] = None
    yield from list(seen)[:MOST_FORMS]


def _fields() -> dict[str, str]:
    return {
        "name": _("tên"),
        "unit": _("phường, xã, tỉnh"),
        "person": _("nhân vật"),
        "decision": _("số quyết định"),
        "text": _("mô tả"),
        "page": _("trang tài liệu"),
    }


def _facets() -> dict[str, str]:
    return {
        "category": _("Loại"),
        "kind": _("Loại hình"),
        "rank": _("Xếp hạng"),
        "has": _("Có tư liệu"),
        "level": _("Mức số hóa"),
        "dynasty": _("Thời kỳ"),
        "lunar_month": _("Tháng lễ hội, âm lịch"),
        "licence": _("Giấy phép của tư liệu"),
    }
