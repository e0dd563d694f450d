"""Every recipe: what makes it, with which settings, in which version.

Raise a recipe's version when its output changes: ``rederive`` then finds what the old one made. A
derivative records version, tools and parameters, so that a researcher can tell how it came about
(PREMIS: the event that created an object, its agents and its detail).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

from media_pipeline import conversion, e57_images, pyramid, renditions, warp, waveform
from media_pipeline.errors import WorkerFailed

_NUMBER = re.compile(r"(?<=-)\d+(?=-|$)")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One named way to make one file.

    Attributes:
        name: As derivatives carry it; ``N`` stands for the page or picture number.
        version: Raised whenever the same original would give another file.
        tools: Distributions that do the work; their installed versions are recorded.
        parameters: JSON-able settings.
    """

    name: str
    version: int
    tools: tuple[str, ...]
    parameters: dict[str, Any] = field(default_factory=dict)

    def tool_text(self) -> str:
        """ "Pillow 13.0.0, pyvips 3.2.0": the tools with the versions installed here."""
        return ", ".join(f"{tool} {metadata.version(tool)}" for tool in self.tools)


_JPEG = {"format": "jpeg", "quality": renditions.JPEG_QUALITY, "colour": "sRGB"}
_WEBP = {"format": "webp", "quality": renditions.WEBP_QUALITY, "colour": "sRGB"}
_PYRAMID = {"tile": pyramid.TILE, "quality": pyramid.QUALITY, "compression": "jpeg"}

RECIPES: tuple[Recipe, ...] = (
    *(Recipe(f"photo-{width}", 2, ("Pillow",), {"width": width, **_JPEG}) for width in renditions.LADDER),
    *(
        Recipe(f"photo-{width}-webp", 1, ("Pillow",), {"width": width, **_WEBP})
        for width in renditions.LADDER
    ),
    Recipe("placeholder", 1, ("Pillow",), {"width": renditions.PLACEHOLDER_WIDTH}),
    Recipe("pyramid", 1, ("pyvips",), _PYRAMID),
    Recipe("pyramid-N", 1, ("pyvips",), _PYRAMID),
    Recipe(
        "overlay",
        1,
        ("rasterio", "numpy"),
        {"format": "COG", "crs": "EPSG:3857", "most_pixels": warp.MOST_SIDE, "quality": warp.QUALITY},
    ),
    Recipe("page-N-1280", 1, ("Pillow",), {"width": 1280, **_JPEG}),
    Recipe("text", 1, ("pypdfium2",), {"pages": "separated by form feeds"}),
    Recipe("ocr", 1, (), {"words": "of confidence 30 or more", "pages": "of mean confidence 55 or more"}),
    Recipe("copc", 2, ("numpy", "lazrs", "laspy"), {"sampling": 128, "leaf_points": 65_536}),
    Recipe("poster", 2, ("numpy", "Pillow"), {"width": 1280}),
    Recipe("turntable-N", 2, ("numpy", "Pillow"), {"width": 960, "height": 720, "views": 12}),
    Recipe("height-map", 1, ("numpy", "Pillow")),
    Recipe("footprint", 1, ("shapely",)),
    Recipe("statistics", 2, ("numpy", "open3d-cpu")),
    Recipe("surface", 1, ("open3d-cpu", "trimesh"), {"format": "glTF 2.0 binary", "method": "Poisson"}),
    Recipe("image-N", 1, ("pye57", "Pillow"), {"width": e57_images.WIDTH, **_JPEG}),
    Recipe("model", 3, ("trimesh", "numpy", "Pillow", "DracoPy"), {"format": "glTF 2.0 binary"}),
    Recipe(
        "model-light",
        1,
        ("fast-simplification", "numpy", "Pillow"),
        {"bytes": 8_000_000, "texture_sides": [2048, 1024, 512], "extension": "KHR_mesh_quantization"},
    ),
    Recipe("audio", 3, (), {"copy": "of the original", "without": "notes of an M4A or WAV"}),
    Recipe("video", 2, (), {"copy": "of the original", "without": "notes"}),
    Recipe("waveform", 1, ("numpy",), {"peaks": waveform.PEAKS}),
    # By the system's ffmpeg, whose version the derivative carries.
    Recipe("audio-web", 1, (), {"container": "M4A", "codec": "AAC", "kbps": conversion.AUDIO_KBPS}),
    Recipe(
        "video-web",
        1,
        (),
        {"container": "MP4", "codec": "H.264", "crf": conversion.QUALITY, "side": conversion.VIDEO_SIDE},
    ),
)

_BY_NAME = {recipe.name: recipe for recipe in RECIPES}


def general_name(name: str) -> str:
    """The name in the registry of a derivative's recipe: numbers that count become ``N``.

    >>> general_name("page-0003-1280"), general_name("photo-640"), general_name("turntable-07")
    ('page-N-1280', 'photo-640', 'turntable-N')
    """
    if name in _BY_NAME:
        return name
    return _NUMBER.sub("N", name, count=1)


def recipe_named(name: str) -> Recipe:
    """The recipe that a derivative of this name was made by.

    Raises:
        WorkerFailed: No recipe has the name.
    """
    found = _BY_NAME.get(general_name(name))
    if found is None:
        raise WorkerFailed(f"no recipe is called {name!r}")
    return found
