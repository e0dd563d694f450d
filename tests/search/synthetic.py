"""Any number of plausible documents from real name parts, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from search.documents import SearchDocument

_KINDS = {
    "relic": ("Đình", "Đền", "Chùa", "Phủ", "Miếu", "Lăng", "Văn chỉ", "Nhà thờ họ", "Từ đường", "Cầu ngói"),
    "festival": ("Lễ hội đình", "Lễ hội đền", "Lễ hội chùa", "Hội làng"),
    "craft_village": ("Làng nghề", "Nghề mộc", "Nghề dệt", "Nghề rèn", "Nghề trồng hoa"),
    "figure": ("Trần", "Nguyễn", "Phạm", "Đỗ", "Lê", "Vũ", "Tô", "Đinh"),
}
_SYLLABLES = (
    "Phổ Minh Vị Khê Hành Thiện Cổ Lễ Quảng Cung Xuân Hưng Bạch Sam Thượng Hồng Điền Xá Lộc Vượng Trung Tự"
    " Hoa Lư Tràng An Thái Bình Đại Hải Long Phú Nhai Kim Thái Yên Đồng Nam Hà Đông Tây Bắc Thủy Hòa Thúy Mỹ"
    " Quý Lý Ngọc Bảo Đức Thánh Mẫu Liên Hạnh Phúc Lâm Sơn Giang Trì Quế Lan Mai Cúc Trúc Tùng Bách Nghĩa"
)
_WORDS = (
    "thờ thành hoàng làng được xây dựng vào thế kỷ XVII trùng tu nhiều lần kiến trúc nghệ thuật gỗ lim chạm khắc"
    " rồng phượng gian tiền đường hậu cung lễ hội mở tháng Giêng rước kiệu hát văn tướng quân nhà Trần nhà Lý"
    " có công đánh giặc dạy dân nghề trồng hoa cây cảnh dệt lụa thủy tinh sắc phong bia đá chuông đồng"
)
_RANKS = ("", "", "provincial", "provincial", "national", "special")


def synthetic(count: int, seed: int = 20261124) -> Iterator[SearchDocument]:
    """Documents spread over 300 wards of three provinces, three in four with a position."""
    rnd = random.Random(seed)
    syllables, vocabulary = _SYLLABLES.split(), _WORDS.split()
    units = [(f"{n:05}", rnd.choice(("31", "33", "37")), _place(rnd)) for n in range(11000, 11300)]
    for number in range(count):
        category = rnd.choices(tuple(_KINDS), (6, 2, 1, 1))[0]
        place = " ".join(rnd.sample(syllables, rnd.choice((1, 2, 2, 2, 3))))
        name = f"{rnd.choice(_KINDS[category])} {place}"
        code, province, ward = rnd.choice(units)
        placed = rnd.random() < 0.75
        yield SearchDocument(
            id=f"s{number:06}",
            names=(name, f"Chùa {_place(rnd)}") if rnd.random() < 0.3 else (name,),
            unit_code=code,
            units=(code, province),
            unit_names=(f"Phường {ward}", f"Xã {_place(rnd)}"),
            keywords=(f"{rnd.randrange(1, 5000)}/QĐ-UBND",),
            texts=(" ".join(rnd.choices(vocabulary, k=rnd.randrange(20, 80))),),
            category=category,
            rank=rnd.choice(_RANKS),
            kinds=(rnd.choice(("architecture", "history", "art", "landscape")),),
            has=tuple(
                sorted(rnd.sample(("photo", "scan", "cloud", "mesh", "audio", "video"), rnd.randrange(4)))
            ),
            level=rnd.randrange(4),
            rank_weight=rnd.randrange(5),
            completeness=rnd.randrange(101) / 100,
            updated=f"2026-{rnd.randrange(1, 13):02}-{rnd.randrange(1, 29):02}T00:00:00Z",
            lon=rnd.uniform(105.5, 107.0) if placed else None,
            lat=rnd.uniform(19.9, 21.0) if placed else None,
        )


def _place(rnd: random.Random) -> str:
    return " ".join(rnd.sample(_SYLLABLES.split(), 2))
