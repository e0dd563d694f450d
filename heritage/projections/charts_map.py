"""Units coloured by how much is digitized: a province's as areas, the country's as dots. Grey has no register."""

from __future__ import annotations

from collections.abc import Mapping

from gis import overlay
from heritage.kpi import Share
from heritage.projections.charts_ground import Ground, Sheet
from heritage.projections.charts_svg import element, hint, picture, words
from heritage.projections.drawn_frame import Frame

# Upper edges of the classes in per cent, each belonging to the class above it; nothing at all is a class of its own.
EDGES = (25, 50, 75)
CLASSES = len(EDGES) + 2
MOST_LARGE = 400  # communes with a register; more are drawn as small as the others
SMALL, LARGE = 2.4, 7.0
NAMED = 8  # communes with a register that a province's map still names
# Lines of the two hatched classes in a square of 7: width by class.
HATCHES = {1: 1.6, 2: 3.8}


def class_of(share: Share | None) -> int | None:
    """0 to 4 by the exact fraction; None where there is no register, or no object in it."""
    if share is None or not (total := share.total):
        return None
    if share.digitized == 0:
        return 0
    return 1 + sum(1 for edge in EDGES if share.digitized * 100 >= edge * total)


def province_map(
    name: str,
    sheet: Sheet,
    shares: Mapping[str, Share],
    own: str,
    title: str,
    text: str,
    links: Mapping[str, str],
) -> str:
    """One ``<svg>`` of a province's communes.

    Args:
        name: Unique on its page.
        sheet: What lies where.
        shares: By the code of the commune; those without a register are left out.
        own: Code of the commune that the page is about; empty for none.
        title: What the map says.
        text: How to read it.
        links: Address of a commune's page by its code. For the pointer: the table beside has them for all.
    """
    frame = sheet.frame
    drawn = [
        element("defs", *(_hatch(name, kind, width) for kind, width in HATCHES.items())),
        element("rect", class_="map-sea", width=frame.width, height=frame.height),
    ]
    rest = [ground for ground in sheet.grounds if ground.code != own]
    first = [ground for ground in sheet.grounds if ground.code == own]
    drawn += [
        _area(name, ground, shares.get(ground.code), ground in first, links) for ground in [*rest, *first]
    ]
    named = [ground for ground in sheet.grounds if ground.code in shares or ground.code == own]
    for ground in named if len(named) <= NAMED else first:
        drawn.append(
            words(ground.x, ground.y + 6, ground.name, 19, class_="strong halo", text_anchor="middle")
        )
    drawn += _isles(frame, sheet)
    return picture(
        name, frame.width, frame.height, title, drawn, class_="chart choropleth", text=text, role="group"
    )


def country_map(name: str, sheet: Sheet, shares: Mapping[str, Share], title: str, text: str) -> str:
    """One ``<svg>`` of every commune as a dot, those with a register larger while they are few."""
    frame = sheet.frame
    paths: dict[int | None, list[str]] = {}
    for ground in sheet.grounds:
        paths.setdefault(class_of(shares.get(ground.code)), []).append(ground.path)
    large = len(shares) <= MOST_LARGE
    drawn = [element("rect", class_="map-sea", width=frame.width, height=frame.height)]
    drawn.append(element("path", class_="dots-x", d=sheet.isles, stroke_width=SMALL))
    for kind in (None, *range(CLASSES)):
        if kind not in paths:
            continue
        data = "".join(paths[kind])
        width = LARGE if large and kind is not None else SMALL
        if kind is not None:
            drawn.append(element("path", class_="dots-edge", d=data, stroke_width=width + 2))
            drawn.append(element("path", class_="dots-base", d=data, stroke_width=width))
        drawn.append(
            element("path", class_=f"dots-{'x' if kind is None else kind}", d=data, stroke_width=width)
        )
    drawn += _isles(frame, sheet)
    return picture(name, frame.width, frame.height, title, drawn, class_="chart choropleth", text=text)


def legend(name: str, labels: list[str], none: str) -> list[tuple[str, str]]:
    """A small drawing and its words for every class, the emptiest first, then for units without a register."""
    drawn = []
    for kind, label in enumerate(labels):
        hatch = element("defs", _hatch(f"{name}-{kind}", kind, HATCHES[kind])) if kind in HATCHES else ""
        drawn.append((_key(f"{name}-{kind}", kind, hatch), label))
    return [*drawn, (_key(name, None, ""), none)]


def _key(name: str, kind: int | None, hatch: str) -> str:
    box = element("rect", class_=_class(kind), fill=_fill(name, kind), x=1, y=1, width=24, height=16, rx=2)
    return element(
        "svg", *filter(None, [hatch]), box, class_="map-key", viewBox="0 0 26 18", aria_hidden="true"
    )


def _area(name: str, ground: Ground, share: Share | None, own: bool, links: Mapping[str, str]) -> str:
    kind = class_of(share)
    said = f"{ground.name}: {share.digitized}/{share.total}" if share and share.total else ground.name
    drawn = element(
        "path",
        hint(said),
        class_=f"{_class(kind)}{' approx' if ground.approximate else ''}{' own' if own else ''}",
        fill=_fill(name, kind),
        fill_rule="evenodd",
        d=ground.path,
    )
    url = links.get(ground.code)
    # The table has every link for the keyboard; a hundred stops on a map would only be in its way.
    return element("a", drawn, href=url, tabindex=-1, aria_label=said) if url else drawn


def _class(kind: int | None) -> str:
    return "ward-area none" if kind is None else f"ward-area a{kind}"


def _fill(name: str, kind: int | None) -> str | None:
    """The hatched classes; the plain ones are filled by the sheet."""
    return f"url(#{name}-h{kind})" if kind in HATCHES else None


def _hatch(name: str, kind: int, width: float) -> str:
    return element(
        "pattern",
        element("rect", class_="area-bg", width=7, height=7),
        element("path", class_="area-ln", d="M3.5 0v7", stroke_width=width),
        id=f"{name}-h{kind}",
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _isles(frame: Frame, sheet: Sheet) -> list[str]:
    """Both archipelagos named with city and province and Biển Đông, where the frame holds them."""
    features = overlay.national_overlay()["features"]
    drawn = []
    for feature in features:
        told = feature["properties"]
        if told["kind"] not in ("label", "sea"):
            continue
        lon, lat = feature["geometry"]["coordinates"]
        if not sheet.bounds.contains(lon, lat):
            continue
        x, y = frame.xy(lon, lat)
        if told["kind"] == "sea":
            drawn.append(words(x, y, told["name_vi"], 19, class_="sea-t", text_anchor="middle"))
            continue
        whole, _, belongs = told["name_vi"].partition(" (")
        drawn.append(words(x, y - 22, whole, 19, class_="strong halo isl", text_anchor="middle"))
        drawn.append(words(x, y, f"({belongs}", 19, class_="halo", text_anchor="middle"))
    return drawn
