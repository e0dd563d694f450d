"""What of one ward is saved on a phone: which pages, which pictures at which width, and how many bytes that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from heritage.models import Asset, Derivative, Item
from heritage.projections.item_document import item_url
from heritage.projections.media import derivative_url, recipes

LIMIT_BYTES = 20_000_000
# Pages are made on request, so their size is not known beforehand. An item without pictures takes 32 to 35 kB, most of
# it the shell (2026-11-25); a long story and a gallery come on top. The phone counts what really comes in.
PAGE_BYTES = 60_000
PICTURE_KINDS = ("photo", "scan", "document", "mesh", "cloud")
NAMES = ("photo-{width}-webp", "photo-{width}", "poster")


@dataclass(frozen=True, slots=True)
class Saved:
    """One address with its bytes; ``about`` where they are an estimate."""

    url: str
    bytes: int
    about: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The files in the order in which they are fetched; ``pictures_left_out`` did not fit."""

    files: tuple[Saved, ...]
    pictures_left_out: int

    @property
    def bytes(self) -> int:
        """All of it together."""
        return sum(each.bytes for each in self.files)


def plan(items: Sequence[Item], around: Sequence[Saved], language: str, limit: int = LIMIT_BYTES) -> Plan:
    """The most pictures, at the largest of the widths, that fit beside the pages.

    Args:
        items: Of the ward, public, with their published files.
        around: What every ward needs: lists, map layers, scripts.
        language: Of the pages, ``vi`` or ``en``.
        limit: Bytes of all of it together.
    """
    pages = [*around, *(Saved(item_url(item, language), PAGE_BYTES, about=True) for item in items)]
    left = limit - sum(each.bytes for each in pages)
    wanted = [_pictures(item) for item in items]
    count = sum(map(len, wanted))
    for choose in LADDER:
        chosen = [saved for files in wanted for saved in choose(files)]
        if sum(each.bytes for each in chosen) <= left:
            return Plan((*pages, *chosen), count - len(chosen))
    fitting = list(_as_many_as_fit([saved for files in wanted for saved in LADDER[-1](files)], left))
    return Plan((*pages, *fitting), count - len(fitting))


def _pictures(item: Item) -> list[Asset]:
    """Published files that have a picture; photos first, as the page shows them."""
    shown = [
        each for each in item.assets.all() if each.published_at is not None and each.kind in PICTURE_KINDS
    ]
    shown = [each for each in shown if _of_width(each, 320) is not None]
    return sorted(shown, key=lambda asset: (asset.kind != "photo", asset.order, asset.pk))


def _of_width(asset: Asset, width: int) -> Saved | None:
    """The smallest file of a width, else the largest narrower one."""
    if asset.item is None:
        return None
    known: dict[str, Derivative] = recipes(asset.item, asset)
    for narrower in (each for each in (640, 320) if each <= width):
        for name in NAMES:
            found = known.get(name.format(width=narrower))
            if found is not None:
                return Saved(derivative_url(asset, found), found.bytes)
    return None


def _all_at(width: int) -> Callable[[list[Asset]], list[Saved]]:
    return lambda files: [saved for each in files if (saved := _of_width(each, width))]


def _first_at(width: int) -> Callable[[list[Asset]], list[Saved]]:
    return lambda files: _all_at(width)(files[:1])


def _first_large(files: list[Asset]) -> list[Saved]:
    return [*_first_at(640)(files), *_all_at(320)(files[1:])]


LADDER = (_all_at(640), _first_large, _all_at(320), _first_at(640), _first_at(320))


def _as_many_as_fit(files: list[Saved], left: int) -> Iterator[Saved]:
    for each in files:
        left -= each.bytes
        if left < 0:
            return
        yield each
