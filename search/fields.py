"""The fields that a question can name, in both languages' spellings, and the tokens that stand for codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from search.folding import folded_key

CODES = "code"  # the column of tokens that stand for codes; no word is looked for in it
_CODE_MARK = "=="  # no word begins so, not even as the beginning of one


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field of the query language.

    Attributes:
        name: Its name in this language, and in the answers of the API.
        columns: The token columns that it looks in.
        facet: The facet whose codes it takes instead of words, if it does.
        years: Whether it takes years.
        spellings: What may be written before the colon, without marks and blanks.
    """

    name: str
    columns: tuple[str, ...] = ()
    facet: str = ""
    years: bool = False
    spellings: tuple[str, ...] = ()


ASKED_FIELDS = (
    AskedField("name", ("name", "alias"), spellings=("ten", "tengoi", "title", "hannom")),
    AskedField(
        "unit",
        ("unit",),
        spellings=("donvi", "xa", "phuong", "xaphuong", "diaphuong", "tinh", "place", "noi"),
    ),
    AskedField("person", ("person",), spellings=("nguoi", "nhanvat", "tho", "people")),
    AskedField("decision", ("decision",), spellings=("quyetdinh", "qd", "soquyetdinh")),
    AskedField("text", ("text",), spellings=("noidung", "mota", "tomtat")),
    AskedField("page", ("page",), spellings=("trang", "tailieu", "ocr", "document")),
    AskedField("category", facet="category", spellings=("loai", "nhom", "danhmuc")),
    AskedField("kind", facet="kind", spellings=("loaihinh", "kieu", "type")),
    AskedField("rank", facet="rank", spellings=("hang", "xephang", "cap")),
    AskedField("has", facet="has", spellings=("co", "tep", "media")),
    AskedField("level", facet="level", spellings=("muc", "mucso", "mucsohoa")),
    AskedField("dynasty", facet="dynasty", spellings=("trieudai", "thoi", "thoiky", "period")),
    AskedField("month", facet="lunar_month", spellings=("thang", "thangam", "lunarmonth")),
    AskedField("licence", facet="licence", spellings=("giayphep", "license")),
    AskedField("year", years=True, spellings=("nam", "niendai", "years")),
)
_BY_SPELLING = {spelling: asked for asked in ASKED_FIELDS for spelling in (asked.name, *asked.spellings)}


def asked_field(written: str) -> AskedField | None:
    """The field that is written before a colon, however spelt: ``ten``, ``Tên``, ``đơn-vị``, ``don_vi``."""
    return _BY_SPELLING.get(folded_key(written.replace("_", " ")).replace(" ", ""))


@lru_cache(maxsize=10_000)
def code_token(facet: str, code: str) -> str:
    """The token that says a document carries a code; letters and digits only, behind its mark."""
    letters = "".join(char for char in code.lower() if char.isalnum())
    return f"{_CODE_MARK}{facet.replace('_', '')}={letters}"
