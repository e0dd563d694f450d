"""Elements of a chart's drawing: escaped, without style and script, coloured by the classes of the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

Value = str | float | int | None


def number(value: float) -> str:
    """A length with at most one decimal and always a point, whatever the language of the page."""
    return f"{value:.1f}".removesuffix(".0")


def element(tag: str, *inside: str, **attributes: Value) -> str:
    """One element. ``class_`` is written class, an underscore a hyphen; an attribute that is None is left out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def words(x: float, y: float, text: str, size: float, **attributes: Value) -> str:
    """A line of text whose base line starts, ends or has its middle (``text_anchor``) at the point."""
    return element("text", escape(text), x=x, y=y, font_size=size, **attributes)


def hint(text: str) -> str:
    """What a pointer resting on a part of a drawing is told."""
    return element("title", escape(text))


def line(points: Iterable[tuple[float, float]]) -> str:
    """Path data through the points."""
    return "".join(f"{'L' if index else 'M'}{number(x)} {number(y)}" for index, (x, y) in enumerate(points))


def picture(
    name: str,
    width: float,
    height: float,
    title: str,
    body: Iterable[str],
    *,
    class_: str = "chart",
    text: str = "",
    role: str = "img",
) -> str:
    """The whole drawing as one image with its finding as title, and what else a reader must hear as description.

    Args:
        name: Unique on its page: the title is found by it.
        width: Of the drawing, in its own units; so the height.
        height: See above.
        title: What the chart says, one sentence.
        body: Elements, drawn in this order.
        class_: Of the sheet.
        text: Where the numbers stand, or how to read the drawing.
        role: ``group`` where parts of it are links; readers take an image as a whole.
    """
    told = element("title", escape(title), id=f"{name}-t")
    if text:
        told += element("desc", escape(text), id=f"{name}-d")
    return element(
        "svg",
        told,
        *body,
        class_=class_,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role=role,
        aria_labelledby=f"{name}-t",
        aria_describedby=f"{name}-d" if text else None,
    )


def _text(value: Value) -> str:
    return number(value) if isinstance(value, float) else str(value)
