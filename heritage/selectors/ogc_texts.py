"""Texts as filters compare them: folded by our own table, matched with their case, ordered by code points.

What a database would do by itself depends on it: SQLite's LIKE knows no case, PostgreSQL orders by its locale.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Lookup, TextField
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

from heritage.rules.text_folding import fold, pairs

_Sql = tuple[str, Any]


class FoldedText(Func):
    """A text without its case, its marks, or both."""

    output_field = TextField()

    def __init__(self, of: Combinable, *, case: bool, marks: bool, **extra: Any) -> None:
        super().__init__(of, **extra)
        self.case = case
        self.marks = marks

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> _Sql:
        """By ``translate``, which needs the table of letters only."""
        inner, params = compiler.compile(self.source_expressions[0])
        if not self.case and not self.marks:
            return f"NORMALIZE({inner}, NFC)", params
        old, new = pairs(self.case, self.marks)
        return f"TRANSLATE(NORMALIZE(({inner})::text, NFC), %s, %s)", [*params, old, new]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> _Sql:
        """By the table itself, given to the connection that the query is for."""
        name = f"disanso_fold_{int(self.case)}{int(self.marks)}"
        case, marks = self.case, self.marks

        def folded(text: str | None) -> str | None:
            return None if text is None else fold(str(text), case=case, marks=marks)

        connection.ensure_connection()
        _give(connection, name, folded)
        inner, params = compiler.compile(self.source_expressions[0])
        return f"{name}({inner})", params


def _give(connection: BaseDatabaseWrapper, name: str, function: Callable[[str | None], str | None]) -> None:
    """Let SQLite call a function, once for each connection: again is refused while a query runs."""
    given: tuple[Any, set[str]] = getattr(connection, "disanso_functions", (None, set()))
    handle, names = given
    if handle is not connection.connection:
        handle, names = connection.connection, set()
        connection.disanso_functions = (handle, names)  # type: ignore[attr-defined]
    if name not in names:
        handle.create_function(name, 1, function, deterministic=True)
        names.add(name)


class MatchesPattern(Lookup[Any]):
    """A text against pieces of text and wildcards, with its case."""

    lookup_name = "matches_pattern"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> _Sql:
        """The pattern as each database writes it."""
        sqlite = connection.vendor == "sqlite"
        pattern = "".join(_wild(piece, sqlite) if wild else _literal(piece, sqlite) for piece, wild in value)
        return "%s", [pattern]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> _Sql:
        """LIKE of PostgreSQL, GLOB of SQLite."""
        left, params = self.process_lhs(compiler, connection)
        right, pattern = self.process_rhs(compiler, connection)
        operator = "GLOB" if connection.vendor == "sqlite" else "LIKE"
        return f"{left} {operator} {right}", [*params, *pattern]


def utf8_order(of: Combinable) -> Combinable:
    """A text that is ordered by its code points, as SQLite does."""
    return _ByCodePoint(of)


class _ByCodePoint(Func):
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> _Sql:
        inner, params = compiler.compile(self.source_expressions[0])
        return f'({inner}) COLLATE "C"', params

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> _Sql:
        return compiler.compile(self.source_expressions[0])


def _wild(wildcard: str, sqlite: bool) -> str:
    return {"%": "*", "_": "?"}[wildcard] if sqlite else wildcard


def _literal(text: str, sqlite: bool) -> str:
    if sqlite:
        return "".join(f"[{c}]" if c in "*?[" else c for c in text)
    return "".join(f"\\{c}" if c in "%_\\" else c for c in text)
