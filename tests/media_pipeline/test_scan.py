from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_pipeline import limits, ocr, pages, scan
from media_pipeline.errors import Damaged, MediaRefused, TooManyPixels
from media_pipeline.limits import Limits
from media_pipeline.report import Derived, Facts
from media_pipeline.told import ControlPoint, Order, Told
from tests.media_pipeline.pictures import RED, near, quarters, saved
from tests.media_pipeline.test_georeference import sheet


@pytest.fixture(autouse=True)
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read on a page is tested in test_page_reading; here pages are only drawn."""
    monkeypatch.setattr(ocr, "installed", lambda: None)


def dossier(path: Path, count: int = 3, size: tuple[int, int] = (200, 280), **options: Any) -> Path:
    leaves = [quarters(*size).convert("1") for _ in range(count)]
    settings = {"compression": "group4", "dpi": (300, 300), **options}
    leaves[0].save(path, "TIFF", save_all=True, append_images=leaves[1:], **settings)
    return path


def old_jpeg_tiff(path: Path, picture: Image.Image) -> Path:
    """A TIFF of compression 6 (TIFF 6.0, section 22): a whole JPEG stream that a tag points to."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=90, subsampling=0)
    jpeg = stream.getvalue()
    width, height = picture.size
    start = 8 + 2 + 14 * 12 + 4 + 24
    rows = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 3, start - 24), (259, 3, 1, 6), (262, 3, 1, 6),
        (273, 4, 1, start), (277, 3, 1, 3), (278, 4, 1, height), (279, 4, 1, len(jpeg)),
        (282, 5, 1, start - 16), (283, 5, 1, start - 16), (296, 3, 1, 2), (513, 4, 1, start), (514, 4, 1, len(jpeg)),
    ]  # fmt: skip
    directory = struct.pack("<H", len(rows)) + b"".join(
        struct.pack("<HHII" if kind != 3 or count > 1 else "<HHIHxx", tag, kind, count, value)
        for tag, kind, count, value in rows
    )
    extra = struct.pack("<HHHxx", 8, 8, 8) + struct.pack("<II", 300, 1) + b"\0" * 8
    path.write_bytes(b"II*\0\x08\0\0\0" + directory + b"\0\0\0\0" + extra + jpeg)
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


def test_a_dossier_of_four_hundred_pages_is_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages.PAGE_CAP == 400
    monkeypatch.setattr(pages, "PAGE_CAP", 4)
    path = dossier(tmp_path / "a", count=6, size=(20, 20))
    facts = scan.inspect(path, "image/tiff")
    made = derived(path, facts, tmp_path)
    assert facts["page_count"] == 6
    assert "page-0004-1280" in made
    assert "page-0005-1280" not in made
    assert "pages_left_out" in codes(facts)
    assert "còn 2 trang" in next(doubt.vi for doubt in scan.question(facts) if doubt.code == "pages_left_out")


def test_damage_on_a_page_that_is_left_out_refuses_the_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE_CAP", 1)
    leaves = [quarters(400, 300), quarters(400, 300)]
    path = saved(tmp_path / "a", leaves[0], "TIFF", save_all=True, append_images=leaves[1:])
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(MediaRefused):
        derived(path, scan.inspect(path, "image/tiff"), tmp_path)


def test_only_what_is_ordered_is_made(tmp_path: Path) -> None:
    path = dossier(tmp_path / "a")
    facts = scan.inspect(path, "image/tiff")
    order = Order(wanted=frozenset({"page-N-1280"}))
    assert [one.recipe for one in scan.derive(path, facts, tmp_path, order)] == [
        f"page-{number:04}-1280" for number in (1, 2, 3)
    ]
    assert list(scan.derive(path, facts, tmp_path, Order(wanted=frozenset({"placeholder"})))) == []


def test_a_large_page_is_streamed_to_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leaves = [quarters(900, 700), quarters(700, 900).convert("L")]
    options = {"save_all": True, "append_images": leaves[1:], "compression": "tiff_lzw", "dpi": (300, 300)}
    path = saved(tmp_path / "a", leaves[0], "TIFF", **options)
    facts = scan.inspect(path, "image/tiff")
    whole = {one.recipe: one.facts for one in derived(path, facts, tmp_path).values()}
    monkeypatch.setattr(scan, "STREAMED_FROM", 1)
    monkeypatch.setattr(scan.pixels, "loaded", lambda picture: pytest.fail("decoded whole"))
    streamed = derived(path, facts, tmp_path)
    assert {one.recipe: one.facts for one in streamed.values()} == whole
    with Image.open(streamed["page-0001-1280"].path) as page:
        assert near(page.getpixel((5, 5)), RED)


@pytest.mark.parametrize("compression", ["tiff_lzw", "jpeg", "tiff_adobe_deflate", "packbits"])
def test_compressions_are_read(compression: str, tmp_path: Path) -> None:
    leaves = [quarters(), quarters()]
    path = saved(
        tmp_path / "a", format="TIFF", save_all=True, append_images=leaves[1:], compression=compression
    )
    made = derived(path, scan.inspect(path, "image/tiff"), tmp_path)
    with Image.open(made["page-0002-1280"].path) as page:
        assert near(page.getpixel((5, 5)), RED)


@pytest.mark.parametrize(
    ("mode", "depth"), [("I;16", "L"), ("RGB", "RGB"), ("CMYK", "RGB"), ("L", "L"), ("RGBA", "RGB")]
)
def test_jpeg_2000_of_every_mode_and_in_tiles_is_read(mode: str, depth: str, tmp_path: Path) -> None:
    grey = quarters(300, 200).convert("L")
    picture = (
        grey.convert("I;16").point(lambda value: value * 257)
        if mode == "I;16"
        else quarters(300, 200).convert(mode)
    )
    path = saved(tmp_path / "a", picture, "JPEG2000", tile_size=(128, 128), num_resolutions=3)
    made = derived(path, scan.inspect(path, "image/jp2"), tmp_path)
    with Image.open(made["page-0001-1280"].path) as page:
        assert (page.size, page.mode) == ((300, 200), depth)
        assert page.convert("L").getextrema()[1] - page.convert("L").getextrema()[0] > 100


def test_a_big_tiff_of_two_pages_is_read(tmp_path: Path) -> None:
    leaves = [quarters(), quarters()]
    options = {"save_all": True, "append_images": leaves[1:], "big_tiff": True}
    path = saved(tmp_path / "a", leaves[0], "TIFF", **options)
    assert path.read_bytes()[2:4] == b"\x2b\0"
    facts = scan.inspect(path, "image/tiff")
    assert facts["page_count"] == 2
    assert "pyramid-0002" in derived(path, facts, tmp_path)


@pytest.mark.parametrize("compression", ["tiff_ccitt", "group3", "group4"])
def test_fax_codings_are_read(compression: str, tmp_path: Path) -> None:
    path = dossier(tmp_path / "a", compression=compression)
    assert "pyramid-0003" in derived(path, scan.inspect(path, "image/tiff"), tmp_path)


def test_old_style_jpeg_in_tiff_is_read(tmp_path: Path) -> None:
    path = old_jpeg_tiff(tmp_path / "a", quarters(64, 48))
    facts = scan.inspect(path, "image/tiff")
    assert (facts["width"], facts["height"], facts["dpi"]) == (64, 48, 300.0)
    made = derived(path, facts, tmp_path)
    with Image.open(made["page-0001-1280"].path) as page:
        assert near(page.getpixel((5, 5)), RED)


def test_old_style_jpeg_without_its_tables_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = old_jpeg_tiff(tmp_path / "a", quarters(64, 48))
    raw = path.read_bytes()
    start = raw.index(b"\xff\xd8")
    path.write_bytes(raw[:start] + b"\0" * (len(raw) - start))
    with pytest.raises(MediaRefused) as refusal:
        derived(path, scan.inspect(path, "image/tiff"), tmp_path)
    assert refusal.value.sentence("vi")


def test_a_map_fitted_by_control_points_is_not_read(tmp_path: Path) -> None:
    path = dossier(tmp_path / "a", count=1)
    facts = scan.inspect(path, "image/tiff")
    told = Told(control=(ControlPoint(1, 1, 106.1, 20.4),))
    list(scan.derive(path, facts, tmp_path, Order(told)))
    assert facts["reading"]["wanted"] == []
    list(scan.derive(path, facts, tmp_path))
    assert facts["reading"]["wanted"] == [1]


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
    leaves = [quarters(400, 300), quarters(400, 300)]
    path = saved(tmp_path / "a", format="TIFF", save_all=True, append_images=leaves[1:])
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
    leaves = [quarters(20, 20), quarters(1100, 1000)]
    path = saved(tmp_path / "a", leaves[0], "TIFF", save_all=True, append_images=leaves[1:])
    monkeypatch.setattr(limits, "_in_force", Limits(pixels_mp=1))
    monkeypatch.setattr(
        Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS
    )  # the reader sets it: back to it after
    with pytest.raises(TooManyPixels):
        scan.inspect(path, "image/tiff")
