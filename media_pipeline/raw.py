"""Camera RAW: told apart by content, developed by LibRaw as the camera would have, upright and in sRGB.

Recognising reads tags only, for it happens outside the child process; everything else decodes.
"""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from media_pipeline import exif, pixels
from media_pipeline.errors import CameraRaw, Damaged, TooManyPixels, Truncated
from media_pipeline.report import Facts

if TYPE_CHECKING:
    import rawpy

TIFF_MARKS = (b"II*\0", b"MM\0*")
DNG_VERSION, MAKE, PHOTOMETRIC, SUB_IFDS = 50706, 271, 262, 330
SENSOR = {32803, 34892}  # colour filter array (TIFF/EP), LinearRaw (DNG)
MAX_DIRECTORIES, MAX_TAGS = 32, 1_024
# By the maker's name, as TIFF's tag 271 begins.
MAKERS = {
    "NIKON": "image/x-nikon-nef",
    "SONY": "image/x-sony-arw",
    "PENTAX": "image/x-pentax-pef",
    "RICOH": "image/x-pentax-pef",
    "SAMSUNG": "image/x-samsung-srw",
    "CANON": "image/x-canon-cr2",
}
DNG, OTHER = "image/x-adobe-dng", "image/x-camera-raw"
SIGNATURES = (
    (b"FUJIFILMCCD-RAW", "image/x-fuji-raf"),
    (b"IIRO", "image/x-olympus-orf"),
    (b"IIRS", "image/x-olympus-orf"),
    (b"MMOR", "image/x-olympus-orf"),
    (b"IIU\0", "image/x-panasonic-rw2"),
    (b"\0MRM", "image/x-minolta-mrw"),
    (b"FOVb", "image/x-sigma-x3f"),
)
MEDIA_TYPES = frozenset(
    {*MAKERS.values(), *(each for _, each in SIGNATURES), DNG, OTHER, "image/x-canon-cr3"}
)
BRIGHT_SHARE = 0.001  # of pixels that may turn white when the developed picture is brightened


def recognises(head: bytes, path: Path) -> str | None:
    """The media type of a camera's raw file, else None."""
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[4:12] == b"ftypcrx ":
        return "image/x-canon-cr3"
    if head[:4] not in TIFF_MARKS:
        return None
    if head[8:10] == b"CR":
        return "image/x-canon-cr2"
    try:
        return _kind_of_tiff(path)
    except struct.error:  # cut short: the reader of pictures says so better
        return None


def inspect(path: Path, media_type: str) -> Facts:
    """Width and height once developed, upright, and what the camera wrote.

    Raises:
        CameraRaw: LibRaw does not know the camera or the compression.
        Damaged, Truncated, TooManyPixels: As the content deserves.
    """
    with opened(path) as raw:
        sizes = raw.sizes
        width, height = int(sizes.width), int(sizes.height)
        thumbnail = _thumbnail(raw)
    if sizes.flip & 4:
        width, height = height, width
    return {
        "media_type": media_type,
        "width": width,
        "height": height,
        "colour_mode": "RAW",
        "has_icc": False,
        "frames": 1,
        **_camera_facts(path, media_type, thumbnail),
        "orientation": None,  # developed upright
    }


def developed(path: Path) -> Image.Image:
    """The whole picture: the camera's white balance, sRGB, 8 bits, upright.

    Raises:
        CameraRaw, Damaged, Truncated, TooManyPixels: As :func:`inspect`.
    """
    import rawpy

    with opened(path) as raw:
        array = raw.postprocess(
            use_camera_wb=True,
            output_color=rawpy.ColorSpace.sRGB,
            output_bps=8,
            half_size=False,
            gamma=(2.4, 12.92),  # sRGB's own curve; LibRaw's default is that of BT.709
            auto_bright_thr=BRIGHT_SHARE,
        )
    # Of a sensor without colours LibRaw gives one channel; more than three are no picture that it developed.
    return Image.fromarray(array[:, :, 0] if array.shape[2] == 1 else array[:, :, :3])


@contextlib.contextmanager
def opened(path: Path) -> Iterator[rawpy.RawPy]:
    """The file in LibRaw, whose complaints become refusals.

    Raises:
        CameraRaw, Damaged, Truncated, TooManyPixels: As :func:`inspect`.
    """
    import rawpy

    try:
        with rawpy.imread(str(path)) as raw:
            megapixels = raw.sizes.raw_width * raw.sizes.raw_height / 1e6
            if megapixels > pixels.limit_mp():
                raise TooManyPixels(f"{megapixels:.0f} MP", limit_mp=pixels.limit_mp())
            yield raw
    except (
        rawpy.LibRawFileUnsupportedError,
        rawpy.LibRawNotImplementedError,
        rawpy.NotSupportedError,
    ) as error:
        raise CameraRaw(f"LibRaw: {error}") from error
    except rawpy.LibRawIOError as error:
        raise Truncated(f"LibRaw: {error}") from error
    except rawpy.LibRawError as error:
        raise Damaged(f"LibRaw: {error}") from error


def _thumbnail(raw: rawpy.RawPy) -> bytes:
    """The camera's own JPEG, whose EXIF block is the only one in some formats; empty when there is none."""
    import rawpy

    with contextlib.suppress(rawpy.LibRawError):
        found = raw.extract_thumb()
        if found.format == rawpy.ThumbFormat.JPEG:
            return bytes(found.data)
    return b""


def _camera_facts(path: Path, media_type: str, thumbnail: bytes) -> Facts:
    """From the file's own tags where it is a TIFF, else from its thumbnail."""
    facts = dict(exif.EMPTY)
    with path.open("rb") as stream:
        if stream.read(4) in TIFF_MARKS:
            try:
                return _facts_of_tiff(stream)
            except pixels.READER_ERRORS:
                facts["metadata_readable"] = False
    try:
        with Image.open(io.BytesIO(thumbnail), formats=("JPEG", "MPO")) as picture:
            return exif.camera_facts(picture)
    except pixels.READER_ERRORS:
        return facts


def _facts_of_tiff(stream: BinaryIO) -> Facts:
    """EXIF, IPTC and XMP of the first directory."""
    stream.seek(0)
    block = Image.Exif()
    block.load_from_fp(stream)
    facts = exif.exif_facts(block)
    return exif.with_words(facts, packet=_bytes(block.get(700)), iptc_block=_bytes(block.get(33723)))


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _kind_of_tiff(path: Path) -> str | None:
    """The maker's format, when any directory holds what a sensor saw."""
    with path.open("rb") as stream:
        order = "<" if stream.read(2) == b"II" else ">"
        stream.seek(4)
        waiting = [struct.unpack(order + "I", stream.read(4))[0]]
        seen: set[int] = set()
        maker, is_dng, is_raw = "", False, False
        while waiting and len(seen) < MAX_DIRECTORIES:
            at = waiting.pop(0)
            if not at or at in seen:
                continue
            seen.add(at)
            tags, following = _directory(stream, at, order)
            waiting += [*_numbers(stream, tags.get(SUB_IFDS), order), following]
            is_dng |= DNG_VERSION in tags
            is_raw |= bool(SENSOR & set(_numbers(stream, tags.get(PHOTOMETRIC), order)))
            maker = maker or _text(stream, tags.get(MAKE), order)
    if is_dng:
        return DNG
    if not is_raw:
        return None
    return next((each for name, each in MAKERS.items() if maker.upper().startswith(name)), OTHER)


Entry = tuple[int, int, bytes]  # type, count, the four bytes of value or offset


def _directory(stream: BinaryIO, at: int, order: str) -> tuple[dict[int, Entry], int]:
    stream.seek(at)
    (count,) = struct.unpack(order + "H", stream.read(2))
    if count > MAX_TAGS:
        return {}, 0
    raw = stream.read(count * 12)
    tags: dict[int, Entry] = {}
    for start in range(0, count * 12, 12):
        tag, kind, values = struct.unpack(order + "HHI", raw[start : start + 8])
        tags[tag] = (kind, values, raw[start + 8 : start + 12])
    (following,) = struct.unpack(order + "I", stream.read(4).ljust(4, b"\0"))
    return tags, following


def _numbers(stream: BinaryIO, entry: Entry | None, order: str) -> tuple[int, ...]:
    """Whole numbers of 16 or 32 bits; none for another type."""
    if entry is None or entry[0] not in (3, 4, 13) or not 0 < entry[1] <= MAX_DIRECTORIES:
        return ()
    kind, count, field = entry
    layout = f"{order}{count}{'H' if kind == 3 else 'I'}"
    size = struct.calcsize(layout)
    return struct.unpack(layout, field[:size] if size <= 4 else _at(stream, field, size, order))


def _text(stream: BinaryIO, entry: Entry | None, order: str) -> str:
    if entry is None or entry[0] != 2 or entry[1] > 200:
        return ""
    _, count, field = entry
    raw = field[:count] if count <= 4 else _at(stream, field, count, order)
    return raw.split(b"\0")[0].decode("latin-1").strip()


def _at(stream: BinaryIO, field: bytes, size: int, order: str) -> bytes:
    stream.seek(struct.unpack(order + "I", field)[0])
    return stream.read(size)
