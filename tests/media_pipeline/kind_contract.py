"""What every media kind must do. Subclass, build one sample, and every test below runs over it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gis.placement import Placement
from media_pipeline.errors import MediaRefused
from media_pipeline.kind import HEAD_BYTES, Kind
from media_pipeline.kinds import KINDS, identify
from media_pipeline.line import json_able, process
from media_pipeline.report import Identity, Report


class KindContract:
    """The contract. ``shows_in_lists`` says whether the kind must give the poster ``photo-640``."""

    kind: Kind
    media_type: str
    shows_in_lists = False

    def build(self, path: Path) -> Path:
        """Write a sound, small file of the kind."""
        raise NotImplementedError

    @pytest.fixture
    def sample(self, tmp_path: Path) -> Path:
        return self.build(tmp_path / "mẫu vật.tmp")

    @pytest.fixture
    def out(self, tmp_path: Path) -> Path:
        folder = tmp_path / "out"
        folder.mkdir()
        return folder

    def test_it_is_listed_once(self) -> None:
        assert [kind.name for kind in KINDS].count(self.kind.name) == 1

    def test_it_recognises_its_own_and_no_other_kind_comes_first(self, sample: Path) -> None:
        head = sample.read_bytes()[:HEAD_BYTES]
        assert self.kind.recognises(head, sample) == self.media_type
        assert identify(sample) == Identity(self.kind.name, self.media_type)

    def test_it_does_not_recognise_noise(self, tmp_path: Path) -> None:
        noise = tmp_path / "noise"
        noise.write_bytes(bytes(range(256)) * 40)
        assert self.kind.recognises(noise.read_bytes(), noise) is None

    def test_facts_are_plain_and_place_and_doubts_need_nothing_else(self, sample: Path) -> None:
        facts = json.loads(json.dumps(json_able(self.kind.inspect(sample, self.media_type))))
        sample.unlink()
        assert isinstance(self.kind.place(facts), Placement | None)
        for doubt in self.kind.question(facts):
            assert doubt.code and doubt.vi.endswith(".") and doubt.en.endswith(".")

    def test_the_whole_line_leaves_the_original_alone_and_survives_json(
        self, sample: Path, out: Path
    ) -> None:
        before = sample.read_bytes()
        report = process(sample, Identity(self.kind.name, self.media_type), out)
        assert sample.read_bytes() == before
        assert report.derived
        assert Report.from_dict(json.loads(json.dumps(report.as_dict()))) == report
        recipes = [one.recipe for one in report.derived]
        assert len(set(recipes)) == len(recipes)
        assert ("photo-640" in recipes) >= self.shows_in_lists
        assert {entry.name for entry in out.iterdir()} == {one.path.name for one in report.derived}

    def test_the_first_half_of_a_file_is_refused_or_read_but_never_our_failure(
        self, sample: Path, out: Path
    ) -> None:
        raw = sample.read_bytes()
        sample.write_bytes(raw[: len(raw) // 2])
        try:
            process(sample, Identity(self.kind.name, self.media_type), out)
        except MediaRefused as refusal:
            assert refusal.sentence("vi") and refusal.sentence("en")
