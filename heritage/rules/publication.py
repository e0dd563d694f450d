"""What must hold before the public sees something. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def four_eyes_hold(reviewer_id: int, author_ids: Iterable[int | None]) -> bool:
    """Whether the reviewer wrote none of what is to be published."""
    return reviewer_id not in {author for author in author_ids if author is not None}


def blocks_publication(
    name: str, unit_stands: bool, category: str, known: Iterable[str]
) -> list[tuple[str, str]]:
    """Sentences (vi, en) for what is missing; empty when the item may be published."""
    missing: list[tuple[str, str]] = []
    if not name.strip():
        missing.append(("Chưa có tên.", "There is no name."))
    if not unit_stands:
        missing.append(("Đơn vị hành chính không còn hiệu lực.", "The administrative unit no longer exists."))
    if category not in set(known):
        missing.append(("Chưa chọn loại di sản.", "No category has been chosen."))
    return missing
