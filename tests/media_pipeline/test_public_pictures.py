"""What leaves the house: nothing but the copyright line is inside any public picture, whatever came in."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from media_pipeline import photo
from media_pipeline.renditions import COPYRIGHT
from media_pipeline.tiff_pages import directories
from tests.media_pipeline.pictures import exif, jpeg_bytes, quarters, saved, vi_khe_gps
from tests.media_pipeline.raws import ASCII, dng
from tests.media_pipeline.test_iptc import block
from tests.media_pipeline.test_xmp import alternatives, packet

SECRET = "So nha 12 ngo 3"  # stands in every block of every file below
RIGHTS = "© UBND phường Vị Khê"
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# Chunks and segments that hold pixels and how to read them; anything else would be metadata.
JPEG_SEGMENTS = {0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD, 0xE0, 0xE1, 0xEE}
WEBP_CHUNKS = {b"VP8 ", b"VP8X", b"EXIF"}
PYRAMID_TAGS = {
    254, 256, 257, 258, 259, 262, 274, 277, 282, 283, 284, 296, 297, 317, 322, 323, 324, 325, 330, 338, 339, 347, 529, 530, 532,
}  # fmt: skip


def metadata() -> dict[str, Any]:
    """An EXIF block with place, serial number and maker, and an XMP packet, all with the secret."""
    detail = {
        Base.BodySerialNumber: SECRET,
        Base.UserComment: SECRET.encode(),
        Base.MakerNote: SECRET.encode(),
    }
    main = {
        Base.ImageDescription: SECRET, Base.Artist: SECRET, Base.Model: SECRET, Base.Copyright: RIGHTS.encode(),
    }  # fmt: skip
    gps = vi_khe_gps(GPSAreaInformation=SECRET.encode())
    return {"exif": exif(main, detail, gps), "xmp": packet(alternatives("dc:description", vi=SECRET))}


def jpeg(path: Path) -> Path:
    iim = block((1, 90, b"\x1b%G"), (2, 120, SECRET.encode()), (2, 90, SECRET.encode()))
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim + b"\0" * (len(iim) % 2)
    content = b"Photoshop 3.0\0" + resource
    plain = jpeg_bytes(
        quarters(2400, 1600), **metadata(), comment=SECRET.encode(), icc_profile=ICC, dpi=(300, 300)
    )
    path.write_bytes(plain[:2] + b"\xff\xed" + struct.pack(">H", len(content) + 2) + content + plain[2:])
    return path


def png(path: Path) -> Path:
    words = PngInfo()
    words.add_text("Comment", SECRET, zip=True)
    words.add_itxt("Description", SECRET)
    return saved(path, quarters(700, 500), "PNG", exif=metadata()["exif"], pnginfo=words, icc_profile=ICC)


def webp(path: Path) -> Path:
    return saved(path, quarters(700, 500), "WEBP", **metadata(), icc_profile=ICC)


def avif(path: Path) -> Path:
    return saved(path, quarters(700, 500), "AVIF", **metadata(), icc_profile=ICC)


def tiff(path: Path) -> Path:
    tags = ImageFileDirectory_v2()
    tags[270], tags[315], tags[33432] = SECRET, SECRET, RIGHTS.encode()
    tags[700], tags[33723] = (
        packet(alternatives("dc:description", vi=SECRET)),
        block((2, 120, SECRET.encode())),
    )
    tags.tagtype[33723] = 7
    return saved(path, quarters(700, 500), "TIFF", tiffinfo=tags, icc_profile=ICC)


def heic(path: Path) -> Path:
    import pillow_heif

    given = metadata()
    pillow_heif.from_pillow(quarters(700, 500)).save(path, exif=given["exif"].tobytes(), xmp=given["xmp"])
    return path


def raw(path: Path) -> Path:
    return dng(
        path,
        quarters(700, 500),
        t270=(ASCII, SECRET.encode() + b"\0"),
        t33432=(ASCII, RIGHTS.encode() + b"\0"),
    )


@pytest.mark.parametrize("build", [jpeg, png, webp, avif, tiff, heic, raw])
def test_nothing_but_the_copyright_is_inside_any_public_picture(build: Any, tmp_path: Path) -> None:
    path = build(tmp_path / "in")
    out = tmp_path / "out"
    out.mkdir()
    assert SECRET.encode() in path.read_bytes() or build is png
    media_type = photo.recognises(path.read_bytes()[:65_536], path)
    assert media_type is not None
    facts = photo.inspect(path, media_type)
    made = list(photo.derive(path, facts, out))
    assert len(made) >= 7
    for one in made:
        content = one.path.read_bytes()
        assert SECRET.encode() not in content, one.recipe
        assert {"image/jpeg": segments, "image/webp": chunks, "image/tiff": tags}[one.media_type](one.path)
        if one.media_type == "image/tiff":
            continue
        with Image.open(io.BytesIO(content)) as picture:
            found = picture.getexif()
            assert set(found) <= {COPYRIGHT}
            assert not found.get_ifd(0x8825) and not found.get_ifd(0x8769)
            assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "dpi",
                "progression", "exif", "loop", "background", "timestamp", "duration"}  # fmt: skip
            assert picture.info.get("dpi") in (None, (72, 72))  # Pillow's own word for "not said"
            if one.recipe != "placeholder" and facts["copyright"]:
                assert found[COPYRIGHT].encode("latin-1").decode() == RIGHTS


def segments(path: Path) -> bool:
    """Whether a JPEG has only segments of pixels, and EXIF."""
    content, at = path.read_bytes(), 2
    while content[at + 1] != 0xDA:
        assert content[at + 1] in JPEG_SEGMENTS, hex(content[at + 1])
        size = struct.unpack(">H", content[at + 2 : at + 4])[0]
        assert content[at + 1] != 0xE1 or content[at + 4 : at + 10] == b"Exif\0\0"
        at += 2 + size
    return True


def chunks(path: Path) -> bool:
    """Whether a WebP has only chunks of pixels, and EXIF."""
    content, at = path.read_bytes(), 12
    while at < len(content):
        assert content[at : at + 4] in WEBP_CHUNKS
        size = struct.unpack("<I", content[at + 4 : at + 8])[0]
        at += 8 + size + size % 2
    return True


def tags(path: Path) -> bool:
    """Whether a pyramid has only tags that lay out pixels."""
    for directory in directories(path):
        assert directory.tags <= PYRAMID_TAGS, directory.tags - PYRAMID_TAGS
    return True
