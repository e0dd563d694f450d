"""What the documentation tells people to copy works when it is copied."""

from __future__ import annotations

import datetime as dt
import json
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gis.coordinates import read_coordinates
from gis.models import AdminUnit
from heritage.jobs.index import rebuild
from heritage.jobs.snapshots import take
from heritage.models import Item, RegisterEntry, RegisterVersion
from heritage.services.manifest import read_manifest

DOCS = Path(__file__).resolve().parents[2] / "docs"
OFFICER = (DOCS / "officer.md").read_text(encoding="utf-8")


def test_the_manifest_of_the_officers_guide_can_be_read(tmp_path: Path) -> None:
    example = tmp_path / "bang-ke.csv"
    (block,) = re.findall(r"```csv\n(.*?)```", OFFICER, re.DOTALL)
    example.write_text(block, encoding="utf-8")
    gate, decision = read_manifest(example).rows.values()
    assert (gate.item, gate.licence, gate.problem) == ("NDDCA7", "CC-BY-4.0", None)
    assert gate.placement is not None
    assert (round(gate.placement.lon, 4), round(gate.placement.lat, 4)) == (106.1679, 20.4560)
    assert gate.placement.accuracy_m == 5
    assert decision.role == "decision"


def test_the_coordinates_of_the_officers_guide_mean_the_same_place() -> None:
    rows = [line for line in OFFICER.splitlines() if line.startswith(("| Độ thập", "| Độ phút", "| VN-2000"))]
    written = [re.findall(r"`([^`]+)`", row)[0] for row in rows]
    assert len(written) == 3
    for text in written:
        near = [
            r for r in read_coordinates(text) if abs(r.lon - 106.168) < 0.003 and abs(r.lat - 20.456) < 0.003
        ]
        assert near, text


@pytest.mark.django_db(transaction=True)
def test_the_harvest_example_gets_every_item_once(
    make_item: Callable[..., Any], index: Any, live_server: Any
) -> None:
    wanted = {make_item(state="published").public_id for _ in range(7)}
    make_item(state="draft")
    rebuild()
    harvest = runpy.run_path(str(DOCS / "examples" / "harvest.py"))["harvest"]
    found = [item["id"] for item in harvest(live_server.url, "limit=3")]
    assert (set(found), len(found)) == (wanted, 7)


@pytest.mark.django_db(transaction=True)
def test_the_harvest_example_runs_alone_and_prints_json_lines(
    make_item: Callable[..., Any], index: Any, live_server: Any
) -> None:
    make_item(name_vi="Đền Trần", state="published")
    make_item(name_vi="Hội làng", category="festival", state="published")
    rebuild()
    done = subprocess.run(
        [sys.executable, "-I", str(DOCS / "examples" / "harvest.py"), live_server.url, "category=relic"],
        capture_output=True,
        timeout=30,
        check=True,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    lines = done.stdout.decode("utf-8").splitlines()
    assert [json.loads(line)["name"]["vi"] for line in lines] == ["Đền Trần"]


@pytest.fixture
def register(make_item: Callable[..., Any], vi_khe: Any) -> Any:
    """Nine objects, one at a level that a tie of rounding shows: 4 of 9 are digitized, three are not published."""
    version = RegisterVersion.objects.create(unit=vi_khe, number=2, valid_from=dt.date(2025, 7, 1))
    for number in range(9):
        item = make_item(level=number % 4, state="published" if number % 3 else "draft")
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    return version


@pytest.mark.django_db(transaction=True)
def test_the_recount_example_counts_what_the_number_says(register: Any, live_server: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-I", str(DOCS / "examples" / "recount_kpi.py"), live_server.url, "13972"],
        capture_output=True,
        timeout=30,
        check=True,
    )
    counted = json.loads(done.stdout)
    said = json.loads(Client().get("/api/v1/kpi?unit=13972").content)
    assert counted == {name: said[name] for name in counted}
    assert (counted["digitized"], counted["total"], counted["percent"]) == (4, 9, "44.4")
    assert counted["register_version"] == "13972-2"


@pytest.mark.django_db(transaction=True)
def test_the_recount_example_says_nothing_of_a_unit_without_a_register(vi_khe: Any) -> None:
    recount = runpy.run_path(str(DOCS / "examples" / "recount_kpi.py"))["recount"]
    counted = recount(json.loads(Client().get("/api/v1/exports/kpi.json?unit=13972").getvalue()))
    assert (counted["digitized"], counted["total"], counted["percent"]) == (0, 0, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("area", ["13972", "37", "vn"])
def test_the_recount_example_counts_a_kept_day_of_a_ward_a_province_and_the_country(
    register: Any, live_server: Any, nam_dinh: Any, area: str
) -> None:
    AdminUnit.objects.create(
        code="37", valid_from=dt.date(2025, 7, 1), level="province", name="Tỉnh Ninh Bình", province_code="37"
    )
    twice = RegisterVersion.objects.create(unit=nam_dinh, number=1, valid_from=dt.date(2025, 7, 1))
    for item in Item.objects.filter(level=2):
        RegisterEntry.objects.create(version=twice, item=item, category=item.category)
    today = take().snapshot.day.isoformat()
    said = json.loads(Client().get(f"/api/v1/kpi?unit={area}").content)
    Item.objects.update(level=0)
    done = subprocess.run(
        [sys.executable, "-I", str(DOCS / "examples" / "recount_kpi.py"), live_server.url, area, today],
        capture_output=True,
        timeout=30,
        check=True,
    )
    counted = json.loads(done.stdout)
    assert counted == {name: said[name] for name in counted}
    assert (counted["digitized"], counted["total"], counted["percent"]) == (4, 9, "44.4")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("area", ["13972", "13669", "37", "vn"])
def test_the_proof_example_proves_a_kept_day_and_nothing_that_was_changed(
    register: Any, nam_dinh: Any, area: str
) -> None:
    AdminUnit.objects.create(
        code="37", valid_from=dt.date(2025, 7, 1), level="province", name="Tỉnh Ninh Bình", province_code="37"
    )
    twice = RegisterVersion.objects.create(unit=nam_dinh, number=1, valid_from=dt.date(2025, 7, 1))
    RegisterEntry.objects.create(version=twice, item=Item.objects.latest("pk"), category="relic")
    today = take().snapshot.day.isoformat()
    response = Client().get(f"/api/v1/exports/kpi.json?unit={area}&date={today}")
    export = json.loads(response.getvalue())
    changed = json.loads(json.dumps(export))
    changed["objects"][-1]["level"] ^= 1
    left_out = {**json.loads(json.dumps(export)), "objects": export["objects"][1:]}
    said = [
        subprocess.run(
            [sys.executable, "-I", str(DOCS / "examples" / "prove_kpi.py")],
            input=json.dumps(each).encode(),
            capture_output=True,
            timeout=30,
            check=True,
        ).stdout
        for each in (export, changed, left_out)
    ]
    assert said == [b"True\n", b"False\n", b"False\n"]


@pytest.mark.parametrize("name", ["recount_kpi.py", "prove_kpi.py"])
def test_the_examples_of_an_audit_are_short_enough_to_read(name: str) -> None:
    assert len((DOCS / "examples" / name).read_text(encoding="utf-8").splitlines()) <= 30
