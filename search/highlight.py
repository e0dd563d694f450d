"""Which words of a text a question met, for marking them and for cutting a passage around them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from search.documents import Tier
from search.folding import fold, words
from search.plan import TEXT_TIERS, Group, Plan, plan_for
from search.tokens import EXACT_MARK

_RUN = re.compile(r"[^\W_]+")
_LEAD = 40  # characters shown before the first met word
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not. Plain text: whoever renders it escapes it."""

    text: str
    marked: bool = False


def highlight(text: str, question: str) -> tuple[Piece, ...]:
    """The text in pieces; joined they are the text again (in NFC).

    Each word of the question marks the words it meets best: with "thể" asked, "thế" is marked only in a text
    that holds no "thể".

    Raises:
        BadQuery: The question is too long to be one.
    """
    text = unicodedata.normalize("NFC", text)
    return _cut(text, _met(text, plan_for(question)), 0, len(text))


def passage(text: str, question: str, width: int = 200) -> tuple[Piece, ...]:
    """About ``width`` characters around the first word met, or from the beginning, cut between words.

    Raises:
        BadQuery: The question is too long to be one.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    met = _met(text, plan_for(question))
    if len(text) <= width:
        return _cut(text, met, 0, len(text))
    first = met[0][0] if met else 0
    start = max(0, min(first - _LEAD, len(text) - width))
    start = (
        text.find(" ", start, start + _LEAD) + 1 if start and " " in text[start : start + _LEAD] else start
    )
    end = min(len(text), start + width)
    if end < len(text) and " " in text[start:end]:
        end = text.rindex(" ", start, end)
    pieces = _cut(text, [(a, b) for a, b in met if a >= start and b <= end], start, end)
    before = (Piece(ELLIPSIS),) if start else ()
    return (*before, *pieces, *((Piece(ELLIPSIS),) if end < len(text) else ()))


def _met(text: str, plan: Plan) -> list[tuple[int, int]]:
    found = [
        (run.start(), run.end(), exact[0]) for run in _RUN.finditer(text) if (exact := words(run.group()))
    ]
    spans: set[tuple[int, int]] = set()
    for at, group in enumerate(plan.groups):
        goes_on = plan.can_go_on and at == len(plan.groups) - 1
        for tier in TEXT_TIERS:
            met = {(start, end) for start, end, word in found if _meets(word, group, tier, goes_on=goes_on)}
            if met:
                spans |= met
                break
    return sorted(spans)


def _meets(word: str, group: Group, tier: Tier, *, goes_on: bool) -> bool:
    forms = (EXACT_MARK + word, fold(word))
    tokens = [token for term in group.spellings[tier] for token in term.tokens]
    return any(form == token or (goes_on and form.startswith(token)) for form in forms for token in tokens)


def _cut(text: str, met: list[tuple[int, int]], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for begin, stop in met:
        if begin > at:
            pieces.append(Piece(text[at:begin]))
        pieces.append(Piece(text[begin:stop], marked=True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)
