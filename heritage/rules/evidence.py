"""Everything that the level of one object depends on, already counted. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a level depends on, already counted. Only approved and published media count."""

    category: str
    rank: str = "unknown"
    has_name: bool = True
    has_unit: bool = True
    has_source: bool = False
    has_legal_basis: bool = False  # a decision, an inventory number, or "not ranked" said
    has_summary: bool = False
    has_position: bool = False
    accuracy_m: float | None = None
    inside_unit: bool = False  # or a written exception
    photos: int = 0  # approved
    photos_with_rights: int = 0
    captioned_photos: int = 0
    photo_grades: tuple[int, ...] = ()  # 0 to 4, of the captioned photos that were graded
    has_decision_scan: bool = False
    decision_scan_dpi: float | None = None  # of the sharpest; None when no scan says
    has_zone: bool = False
    has_history: bool = False  # structured description
    has_date_rule: bool = False
    video_seconds: float = 0.0
    has_audio: bool = False
    has_consent: bool = False
    has_households: bool = False
    has_area_or_point: bool = False
    cited_sources: int = 0
    has_life_dates: bool = False
    linked_places: int = 0
    images_or_documents_with_rights: int = 0
    originals_intact: bool = True
    approved_by_second_person: bool = False
    is_public: bool = False
    is_restricted_by_decision: bool = False
    clouds_or_meshes_measured: int = 0
    drawings: int = 0
    full_dossier: bool = False
    has_audio_guide: bool = False
