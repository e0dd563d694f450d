"""What an item page says of its media: which copy is played or opened, how large, how dense, which page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from heritage.models import Asset, Derivative, Item
from heritage.projections.item_papers import papers
from heritage.projections.item_sounds import sounds
from heritage.projections.item_viewers import metres_of, viewers

pytestmark = pytest.mark.django_db

BOUNDS = [574060.0, 2257535.0, 1.0, 574072.4, 2257543.0, 7.5]
COPC, GLB = "application/vnd.laszip+copc", "model/gltf-binary"


@pytest.fixture
def item(make_item: Callable[..., Item]) -> Item:
    return make_item(name_vi="Đình Vị Khê", state=Item.State.PUBLISHED, published_at=timezone.now())


def shown(item: Item, kind: str, made: dict[str, tuple[str, dict[str, Any]]], **columns: Any) -> Asset:
    """An approved asset with derivatives: recipe to media type and facts."""
    asset = Asset.objects.create(
        item=item,
        unit=item.unit,
        kind=kind,
        sha256=f"{Asset.objects.count():064}",
        bytes=1,
        published_at=timezone.now(),
        **columns,
    )
    for recipe, (media_type, facts) in made.items():
        Derivative.objects.create(
            asset=asset,
            recipe=recipe,
            media_type=media_type,
            file="x",
            bytes=2_500_000,
            sha256="a" * 64,
            facts=facts,
        )
    return asset


def test_a_cloud_tells_its_points_size_density_and_spacing_in_both_languages(item: Item) -> None:
    facts = {"points": 1_234_567, "size_m": [12.4, 8.0, 6.5], "unit": "metre", "unit_m": 1.0}
    measured = {"density_m2": 1480.4, "spacing_m": 0.0264}
    shown(
        item,
        "cloud",
        {"copc": (COPC, {}), "statistics": ("application/json", measured)},
        facts=facts | {"native_bounds": BOUNDS},
    )
    (vietnamese,), (english,) = viewers(item, "vi"), viewers(item, "en")
    assert vietnamese["numbers"] == {
        "points": "1.234.567",
        "size": "12,4 × 8,0 × 6,5 m",
        "density": "1.480",
        "spacing": "26,4",
    }
    assert english["numbers"]["size"] == "12.4 × 8.0 × 6.5 m"
    assert (vietnamese["detail"], english["detail"]) == ("1,2 triệu điểm", "1.2 million points")
    assert vietnamese["metres"] == "1 1 1"


@pytest.mark.parametrize(
    ("unit", "unit_m", "said"),
    [
        ("metre", 1.0, "1 1 1"),
        ("foot", 0.3048, "0.3048 0.3048 0.3048"),
        ("unknown", None, None),
        (None, None, None),
    ],
)
def test_the_viewer_measures_in_metres_only_where_the_unit_is_known(
    unit: str | None, unit_m: float | None, said: str | None
) -> None:
    assert metres_of({"unit": unit, "unit_m": unit_m, "native_bounds": BOUNDS}) == said


def test_degrees_are_measured_by_their_length_at_that_latitude() -> None:
    said = metres_of({"unit": "degree", "native_bounds": [106.2, 20.4, 0.0, 106.3, 20.5, 9.0]})
    assert said is not None
    east, north, up = (float(each) for each in said.split())
    assert (round(east / 1000), round(north / 1000), up) == (104, 111, 1.0)


def test_a_size_in_an_unknown_unit_names_no_metre(item: Item) -> None:
    shown(
        item,
        "mesh",
        {"model": (GLB, {})},
        facts={"triangles": 12, "size": [4.0, 0.25, 2.0], "unit": "unknown"},
    )
    (viewer,) = viewers(item, "vi")
    assert viewer["numbers"] == {"triangles": "12", "size": "4,0 × 0,250 × 2,0"}


def test_a_mesh_offers_a_light_copy_where_there_is_one(item: Item) -> None:
    plain = shown(item, "mesh", {"model": (GLB, {})})
    light = shown(item, "mesh", {"model": (GLB, {}), "model-light": (GLB, {})})
    first, second = viewers(item, "vi")
    assert (first["light_src"], first["light_size_text"]) == (None, None)
    assert second["light_src"] == f"/media/{light.public_id}/model-light.glb?v=aaaaaaaa"
    assert first["src"] == f"/media/{plain.public_id}/model.glb?v=aaaaaaaa"


@pytest.mark.parametrize("count", [4, 12])
def test_stills_come_in_order_and_name_their_side_where_north_is_known(item: Item, count: int) -> None:
    step = 360 // count
    made = {
        f"turntable-{n + 1:02}": (
            "image/jpeg",
            {"azimuth": (180.0 + step * n) % 360, "width": 960, "height": 720},
        )
        for n in range(count)
    }
    shown(item, "cloud", {"copc": (COPC, {})} | made, placement={"method": "scan_crs"})
    (viewer,) = viewers(item, "vi")
    stills = viewer["stills"]
    assert len(stills) == count
    assert [f"turntable-{n + 1:02}" in each["url"] for n, each in enumerate(stills)] == [True] * count
    assert stills[0]["caption"] == "Nhìn từ phía nam"
    assert stills[1]["caption"] == ("Nhìn từ phía tây" if count == 4 else "Nhìn từ hướng 210°")
    assert viewers(item, "en")[0]["stills"][0]["caption"] == "From the south"


def test_stills_of_a_scanner_s_own_system_name_no_side(item: Item) -> None:
    shown(item, "cloud", {"copc": (COPC, {}), "turntable-01": ("image/jpeg", {"azimuth": 180.0})})
    assert viewers(item, "vi")[0]["stills"][0]["caption"] == ""


def test_a_protected_item_shows_no_cloud(item: Item) -> None:
    item.disclosure = "km1"
    shown(item, "cloud", {"copc": (COPC, {})})
    assert viewers(item, "vi") == []


def test_a_surface_opens_as_a_mesh_after_its_cloud(item: Item) -> None:
    made = {"copc": (COPC, {}), "turntable-01": ("image/jpeg", {}), "surface": (GLB, {"triangles": 250_000})}
    asset = shown(item, "cloud", made, facts={"points": 1_234_567}, caption_vi="Đại đình")
    cloud, surface = viewers(item, "vi")
    assert (cloud["kind"], surface["kind"]) == ("cloud", "mesh")
    assert surface["src"] == f"/media/{asset.public_id}/surface.glb?v=aaaaaaaa"
    assert surface["title"] == "Đại đình: mặt lưới dựng từ đám mây điểm"
    assert (surface["numbers"], surface["detail"]) == ({"triangles": "250.000"}, None)
    assert (len(cloud["stills"]), surface["stills"]) == (1, [])


def test_the_scanner_s_photographs_and_the_map_of_heights_can_be_opened(item: Item) -> None:
    jpeg = ("image/jpeg", {})
    asset = shown(item, "cloud", {"copc": (COPC, {}), "image-01": jpeg, "image-02": jpeg, "height-map": jpeg})
    pictures = viewers(item, "vi")[0]["pictures"]
    assert [each["title"] for each in pictures] == [
        "Ảnh máy quét chụp 1",
        "Ảnh máy quét chụp 2",
        "Bản đồ độ cao",
    ]
    assert pictures[0]["url"] == f"/media/{asset.public_id}/image-01.jpg?v=aaaaaaaa"
    html = render_to_string("parts/viewer.html", {"viewer": viewers(item, "vi")[0]})
    assert html.count('<ul class="thumbs3">') == 1 and "Bản đồ độ cao</a>" in html


def test_a_protected_item_shows_the_surface_alone_which_has_no_place_in_it(item: Item) -> None:
    item.disclosure = "km1"
    shown(
        item,
        "cloud",
        {"copc": (COPC, {}), "surface": (GLB, {"triangles": 9}), "turntable-01": ("image/jpeg", {})},
    )
    (surface,) = viewers(item, "vi")
    assert (surface["kind"], len(surface["stills"])) == ("mesh", 1)


def test_stills_of_a_cloud_placed_by_control_points_name_their_side(item: Item) -> None:
    made = {"copc": (COPC, {}), "turntable-01": ("image/jpeg", {"azimuth": 90.0})}
    shown(item, "cloud", made, placement={"method": "control_points"})
    assert viewers(item, "vi")[0]["stills"][0]["caption"] == "Nhìn từ phía đông"


@pytest.mark.parametrize(("kind", "media_type"), [("audio", "audio/mpeg"), ("video", "video/mp4")])
def test_a_copy_made_for_browsers_is_played_before_the_original(
    item: Item, kind: str, media_type: str
) -> None:
    original = shown(item, kind, {kind: (media_type, {})}, facts={"seconds": 247.4})
    made = {
        kind: (media_type, {}),
        f"{kind}-web": (media_type, {}),
        "waveform": ("application/json", {}),
        "poster": ("image/jpeg", {}),
    }
    both = shown(item, kind, made, facts={"seconds": 3750.0})
    first, second = sounds(item, "vi")
    assert f"/media/{original.public_id}/{kind}." in first["url"]
    assert (first["wave_url"], first["poster_url"], first["length_text"]) == (None, None, "4:07")
    assert f"/media/{both.public_id}/{kind}-web." in second["url"]
    assert second["length_text"] == "1:02:30"
    assert f"/media/{both.public_id}/waveform.json" in second["wave_url"]
    assert f"/media/{both.public_id}/poster.jpg" in second["poster_url"]


def test_pages_come_in_order_with_tiles_and_a_small_picture_that_is_never_enlarged(item: Item) -> None:
    jpeg = ("image/jpeg", {"width": 640, "height": 905})
    made = {"photo-640": jpeg, "page-0001-1280": jpeg, "page-0002-1280": jpeg}
    sizes = {"pyramid": (2480, 3508), "pyramid-0002": (3508, 2480), "pyramid-0010": (60, 80)}
    made |= {name: ("image/tiff", {"width": w, "height": h}) for name, (w, h) in sizes.items()}
    scan = shown(item, "scan", made, original_name="so.tif")
    (paper,) = papers(item, "vi")
    leaves, code = paper["leaves"], scan.public_id
    assert [leaf["number"] for leaf in leaves] == [1, 2, 10]
    assert [leaf["tiles_url"] for leaf in leaves] == [
        f"/iiif/3/{code}/info.json",
        f"/iiif/3/{code}-0002/info.json",
        f"/iiif/3/{code}-0010/info.json",
    ]
    assert [leaf["thumb_url"].split("/full/")[1] for leaf in leaves] == [
        "124,176/0/default.jpg",
        "132,93/0/default.jpg",
        "60,80/0/default.jpg",
    ]
    assert leaves[1]["url"].startswith(f"/media/{code}/page-0002-1280.jpg")
    assert leaves[2]["url"] == f"/iiif/3/{code}-0010/full/max/0/default.jpg"
    assert paper["tiles_url"] == leaves[0]["tiles_url"]


def test_a_document_of_one_page_has_no_strip(item: Item) -> None:
    jpeg = ("image/jpeg", {"width": 640, "height": 905})
    shown(item, "document", {"photo-640": jpeg, "pyramid": ("image/tiff", {"width": 100, "height": 100})})
    (paper,) = papers(item, "vi")
    assert paper["leaves"] == []
    assert paper["tiles_url"]
