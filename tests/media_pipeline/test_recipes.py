from __future__ import annotations

import re
from pathlib import Path

import pytest

from media_pipeline.errors import WorkerFailed
from media_pipeline.recipes import RECIPES, general_name, recipe_named


@pytest.mark.parametrize(
    ("name", "general"),
    [
        ("photo-640", "photo-640"),
        ("photo-640-webp", "photo-640-webp"),
        ("page-0012-1280", "page-N-1280"),
        ("pyramid", "pyramid"),
        ("pyramid-0040", "pyramid-N"),
        ("turntable-12", "turntable-N"),
        ("image-07", "image-N"),
        ("surface", "surface"),
    ],
)
def test_numbers_that_count_are_left_out_of_the_name(name: str, general: str) -> None:
    assert general_name(name) == general
    assert recipe_named(name).name == general


def test_an_unknown_recipe_is_our_failure() -> None:
    with pytest.raises(WorkerFailed, match="stew"):
        recipe_named("stew")


def test_every_recipe_is_listed_once_and_names_tools_that_are_installed() -> None:
    assert len({recipe.name for recipe in RECIPES}) == len(RECIPES)
    for recipe in RECIPES:
        text = recipe.tool_text()
        assert len(recipe.name) <= 40
        assert all(tool in text for tool in recipe.tools)


def test_every_recipe_in_the_documentation_can_be_kept() -> None:
    text = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    table = text.split("| Kind | Recipes |")[1].split("\n\n")[0]
    columns = [line.split("|")[2] for line in table.splitlines() if line.count("|") == 3]
    named = re.findall(r"`([a-z]+(?:-[a-z0-9]+)*)`", " ".join(columns))
    assert {"surface", "image-01", "copc", "page-0001-1280"} <= set(named)
    for name in named:
        assert recipe_named(name).version >= 1
