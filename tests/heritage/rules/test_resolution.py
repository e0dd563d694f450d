"""A warning that names the pages, by what the file is said to be."""

from __future__ import annotations

import pytest

from heritage.rules.resolution import CODES, doubts_of_resolution


def facts(*dpi: float | None, **more: object) -> dict[str, object]:
    return {"pages": [{"dpi": each} for each in dpi], **more}


@pytest.mark.parametrize(
    ("role", "dpi", "code"),
    [
        ("", 200, None),
        ("", 199.1, None),  # a millimetre cut off
        ("", 150, "low_dpi"),
        ("decision", 200, None),
        ("drawing", 200, "low_dpi"),
        ("drawing", 300, None),
        ("", None, "no_dpi"),
    ],
)
def test_drawings_need_300_dpi_and_others_200(role: str, dpi: float | None, code: str | None) -> None:
    found = doubts_of_resolution("scan", facts(dpi), role)
    assert [doubt.code for doubt in found] == ([code] if code else [])
    assert {doubt.code for doubt in found} <= CODES


def test_the_pages_below_the_rule_are_named() -> None:
    (doubt,) = doubts_of_resolution("scan", facts(300, 150, 300, 96, None), "")
    assert "96 dpi" in doubt.vi
    assert "trang 2, 4," in doubt.vi
    assert "page 2, 4," in doubt.en


def test_the_pages_of_a_pdf_that_are_written_have_no_resolution() -> None:
    assert doubts_of_resolution("document", facts(None, None), "drawing") == []
    assert [each.code for each in doubts_of_resolution("document", facts(None, 120), "")] == ["low_dpi"]
    assert doubts_of_resolution("document", {"pages": [{"width_mm": 210.0}]}, "") == []


def test_maps_and_other_kinds_have_metres_instead() -> None:
    assert doubts_of_resolution("scan", facts(96, has_georeference=True), "") == []
    assert doubts_of_resolution("photo", {}, "") == []
