"""Our own drawings (SVG of plain shapes and words) drawn on a page of a PDF, and as a picture for a DOCX."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pypdfium2 as pdfium
from defusedxml.ElementTree import fromstring
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from heritage.reports.fonts import BOLD, REGULAR, register_fonts
from heritage.reports.svg_path import steps

POINTS_PER_MM = 72 / 25.4
CAPS = {"butt": 0, "round": 1, "square": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}
INHERITED = ("fill", "stroke", "stroke-width", "fill-opacity", "stroke-opacity", "opacity")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing and its size in its own units."""

    root: Element
    width: float
    height: float

    @property
    def ratio(self) -> float:
        """Height by width."""
        return self.height / self.width


def read_drawing(svg: str) -> Drawing:
    """Parse a drawing of ours; only those come here, never a stranger's."""
    root = fromstring(svg)
    _, _, width, height = (float(part) for part in root.get("viewBox", "").split())
    return Drawing(root, width, height)


def draw(canvas: Canvas, drawing: Drawing, x: float, y: float, width: float) -> None:
    """Draw with the lower left corner at (x, y), ``width`` points wide."""
    register_fonts()
    scale = width / drawing.width
    canvas.saveState()
    canvas.translate(x, y + drawing.height * scale)
    canvas.scale(scale, -scale)
    _clip(canvas, 0, 0, drawing.width, drawing.height)
    for child in drawing.root:
        _element(canvas, child, {"fill": "#000000"})
    canvas.restoreState()


def as_png(svg: str, width_mm: float, dots_per_inch: int = 220) -> bytes:
    """The drawing as a picture; the same bytes for the same drawing."""
    drawing = read_drawing(svg)
    register_fonts()
    width = width_mm * POINTS_PER_MM
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(width, width * drawing.ratio), invariant=1, initialFontName=REGULAR)
    draw(canvas, drawing, 0, 0, width)
    canvas.showPage()
    canvas.save()
    with pdfium.PdfDocument(page.getvalue()) as document:
        picture = document[0].render(scale=dots_per_inch / 72).to_pil()
    out = io.BytesIO()
    picture.quantize(128).save(out, "PNG", dpi=(dots_per_inch, dots_per_inch), optimize=True)
    return out.getvalue()


def _element(canvas: Canvas, element: Element, above: Mapping[str, str]) -> None:
    tag = element.tag.rpartition("}")[2]
    told = {**above, **{name: element.attrib[name] for name in INHERITED if name in element.attrib}}
    if tag == "g":
        for child in element:
            _element(canvas, child, told)
    elif tag == "svg":
        _nested(canvas, element, told)
    elif tag == "text":
        _words(canvas, element, told)
    elif tag in SHAPES:
        _shape(canvas, element, tag, told)


def _nested(canvas: Canvas, element: Element, told: Mapping[str, str]) -> None:
    """A drawing in the drawing; every one of ours has the proportions of its view box."""
    left, top, width, height = (float(part) for part in element.get("viewBox", "").split())
    scale = min(_number(element, "width") / width, _number(element, "height") / height)
    canvas.saveState()
    canvas.translate(_number(element, "x"), _number(element, "y"))
    canvas.scale(scale, scale)
    canvas.translate(-left, -top)
    _clip(canvas, left, top, width, height)
    for child in element:
        _element(canvas, child, told)
    canvas.restoreState()


def _clip(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    path = canvas.beginPath()
    path.rect(x, y, width, height)
    canvas.clipPath(path, stroke=0, fill=0)


def _shape(canvas: Canvas, element: Element, tag: str, told: Mapping[str, str]) -> None:
    fill, stroke = told.get("fill", "none"), told.get("stroke", "none")
    canvas.saveState()
    if fill != "none":
        canvas.setFillColor(_colour(fill))
        canvas.setFillAlpha(_opacity(told, "fill-opacity"))
    if stroke != "none":
        canvas.setStrokeColor(_colour(stroke))
        canvas.setStrokeAlpha(_opacity(told, "stroke-opacity"))
        canvas.setLineWidth(float(told.get("stroke-width", 1)))
        canvas.setLineCap(CAPS[element.get("stroke-linecap", "butt")])
        canvas.setLineJoin(JOINS[element.get("stroke-linejoin", "miter")])
        if element.get("stroke-dasharray"):
            canvas.setDash([float(part) for part in element.attrib["stroke-dasharray"].split()])
    SHAPES[tag](canvas, element, int(fill != "none"), int(stroke != "none"))
    canvas.restoreState()


def _rect(canvas: Canvas, element: Element, fill: int, stroke: int) -> None:
    x, y, width, height = (_number(element, name) for name in ("x", "y", "width", "height"))
    canvas.roundRect(x, y, width, height, _number(element, "rx"), fill=fill, stroke=stroke)


def _circle(canvas: Canvas, element: Element, fill: int, stroke: int) -> None:
    canvas.circle(*(_number(element, name) for name in ("cx", "cy", "r")), fill=fill, stroke=stroke)


def _path(canvas: Canvas, element: Element, fill: int, stroke: int) -> None:
    path = canvas.beginPath()
    for step in steps(element.get("d", "")):
        {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}[str(step[0])](*step[1:])
    even_odd = 0 if element.get("fill-rule") == "evenodd" else 1
    canvas.drawPath(path, fill=fill, stroke=stroke, fillMode=even_odd)


def _words(canvas: Canvas, element: Element, told: Mapping[str, str]) -> None:
    size = _number(element, "font-size")
    font = BOLD if element.get("font-weight", "400") >= "600" else REGULAR
    canvas.saveState()
    canvas.translate(_number(element, "x"), _number(element, "y"))
    canvas.scale(1, -1)  # letters stand upright again
    canvas.setFont(font, size)
    canvas.setFillColor(_colour(told.get("fill", "#000000")))
    write = {"middle": canvas.drawCentredString, "end": canvas.drawRightString}.get(
        element.get("text-anchor", "start"), canvas.drawString
    )
    write(0, 0, element.text or "")
    canvas.restoreState()


def _colour(text: str) -> Color:
    """ "#8b2a17" or "#fff"."""
    return HexColor(text if len(text) > 4 else "#" + "".join(2 * letter for letter in text[1:]))


def _opacity(told: Mapping[str, str], name: str) -> float:
    return float(told.get(name, 1)) * float(told.get("opacity", 1))


def _number(element: Element, name: str) -> float:
    return float(element.get(name, 0))


SHAPES: dict[str, Any] = {"rect": _rect, "circle": _circle, "path": _path}
