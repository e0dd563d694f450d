"""The IIIF community's own validator, run against the product over HTTP with its picture of a hundred squares."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from heritage.models import Item
from tests.iiif_picture import put_picture

SQUARES, SIDE = 10, 100
SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "samples"
REFERENCE = SAMPLES / "iiif" / "67352ccc-d1b0-11e1-89ae-279075081939.png"
# Beyond level 2, what the description promises. Two of the validator's tests are of no use here: that of WebP
# calls a function of Python 2, and that of enlarging expects ^max to enlarge nothing, against 4.2 of the standard.
EXTRA = ("linkheader_canonical", "linkheader_profile", "rot_mirror", "rot_mirror_180")


@pytest.fixture(scope="module")
def squares(validators: Path) -> Image.Image:
    """The validator's picture, drawn from the colours that it looks for: by column, then by row."""
    ask = "import json; from iiif_validator.validator import ValidationInfo as I; print(json.dumps(I().colorInfo))"
    said = subprocess.run([validators / "bin/python", "-c", ask], check=True, capture_output=True, text=True)
    colours = json.loads(said.stdout.splitlines()[-1])
    picture = Image.new("RGB", (SQUARES * SIDE, SQUARES * SIDE))
    for x, column in enumerate(colours):
        for y, colour in enumerate(column):
            picture.paste(tuple(colour), (x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE))
    return picture


@pytest.mark.samples
@pytest.mark.skipif(not REFERENCE.exists(), reason="the collected samples are not here")
def test_the_picture_drawn_here_is_the_validator_s_own(squares):
    with Image.open(REFERENCE) as reference:
        assert reference.convert("RGB").tobytes() == squares.tobytes()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chosen", [["--level", "2"], [f"--test={name}" for name in EXTRA]])
def test_the_validator_finds_nothing_wrong(
    squares, chosen, validators, make_item, stores, tmp_path, live_server
):
    item = make_item(state=Item.State.PUBLISHED, published_at=timezone.now())
    # A second page, so that the identifier has a character that may be escaped
    asset = put_picture(item, squares, tmp_path, "pyramid-0002")
    command = [
        validators / "bin/python",
        validators / "bin/iiif-validate.py",
        "--version",
        "3.0",
        "--verbose",
    ]
    where = ["-s", live_server.url.removeprefix("http://"), "-p", "iiif/3", "-i", f"{asset.public_id}-0002"]
    said = subprocess.run([*command, *where, *chosen], capture_output=True, text=True, timeout=300)
    report = said.stdout + said.stderr
    assert said.returncode == 0, report
    done = re.search(r"Done \((\d+) tests, 0 failures\)", report)
    assert done is not None, report
    assert int(done[1]) >= (len(EXTRA) if "--level" not in chosen else 25)
