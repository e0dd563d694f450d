from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import Base

from media_pipeline import photo, xmp
from media_pipeline.exif import camera_facts
from tests.media_pipeline.pictures import exif, jpeg_bytes, quarters, saved
from tests.media_pipeline.test_iptc import block, jpeg_with

NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:cc="http://creativecommons.org/ns#"'
)
BY = "https://creativecommons.org/licenses/by/4.0"


def packet(body: str = "", attributes: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {NAMESPACES}><rdf:Description rdf:about="" {attributes}>{body}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def alternatives(name: str, **texts: str) -> str:
    lines = "".join(
        f'<rdf:li xml:lang="{language.replace("_", "-")}">{text}</rdf:li>' for language, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{lines}</rdf:Alt></{name}>"


def facts_of(**options: Any) -> Any:
    with Image.open(io.BytesIO(jpeg_bytes(**options))) as picture:
        return camera_facts(picture)


def test_the_words_are_read_in_both_languages() -> None:
    body = (
        alternatives(
            "dc:description", x_default="Gate of the village", vi="Cổng làng", en="Gate of the village"
        )
        + "<dc:creator><rdf:Seq><rdf:li>Nguyễn Văn Tô</rdf:li><rdf:li>Lan</rdf:li></rdf:Seq></dc:creator>"
        + alternatives("dc:rights", x_default="© UBND phường Vị Khê")
        + alternatives("xmpRights:UsageTerms", x_default="Ghi nguồn khi dùng")
    )
    said = xmp.read(packet(body, f'photoshop:Credit="Bảo tàng" xmpRights:WebStatement="{BY}/"'))
    assert said == {
        "caption": "Cổng làng",
        "caption_en": "Gate of the village",
        "artist": "Nguyễn Văn Tô, Lan",
        "credit": "Bảo tàng",
        "copyright": "© UBND phường Vị Khê",
        "rights": "Ghi nguồn khi dùng",
        "licence_url": BY,
    }


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('<cc:license rdf:resource="http://creativecommons.org/licenses/by-sa/4.0/"/>', "by-sa/4.0"),
        (alternatives("xmpRights:UsageTerms", x_default=f"Xem {BY}/deed.vi"), "by/4.0"),
        (
            alternatives("dc:rights", x_default="https://creativecommons.org/publicdomain/zero/1.0/"),
            "zero/1.0",
        ),
    ],
)
def test_a_licence_is_found_wherever_it_is_named(where: str, found: str) -> None:
    assert xmp.read(packet(where))["licence_url"].endswith(found)


def test_two_licences_are_none() -> None:
    body = alternatives("dc:rights", x_default=f"{BY}/ https://creativecommons.org/licenses/by-nc/4.0/")
    assert "licence_url" not in xmp.read(packet(body))


def test_time_keeps_its_zone_and_a_day_alone_is_no_time() -> None:
    assert (
        facts_of(xmp=packet(attributes='exif:DateTimeOriginal="2026-03-19T07:30:00+07:00"'))["taken_at_utc"]
        == "2026-03-19T00:30:00Z"
    )
    assert facts_of(xmp=packet(attributes='photoshop:DateCreated="2026-03-19"'))["taken_at"] is None


def test_the_camera_s_own_time_comes_before_that_of_the_packet() -> None:
    block = exif(detail={Base.DateTimeOriginal: "2026:03:19 07:30:00"})
    facts = facts_of(exif=block, xmp=packet(attributes='exif:DateTimeOriginal="2001-01-01T00:00:00Z"'))
    assert facts["taken_at"] == "2026-03-19T07:30:00"


def test_xmp_is_believed_before_iptc_and_iptc_before_exif_and_empty_words_say_nothing(tmp_path: Path) -> None:
    iim = block((1, 90, b"\x1b%G"), (2, 120, b"of IPTC"), (2, 80, b"maker of IPTC"))
    plain = jpeg_with(iim)
    path = tmp_path / "a.jpg"
    path.write_bytes(plain)
    with Image.open(path) as picture:
        assert camera_facts(picture)["caption"] == "of IPTC"
    in_exif = exif(
        main={Base.ImageDescription: "of EXIF", Base.Artist: "maker of EXIF", Base.Copyright: "(c) EXIF"}
    )
    both = jpeg_bytes(
        exif=in_exif,
        xmp=packet(
            alternatives("dc:description", x_default="of XMP") + alternatives("dc:rights", x_default=" ")
        ),
    )
    segment = plain[2 : plain.index(b"\xff\xe0")]
    path.write_bytes(both[:2] + segment + both[2:])
    with Image.open(path) as picture:
        facts = camera_facts(picture)
    assert (facts["caption"], facts["artist"], facts["copyright"]) == ("of XMP", "maker of IPTC", "(c) EXIF")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_that_only_xmp_says_lies_on_its_side_is_turned_once(format: str, tmp_path: Path) -> None:
    turned = packet(attributes='tiff:Orientation="6"')
    options: dict[str, Any] = {"xmp": turned}
    if format == "PNG":
        from PIL.PngImagePlugin import PngInfo

        options = {"pnginfo": PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", turned.decode())
    if format == "TIFF":
        options = {"tiffinfo": {700: turned}}
    path = saved(tmp_path / "a", quarters(400, 300), format, **options)
    facts = photo.inspect(path, f"image/{format.lower()}")
    assert (facts["width"], facts["height"]) == (300, 400)
    made = {one.recipe: one for one in photo.derive(path, facts, tmp_path)}
    assert (made["photo-320"].facts["width"], made["photo-320"].facts["height"]) == (300, 400)


def test_exif_s_orientation_comes_before_xmp_s() -> None:
    facts = facts_of(exif=exif(main={Base.Orientation: 3}), xmp=packet(attributes='tiff:Orientation="6"'))
    assert facts["orientation"] == 3


@pytest.mark.parametrize(
    "bad",
    [
        b"<x",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
        b"<x>" + b" " * (xmp.LARGEST + 1) + b"</x>",
    ],
)
def test_a_hostile_packet_is_not_read_and_the_picture_says_so(bad: bytes) -> None:
    with pytest.raises(ValueError, match="XMP"):
        xmp.read(bad)


def test_a_picture_with_a_hostile_packet_is_accepted_without_its_words() -> None:
    facts = facts_of(xmp=b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    assert facts["metadata_readable"] is False
    assert facts["caption"] is None
