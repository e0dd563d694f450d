"""Cells as people fill them in, turned into what an item's field holds."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from gis.names import fold_name
from heritage import categories
from heritage.categories import Term
from heritage.rules.import_problems import Unreadable

LONGEST = {
    "name_vi": 200, "name_en": 200, "han_nom": 200, "former_address": 300, "decision_number": 80,
    "decision_by": 120, "source": 300,
}  # fmt: skip
RANK_WORDS = {
    "special_national": "quoc gia dac biet|di tich quoc gia dac biet|qgdb|cap quoc gia dac biet|dac biet",
    "national": "quoc gia|cap quoc gia|qg|di tich cap quoc gia|trung uong|bo",
    "provincial": "tinh|cap tinh|thanh pho|cap thanh pho|di tich cap tinh|di tich cap thanh pho|cap tinh thanh pho",
    "recognised_craft": "lang nghe truyen thong|lang nghe cong nhan|duoc cong nhan",
    "inventory": "kiem ke|danh muc kiem ke|trong danh muc",
    "unknown": "chua xep hang|chua|khong|khong ro",
}
CATEGORY_WORDS = {
    "relic": "di tich|di tich lich su|di tich lich su van hoa|dinh|den|chua|mieu|phu|tu duong|nha tho ho|lang mo|di tich khao co|danh thang",
    "festival": "le hoi|hoi lang|le hoi dan gian|le hoi lang",
    "craft_village": "lang nghe|nghe truyen thong|lang nghe truyen thong|nghe thu cong",
    "figure": "nhan vat|danh nhan|nhan vat lich su|nhan vat tho|nghe nhan",
}
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"}


def text_of(cell: Any) -> str:
    """A cell as trimmed, composed text; line ends are plain.

    Raises:
        Unreadable: A spreadsheet's error value.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = unicodedata.normalize("NFC", str(cell).replace("\r\n", "\n").replace("\r", "\n")).strip()
    if text in ERRORS:
        raise Unreadable(
            "cell_error", f"Ô là lỗi công thức {text}. Sửa trong bảng rồi gửi lại.",
            f"The cell is the formula error {text}. Correct it in the table.",
        )  # fmt: skip
    return text


def line_of(cell: Any, code: str) -> str:
    """One line of text that fits its field.

    Raises:
        Unreadable: Too long.
    """
    text = " ".join(text_of(cell).split())
    most = LONGEST.get(code)
    if most and len(text) > most:
        raise Unreadable(
            "too_long", f"Dài {len(text)} chữ, tối đa {most}. Rút gọn ô này.",
            f"It has {len(text)} letters, at most {most}. Shorten the cell.",
        )  # fmt: skip
    return text


def names_of(cell: Any) -> list[str]:
    """Several names between semicolons or line ends."""
    return [" ".join(each.split()) for each in re.split(r"[;\n]", text_of(cell)) if each.strip()]


def category_of(cell: Any) -> str:
    """A category's code.

    Raises:
        Unreadable: None of the four.
    """
    text = text_of(cell)
    found = code_of(categories.CATEGORIES, text, CATEGORY_WORDS)
    if text and not found:
        raise Unreadable(
            "unknown_category", f"Không hiểu loại “{text[:60]}”. Ghi: di tích, lễ hội, làng nghề hoặc nhân vật.",
            f"The category “{text[:60]}” is not known. Write: relic, festival, craft_village or figure.",
        )  # fmt: skip
    return found


def kinds_of(cell: Any) -> tuple[list[str], str]:
    """Codes of kinds, and the category that the cell names instead or beside them.

    Raises:
        Unreadable: A word that is neither.
    """
    kinds, category = [], ""
    for word in re.split(r"[;,/\n+]| và | - ", text_of(cell)):
        if not word.strip():
            continue
        code = code_of(categories.KINDS, word, KIND_WORDS)
        if code:
            kinds.append(code)
        elif named := code_of(categories.CATEGORIES, word, CATEGORY_WORDS):
            category = named
        else:
            known = ", ".join(each.vi.lower() for each in categories.KINDS)
            raise Unreadable(
                "unknown_kind", f"Không hiểu loại hình “{word.strip()[:60]}”. Các loại hình: {known}.",
                f"The kind “{word.strip()[:60]}” is not known.",
            )  # fmt: skip
    return list(dict.fromkeys(kinds)), category


KIND_WORDS = {
    "history": "lich su|lich su van hoa|luu niem|cach mang|lich su cach mang|luu niem danh nhan|di tich lich su",
    "architecture": "kien truc|nghe thuat|kien truc nghe thuat|kt nt|ktnt",
    "archaeology": "khao co|khao co hoc",
    "scenic": "danh thang|danh lam|thang canh",
}


def rank_of(cell: Any, category: str) -> str:
    """A rank's code; what is said of an intangible thing's rank in short is its own.

    Raises:
        Unreadable: No rank.
    """
    text = text_of(cell)
    found = code_of(categories.RANKS, text, RANK_WORDS)
    if text and not found:
        raise Unreadable(
            "unknown_rank", f"Không hiểu xếp hạng “{text[:60]}”. Ghi như: quốc gia đặc biệt, quốc gia, cấp tỉnh, kiểm kê.",
            f"The rank “{text[:60]}” is not known. Write for example: special_national, national, provincial, inventory.",
        )  # fmt: skip
    if found == "national" and category in ("festival", "craft_village") and fold_name(text) != "national":
        return "ich_national"
    return found


def disclosure_of(cell: Any) -> str:
    """A degree of disclosure.

    Raises:
        Unreadable: None.
    """
    text = text_of(cell)
    found = code_of(categories.DISCLOSURES, text, {})
    if text and not found:
        raise Unreadable(
            "unknown_disclosure", f"Không hiểu mức công khai “{text[:60]}”.",
            f"The disclosure “{text[:60]}” is not known.",
        )  # fmt: skip
    return found


def code_of(vocabulary: tuple[Term, ...], text: str, words: dict[str, str] | None = None) -> str:
    """The code that a word stands for: by code, label in either language or ``words``, marks aside; "" for none."""
    wanted = fold_name(text)
    if not wanted:
        return ""
    for term in vocabulary:
        if wanted in (fold_name(term.code), fold_name(term.vi), fold_name(term.en), fold_name(term.en_one)):
            return term.code
    return next((code for code, known in (words or {}).items() if wanted in known.split("|")), "")
