"""What a public model must not tell: where on Earth its object stands."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from media_pipeline.glb import pack_glb, read_glb
from media_pipeline.gltf_place import without_extras, without_notes
from media_pipeline.mesh import KIND
from media_pipeline.mesh_recognise import GLB
from tests.media_pipeline.meshes import TRIANGLE, document, triangle_glb
from tests.media_pipeline.pictures import exif, jpeg_bytes, quarters, vi_khe_gps

PLACE = {"latitude": 20.416, "longitude": 106.178, "crs": "EPSG:5897"}


def _model(tmp_path: Path, content: bytes) -> tuple[bytes, dict[str, Any]]:
    path = tmp_path / "m.glb"
    path.write_bytes(content)
    (tmp_path / "out").mkdir(exist_ok=True)
    made = next(iter(KIND.derive(path, KIND.inspect(path, GLB), tmp_path / "out")))
    return made.path.read_bytes(), made.facts


def test_extras_are_left_out_wherever_they_are(tmp_path: Path) -> None:
    more = {"scenes": [{"nodes": [0], "extras": PLACE}], "nodes": [{"mesh": 0, "extras": {"gps": "20.416"}}]}
    model, facts = _model(tmp_path, triangle_glb(**more, extras=PLACE))
    assert b"20.416" not in model
    assert b"extras" not in model
    assert facts["passed_through"] is False


def test_credits_and_names_of_morph_targets_stay() -> None:
    made = document(
        asset={"version": "2.0", "extras": {"author": "Tô", "license": "CC-BY-4.0", "place": PLACE}},
        meshes=[
            {"primitives": [{"attributes": {"POSITION": 0}}], "extras": {"targetNames": ["mo"], "gps": 1}}
        ],
    )
    bare = without_extras(made)
    assert bare["asset"]["extras"] == {"author": "Tô", "license": "CC-BY-4.0"}
    assert bare["meshes"][0]["extras"] == {"targetNames": ["mo"]}
    assert made["asset"]["extras"]["place"] == PLACE


def test_a_model_without_notes_stays_as_it_came(tmp_path: Path) -> None:
    content = triangle_glb()
    model, facts = _model(tmp_path, content)
    assert (model, facts["passed_through"]) == (content, True)


def test_the_gps_of_a_photograph_used_as_texture_is_zeroed_and_its_picture_is_not() -> None:
    photo = jpeg_bytes(quarters(), exif=exif({271: "Canon"}, gps=vi_khe_gps()))
    assert dict(Image.open(io.BytesIO(photo)).getexif().get_ifd(0x8825))
    views = [{"buffer": 0, "byteLength": 36}, {"buffer": 0, "byteOffset": 36, "byteLength": len(photo)}]
    made = document(bufferViews=views, images=[{"bufferView": 1, "mimeType": "image/jpeg"}])
    cleaned = without_notes(made, TRIANGLE.tobytes() + photo)
    assert (len(cleaned), cleaned[:36]) == (36 + len(photo), TRIANGLE.tobytes())
    assert b"Canon" not in cleaned
    with Image.open(io.BytesIO(cleaned[36:])) as picture, Image.open(io.BytesIO(photo)) as before:
        assert not picture.getexif()
        assert np.array_equal(np.asarray(picture), np.asarray(before))


def test_a_segment_that_lies_about_its_length_ends_the_walk() -> None:
    broken = b"\xff\xd8\xff\xe1\xff\xff" + b"GPS" * 4
    views = [{"buffer": 0, "byteLength": len(broken)}]
    made = document(bufferViews=views, images=[{"bufferView": 0, "mimeType": "image/jpeg"}])
    assert without_notes(made, broken) == broken


def test_national_coordinates_of_a_node_are_moved_to_the_middle(tmp_path: Path) -> None:
    nodes = [{"mesh": 0, "translation": [574060.25, 3.5, -2257535.75]}]
    model, facts = _model(tmp_path, triangle_glb(nodes=nodes))
    assert (facts["passed_through"], facts["rewritten"]) == (False, "far from its zero")
    assert np.allclose(facts["origin"], [574060.75, 4.0, -2257535.75], atol=1)
    assert b"574060" not in model
    target = tmp_path / "again.glb"
    target.write_bytes(model)
    assert all(abs(value) < 2 for value in read_glb(target).document["accessors"][0]["max"])


def test_packing_again_gives_what_the_document_says(tmp_path: Path) -> None:
    path = tmp_path / "m.glb"
    path.write_bytes(pack_glb(without_extras(document(extras=PLACE)), TRIANGLE.tobytes()))
    assert "extras" not in read_glb(path).document
