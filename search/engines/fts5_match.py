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


def holding(terms: tuple[Term, ...], columns: tuple[str, ...]) -> str:
    """Documents that hold one of these terms in one of these columns."""
    return _clause(Clause(terms, columns))


def any_column(required: tuple[tuple[Term, ...], ...]) -> str:
    """Rows that hold all of the outer, any of the inner, wherever."""
    return " AND ".join(_clause(Clause(terms, None)) for terms in required)


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
    return " OR ".join(f"({' AND '.join(map(_clause, all_of))})" for all_of in plan.clauses(wanted))


def _clause(clause: Clause) -> str:
    terms = f"({' OR '.join(map(_term, clause.terms))})"
    return terms if clause.columns is None else f"{{{' '.join(clause.columns)}}} : {terms}"


def _term(term: Term) -> str:
    # Tokens are letters, digits and the exact mark, so that nothing in a string needs escaping.
    return f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}'
