"""The API's contract: shapes, totals, cursors, errors in both languages, nothing that is not public."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from heritage import engine
from heritage.jobs import features
from heritage.jobs.evidence import refresh_level
from heritage.jobs.index import rebuild
from heritage.models import Asset, Item, PageText, Plan, RegisterEntry, RegisterVersion
from search.errors import EngineUnavailable

pytestmark = pytest.mark.django_db(transaction=True)


def placed(lon: float, lat: float) -> dict:
    return {
        "position": Point(lon, lat, srid=4326),
        "position_method": "gnss",
        "position_accuracy_m": 3.0,
        "position_native": {"crs": "EPSG:9209", "x": 574060.102, "y": 2257535.741},
    }


@pytest.fixture
def catalogue(make_item, nam_dinh, index) -> list[Item]:
    items = [
        make_item(
            name_vi="Đình Vị Khê",
            state="published",
            summary_vi="Đình làng hoa",
            **placed(106.211493, 20.407612),
        ),
        make_item(name_vi="Lễ hội hoa - cây cảnh Vị Khê", category="festival", state="published"),
        make_item(name_vi="Tô Trung Tự", category="figure", state="published", alt_names=["Tôn Trung Tự"]),
        make_item(
            name_vi="Đền Trần",
            unit=nam_dinh,
            rank="special_national",
            state="published",
            **placed(106.167945, 20.455966),
        ),
        make_item(name_vi="Đền bí mật", state="draft", **placed(106.2, 20.4)),
        make_item(
            name_vi="Miếu được bảo vệ", state="published", disclosure="km1", **placed(106.2061234, 20.4127654)
        ),
    ]
    features.rebuild()
    rebuild()
    return items


def get(address: str, status: int = 200) -> dict:
    response = Client().get(address)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_an_item_in_a_list_has_the_agreed_shape(catalogue):
    answer = get("/api/v1/items?q=den+tran")
    assert set(answer) == {"total", "items", "next"}
    item = answer["items"][0]
    assert set(item) == {"id", "name", "category", "rank", "unit", "position", "has", "level", "url"}
    assert item["name"] == {"vi": "Đền Trần", "en": None}
    assert item["unit"] == {"code": "13669", "name": "Phường Nam Định"}
    assert item["position"] == {"lon": 106.167945, "lat": 20.455966, "accuracy_m": 3.0, "method": "gnss"}
    assert item["url"] == f"/di-san/{item['id']}/den-tran/"


def test_an_item_without_a_place_says_null(catalogue):
    assert get("/api/v1/items?q=to+trung+tu")["items"][0]["position"] is None


def test_pages_follow_each_other_to_the_end_without_a_gap_or_a_repeat(catalogue):
    seen, address = [], "/api/v1/items?limit=2&sort=name"
    while address:
        page = get(address)
        assert page["total"] == 5
        seen += [item["id"] for item in page["items"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_filters_and_bounds_narrow_the_result(catalogue):
    assert get("/api/v1/items?unit=13972")["total"] == 4
    assert get("/api/v1/items?unit=37")["total"] == 5
    assert get("/api/v1/items?category=figure,festival")["total"] == 2
    assert get("/api/v1/items?bbox=106.16,20.45,106.17,20.46")["total"] == 1


def test_nearest_comes_first_with_its_distance(catalogue):
    answer = get("/api/v1/items?near=106.1679,20.4559&radius_m=20000")
    assert [item["name"]["vi"] for item in answer["items"]][0] == "Đền Trần"
    assert answer["items"][0]["distance_m"] < 20


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("bbox=1,2,3", "bad_bbox"),
        ("bbox=nan,1,2,3", "bad_bbox"),
        ("category=palace", "bad_category"),
        ("limit=0", "bad_limit"),
        ("limit=101", "bad_limit"),
        ("near=200,10", "bad_near"),
        ("near=106,20&radius_m=-5", "bad_radius_m"),
        ("sort=random", "bad_sort"),
        ("sort=distance", "near_missing"),
        ("cursor=zzz", "bad_query"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named_in_both_languages(catalogue, query, code):
    error = get(f"/api/v1/items?{query}", 400)["error"]
    assert error["code"] == code
    assert error["vi"]
    assert error["en"]


def test_an_item_alone_adds_facts_relations_and_media(catalogue):
    public_id = catalogue[0].public_id
    answer = get(f"/api/v1/items/{public_id}")
    assert {"summary", "facts", "relations", "media", "sources", "level_reasons"} <= set(answer)
    assert answer["position"]["native"] == {"crs": "EPSG:9209", "x": 574060.102, "y": 2257535.741}


def test_a_draft_is_nowhere(catalogue):
    draft = catalogue[4]
    get(f"/api/v1/items/{draft.public_id}", 404)
    for address in (
        "/api/v1/items?q=bi+mat",
        "/api/v1/suggest?q=bi+mat",
        "/api/v1/map?bbox=106,20,107,21&zoom=18",
    ):
        assert draft.public_id not in Client().get(address).content.decode()


def test_a_protected_place_is_blurred_in_every_output(catalogue):
    item = catalogue[5]
    for address in (
        f"/api/v1/items/{item.public_id}",
        "/api/v1/items?q=mieu",
        "/api/v1/map?bbox=105,19,108,22&zoom=20",
        "/api/v1/items?near=106.2061234,20.4127654&radius_m=50000",
    ):
        text = Client().get(address).content.decode()
        assert item.public_id in text
        for secret in ("106.2061", "20.4127", "574060", "2257535"):
            if secret in text:
                # another item's native coordinates may be there; the protected one's never
                assert secret in ("574060", "2257535")
                document = json.loads(text)
                assert item.public_id not in json.dumps(
                    [i for i in document.get("items", [document]) if "574060" in json.dumps(i)]
                )
    assert get("/api/v1/items?bbox=106.206,20.4126,106.2063,20.4129")["total"] == 0


def test_the_map_counts_what_the_list_counts(catalogue):
    for zoom in (5, 10, 18):
        features = get(f"/api/v1/map?bbox=102,8,110,24&zoom={zoom}")["features"]
        counted = sum(each["properties"].get("count", 1) for each in features)
        assert counted == 3  # the positioned part of the published five


def test_facets_leave_out_their_own_selection_and_carry_labels(catalogue):
    facets = get("/api/v1/facets?category=relic")
    assert {each["value"]: each["count"] for each in facets["category"]} == {
        "relic": 3,
        "festival": 1,
        "figure": 1,
    }
    assert {"value": "37", "count": 3}.items() <= {
        k: v for k, v in next(e for e in facets["unit"] if e["value"] == "37").items()
    }.items()
    english = get("/api/v1/facets?lang=en")
    assert {each["label"] for each in english["category"]} == {"Relics", "Festivals", "Figures"}


def test_suggestions_name_text_type_and_address(catalogue):
    item, person = get("/api/v1/suggest?q=ton+trung")["suggestions"]
    address = f"/di-san/{catalogue[2].public_id}/to-trung-tu/"
    assert item == {"text": "Tô Trung Tự", "type": "figure", "url": address}
    assert (person["text"], person["type"]) == ("Tôn Trung Tự", "person")
    assert Client().get(person["url"]).status_code == 200


@pytest.fixture
def registered(catalogue, vi_khe) -> Plan:
    version = RegisterVersion.objects.create(
        unit=vi_khe, number=1, valid_from=dt.date(2025, 7, 1), is_demo=True
    )
    for item in (*catalogue[:3], catalogue[4]):
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    Item.objects.filter(pk__in=[item.pk for item in catalogue[:2]]).update(level=2)
    return Plan.objects.create(
        unit=vi_khe, key="k", document_vi="KH", year_from=2026, year_to=2026, target_percent=Decimal("50")
    )


def test_the_number_is_exact_and_says_what_it_was_counted_from(registered):
    answer = get("/api/v1/kpi?unit=13972")
    assert (answer["digitized"], answer["total"], answer["percent"]) == (2, 4, "50.0")
    assert (answer["target"], answer["meets_target"]) == (50.0, True)
    assert (
        answer["digitized"] + answer["in_work"] + answer["not_begun"] + answer["blocked"] == answer["total"]
    )
    assert answer["register_version"] == "13972-1"
    assert answer["criteria_version"] == "1"
    by_category = {each["category"]: each for each in answer["by_category"]}
    assert by_category["craft_village"]["percent"] is None
    assert by_category["relic"] == {
        **{"category": "relic", "digitized": 1, "total": 2, "percent": "50.0"},
        **{"in_work": 0, "not_begun": 1, "blocked": 0, "target": 50.0, "meets_target": True},
    }


def test_a_ward_without_a_register_has_no_percentage(registered, nam_dinh):
    answer = get("/api/v1/kpi?unit=13669")
    assert (answer["total"], answer["percent"], answer["register_version"]) == (0, None, None)


def test_a_past_day_is_refused_because_past_numbers_are_never_recomputed(registered):
    assert get("/api/v1/kpi?unit=13972&date=2026-01-01", 400)["error"]["code"] == "no_snapshot"


def test_a_unit_says_whether_its_extent_is_approximate(vi_khe):
    answer = get("/api/v1/units/13972")
    assert answer["extent_is_approximate"] is True
    assert answer["extent"]["type"] == "MultiPolygon"
    assert answer["centroid"]["lon"] == pytest.approx(106.2128)
    get("/api/v1/units/99999", 404)


def test_the_openapi_document_lists_every_endpoint(db):
    paths = get("/api/v1/openapi.json")["paths"]
    assert {
        "/api/v1/items",
        "/api/v1/items/{public_id}",
        "/api/v1/suggest",
        "/api/v1/facets",
        "/api/v1/map",
        "/api/v1/kpi",
        "/api/v1/units",
        "/api/v1/units/{code}",
    } <= set(paths)


def test_levels_are_rebuilt_from_rows(catalogue):
    assessment = refresh_level(catalogue[0])
    stored = Item.objects.get(pk=catalogue[0].pk)
    assert stored.level == assessment.level == 0
    assert {need["code"] for need in stored.level_reasons if not need["met"]} >= {"source", "photo"}


def test_words_that_cannot_be_used_are_the_asker_s_fault_in_every_view_of_the_query(catalogue):
    for view in ("items", "facets", "map"):
        assert get(f"/api/v1/{view}?q={'a' * 450}", 400)["error"]["code"] == "bad_query"


def test_other_sites_may_read_the_api_and_ask_for_its_headers(catalogue):
    answer = Client().get("/api/v1/items", headers={"Origin": "https://xa.example"})
    head = Client().head("/api/v1/items")
    before = Client().options("/api/v1/items", headers={"Access-Control-Request-Method": "GET"})
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(answer.content))
    assert before.status_code == 204
    assert {each.headers["Access-Control-Allow-Origin"] for each in (answer, head, before)} == {"*"}
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in Client().get("/healthz").headers


@pytest.mark.parametrize("query", ["", "q=phuong"])
def test_the_units_are_read_to_their_end_page_by_page(vi_khe, nam_dinh, query):
    whole = get(f"/api/v1/units?limit=100&{query}")
    codes, address = [], f"/api/v1/units?limit=1&{query}"
    while address:
        page = get(address.removeprefix("http://testserver"))
        assert page["total"] == whole["total"]
        codes += [each["code"] for each in page["items"]]
        address = page["next"]
    assert codes == [each["code"] for each in whole["items"]]
    assert len(codes) == whole["total"] > 1
    assert get("/api/v1/units?cursor=zz", 400)["error"]["code"] == "bad_cursor"


def test_a_hit_in_a_paper_names_the_page(make_item, officer, index):
    item = make_item(name_vi="Chợ Viềng", state="published", published_at=timezone.now())
    asset = Asset.objects.create(
        item=item, unit=item.unit, kind="scan", media_type="image/tiff", sha256="0" * 64, bytes=1, original="x",
        original_name="a.tif", state="ready", received_by=officer, published_at=timezone.now(),
    )  # fmt: skip
    PageText.objects.create(asset=asset, page=3, text="Khoán ước <b>làng</b> Vị Khê", source="ocr")
    rebuild()
    (hit,) = json.loads(Client().get("/api/v1/items?q=khoan+uoc").content)["items"]
    assert hit["found"] == {
        "asset": asset.public_id,
        "page": 3,
        "snippet": "Khoán ước <b>làng</b> Vị Khê",
        "url": f"/di-san/{item.public_id}/{item.slug}/#trang={asset.public_id}-3",
    }
    (hit,) = json.loads(Client().get("/api/v1/items?q=cho+vieng").content)["items"]
    assert "found" not in hit


def test_a_period_narrows_list_facets_and_map_alike(make_item, index):
    told = make_item(name_vi="Chùa Tháp", state="published", year_from=1305, **placed(106.1683, 20.4497))
    make_item(name_vi="Cột cờ", state="published", dynasties=["nguyen"], **placed(106.1758, 20.4243))
    make_item(name_vi="Miếu", state="published", **placed(106.17, 20.42))
    features.rebuild()
    rebuild()
    for period in ("dynasty=tran", "years=1225,1400", "years=1305,1305"):
        assert [each["id"] for each in get(f"/api/v1/items?{period}")["items"]] == [told.public_id]
        (feature,) = get(f"/api/v1/map?zoom=12&{period}")["features"]
        assert feature["properties"]["name"] == "Chùa Tháp"
    assert get("/api/v1/items?years=1850,1860")["items"][0]["name"]["vi"] == "Cột cờ"
    assert {(each["value"], each["count"]) for each in get("/api/v1/facets")["dynasty"]} == {
        ("tran", 1),
        ("nguyen", 1),
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("years=1400,1225", "bad_years"),
        ("years=1400", "bad_years"),
        ("years=a,b", "bad_years"),
        ("years=1,2,3", "bad_years"),
        (f"years=0,{'9' * 5000}", "bad_years"),
        ("years=0,99999", "bad_years"),
        ("dynasty=hán", "bad_dynasty"),
    ],
)
def test_a_period_that_cannot_be_read_is_told(catalogue, query, code):
    assert get(f"/api/v1/items?{query}", 400)["error"]["code"] == code


@pytest.fixture
def varied(make_item, officer, index) -> dict[str, str]:
    """Ids by what tells each item apart."""
    old, new = (dt.datetime(2026, month, 10, 20, tzinfo=dt.UTC) for month in (3, 9))
    relic = make_item(
        name_vi="Đền Trần", state="published", published_at=old, decision_number="1820/QĐ-TTg",
        decision_date="2012-12-27", **placed(106.167945, 20.455966),
    )  # fmt: skip
    festival = make_item(
        name_vi="Lễ khai ấn", category="festival", state="published", published_at=new,
        lunar={"month": 1, "day": 14, "days": 3, "calendar": "lunar"}, **placed(106.211493, 20.407612),
    )  # fmt: skip
    later = make_item(
        name_vi="Hội đền", category="festival", state="published", published_at=new,
        lunar={"month": 8, "day": 20, "days": 1, "calendar": "lunar"},
    )  # fmt: skip
    Asset.objects.create(
        item=relic, unit=relic.unit, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=1, original="x",
        original_name="a.jpg", state="ready", received_by=officer, published_at=old, licence="CC-BY-4.0",
    )  # fmt: skip
    features.rebuild()
    rebuild()
    return {"relic": relic.public_id, "festival": festival.public_id, "later": later.public_id}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lunar_month=1", {"festival"}),
        ("lunar_month=1,8", {"festival", "later"}),
        ("licence=CC-BY-4.0", {"relic"}),
        ("licence=CC0-1.0", set()),
        ("decided=2012-01-01,2012-12-31", {"relic"}),
        ("decided=2012-12-27", {"relic"}),
        ("decided=2013-01-01,", set()),
        ("decided=,2012-12-26", set()),
        ("updated=2026-09-01,2026-09-30", {"festival", "later"}),
        ("updated=2026-03-11", {"relic"}),  # 20:00 UTC on the 10th is the 11th in Vietnam
        ("updated=2026-03-10", set()),
        ("polygon=POLYGON((106.16 20.45, 106.18 20.45, 106.17 20.47, 106.16 20.45))", {"relic"}),
        ("polygon=106.16,20.45,106.18,20.45,106.17,20.47", {"relic"}),
        ("polygon=106.2,20.4,106.22,20.4,106.22,20.42,106.2,20.42&lunar_month=1", {"festival"}),
        ("q=ten:đền", {"relic", "later"}),
        ("q=quyetdinh:1820", {"relic"}),
    ],
)
def test_each_filter_means_the_same_in_list_facets_map_and_exports(varied, query, expected):
    wanted = {varied[name] for name in expected}
    answer = get(f"/api/v1/items?{query}")
    assert {each["id"] for each in answer["items"]} == wanted
    assert answer["total"] == len(wanted)
    facets = get(f"/api/v1/facets?{query}")
    assert sum(each["count"] for each in facets["category"]) == len(wanted)
    mapped = {each.get("id") for each in get(f"/api/v1/map?zoom=22&{query}")["features"]}
    assert mapped == wanted - {varied["later"]}
    lines = Client().get(f"/api/v1/exports/items.ndjson?{query}")
    assert {json.loads(line)["id"] for line in b"".join(lines.streaming_content).splitlines()} == wanted


def test_the_next_festivals_come_soonest_first_page_by_page(varied):
    whole = [each["id"] for each in get("/api/v1/items?sort=next_festival")["items"]]
    assert set(whole) == {varied["festival"], varied["later"]}
    first = get("/api/v1/items?sort=next_festival&limit=1")
    second = get(first["next"].removeprefix("http://testserver"))
    assert [first["items"][0]["id"], second["items"][0]["id"]] == whole
    assert second["next"] is None


def test_months_and_licences_are_facets_with_labels(varied):
    facets = get("/api/v1/facets?lang=en&lunar_month=1")
    assert {(each["value"], each["label"], each["count"]) for each in facets["lunar_month"]} == {
        ("1", "1st lunar month", 1),
        ("8", "8th lunar month", 1),
    }
    assert get("/api/v1/facets")["licence"] == [{"value": "CC-BY-4.0", "label": "CC BY 4.0", "count": 1}]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("lunar_month=13", "bad_lunar_month"),
        ("licence=MIT", "bad_licence"),
        ("decided=2012", "bad_decided"),
        ("decided=2013-01-01,2012-01-01", "bad_decided"),
        ("updated=yesterday", "bad_updated"),
        ("polygon=106,20,107,21", "bad_polygon"),
        ("polygon=106,20,107,21,107,20,106,21", "bad_polygon"),
        ("polygon=POLYGON((106 20, 107 20, 107 21, 106 20), (1 1, 2 2, 3 3, 1 1))", "bad_polygon"),
        ("polygon=nan,20,107,21,107,20", "bad_polygon"),
    ],
)
def test_a_filter_that_cannot_be_read_is_told(varied, query, code):
    for view in ("items", "facets", "map", "exports/items.csv"):
        assert get(f"/api/v1/{view}?{query}", 400)["error"]["code"] == code


def test_the_openapi_document_has_every_parameter_of_a_search(db):
    paths = get("/api/v1/openapi.json")["paths"]
    search = {
        *("q", "category", "kind", "rank", "unit", "has", "level", "dynasty", "lunar_month", "licence"),
        *("years", "decided", "updated", "bbox", "polygon", "near", "radius_m", "lang"),
    }
    more = {
        "items": {"sort", "limit", "cursor", "explain"},
        "facets": set(),
        "map": {"zoom"},
        "exports/items.{ending}": {"sort", "crs", "bom", "after"},
    }
    for path, own in more.items():
        names = {
            each["name"] for each in paths[f"/api/v1/{path}"]["get"]["parameters"] if each["in"] == "query"
        }
        assert names == search | own, path


def test_words_that_nothing_has_are_answered_with_what_was_meant(catalogue):
    answer = get("/api/v1/items?q=dinh+vi+kheh")
    assert answer["did_you_mean"]
    assert get(f"/api/v1/items?q={answer['did_you_mean']}")["total"] > 0
    assert "did_you_mean" not in get("/api/v1/items?q=vi+khe")


def test_while_the_search_server_is_away_the_list_says_that_it_is_plain(catalogue, monkeypatch):
    def away(query):
        raise EngineUnavailable("no answer")

    monkeypatch.setattr(engine.current(), "search", away)
    answer = get("/api/v1/items?category=figure&explain=true")
    assert (answer["degraded"], answer["total"]) == (True, 1)
    assert "explain" not in answer["items"][0]
    assert "degraded" not in get("/api/v1/units")
