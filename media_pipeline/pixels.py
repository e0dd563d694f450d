"""Opening a picture safely with Pillow and bringing it upright into sRGB.

The only place where a picture's exceptions are translated. Pillow's pixel limit stays on, and truncated
files are never loaded in part.
"""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageCms, ImageFile, UnidentifiedImageError

from media_pipeline.boxes import boxes, whole_file
from media_pipeline.errors import Damaged, MediaRefused, TooManyPixels, Truncated, UnpacksTooLarge
from media_pipeline.limits import in_force

FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/tiff": ("TIFF",),
    "image/webp": ("WEBP",),
    "image/avif": ("AVIF",),
    "image/heic": ("HEIF",),
    "image/jp2": ("JPEG2000",),
}
TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow's parsers let through on malformed input, each seen in its own corpus of broken files.
READER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
WHITE = (255, 255, 255)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Hold a picture reader to the limit of pixels, and turn what it raises into the reason of a refusal."""
    Image.MAX_IMAGE_PIXELS = limit_mp() * 1_000_000 // 2  # Pillow warns at it and refuses at twice as much
    try:
        yield
    except MediaRefused:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels(str(error), limit_mp=limit_mp()) from error
    except UnidentifiedImageError as error:
        raise Damaged("no reader accepts the content") from error
    except READER_ERRORS as error:
        said = str(error)
        if "truncated" in said.lower():
            raise Truncated(said) from error
        if "MAX_TEXT" in said:
            raise UnpacksTooLarge(said) from error
        raise Damaged(f"{type(error).__name__}: {said}") from error


@contextlib.contextmanager
def opened(path: Path, media_type: str) -> Iterator[ImageFile.ImageFile]:
    """The picture, header read, pixels not yet; closed at the end.

    Raises:
        Damaged, Truncated, TooManyPixels, UnpacksTooLarge: As the content deserves.
    """
    if media_type in ("image/heic", "image/avif"):
        _whole_boxes(path)
    if media_type == "image/heic":
        import pillow_heif

        pillow_heif.register_heif_opener()
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns at half the limit and about odd metadata
        with reading():
            picture = Image.open(path, formats=FORMATS[media_type])
        with picture:
            yield picture


def loaded(picture: Image.Image) -> Image.Image:
    """The same picture, all pixels decoded.

    Raises:
        Damaged, Truncated, TooManyPixels: As :func:`opened`.
    """
    with reading():
        picture.load()
    return picture


def upright_srgb(picture: Image.Image, orientation: int | None) -> Image.Image:
    """The picture upright, in sRGB (``RGB``) or grey (``L``), transparency laid on white.

    Args:
        picture: Loaded pixels. They may be changed: at 178 megapixels a copy is 716 MB.
        orientation: EXIF 1 to 8, or None. Anything but 2 to 8 leaves the picture as it lies.
    """
    with reading():
        profile = picture.info.get("icc_profile")
        plain = _plain(picture)
        coloured = _to_srgb(plain, profile)
        turn = TRANSPOSE.get(orientation or 1)
        upright = coloured.transpose(turn) if turn is not None else coloured
        upright.info.clear()  # Pillow would write a JPEG's comment and a profile into every copy
        return upright


def _plain(picture: Image.Image) -> Image.Image:
    """8 bits per channel, mode L, RGB or CMYK."""
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I") or picture.mode == "F":
        return _stretched(picture)
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        sheet = Image.new("RGB", picture.size, WHITE)
        sheet.paste(layer, mask=layer.getchannel("A"))
        return sheet
    return picture.convert("RGB")


def _stretched(picture: Image.Image) -> Image.Image:
    """16-bit or floating values spread over 0 to 255 between their least and their greatest."""
    import numpy as np

    values = np.asarray(picture).astype(np.float32)
    finite = np.isfinite(values)
    low, high = (float(values[finite].min()), float(values[finite].max())) if finite.any() else (0.0, 0.0)
    scale = 255 / (high - low) if high > low else 0.0
    grey = np.where(finite, (values - low) * scale, 0).clip(0, 255).astype(np.uint8)
    return Image.fromarray(grey)


def _to_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Through the embedded profile when it is usable, else by Pillow's plain conversion."""
    if isinstance(profile, bytes) and profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return _by_profile(picture, profile)
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    if picture.mode == "RGB":
        ImageCms.profileToProfile(picture, source, target, inPlace=True)
        return picture
    if picture.mode == "L":
        return picture  # a grey curve close to sRGB's is not worth three channels
    turned = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    return turned if turned is not None else picture.convert("RGB")


def _whole_boxes(path: Path) -> None:
    """Refuse a HEIC or AVIF whose boxes reach past its end: libheif decodes those in part, silently."""
    with path.open("rb") as stream:
        whole = whole_file(stream)
        for _ in boxes(stream, whole.start, whole.end):
            pass


def limit_mp() -> int:
    """Millions of pixels that one picture may have."""
    return in_force().pixels_mp
