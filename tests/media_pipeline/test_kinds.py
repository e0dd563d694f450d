from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from media_pipeline.errors import EmptyFile, MediaRefused, refusals
from media_pipeline.kinds import KINDS, identify
from media_pipeline.report import Identity
from tests.media_pipeline.papers import pdf
from tests.media_pipeline.pictures import saved
from tests.media_pipeline.sounds import mp4, wav

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
DNG_TAG = {50706: b"\x01\x04\0\0"}
TEXTS = {
    "unsupported_drawing": [SVG, f'<?xml version="1.0"?>\n<!-- plan -->\n{SVG}'],
    "script_inside": [
        SVG.replace("<path", "<script>alert(1)</script><path"),
        SVG.replace("<path", "<g onload='x'/><path"),
    ],
    "unsafe_reference": [
        '<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
        "<VRTDataset rasterXSize='1' rasterYSize='1'></VRTDataset>",
    ],
    "not_media_vector": [
        '{"type": "FeatureCollection", "features": []}',
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>',
        "<gpx version='1.1'></gpx>",
    ],
    "not_media_table": [
        "tên,loại\nĐình Vị Khê,di tích\nLàng hoa,làng nghề\n",
        "\ufefftệp;tác giả\na.jpg;Tô\n",
        '[{"a": 1}]',
    ],
    "not_media_material": ["# Blender MTL\nnewmtl stone\nKd 0.8 0.8 0.8\n"],
    "not_media_world_file": ["2.0\n0.0\n0.0\n-2.0\n620000.5\n2257200.25\n"],
    "not_media_text": ["<html><body>Xin chào</body></html>", "một hai ba bốn năm sáu bảy"],
    "unknown_type": ["xin"],
}
BYTES = {
    "unsupported_picture": [b"GIF89a" + b"\0" * 20, b"BM" + b"\0" * 60, b"8BPS\0\x01" + b"\0" * 30],
    "archive": [
        b"7z\xbc\xaf\x27\x1c\0\x04",
        b"Rar!\x1a\x07\x01\0",
        b"\x1f\x8b\x08\0",
        b"a" * 257 + b"ustar\0" + b"\0" * 300,
    ],
    "office_file": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600],
    "not_media_vector": [b"SQLite format 3\0" + b"\0" * 80, b"\x00\x00\x27\x0a" + b"\0" * 96],
    "unsupported_video": [b"\x1a\x45\xdf\xa3\x01webm", b"RIFF\0\0\0\0AVI LIST"],
    "unsupported_audio": [b"FORM\0\0\0\0AIFFCOMM"],
    "damaged": [b"PK\x03\x04 cut short"],
    "unknown_type": [b"\0\x01\x02\x03" * 50],
}


def refusal_of(path: Path) -> str:
    with pytest.raises(MediaRefused) as refusal:
        identify(path)
    assert refusal.value.sentence("vi") and refusal.value.sentence("en")
    assert type(refusal.value) is refusals()[refusal.value.code]
    return refusal.value.code


def test_every_kind_has_one_name_and_the_names_are_those_of_the_api() -> None:
    names = [kind.name for kind in KINDS]
    assert names == ["photo", "scan", "document", "cloud", "mesh", "audio", "video"]


def test_content_decides_and_never_the_name(tmp_path: Path) -> None:
    assert identify(saved(tmp_path / "a.png")) == Identity("photo", "image/jpeg")
    assert identify(pdf(tmp_path / "a.jpg")) == Identity("document", "application/pdf")
    assert identify(wav(tmp_path / "a.las")) == Identity("audio", "audio/wav")
    assert identify(mp4(tmp_path / "a.heic")) == Identity("video", "video/mp4")
    assert identify(saved(tmp_path / "bản đồ", format="JPEG2000")) == Identity("scan", "image/jp2")


def test_an_empty_file_is_refused_as_empty(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with pytest.raises(EmptyFile):
        identify(tmp_path / "a.jpg")


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in TEXTS.items() for text in texts])
def test_text_that_is_no_medium_is_told_what_it_is(code: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_text(text, encoding="utf-8")
    assert refusal_of(path) == code


@pytest.mark.parametrize(("code", "raw"), [(code, raw) for code, raws in BYTES.items() for raw in raws])
def test_binary_that_is_no_medium_is_told_what_it_is(code: str, raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(raw)
    assert refusal_of(path) == code


@pytest.mark.parametrize(
    ("member", "code"),
    [("a.jpg", "archive"), ("[Content_Types].xml", "office_file"), ("doc.kml", "not_media_vector")],
)
def test_a_zip_is_told_by_what_is_in_it(member: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    assert refusal_of(path) == code


def test_a_raw_photo_built_on_tiff_is_not_taken_for_a_plain_picture(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tif", format="TIFF", tiffinfo=DNG_TAG)
    assert identify(path) == Identity("photo", "image/x-adobe-dng")


def test_listing_the_kinds_loads_no_heavy_library() -> None:
    code = "import sys, media_pipeline.kinds; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {
        "pye57",
        "open3d",
        "pyvips",
        "pillow_heif",
        "rasterio",
        "pypdfium2",
        "tinytag",
    }
    assert not any(name == "django" or name.startswith("django.") for name in loaded)
