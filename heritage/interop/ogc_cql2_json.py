"""CQL2 JSON (OGC 21-065r2, clause 8) read into a filter; places are told as paths, ``$.args[0]``."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from heritage.errors import BadRequest
from heritage.interop.ogc_cql2_build import Builder
from heritage.interop.ogc_cql2_geometry import from_box, from_geojson
from heritage.interop.ogc_cql2_parts import MAX_CHARS, MAX_DEPTH, Operand, Place, Shape, Span, wrong
from heritage.interop.ogc_cql2_text import COMPARISONS
from heritage.interop.ogc_cql2_time import read_day, read_moment, read_time
from heritage.rules.filters import Every, Filter, Opposite, Relation, Some

_SPATIAL = {f"s_{each}" for each in Relation}


def read_json(written: str, builder: Builder) -> Filter:
    """The filter that a JSON text says.

    Raises:
        BadRequest: It is no filter of this collection; the sentence says where.
    """
    if len(written) > MAX_CHARS:
        raise wrong(_at("$"), f"dài hơn {MAX_CHARS} ký tự.", f"it is longer than {MAX_CHARS} characters.")
    try:
        tree = json.loads(written, parse_constant=_no_constant)
    except RecursionError as error:
        raise _too_deep("$") from error
    except ValueError as error:
        place = getattr(error, "colno", 1)
        at = Place(f"ký tự {place}", f"character {place}")
        raise wrong(at, "không phải JSON.", "it is no JSON.") from error
    return _Reader(builder).filter(tree, "$", 0)


class _Reader:
    """Goes down the tree; ``path`` is where, ``depth`` how deep."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    def filter(self, node: Any, path: str, depth: int) -> Filter:
        if depth > MAX_DEPTH:
            raise _too_deep(path)
        if not isinstance(node, dict) or "op" not in node:
            return self.builder.truth(self.scalar(node, path, depth))
        name, args = str(node["op"]).lower(), node.get("args")
        if not isinstance(args, list):
            raise wrong(_at(path), "thiếu args.", "args is missing.")
        if name in ("and", "or"):
            if len(args) < 2:
                raise _arguments(path)
            parts = tuple(
                self.filter(each, f"{path}.args[{number}]", depth + 1) for number, each in enumerate(args)
            )
            return Every(parts) if name == "and" else Some(parts)
        if name == "not":
            (only,) = _counted(args, 1, path)
            return Opposite(self.filter(only, f"{path}.args[0]", depth + 1))
        return self.predicate(name, args, path, depth)

    def predicate(self, name: str, args: list[Any], path: str, depth: int) -> Filter:
        at = _at(path)
        if name == "isnull":
            (only,) = _counted(args, 1, path)
            return self.builder.unknown(self.scalar(only, f"{path}.args[0]", depth))
        if name in _SPATIAL:
            left, right = _counted(args, 2, path)
            return self.builder.lies(
                name, self.shape(left, f"{path}.args[0]"), self.shape(right, f"{path}.args[1]"), at
            )
        if name.startswith("t_"):
            left, right = _counted(args, 2, path)
            return self.builder.relate(
                name, self.span(left, f"{path}.args[0]"), self.span(right, f"{path}.args[1]"), at
            )
        if name == "in":
            value, options = _counted(args, 2, path)
            if not isinstance(options, list) or not options:
                raise _arguments(path)
            read = [self.scalar(each, f"{path}.args[1][{n}]", depth) for n, each in enumerate(options)]
            return self.builder.among(self.scalar(value, f"{path}.args[0]", depth), read, at)
        if name in (*COMPARISONS, "like", "between"):
            wanted = 3 if name == "between" else 2
            operands = [
                self.scalar(each, f"{path}.args[{number}]", depth)
                for number, each in enumerate(_counted(args, wanted, path))
            ]
            if name == "between":
                return self.builder.between(operands[0], operands[1], operands[2], at)
            if name == "like":
                return self.builder.like(operands[0], operands[1], at)
            return self.builder.compare(name, operands[0], operands[1], at)
        raise wrong(at, f"không có phép “{name[:40]}”.", f"there is no operator “{name[:40]}”.")

    def scalar(self, node: Any, path: str, depth: int = 0) -> Operand:
        if depth > MAX_DEPTH:
            raise _too_deep(path)
        at = _at(path)
        match node:
            case bool():
                return self.builder.boolean(node, at)
            case int() | float():
                return self.builder.number(node, at)
            case str():
                return self.builder.text(node, at)
            case {"property": str(name)}:
                return self.builder.property(name, at)
            case {"date": str(day)}:
                return read_day(day, at)
            case {"timestamp": str(moment)}:
                return read_moment(moment, at)
            case {"op": str(name), "args": [only]} if name.lower() in ("casei", "accenti"):
                accents = name.lower() == "accenti"
                inner = self.scalar(only, f"{path}.args[0]", depth + 1)
                return self.builder.folded(inner, at, case=not accents, marks=accents)
        raise wrong(at, "cần một giá trị hoặc thuộc tính.", "a value or a property is needed.")

    def shape(self, node: Any, path: str) -> Operand | Shape:
        at = _at(path)
        match node:
            case {"bbox": list(numbers)}:
                if any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
                    raise _arguments(path)
                return from_box([self.number(each, at) for each in numbers], self.builder.system, at)
            case {"type": str()}:
                return from_geojson(node, at)
        return self.scalar(node, path)

    def number(self, value: float, at: Place) -> float:
        return float(getattr(self.builder.number(value, at).value, "value", 0.0))

    def span(self, node: Any, path: str) -> Span:
        at = _at(path)
        match node:
            case {"interval": [first, last]}:
                return Span(
                    self.end_of_span(first, f"{path}.interval[0]"),
                    self.end_of_span(last, f"{path}.interval[1]"),
                    at,
                )
        moment = self.scalar(node, path)
        return Span(moment, moment, at)

    def end_of_span(self, node: Any, path: str) -> Operand | None:
        return read_time(node, _at(path)) if isinstance(node, str) else self.scalar(node, path)


def _at(path: str) -> Place:
    return Place(path, path)


def _counted(args: list[Any], wanted: int, path: str) -> list[Any]:
    if len(args) != wanted:
        raise _arguments(path)
    return args


def _arguments(path: str) -> BadRequest:
    return wrong(_at(path), "args không đúng số hoặc kiểu.", "args are not of the right number or kind.")


def _too_deep(path: str) -> BadRequest:
    at = _at(path if len(path) < 80 else f"{path[:80]}…")
    return wrong(at, f"lồng quá {MAX_DEPTH} tầng.", f"nested more than {MAX_DEPTH} deep.")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
