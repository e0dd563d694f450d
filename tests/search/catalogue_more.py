"""More real heritage of the three provinces, with the people and decisions that belong to it; facts only."""

from __future__ import annotations

from dataclasses import replace

from search.documents import SearchDocument
from tests.search.catalogue import CATALOGUE, HAI_PHONG, HONG_BANG, HUNG_YEN, NINH_BINH, VI_KHE, item


def known(
    document: SearchDocument, *, people: str = "", decisions: str = "", ward: str = ""
) -> SearchDocument:
    """A document with lists in one string each; ``ward`` names its former units."""
    return replace(
        document,
        persons=tuple(part for part in people.split("; ") if part),
        decisions=tuple(part for part in decisions.split("; ") if part),
        unit_names=(*(part for part in ward.split("; ") if part), *document.unit_names),
    )


MORE: tuple[SearchDocument, ...] = (
    known(
        item("mao-dien", "Văn miếu Mao Điền", unit=HAI_PHONG, en="Mao Dien Temple of Literature", rank="special",
             at=(106.228, 20.949), text="Nơi thi hương của trấn Hải Dương; thờ Khổng Tử và các đại khoa."),
        people="Chu Văn An; Mạc Đĩnh Chi", decisions="2082/QĐ-TTg", ward="Huyện Cẩm Giàng",
    ),
    known(
        item("doi-son", "Chùa Long Đọi Sơn", "Chùa Đọi Sơn", "Diên Linh Tự", unit=NINH_BINH, rank="special",
             en="Long Doi Son Pagoda", at=(105.9711, 20.5461), dynasties="ly",
             text="Dựng thời Lý, có bia Sùng Thiện Diên Linh, thế kỷ thứ XII."),
        people="Lý Nhân Tông", decisions="2082/QĐ-TTg", ward="Thị xã Duy Tiên; Xã Đọi Sơn",
    ),
    known(
        item("an-phu", "An Phụ - Kính Chủ - Nhẫm Dương", unit=HAI_PHONG, rank="special", at=(106.51, 20.96),
             en="An Phu – Kinh Chu Relic Complex", text="Núi An Phụ có đền thờ An Sinh Vương Trần Liễu."),
        people="Trần Liễu", decisions="2499/QĐ-TTg", ward="Thị xã Kinh Môn",
    ),
    known(
        item("lang-vua-tran", "Khu lăng mộ và đền thờ các vị vua triều Trần", unit=HUNG_YEN, rank="special",
             dynasties="tran", text="Ở xã Tiến Đức, nơi phát tích của nhà Trần."),
        people="Trần Thái Tông; Trần Thánh Tông; Trần Nhân Tông", decisions="2408/QĐ-TTg",
        ward="Huyện Hưng Hà; Xã Tiến Đức",
    ),
    known(
        item("den-xua", "Đền Xưa", "Đền Xưa - Chùa Giám - Đền Bia", unit=HAI_PHONG, rank="special",
             text="Thờ Đại danh y Tuệ Tĩnh."),
        people="Tuệ Tĩnh", decisions="2082/QĐ-TTg", ward="Huyện Cẩm Giàng",
    ),
    known(
        item("den-cao", "Quần thể đền Cao", unit=HAI_PHONG, rank="national", text="Thờ năm anh em họ Vương."),
        decisions="601/QĐ-BVHTTDL", ward="Thị xã Chí Linh; Xã An Lạc",
    ),
    known(
        item("den-da", "Đền Đá Nam Hà", "Đình Đá", unit=NINH_BINH, rank="national",
             text="Thôn Nam Hà, xã Tân Thịnh, huyện Nam Trực; xếp hạng năm 1992."),
        ward="Huyện Nam Trực; Xã Tân Thịnh",
    ),
    known(
        item("cu-tru", "Chùa Cự Trữ", unit=NINH_BINH, rank="national",
             text="Xã Phương Định, huyện Nam Ninh; một trong 58 di tích được công nhận năm 1988."),
        ward="Huyện Trực Ninh; Huyện Nam Ninh; Xã Phương Định",
    ),
    known(item("giap-nhat", "Đền Giáp Nhất", unit=NINH_BINH, rank="national"), ward="Huyện Vụ Bản; Xã Quang Trung"),
    known(item("mieu-nam", "Miếu Nam", unit=HAI_PHONG, rank="national"), ward="Huyện An Hải; Xã Bắc Sơn"),
    known(
        item("chu-van-an", "Đền thờ Chu Văn An", unit=HAI_PHONG, en="Chu Van An Temple", at=(106.418, 21.145)),
        people="Chu Văn An", ward="Thị xã Chí Linh; Phường Văn An",
    ),
    known(
        item("bach-dang", "Khu di tích Bạch Đằng Giang", unit=HAI_PHONG, en="Bach Dang Giang Relic Site",
             at=(106.753, 20.933), text="Ba trận thắng trên sông Bạch Đằng: 938, 981 và 1288.", years=(938, 1288)),
        people="Ngô Quyền; Lê Hoàn; Trần Hưng Đạo", ward="Huyện Thủy Nguyên; Thị trấn Minh Đức",
    ),
    known(
        item("nha-mac", "Khu tưởng niệm Vương triều nhà Mạc", unit=HAI_PHONG, dynasties="mac",
             en="Mac Dynasty Memorial", at=(106.6608, 20.7692)),
        people="Mạc Đăng Dung", ward="Huyện Kiến Thụy; Xã Ngũ Đoan",
    ),
    known(item("tuong-long", "Tháp Tường Long", "Tháp Đồ Sơn", unit=HAI_PHONG, dynasties="ly", at=(106.7704, 20.7143)),
          people="Lý Thánh Tông", ward="Quận Đồ Sơn"),
    known(item("den-ba-de", "Đền Bà Đế", unit=HAI_PHONG, en="Ba De Temple", at=(106.7821, 20.7148)), ward="Quận Đồ Sơn"),
    known(item("chua-hang", "Chùa Hang", "Cốc Tự", "谷寺", unit=HAI_PHONG, at=(106.785, 20.72)), ward="Quận Đồ Sơn"),
    known(item("du-hang", "Chùa Dư Hàng", "Phúc Lâm Tự", unit=HAI_PHONG, en="Du Hang Pagoda", at=(106.6822, 20.8481)),
          ward="Quận Lê Chân"),
    known(item("chu-dau", "Làng gốm Chu Đậu", unit=HAI_PHONG, category="craft_village", en="Chu Dau Pottery Village",
               at=(106.352, 20.976), text="Gốm men ngọc, hoa lam xuất khẩu từ thế kỷ XIV đến thế kỷ XVII."),
          people="Bùi Thị Hý", ward="Huyện Nam Sách; Xã Thái Tân"),
    known(item("ca-tru", "Hát Ca trù", unit=HAI_PHONG, category="festival", rank="intangible",
               text="Ca trù là loại hình nghệ thuật trình diễn dân gian."), decisions="5079/QĐ-BVHTTDL"),
    known(item("mua-roi", "Múa rối nước", unit=HAI_PHONG, category="festival", rank="intangible"),
          decisions="5079/QĐ-BVHTTDL"),
    known(item("le-con-son", "Lễ hội Côn Sơn", unit=HAI_PHONG, category="festival", rank="intangible",
               text="Mùng mười tháng Giêng, tưởng niệm Đệ tam tổ Huyền Quang; mùa thu từ mười sáu tháng Tám."),
          people="Huyền Quang; Nguyễn Trãi", decisions="5079/QĐ-BVHTTDL", ward="Thị xã Chí Linh"),
    known(item("le-kiep-bac", "Lễ hội Kiếp Bạc", unit=HAI_PHONG, category="festival", rank="intangible",
               text="Chính hội ngày 20 tháng 8 âm lịch."),
          people="Trần Hưng Đạo", decisions="5079/QĐ-BVHTTDL", ward="Thị xã Chí Linh"),
    known(item("cau-luong", "Cầu ngói chợ Lương", unit=NINH_BINH, en="Cho Luong Tiled-Roof Bridge", at=(106.29, 20.21)),
          ward="Huyện Hải Hậu; Xã Hải Anh"),
    known(item("tam-chuc", "Chùa Tam Chúc", unit=NINH_BINH, en="Tam Chuc Pagoda", at=(105.8197, 20.5641)),
          ward="Huyện Kim Bảng; Thị trấn Ba Sao"),
    known(item("phi-lai", "Chùa Địa Tạng Phi Lai", "Chùa Đùng", unit=NINH_BINH, at=(105.9267, 20.4256)),
          ward="Huyện Thanh Liêm"),
    known(item("am-tien", "Động Am Tiên", "Tuyệt Tình Cốc", unit=NINH_BINH, at=(105.9092, 20.2831)), ward="Huyện Hoa Lư"),
    known(item("chinh-toa-hp", "Nhà thờ Chính tòa Hải Phòng", unit=HONG_BANG, en="Hai Phong Cathedral",
               at=(106.6807, 20.8607))),
    known(item("khai-an", "Khai ấn Đền Trần", unit=NINH_BINH, category="festival",
               text="Đêm 14 rạng rằm tháng Giêng, mồng 15/1 phát ấn.")),
    known(item("gio-to", "Giỗ Tổ Hùng Vương", unit=NINH_BINH, category="festival", text="Mồng mười tháng Ba hằng năm.")),
    known(item("tu-duong-vu", "Từ đường họ Vũ", unit=VI_KHE, text="Nhà thờ tổ; phối thờ Thần hoàng làng."),
          people="Vũ Hồn"),
    known(item("mo-trang-trinh", "Khu di tích Trạng Trình Nguyễn Bỉnh Khiêm", unit=HAI_PHONG, at=(106.479, 20.651)),
          people="Nguyễn Bỉnh Khiêm", decisions="2367/QĐ-TTg", ward="Huyện Vĩnh Bảo; Xã Lý Học"),
    known(item("nguyen-trai", "Nguyễn Trãi", "Ức Trai", unit=HAI_PHONG, category="figure", years=(1380, 1442))),
)  # fmt: skip

OPEN_SET: tuple[SearchDocument, ...] = (*CATALOGUE, *MORE)
