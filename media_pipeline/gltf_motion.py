"""Rules for cameras and animations of nodes; skins and morph targets are not passed on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.gltf_words import Document, is_number, is_whole, must

Values = Callable[[int], npt.NDArray[Any]]
_OUTPUTS = {"translation": "VEC3", "scale": "VEC3", "rotation": "VEC4"}


def check_cameras(document: Document) -> None:
    """Check the cameras and who holds them.

    Raises:
        RuleBroken: The first rule that is not kept.
    """
    cameras = document.get("cameras", [{}])
    must(isinstance(cameras, list) and cameras and all(isinstance(each, dict) for each in cameras), "cameras")
    for camera in document.get("cameras", []):
        must(camera.get("type") == "perspective" and "orthographic" not in camera, "a camera that is no eye")
        lens = camera.get("perspective")
        must(isinstance(lens, dict), "perspective")
        must(is_number(lens.get("yfov"), 1e-6, 3.14), "yfov")
        must(is_number(lens.get("znear"), 1e-9), "znear")
        must("zfar" not in lens or (is_number(lens["zfar"]) and lens["zfar"] > lens["znear"]), "zfar")
        must("aspectRatio" not in lens or is_number(lens["aspectRatio"], 1e-6), "aspectRatio")
    for node in document.get("nodes", []):
        if "camera" in node:
            must(is_whole(node["camera"], 0, len(document.get("cameras", []))), "camera points nowhere")


def check_animations(document: Document, values: Values) -> set[int]:
    """Check linear and stepped movements of nodes.

    Returns:
        The buffer views that they use.

    Raises:
        RuleBroken: The first rule that is not kept.
    """
    animations = document.get("animations", [{}])
    must(isinstance(animations, list) and animations, "animations")
    views = set[int]()
    for animation in document.get("animations", []):
        must(isinstance(animation, dict), "animation")
        samplers, channels = animation.get("samplers"), animation.get("channels")
        must(isinstance(samplers, list) and samplers, "animation without samplers")
        must(isinstance(channels, list) and channels, "animation without channels")
        targets = [_check_channel(document, samplers, channel, values, views) for channel in channels]
        must(len(set(targets)) == len(targets), "two channels move the same")
    return views


def _check_channel(
    document: Document, samplers: list[Any], channel: Any, values: Values, views: set[int]
) -> tuple[int, str]:
    must(isinstance(channel, dict) and isinstance(channel.get("target"), dict), "channel")
    node, path = channel["target"].get("node"), channel["target"].get("path")
    must(is_whole(node, 0, len(document.get("nodes", []))) and path in _OUTPUTS, "channel target")
    must("matrix" not in document["nodes"][node], "a moved node with a matrix")
    must(is_whole(channel.get("sampler"), 0, len(samplers)), "sampler points nowhere")
    sampler = samplers[channel["sampler"]]
    must(
        isinstance(sampler, dict) and sampler.get("interpolation", "LINEAR") in ("LINEAR", "STEP"),
        "interpolation",
    )
    total = len(document.get("accessors", []))
    must(all(is_whole(sampler.get(name), 0, total) for name in ("input", "output")), "sampler")
    times, moves = (document["accessors"][sampler[name]] for name in ("input", "output"))
    must(times["type"] == "SCALAR" and times["componentType"] == 5126, "times")
    must("min" in times and "max" in times, "times without bounds")
    must(moves["type"] == _OUTPUTS[path] and moves["componentType"] == 5126, "moves")
    must(times["count"] == moves["count"], "times and moves differ in number")
    for accessor, number in ((times, sampler["input"]), (moves, sampler["output"])):
        must("bufferView" in accessor, "movement without data")
        view = document["bufferViews"][accessor["bufferView"]]
        must(
            "byteStride" not in view and "target" not in view and "extensions" not in view, "movement's view"
        )
        views.add(accessor["bufferView"])
        must(np.isfinite(values(number)).all(), "movement with a number that is none")
    moments = values(sampler["input"])[:, 0]
    must(moments[0] >= 0 and (np.diff(moments) > 0).all(), "times that do not grow")
    must(times["min"] == [float(moments[0])] or np.float32(times["min"][0]) == moments[0], "first time")
    must(np.float32(times["max"][0]) == moments[-1], "last time")
    if "min" in moves or "max" in moves:
        found = values(sampler["output"])
        for name, ends in (("min", found.min(axis=0)), ("max", found.max(axis=0))):
            must(name not in moves or (np.float32(moves[name]) == ends).all(), f"moves: {name}")
    if path == "rotation":
        lengths = np.sqrt((values(sampler["output"]).astype(np.float64) ** 2).sum(axis=1))
        must(np.abs(lengths - 1).max() < 5e-4, "a turn that is no unit quaternion")
    return node, path
