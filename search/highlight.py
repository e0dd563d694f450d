"""Which words of a text a question met, for marking them and for cutting a passage around them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from search.documents import Tier
from search.folding import fold, words
from search.lexicon import Lexicon
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


def highlight(
    text: str, question: str, *, lexicon: Lexicon | None = None, slips: bool = False
) -> tuple[Piece, ...]:
    """The text in pieces; joined they are the text again (in NFC).

    Each word of the question marks the words it meets best: with "thể" asked, "thế" is marked only in a text
    that holds no "thể". With ``slips`` also words one edit away are marked, for answers of the tier TYPO.

    Raises:
        BadQuery: The question is too long to be one.
    """
    text = unicodedata.normalize("NFC", text)
    return _cut(text, _met(text, _plan(question, lexicon, slips=slips)), 0, len(text))


def passage(
    text: str, question: str, width: int = 200, *, lexicon: Lexicon | None = None, slips: bool = False
) -> tuple[Piece, ...]:
    """About ``width`` characters around the first word met, or from the beginning, cut between words.

    Raises:
        BadQuery: The question is too long to be one.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    met = _met(text, _plan(question, lexicon, slips=slips))
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


def _plan(question: str, lexicon: Lexicon | None, *, slips: bool) -> Plan:
    plan = plan_for(question, lexicon=lexicon)
    wider = plan.with_slips() if slips else ()
    return wider[-1] if wider else plan


def _met(text: str, plan: Plan) -> list[tuple[int, int]]:
    found = [(run.start(), run.end(), exact) for run in _RUN.finditer(text) for exact in _single(run.group())]
    tiers = (*TEXT_TIERS, Tier.TYPO) if plan.slips else TEXT_TIERS
    spans: set[tuple[int, int]] = set()
    for at, group in enumerate(plan.groups):
        goes_on = plan.can_go_on and at == len(plan.groups) - 1
        met = (_met_by(group, tier, found, goes_on=goes_on) for tier in tiers)
        spans |= next((best for best in met if best), set())
    return sorted(spans)


def _single(run: str) -> tuple[str, ...]:
    """The exact form of a run of letters; of Han characters, which stand alone, only the first counts."""
    return words(run)[:1]


def _met_by(
    group: Group, tier: Tier, found: list[tuple[int, int, str]], *, goes_on: bool
) -> set[tuple[int, int]]:
    """The spans that a group marks in a tier; of several words in a row, all of them or none."""
    spans: set[tuple[int, int]] = set()
    own = min(tier, Tier.FALLBACK)
    for term in group.terms(tier):
        prefix = goes_on and term in group.spellings[own]
        length = len(term.tokens)
        for at in range(len(found) - length + 1):
            run = found[at : at + length]
            if all(
                _meets(w, token, prefix=prefix) for (_, _, w), token in zip(run, term.tokens, strict=True)
            ):
                spans |= {(start, end) for start, end, _ in run}
    return spans


def _meets(word: str, token: str, *, prefix: bool) -> bool:
    forms = (EXACT_MARK + word, fold(word))
    return any(form == token or (prefix and form.startswith(token)) for form in forms)


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
