"""CQL2 text (OGC 21-065r2, clause 7 and annex B) read into a filter.

Written here because the parsers at hand cannot be let near strangers: cql2 0.6.0 brings the process down on 5,000
nested parentheses (2026-11-25), and neither it nor pygeofilter says where a name is wrong.
"""

from __future__ import annotations

import re

from heritage.errors import BadRequest
from heritage.interop.ogc_cql2_build import Builder
from heritage.interop.ogc_cql2_geometry import TYPES, from_box, from_wkt
from heritage.interop.ogc_cql2_parts import MAX_DEPTH, Operand, Shape, Span, wrong
from heritage.interop.ogc_cql2_time import read_day, read_moment, read_time
from heritage.interop.ogc_cql2_tokens import Token, tokens_of
from heritage.rules.filters import Every, Filter, Opposite, Relation, Some

COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
BOXES = ("BBOX", "ENVELOPE")
_SPATIAL = re.compile(r"S_(?:" + "|".join(each.upper() for each in Relation) + ")")
_TEMPORAL = re.compile(r"T_[A-Z]+")


def read_text(written: str, builder: Builder) -> Filter:
    """The filter that a text says.

    Raises:
        BadRequest: The text is no filter of this collection; the sentence says where.
    """
    return _Reader(written, builder).whole()


class _Reader:
    """Goes through the words once, from left to right; ``depth`` is how deep in parentheses."""

    def __init__(self, written: str, builder: Builder) -> None:
        self.written = written
        self.builder = builder
        self.tokens = tokens_of(written)
        self.index = 0
        self.depth = 0

    def whole(self) -> Filter:
        found = self.either()
        if self.here.kind != "end":
            raise self.surprised()
        return found

    @property
    def here(self) -> Token:
        return self.tokens[self.index]

    def take(self, *words: str) -> Token | None:
        """The word here if it is one of these, and go on."""
        token = self.here
        if token.word and token.word in words:
            self.index += 1
            return token
        return None

    def need(self, word: str) -> Token:
        token = self.take(word)
        if token is None:
            raise wrong(self.here.at, f"cần “{word}”.", f"“{word}” is needed.")
        return token

    def surprised(self) -> BadRequest:
        token = self.here
        if token.kind == "end":
            return wrong(token.at, "bộ lọc dừng giữa chừng.", "the filter stops halfway.")
        shown = token.value[:40]
        return wrong(token.at, f"không hiểu “{shown}” ở đây.", f"“{shown}” makes no sense here.")

    def either(self) -> Filter:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise wrong(self.here.at, f"lồng quá {MAX_DEPTH} tầng.", f"nested more than {MAX_DEPTH} deep.")
        parts = [self.both()]
        while self.take("OR"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def both(self) -> Filter:
        parts = [self.factor()]
        while self.take("AND"):
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def factor(self) -> Filter:
        negated = False
        while self.take("NOT"):
            negated = not negated
        found = self.primary()
        return Opposite(found) if negated else found

    def primary(self) -> Filter:
        if self.take("("):
            found = self.either()
            self.need(")")
            return found
        token, following = self.here, self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        if following.word == "(":
            if _SPATIAL.fullmatch(token.word):
                return self.spatial()
            if _TEMPORAL.fullmatch(token.word):
                return self.temporal()
        return self.predicate()

    def predicate(self) -> Filter:
        value = self.scalar()
        if operator := self.take(*COMPARISONS):
            return self.builder.compare(operator.word, value, self.scalar(), operator.at)
        if self.take("IS"):
            negated = self.take("NOT")
            self.need("NULL")
            found = self.builder.unknown(value)
            return Opposite(found) if negated else found
        negated = self.take("NOT")
        if operator := self.take("LIKE", "BETWEEN", "IN"):
            found = self.worded(operator, value)
            return Opposite(found) if negated else found
        if negated:
            raise self.surprised()
        return self.builder.truth(value)

    def worded(self, operator: Token, value: Operand) -> Filter:
        if operator.word == "LIKE":
            return self.builder.like(value, self.scalar(), operator.at)
        if operator.word == "BETWEEN":
            low = self.scalar()
            self.need("AND")
            return self.builder.between(value, low, self.scalar(), operator.at)
        self.need("(")
        options = [self.scalar()]
        while self.take(","):
            options.append(self.scalar())
        self.need(")")
        return self.builder.among(value, options, operator.at)

    def scalar(self) -> Operand:
        token = self.here
        if function := self.take("CASEI", "ACCENTI"):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise wrong(token.at, f"lồng quá {MAX_DEPTH} tầng.", f"nested more than {MAX_DEPTH} deep.")
            self.need("(")
            inner = self.scalar()
            self.need(")")
            self.depth -= 1
            accents = function.word == "ACCENTI"
            return self.builder.folded(inner, token.at, case=not accents, marks=accents)
        if self.take("DATE"):
            return read_day(self.quoted(), token.at)
        if self.take("TIMESTAMP"):
            return read_moment(self.quoted(), token.at)
        if truth := self.take("TRUE", "FALSE"):
            return self.builder.boolean(truth.word == "TRUE", token.at)
        sign = self.take("-", "+")
        if self.here.kind == "number":
            number = float(self.here.value)
            self.index += 1
            return self.builder.number(-number if sign and sign.word == "-" else number, token.at)
        if sign or token.kind not in ("text", "name"):
            raise self.surprised()
        self.index += 1
        if token.kind == "text":
            return self.builder.text(token.value, token.at)
        if self.here.word == "(":
            shown = token.value[:40]
            raise wrong(token.at, f"không có hàm “{shown}”.", f"there is no function “{shown}”.")
        return self.builder.property(token.value, token.at)

    def quoted(self) -> str:
        """The text between the parentheses that follow."""
        self.need("(")
        token = self.here
        if token.kind != "text":
            raise self.surprised()
        self.index += 1
        self.need(")")
        return token.value

    def spatial(self) -> Filter:
        name = self.here
        self.index += 1
        self.need("(")
        left = self.shape()
        self.need(",")
        right = self.shape()
        self.need(")")
        return self.builder.lies(name.word.lower(), left, right, name.at)

    def shape(self) -> Operand | Shape:
        token = self.here
        if self.take(*BOXES):
            self.need("(")
            numbers = [self.signed()]
            while self.take(","):
                numbers.append(self.signed())
            self.need(")")
            return from_box(numbers, self.builder.system, token.at)
        if token.word not in TYPES:
            return self.scalar()
        depth = 0
        while True:  # to the parenthesis that closes the first one
            self.index += 1
            if self.here.kind == "end":
                raise self.surprised()
            depth += {"(": 1, ")": -1}.get(self.here.word, 0)
            if depth == 0 and self.here.word == ")":
                break
        end = self.here.end
        self.index += 1
        return from_wkt(self.written[token.start : end], token.at)

    def signed(self) -> float:
        operand = self.scalar()
        return float(getattr(operand.value, "value", "nan")) if operand.kind.is_number else float("nan")

    def temporal(self) -> Filter:
        name = self.here
        self.index += 1
        self.need("(")
        left = self.span()
        self.need(",")
        right = self.span()
        self.need(")")
        return self.builder.relate(name.word.lower(), left, right, name.at)

    def span(self) -> Span:
        token = self.here
        if not self.take("INTERVAL"):
            moment = self.scalar()
            return Span(moment, moment, token.at)
        self.need("(")
        first = self.end_of_span()
        self.need(",")
        last = self.end_of_span()
        self.need(")")
        return Span(first, last, token.at)

    def end_of_span(self) -> Operand | None:
        token = self.here
        if token.kind == "text":
            self.index += 1
            return read_time(token.value, token.at)
        return self.scalar()
