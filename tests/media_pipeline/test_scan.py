from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_pipeline import scan
from media_pipeline.errors import Damaged, MediaRefused, TooManyPixels
from media_pipeline.report import Derived, Facts
from tests.media_pipeline.pictures import RED, near, quarters, saved
from tests.media_pipeline.test_georeference import sheet


def dossier(path: Path, count: int = 3, size: tuple[int, int] = (200, 280), **options: Any) -> Path:
    pages = [quarters(*size).convert("1") for _ in range(count)]
    settings = {"compression": "group4", "dpi": (300, 300), **options}
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], **settings)
    return path


def derived(path: Path, facts: Facts, out: Path) -> dict[str, Derived]:
    return {one.recipe: one for one in scan.derive(path, facts, out)}


def codes(facts: Facts) -> list[str]:
    return [doubt.code for doubt in scan.question(facts)]


def test_a_fax_dossier_gives_a_picture_and_a_pyramid_of_every_page(tmp_path: Path) -> None:
    path = dossier(tmp_path / "hồ sơ")
    assert scan.recognises(path.read_bytes()[:64], path) == "image/tiff"
    facts = scan.inspect(path, "image/tiff")
    assert facts["pages"] == [{"width": 200, "height": 280, "dpi": 300.0}] * 3
    assert codes(facts) == []
    made = derived(path, facts, tmp_path)
    assert list(made) == [
        "photo-640",
        "page-0001-1280",
        "pyramid",
        "page-0002-1280",
        "pyramid-0002",
        "page-0003-1280",
        "pyramid-0003",
    ]
    with Image.open(made["page-0002-1280"].path) as page:
        assert (page.size, page.mode) == ((200, 280), "L")


def test_pages_after_the_fortieth_are_checked_and_not_shown(tmp_path: Path) -> None:
    path = dossier(tmp_path / "a", count=42, size=(20, 20))
    facts = scan.inspect(path, "image/tiff")
    made = derived(path, facts, tmp_path)
    assert facts["page_count"] == 42
    assert "page-0040-1280" in made
    assert "page-0041-1280" not in made


@pytest.mark.parametrize("compression", ["tiff_lzw", "jpeg", "tiff_adobe_deflate", "packbits"])
def test_compressions_are_read(compression: str, tmp_path: Path) -> None:
    pages = [quarters(), quarters()]
    path = saved(
        tmp_path / "a", format="TIFF", save_all=True, append_images=pages[1:], compression=compression
    )
    made = derived(path, scan.inspect(path, "image/tiff"), tmp_path)
    with Image.open(made["page-0002-1280"].path) as page:
        assert near(page.getpixel((5, 5)), RED)


def test_jpeg_2000_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", quarters(300, 200), "JPEG2000")
    assert scan.recognises(path.read_bytes()[:64], path) == "image/jp2"
    facts = scan.inspect(path, "image/jp2")
    assert (facts["page_count"], facts["width"], facts["dpi"]) == (1, 300, None)
    assert set(derived(path, facts, tmp_path)) == {"photo-640", "page-0001-1280", "pyramid"}


def test_a_page_scanned_sideways_is_turned_once(tmp_path: Path) -> None:
    path = dossier(tmp_path / "a", count=1, size=(300, 100), tiffinfo={274: 6})
    facts = scan.inspect(path, "image/tiff")
    made = derived(path, facts, tmp_path)
    assert (facts["width"], facts["height"]) == (100, 300)
    assert (made["pyramid"].facts["width"], made["pyramid"].facts["height"]) == (100, 300)


@pytest.mark.parametrize(("dpi", "code"), [((150, 150), "low_dpi"), (None, "no_dpi"), ((200, 200), None)])
def test_resolution_is_held_against_the_rule(
    dpi: tuple[int, int] | None, code: str | None, tmp_path: Path
) -> None:
    facts = scan.inspect(dossier(tmp_path / "a", dpi=dpi), "image/tiff")
    assert codes(facts) == ([code] if code else [])


def test_an_empty_sheet_is_doubted(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", Image.new("1", (50, 50), 1), "TIFF", dpi=(300, 300))
    assert codes(scan.inspect(path, "image/tiff")) == ["blank_page"]


def test_a_map_is_placed_and_not_asked_for_dpi(tmp_path: Path) -> None:
    facts = scan.inspect(sheet(tmp_path / "map"), "image/tiff")
    assert scan.place(facts) is not None
    assert codes(facts) == ["blank_page"]


def test_a_map_without_system_is_doubted(tmp_path: Path) -> None:
    facts = scan.inspect(sheet(tmp_path / "map", crs=None), "image/tiff")
    assert scan.place(facts) is None
    assert "map_no_crs" in codes(facts)


def test_damage_on_a_later_page_refuses_the_dossier(tmp_path: Path) -> None:
    pages = [quarters(400, 300), quarters(400, 300)]
    path = saved(tmp_path / "a", format="TIFF", save_all=True, append_images=pages[1:])
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) - 5000])
    with pytest.raises(MediaRefused):
        derived(path, scan.inspect(path, "image/tiff"), tmp_path)


def test_a_chain_of_pages_that_turns_back_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"II*\0\x08\0\0\0\0\0\x08\0\0\0" + b"\0" * 64)
    with pytest.raises(Damaged):
        scan.inspect(path, "image/tiff")


def test_a_later_page_with_too_many_pixels_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [quarters(20, 20), quarters(900, 900)]
    path = saved(tmp_path / "a", pages[0], "TIFF", save_all=True, append_images=pages[1:])
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10_000)
    with pytest.raises(TooManyPixels):
        scan.inspect(path, "image/tiff")
