"""What can be wrong with a position. One base, children named after the fact."""

from __future__ import annotations


class GisError(Exception):
    """Base. Do not raise directly."""


class BadBounds(GisError):
    """The bounds are not minlon,minlat,maxlon,maxlat in degrees."""


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
