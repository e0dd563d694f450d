from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.told import ControlPoint, Order, Told

numbers = st.floats(-1e9, 1e9)
points = st.builds(
    ControlPoint,
    x=numbers,
    y=numbers,
    target_x=numbers,
    target_y=numbers,
    z=st.none() | numbers,
    target_z=st.none() | numbers,
    label=st.text(max_size=20),
)
tellings = st.builds(
    Told,
    crs=st.none() | st.just("EPSG:9209"),
    unit=st.none() | st.just("foot"),
    columns=st.none() | st.just("xyzrgb"),
    fit=st.none() | st.just("tps"),
    aligned_to=st.none() | st.just("ABCDEFGH12"),
    surface=st.booleans(),
    control=st.lists(points, max_size=4).map(tuple),
    companions=st.lists(st.text(min_size=1, max_size=20), max_size=3).map(tuple),
)


@given(tellings)
def test_what_was_told_survives_json(told: Told) -> None:
    assert Told.from_dict(json.loads(json.dumps(told.as_dict()))) == told


def test_nothing_told_takes_no_room() -> None:
    assert Told().as_dict() == {"control_crs": "EPSG:4326"}


def test_an_order_without_a_list_wants_everything() -> None:
    assert Order().wants("anything")
    assert not Order(wanted=frozenset({"poster"})).wants("copc")


def test_an_order_for_numbered_recipes_names_them_all() -> None:
    order = Order(wanted=frozenset({"page-N-1280"}))
    assert order.wants("page-0003-1280")
    assert not order.wants("page-0003-640")
    assert not order.wants("page-1280")
    assert not order.wants("page-first-1280")
