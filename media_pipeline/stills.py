"""Poster, list photo and turntable of anything that can be drawn as points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from media_pipeline.report import Derived
from media_pipeline.splat import THREE_QUARTER, TURNTABLE, Pixels, Scene, draw

POSTER = (1280, 960)
_LIST_WIDTH = 640
_TURNTABLE = (960, 720)
_QUALITY = 86


def poster_stills(scene: Scene, out: Path) -> Iterator[Derived]:
    """The recipes ``poster`` (1280 x 960) and ``photo-640``."""
    picture = Image.fromarray(draw(scene, THREE_QUARTER, *POSTER))
    yield _kept(picture, "poster", out)
    small = picture.resize((_LIST_WIDTH, _LIST_WIDTH * POSTER[1] // POSTER[0]), Image.Resampling.LANCZOS)
    yield _kept(small, f"photo-{_LIST_WIDTH}", out)


def turntable_stills(scene: Scene, out: Path) -> Iterator[Derived]:
    """The recipes ``turntable-01`` (from the south) to ``-12``, every 30 degrees clockwise."""
    for number, view in enumerate(TURNTABLE, start=1):
        picture = Image.fromarray(draw(scene, view, *_TURNTABLE))
        facts: dict[str, object] = {"azimuth": view.azimuth, "elevation": view.elevation}
        yield _kept(picture, f"turntable-{number:02}", out, facts)


def keep_png(pixels: Pixels, recipe: str, out: Path, facts: dict[str, object]) -> Derived:
    """Write pixels as ``<recipe>.png``."""
    path = out / f"{recipe}.png"
    image = Image.fromarray(pixels)
    image.save(path, optimize=False)
    return Derived(recipe, path, "image/png", {"width": image.width, "height": image.height, **facts})


def _kept(picture: Image.Image, recipe: str, out: Path, facts: dict[str, object] | None = None) -> Derived:
    path = out / f"{recipe}.jpg"
    picture.save(path, quality=_QUALITY, optimize=True)
    size = {"width": picture.width, "height": picture.height}
    return Derived(recipe, path, "image/jpeg", {**size, **(facts or {})})
