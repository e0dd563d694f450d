from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search.engines.loader import INDEX_FILE, engine_for
from search.errors import UnknownEngine


def test_fts5_lives_in_the_folder(tmp_path: Path) -> None:
    engine = engine_for("fts5:", index="disanso", folder=tmp_path)
    assert engine.name == "fts5"
    assert engine.healthy()
    assert (tmp_path / INDEX_FILE).exists()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9200", "https://search.example.org:443/path"])
def test_an_http_address_is_elasticsearch(url: str, tmp_path: Path) -> None:
    assert engine_for(url, index="disanso", folder=tmp_path).name == "elasticsearch"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["", "fts5", "solr://x", "sqlite:", "fts5:else"])
def test_other_addresses_are_unknown(url: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownEngine):
        engine_for(url, index="disanso", folder=tmp_path)


def test_the_embedded_engine_needs_no_client() -> None:
    code = (
        "import sys, pathlib; from search.engines.loader import engine_for;"
        "engine_for('fts5:', index='x', folder=pathlib.Path('.'));"
        "sys.exit(any(m in sys.modules for m in ('elasticsearch', 'django', 'heritage', 'media_pipeline')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
