"""What a ward's own template may ask for: every placeholder with its value, in the order of the guide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from heritage.reports import links, tables
from heritage.reports.letter import Texts, day, long, recipients
from heritage.reports.numbers import difference, percent, target, whole
from heritage.reports.paper import Paper, Picture, Table

Content = dict[str, Any]
NOTHING = "–"
Told = Callable[[Content, Texts, str], str]


def _whole(content: Content) -> dict[str, Any]:
    empty = {"total": 0, "digitized": 0, "in_work": 0, "not_begun": 0, "blocked": 0, "previous": None}
    return content["rows"][-1] if content["rows"] else empty


def _plan(content: Content, name: str) -> str:
    return str((content["plan"] or {}).get(name) or NOTHING)


def _judged(content: Content) -> dict[str, Any]:
    """The row that the target is compared with: the plan's categories together."""
    return content["verdict"] or _whole(content)


def _target(content: Content) -> Decimal | None:
    asked = (content["plan"] or {}).get("target")
    return None if asked is None else Decimal(asked)


def _gap(content: Content) -> str:
    share, asked = tables.share(_judged(content)), _target(content)
    return NOTHING if share is None or asked is None else difference(share, asked)


def _met(content: Content) -> str:
    words = {True: "đạt", False: "chưa đạt", None: NOTHING}
    return words[content["verdict"]["meets"]] if content["verdict"] else NOTHING


def _count(name: str) -> Told:
    return lambda content, texts, digest: whole(_whole(content)[name])


def _period(name: str) -> Told:
    return lambda content, texts, digest: long(content["period"][name])


def _text(name: str) -> Told:
    return lambda content, texts, digest: texts[name]


TEXTS: dict[str, Told] = {
    "don_vi.ten": lambda c, t, d: str(c["unit"]["name"]),
    "don_vi.ten_hoa": lambda c, t, d: str(c["unit"]["name"]).upper(),
    "don_vi.ma": lambda c, t, d: str(c["unit"]["code"]),
    "don_vi.tinh": lambda c, t, d: str(c["unit"]["province"]),
    "bao_cao.ky": lambda c, t, d: str(c["period"]["words"]),
    "bao_cao.tu_ngay": _period("first_day"),
    "bao_cao.den_ngay": _period("cut_off"),
    "bao_cao.chot": _period("counted_on"),
    "bao_cao.han": lambda c, t, d: long(c["period"]["due_before"]) if c["period"]["due_before"] else NOTHING,
    "bao_cao.nam": lambda c, t, d: str(dt.date.fromisoformat(c["period"]["counted_on"]).year),
    "bao_cao.tong_so": _count("total"),
    "bao_cao.da_so_hoa": _count("digitized"),
    "bao_cao.dang_lam": _count("in_work"),
    "bao_cao.chua_lam": _count("not_begun"),
    "bao_cao.dang_vuong": _count("blocked"),
    "bao_cao.ty_le": lambda c, t, d: percent(tables.share(_whole(c))),
    "bao_cao.ty_le_ky_truoc": lambda c, t, d: percent(tables.share(_whole(c)["previous"])),
    "bao_cao.chi_tieu": lambda c, t, d: target(asked) if (asked := _target(c)) is not None else NOTHING,
    "bao_cao.chenh_lech": lambda c, t, d: _gap(c),
    "bao_cao.dat": lambda c, t, d: _met(c),
    "danh_muc.phien_ban": lambda c, t, d: ", ".join(c["register_versions"]) or NOTHING,
    "ke_hoach.ten": lambda c, t, d: _plan(c, "document"),
    "ke_hoach.trich": lambda c, t, d: _plan(c, "quote"),
    "tieu_chi.phien_ban": lambda c, t, d: str(c["snapshot"]["criteria_version"]),
    "van_ban.kho_khan": _text("difficulties"),
    "van_ban.de_xuat": _text("proposals"),
    "van_ban.dia_danh": _text("place"),
    "van_ban.quyen_han": _text("capacity"),
    "van_ban.chuc_vu": _text("office"),
    "van_ban.nguoi_ky": _text("signer"),
    "van_ban.noi_nhan": lambda c, t, d: "\n".join(recipients(t)),
    "ma_kiem.bao_cao": lambda c, t, d: d,
    "ma_kiem.anh_chup": lambda c, t, d: str(c["snapshot"]["digest"]),
    "ma_kiem.ngay_chup": lambda c, t, d: day(c["snapshot"]["day"]),
    "ma_kiem.dia_chi": lambda c, t, d: links.export(c),
}
TABLES = ("nhom", "bon_so", "hoan_thanh", "giam", "vuong", "lop", "chat_luong", "doi_tuong")
PICTURES = ("nhom", "dien_bien", "ban_do")
KNOWN = (*TEXTS, *(f"bang.{key}" for key in TABLES), *(f"hinh.{key}" for key in PICTURES))


def text_values(content: Content, texts: Texts, digest: str) -> dict[str, str]:
    """Every text by its placeholder."""
    return {name: told(content, texts, digest) for name, told in TEXTS.items()}


def block_values(paper: Paper) -> dict[str, Table | Picture]:
    """Tables and pictures by placeholder, those that the report has."""
    found: dict[str, Table | Picture] = {}
    for block in (*paper.blocks, *paper.annex):
        if isinstance(block, Table):
            found[f"bang.{block.key}"] = block
        elif isinstance(block, Picture):
            found[f"hinh.{block.key}"] = block
    return found
