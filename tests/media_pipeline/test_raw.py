from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import Base

from media_pipeline import photo, raw
from media_pipeline.child import process_in_child
from media_pipeline.errors import CameraRaw, MediaRefused, Truncated
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from media_pipeline.report import Identity
from tests.media_pipeline.pictures import BLUE, GREEN, RED, YELLOW, exif, near, quarters, saved
from tests.media_pipeline.raws import ASCII, LONG, SHORT, dng, tiff

WHITE, GREY = (255, 255, 255), (128, 128, 128)


def chart() -> Image.Image:
    """The four quarters, a white field that sets the exposure, a grey one."""
    picture = quarters(160, 120)
    picture.paste(WHITE, (60, 40, 100, 80))
    picture.paste(GREY, (0, 0, 20, 20))
    return picture


def test_a_dng_is_developed_whole_in_the_right_colours(tmp_path: Path) -> None:
    picture = raw.developed(dng(tmp_path / "a", chart()))
    assert (picture.mode, picture.size) == ("RGB", (160, 120))
    for at, colour in (
        ((40, 30), RED), ((130, 20), GREEN), ((30, 100), BLUE), ((130, 100), YELLOW), ((80, 60), WHITE), ((8, 8), GREY),
    ):  # fmt: skip
        assert near(picture.getpixel(at), colour, 8)


def test_a_dng_on_its_side_is_upright_in_facts_and_pixels(tmp_path: Path) -> None:
    path = dng(tmp_path / "a", chart(), orientation=6)
    facts = raw.inspect(path, "image/x-adobe-dng")
    assert (facts["width"], facts["height"], facts["orientation"]) == (120, 160, None)
    picture = raw.developed(path)
    assert picture.size == (120, 160)
    assert near(picture.getpixel((110, 40)), RED, 8)


def test_what_the_camera_wrote_is_read_from_the_raw_file(tmp_path: Path) -> None:
    facts = photo.inspect(dng(tmp_path / "a", chart()), "image/x-adobe-dng")
    assert (facts["camera"], facts["artist"]) == ("Di San Ban Thu 1", "Nguyễn Văn Tô")
    assert facts["taken_at"] == "2026-03-19T07:30:00"
    assert facts["metadata_readable"] is True


def test_a_dng_goes_down_the_whole_line_in_a_child(tmp_path: Path) -> None:
    path = dng(tmp_path / "a.txt", chart())
    (tmp_path / "out").mkdir()
    identity = identify(path)
    assert identity == Identity("photo", "image/x-adobe-dng")
    report = process_in_child(path, identity, tmp_path / "out", Limits.for_file(path))
    made = {one.recipe: one for one in report.derived}
    with Image.open(made["photo-320"].path) as picture:
        assert near(picture.getpixel((130, 100)), YELLOW, 16)
        assert not picture.getexif()
    assert len(report.facts["phash"]) == 16


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"II*\0\x10\0\0\0CR\x02\0", "image/x-canon-cr2"),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01", "image/x-canon-cr3"),
        (b"FUJIFILMCCD-RAW 0201", "image/x-fuji-raf"),
        (b"IIRO\x08\0\0\0", "image/x-olympus-orf"),
        (b"IIU\0\x18\0\0\0", "image/x-panasonic-rw2"),
    ],
)
def test_makers_files_are_known_by_their_first_bytes(head: bytes, media_type: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(head + b"\0" * 60)
    assert identify(path) == Identity("photo", media_type)
    with pytest.raises(MediaRefused):  # nothing but a head is in it
        photo.inspect(path, media_type)


@pytest.mark.parametrize(
    ("make", "media_type"),
    [
        (b"NIKON CORPORATION", "image/x-nikon-nef"),
        (b"SONY", "image/x-sony-arw"),
        (b"PENTAX", "image/x-pentax-pef"),
        (b"Phase One", "image/x-camera-raw"),
    ],
)
def test_raw_files_built_on_tiff_are_known_by_what_their_directories_hold(
    make: bytes, media_type: str, tmp_path: Path
) -> None:
    sensor = tiff({254: (LONG, [0]), 259: (SHORT, [1]), 262: (SHORT, [32803])}, b"")
    cover = {254: (LONG, [1]), 262: (SHORT, [2]), 271: (ASCII, make + b"\0")}
    room = 4_000
    whole = bytearray(tiff({**cover, 330: (LONG, [room])}, b"").ljust(room, b"\0"))
    whole += sensor[8:]
    path = tmp_path / "a.nef"
    path.write_bytes(whole)
    assert raw.recognises(bytes(whole), path) == media_type


def test_a_plain_tiff_is_no_raw_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.dng", format="TIFF", exif=exif(main={Base.Make: "NIKON"}))
    assert raw.recognises(path.read_bytes(), path) is None
    assert identify(path) == Identity("photo", "image/tiff")


@pytest.mark.parametrize("length", [300, 3_000, 37_000])
def test_a_raw_file_cut_short_is_refused(length: int, tmp_path: Path) -> None:
    path = dng(tmp_path / "a", chart())
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(Truncated):
        raw.inspect(path, "image/x-adobe-dng")
        raw.developed(path)


def test_what_libraw_does_not_know_is_refused_with_what_to_export(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tif", format="PNG")
    with pytest.raises(CameraRaw) as refusal:
        raw.inspect(path, "image/x-camera-raw")
    for language in ("vi", "en"):
        assert all(format in refusal.value.sentence(language) for format in ("DNG", "TIFF", "JPEG"))


def test_a_directory_that_points_at_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(tiff({262: (SHORT, [2]), 330: (LONG, [8])}, b"")[:-4] + b"\x08\0\0\0")
    assert raw.recognises(path.read_bytes(), path) is None


def test_a_dng_of_a_camera_without_colours_is_a_grey_picture(tmp_path: Path) -> None:
    """LibRaw gives one channel for it. Found by fuzzing, 2026-11-25; monochrome cameras write such files."""
    path = dng(tmp_path / "a.dng", quarters(120, 90), t262=(SHORT, [34892]))  # LinearRaw, one sample a pixel
    picture = raw.developed(path)
    assert (picture.mode, picture.size) == ("L", (120, 90))
    low, high = picture.getextrema()
    assert isinstance(low, int | float) and isinstance(high, int | float) and high - low > 50
