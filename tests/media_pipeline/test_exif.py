from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import Base
from PIL.TiffImagePlugin import IFDRational

from media_pipeline.exif import EMPTY, camera_facts
from media_pipeline.report import Facts
from tests.media_pipeline.pictures import exif, jpeg_bytes, vi_khe_gps


def facts_of(**options: Any) -> Facts:
    with Image.open(io.BytesIO(jpeg_bytes(**options))) as picture:
        return camera_facts(picture)


def test_a_picture_without_metadata_has_every_fact_and_all_unknown() -> None:
    assert facts_of() == EMPTY


def test_the_position_is_read_with_height_direction_and_error() -> None:
    block = vi_khe_gps(GPSAltitude=3.5, GPSImgDirection=271.0, GPSDOP=2.0, GPSHPositioningError=4.75)
    facts = facts_of(exif=exif(gps=block))
    assert facts["gps_lat"] == pytest.approx(20.41)
    assert facts["gps_lon"] == pytest.approx(106.205)
    assert [facts[k] for k in ("gps_alt_m", "gps_direction_deg", "gps_dop", "gps_error_m")] == [
        3.5,
        271,
        2,
        4.75,
    ]


def test_a_rational_over_zero_is_not_a_number_in_a_real_file() -> None:
    zero = vi_khe_gps(GPSLatitude=(IFDRational(0, 0),) * 3)
    assert facts_of(exif=exif(gps=zero))["gps_problem"] == "not_a_number"


def test_a_time_without_zone_stays_without_one() -> None:
    facts = facts_of(exif=exif(detail={Base.DateTimeOriginal: "2026:03:19 07:30:00"}))
    assert (facts["taken_at"], facts["taken_at_has_zone"]) == ("2026-03-19T07:30:00", False)


def test_a_time_with_zone_keeps_it() -> None:
    detail = {Base.DateTimeOriginal: "2026:03:19 07:30:00", Base.OffsetTimeOriginal: "+07:00"}
    facts = facts_of(exif=exif(detail=detail))
    assert (facts["taken_at"], facts["taken_at_has_zone"]) == ("2026-03-19T07:30:00+07:00", True)


@pytest.mark.parametrize(
    "written", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:41 99:00:00", "x"]
)
def test_a_time_that_is_none_is_unknown(written: str) -> None:
    assert facts_of(exif=exif(main={Base.DateTime: written}))["taken_at"] is None


def test_makers_are_read_in_vietnamese_and_without_padding() -> None:
    main = {
        Base.Artist: "Nguyễn Văn Tô\0\0".encode(),
        Base.Copyright: "UBND phường Vị Khê".encode(),
        Base.Make: "Canon",
        Base.Model: "Canon EOS R5",
    }
    facts = facts_of(exif=exif(main=main))
    assert facts["artist"] == "Nguyễn Văn Tô"
    assert facts["copyright"] == "UBND phường Vị Khê"
    assert facts["camera"] == "Canon EOS R5"


def test_an_orientation_outside_one_to_eight_is_unknown() -> None:
    assert facts_of(exif=exif(main={Base.Orientation: 9}))["orientation"] is None
    assert facts_of(exif=exif(main={Base.Orientation: 6}))["orientation"] == 6


def test_a_broken_block_leaves_every_fact_unknown_and_says_so() -> None:
    broken = b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\0" * 8
    facts = facts_of(exif=broken)
    assert facts == {**EMPTY, "metadata_readable": False}


def test_a_fraction_of_a_second_is_kept() -> None:
    detail = {Base.DateTimeOriginal: "2026:03:19 07:30:00", Base.SubsecTimeOriginal: "25"}
    assert facts_of(exif=exif(detail=detail))["taken_at"] == "2026-03-19T07:30:00.250"


def test_the_moment_in_utc_comes_from_the_zone_or_else_from_the_satellites() -> None:
    detail = {Base.DateTimeOriginal: "2026:03:19 07:30:00", Base.OffsetTimeOriginal: "+07:00"}
    satellites = vi_khe_gps(GPSDateStamp="2026:03:19", GPSTimeStamp=(0.0, 29.0, 58.0))
    assert facts_of(exif=exif(detail=detail, gps=satellites))["taken_at_utc"] == "2026-03-19T00:30:00Z"
    del detail[Base.OffsetTimeOriginal]
    facts = facts_of(exif=exif(detail=detail, gps=satellites))
    assert (facts["taken_at"], facts["taken_at_utc"]) == ("2026-03-19T07:30:00", "2026-03-19T00:29:58Z")
    assert facts_of(exif=exif(detail=detail))["taken_at_utc"] is None


def test_words_that_windows_explorer_wrote_are_read() -> None:
    block = exif(
        main={Base.XPTitle: "Cổng làng\0".encode("utf-16-le"), Base.XPAuthor: "Tô\0".encode("utf-16-le")}
    )
    facts = facts_of(exif=block)
    assert (facts["caption"], facts["artist"]) == ("Cổng làng", "Tô")


def test_words_of_an_old_vietnamese_code_page_are_read() -> None:
    block = exif(main={Base.ImageDescription: b"\xd0\xea\xccn Tr\xe2\xccn", Base.Artist: b"Vi\xf2"})
    facts = facts_of(exif=block)
    assert (facts["caption"], facts["artist"]) == ("Đền Trần", "Vị")
