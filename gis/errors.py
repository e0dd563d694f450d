"""What can be wrong with a position. One base, children named after the fact."""

from __future__ import annotations


class GisError(Exception):
    """Base. Do not raise directly."""


class BadBounds(GisError):
    """The bounds are not minlon,minlat,maxlon,maxlat in degrees."""


class OutsideGrid(GisError):
    """There is no such tile in the grid of web maps."""


class OutsideValidArea(GisError):
    """The coordinates cannot be transformed: they lie outside the reference system's area."""


class UnknownCrs(GisError):
    """The coordinate reference system is not known."""


class BadBoundaryFile(GisError):
    """The boundary file cannot be read or holds no usable polygon; ``vi`` and ``en`` say what to do."""

    def __init__(
        self,
        detail: str = "",
        vi: str = "Không đọc được tệp ranh giới.",
        en: str = "The boundary file cannot be read.",
    ) -> None:
        super().__init__(f"{vi} / {en}")
        self.detail = detail
        self.vi = vi
        self.en = en


class UnreadableCoordinates(GisError):
    """No pair of coordinates was found in the text; ``vi`` and ``en`` say what is understood."""

    vi = "Chưa hiểu toạ độ này. Gõ như 20,4560; 106,1679 hoặc X = 2262869,64 Y = 569493,21."
    en = "These coordinates are not understood. Type 20.4560, 106.1679 or X = 2262869.64 Y = 569493.21."


class BadDrawing(GisError):
    """A shape that somebody drew or pasted cannot be used; ``code`` is stable, ``vi`` and ``en`` say what to do."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.code = code
        self.vi = vi
        self.en = en


class ShortMapLink(UnreadableCoordinates):
    """A shortened address of a map site holds no coordinates."""

    vi = (
        "Đường dẫn rút gọn không có tọa độ bên trong. Mở nó trên máy có mạng, chờ bản đồ hiện ra, rồi dán địa chỉ đầy đủ "
        "ở thanh địa chỉ (có dạng @20.45,106.16), hoặc giữ ngón tay lên điểm đó và dán cặp số."
    )
    en = (
        "A shortened link holds no coordinates. Open it on a device with a network, wait for the map, then paste the full "
        "address from the address bar (it has @20.45,106.16), or press on the point and paste the two numbers."
    )


class LinkWithoutCoordinates(UnreadableCoordinates):
    """An address that names a place without saying where it is."""

    vi = (
        "Đường dẫn này không có tọa độ bên trong. Trên bản đồ, giữ ngón tay (hoặc bấm chuột phải) vào đúng chỗ, "
        "rồi dán cặp số hiện ra."
    )
    en = (
        "This link holds no coordinates. On the map, press (or right-click) the very spot, then paste the two "
        "numbers that appear."
    )


class PlusCodeWithoutUnit(UnreadableCoordinates):
    """A short Plus Code means a place only beside a locality."""

    vi = "Mã Plus ngắn chỉ có nghĩa bên cạnh một phường, xã. Dán mã đầy đủ, như 7PG8F549+95."
    en = "A short Plus Code means a place only beside a ward or commune. Paste the whole code, such as 7PG8F549+95."
