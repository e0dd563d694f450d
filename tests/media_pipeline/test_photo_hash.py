from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from media_pipeline.photo_hash import distance, photo_hash

NEAR = 8  # what heritage.selectors.near_duplicates calls near


def scene(seed: int, size: tuple[int, int] = (600, 450)) -> Image.Image:
    """Broad shapes with fine grain."""
    random = np.random.default_rng(seed)
    broad = Image.fromarray(random.integers(0, 255, (9, 12, 3), dtype=np.uint8)).resize(
        size, Image.Resampling.BICUBIC
    )
    grain = random.integers(-12, 12, (size[1], size[0], 1), dtype=np.int16)
    return Image.fromarray(np.clip(np.asarray(broad) + grain, 0, 255).astype(np.uint8))


def between(one: Image.Image, other: Image.Image) -> int:
    first, second = photo_hash(one), photo_hash(other)
    assert first is not None and second is not None
    return distance(first, second)


def as_jpeg(picture: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


@pytest.mark.parametrize("seed", range(8))
def test_size_compression_and_light_leave_a_picture_near_itself(seed: int) -> None:
    picture = scene(seed)
    assert between(picture, picture.resize((320, 240))) <= 2
    assert between(picture, as_jpeg(picture, 30)) <= 2
    assert between(picture, ImageEnhance.Brightness(picture).enhance(1.15)) <= NEAR
    assert between(picture, picture.convert("L")) <= 2


def test_other_pictures_are_far() -> None:
    scenes = [scene(seed) for seed in range(20)]
    gaps = [between(one, other) for at, one in enumerate(scenes) for other in scenes[:at]]
    assert min(gaps) > NEAR


def test_it_is_sixteen_hexadecimal_digits_and_nothing_for_an_even_tone() -> None:
    found = photo_hash(scene(1))
    assert found is not None and len(found) == 16 and int(found, 16) >= 0
    assert photo_hash(Image.new("RGB", (640, 480), (90, 90, 90))) is None
