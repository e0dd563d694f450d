"""The columns that an import of items knows: what each is called in tables that wards keep."""

from __future__ import annotations

from dataclasses import dataclass

from gis.names import fold_name


@dataclass(frozen=True, slots=True)
class ImportField:
    """One of our columns; ``spellings`` are folded headings, the most telling first."""

    code: str
    vi: str
    en: str
    spellings: tuple[str, ...]
    example: str = ""

    def label(self, language: str) -> str:
        """The heading in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi


def _field(code: str, vi: str, en: str, spellings: str, example: str = "") -> ImportField:
    """``spellings`` between bars; the code and both labels count as well."""
    folded = (fold_name(each) for each in (code, vi, en, *spellings.split("|")))
    return ImportField(code, vi, en, tuple(dict.fromkeys(each for each in folded if each)), example)


# What the dry run can take from a column, in the order of the template.
IMPORT_FIELDS = (
    _field("id", "Mã di sản", "Item id", "ma|public id|item|ma ho so|item code|code"),
    _field("qr", "Địa chỉ trang hoặc mã QR", "Page or QR address", "url|dia chi trang|ma qr|qr|link|duong dan|page"),
    _field("their_id", "Mã riêng của bảng", "The table's own id", "ma rieng|so hieu|ma so|ma dinh danh|fid|objectid|stt ho so"),
    _field(
        "name_vi", "Tên di sản", "Vietnamese name",
        "ten di tich|ten|name|ten goi|ten le hoi|ten lang nghe|ten nhan vat|ten di san van hoa|ten di tich danh thang"
        "|di tich|di san|ho ten|ten cong trinh|text", "Đình làng Vị Khê",
    ),
    _field("name_en", "Tên tiếng Anh", "English name", "name en|ten anh", "Vi Khe communal house"),
    _field("alt_names", "Tên khác", "Other names", "other names|other name|ten goi khac|ten thuong goi", "Đình Cả"),
    _field("han_nom", "Tên Hán Nôm", "Name in Hán Nôm", "ten chu han|chu han|han nom"),
    _field("category", "Loại di sản", "Category", "ma loai|category code|loai|phan loai|nhom|type", "Di tích"),
    _field("kinds", "Loại hình", "Kinds", "loai hinh di tich|loai hinh di san|kind|kieu", "Kiến trúc nghệ thuật"),
    _field(
        "rank", "Xếp hạng", "Rank",
        "ma xep hang|rank code|cap xep hang|hang|cap di tich|cap|xep hang di tich|cap cong nhan", "Cấp tỉnh",
    ),
    _field(
        "decision_number", "Số quyết định", "Decision",
        "so qd|dec number|decision number|quyet dinh|so quyet dinh xep hang|qd xep hang|qd so|qd|quyet dinh xep hang",
        "1234/QĐ-UBND",
    ),
    _field("decision_date", "Ngày quyết định", "Decided on", "ngay qd|dec date|ngay ky|ngay xep hang|ngay cong nhan|nam xep hang|nam cong nhan", "27/09/2012"),
    _field("decision_by", "Cơ quan quyết định", "Decided by", "dec by|co quan ban hanh|noi ban hanh|co quan", "UBND tỉnh"),
    _field("unit_code", "Mã đơn vị", "Unit code", "ma xa|ma phuong|ma dvhc|ma phuong xa|ward code"),
    _field("unit_name", "Phường, xã", "Unit", "unit name|xa phuong|phuong|xa|xa phuong thi tran|don vi|don vi hanh chinh|dia ban|ward|commune"),
    _field("district", "Huyện", "District", "huyen thi xa|quan huyen|huyen quan|district"),
    _field("province", "Tỉnh, thành phố", "Province", "tinh|thanh pho|tinh thanh|province"),
    _field("former_address", "Địa chỉ", "Address", "dia chi cu|dia chi truoc sap nhap|dia diem|vi tri|noi phan bo|address|thon xom|thon", "Thôn Vị Khê"),
    _field("summary_vi", "Giới thiệu ngắn", "Introduction", "mo ta|gioi thieu|noi dung|tom tat|desc|description|mo ta ngan|ghi chu noi dung"),
    _field("summary_en", "Giới thiệu tiếng Anh", "English introduction", "summary en|mo ta tieng anh"),
    _field("story_vi", "Lý lịch", "Story", "ly lich di tich|lich su|cau chuyen|story vi"),
    _field("story_en", "Lý lịch tiếng Anh", "English story", "story en"),
    _field("dynasties", "Niên đại", "Period", "thoi ky|trieu dai|dynasty|dynasties|thoi dai", "Thời Nguyễn"),
    _field("year", "Năm", "Year", "nam xay dung|nam khoi dung|nam khoi cong|nam thanh lap|years|nam hinh thanh", "1820"),
    _field("lunar", "Ngày hội âm lịch", "Lunar date", "ngay hoi|thoi gian to chuc|ngay to chuc|ngay am lich|am lich", "15/8"),
    _field("source", "Nguồn", "Source", "nguon tu lieu|tai lieu|nguon tai lieu|source", "Lý lịch di tích, 2012"),
    _field("disclosure", "Công khai vị trí", "Disclosure", "muc cong khai"),
    _field("lat", "Vĩ độ", "Latitude", "vd|lat|vi do n|vi do b|latitude n"),
    _field("lon", "Kinh độ", "Longitude", "kd|lon|lng|long|kinh do e|kinh do d"),
    _field("x", "X (m)", "X, northing (m)", "x|x bac|toa do x|northing|toa do x m|bac|n"),
    _field("y", "Y (m)", "Y, easting (m)", "y|y dong|toa do y|easting|toa do y m|dong|e"),
    _field("x_east", "X Đông", "Easting (x)", "x east"),
    _field("y_north", "Y Bắc", "Northing (y)", "y north"),
    _field("coordinates", "Tọa độ", "Coordinates", "toa do vn 2000|toa do gps|toa do dia ly|gps|latlon|lat lon|vi tri gps"),
    _field("crs", "Hệ tọa độ", "Reference system", "epsg|he quy chieu|kinh tuyen truc"),
    _field("accuracy_m", "Sai số vị trí (m)", "Accuracy (m)", "sai so|sai so m|accuracy|do chinh xac|sai so met", "5"),
    _field("method", "Mã cách định vị", "Method code", "cach do|phuong phap do"),
    _field("blurred", "Làm mờ vị trí", "Made coarse", "lam mo"),
)  # fmt: skip
BY_CODE = {each.code: each for each in IMPORT_FIELDS}
PLACE_CODES = ("lat", "lon", "x", "y", "x_east", "y_north", "coordinates")


def field_of(heading: str) -> tuple[str, int] | None:
    """The field that a heading names and how telling the spelling is, 0 the most; None for a heading of no field."""
    folded = fold_name(heading)
    best: tuple[str, int] | None = None
    for each in IMPORT_FIELDS:
        if folded in each.spellings:
            at = each.spellings.index(folded)
            if best is None or at < best[1]:
                best = each.code, at
    return best


def guess_columns(headings: list[str]) -> dict[str, str]:
    """Which of their headings stands for which field; each field once, by its most telling heading."""
    found: dict[str, tuple[int, str]] = {}
    for heading in headings:
        named = field_of(heading)
        if named and (named[0] not in found or named[1] < found[named[0]][0]):
            found[named[0]] = named[1], heading
    return {heading: code for code, (_, heading) in found.items()}
