"""Why control points give no fit, in a sentence that says what to do."""

from __future__ import annotations

from media_pipeline.errors import MediaError


class NoFit(MediaError):
    """The points cannot be used as they are. The file itself is not at fault and is kept."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        super().__init__(code)
        self.code, self.vi, self.en = code, vi, en

    def sentence(self, language: str) -> str:
        """The reason and the remedy."""
        return self.en if language == "en" else self.vi


def unknown_kind(kind: str) -> NoFit:
    """No fit has the name."""
    return NoFit("unknown_fit", f"Không có kiểu nắn “{kind[:40]}”.", f"There is no fit called “{kind[:40]}”.")


def too_few(least: int, given: int) -> NoFit:
    """Fewer points than unknowns."""
    return NoFit(
        "too_few",
        f"Kiểu nắn này cần ít nhất {least} điểm, mới có {given}. Thêm điểm hoặc chọn kiểu nắn đơn giản hơn.",
        f"This fit needs at least {least} points, there are {given}. Add points or choose a simpler fit.",
    )


def duplicate(one: int, other: int, where: str) -> NoFit:
    """Two points in one place, of the ``picture`` or of the ``map``."""
    vi, en = ("ảnh", "picture") if where == "picture" else ("bản đồ", "map")
    return NoFit(
        "duplicate",
        f"Điểm {one} và điểm {other} trùng nhau trên {vi}. Xóa hoặc đặt lại một trong hai điểm.",
        f"Points {one} and {other} lie in one place on the {en}. Remove one of them or place it again.",
    )


def collinear() -> NoFit:
    """The points leave the fit free to turn."""
    return NoFit(
        "collinear",
        "Các điểm gần như thẳng hàng nên chưa giữ chắc được tờ bản đồ. Thêm điểm ở phía khác của tờ.",
        "The points lie nearly in a line and do not hold the sheet. Add points on another side of it.",
    )


def folded() -> NoFit:
    """The fitted sheet lies over itself somewhere."""
    return NoFit(
        "folded",
        "Nắn theo các điểm này làm tờ bản đồ gập lên chính nó. Tìm điểm đặt nhầm, thêm điểm gần mép tờ, "
        "hoặc chọn kiểu nắn đơn giản hơn.",
        "With these points the sheet folds over itself. Look for a misplaced point, add points near the "
        "edges, or choose a simpler fit.",
    )


def mirrored() -> NoFit:
    """The sheet would be seen from its back."""
    return NoFit(
        "mirrored",
        "Theo các điểm này tờ bản đồ bị lật như soi gương. Kiểm tra xem X và Y có bị đảo chỗ không.",
        "With these points the sheet is mirrored. Check whether X and Y have changed places.",
    )
