"""Text in a picture's metadata: UTF-8 where it can be, else the code page that Vietnamese offices wrote in."""

from __future__ import annotations

import unicodedata

LONGEST_TEXT = 2_000
VOWELS = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
# Windows-1258 has these letters where Windows-1252 has Ð ð and Õ õ Ý ý: the first two are Icelandic only.
ONLY_VIETNAMESE = frozenset("Đđ₫")


def decoded(raw: bytes) -> str:
    """Bytes without a stated character set as text.

    UTF-8 if they are valid UTF-8; Windows-1258 if they then read as Vietnamese (a đ, or tone marks that
    all stand on a vowel); else Windows-1252, of which Latin-1 is a part.

    >>> decoded("Vị Khê".encode()), decoded(b"\\xd0\\xeanh"), decoded(b"Caf\\xe9")
    ('Vị Khê', 'Đênh', 'Café')
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    vietnamese = raw.decode("cp1258", "replace")
    if _reads_as_vietnamese(vietnamese):
        return unicodedata.normalize("NFC", vietnamese)
    return raw.decode("cp1252", "replace")


def clean(value: object) -> str | None:
    """One value of a tag as text: padding and unprintable characters gone; None for nothing.

    Accepts text, bytes, or a list of which the first counts. Text that Pillow read as Latin-1, because
    EXIF calls it ASCII, is taken back to its bytes and read by :func:`decoded`.
    """
    if isinstance(value, list | tuple) and value:
        value = value[0]
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return tidy(str(value))
    return tidy(decoded(value)) if isinstance(value, bytes) else None


def tidy(text: str) -> str | None:
    """Text that is known to be well read, without padding; None for nothing."""
    printable = "".join(one for one in text.split("\0")[0] if one.isprintable() or one == "\n")
    return unicodedata.normalize("NFC", printable).strip()[:LONGEST_TEXT] or None


def _reads_as_vietnamese(text: str) -> bool:
    marks = [at for at, one in enumerate(text) if unicodedata.combining(one)]
    on_vowels = all(at > 0 and unicodedata.normalize("NFC", text[at - 1])[-1:] in VOWELS for at in marks)
    return on_vowels and (bool(marks) or bool(ONLY_VIETNAMESE & set(text)))
