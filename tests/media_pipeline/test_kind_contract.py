from __future__ import annotations

from pathlib import Path

from media_pipeline import audio, cloud, document, mesh, photo, scan, video
from tests import samples
from tests.media_pipeline.kind_contract import KindContract
from tests.media_pipeline.papers import pdf
from tests.media_pipeline.pictures import exif, quarters, saved, vi_khe_gps
from tests.media_pipeline.sounds import mp3, mp4


class TestPhoto(KindContract):
    kind = photo.KIND
    media_type = "image/jpeg"
    shows_in_lists = True

    def build(self, path: Path) -> Path:
        return saved(path, quarters(700, 500), exif=exif(gps=vi_khe_gps()))


class TestScan(KindContract):
    kind = scan.KIND
    media_type = "image/tiff"
    shows_in_lists = True

    def build(self, path: Path) -> Path:
        return saved(path, format="TIFF", save_all=True, append_images=[quarters()], compression="tiff_lzw")


class TestDocument(KindContract):
    kind = document.KIND
    media_type = "application/pdf"
    shows_in_lists = True

    def build(self, path: Path) -> Path:
        return pdf(path, pages=2)


class TestAudio(KindContract):
    kind = audio.KIND
    media_type = "audio/mpeg"

    def build(self, path: Path) -> Path:
        return mp3(path)


class TestVideo(KindContract):
    kind = video.KIND
    media_type = "video/mp4"

    def build(self, path: Path) -> Path:
        return mp4(path)


class TestCloud(KindContract):
    kind = cloud.KIND
    media_type = "application/vnd.laszip"
    shows_in_lists = True

    def build(self, path: Path) -> Path:
        return renamed(samples.cloud(path.with_suffix(".laz"), points=900), path)


class TestMesh(KindContract):
    kind = mesh.KIND
    media_type = "model/gltf-binary"
    shows_in_lists = True

    def build(self, path: Path) -> Path:
        return renamed(samples.mesh(path.with_suffix(".glb")), path)


def renamed(made: Path, path: Path) -> Path:
    """The writers choose the format by the name; the kinds must not."""
    return made.replace(path)
