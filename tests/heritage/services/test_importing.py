"""A file of items from the dry run to the acceptance and back: what is written, by whom, and what returns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gis.crs import from_wgs84
from gis.models import AdminUnit
from heritage.errors import NotAllowed, NotReady
from heritage.jobs.import_check import check_import
from heritage.models import Item, ItemImport, PositionCandidate, Revision, User
from heritage.services import editing, importing
from heritage.services.importing_accept import accept
from heritage.services.importing_submit import submit_batch
from heritage.services.importing_undo import undo
from heritage.services.publishing import publish
from tests.conftest import make_unit
from tests.media_pipeline.feature_files import write_csv, write_geojson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
LON, LAT = 106.2128, 20.403465
HEADER = ["Tên di tích", "Loại di sản", "Xếp hạng", "Vĩ độ", "Kinh độ"]


@pytest.fixture
def take(tmp_path: Path, vi_khe: AdminUnit, officer: User) -> Callable[..., ItemImport]:
    """The checked batch of a file, or of rows of a CSV."""

    def taking(source: Any, by: User | None = officer, **reading: Any) -> ItemImport:
        path = source if isinstance(source, Path) else write_csv(tmp_path / "bang.csv", source)
        batch = importing.receive_file(
            [(path.name, path)], tmp_path, unit=vi_khe, by=by, reading=reading, queue=False
        )
        check_import(batch.pk)
        batch.refresh_from_db()
        return batch

    return taking


def outcomes(batch: ItemImport) -> list[tuple[str, list[str]]]:
    """Action and codes of problems of every row."""
    return [(row.action, [each["code"] for each in row.problems]) for row in batch.rows.all()]


def dump() -> list[list[Any]]:
    """Everything that an import may write, in full."""
    return [list(model.objects.order_by("pk").values()) for model in (Item, Revision, PositionCandidate)]


def test_the_dry_run_decides_on_every_row_and_writes_no_item(take: Any, make_item: Any) -> None:
    make_item(name_vi="Đình Vị Khê", rank="provincial")
    make_item(name_vi="Chùa Cổ")
    batch = take(
        [
            HEADER,
            ["Đền Trần", "Di tích", "Cấp tỉnh", LAT, LON],
            ["dinh vi khe", "di tich", "quốc gia", "", ""],
            ["Chùa Cổ", "di tích", "", "", ""],
            ["Miếu", "cái gì", "", "", ""],
            ["", "di tích", "", "", ""],
            ["Đền Trần", "Di tích", "", "", ""],
        ]
    )
    assert batch.state == "checked"
    assert outcomes(batch) == [
        ("create", []),
        ("update", []),
        ("same", []),
        ("refused", ["unknown_category", "no_category"]),
        ("refused", ["no_name"]),
        ("refused", ["repeated_row"]),
    ]
    assert batch.report["totals"] == {"create": 1, "update": 1, "same": 1, "refused": 3}
    assert Item.objects.count() == 2 and Revision.objects.count() == 0
    row = batch.rows.get(number=5)
    assert row.problems[0]["column"] == "Loại di sản"
    assert "Không hiểu loại" in row.problems[0]["vi"]


def test_accepting_makes_drafts_with_places_and_changes_in_open_revisions(
    take: Any, make_item: Any, officer: User
) -> None:
    old = make_item(name_vi="Đình Vị Khê", rank="unknown")
    batch = take(
        [
            HEADER,
            ["Đền Trần", "Di tích", "Cấp tỉnh", LAT, LON],
            ["Đình Vị Khê", "Di tích", "Cấp tỉnh", "", ""],
        ]
    )
    accept(batch, by=officer)
    item = Item.objects.get(name_vi="Đền Trần")
    assert (item.state, item.rank, item.created_by) == ("draft", "provincial", officer)
    assert item.position is not None and item.position.coords == (LON, LAT)
    assert item.level_reasons != []
    place = item.candidates.get()
    assert (place.state, place.origin, place.text) == ("accepted", "bang.csv, hàng 2", f"{LAT} ; {LON}")
    old.refresh_from_db()
    assert old.rank == "unknown"
    revision = editing.open_revision(old)
    assert revision is not None and (revision.values, revision.state) == ({"rank": "provincial"}, "draft")
    assert outcomes(take(batch_file(batch)))[0] == ("same", [])


def batch_file(batch: ItemImport) -> Path:
    """The bytes that were received, as a file."""
    from heritage import storage

    with storage.local_copy(storage.originals(), storage.original_name(batch.sha256)) as path:
        return path


def test_undo_brings_every_table_back_to_what_it_was(take: Any, make_item: Any, officer: User) -> None:
    one, two = (
        make_item(name_vi="Đình Một"),
        make_item(name_vi="Đình Hai", position=Point(LON, LAT, srid=4326)),
    )
    editing.edit_item(one, by=officer, values={"summary_vi": "Thờ Trần Hưng Đạo."})
    before = dump()
    batch = take(
        [
            HEADER,
            ["Đền Trần", "Di tích", "Cấp tỉnh", LAT, LON],
            ["Đình Một", "Di tích", "Cấp tỉnh", LAT, LON],
            ["Đình Hai", "Di tích", "Quốc gia", LAT + 0.01, LON],
        ]
    )
    assert dump() == before
    accept(batch, by=officer)
    assert two.candidates.get().conflicts is True
    submit_batch(batch, by=officer)
    done = undo(batch, by=officer)
    assert (done.deleted, done.returned, done.kept) == (1, 2, ())
    assert dump() == before


def test_undo_keeps_and_names_what_went_on_since(
    take: Any, make_item: Any, officer: User, reviewer: User, index: Any
) -> None:
    old = make_item(name_vi="Đình Một")
    batch = take(
        [
            HEADER,
            *([f"Đền {n}", "Di tích", "Cấp tỉnh", LAT, LON] for n in ("A", "B", "C")),
            ["Đình Một", "Di tích", "Quốc gia", "", ""],
        ]
    )
    accept(batch, by=officer)
    assert submit_batch(batch, by=officer) == 4
    publish(Item.objects.get(name_vi="Đền A"), by=reviewer)
    editing.edit_item(Item.objects.get(name_vi="Đền B"), by=officer, values={"summary_vi": "Mới."})
    publish(old, by=reviewer)
    done = undo(batch, by=officer)
    assert done.deleted == 1 and done.returned == 0
    assert {item.name_vi for item in done.kept} == {"Đền A", "Đền B", "Đình Một"}
    assert not Item.objects.filter(name_vi="Đền C").exists()
    batch.refresh_from_db()
    assert len(batch.report["kept"]) == 3


def test_an_acceptance_after_a_change_asks_for_a_new_check(take: Any, make_item: Any, officer: User) -> None:
    old = make_item(name_vi="Đình Một")
    batch = take([HEADER, ["Đình Một", "Di tích", "Cấp tỉnh", "", ""]])
    editing.edit_item(old, by=officer, values={"rank": "national"})
    with pytest.raises(NotReady) as refused:
        accept(batch, by=officer)
    assert refused.value.code == "import_stale"
    importing.read_again(batch, by=officer, reading={}, queue=False)
    check_import(batch.pk)
    batch.refresh_from_db()
    accept(batch, by=officer)
    with pytest.raises(NotReady):
        accept(batch, by=officer)


def test_a_stranger_may_neither_bring_in_nor_accept_nor_undo(
    take: Any, stranger: User, officer: User
) -> None:
    batch = take([HEADER, ["Đền", "Di tích", "", "", ""]])
    for call in (accept, undo, submit_batch, importing.discard):
        with pytest.raises(NotAllowed):
            call(batch, by=stranger)


def test_an_item_that_waits_for_review_is_left_alone(take: Any, make_item: Any, officer: User) -> None:
    editing.submit(make_item(name_vi="Đình Một"), by=officer)
    batch = take([HEADER, ["Đình Một", "Di tích", "Cấp tỉnh", "", ""]])
    assert outcomes(batch) == [("refused", ["waits_for_review"])]


@pytest.mark.parametrize(
    ("crs", "swapped"), [("EPSG:9209", False), ("EPSG:9212", True), ("EPSG:9210", False)]
)
def test_one_system_is_found_for_the_whole_column(take: Any, crs: str, swapped: bool) -> None:
    rows = []
    for n in range(8):
        east, north = from_wgs84(LON + n * 1e-3, LAT, crs)
        rows.append(
            [
                f"Đình {n}",
                "Di tích",
                *((f"{east:.2f}", f"{north:.2f}") if swapped else (f"{north:.2f}", f"{east:.2f}")),
            ]
        )
    batch = take([["Tên di tích", "Loại", "X (m)", "Y (m)"], *rows])
    assert batch.report["system"] == crs + (";swapped" if swapped else "")
    assert batch.report["systems"][0]["inside"] == 8
    point = batch.rows.get(number=2).values["placement"]
    assert (point["lon"], point["lat"]) == (pytest.approx(LON, abs=1e-6), pytest.approx(LAT, abs=1e-6))
    assert point["native_crs"] == crs


def test_feet_are_found_on_the_whole_column(take: Any) -> None:
    east, north = from_wgs84(LON, LAT, "EPSG:5897")
    batch = take(
        [["Tên di tích", "Loại", "X (m)", "Y (m)"], ["Đình", "Di tích", north / 0.3048, east / 0.3048]]
    )
    assert batch.report["system"] == "EPSG:5897;feet"


def test_rows_outside_the_unit_are_flagged_not_refused(take: Any) -> None:
    batch = take(
        [
            HEADER,
            ["Đình", "Di tích", "", LAT, LON],
            ["Đền", "Di tích", "", LAT + 0.2, LON],
            ["Miếu", "Di tích", "", "1,5", "9"],
        ]
    )
    assert outcomes(batch) == [("create", []), ("create", ["outside_unit"]), ("refused", ["outside_country"])]


def test_another_system_may_be_chosen(take: Any, officer: User) -> None:
    east, north = from_wgs84(LON, LAT, "EPSG:9209")
    batch = take(
        [["Tên di tích", "Loại", "X (m)", "Y (m)"], ["Đình", "Di tích", north, east]], crs="EPSG:9210"
    )
    assert batch.report["system"] == "EPSG:9210"
    assert outcomes(batch) == [("create", ["outside_unit"])]


def test_an_old_name_of_a_unit_leads_to_the_present_one(take: Any, vi_khe: AdminUnit) -> None:
    from gis.models import UnitChange

    old = make_unit("13990", "Xã Nam Điền", LON, LAT, 9.0)
    AdminUnit.objects.filter(pk=old.pk).update(valid_from="2019-01-01", valid_to="2025-07-01")
    old.refresh_from_db()
    UnitChange.objects.create(old=old, new=vi_khe, on="2025-07-01", whole=True)
    batch = take(
        [["Tên di tích", "Loại", "Xã"], ["Đình", "Di tích", "xã Nam Điền"], ["Đền", "Di tích", "Xã Không Có"]]
    )
    assert outcomes(batch) == [("create", ["former_unit"]), ("refused", ["unknown_unit"])]


def test_a_row_of_another_unit_is_for_that_unit_to_import(take: Any, nam_dinh: AdminUnit) -> None:
    rows = [["Tên di tích", "Loại", "Mã đơn vị"], ["Đình", "Di tích", "13669"]]
    assert outcomes(take(rows)) == [("refused", ["other_unit"])]
    assert outcomes(take(rows, by=None)) == [("create", [])]


def test_near_names_are_warned_of_with_their_item(take: Any, make_item: Any) -> None:
    make_item(name_vi="Đình làng Vân Tràng", position=Point(LON, LAT, srid=4326), public_id="VKNEAR")
    batch = take([HEADER, ["Đền Vân Tràng", "Di tích", "", LAT + 0.0003, LON]])
    assert outcomes(batch) == [("create", ["near_name"])]
    assert batch.rows.get().problems[0]["item"] == "VKNEAR"


def test_rows_are_matched_by_id_by_page_and_by_the_tables_own_id(
    take: Any, make_item: Any, officer: User
) -> None:
    make_item(public_id="VKDV6A", name_vi="Đình Một")
    make_item(public_id="VKDV6B", name_vi="Đình Hai")
    by_id = take([["Mã", "Tên", "Loại"], ["vkdv6a", "Đình Một mới", "Di tích"]])
    assert by_id.rows.get().values == {"name_vi": "Đình Một mới"}
    by_page = take([["url", "Xếp hạng"], ["https://disanso.example/q/VKDV6B", "Quốc gia"]])
    assert by_page.rows.get().values == {"rank": "national"}
    first = take([["Mã riêng", "Tên", "Loại"], ["DT-01", "Chùa Cổ", "Di tích"]])
    accept(first, by=officer)
    again = take([["Mã riêng", "Tên", "Loại"], ["DT-01", "Chùa Cổ Lễ", "Di tích"]])
    assert again.rows.get().action == "update" and again.rows.get().values["name_vi"] == "Chùa Cổ Lễ"


def test_chosen_columns_are_remembered_for_the_same_headings(take: Any, officer: User) -> None:
    rows = [["Cột A", "Cột B"], ["Đình", "Di tích"]]
    batch = take(rows)
    assert batch.report["columns"] == {}
    importing.read_again(
        batch, by=officer, reading={"columns": {"Cột A": "name_vi", "Cột B": "category"}}, queue=False
    )
    check_import(batch.pk)
    assert outcomes(batch) == [("create", [])]
    assert outcomes(take([*rows, ["Đền", "Di tích"]])) == [("create", []), ("create", [])]


@pytest.mark.parametrize(
    ("encoding", "name"), [("tcvn3", "§Òn TrÇn"), ("vni", "Ñeàn Traàn"), ("cp1258", "Đê\u0300n Trâ\u0300n")]
)
def test_an_old_encoding_is_found_and_shown_before_and_after(
    take: Any, tmp_path: Path, encoding: str, name: str
) -> None:
    texts = {"tcvn3": "Tªn,Lo¹i\n", "vni": "Teân,Loaïi\n", "cp1258": "Tên,Loa\u0323i\n"}
    more = {"tcvn3": ",Di tÝch\n", "vni": ",Di tích\n", "cp1258": ",Di ti\u0301ch\n"}
    codec = "cp1258" if encoding == "cp1258" else "latin-1"
    path = tmp_path / "cu.csv"
    path.write_bytes((texts[encoding] + name + more[encoding]).encode(codec))
    batch = take(path)
    assert batch.report["encoding"] == encoding
    assert batch.rows.get().name == "Đền Trần"
    assert batch.rows.get().values["category"] == "relic"
    assert any(after == "Đền Trần" for _, after in batch.report["samples"])


def test_headings_in_two_rows_below_a_title_are_found(take: Any) -> None:
    batch = take(
        [
            ["DANH SÁCH DI TÍCH"], [],
            ["STT", "Tên di tích", "Loại", "Tọa độ", ""], ["", "", "", "Kinh độ", "Vĩ độ"],
            ["1", "Đình", "Di tích", str(LON), str(LAT)],
        ]
    )  # fmt: skip
    assert batch.rows.get().number == 5
    assert batch.rows.get().values["placement"]["lon"] == LON


def test_lines_and_areas_go_where_the_category_or_the_choice_wants_them(
    take: Any, tmp_path: Path, officer: User
) -> None:
    path = write_geojson(tmp_path / "a.geojson", [{"Tên": "Làng hoa", "Loại": "Làng nghề"}], [None])
    ring = [[LON, LAT], [LON + 0.001, LAT], [LON + 0.001, LAT + 0.001], [LON, LAT]]
    text = path.read_text("utf-8").replace(
        '"geometry": null', f'"geometry": {{"type": "Polygon", "coordinates": [{ring}]}}'
    )
    path.write_text(text, "utf-8")
    assert set(take(path).rows.get().values) >= {"area"}
    batch = take(path, area="zone_one")
    accept(batch, by=officer)
    item = Item.objects.get(name_vi="Làng hoa")
    assert item.zone_one is not None and item.area is None and item.position is None


def test_a_refused_file_says_why(take: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text('<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>')
    batch = take(path)
    assert (batch.state, batch.report["refused"]["code"]) == ("failed", "unsafe_reference")


def test_a_thousand_rows_need_few_queries(take: Any, officer: User) -> None:
    batch = take(
        [HEADER, *([f"Đình số {n}", "Di tích", "Cấp tỉnh", LAT, LON + n * 1e-6] for n in range(1000))]
    )
    with CaptureQueriesContext(connection) as queries:
        accept(batch, by=officer)
    assert Item.objects.count() == 1000
    assert len(queries) < 120


def test_a_failure_of_ours_ends_the_reading_with_a_number(
    take: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("heritage.jobs.import_check.make_plan", broken)
    batch = take([HEADER, ["Đền", "Di tích", "", "", ""]])
    assert (batch.state, batch.report["refused"]["code"]) == ("failed", "our_fault")
    assert "Báo mã" in batch.report["refused"]["vi"]
    assert "ZeroDivisionError" in caplog.text
