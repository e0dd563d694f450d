"""Control points of QGIS belong to the picture of their name, and travel with it."""

from __future__ import annotations

from heritage.services.companions import Attachment, group

JPEG = b"\xff\xd8\xff\xe0" + bytes(12)
POINTS = b"#CRS: \nmapX,mapY,sourceX,sourceY,enable\n1,2,3,-4,1\n"
WORLD = b"0.5\n0\n0\n-0.5\n600000\n2250000\n"


def grouped(files: dict[str, bytes]) -> dict[str, tuple[Attachment, ...]]:
    return group(list(files), lambda name, limit: files[name][:limit]).of


def test_points_belong_to_the_picture_of_their_name_in_their_folder() -> None:
    of = grouped(
        {
            "x/To.JPG": JPEG,
            "x/to.jpg.points": POINTS,
            "y/to.jpg": JPEG,
            "x/khac.points": POINTS,
            "x/to.png.points": POINTS,
        }
    )
    assert of == {"x/To.JPG": (Attachment("x/to.jpg.points", "To.JPG.points"),)}


def test_points_come_along_with_a_world_file() -> None:
    of = grouped({"to.jpg": JPEG, "to.jgw": WORLD, "to.jpg.points": POINTS})
    assert {each.name for each in of["to.jpg"]} == {"to.jgw", "to.jpg.points"}


def test_another_table_is_no_companion() -> None:
    assert grouped({"to.jpg": JPEG, "to.jpg.points": b"a,b\n1,2\n"}) == {}
