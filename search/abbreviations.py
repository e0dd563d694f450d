"""The lines that the editable table of a search begins with; a ward changes them on its desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WordKind(StrEnum):
    """What a line of the table does."""

    ABBREVIATION = "abbreviation"  # a short form and what it stands for; either finds the other
    OPTIONAL = "optional"  # words that what is sought may lack: phường, vua
    SAME = "same"  # either is found by the other


@dataclass(frozen=True, slots=True)
class WordLine:
    """One line as written; ``stands_for`` is empty for words that may be missing."""

    kind: WordKind
    written: str
    stands_for: str = ""


# Short form → long forms, as written today. A one-letter form counts in a question only, before another word:
# an initial such as "H." in a text must not turn into a district.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "TP": ("thành phố",),
    "P": ("phường",),
    "X": ("xã",),
    "Q": ("quận",),
    "H": ("huyện",),
    "T": ("tỉnh",),
    "TX": ("thị xã",),
    "TT": ("thị trấn",),
    "TDP": ("tổ dân phố",),
    "UBND": ("ủy ban nhân dân",),
    "HĐND": ("hội đồng nhân dân",),
    "MTTQ": ("mặt trận tổ quốc",),
    "DT": ("di tích",),
    "DTLS": ("di tích lịch sử",),
    "DTLSVH": ("di tích lịch sử văn hóa",),
    "LSVH": ("lịch sử văn hóa",),
    "KTNT": ("kiến trúc nghệ thuật",),
    "DTKTNT": ("di tích kiến trúc nghệ thuật",),
    "DTKC": ("di tích khảo cổ",),
    "DLTC": ("danh lam thắng cảnh", "danh thắng"),
    "DSVH": ("di sản văn hóa",),
    "VHPVT": ("văn hóa phi vật thể",),
    "DSVHPVT": ("di sản văn hóa phi vật thể",),
    "QĐ": ("quyết định",),
    "NQ": ("nghị quyết",),
    "KH": ("kế hoạch",),
    "VHTT": ("văn hóa thông tin",),
    "VHTTDL": ("văn hóa thể thao và du lịch", "văn hóa thể thao du lịch"),
    "BVHTTDL": ("bộ văn hóa thể thao và du lịch", "bộ văn hóa thể thao du lịch"),
    "BVHTT": ("bộ văn hóa thông tin",),
    "TTg": ("thủ tướng chính phủ", "thủ tướng"),
    "QGĐB": ("quốc gia đặc biệt",),
    "TK": ("thế kỷ",),
    "AHLS": ("anh hùng liệt sĩ",),
    "NTLS": ("nghĩa trang liệt sĩ",),
}

# Words that may be missing from what is sought: "phường Nam Định" = "Nam Định", "vua Trần Nhân Tông".
UNIT_PREFIXES = (
    *(
        "thành phố",
        "thị xã",
        "thị trấn",
        "phường",
        "xã",
        "tỉnh",
        "quận",
        "huyện",
        "thôn",
        "làng",
        "tổ dân phố",
    ),
    *("tp", "p", "x", "q", "h", "tx", "tt"),
)
BESIDE_NUMBERS = ("số",)  # quyết định số 1419
TITLES = ("đức thánh", "đức vua", "đức ông", "vua", "đức", "thánh", "ngài", "cụ", "hoàng đế", "tướng quân")

SAME = (
    ("mồng", "mùng"),
    ("từ đường", "nhà thờ họ"),
    ("thành hoàng", "thần hoàng"),
    ("miếu", "miễu"),
    ("lăng mộ", "lăng tẩm"),
)

DEFAULT_LINES: tuple[WordLine, ...] = (
    *(
        WordLine(WordKind.ABBREVIATION, short, long)
        for short, longs in ABBREVIATIONS.items()
        for long in longs
    ),
    *(WordLine(WordKind.OPTIONAL, phrase) for phrase in (*UNIT_PREFIXES, *BESIDE_NUMBERS, *TITLES)),
    *(WordLine(WordKind.SAME, one, other) for one, other in SAME),
)
