"""What would lift a record, in words: the smallest additions, and what one more photo would do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from heritage.models import Item
from heritage.projections.criteria import criteria_on
from heritage.rules.lacks import Lack
from heritage.rules.levels import LEVELS, Assessment
from heritage.rules.next_steps import one_more_photo, steps_to_next

# Vietnamese, English of one, English of several; {n} is how many, or how fine or long.
WORDS = {
    "has_name": ("ghi tên", "write the name", ""),
    "has_unit": ("chuyển sang đơn vị đang có hiệu lực", "move it to a unit that stands", ""),
    "has_source": ("ghi 1 nguồn", "name 1 source", ""),
    "has_legal_basis": ("ghi căn cứ pháp lý", "state the legal basis", ""),
    "has_summary": ("viết phần giới thiệu", "write the description", ""),
    "has_position": (
        "ghi vị trí trong phường, xã kèm sai số",
        "give the place inside the unit with its accuracy",
        "",
    ),
    "accuracy_m": ("đo lại vị trí, sai số không quá {n} m", "measure the place to {n} m", ""),
    "inside_unit": ("sửa vị trí vào trong phường, xã", "correct the place into the unit", ""),
    "photos": ("thêm {n} ảnh", "add {n} photo", "add {n} photos"),
    "photos_with_rights": (
        "thêm {n} ảnh có quyền sử dụng",
        "add {n} photo with rights",
        "add {n} photos with rights",
    ),
    "captioned_photos": (
        "thêm {n} ảnh có chú thích và quyền sử dụng",
        "add {n} captioned photo with rights",
        "add {n} captioned photos with rights",
    ),
    "has_decision_scan": ("tải lên bản quét quyết định", "send a scan of the decision", ""),
    "decision_scan_dpi": (
        "quét lại quyết định ở {n} dpi trở lên",
        "scan the decision at {n} dots per inch or more",
        "",
    ),
    "has_zone": ("vẽ khu vực bảo vệ I", "draw protection zone I", ""),
    "has_history": ("viết lý lịch, mô tả", "write the history", ""),
    "has_date_rule": ("ghi ngày hội", "state the days of the festival", ""),
    "video_seconds": ("quay 1 video từ {n} phút", "film 1 video of {n} minutes", ""),
    "has_audio": ("thu 1 bản ghi âm có chú thích", "record 1 captioned sound", ""),
    "has_consent": ("xin cam kết, đồng ý của cộng đồng", "obtain the community's consent", ""),
    "has_households": ("ghi số hộ làm nghề", "state the number of households", ""),
    "has_area_or_point": ("đặt điểm hoặc vẽ vùng", "set a point or draw an area", ""),
    "cited_sources": ("dẫn thêm {n} nguồn", "cite {n} more source", "cite {n} more sources"),
    "has_life_dates": ("ghi năm sinh, năm mất", "state the life dates", ""),
    "linked_places": ("liên kết với {n} di tích", "link it to {n} relic", "link it to {n} relics"),
    "images_or_documents_with_rights": (
        "thêm {n} ảnh hoặc tài liệu có quyền sử dụng",
        "add {n} image or document with rights",
        "add {n} images or documents with rights",
    ),
    "originals_intact": ("khôi phục tệp gốc bị hỏng", "restore the damaged original", ""),
    "approved_by_second_person": ("nhờ người thứ hai duyệt", "have a second person approve it", ""),
    "is_public": ("gửi duyệt để công bố", "submit it for publication", ""),
    "is_restricted_by_decision": (
        "ghi quyết định hạn chế sử dụng",
        "record the decision that restricts it",
        "",
    ),
    "clouds_or_meshes_measured": (
        "thêm {n} bản đo 3D",
        "add {n} measured 3D record",
        "add {n} measured 3D records",
    ),
    "drawings": ("thêm {n} bản vẽ đo đạc", "add {n} measured drawing", "add {n} measured drawings"),
    "full_dossier": ("quét toàn bộ hồ sơ", "scan the full dossier", ""),
    "has_audio_guide": ("thu thuyết minh âm thanh", "record an audio guide", ""),
}


@dataclass(frozen=True, slots=True)
class Steps:
    """What would lift a record.

    Attributes:
        goal: The next level; None at the highest.
        steps: The fewest additions that reach it, in words; empty where none would.
        photo: What one more photo would do; empty where no photo is missing.
    """

    goal: int | None
    steps: tuple[str, ...]
    photo: str


def steps_of(item: Item, language: str) -> Steps:
    """From what is stored with the item."""
    return told(Assessment.from_reasons(item.level, item.level_reasons), language)


def told(assessment: Assessment, language: str) -> Steps:
    """From an assessment by the criteria of today."""
    if not assessment.needs:  # not assessed yet
        return Steps(None, (), "")
    modes = criteria_on(timezone.localdate()).level_modes
    steps = steps_to_next(assessment, modes) or ()
    goal = assessment.level + 1 if assessment.level < LEVELS[-1] else None
    return Steps(
        goal, tuple(lack_words(each, language) for each in steps), _photo_words(assessment, modes, language)
    )


def lack_words(lack: Lack, language: str) -> str:
    """One addition: "thêm 3 ảnh có chú thích và quyền sử dụng"."""
    vi, one, several = WORDS[lack.fact]
    figure = lack.figure / 60 if lack.fact == "video_seconds" else lack.figure
    n = f"{figure:g}"
    if language == "en":
        text = (several if several and figure != 1 else one).replace("{n}", n)
        return text if lack.grade is None else f"{text}, of grade {lack.grade} or better"
    text = vi.replace("{n}", n.replace(".", ","))
    return text if lack.grade is None else f"{text}, chất lượng từ bậc {lack.grade}"


def _photo_words(assessment: Assessment, modes: tuple[str, str, str, str], language: str) -> str:
    gain = one_more_photo(assessment, modes)
    english = language == "en"
    if gain.after > gain.before:
        return (
            f"One more photo lifts it to level {gain.after}."
            if english
            else f"Thêm 1 ảnh là lên mức {gain.after}."
        )
    lacking = max(
        (
            lack.figure
            for need in assessment.needs
            if need.level <= max(2, gain.before)
            for lack in need.lacks
            if lack.fact == "captioned_photos" and lack.grade is None
        ),
        default=0.0,
    )
    if lacking > 1:
        left = f"{lacking - 1:g}"
        if english:
            return f"With one more photo {left} more {'is' if left == '1' else 'are'} missing."
        return f"Thêm 1 ảnh thì còn thiếu {left} ảnh."
    if gain.meets:
        return "One more photo is enough of photos." if english else "Thêm 1 ảnh là đủ ảnh."
    return ""
