"""CQL2 text cut into words, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from heritage.interop.ogc_cql2_parts import MAX_CHARS, Place, wrong

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^'\\]|''|\\.)*')
      | (?P<name>"[^"]+"|[^\W\d][\w.:]*)
      | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<mark><>|<=|>=|[=<>(),+-])
    )""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the filter."""

    kind: str
    """``text``, ``name``, ``number``, ``mark`` or ``end``."""
    value: str
    """Of a text what stands between its quotes; of a name in double quotes likewise."""
    start: int
    end: int
    quoted: bool = False

    @property
    def word(self) -> str:
        """In capitals, for what the language itself says; empty for names in quotes."""
        return self.value.upper() if self.kind in ("name", "mark") and not self.quoted else ""

    @property
    def at(self) -> Place:
        """The first character, counted from 1."""
        return at_character(self.start)


def at_character(index: int) -> Place:
    """The place of a character, given its index."""
    return Place(f"ký tự {index + 1}", f"character {index + 1}")


def tokens_of(written: str) -> list[Token]:
    """All words and the end.

    Raises:
        BadRequest: Something that is no word, or more than MAX_CHARS characters.
    """
    if len(written) > MAX_CHARS:
        raise wrong(
            at_character(MAX_CHARS),
            f"dài hơn {MAX_CHARS} ký tự.",
            f"it is longer than {MAX_CHARS} characters.",
        )
    tokens: list[Token] = []
    position, length = 0, len(written.rstrip())
    while position < length:
        found = _TOKEN.match(written, position)
        if found is None:
            blank = position + len(written[position:]) - len(written[position:].lstrip())
            raise wrong(at_character(blank), "ký tự này không đọc được.", "this character cannot be read.")
        kind = str(found.lastgroup)
        value, start = found.group(kind), found.start(kind)
        quoted = kind == "name" and value.startswith('"')
        if kind == "text":
            value = re.sub(r"''|\\'", "'", value[1:-1])
        elif quoted:
            value = value[1:-1]
        tokens.append(Token(kind, value, start, found.end(), quoted))
        position = found.end()
    return [*tokens, Token("end", "", len(written), len(written))]
