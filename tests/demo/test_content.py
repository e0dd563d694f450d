"""The demonstration content is whole: every reference resolves and nothing is without a source."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data" / "demo"
DEMO_UNITS = {"13669", "13972", "14122", "11311", "12127"}
CATEGORIES = {"relic", "festival", "craft_village", "figure"}
RANKS = {"special_national", "national", "provincial", "ich_national", "unesco", "inventory", "unknown"}
KINDS = {
    "relic": {"history", "architecture", "archaeology", "scenic"},
    "festival": {"traditional_festival"},
    "craft_village": {"traditional_craft"},
    "figure": {"historical_figure"},
}
FACTS = {
    "founded",
    "founded_year",
    "built",
    "worshipped",
    "feast_day",
    "birth",
    "death",
    "native_place",
    "titles",
    "products",
    "households",
    "craft_founder",
    "organiser",
    "rite",
    "holidays",
    "artefacts",
    "restoration",
    "visiting",
    "area",
    "other",
}
RELATIONS = {
    "held_at",
    "celebrates",
    "founder_of",
    "practised_at",
    "worshipped_at",
    "part_of",
    "near",
    "associated",
}
LEVELS = ("exact", "m100", "km1", "unit", "withheld")
PUBLIC_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{6}")
EDTF = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\??(/\d{4}\??)?")
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def load(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


ITEMS: list[dict[str, Any]] = load("items.json")
REGISTERS: list[dict[str, Any]] = load("registers.json")
PLANS: list[dict[str, Any]] = load("plans.json")
BY_ID = {item["id"]: item for item in ITEMS}

each_item = pytest.mark.parametrize("item", ITEMS, ids=[item["id"] for item in ITEMS])


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def named(name: str, unit: str) -> dict[str, Any]:
    (found,) = [item for item in ITEMS if item["name"]["vi"] == name and item["unit"] == unit]
    return found


def linked(item: dict[str, Any]) -> set[str]:
    return {relation["to"] for relation in item["relations"]}


def test_ids_are_unique_and_crockford_base32() -> None:
    assert len(BY_ID) == len(ITEMS)
    assert [i for i in BY_ID if not PUBLIC_ID.fullmatch(i)] == []


def test_there_are_enough_items_of_every_category() -> None:
    counts = Counter(item["category"] for item in ITEMS)
    assert set(counts) == CATEGORIES
    assert len(ITEMS) >= 80
    assert counts["relic"] >= 45
    assert counts["festival"] >= 16
    assert counts["craft_village"] >= 12
    assert counts["figure"] >= 14


@pytest.mark.parametrize("name", ["items.json", "registers.json", "plans.json"])
def test_texts_are_composed_and_trimmed(name: str) -> None:
    texts = list(strings(load(name)))
    assert [t for t in texts if unicodedata.normalize("NFC", t) != t] == []
    assert [t for t in texts if t != t.strip() or not t] == []
    assert [t for t in texts if "  " in t or "\u00a0" in t or "!" in t] == []


@each_item
def test_an_item_speaks_both_languages(item: dict[str, Any]) -> None:
    for pair in (item["name"], item["summary"], item.get("story", {"vi": "-", "en": "-"}), *item["facts"]):
        assert pair["vi"]
        assert pair["en"]


@each_item
def test_an_item_uses_the_agreed_vocabulary(item: dict[str, Any]) -> None:
    assert item["category"] in CATEGORIES
    assert item["rank"] in RANKS
    assert set(item["kinds"]) <= KINDS[item["category"]]
    assert {fact["code"] for fact in item["facts"]} <= FACTS
    assert {relation["kind"] for relation in item["relations"]} <= RELATIONS
    for unit in (item["unit"], *item.get("other_units", [])):
        assert isinstance(unit, str)
        assert re.fullmatch(r"\d{5}", unit)


@each_item
def test_everything_said_has_a_source(item: dict[str, Any]) -> None:
    sources = item["sources"]
    used = {fact["source"] for fact in item["facts"]} | {r["source"] for r in item["relations"]}
    used |= set(item["sources_of"].values())
    if "position" in item:
        used.add(item["position"]["source"])
    assert used == set(sources)
    assert {"name", "summary", "unit"} <= set(item["sources_of"])
    assert ("rank" in item["sources_of"]) == (item["rank"] != "unknown")
    assert ("decision" in item["sources_of"]) == ("decision" in item)
    assert ("lunar" in item["sources_of"]) == ("lunar" in item)
    for source in sources.values():
        assert source["title"]
        assert source["where"]
        assert ISO.fullmatch(source["accessed"])
        assert re.match(r"https?://", source.get("url", "https://"))


@each_item
def test_relations_lead_to_another_item(item: dict[str, Any]) -> None:
    assert linked(item) <= set(BY_ID) - {item["id"]}
    pairs = [(relation["to"], relation["kind"]) for relation in item["relations"]]
    assert len(pairs) == len(set(pairs))


@each_item
def test_positions_lie_in_the_three_provinces_with_an_honest_accuracy(item: dict[str, Any]) -> None:
    position = item.get("position")
    if position is None:
        return
    assert 105.5 < position["lon"] < 107.8
    assert 19.8 < position["lat"] < 21.4
    assert position["method"] in {"published_source", "address", "unit_centroid"}
    least = {"published_source": 50, "address": 1000, "unit_centroid": 1000}[position["method"]]
    assert position["accuracy_m"] >= least


def test_one_item_at_least_stands_at_each_level_of_disclosure_and_says_that_it_is_a_demonstration() -> None:
    levels = {code: [item for item in ITEMS if item.get("disclosure", "exact") == code] for code in LEVELS}
    assert [len(levels[code]) for code in LEVELS[1:]] == [1, 1, 1, 1]
    for item in (item for code in LEVELS[1:] for item in levels[code]):
        assert item["position"], "without a place there is nothing to keep back"
        assert "Trình diễn: " in item["summary"]["vi"]
        assert "Demonstration: " in item["summary"]["en"]
    assert len(levels["exact"]) + 4 == len(ITEMS)


@each_item
def test_dates_are_written_as_data(item: dict[str, Any]) -> None:
    for fact in item["facts"]:
        if fact["code"] in {"birth", "death", "founded_year"}:
            assert EDTF.fullmatch(fact["vi"])
            assert fact["vi"] == fact["en"]
    decision = item.get("decision", {})
    assert "decision" not in item or decision
    assert ISO.fullmatch(decision.get("date", "2000"))


@each_item
def test_a_lunar_rule_is_possible(item: dict[str, Any]) -> None:
    rule = item.get("lunar")
    if rule is None:
        return
    assert item["category"] == "festival"
    assert 1 <= rule["month"] <= 12
    assert 1 <= rule["day"] <= 30
    assert 1 <= rule["days"] <= 30
    assert (rule["leap"], rule["calendar"]) in {("regular", "lunar"), ("regular", "solar")}


def test_vi_khe_shows_its_four_objects_linked_to_each_other() -> None:
    hall = named("Đình Vị Khê", "13972")
    festival = named("Lễ hội hoa - cây cảnh Vị Khê", "13972")
    craft = named("Làng nghề trồng hoa, cây cảnh Vị Khê", "13972")
    founder = named("Tô Trung Tự", "13972")
    four = {item["id"] for item in (hall, festival, craft, founder)}
    for item in (hall, festival, craft, founder):
        assert four - {item["id"]} <= linked(item)
    assert {item["category"] for item in (hall, festival, craft, founder)} == CATEGORIES
    assert festival["lunar"] == {"month": 1, "day": 12, "days": 5, "leap": "regular", "calendar": "lunar"}
    assert "Tôn Trung Tự" in founder["alt_names"]
    assert [fact["vi"] for fact in craft["facts"] if fact["code"] == "founded_year"] == ["1211"]


def test_the_two_festivals_of_one_name_are_two_items() -> None:
    nam_dinh = named("Lễ hội Đền Trần", "13669")
    hung_ha = named("Lễ hội Đền Trần", "12613")
    assert nam_dinh["decision"]["number"] == "4205/QĐ-BVHTTDL"
    assert hung_ha["decision"]["number"] == "231/QĐ-BVHTTDL"
    assert nam_dinh["lunar"] != hung_ha["lunar"]


def test_at_least_twenty_five_stories_are_told() -> None:
    assert sum("story" in item for item in ITEMS) >= 25


def test_every_demonstration_unit_has_one_unsigned_register_and_one_plan() -> None:
    assert Counter(register["unit"] for register in REGISTERS) == Counter(DEMO_UNITS)
    assert Counter(plan["unit"] for plan in PLANS) == Counter(DEMO_UNITS)
    for register in REGISTERS:
        assert register["number"] == 1
        assert register["approved_on"] is None
        assert "trình diễn" in register["label_vi"]
        assert "emonstration" in register["label_en"]


@pytest.mark.parametrize("register", REGISTERS, ids=[register["unit"] for register in REGISTERS])
def test_a_register_lists_each_object_of_its_unit_once(register: dict[str, Any]) -> None:
    listed = [entry["item"] for entry in register["entries"]]
    assert sorted(listed) == sorted(i["id"] for i in ITEMS if i["unit"] == register["unit"])
    assert all(entry["legal_basis_vi"] and entry["legal_basis_en"] for entry in register["entries"])
    assert len(listed) > 1 or (register["note_vi"] and register["note_en"])


def test_only_vi_khe_states_a_target() -> None:
    assert {plan["unit"]: plan["target_percent"] for plan in PLANS if plan["target_percent"]} == {
        "13972": "50"
    }


@pytest.mark.parametrize("plan", PLANS, ids=[plan["unit"] for plan in PLANS])
def test_a_plan_quotes_its_sentence_and_its_dates(plan: dict[str, Any]) -> None:
    first, last = plan["years"]
    assert first <= last
    assert set(plan["categories"]) <= CATEGORIES
    assert plan["quote_vi"]
    assert plan["quote_place"]
    assert plan["quote_en"].startswith("Translation")
    for rule in plan["reporting"]:
        assert rule["period"] in {"month", "quarter", "half_year", "year"}
        assert rule["note_vi"]
        assert rule["note_en"]
        for day in rule["before"] or []:
            assert re.fullmatch(r"\d{2}-\d{2}", day)


def test_the_plan_of_the_abolished_ward_is_carried_to_its_successor() -> None:
    (plan,) = [plan for plan in PLANS if plan["unit"] == "12127"]
    assert plan["carried_from"]["unit"] == "12124"
    assert all(other["carried_from"] is None for other in PLANS if other is not plan)
