"""Read criteria from their JSON document, or say what is wrong with it and where."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any as Json

from heritage import categories
from heritage.errors import BadRequest
from heritage.rules.criteria import All, Any, Ask, Condition, Criteria, Fact, Requirement
from heritage.rules.evidence import Evidence

FORMAT = 1
LEVELS = ("0", "1", "2", "3")
MODES = ("all", "any")
MOST_DEPTH, MOST_NEEDS, MOST_CHOICES = 5, 200, 20
MOST_FIGURE = 100_000
TEXT_LENGTH = 300
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
HOLES = re.compile(r"\{([^{}]*)\}")
FIGURES = ("wanted", "have", "lacking", "wanted_minutes")
TOP_GRADE = 4

CODES_OF = {"category": categories.codes(categories.CATEGORIES), "rank": categories.codes(categories.RANKS)}
_TYPES = {field.name: str(field.type) for field in dataclasses.fields(Evidence)}
YES_FACTS = frozenset(name for name, kind in _TYPES.items() if kind == "bool")
COUNT_FACTS = frozenset(
    {name for name, kind in _TYPES.items() if kind in ("int", "float")} | {"decision_scan_dpi"}
)
LIMIT_FACTS = frozenset({"accuracy_m"})
FACTS = (*sorted(YES_FACTS), *sorted(COUNT_FACTS), *sorted(LIMIT_FACTS), *CODES_OF)


def read_criteria(document: Json, version: str) -> Criteria:
    """Criteria from ``{"format", "levels", "needs"}``; ``docs/kpi.md`` describes the document.

    Raises:
        BadRequest: Something in it is wrong; the sentence says where, as in ``needs[3].when.at_least``.
    """
    body = _object(document, "", {"format", "levels", "needs"}, {"format", "levels", "needs"})
    if body["format"] != FORMAT:
        raise _wrong("format", f"phải là {FORMAT}", f"must be {FORMAT}")
    levels = _object(body["levels"], "levels", set(LEVELS), set(LEVELS))
    for level, mode in levels.items():
        if mode not in MODES:
            raise _wrong(f"levels.{level}", "là “all” hoặc “any”", 'is "all" or "any"')
    if any(levels[level] != "all" for level in LEVELS[:2]):
        raise _wrong("levels", "mức 0 và 1 cần “all”", 'levels 0 and 1 need "all"')
    needs = _list(body["needs"], "needs", MOST_NEEDS)
    requirements = tuple(_requirement(each, f"needs[{number}]") for number, each in enumerate(needs))
    _check_whole(requirements)
    modes = tuple(levels[level] for level in LEVELS)
    return Criteria(version, (modes[0], modes[1], modes[2], modes[3]), requirements)


def _check_whole(requirements: tuple[Requirement, ...]) -> None:
    for category in CODES_OF["category"]:
        seen: set[str] = set()
        for number, each in enumerate(requirements):
            if not each.concerns(category):
                continue
            if each.code in seen:
                raise _wrong(
                    f"needs[{number}].code",
                    f"“{each.code}” đã có cho loại {category}",
                    f"{each.code!r} is there already for {category}",
                )
            seen.add(each.code)
        if not any(each.level == 2 and each.concerns(category) for each in requirements):
            raise _wrong(
                "needs",
                f"loại {category} không có yêu cầu nào ở mức 2 nên hồ sơ nào cũng được tính",
                f"{category} has no requirement at level 2, so that every record would count",
            )


def _requirement(value: Json, at: str) -> Requirement:
    names = {"code", "level", "categories", "vi", "en", "when"}
    body = _object(value, at, names, names - {"categories"})
    if not isinstance(body["code"], str) or not CODE.fullmatch(body["code"]):
        raise _wrong(f"{at}.code", "gồm chữ thường a-z, số, gạch dưới", "has lower-case letters, digits, _")
    if type(body["level"]) is not int or not 0 <= body["level"] <= 3:
        raise _wrong(f"{at}.level", "là 0, 1, 2 hoặc 3", "is 0, 1, 2 or 3")
    chosen = body.get("categories", [])
    found = Requirement(
        code=body["code"],
        level=body["level"],
        categories=_codes(chosen, f"{at}.categories", "category") if chosen != [] else (),
        vi=_text(body["vi"], f"{at}.vi"),
        en=_text(body["en"], f"{at}.en"),
        when=_condition(body["when"], f"{at}.when", 1),
    )
    for language in ("vi", "en"):
        for hole in HOLES.findall(getattr(found, language)):
            if hole not in FIGURES or found.figure is None:
                raise _wrong(
                    f"{at}.{language}",
                    f"{{{hole}}} không dùng được: chỉ {', '.join(FIGURES)} khi điều kiện có con số",
                    f"{{{hole}}} cannot be used: only {', '.join(FIGURES)}, where the condition has a figure",
                )
    return found


def _condition(value: Json, at: str, depth: int) -> Condition:
    if depth > MOST_DEPTH:
        raise _wrong(at, f"lồng quá {MOST_DEPTH} tầng", f"is nested more than {MOST_DEPTH} deep")
    body = _object(value, at, {"fact", "at_least", "at_most", "in", "not_in", "grade", "all", "any"}, set())
    for name, kind in (("all", All), ("any", Any)):
        if name in body:
            _object(value, at, {name}, {name})
            parts = _list(body[name], f"{at}.{name}", MOST_CHOICES)
            return kind(
                tuple(_condition(each, f"{at}.{name}[{n}]", depth + 1) for n, each in enumerate(parts))
            )
    return _fact(body, at)


def _fact(body: Mapping[str, Json], at: str) -> Fact:
    name = body.get("fact")
    if name not in FACTS:
        raise _wrong(f"{at}.fact", f"là một trong: {', '.join(FACTS)}", f"is one of: {', '.join(FACTS)}")
    asked = [ask for ask in Ask if ask in body]
    if name in YES_FACTS:
        _object(body, at, {"fact"}, {"fact"})
        return Fact(name, Ask.YES)
    if name in CODES_OF:
        if asked not in ([Ask.IN], [Ask.NOT_IN]):
            raise _wrong(at, "cần “in” hoặc “not_in”", 'needs "in" or "not_in"')
        _object(body, at, {"fact", asked[0]}, set())
        return Fact(name, asked[0], codes=_codes(body[asked[0]], f"{at}.{asked[0]}", name))
    ask = Ask.AT_MOST if name in LIMIT_FACTS else Ask.AT_LEAST
    _object(body, at, {"fact", ask, *({"grade"} if name == "captioned_photos" else ())}, {"fact", ask})
    figure = body[ask]
    if type(figure) not in (int, float) or not 0 < figure <= MOST_FIGURE:
        raise _wrong(f"{at}.{ask}", "là số dương", "is a positive number")
    grade = body.get("grade")
    if grade is not None and (type(grade) is not int or not 1 <= grade <= TOP_GRADE):
        raise _wrong(f"{at}.grade", f"là 1 đến {TOP_GRADE}", f"is 1 to {TOP_GRADE}")
    return Fact(name, ask, figure=float(figure), grade=grade)


def _codes(value: Json, at: str, of: str) -> tuple[str, ...]:
    found = _list(value, at, len(CODES_OF[of]))
    for each in found:
        if each not in CODES_OF[of]:
            raise _wrong(
                at, f"gồm các mã: {', '.join(CODES_OF[of])}", f"has codes of: {', '.join(CODES_OF[of])}"
            )
    return tuple(found)


def _text(value: Json, at: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LENGTH:
        raise _wrong(
            at, f"là một câu, tối đa {TEXT_LENGTH} ký tự", f"is a sentence of at most {TEXT_LENGTH} letters"
        )
    return value


def _list(value: Json, at: str, most: int) -> list[Json]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise _wrong(at, f"là danh sách có 1 đến {most} phần tử", f"is a list of 1 to {most}")
    return value


def _object(value: Json, at: str, known: set[str], needed: set[str]) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise _wrong(at, "phải là một đối tượng JSON {…}", "must be a JSON object {…}")
    if unknown := sorted(set(value) - known):
        raise _wrong(at, f"không có mục “{unknown[0]}”", f"has no entry {unknown[0]!r}")
    if missing := sorted(needed - set(value)):
        raise _wrong(at, f"thiếu mục “{missing[0]}”", f"lacks the entry {missing[0]!r}")
    return value


def _wrong(at: str, vi: str, en: str) -> BadRequest:
    place = at or "JSON"
    return BadRequest(f"Bộ tiêu chí, chỗ {place}: {vi}.", f"Criteria, at {place}: {en}.", "bad_criteria")
