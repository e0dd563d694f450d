"""The officer tells a unit or a system; the page says the size that follows, the file is read again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from heritage.jobs.process import process_asset
from heritage.models import Asset, Event
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)

OBJ = (
    "".join(f"v {x} {y} {z}\n" for x in (0, 210) for y in (0, 320) for z in (0, 80))
    + "f 1 2 4 3\nf 5 6 8 7\nf 1 2 6 5\nf 3 4 8 7\nf 1 3 7 5\nf 2 4 8 6\n"
)


def taken_in(path: Path) -> Asset:
    call_command("ingest", str(path), unit="13972", jobs=1, stdout=io.StringIO(), stderr=io.StringIO())
    return Asset.objects.get()


@pytest.fixture
def mesh(tmp_path, vi_khe, stores) -> Asset:
    (tmp_path / "cong.obj").write_text(OBJ)
    return taken_in(tmp_path / "cong.obj")


@pytest.fixture
def cloud(tmp_path, vi_khe, stores) -> Asset:
    return taken_in(samples.cloud(tmp_path / "cong.laz"))


def address(asset: Asset) -> str:
    return f"/can-bo/tep/{asset.public_id}/khai/"


def test_the_page_says_the_size_that_each_unit_gives(signed_in, officer, mesh):
    page = signed_in(officer).get(address(mesh)).content.decode()
    assert "xăng-ti-mét: cao 3,2 m, rộng 2,1 m, sâu 80 cm" in page
    assert "mi-li-mét: cao 32 cm, rộng 21 cm, sâu 8 cm" in page
    assert "12 tam giác" in page
    english = signed_in(officer).get("/en" + address(mesh)).content.decode()
    assert "centimetre: 3.2 m tall, 2.1 m wide, 80 cm deep" in english


def test_what_is_told_scales_the_model_and_settles_the_doubt(signed_in, officer, mesh):
    assert "mesh_unit_unknown" in {doubt["code"] for doubt in mesh.doubts}
    answer = signed_in(officer).post(address(mesh), {"unit": "centimetre"}, follow=True)
    assert "Hệ thống đang đọc lại tệp" in answer.content.decode()
    process_asset(mesh.pk)
    mesh.refresh_from_db()
    assert mesh.facts["size_m"] == pytest.approx([2.1, 3.2, 0.8])
    assert mesh.doubts == []
    assert Event.objects.get(verb="file_told").detail["now"]["unit"] == "centimetre"
    page = signed_in(officer).get(f"/can-bo/di-san/{mesh.item.public_id}/").content.decode()
    assert "cao 3,2 m, rộng 2,1 m, sâu 80 cm" in page
    assert address(mesh) in page


def test_the_same_again_is_no_news(signed_in, officer, mesh):
    client = signed_in(officer)
    client.post(address(mesh), {"unit": "inch"})
    process_asset(mesh.pk)
    assert (
        "Không có gì thay đổi" in client.post(address(mesh), {"unit": "inch"}, follow=True).content.decode()
    )
    assert Asset.objects.get().state == "ready"


def test_an_unknown_unit_is_not_taken(signed_in, officer, mesh):
    page = signed_in(officer).post(address(mesh), {"unit": "li"})
    assert page.status_code == 200
    assert "Chưa lưu được" in page.content.decode()
    assert Asset.objects.get().declared.get("told") is None


def test_a_public_model_says_that_it_leaves_the_public(signed_in, officer, reviewer, mesh):
    Asset.objects.update(published_at=timezone.now(), approved_by=reviewer)
    client = signed_in(officer)
    assert "duyệt lại" in client.get(address(mesh)).content.decode()
    client.post(address(mesh), {"unit": "foot"})
    assert Asset.objects.get().published_at is None


def test_a_cloud_is_told_its_system_and_its_points(signed_in, officer, cloud):
    client = signed_in(officer)
    page = client.get(address(cloud)).content.decode()
    assert "VN-2000" in page
    point = {"label": ["A", "B", "C"], "x": ["0", "10", "0"], "y": ["0", "0", "10,5"], "z": ["1"] * 3}
    target = {
        "target_x": ["600000", "600010", "600000"],
        "target_y": ["2250000"] * 3,
        "target_z": ["3", "", "4"],
    }
    said = {"unit": "metre", "crs": "EPSG:9209", "control_crs": "EPSG:9209", "fit": "similarity"}
    client.post(address(cloud), said | point | target)
    told = Asset.objects.get().told
    assert (told.unit, told.crs, told.fit, told.control_crs) == (
        "metre",
        "EPSG:9209",
        "similarity",
        "EPSG:9209",
    )
    assert [(each.label, each.y, each.target_z) for each in told.control] == [
        ("A", 0.0, 3.0), ("B", 0.0, None), ("C", 10.5, 4.0),
    ]  # fmt: skip
    process_asset(cloud.pk)
    again = client.get(address(cloud)).content.decode()
    assert 'value="10.5"' in again


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"other_crs": "1"}, "Không có hệ tọa độ mang mã này"),
        ({"x": "1", "y": "2", "z": "3", "target_x": "4", "target_y": "5"}, "Cần ít nhất ba điểm"),
        ({"x": "1", "y": "hai"}, "cần đủ x, y, z"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept_in_the_boxes(signed_in, officer, cloud, said, sentence):
    page = signed_in(officer).post(address(cloud), said).content.decode()
    assert sentence in page
    assert Asset.objects.get().declared.get("told") is None
    assert all(f'value="{value}"' in page for value in said.values())


def test_another_unit_s_officer_and_the_public_may_not(signed_in, stranger, mesh, client):
    assert signed_in(stranger).get(address(mesh)).status_code == 403
    assert client.get(address(mesh)).status_code == 302


def test_a_picture_is_placed_on_a_page_of_its_own(signed_in, officer, vi_khe, stores, tmp_path):
    asset = taken_in(samples.photo(tmp_path / "a.jpg"))
    answer = signed_in(officer).get(address(asset))
    assert (answer.status_code, answer["Location"]) == (302, f"/can-bo/tep/{asset.public_id}/nan/")
