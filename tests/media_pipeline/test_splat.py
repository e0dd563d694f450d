from __future__ import annotations

import numpy as np

from media_pipeline.splat import PAPER, THREE_QUARTER, TURNTABLE, Scene, View, draw

SOUTH = View(180.0, 0.0)


def _scene(xyz: list[list[float]], rgb: list[list[int]], spacing: float = 0.05) -> Scene:
    return Scene(np.array(xyz, float), np.array(rgb, np.uint8), None, spacing)


def test_the_nearer_point_hides_the_farther() -> None:
    scene = _scene(
        [[0, 0, 0], [0, 5, 0], [1, 0, 1], [-1, 0, -1]], [[200, 0, 0], [0, 200, 0], [0, 0, 9], [0, 0, 9]]
    )
    assert draw(scene, SOUTH, 60, 60)[30, 30].tolist() == [200, 0, 0]
    assert draw(scene, View(0.0, 0.0), 60, 60)[30, 30].tolist() == [0, 200, 0]


def test_east_is_on_the_right_when_seen_from_the_south() -> None:
    picture = draw(_scene([[-1, 0, 0], [1, 0, 0]], [[200, 0, 0], [0, 200, 0]], 0.2), SOUTH, 80, 40)
    assert picture[20, 4:8, 0].max() == 200
    assert picture[20, 72:76, 1].max() >= 200
    assert (picture[20, 70:77, 0] < 200).any()


def test_up_is_up() -> None:
    picture = draw(_scene([[0, 0, 0], [0, 0, 2]], [[200, 0, 0], [0, 0, 200]], 0.2), SOUTH, 40, 80)
    assert picture[4, 20].tolist() == [0, 0, 200]
    assert picture[76, 20].tolist() == [200, 0, 0]


def test_empty_ground_has_the_colour_of_the_paper() -> None:
    assert draw(_scene([[0, 0, 0]], [[1, 1, 1]]), THREE_QUARTER, 50, 40)[0, 0].tolist() == list(PAPER)


def test_a_hole_in_a_near_wall_does_not_show_the_far_one() -> None:
    grid = np.stack(np.meshgrid(np.linspace(0, 1, 50), np.linspace(0, 1, 50)), -1).reshape(-1, 2)
    near = np.column_stack([grid[:, 0], np.zeros(2500), grid[:, 1]])
    far = np.column_stack([grid[:, 0], np.ones(2500), grid[:, 1]])
    near = np.delete(near, 25 * 50 + 25, axis=0)
    rgb = np.concatenate([np.tile([200, 0, 0], (2499, 1)), np.tile([0, 200, 0], (2500, 1))]).astype(np.uint8)
    picture = draw(Scene(np.concatenate([near, far]), rgb, None, 0.001), SOUTH, 56, 56)
    inner = picture[10:46, 10:46].astype(int)
    assert (inner[..., 1] < 100).mean() > 0.99


def test_light_falls_on_the_side_that_faces_it() -> None:
    xyz = [[-1, 0, 0], [1, 0, 0]]
    normals = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 1.0]])
    scene = Scene(np.array(xyz, float), np.full((2, 3), 150, np.uint8), normals, 0.2)
    picture = draw(scene, SOUTH, 80, 40).astype(int)
    assert picture[20, 4].sum() != picture[20, 75].sum()


def test_the_turntable_looks_every_30_degrees() -> None:
    assert sorted(view.azimuth for view in TURNTABLE) == [30.0 * step for step in range(12)]


def test_a_point_is_drawn_as_large_as_its_neighbours_are_far() -> None:
    corners = [[-1, 0, -1], [1, 0, 1]]
    for spacing, wide in ((0.01, 1), (0.1, 5), (9.0, 13)):
        scene = _scene([*corners, [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [200, 0, 0]], spacing)
        assert (draw(scene, SOUTH, 80, 80)[40, :, 0] == 200).sum() == wide


def test_the_spot_of_a_point_is_as_round_as_its_pixels_allow() -> None:
    corners = [[-1, 0, -1], [1, 0, 1]]
    for spacing, pixels in ((0.01, 1), (0.06, 9), (0.1, 21), (0.15, 37)):
        scene = _scene([*corners, [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [200, 0, 0]], spacing)
        assert (draw(scene, SOUTH, 80, 80)[30:50, 30:50, 0] == 200).sum() == pixels


def test_a_single_point_is_drawn_in_the_middle() -> None:
    picture = draw(_scene([[5, 6, 7]], [[1, 2, 3]]), THREE_QUARTER, 41, 31)
    assert picture[15, 20].tolist() == [1, 2, 3]
