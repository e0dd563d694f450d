from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import Base

from gis.placement import Method
from media_pipeline import photo, scan
from media_pipeline.errors import MediaRefused, Truncated
from media_pipeline.report import Derived, Facts
from media_pipeline.tiff_pages import SUBFILE, directories
from tests.media_pipeline.pictures import RED, exif, jpeg_bytes, near, quarters, saved, vi_khe_gps


def recognised(path: Path) -> str | None:
    return photo.recognises(path.read_bytes()[:65536], path)


def derived(path: Path, facts: Facts, out: Path) -> dict[str, Derived]:
    return {one.recipe: one for one in photo.derive(path, facts, out)}


def save_heic(path: Path, **options: object) -> Path:
    import pillow_heif

    pillow_heif.from_pillow(quarters()).save(path, **options)
    return path


@pytest.mark.parametrize(
    ("format", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("TIFF", "image/tiff"),
    ],
)
def test_each_format_is_recognised_read_and_shown(format: str, media_type: str, tmp_path: Path) -> None:
    path = saved(tmp_path / "no-extension", quarters(700, 500), format)
    assert recognised(path) == media_type
    facts = photo.inspect(path, media_type)
    assert (facts["width"], facts["height"]) == (700, 500)
    made = derived(path, facts, tmp_path)
    assert list(made) == [
        "photo-320",
        "photo-320-webp",
        "photo-640",
        "photo-640-webp",
        "photo-1280",
        "photo-1280-webp",
        "placeholder",
        "pyramid",
    ]
    with Image.open(made["photo-640"].path) as picture:
        assert near(picture.getpixel((5, 5)), RED)


def test_heic_is_recognised_read_and_shown(tmp_path: Path) -> None:
    path = save_heic(tmp_path / "a.jpg")
    assert recognised(path) == "image/heic"
    facts = photo.inspect(path, "image/heic")
    assert (facts["width"], facts["height"]) == (80, 60)
    with Image.open(derived(path, facts, tmp_path)["photo-320"].path) as picture:
        assert near(picture.getpixel((5, 5)), RED)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_picture_on_its_side_is_turned_once_in_facts_and_in_every_size(format: str, tmp_path: Path) -> None:
    block = exif(main={Base.Orientation: 6})
    path = saved(tmp_path / "a", quarters(400, 300), format, exif=block)
    facts = photo.inspect(path, f"image/{format.lower()}")
    assert (facts["width"], facts["height"]) == (300, 400)
    made = derived(path, facts, tmp_path)
    assert (made["pyramid"].facts["width"], made["pyramid"].facts["height"]) == (300, 400)
    with Image.open(made["photo-320"].path) as picture:
        assert picture.size == (300, 400)
        assert near(picture.getpixel((290, 10)), RED)
        assert Base.Orientation not in picture.getexif()


def test_a_heic_on_its_side_is_turned_once(tmp_path: Path) -> None:
    path = save_heic(tmp_path / "a", exif=exif(main={Base.Orientation: 6}).tobytes())
    facts = photo.inspect(path, "image/heic")
    made = derived(path, facts, tmp_path)
    assert (facts["width"], facts["height"]) == (60, 80)
    assert (made["photo-320"].facts["width"], made["photo-320"].facts["height"]) == (60, 80)


def test_the_camera_position_becomes_a_placement(tmp_path: Path) -> None:
    block = vi_khe_gps(GPSAltitude=4.0, GPSHPositioningError=5.0)
    facts = photo.inspect(saved(tmp_path / "a", exif=exif(gps=block)), "image/jpeg")
    placement = photo.place(facts)
    assert placement is not None
    assert (placement.lon, placement.lat) == (pytest.approx(106.205), pytest.approx(20.41))
    assert (placement.method, placement.accuracy_m, placement.height_m) == (Method.EXIF, 5.0, 4.0)
    assert photo.question(facts) == ()


def test_an_accuracy_the_camera_does_not_state_is_unknown(tmp_path: Path) -> None:
    facts = photo.inspect(saved(tmp_path / "a", exif=exif(gps=vi_khe_gps())), "image/jpeg")
    placement = photo.place(facts)
    assert placement is not None
    assert placement.accuracy_m is None


def test_a_weak_fix_is_kept_and_doubted(tmp_path: Path) -> None:
    facts = photo.inspect(saved(tmp_path / "a", exif=exif(gps=vi_khe_gps(GPSDOP=44.0))), "image/jpeg")
    assert photo.place(facts) is not None
    assert [doubt.code for doubt in photo.question(facts)] == ["gps_weak"]
    assert "220 m" in photo.question(facts)[0].vi


def test_null_island_is_no_place_and_is_doubted(tmp_path: Path) -> None:
    block = vi_khe_gps(GPSLatitude=(0.0, 0.0, 0.0), GPSLongitude=(0.0, 0.0, 0.0))
    facts = photo.inspect(saved(tmp_path / "a", exif=exif(gps=block)), "image/jpeg")
    assert photo.place(facts) is None
    assert [doubt.code for doubt in photo.question(facts)] == ["gps_null_island"]


def test_a_position_on_another_datum_is_no_place_and_the_doubt_names_it(tmp_path: Path) -> None:
    block = vi_khe_gps(GPSMapDatum="TOKYO")
    facts = photo.inspect(saved(tmp_path / "a", exif=exif(gps=block)), "image/jpeg")
    assert photo.place(facts) is None
    (doubt,) = photo.question(facts)
    assert doubt.code == "gps_other_datum"
    assert "TOKYO" in doubt.vi and "TOKYO" in doubt.en


def test_a_position_without_a_fix_is_kept_and_told(tmp_path: Path) -> None:
    facts = photo.inspect(saved(tmp_path / "a", exif=exif(gps=vi_khe_gps(GPSStatus="V"))), "image/jpeg")
    assert photo.place(facts) is not None
    assert [doubt.code for doubt in photo.question(facts)] == ["gps_void"]


def test_hash_and_grade_are_found_while_the_sizes_are_made(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", quarters(700, 500))
    facts = photo.inspect(path, "image/jpeg")
    derived(path, facts, tmp_path)
    assert len(facts["phash"]) == 16
    assert facts["grade"] == 1  # 0.35 megapixels
    assert [doubt.code for doubt in photo.question(facts)] == ["photo_low_grade"]


def test_no_derivative_tells_where_or_by_whom_the_photo_was_taken(tmp_path: Path) -> None:
    block = exif(main={Base.Artist: "Tô", Base.Copyright: "UBND", Base.Model: "X100"}, gps=vi_khe_gps())
    path = saved(tmp_path / "a", quarters(700, 500), exif=block)
    for one in photo.derive(path, photo.inspect(path, "image/jpeg"), tmp_path):
        raw = one.path.read_bytes()
        assert b"X100" not in raw
        with Image.open(one.path) as picture:
            assert not picture.getexif().get_ifd(0x8825)
            assert Base.Artist not in picture.getexif()


def test_pixels_cut_short_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(jpeg_bytes(quarters(640, 480))[:-500])
    facts = photo.inspect(path, "image/jpeg")
    with pytest.raises(Truncated):
        derived(path, facts, tmp_path)


def test_a_header_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"nonsense" * 9)
    with pytest.raises(MediaRefused):
        photo.inspect(path, "image/png")


def test_scanned_kinds_of_tiff_are_left_to_the_scans(tmp_path: Path) -> None:
    pages = saved(tmp_path / "pages", format="TIFF", save_all=True, append_images=[quarters()])
    fax = saved(tmp_path / "fax", quarters().convert("1"), "TIFF")
    georeferenced = saved(
        tmp_path / "map", format="TIFF", tiffinfo={33550: (1.0, 1.0, 0.0), 33922: (0.0,) * 6}
    )
    assert [recognised(path) for path in (pages, fax, georeferenced)] == [None, None, None]


def test_a_tiff_that_starts_with_its_thumbnail_shows_the_picture(tmp_path: Path) -> None:
    large = quarters(400, 300)
    large.encoderinfo = {"tiffinfo": {SUBFILE: 0}}
    path = tmp_path / "a"
    quarters(20, 15).save(path, "TIFF", save_all=True, append_images=[large], tiffinfo={SUBFILE: 1})
    assert [page.is_page for page in directories(path)] == [False, True]
    assert recognised(path) is None
    facts = scan.inspect(path, "image/tiff")
    assert (facts["page_count"], facts["width"]) == (1, 400)
