from __future__ import annotations

import json
from pathlib import Path

from gis.doubts import Doubt
from gis.placement import Method, Placement
from media_pipeline.report import Derived, Identity, Report


def test_a_report_survives_json() -> None:
    report = Report(
        Identity("photo", "image/jpeg"),
        {"width": 10, "camera": None, "caption": "Đình Vị Khê"},
        Placement(106.2, 20.4, Method.EXIF, None, "EPSG:4326", 106.2, 20.4),
        (Doubt("gps_weak", "Yếu.", "Weak."),),
        (Derived("photo-320", Path("/tmp/out/photo-320.jpg"), "image/jpeg", {"width": 10, "height": 5}),),
    )
    assert Report.from_dict(json.loads(json.dumps(report.as_dict()))) == report


def test_a_report_without_place_survives_json() -> None:
    report = Report(Identity("audio", "audio/wav"), {}, None, (), ())
    assert Report.from_dict(json.loads(json.dumps(report.as_dict()))) == report
