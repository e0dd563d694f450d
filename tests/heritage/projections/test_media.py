"""Pictures as pages offer them: WebP first where every width has it, JPEG for all."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from heritage.models import Asset, Derivative
from heritage.projections.card import card
from heritage.projections.lead import lead_picture
from heritage.projections.media import media_document, poster

pytestmark = pytest.mark.django_db
ALL = [f"photo-{width}{ending}" for width in (320, 640, 1280, 2048) for ending in ("", "-webp")]


@pytest.fixture
def pictured(make_item, vi_khe):
    """An item with one public photo that has the given derivatives."""

    def make(recipes: list[str]):
        item = make_item()
        asset = Asset.objects.create(
            item=item, unit=vi_khe, kind="photo", media_type="image/jpeg", sha256="1" * 64, bytes=1, original="x",
            original_name="a.jpg", state=Asset.State.READY, published_at=timezone.now(),
        )  # fmt: skip
        for recipe in [*recipes, "placeholder"]:
            width = int(recipe.split("-")[1]) if "-" in recipe else 24
            Derivative.objects.create(
                asset=asset, recipe=recipe, file=recipe, bytes=1, sha256="abcdef12" * 8, facts={"width": width},
                media_type="image/webp" if recipe.endswith("webp") else "image/jpeg",
            )  # fmt: skip
        return item

    return make


def widths(srcset: str) -> list[str]:
    return [each.split(" ")[1] for each in srcset.split(", ")]


def test_lists_offer_up_to_1280_in_both_formats_with_a_tiny_one_meanwhile(pictured) -> None:
    item = pictured(ALL)
    found = poster(item)
    assert found is not None
    assert widths(found.srcset) == widths(found.webp_srcset) == ["320w", "640w", "1280w"]
    assert all(".webp?" in each for each in found.webp_srcset.split(", "))
    html = render_to_string("parts/picture.html", {"item": card(item, "vi"), "alt": "Đình"})
    assert html.index('<source type="image/webp"') < html.index('<img class="pic"')
    assert html.count("<picture>") == html.count("</picture>") == 1
    assert 'class="tiny"' in html and "placeholder.jpg" in html


def test_the_large_picture_offers_640_to_2048_in_both(pictured) -> None:
    lead = lead_picture(pictured(ALL), "vi")
    assert lead is not None
    assert widths(lead["srcset"]) == widths(lead["webp_srcset"]) == ["640w", "1280w", "2048w"]


def test_files_of_before_that_lack_a_width_in_webp_are_offered_in_jpeg_alone(pictured) -> None:
    item = pictured([each for each in ALL if each not in ("photo-320-webp", "photo-2048-webp")])
    found, lead = poster(item), lead_picture(item, "vi")
    assert found is not None and lead is not None
    assert (found.webp_srcset, lead["webp_srcset"]) == ("", "")
    assert "<source" not in render_to_string("parts/picture.html", {"item": card(item, "vi")})


def test_an_item_without_a_picture_says_so(make_item) -> None:
    assert poster(make_item()) is None
    assert "Chưa có ảnh được duyệt" in render_to_string(
        "parts/picture.html", {"item": card(make_item(), "vi")}
    )


def test_the_api_tells_how_each_derivative_was_made(pictured) -> None:
    item = pictured(["photo-640"])
    made = Derivative.objects.get(recipe="photo-640")
    made.version, made.tool = 2, "Pillow 12.0.0"
    made.save(update_fields=["version", "tool"])
    told = {each["recipe"]: each for each in media_document(item, item.assets.get())["derivatives"]}
    assert (told["photo-640"]["version"], told["photo-640"]["tool"]) == (2, "Pillow 12.0.0")
    assert told["photo-640"]["sha256"] == "abcdef12" * 8
    assert told["photo-640"]["made_at"] == made.made_at.isoformat(timespec="seconds")
    assert told["placeholder"]["tool"] is None
