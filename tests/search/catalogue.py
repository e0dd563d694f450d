"""A small catalogue of real heritage of the region, as documents. Positions are rounded to about 100 m."""

from __future__ import annotations

from search.documents import SearchDocument, Years

NAM_DINH, VI_KHE, XUAN_HUNG, HONG_BANG, THUONG_HONG = "13669", "13972", "14122", "11311", "12127"
NINH_BINH, HAI_PHONG, HUNG_YEN = "37", "31", "33"
_UNIT_NAMES = {
    NAM_DINH: ("Phường Nam Định", "Phường Lộc Vượng", "Thành phố Nam Định", "Tỉnh Ninh Bình"),
    VI_KHE: ("Phường Vị Khê", "Xã Điền Xá", "Huyện Nam Trực", "Tỉnh Ninh Bình"),
    XUAN_HUNG: ("Xã Xuân Hưng", "Huyện Xuân Trường", "Tỉnh Ninh Bình"),
    HONG_BANG: ("Phường Hồng Bàng", "Quận Hồng Bàng", "Thành phố Hải Phòng"),
    THUONG_HONG: ("Phường Thượng Hồng", "Phường Bạch Sam", "Thị xã Mỹ Hào", "Tỉnh Hưng Yên"),
    NINH_BINH: ("Tỉnh Ninh Bình", "Tỉnh Nam Định", "Tỉnh Hà Nam", "Tỉnh Hà Nam Ninh"),
    HAI_PHONG: ("Thành phố Hải Phòng", "Tỉnh Hải Dương"),
    HUNG_YEN: ("Tỉnh Hưng Yên", "Tỉnh Thái Bình"),
}
_PROVINCE = {
    NAM_DINH: NINH_BINH,
    VI_KHE: NINH_BINH,
    XUAN_HUNG: NINH_BINH,
    HONG_BANG: HAI_PHONG,
    THUONG_HONG: HUNG_YEN,
}
_WEIGHTS = {"special": 4, "world": 4, "national": 3, "intangible": 3, "provincial": 2}


def item(
    id_: str,
    *names: str,
    unit: str,
    category: str = "relic",
    en: str = "",
    rank: str = "",
    keywords: str = "",
    text: str = "",
    pages: tuple[str, ...] = (),
    at: tuple[float, float] | None = None,
    has: str = "",
    level: int = 0,
    dynasties: str = "",
    years: tuple[int, int] | None = None,
    updated: str = "2026-01-01T00:00:00Z",
) -> SearchDocument:
    """A document in one line: ``keywords``, ``has`` and ``dynasties`` are lists in one string, ``at`` is lon, lat."""
    return SearchDocument(
        id=id_,
        names=names,
        names_en=(en,) if en else (),
        unit_code=unit,
        units=(unit, _PROVINCE[unit]) if unit in _PROVINCE else (unit,),
        unit_names=_UNIT_NAMES[unit],
        texts=(text,) if text else (),
        pages=pages,
        keywords=tuple(part for part in keywords.split("; ") if part),
        category=category,
        rank=rank,
        kinds=(id_.split("-")[0],),
        has=tuple(has.split()),
        level=level,
        rank_weight=_WEIGHTS.get(rank, 0),
        completeness=len(text) % 10 / 10,
        updated=updated,
        lon=at[0] if at else None,
        lat=at[1] if at else None,
        dynasties=tuple(dynasties.split()),
        years=Years(*years) if years else None,
    )


CATALOGUE: tuple[SearchDocument, ...] = (
    item(
        "den-tran", "Đền Trần", "Đền Trần Nam Định", unit=NAM_DINH, en="Tran Temple", rank="special",
        keywords="1419/QĐ-TTg; thời Trần", at=(106.168, 20.456), has="photo cloud", level=3,
        dynasties="tran", years=(1225, 1400),
        text="Di tích lịch sử và kiến trúc nghệ thuật ở phường Lộc Vượng, thờ mười bốn vị vua nhà Trần.",
        updated="2026-10-01T00:00:00Z",
    ),
    item(
        "chua-pho-minh", "Chùa Phổ Minh", "Chùa Tháp", unit=NAM_DINH, en="Pho Minh Pagoda", rank="special",
        keywords="1419/QĐ-TTg", at=(106.1683, 20.4497), has="photo mesh", level=3,
        dynasties="tran", years=(1305, 1305),
        text="Tháp Phổ Minh dựng năm 1305, thế kỷ XIV, cách đền Trần vài trăm mét.",
        updated="2026-09-01T00:00:00Z",
    ),
    item(
        "le-hoi-den-tran-nam-dinh", "Lễ hội Đền Trần", unit=NAM_DINH, category="festival", rank="intangible",
        keywords="4205/QĐ-BVHTTDL", at=(106.168, 20.456), has="photo video",
        text="Mở từ ngày 15 đến ngày 20 tháng Tám âm lịch, chính hội rằm tháng Tám.",
    ),
    item(
        "le-hoi-den-tran-hung-ha", "Lễ hội Đền Trần", unit=HUNG_YEN, category="festival", rank="intangible",
        keywords="231/QĐ-BVHTTDL", text="Ở xã Tiến Đức, huyện Hưng Hà.", has="photo",
    ),
    item(
        "den-tran-thuong", "Đền Trần Thương", unit=NINH_BINH, en="Den Tran Thuong Temple", rank="special",
        keywords="2367/QĐ-TTg", at=(106.1061, 20.5761), has="photo",
        text="Thờ Hưng Đạo Đại Vương Trần Quốc Tuấn.",
    ),
    item(
        "cot-co-nam-dinh", "Cột cờ Nam Định", unit=NAM_DINH, en="Nam Dinh Flag Tower", rank="national",
        at=(106.1758, 20.4243), has="photo", level=2, dynasties="nguyen", years=(1843, 1843),
        text="Dựng năm 1843, thế kỷ 19.",
    ),
    item(
        "bao-tang-nam-dinh", "Bảo tàng tỉnh Nam Định", unit=NAM_DINH, en="Nam Dinh Museum",
        at=(106.1741, 20.4233), text="Lưu giữ hiện vật thời Trần.",
    ),
    item(
        "tran-hung-dao", "Trần Hưng Đạo", "Hưng Đạo Vương", "Trần Quốc Tuấn", "Đức Thánh Trần", unit=NAM_DINH,
        category="figure", dynasties="tran", years=(1228, 1300),
        text="Danh tướng nhà Trần, ba lần thắng quân Nguyên Mông.", has="scan", level=1,
        updated="2026-08-01T00:00:00Z",
    ),
    item(
        "tran-nhan-tong", "Trần Nhân Tông", "Phật hoàng Trần Nhân Tông", unit=NAM_DINH, category="figure",
        text="Vị vua thứ ba của nhà Trần, sơ tổ thiền phái Trúc Lâm.",
    ),
    item(
        "dinh-vi-khe", "Đình Vị Khê", unit=VI_KHE, en="Vi Khe Communal House", at=(106.19, 20.395),
        has="photo cloud mesh", level=3, text="Thờ tổ nghề hoa cây cảnh Tô Trung Tự.",
    ),
    item(
        "le-hoi-vi-khe", "Lễ hội hoa - cây cảnh Vị Khê", "Lễ hội truyền thống hoa cây cảnh Vị Khê",
        unit=VI_KHE, category="festival", at=(106.19, 20.395),
        text="Từ 12 đến 16 tháng Giêng tại đình làng Vị Khê, xã Điền Xá.", has="video",
    ),
    item(
        "lang-nghe-vi-khe", "Làng nghề trồng hoa, cây cảnh Vị Khê", "Làng hoa Vị Khê", unit=VI_KHE,
        category="craft_village", at=(106.191, 20.396), text="Nghề có từ năm 1211.", has="photo", level=1,
    ),
    item(
        "to-trung-tu", "Tô Trung Tự", "Tôn Trung Tự", "Thái uý phụ chính Tô Trung Tự", unit=VI_KHE,
        category="figure", text="Tổ nghề hoa cây cảnh, thái uý thời Lý.",
    ),
    item(
        "phu-day", "Phủ Dầy", "Phủ Giầy", "Quần thể Phủ Dầy", unit=NINH_BINH, en="Phu Day Temple Complex",
        rank="national", at=(106.0945, 20.3612), has="photo", text="Thờ Mẫu Liễu Hạnh, xã Kim Thái.",
    ),
    item(
        "le-hoi-phu-day", "Lễ hội Phủ Dầy", unit=NINH_BINH, category="festival", rank="intangible",
        keywords="3084/QĐ-BVHTTDL", text="Có tục kéo chữ và rước thỉnh kinh.",
    ),
    item(
        "phu-quang-cung", "Phủ Quảng Cung", "Phủ Nấp", unit=NINH_BINH, rank="national",
        keywords="1002/QĐ-BVHTTDL", text="Xã Yên Đồng, huyện Ý Yên.",
    ),
    item(
        "chua-co-le", "Chùa Cổ Lễ", "Thần Quang Tự", "神光寺", unit=NINH_BINH, en="Co Le Pagoda",
        rank="national", at=(106.2646, 20.3256), has="photo", text="Thờ thiền sư Nguyễn Minh Không.",
    ),
    item(
        "chua-keo-hanh-thien", "Chùa Keo Hành Thiện", unit=XUAN_HUNG, rank="special",
        keywords="2499/QĐ-TTg", at=(106.335, 20.325), has="photo cloud", level=2,
        text="Di tích kiến trúc nghệ thuật.",
    ),
    item(
        "chua-keo", "Chùa Keo", "Thần Quang Tự", unit=HUNG_YEN, rank="special", keywords="1419/QĐ-TTg",
        at=(106.27, 20.36), has="photo", text="Gác chuông ba tầng bằng gỗ, thế kỷ XVII.",
    ),
    item(
        "phu-nhai", "Vương cung thánh đường Phú Nhai", "Nhà thờ Phú Nhai", unit=XUAN_HUNG,
        en="Phu Nhai Basilica", at=(106.3542, 20.3097), has="photo", level=1,
    ),
    item("den-xuan-hy", "Đền Xuân Hy", unit=XUAN_HUNG, rank="national", text="Xã Xuân Thuỷ, Hà Nam Ninh."),
    item("chua-xuan-trung", "Chùa Xuân Trung", unit=XUAN_HUNG, rank="national"),
    item("chua-dinh-lan", "Chùa Đĩnh Lan", unit=XUAN_HUNG, rank="national", keywords="1003/QĐ-BVHTTDL"),
    item(
        "den-cay-que", "Đền Cây Quế", unit=NINH_BINH, rank="national", keywords="1005/QĐ-BVHTTDL",
        text="Xã Mỹ Tân, huyện Mỹ Lộc.",
    ),
    item(
        "co-do-hoa-lu", "Cố đô Hoa Lư", unit=NINH_BINH, en="Hoa Lu Ancient Capital", rank="special",
        dynasties="ngo_dinh_tien_le ly", years=(968, 1010),
        keywords="548/QĐ-TTg", at=(105.8996, 20.2835), has="photo mesh", level=2,
        text="Kinh đô của nhà Đinh và nhà Tiền Lê, thế kỷ X.",
    ),
    item(
        "trang-an", "Quần thể danh thắng Tràng An", "Tràng An", unit=NINH_BINH, rank="world",
        en="Trang An Scenic Landscape Complex", at=(105.8964, 20.2567), has="photo",
    ),
    item("tam-coc", "Tam Cốc – Bích Động", unit=NINH_BINH, en="Tam Coc", at=(105.9375, 20.2163), has="photo"),
    item("chua-bai-dinh", "Chùa Bái Đính", unit=NINH_BINH, en="Bai Dinh Pagoda", at=(105.864, 20.2728)),
    item(
        "nui-non-nuoc", "Núi Non Nước", "Dục Thúy Sơn", unit=NINH_BINH, en="Non Nuoc Mountain",
        at=(105.9756, 20.2611),
    ),
    item("chua-ba-danh", "Chùa Bà Đanh", unit=NINH_BINH, en="Ba Danh Pagoda", at=(105.8442, 20.5386)),
    item("cho-vieng", "Chợ Viềng", unit=NINH_BINH, category="festival", at=(106.0900, 20.3600)),
    item(
        "nha-tho-phat-diem", "Nhà thờ đá Phát Diệm", unit=NINH_BINH, en="Phat Diem Stone Cathedral",
        at=(106.0789, 20.0934), has="photo cloud",
    ),
    item(
        "chau-van", "Nghi lễ Chầu văn của người Việt", "Hát văn", unit=NINH_BINH, category="festival",
        rank="intangible", keywords="5079/QĐ-BVHTTDL", has="audio video",
    ),
    item(
        "le-hoi-truong-yen", "Lễ hội Trường Yên", "Lễ hội Hoa Lư", unit=NINH_BINH, category="festival",
        rank="intangible", keywords="4205/QĐ-BVHTTDL",
    ),
    item(
        "bao-tang-hai-phong", "Bảo tàng Hải Phòng", unit=HONG_BANG, en="Hai Phong Museum",
        at=(106.6832, 20.8607), has="photo", level=1,
    ),
    item(
        "nha-hat-lon-hai-phong", "Nhà hát lớn Hải Phòng", unit=HONG_BANG, en="Hai Phong Opera House",
        at=(106.6818, 20.8575), has="photo", rank="national", text="Kiến trúc Pháp đầu thế kỷ XX.",
    ),
    item("den-nghe", "Đền Nghè", unit=HONG_BANG, rank="national", text="Thờ nữ tướng Lê Chân."),
    item("le-chan", "Lê Chân", "Nữ tướng Lê Chân", unit=HONG_BANG, category="figure", dynasties="chinese_rule", years=(20, 43)),
    item(
        "choi-trau-do-son", "Lễ hội Chọi trâu Đồ Sơn", unit=HAI_PHONG, category="festival",
        rank="intangible", keywords="5079/QĐ-BVHTTDL",
    ),
    item(
        "nguyen-binh-khiem", "Nguyễn Bỉnh Khiêm", "Trạng Trình", "Bạch Vân cư sĩ", unit=HAI_PHONG,
        category="figure", text="Nhà thơ, danh sĩ thế kỷ XVI.",
    ),
    item(
        "den-nguyen-binh-khiem", "Đền thờ Nguyễn Bỉnh Khiêm", unit=HAI_PHONG, rank="special",
        keywords="2367/QĐ-TTg", at=(106.47, 20.67),
    ),
    item("con-son-kiep-bac", "Côn Sơn - Kiếp Bạc", unit=HAI_PHONG, rank="special", keywords="548/QĐ-TTg"),
    item("chua-giam", "Chùa Giám", unit=HAI_PHONG, rank="special", keywords="2082/QĐ-TTg; 15-VH/QĐ"),
    item("chua-huong-lang", "Chùa Hương Lãng", unit=HUNG_YEN, rank="national", keywords="15-VH/QĐ"),
    item("dinh-bach-sam", "Đình Bạch Sam", unit=THUONG_HONG, text="Hồ sơ đang cập nhật."),
    item(
        "nghe-thuy-tinh", "Nghề thủy tinh Xối Trì", unit=NINH_BINH, category="craft_village",
        text="Thổi thuỷ tinh bằng tay.",
    ),
    item("nghe-det", "Nghề dệt Mỹ thuật Nam Định", unit=NAM_DINH, category="craft_village"),
    item("mi-thuat", "Tranh Mĩ thuật dân gian", unit=HAI_PHONG, category="craft_village"),
    item("co-the", "Chùa Cổ Thể", unit=HUNG_YEN, text="Nằm ở chân đê."),
    item("co-the-2", "Chùa Cổ Thế", unit=HUNG_YEN, rank="special", text="Thế đất cao."),
    item(
        "nha-luu-niem", "Nhà lưu niệm", unit=HUNG_YEN, keywords="Ủy ban nhân dân tỉnh; quyết định 321",
        text="Uỷ ban nhân dân xã quản lý; hoà vào khuôn viên chung.",
    ),
    item("dlts", "Khu lưu niệm", unit=HAI_PHONG, text="Do UBND xã quản lý, đã xếp hạng DTLS-VH."),
)  # fmt: skip
