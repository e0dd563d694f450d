"""Whether the words that a PDF carries can be read and searched. Pure."""

from __future__ import annotations

import re
import unicodedata

LEAST_LETTERS = 20  # a page number and a stamp are no text of a page
LEAST_KNOWN = 0.7  # share of characters that are letters, digits, signs or blanks of a script
MOST_LEGACY = 0.05  # share of letters that stand beside a sign only legacy Vietnamese fonts put there

# Fonts of TCVN3 (.VnTime) and VNI keep Latin-1 codes: "Đình" comes out as "§×nh", "đền" as "®Òn" (TCVN 5712).
_LEGACY = re.compile(r"(?<=[A-Za-z])[®¬¨©ª«¸µ¶·¹§×]|[®¬¨©ª¸µ¶·¹§×](?=[a-z])")


def is_readable(text: str) -> bool:
    """Whether a page's text layer spares the reading of its picture."""
    letters = sum(one.isalpha() for one in text)
    return letters >= LEAST_LETTERS and not is_garbled(text)


def is_garbled(text: str) -> bool:
    """Whether the letters are not what the page shows: codes of a font without a table, or of a legacy one.

    >>> is_garbled("Đình Vị Khê, phường Vị Khê"), is_garbled("§×nh VÞ Khª, ph­êng VÞ Khª"), is_garbled("")
    (False, True, False)
    """
    shown = [one for one in text if not one.isspace()]
    if not shown:
        return False
    known = sum(unicodedata.category(one)[0] in "LNPSM" and one != "\ufffd" for one in shown)
    letters = sum(one.isalpha() for one in shown)
    return known < LEAST_KNOWN * len(shown) or len(_LEGACY.findall(text)) > MOST_LEGACY * max(letters, 1)
