"""The strip of slats and the bars: one slat per object, the target after its slat, nothing for nothing."""

from __future__ import annotations

from decimal import Decimal

from heritage.kpi import Object, Share, count, share_of
from heritage.projections.bars import WIDTH, bars
from heritage.projections.slats import MOST_SLATS, slats

OBJECTS = [
    Object("A", "relic", 3),
    Object("B", "relic", 2),
    Object("C", "relic", 1),
    Object("D", "festival", 0),
    Object("E", "festival", 0, blocked=True),
]


def test_there_is_one_slat_for_each_object_the_fullest_first():
    drawing = slats(share_of(OBJECTS), Decimal(50), "2 trên 5", "Chỉ tiêu")
    for size in ("full", "wide", "narrow"):
        assert [bar["kind"] for bar in drawing[size]["bars"]] == ["3", "2", "1", "0", "x"]


def test_the_target_stands_between_the_last_needed_slat_and_the_next():
    wide = slats(share_of(OBJECTS), Decimal(50), "", "Chỉ tiêu")["wide"]
    third, fourth = wide["bars"][2], wide["bars"][3]  # half of five is reached by three
    assert third["x"] + third["width"] < wide["target_x"] < fourth["x"]


def test_without_a_target_there_is_no_line():
    assert slats(share_of(OBJECTS), None, "", "")["wide"]["target_x"] is None


def test_more_objects_than_slats_are_fields_in_proportion_to_the_exact_counts():
    drawing = slats(Share(600, 100, 200, 150, 50), Decimal(50), "", "Chỉ tiêu")
    full = drawing["full"]
    assert not drawing["each"] and [bar["kind"] for bar in full["bars"]] == ["3", "2", "1", "0", "x"]
    assert full["bars"][2]["x"] == full["width"] * 0.6 and full["target_x"] == full["width"] / 2
    assert slats(Share(MOST_SLATS, 0, 0, 0, 0), None, "", "")["each"]


def test_bars_are_as_long_as_the_exact_share():
    drawing = bars(count(OBJECTS, ("relic", "festival", "figure")), Decimal(50))
    relic, festival, figure = drawing["rows"]
    assert abs(relic["plain_x"] + relic["plain"] - WIDTH * 2 / 3) <= 0.1
    assert festival["deep"] == festival["plain"] == 0
    assert figure["share"].total == 0 and figure["plain"] == 0
    assert drawing["target_x"] == WIDTH / 2
