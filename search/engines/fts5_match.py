"""Plans in the words of SQLite: FTS5 expressions."""

from __future__ import annotations

from search.plan import MatchClass, Plan, Term
from search.terms import Clause


def match_expression(plan: Plan, wanted: MatchClass, better: tuple[MatchClass, ...] = ()) -> str:
    """Documents of a class that are in none of the better ones."""
    expression = f"({_class_expression(plan, wanted)})"
    for other in better:
        expression += f" NOT ({_class_expression(plan, other)})"
    for clause in plan.excluded:
        expression += f" NOT {_clause(clause)}"
    return expression


def all_of(clauses: tuple[Clause, ...]) -> str:
    """Documents that meet each of these."""
    return _all_of(clauses)


def holding(terms: tuple[Term, ...], columns: tuple[str, ...]) -> str:
    """Documents that hold one of these terms in one of these columns."""
    return _clause(Clause(terms, columns))


def any_column(required: tuple[tuple[Term, ...], ...]) -> str:
    """Rows that hold all of the outer, any of the inner, wherever."""
    return _all_of(tuple(Clause(terms, None) for terms in required))


def exclusion_expression(plan: Plan) -> str:
    """Documents that a question leaves out; only where it has exclusions."""
    return " OR ".join(map(_clause, plan.excluded))


def frontier(classes: tuple[MatchClass, ...], at: int) -> tuple[MatchClass, ...]:
    """The few better classes that hold all classes before ``at``, since each lies within the next."""
    found: list[MatchClass] = []
    for other in reversed(classes[:at]):
        covered = any(
            other.tier <= kept.tier and other.level <= kept.level and other.partial <= kept.partial
            for kept in found
        )
        if not covered:
            found.append(other)
    return tuple(found)


def _class_expression(plan: Plan, wanted: MatchClass) -> str:
    return " OR ".join(f"({_all_of(clauses)})" for clauses in plan.clauses(wanted))


def _all_of(clauses: tuple[Clause, ...]) -> str:
    """All of these. What neighbours share is asked once: (a or S) and (b or S) is (a and b) or S.

    A run of words shares its other form, a phrase, and a phrase costs more than all else.
    """
    parts: list[str] = []
    at = 0
    while at < len(clauses):
        columns, shared, end = clauses[at].columns, set(clauses[at].terms), at + 1
        while end < len(clauses) and clauses[end].columns == columns and shared & set(clauses[end].terms):
            shared &= set(clauses[end].terms)
            end += 1
        if end == at + 1:
            parts.append(_clause(clauses[at]))
        else:
            common = tuple(term for term in clauses[at].terms if term in shared)
            own = [tuple(term for term in one.terms if term not in shared) for one in clauses[at:end]]
            parts.append(_one_or_all(common, own, columns))
        at = end
    return " AND ".join(parts)


def _one_or_all(
    common: tuple[Term, ...], own: list[tuple[Term, ...]], columns: tuple[str, ...] | None
) -> str:
    either = _clause(Clause(common, columns))
    if not all(own):
        return either
    return f"(({_all_of(tuple(Clause(terms, columns) for terms in own))}) OR {either})"


def _clause(clause: Clause) -> str:
    terms = f"({' OR '.join(map(_term, clause.terms))})"
    return terms if clause.columns is None else f"{{{' '.join(clause.columns)}}} : {terms}"


def _term(term: Term) -> str:
    # Tokens are letters, digits and the exact mark, so that nothing in a string needs escaping.
    return f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}'
