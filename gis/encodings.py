"""Vietnamese attribute text from before Unicode: TCVN3 (ABC), VNI and Windows-1258, told apart and converted.

Files of those years say nothing, or something false, about their encoding; a reader then hands over one
character per byte. Everything here takes such text and returns Unicode NFC.

Tables: TCVN 5712:1993 (VN3) and the VNI for Windows chart; Windows-1258 comes with Python.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum


class TextEncoding(StrEnum):
    """How the bytes behind a text were written."""

    UNICODE = "unicode"
    UTF8 = "utf-8"
    CP1258 = "cp1258"
    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3 = dict(
    zip(
        "µ¶·¸¹" "¨»¼½¾Æ" "©ÇÈÉÊË" "®" "ÌÎÏÐÑ" "ªÒÓÔÕÖ" "×ØÜÝÞ" "ßáâãä" "«åæçèé" "¬êëìíî" "ïñòóô"
        "\u00adõö÷øù" "úûüýþ" "¡¢£¤¥¦§",
        "àảãáạ" "ăằẳẵắặ" "âầẩẫấậ" "đ" "èẻẽéẹ" "êềểễếệ" "ìỉĩíị" "òỏõóọ" "ôồổỗốộ" "ơờởỡớợ" "ùủũúụ"
        "ưừửữứự" "ỳỷỹýỵ" "ĂÂÊÔƠƯĐ",
        strict=True,
    )
)  # fmt: skip

_VNI_LOWER = {
    **{f"a{mark}": letter for mark, letter in zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)},
    **{f"e{mark}": letter for mark, letter in zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)},
    **{f"o{mark}": letter for mark, letter in zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)},
    **{f"u{mark}": letter for mark, letter in zip("ùøûõï", "úùủũụ", strict=True)},
    **{f"y{mark}": letter for mark, letter in zip("ùøûõ", "ýỳỷỹ", strict=True)},
    **{f"ô{mark}": letter for mark, letter in zip("ùøûõï", "ớờởỡợ", strict=True)},
    **{f"ö{mark}": letter for mark, letter in zip("ùøûõï", "ứừửữự", strict=True)},
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI = {
    **_VNI_LOWER,
    **{key.upper(): letter.upper() for key, letter in _VNI_LOWER.items()},
    **{key[0].upper() + key[1]: letter.upper() for key, letter in _VNI_LOWER.items() if len(key) == 2},
}
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# One Vietnamese syllable once its tone is taken off: onset, nucleus, coda.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    r"(?:uyê|uya|uây|uyu|oai|oay|oao|oeo|uôi|ươi|ươu|iêu|yêu"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê"
    r"|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[ckmnpt])?"
)
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_WORD = re.compile(r"[^\W\d_]+")


def convert_text(text: str, encoding: TextEncoding) -> str:
    """Unicode NFC of a text whose characters stand for the bytes of ``encoding``.

    Characters that the encoding does not have are kept. TCVN3 has no capitals with tones: they were made
    with a capitals-only font, so a text whose plain letters are all capitals becomes all capitals.
    """
    if encoding is TextEncoding.TCVN3:
        converted = "".join(_TCVN3.get(c, c) for c in _as_latin1(text))
        if re.search("[A-Z]{2}", text) and not re.search("[a-z]", text):
            converted = converted.upper()
    elif encoding is TextEncoding.VNI:
        converted = _VNI_PATTERN.sub(lambda match: _VNI[match.group()], _as_latin1(text))
    elif encoding in (TextEncoding.CP1258, TextEncoding.UTF8):
        raw = _raw_bytes(text)
        converted = text if raw is None else raw.decode(str(encoding), errors="replace")
    else:
        converted = text
    return unicodedata.normalize("NFC", converted)


def detect_encoding(texts: Iterable[str]) -> TextEncoding:
    """The encoding under which most words of all the texts together are Vietnamese syllables.

    Texts of plain ASCII, and texts that read best as they are, give UNICODE.
    """
    telling = [text for text in texts if not text.isascii()]
    if not telling or any(_raw_bytes(text) is None for text in telling):
        return TextEncoding.UNICODE
    if all(_is_utf8(text) for text in telling):
        return TextEncoding.UTF8
    best, best_share = TextEncoding.UNICODE, _share_of_syllables(telling)
    for encoding in (TextEncoding.CP1258, TextEncoding.TCVN3, TextEncoding.VNI):
        share = _share_of_syllables([convert_text(text, encoding) for text in telling])
        if share > best_share:
            best, best_share = encoding, share
    return best


def decode_texts(texts: Sequence[str]) -> tuple[list[str], TextEncoding]:
    """All the texts in Unicode NFC, and the encoding that they were found to be in."""
    encoding = detect_encoding(texts)
    return [convert_text(text, encoding) for text in texts], encoding


def is_vietnamese_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable with at most one tone: ``Khê``, ``phường``."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = sum(c in _TONES for c in decomposed)
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _share_of_syllables(texts: list[str]) -> float:
    words = [word for text in texts for word in text.split()]
    good = 0
    for word in words:
        letters = word.strip(".,;:()-/'\"0123456789")
        # A word with a foreign sign inside counts against the reading, one in odd capitals as well.
        regular = letters.islower() or letters.isupper() or letters.istitle()
        whole = _WORD.fullmatch(unicodedata.normalize("NFC", letters))
        good += bool(whole and regular and is_vietnamese_syllable(letters)) or letters == ""
    return good / len(words) if words else 0.0


def _as_latin1(text: str) -> str:
    """The same bytes read as Latin-1, where a reader took them for Windows-1252."""
    raw = _raw_bytes(text)
    return text if raw is None else raw.decode("latin-1")


def _raw_bytes(text: str) -> bytes | None:
    """The bytes behind one-character-per-byte text; None when a character was never a byte."""
    raw = bytearray()
    for character in text:
        code = ord(character)
        if code < 256:
            raw.append(code)
            continue
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(raw)


def _is_utf8(text: str) -> bool:
    raw = _raw_bytes(text)
    if raw is None:
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
