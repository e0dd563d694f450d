"""What the desk says of a cloud: size, system, residuals of known points, the fit to another scan, its surface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from heritage.models import Asset, Derivative, Item
from heritage.projections.cloud_report import file_report

pytestmark = pytest.mark.django_db

CONTROL = {
    "rms_m": 0.0213,
    "scale": 1.0,
    "spare": 6,
    "points": [
        {"label": "góc đông", "residual_m": [0.012, -0.0084, 0.0]},
        {"label": "", "residual_m": [-0.03, 0.001, 0.02]},
    ],
}


@pytest.fixture
def cloud(make_item: Callable[..., Item]) -> Callable[..., Asset]:
    item = make_item(name_vi="Đình Vị Khê")

    def make(facts: dict[str, Any] | None = None, **columns: Any) -> Asset:
        known = {"points": 1_234_567, "unit": "metre", "size_m": [12.4, 8.0, 6.5]} | (facts or {})
        digest = f"{Asset.objects.count():064}"
        given = {"state": Asset.State.READY, "original_name": "quét/dinh.e57"} | columns
        return Asset.objects.create(
            item=item, unit=item.unit, kind="cloud", sha256=digest, bytes=1, facts=known, **given
        )

    return make


def test_the_size_and_the_system_are_told(cloud: Callable[..., Asset]) -> None:
    told = file_report(
        cloud({"crs": "EPSG:9209", "crs_name": "VN-2000 / TM-3 105-30", "crs_told": True}), "vi"
    )
    assert told == [
        "1.234.567 điểm, cao 6,5 m, rộng 12,4 m, sâu 8 m",
        "Hệ tọa độ do cán bộ khai: VN-2000 / TM-3 105-30",
    ]


def test_a_cloud_without_unit_tells_no_metres(cloud: Callable[..., Asset]) -> None:
    assert file_report(cloud({"unit": "unknown"}), "vi") == ["1.234.567 điểm"]


def test_each_known_point_tells_how_far_it_is_off(cloud: Callable[..., Asset]) -> None:
    asset = cloud({"control": CONTROL})
    assert file_report(asset, "vi")[1:] == [
        "Đặt theo 2 điểm khống chế, lệch 2,1 cm (RMS)",
        "Điểm góc đông lệch: đông +1,2, bắc -0,8, cao +0,0 cm",
        "Điểm 2 lệch: đông -3,0, bắc +0,1, cao +2,0 cm",
    ]
    with translation.override("en"):
        assert file_report(asset, "en")[1:3] == [
            "Placed by 2 control points, 2.1 cm off (RMS)",
            "Point góc đông is off: east +1.2, north -0.8, up +0.0 cm",
        ]


def test_points_that_just_suffice_prove_no_error(cloud: Callable[..., Asset]) -> None:
    told = file_report(cloud({"control": CONTROL | {"spare": 0}}), "vi")
    assert told[1] == ("Đặt theo 2 điểm khống chế, vừa đủ nên chưa kiểm được sai số. Thêm một điểm để kiểm.")
    assert len(told) == 2


def test_a_registered_scan_names_the_other_and_how_well_it_fits(cloud: Callable[..., Asset]) -> None:
    other = cloud()
    found = {"to": other.public_id, "overlap": 0.618, "rmse_m": 0.0131, "voxel_m": 0.05}
    assert file_report(cloud({"registration": found}), "vi")[1] == (
        "Đã ghép theo dinh.e57: trùng 62% số điểm, lệch 1,3 cm"
    )


def test_a_surface_is_told_or_that_none_could_be_made(cloud: Callable[..., Asset]) -> None:
    asset = cloud(declared={"told": {"surface": True}})
    assert file_report(asset, "vi")[1].startswith("Không dựng được mặt lưới")
    Derivative.objects.create(
        asset=asset, recipe="surface", media_type="model/gltf-binary", file="x", bytes=4_200_000,
        sha256="a" * 64, facts={"triangles": 250_000},
    )  # fmt: skip
    assert file_report(asset, "vi")[1:] == ["Mặt lưới dựng từ điểm: 250.000 tam giác, 4,2 MB"]


def test_other_kinds_and_unread_clouds_tell_nothing(cloud: Callable[..., Asset]) -> None:
    asset = cloud({"points": None})
    assert file_report(asset, "vi") == []
