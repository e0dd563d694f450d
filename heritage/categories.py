"""The vocabularies: categories, kinds, ranks, levels, methods. One line here and forms, rules, facets know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A stable code with its label in each language; ``weight`` orders ranks, larger first."""

    code: str
    vi: str
    en: str
    weight: int = 0
    symbol: str = ""
    en_one: str = ""  # the English of one of them, where ``en`` is a plural

    def label(self, language: str) -> str:
        """The label in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi

    def one(self, language: str) -> str:
        """The label beside a single item; Vietnamese has one form for both."""
        return (self.en_one or self.en) if language == "en" else self.vi


CATEGORIES = (
    Term("relic", "Di tích", "Relics", symbol="relic", en_one="Relic"),
    Term("festival", "Lễ hội", "Festivals", symbol="festival", en_one="Festival"),
    Term("craft_village", "Làng nghề", "Craft villages", symbol="craft", en_one="Craft village"),
    Term("figure", "Nhân vật", "Figures", symbol="figure", en_one="Figure"),
)

RANKS = (
    Term("unesco", "UNESCO ghi danh", "UNESCO listed", 60),
    Term("special_national", "Di tích quốc gia đặc biệt", "Special national relic", 50),
    Term("national", "Di tích quốc gia", "National relic", 40),
    Term("ich_national", "Di sản văn hóa phi vật thể quốc gia", "National intangible heritage", 40),
    Term("provincial", "Di tích cấp tỉnh, thành phố", "Provincial relic", 30),
    Term("recognised_craft", "Làng nghề được công nhận", "Recognised craft village", 25),
    Term("inventory", "Trong danh mục kiểm kê", "In the inventory", 10),
    Term("unknown", "Đang cập nhật", "Being updated", 0),
)

KINDS = (
    Term("history", "Lịch sử", "History"),
    Term("architecture", "Kiến trúc nghệ thuật", "Architecture and art"),
    Term("archaeology", "Khảo cổ", "Archaeology"),
    Term("scenic", "Danh lam thắng cảnh", "Scenic landscape"),
    Term("traditional_festival", "Lễ hội truyền thống", "Traditional festival"),
    Term("traditional_craft", "Nghề thủ công truyền thống", "Traditional craft"),
    Term("historical_figure", "Nhân vật lịch sử", "Historical figure"),
    Term("craft_founder", "Tổ nghề", "Founder of a craft"),
    Term("religious_figure", "Nhân vật tôn giáo, tín ngưỡng", "Religious figure"),
    Term("cultural_figure", "Danh nhân văn hóa", "Cultural figure"),
)

MEDIA_KINDS = (
    Term("photo", "Ảnh", "Photos", en_one="Photo"),
    Term("scan", "Bản quét", "Scans", en_one="Scan"),
    Term("document", "Tài liệu", "Documents", en_one="Document"),
    Term("cloud", "Đám mây điểm", "Point clouds", en_one="Point cloud"),
    Term("mesh", "Mô hình 3D", "3D models", en_one="3D model"),
    Term("audio", "Âm thanh", "Audio"),
    Term("video", "Video", "Video"),
)

LEVELS = (
    Term("0", "Đã ghi nhận", "Recorded"),
    Term("1", "Đã mô tả", "Described"),
    Term("2", "Đã số hóa", "Digitized"),
    Term("3", "Số hóa chuyên sâu", "Digitized in depth"),
)

RELATIONS = (
    Term("held_at", "Tổ chức tại", "Held at"),
    Term("celebrates", "Tưởng nhớ", "Celebrates"),
    Term("founder_of", "Tổ nghề của", "Founder of"),
    Term("practised_at", "Làm nghề tại", "Practised at"),
    Term("worshipped_at", "Được thờ tại", "Worshipped at"),
    Term("part_of", "Thuộc", "Part of"),
    Term("near", "Ở gần", "Near"),
    Term("associated", "Liên quan", "Associated with"),
)

# The same relation read from its other end.
RELATIONS_INVERSE = (
    Term("held_at", "Lễ hội tại đây", "Festival held here"),
    Term("celebrates", "Được tưởng nhớ trong", "Celebrated in"),
    Term("founder_of", "Tổ nghề", "Founded by"),
    Term("practised_at", "Nghề ở đây", "Craft practised here"),
    Term("worshipped_at", "Thờ", "Worships"),
    Term("part_of", "Gồm", "Includes"),
    Term("near", "Ở gần", "Near"),
    Term("associated", "Liên quan", "Associated with"),
)

METHODS = (
    Term("gnss", "Đo bằng máy định vị", "GNSS survey"),
    Term("control_points", "Điểm khống chế", "Control points"),
    Term("scan_crs", "Hệ tọa độ của bản quét", "Reference system of the scan"),
    Term("exif", "Máy ảnh ghi", "Camera position"),
    Term("declared", "Cán bộ khai", "Declared by the officer"),
    Term("map_click", "Chọn trên bản đồ", "Chosen on the map"),
    Term("published_source", "Theo nguồn đã công bố", "From a published source"),
    Term("address", "Theo địa chỉ", "From the address"),
    Term("unit_centroid", "Tâm đơn vị hành chính", "Centre of the unit"),
)

# Lines and areas of an item; ``MapShape.Kind`` stores the same codes.
SHAPES = (
    Term("zone_one", "Khu vực bảo vệ I", "Protection zone I"),
    Term("zone_two", "Khu vực bảo vệ II", "Protection zone II"),
    Term("route", "Lộ trình", "Route"),
    Term("area", "Khu vực", "Area"),
)

# How much of a place the public gets; ``weight`` is the radius in metres, 0 where there is none.
DISCLOSURES = (
    Term("exact", "Vị trí chính xác", "Exact place"),
    Term("m100", "Lệch trong 100 m", "Within 100 m", 100),
    Term("km1", "Lệch trong 1 km", "Within 1 km", 1000),
    Term("unit", "Chỉ cho biết phường, xã", "The ward only"),
    Term("withheld", "Không cho biết", "Withheld"),
)

# Periods of Vietnamese history by the years that textbooks give; ``DYNASTY_YEARS`` has the years.
DYNASTIES = (
    Term("prehistory", "Tiền sử, sơ sử", "Prehistory and early history"),
    Term("chinese_rule", "Bắc thuộc", "Chinese rule"),
    Term("ngo_dinh_tien_le", "Ngô, Đinh, Tiền Lê", "Ngô, Đinh, Early Lê"),
    Term("ly", "Lý", "Lý"),
    Term("tran", "Trần", "Trần"),
    Term("ho_minh", "Hồ, thuộc Minh", "Hồ and Ming rule"),
    Term("le_so", "Lê sơ", "Early Later Lê"),
    Term("mac", "Mạc", "Mạc"),
    Term("le_trung_hung", "Lê trung hưng", "Revival Lê"),
    Term("tay_son", "Tây Sơn", "Tây Sơn"),
    Term("nguyen", "Nguyễn", "Nguyễn"),
    Term("modern", "Hiện đại", "Modern"),
)

DYNASTY_YEARS = {
    "prehistory": (-3000, -111), "chinese_rule": (-111, 938), "ngo_dinh_tien_le": (939, 1009),
    "ly": (1009, 1225), "tran": (1225, 1400), "ho_minh": (1400, 1427), "le_so": (1428, 1527),
    "mac": (1527, 1592), "le_trung_hung": (1533, 1789), "tay_son": (1778, 1802), "nguyen": (1802, 1945),
    "modern": (1945, 2100),
}  # fmt: skip

LUNAR_MONTHS = (
    Term("1", "Tháng Giêng", "1st lunar month"),
    Term("2", "Tháng Hai", "2nd lunar month"),
    Term("3", "Tháng Ba", "3rd lunar month"),
    Term("4", "Tháng Tư", "4th lunar month"),
    Term("5", "Tháng Năm", "5th lunar month"),
    Term("6", "Tháng Sáu", "6th lunar month"),
    Term("7", "Tháng Bảy", "7th lunar month"),
    Term("8", "Tháng Tám", "8th lunar month"),
    Term("9", "Tháng Chín", "9th lunar month"),
    Term("10", "Tháng Mười", "10th lunar month"),
    Term("11", "Tháng Mười một", "11th lunar month"),
    Term("12", "Tháng Chạp", "12th lunar month"),
)

LICENCES = (
    Term("CC-BY-4.0", "CC BY 4.0", "CC BY 4.0"),
    Term("CC-BY-SA-4.0", "CC BY-SA 4.0", "CC BY-SA 4.0"),
    Term("CC0-1.0", "CC0 1.0", "CC0 1.0"),
    Term("InC", "Giữ bản quyền, được phép công bố", "In copyright, publication permitted"),
    Term("", "Chưa khai quyền", "Rights not stated"),
)


def term(vocabulary: tuple[Term, ...], code: str) -> Term:
    """The term with this code; an unknown code labels itself, so old data never breaks a page."""
    for entry in vocabulary:
        if entry.code == code:
            return entry
    return Term(code, code, code)


def choices(vocabulary: tuple[Term, ...]) -> list[tuple[str, str]]:
    """Pairs for a Django ``choices``; the label is the Vietnamese one."""
    return [(entry.code, entry.vi) for entry in vocabulary]


def codes(vocabulary: tuple[Term, ...]) -> tuple[str, ...]:
    """The codes in order."""
    return tuple(entry.code for entry in vocabulary)
