"""The documentation says what the code does: nothing undocumented, nothing invented, no dead link."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import BaseCommand, load_command_class
from django.test import Client

from docs import make_refusals
from gis.accuracy import EXPECTED
from heritage import categories
from heritage.api.root import api
from heritage.interop.export_columns import columns_for
from heritage.interop.export_formats import FORMATS
from heritage.interop.ogc_collections import COLLECTIONS
from heritage.interop.ogc_request import OF_FEATURES
from media_pipeline.child import process_in_child
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from search.documents import Tier
from search.fields import ASKED_FIELDS
from tests import samples
from tests.media_pipeline import papers, sounds

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "DECISIONS.md"))]
)
COMMANDS = sorted(path.stem for path in (ROOT / "heritage" / "management" / "commands").glob("[a-z]*.py"))
SETTING = re.compile(r"\bDISANSO_[A-Z0-9_]*[A-Z0-9]\b")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# Every command of Django has these; they are not ours to explain.
DJANGO_OPTIONS = {
    option for action in BaseCommand().create_parser("", "")._actions for option in action.option_strings
}
FOR_CONTRIBUTORS = re.compile(r"DISANSO_(TEST|REQUIRE)_")


def text_of(name: str) -> str:
    """A page of the documentation."""
    return (DOCS / name).read_text(encoding="utf-8")


def settings_read() -> set[str]:
    """Every variable that code or scripts name."""
    found: set[str] = set()
    for folder in ("heritage", "gis", "media_pipeline", "search", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".sh") and "node_modules" not in path.parts:
                found |= set(SETTING.findall(path.read_text(encoding="utf-8")))
    return found


def paragraph_of(page: str, start: str) -> str:
    """The table row that begins like this."""
    return next((line for line in page.splitlines() if line.startswith(start)), "")


def options_of(command: str) -> set[str]:
    """The long options that a command of ours adds, positional names in capitals left out."""
    parser: ArgumentParser = load_command_class("heritage", command).create_parser("manage.py", command)
    return {
        option
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option not in DJANGO_OPTIONS
    }


def anchors_of(page: Path) -> set[str]:
    """Fragments under which a page's headings are reached, as forges make them."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def relative_links() -> Iterator[tuple[Path, str]]:
    """Page and target of every link that does not leave the repository."""
    for page in PAGES:
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            parts = urlsplit(target)
            if not parts.scheme and not parts.netloc:
                yield page, target


def test_every_setting_is_explained_where_its_reader_looks() -> None:
    operator, contributor = text_of("operator.md"), text_of("contributor.md")
    read = settings_read()
    assert len(read) > 15
    lost = {
        name
        for name in read
        if f"`{name}`" not in (contributor if FOR_CONTRIBUTORS.match(name) else operator)
    }
    assert not lost


def test_no_setting_is_explained_that_nobody_reads() -> None:
    written = {name for page in PAGES for name in SETTING.findall(page.read_text(encoding="utf-8"))}
    assert written <= settings_read()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained_with_its_options(command: str) -> None:
    row = paragraph_of(text_of("operator.md"), f"| `{command}")
    assert row, f"operator.md has no row for {command}"
    assert {option for option in options_of(command) if f"`{option}" not in row} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_is_explained_that_a_command_does_not_have(command: str) -> None:
    row = paragraph_of(text_of("operator.md"), f"| `{command}")
    assert set(re.findall(r"`(--[a-z-]+)", row)) <= options_of(command)


def test_every_api_path_and_parameter_is_explained() -> None:
    page = text_of("api.md")
    paths: dict[str, Any] = api.get_openapi_schema()["paths"]
    assert {path for path in paths if f"`{path}`" not in page} == set()
    names = {
        parameter["name"]
        for methods in paths.values()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    }
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_no_api_path_is_explained_that_does_not_exist() -> None:
    known = set(api.get_openapi_schema()["paths"]) | {"/api/v1/", "/api/v1/docs", "/api/v1/openapi.json"}
    for page in PAGES:
        named = re.findall(r"`(/api/v1/[^`?]*)", page.read_text(encoding="utf-8"))
        for path in named:
            assert path in known or path.rpartition("/")[0] + "/{public_id}" in known, (page.name, path)


def test_every_field_of_an_answer_is_named() -> None:
    page = text_of("api.md") + text_of("search-language.md")
    shapes: dict[str, Any] = api.get_openapi_schema()["components"]["schemas"]
    fields = {
        field
        for name, shape in shapes.items()
        if not name.endswith("Params")
        for field in shape.get("properties", {})
    }
    assert {field for field in fields if not re.search(rf'["`/]{field}["`]', page)} == set()


@pytest.mark.parametrize(
    ("build", "ending"),
    [
        (samples.photo, "jpg"),
        (samples.scan, "tif"),
        (samples.cloud, "laz"),
        (samples.mesh, "glb"),
        (papers.pdf, "pdf"),
        (sounds.mp3, "mp3"),
        (sounds.mp4, "mp4"),
    ],
)
def test_every_recipe_is_named_among_the_media(
    build: Callable[[Path], Path], ending: str, tmp_path: Path
) -> None:
    survey = build(tmp_path / f"survey.{ending}")
    (tmp_path / "out").mkdir()
    report = process_in_child(survey, identify(survey), tmp_path / "out", Limits.for_file(survey))
    page = re.sub(r"`(page|pyramid|turntable)-\d+", r"`\1-N", text_of("api.md"))
    made = {re.sub(r"^(page|pyramid|turntable)-\d+", r"\1-N", each.recipe) for each in report.derived}
    assert made
    assert {recipe for recipe in made if f"`{recipe}`" not in page} == set()


def test_the_officers_guide_calls_buttons_and_fields_as_the_desk_does() -> None:
    desk = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("templates", "heritage")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".html", ".py")
    )
    named = set(re.findall(r"\*\*([^*]+)\*\*", text_of("officer.md")))
    assert len(named) > 15
    assert {words for words in named if words not in desk} == set()


def test_the_table_of_refusals_is_current() -> None:
    assert make_refusals.TARGET.read_text(encoding="utf-8") == make_refusals.table(), (
        "run python -m docs.make_refusals"
    )


def test_the_officers_guide_sorts_every_refusal_into_a_group() -> None:
    guide = text_of("officer.md")
    assert {code for code in make_refusals.sentences() if guide.count(f"`{code}`") != 1} == set()


def test_every_relative_link_leads_somewhere() -> None:
    links = list(relative_links())
    assert len(links) > 20
    for page, target in links:
        parts = urlsplit(target)
        place = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert place.exists(), (page.name, target)
        if parts.fragment:
            assert parts.fragment in anchors_of(place), (page.name, target)


def test_pages_name_no_machine_and_no_registry() -> None:
    for page in PAGES:
        found = re.findall(
            r"/work/|/home/\w+|/root/|pypi\.org|registry\.\w+", page.read_text(encoding="utf-8")
        )
        assert not found, (page.name, found)


def test_modules_named_for_contributors_exist() -> None:
    page = text_of("contributor.md")
    named = re.findall(r"`((?:heritage|gis|media_pipeline|search|tests|deploy|docs)/[\w./-]+)`", page)
    assert len(named) > 25
    made_later = {"docs/benchmarks.md"}  # by `make bench`
    assert {name for name in named if not (ROOT / name).exists()} - made_later == set()


def test_the_columns_of_exports_are_documented_as_they_are() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| ([^|]+) \| ([^|]+) \|", text_of("api.md"), re.MULTILINE)
    wanted = [(each.name, each.short, each.vi, each.en) for each in columns_for("EPSG:9209")]
    assert rows == wanted


def test_every_format_of_exports_is_documented() -> None:
    page = text_of("api.md").partition("## Exports")[2].partition("## Errors")[0]
    assert [each for each in FORMATS if f"\n| `{each.ending}` |" not in page] == []


def test_the_officer_s_guide_has_the_accuracy_of_every_method() -> None:
    guide = text_of("officer.md")
    for method, expected in EXPECTED.items():
        label = categories.term(categories.METHODS, method).vi
        assert f"| {label} | {expected.vi} |" in guide, method


def test_everything_of_ogc_api_is_documented() -> None:
    page = text_of("api.md").partition("## OGC API")[2].partition("\n## ")[0]
    named = {each.name for each in COLLECTIONS}
    named |= {queryable.name for each in COLLECTIONS for queryable in each.queryables} - {"geometry", "zone"}
    named |= set(OF_FEATURES) - {"f", "lang", "cursor"}
    assert {name for name in named if f"`{name}`" not in page} == set()


def test_every_field_of_the_query_language_is_explained_with_its_spellings() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text_of("search-language.md"), re.MULTILINE)
    written = {name: set(re.findall(r"`(\w+)`", spellings)) for name, spellings in rows}
    assert {each.name: set(each.spellings) for each in ASKED_FIELDS}.items() <= written.items()
    order = [name for name, _ in rows if name in {each.name for each in ASKED_FIELDS}]
    assert order == [each.name for each in ASKED_FIELDS]


def test_every_tier_of_a_match_is_explained() -> None:
    page = text_of("search-language.md")
    tiers = [each.name.lower() for each in Tier if each is not Tier.NONE]
    assert re.findall(r"^\| `(exact|tone|folded|fallback|typo)` \|", page, re.MULTILINE) == tiers


@pytest.mark.django_db
def test_the_live_page_of_the_api_has_the_fields_and_the_limit(settings: Any) -> None:
    settings.API_PER_MINUTE = 77
    page = Client().get("/api/v1/docs").content.decode()
    assert {each.name for each in ASKED_FIELDS if f"<code>{each.name}:</code>" not in page} == set()
    assert "may ask 77 times a minute" in page
    assert 'href="#query-language"' in page
