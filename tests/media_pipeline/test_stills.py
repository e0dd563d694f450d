from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline.splat import Scene
from media_pipeline.stills import keep_png, poster_stills, turntable_stills

SCENE = Scene(np.random.default_rng(1).random((500, 3)), np.full((500, 3), 90, np.uint8), None, 0.05)


def test_the_poster_and_its_small_copy_have_fixed_sizes(tmp_path: Path) -> None:
    poster, small = poster_stills(SCENE, tmp_path)
    assert (poster.recipe, poster.facts) == ("poster", {"width": 1280, "height": 960})
    assert (small.recipe, small.facts) == ("photo-640", {"width": 640, "height": 480})
    with Image.open(poster.path) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert not picture.getexif()


def test_the_turntable_goes_round_in_twelve_steps_and_says_from_where_each_still_looks(
    tmp_path: Path,
) -> None:
    made = list(turntable_stills(SCENE, tmp_path))
    assert [still.recipe for still in made] == [f"turntable-{n:02}" for n in range(1, 13)]
    assert [still.facts["azimuth"] for still in made] == [
        *(180.0, 210.0, 240.0, 270.0, 300.0, 330.0),
        *(0.0, 30.0, 60.0, 90.0, 120.0, 150.0),
    ]
    assert {(still.facts["width"], still.facts["height"]) for still in made} == {(960, 720)}


def test_a_png_keeps_its_pixels(tmp_path: Path) -> None:
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    made = keep_png(pixels, "map", tmp_path, {"cell_m": 1})
    with Image.open(made.path) as picture:
        assert (np.asarray(picture) == pixels).all()
    assert made.facts == {"width": 4, "height": 4, "cell_m": 1}
