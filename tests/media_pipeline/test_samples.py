"""Every real file of the sample collection ends in one of the outcomes, with a reason, in time.

The collection lies beside the repository and is never part of it. Without it there is one skip, or a
failure where ``DISANSO_REQUIRE_SAMPLES=1`` says it must be there.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from heritage.jobs.filing import NOTES
from media_pipeline.child import process_in_child
from media_pipeline.errors import MediaRefused
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
REQUIRED = os.environ.get("DISANSO_REQUIRE_SAMPLES") == "1"
FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and path.name != "SOURCES.md")
LONGEST_S = 30
EXPECTED = {
    "photos/Apple iPhone 5.jpg": "accepted photo",
    "photos/Nikon D5000.jpg": "needs_review gps_not_a_number",
    "photos/Nokia Lumia 800.jpg": "accepted photo",
    "photos/Samsung GT-I9000 (Galaxy S).jpg": "needs_review gps_null_island",
    "photos/IMG_1034.heic": "accepted photo",
    "photos/jpg-ycck.jpg": "accepted photo",
    "photos/with-gps.mp4": "accepted video",
    "scans/RGB.byte.tif": "accepted scan",
    "scans/tif-bw-9image.tif": "accepted scan",
    "scans/old-style-jpeg-compression.tif": "accepted scan",
    "scans/balloon.jp2": "accepted scan",
    "scans/rotated.tif": "needs_review map_no_crs",
    "scans/nomna_guideline_poem.pdf": "accepted document",
    "scans/autzen.wld": "refused not_media_world_file",
    "scans/white-gemini-iv.vrt": "refused unsafe_reference",
    "audio/example.opus": "accepted audio",
    "audio/silence-44-s.mp3": "accepted audio",
    "audio/silence-2s-PCM-44100-16-ID3v23.wav": "accepted audio",
    "hostile/truncated_jpeg.jpg": "refused truncated",
    "hostile/truncated.heic": "refused truncated",
    "hostile/jpg-incorrect-extension.png": "accepted photo",
    "hostile/200MP.heic": "refused too_many_pixels",
    "hostile/encryption_openpassword.pdf": "refused encrypted",
    "hostile/corruptionOneByteMissing.pdf": "needs_review pdf_repaired",
    "hostile/javascript.pdf": "needs_review pdf_active_content",
    "hostile/empty_gps_ifd.jpg": "accepted photo",
    "hostile/hopper_bad_exif.jpg": "accepted photo",
    "hostile/all-nodata.tif": "accepted scan",
    "hostile/png_decompression_dos.png": "refused unpacks_too_large",
    "hostile/decompression_bomb.gif": "refused unsupported_picture",
    "hostile/constructed_svg_script.svg": "refused script_inside",
    "hostile/constructed_kml_xxe.kml": "refused unsafe_reference",
    "hostile/constructed_zip_slip.zip": "refused archive",
    "hostile/constructed_formula_injection.csv": "refused not_media_table",
    "hostile/bad-xing.mp3": "accepted audio",  # six sound frames behind a header that says none
    "hostile/emptyfile.mp3": "refused empty_file",
    "hostile/ooming-header.flac": "refused truncated",
    "hostile/empty.heic": "refused empty_file",
    "hostile/囷𦝄苔惮󰞺𧍋𦬑囊.jpg": "accepted photo",
}

if not FILES and not REQUIRED:
    pytest.skip("the sample collection is not beside this repository", allow_module_level=True)

pytestmark = pytest.mark.samples


def outcome_of(path: Path, out: Path) -> str:
    """``accepted KIND``, ``needs_review CODES`` or ``refused CODE``; every sentence checked on the way."""
    try:
        identity = identify(path)
        report = process_in_child(path, identity, out, Limits.for_file(path))
    except MediaRefused as refusal:
        assert refusal.code not in ("refused", ""), "every refusal has a name of its own"
        assert all(len(refusal.sentence(language)) > 20 for language in ("vi", "en"))
        return f"refused {refusal.code}"
    assert report.derived, "what is accepted can be shown"
    assert all(one.path.stat().st_size > 0 for one in report.derived)
    assert all(doubt.vi and doubt.en for doubt in report.doubts)
    # Notes depend on the programs of this machine; the whole table is in tests/flow/sample_outcomes.csv.
    codes = [doubt.code for doubt in report.doubts if doubt.code not in NOTES]
    return "needs_review " + ",".join(codes) if codes else f"accepted {identity.kind}"


def test_the_collection_is_there() -> None:
    assert len(FILES) >= 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_a_sample_ends_in_an_outcome_with_a_reason_and_in_time(path: Path, tmp_path: Path) -> None:
    start = time.monotonic()
    outcome = outcome_of(path, tmp_path)
    assert time.monotonic() - start < LONGEST_S
    name = str(path.relative_to(SAMPLES))
    assert outcome == EXPECTED.get(name, outcome)


def test_every_expectation_names_a_file_of_the_collection() -> None:
    names = {str(path.relative_to(SAMPLES)) for path in FILES}
    assert set(EXPECTED) <= names
