"""What stands around a report: letterhead, signature, recipients, and the texts that the officer writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from heritage.reports.numbers import long_day, short_day
from heritage.reports.paper import Letterhead, Signature

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
GAP = "\u00a0" * 6  # room to write in; plain spaces would shrink to one
NUMBER = f"Số:{GAP}{GAP}/BC-UBND"  # the number is given when the paper is issued
TEXTS = ("difficulties", "proposals", "use", "backup", "capacity", "office", "signer", "recipients", "place")
MOST_LETTERS = 20_000  # of one text

Content = dict[str, Any]
Texts = dict[str, str]


def default_texts(content: Content) -> Texts:
    """What the form begins with: what the plan says of recipients, and the usual signature."""
    plan = content["plan"] or {}
    told = [each.strip().rstrip(".") for each in (plan.get("reports_to") or "").split(";") if each.strip()]
    return {
        "difficulties": "",
        "proposals": "",
        "use": "",
        "backup": "",
        "capacity": "TM. ỦY BAN NHÂN DÂN",
        "office": "CHỦ TỊCH",
        "signer": "",
        "recipients": "\n".join([*told, "Lưu: VT, VHXH"]),
        "place": content["unit"]["bare_name"],
    }


def in_sentence(unit: dict[str, Any]) -> str:
    """ "phường Vị Khê": the type is no part of the name inside a sentence."""
    name: str = unit["name"]
    kind = unit["kind"]
    return kind.lower() + name[len(kind) :] if kind and name.startswith(kind) else name


def issuer(unit: dict[str, Any]) -> str:
    """ "Ủy ban nhân dân phường Vị Khê"."""
    return f"Ủy ban nhân dân {in_sentence(unit)}"


def letterhead(content: Content, texts: Texts) -> Letterhead:
    """Number and day stay blank until the paper is issued; the year is known."""
    year = content["period"]["counted_on"][:4]
    return Letterhead(
        body=("ỦY BAN NHÂN DÂN", content["unit"]["name"].upper()),
        number=NUMBER,
        country=COUNTRY,
        motto=MOTTO,
        place_and_day=f"{texts['place']}, ngày{GAP}tháng{GAP}năm {year}",
    )


def signature(texts: Texts) -> Signature:
    """The officer's block."""
    capacity = tuple(line.strip() for line in texts["capacity"].splitlines() if line.strip())
    return Signature(capacity, texts["office"].strip(), texts["signer"].strip())


def recipients(texts: Texts) -> tuple[str, ...]:
    """ "- Sở Khoa học và Công nghệ;" … and a full stop after the last."""
    lines = [line.strip().lstrip("-").strip().rstrip(";.") for line in texts["recipients"].splitlines()]
    lines = [line for line in lines if line]
    return tuple(f"- {line}{'.' if line is lines[-1] else ';'}" for line in lines)


def long(iso: str) -> str:
    """An ISO day as ngày 05 tháng 01 năm 2026."""
    return long_day(dt.date.fromisoformat(iso))


def day(iso: str) -> str:
    """An ISO day as 05/01/2026."""
    return short_day(dt.date.fromisoformat(iso))
