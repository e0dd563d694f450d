"""The officer's page that places an old map: tries write nothing, saving warps, typed numbers are enough."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from gis.crs import from_wgs84, to_wgs84
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Event
from heritage.services import intake
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)

ZONE = "EPSG:9209"
SIZE = (900, 600)
MIDDLE = (106.2101, 20.4021)  # in Vị Khê


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """An address read in English leaves the thread in English."""
    with translation.override("vi"):
        yield


@pytest.fixture
def sheet(make_item, officer, stores, index, tmp_path) -> Asset:
    item = make_item(name_vi="Đình Vị Khê")
    batch = Batch.objects.create(unit=item.unit, by=officer)
    path = samples.photo(tmp_path / "to.jpg", size=SIZE)
    receipt = intake.receive_into(batch, path, name="to.jpg", item=item, queue=False)
    process_asset(receipt.asset_id)
    return Asset.objects.get(pk=receipt.asset_id)


def typed(count: int = 6, *, notation: str = "xy", off_m: float = 5.0, **more: str) -> dict[str, object]:
    """What a browser sends for so many points on a sheet of half-metre pixels."""
    east, north = from_wgs84(*MIDDLE, ZONE)
    at = np.random.default_rng(1).random((count, 2)) * SIZE
    columns, rows, places = [], [], []
    for n, (u, v) in enumerate(at):
        x, y = east + (u - 450) / 2 + off_m * (n % 2), north - (v - 300) / 2
        lon, lat = to_wgs84(x, y, ZONE)
        columns.append(f"{u:.1f}".replace(".", ","))
        rows.append(f"{v:.1f}")
        places.append(
            {
                "xy": f"X={y:.3f} Y={x:.3f}",
                "degrees": f"{lat:.7f}, {lon:.7f}",
                "bare": f"{y:.3f} {x:.3f}",
                "dms": f"{_dms(lat)}B {_dms(lon)}Đ",
            }[notation]
        )
    labels = [f"mốc {n}" for n in range(count)]
    return {
        "column": columns,
        "row": rows,
        "place": places,
        "label": labels,
        "fit": "poly1",
        "system": "",
        **more,
    }


def _dms(value: float) -> str:
    degrees, rest = divmod(value * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{degrees:.0f}°{minutes:.0f}'{seconds:.4f}\""


def tried(client, asset, data) -> dict:
    return client.post(reverse("desk-georeference-try", args=[asset.public_id]), data).json()


@pytest.mark.parametrize("notation", ["xy", "degrees", "bare", "dms"])
def test_points_may_be_typed_in_any_notation(sheet, officer, signed_in, notation):
    answer = tried(signed_in(officer), sheet, typed(notation=notation))
    assert [point["problem"] for point in answer["points"]] == [""] * 6
    assert answer["problem"] == ""
    assert "RMS" in answer["summary"]
    assert all(point["residual"].endswith(" m") for point in answer["points"])
    assert len(answer["outline"]) == 36


def test_a_trial_writes_nothing(sheet, officer, signed_in):
    before = Asset.objects.values().get(pk=sheet.pk)
    tried(signed_in(officer), sheet, typed())
    assert Asset.objects.values().get(pk=sheet.pk) == before
    assert not Event.objects.filter(verb="file_told").exists()


def test_each_row_says_how_it_was_read_or_why_not(sheet, officer, signed_in):
    data = typed()
    data["place"][2] = "gần cái giếng"
    data["place"][3] = ""
    data["column"][4] = ""
    points = tried(signed_in(officer), sheet, data)["points"]
    assert "VN-2000" in points[0]["meaning"]
    assert "105°30′" in points[0]["meaning"]
    assert "Chưa đọc được" in points[2]["problem"]
    assert "thực địa" in points[3]["problem"]
    assert "ảnh" in points[4]["problem"]


def test_the_same_figures_in_another_zone_are_another_place(sheet, officer, signed_in):
    own = tried(signed_in(officer), sheet, typed(notation="bare"))["points"][0]
    other = tried(signed_in(officer), sheet, typed(notation="bare", system="EPSG:5897"))["points"][0]
    assert other["lon"] != pytest.approx(own["lon"], abs=0.1)


def test_too_few_points_are_said_in_both_languages(sheet, officer, signed_in):
    client = signed_in(officer)
    assert "ít nhất 3 điểm" in tried(client, sheet, typed(2))["problem"]
    english = client.post(f"/en{reverse('desk-georeference-try', args=[sheet.public_id])}", typed(2)).json()
    assert "at least 3 points" in english["problem"]


def test_three_points_of_a_flat_sheet_prove_nothing(sheet, officer, signed_in):
    assert "không chứng tỏ gì" in tried(signed_in(officer), sheet, typed(3))["summary"]


def test_saving_tells_the_pipeline_and_the_page_shows_the_error(sheet, officer, signed_in):
    client = signed_in(officer)
    page = reverse("desk-georeference", args=[sheet.public_id])
    assert client.post(page, {**typed(), "save": "1"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == Asset.State.RECEIVED
    assert len(sheet.told.control) == 6
    assert (sheet.told.control_crs, sheet.told.fit) == (ZONE, "poly1")
    assert sheet.told.control[0].label == "mốc 0"
    assert client.get(reverse("desk-georeference-progress", args=[sheet.public_id])).json() == {
        "totals": {"working": 1}
    }
    assert "data-working" in client.get(page).content.decode()
    process_asset(sheet.pk)
    shown = client.get(page).content.decode()
    assert "Sai số khoảng" in shown
    assert "X=22" in shown  # the points come back to be corrected
    assert client.get(reverse("desk-georeference-progress", args=[sheet.public_id])).json() == {
        "totals": {"working": 0}
    }


def test_points_kept_come_back_as_they_were(sheet, officer, signed_in):
    client = signed_in(officer)
    client.post(reverse("desk-georeference", args=[sheet.public_id]), {**typed(), "save": "1"})
    sheet.refresh_from_db()
    wanted = typed()["place"]
    shown = client.get(reverse("desk-georeference", args=[sheet.public_id])).content.decode()
    assert all(place in shown for place in wanted)


def test_points_with_a_problem_are_not_saved(sheet, officer, signed_in):
    data = typed()
    data["place"][1] = "?"
    response = signed_in(officer).post(
        reverse("desk-georeference", args=[sheet.public_id]), {**data, "save": "1"}
    )
    assert response.status_code == 422
    sheet.refresh_from_db()
    assert sheet.told.control == ()
    assert sheet.state == Asset.State.READY


def test_checking_without_scripts_shows_the_residuals(sheet, officer, signed_in):
    response = signed_in(officer).post(
        reverse("desk-georeference", args=[sheet.public_id]), {**typed(), "check": "1"}
    )
    assert response.status_code == 200
    assert "RMS" in response.content.decode()
    sheet.refresh_from_db()
    assert sheet.told.control == ()


def test_points_can_be_taken_back(sheet, officer, signed_in):
    client = signed_in(officer)
    client.post(reverse("desk-georeference", args=[sheet.public_id]), {**typed(), "save": "1"})
    process_asset(sheet.pk)
    client.post(reverse("desk-georeference-forget", args=[sheet.public_id]))
    process_asset(sheet.pk)
    sheet.refresh_from_db()
    assert sheet.told.control == ()
    assert not sheet.derivatives.filter(recipe="overlay").exists()


def test_the_system_of_a_map_that_names_none_is_asked_for_and_told(
    make_item, officer, stores, index, tmp_path, signed_in
):
    from tests.media_pipeline.test_georeference import sheet as geotiff

    item = make_item(name_vi="Bản đồ xã")
    batch = Batch.objects.create(unit=item.unit, by=officer)
    receipt = intake.receive_into(
        batch, geotiff(tmp_path / "map.tif", crs=None), name="map.tif", item=item, queue=False
    )
    process_asset(receipt.asset_id)
    asset = Asset.objects.get(pk=receipt.asset_id)
    assert [doubt["code"] for doubt in asset.doubts if doubt["code"].startswith("map_")] == ["map_no_crs"]
    client = signed_in(officer)
    page = client.get(reverse("desk-georeference", args=[asset.public_id])).content.decode()
    assert page.index("105°30′") < page.index("103°00′")  # the province's own zone first
    wrong = {"system": ZONE, "other": "99999999"}
    client.post(reverse("desk-georeference-system", args=[asset.public_id]), wrong)
    asset.refresh_from_db()
    assert asset.told.crs is None
    client.post(
        reverse("desk-georeference-system", args=[asset.public_id]), {"system": ZONE, "other": "3405"}
    )
    asset.refresh_from_db()
    assert asset.told.crs == "EPSG:3405"
    process_asset(asset.pk)
    asset.refresh_from_db()
    assert asset.placement["method"] == "scan_crs"
    assert asset.derivatives.filter(recipe="overlay").exists()


def test_only_the_unit_s_officers_place_its_maps(sheet, stranger, signed_in, client):
    for name in ("desk-georeference", "desk-georeference-try", "desk-georeference-progress"):
        address = reverse(name, args=[sheet.public_id])
        assert client.get(address).status_code == 302
        assert signed_in(stranger).post(address, typed()).status_code in (403, 405)


def test_a_file_that_is_no_picture_has_no_such_page(sheet, officer, signed_in):
    Asset.objects.filter(pk=sheet.pk).update(kind="audio")
    assert signed_in(officer).get(reverse("desk-georeference", args=[sheet.public_id])).status_code == 404


def test_the_item_s_files_lead_to_the_page(sheet, officer, signed_in):
    client = signed_in(officer)
    address = reverse("desk-georeference", args=[sheet.public_id])
    for page in (
        reverse("desk-item", args=[sheet.item.public_id]),
        reverse("desk-files", args=[sheet.item.public_id]),
    ):
        assert address in client.get(page).content.decode()


def test_ordinary_photographs_are_not_offered_to_be_placed(sheet, officer, signed_in):
    client = signed_in(officer)
    page = reverse("desk-item", args=[sheet.item.public_id])
    address = reverse("desk-georeference", args=[sheet.public_id])
    for facts, role, offered in (
        ({"camera": "Nikon D780"}, "", False),
        ({"camera": "Nikon D780"}, "drawing", True),
        ({"camera": None}, "", True),
    ):
        Asset.objects.filter(pk=sheet.pk).update(facts={**sheet.facts, **facts}, role=role)
        assert (address in client.get(page).content.decode()) is offered


def test_what_is_told_of_a_published_map_takes_it_back(sheet, officer, reviewer, signed_in):
    from heritage.services.publishing import publish

    publish(sheet.item, by=reviewer)
    client = signed_in(officer)
    assert "duyệt lại" in client.get(reverse("desk-georeference", args=[sheet.public_id])).content.decode()
    client.post(reverse("desk-georeference", args=[sheet.public_id]), {**typed(), "save": "1"})
    sheet.refresh_from_db()
    assert sheet.published_at is None


def test_a_picture_with_its_world_file_comes_in_is_asked_for_its_system_and_is_laid_on_the_map(
    make_item, officer, stores, index, tmp_path, signed_in
):
    item = make_item(name_vi="Bản đồ giải thửa")
    folder = tmp_path / "nop"
    folder.mkdir()
    samples.photo(folder / "to 12.jpg", size=SIZE)
    east, north = from_wgs84(*MIDDLE, ZONE)
    (folder / "to 12.jgw").write_text(f"0.5\n0\n0\n-0.5\n{east - 225:.2f}\n{north + 150:.2f}\n")
    call_command(
        "ingest",
        str(folder),
        unit=item.unit.code,
        item=item.public_id,
        by=officer.username,
        json=True,
        jobs=1,
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    asset = Asset.objects.get(kind="photo", item=item)
    assert [each.name for each in asset.companions.all()] == ["to 12.jgw"]
    assert asset.state == Asset.State.NEEDS_REVIEW
    assert [doubt["code"] for doubt in asset.doubts if doubt["code"].startswith("map_")] == ["map_no_crs"]
    client = signed_in(officer)
    assert (
        "Hệ tọa độ của tờ bản đồ"
        in client.get(reverse("desk-georeference", args=[asset.public_id])).content.decode()
    )
    client.post(reverse("desk-georeference-system", args=[asset.public_id]), {"system": ZONE, "other": ""})
    process_asset(asset.pk)
    asset.refresh_from_db()
    assert "map_no_crs" not in {doubt["code"] for doubt in asset.doubts}
    overlay = asset.derivatives.get(recipe="overlay")
    assert overlay.facts["georeference_from"] == "world_file"
    west, south, east, north = overlay.facts["bounds"]
    assert west < MIDDLE[0] < east
    assert south < MIDDLE[1] < north
