"""The levels of criteria version 1 as they were first written in code: what the data must agree with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from heritage.rules.evidence import Evidence

CRITERIA_VERSION = "1"
RELIC_PHOTOS = 8
EVENT_PHOTOS = 10
RELIC_ACCURACY_M = 10.0
VIDEO_SECONDS = 600
RANKED = ("special_national", "national", "provincial", "unesco")


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement: met or not, with what would meet it in both languages."""

    code: str
    level: int
    met: bool
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level reached and every need behind it, met ones included."""

    level: int
    needs: tuple[Need, ...] = field(default_factory=tuple)

    @property
    def missing(self) -> tuple[Need, ...]:
        """What keeps the object from the next level that counts (2), or from 3 once it counts."""
        goal = 2 if self.level < 2 else 3
        return tuple(need for need in self.needs if not need.met and need.level <= goal)

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Every need as rows keep it."""
        return [
            {"code": need.code, "level": need.level, "met": need.met, "vi": need.vi, "en": need.en}
            for need in self.needs
        ]

    @property
    def counts(self) -> bool:
        """Whether the object is in the numerator."""
        return self.level >= 2


def assess(evidence: Evidence) -> Assessment:
    """The level of one object and why."""
    needs = (*_level_0(evidence), *_level_1(evidence), *_level_2(evidence), *_level_3(evidence))
    level = 0
    for candidate in (1, 2):
        if all(need.met for need in needs if need.level <= candidate):
            level = candidate
    # Level 3 asks for one measured record, not for all of them.
    if level == 2 and any(need.met for need in needs if need.level == 3):
        level = 3
    return Assessment(level=level, needs=needs)


def _level_0(e: Evidence) -> tuple[Need, ...]:
    return (
        Need("name", 0, e.has_name, "Tên di sản", "A name"),
        Need("unit", 0, e.has_unit, "Đơn vị hành chính đang có hiệu lực", "A unit that exists today"),
        Need(
            "legal_basis",
            0,
            e.has_legal_basis,
            "Căn cứ pháp lý, hoặc ghi rõ chưa xếp hạng",
            "The legal basis, or the statement that it is not ranked",
        ),
        Need("source", 0, e.has_source, "Nguồn của thông tin", "The source of the information"),
    )


def _level_1(e: Evidence) -> tuple[Need, ...]:
    place = e.has_position or e.category == "figure"
    inside = e.inside_unit or e.category == "figure"
    return (
        Need("summary", 1, e.has_summary, "Phần giới thiệu", "A description"),
        Need("position", 1, place, "Vị trí có ghi sai số", "A position with its accuracy"),
        Need(
            "inside_unit",
            1,
            inside,
            "Vị trí nằm trong phường, xã (hoặc có giải trình)",
            "A position inside the unit (or a written exception)",
        ),
        Need(
            "photo",
            1,
            e.photos_with_rights >= 1 or (e.category == "figure" and e.images_or_documents_with_rights >= 1),
            "Ít nhất 1 ảnh đã duyệt, có quyền sử dụng",
            "At least 1 approved photo with rights",
        ),
    )


def _level_2(e: Evidence) -> tuple[Need, ...]:
    common = (
        Need(
            "originals",
            2,
            e.originals_intact,
            "Mọi tệp gốc còn nguyên, có mã kiểm SHA-256",
            "Every original intact, with its SHA-256",
        ),
        Need(
            "second_person",
            2,
            e.approved_by_second_person,
            "Người thứ hai đã duyệt",
            "Approved by a second person",
        ),
        Need(
            "public",
            2,
            e.is_public or e.is_restricted_by_decision,
            "Đã công bố (hoặc có quyết định hạn chế sử dụng)",
            "Published (or restricted by a decision)",
        ),
    )
    by_category = {
        "relic": _relic,
        "festival": _festival,
        "craft_village": _craft_village,
        "figure": _figure,
    }[e.category]
    return (*by_category(e), *common)


def _photos(e: Evidence, wanted: int) -> Need:
    lacking = max(0, wanted - e.captioned_photos)
    return Need(
        "captioned_photos",
        2,
        lacking == 0,
        f"{wanted} ảnh có chú thích (có {e.captioned_photos}, thiếu {lacking})",
        f"{wanted} captioned photos (has {e.captioned_photos}, lacks {lacking})",
    )


def _relic(e: Evidence) -> tuple[Need, ...]:
    exact = e.accuracy_m is not None and e.accuracy_m <= RELIC_ACCURACY_M
    zone = e.has_zone or e.rank not in RANKED
    return (
        Need(
            "decision_scan",
            2,
            e.has_decision_scan,
            "Bản quét quyết định hoặc phiếu kiểm kê",
            "A scan of the decision or inventory sheet",
        ),
        Need("history", 2, e.has_history, "Lý lịch di tích", "The structured history of the relic"),
        _photos(e, RELIC_PHOTOS),
        Need("exact_point", 2, exact, "Vị trí sai số không quá 10 m", "A point accurate to 10 m"),
        Need(
            "zone",
            2,
            zone,
            "Ranh giới khu vực bảo vệ I (di tích đã xếp hạng)",
            "The outline of protection zone I (ranked relics)",
        ),
    )


def _festival(e: Evidence) -> tuple[Need, ...]:
    moving = e.video_seconds >= VIDEO_SECONDS or e.has_audio
    return (
        Need("history", 2, e.has_history, "Mô tả lễ hội", "The structured description"),
        Need("date_rule", 2, e.has_date_rule, "Ngày hội theo lịch âm hoặc dương", "The date rule"),
        _photos(e, EVENT_PHOTOS),
        Need(
            "moving",
            2,
            moving,
            "Video từ 10 phút, hoặc ghi âm có giải trình",
            "A video of 10 minutes, or audio with a written reason",
        ),
        Need("consent", 2, e.has_consent, "Cam kết của cộng đồng", "The community's signed commitment"),
    )


def _craft_village(e: Evidence) -> tuple[Need, ...]:
    return (
        Need(
            "recognition",
            2,
            e.has_legal_basis,
            "Quyết định công nhận, hoặc ghi rõ chưa công nhận",
            "The recognition decision, or the statement that there is none",
        ),
        Need("history", 2, e.has_history, "Tóm tắt lịch sử nghề", "The history of the craft"),
        Need("households", 2, e.has_households, "Số hộ làm nghề", "The number of households"),
        _photos(e, EVENT_PHOTOS),
        Need("point_or_area", 2, e.has_area_or_point, "Điểm hoặc vùng trên bản đồ", "A point or area"),
        Need("consent", 2, e.has_consent, "Đồng ý của nghệ nhân", "The artisans' consent"),
    )


def _figure(e: Evidence) -> tuple[Need, ...]:
    return (
        Need("biography", 2, e.has_history, "Tiểu sử", "A biography"),
        Need(
            "cited_sources",
            2,
            e.cited_sources >= 2,
            f"Ít nhất 2 nguồn dẫn (có {e.cited_sources})",
            f"At least 2 cited sources (has {e.cited_sources})",
        ),
        Need("life_dates", 2, e.has_life_dates, "Năm sinh, năm mất", "Life dates"),
        Need("linked_place", 2, e.linked_places >= 1, "Liên kết với một di tích", "A link to a relic"),
        Need(
            "image",
            2,
            e.images_or_documents_with_rights >= 1,
            "1 ảnh hoặc tài liệu có quyền sử dụng",
            "1 image or document with rights",
        ),
    )


def _level_3(e: Evidence) -> tuple[Need, ...]:
    return (
        Need(
            "measured_3d",
            3,
            e.clouds_or_meshes_measured >= 1,
            "Bản đo 3D có hệ tọa độ hoặc tỷ lệ",
            "A 3D record with a reference system or scale",
        ),
        Need("drawings", 3, e.drawings >= 1, "Bản vẽ đo đạc", "Measured drawings"),
        Need("full_dossier", 3, e.full_dossier, "Quét toàn bộ hồ sơ", "The full dossier scanned"),
        Need("audio_guide", 3, e.has_audio_guide, "Thuyết minh âm thanh", "An audio guide"),
    )
