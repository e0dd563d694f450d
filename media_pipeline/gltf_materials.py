"""The glTF 2.0 rules of pictures, samplers, textures and materials."""

from __future__ import annotations

import math
from typing import Any

from media_pipeline.gltf_words import Document, are_numbers, is_number, is_whole, must, refers

# The factors of material extensions: how many numbers each has, the least and the most.
_SHARE, _SHARES = (1, 0.0, 1.0), (3, 0.0, 1.0)
_FACTORS: dict[str, dict[str, tuple[int, float, float]]] = {
    "KHR_materials_clearcoat": {"clearcoatFactor": _SHARE, "clearcoatRoughnessFactor": _SHARE},
    "KHR_materials_emissive_strength": {"emissiveStrength": (1, 0.0, math.inf)},
    "KHR_materials_ior": {"ior": (1, 1.0, math.inf)},
    "KHR_materials_sheen": {"sheenColorFactor": _SHARES, "sheenRoughnessFactor": _SHARE},
    "KHR_materials_specular": {"specularFactor": _SHARE, "specularColorFactor": (3, 0.0, math.inf)},
    "KHR_materials_transmission": {"transmissionFactor": _SHARE},
    "KHR_materials_unlit": {},
    "KHR_materials_volume": {
        "thicknessFactor": (1, 0.0, math.inf),
        "attenuationDistance": (1, 1e-9, math.inf),
        "attenuationColor": _SHARES,
    },
}


def check_image(document: Document, image: Document) -> None:
    """Check one image."""
    must("uri" not in image and "bufferView" in image, "a picture outside the file")
    refers(document, image, "bufferView", "bufferViews")
    must("byteStride" not in document["bufferViews"][image["bufferView"]], "a picture with a stride")
    must("target" not in document["bufferViews"][image["bufferView"]], "a picture as vertices")
    allowed = {"image/png", "image/jpeg"}
    used = document.get("extensionsUsed", [])
    allowed |= {"image/webp"} if "EXT_texture_webp" in used else set()
    allowed |= {"image/ktx2"} if "KHR_texture_basisu" in used else set()
    must(image.get("mimeType") in allowed, "mimeType")


def check_sampler(document: Document, sampler: Document) -> None:
    """Check one sampler."""
    must(sampler.get("magFilter", 9728) in (9728, 9729), "magFilter")
    must(sampler.get("minFilter", 9728) in (9728, 9729, 9984, 9985, 9986, 9987), "minFilter")
    must(all(sampler.get(name, 10497) in (33071, 33648, 10497) for name in ("wrapS", "wrapT")), "wrap")


def check_texture(document: Document, texture: Document) -> None:
    """Check one texture."""
    refers(document, texture, "source", "images")
    refers(document, texture, "sampler", "samplers")
    for name in ("EXT_texture_webp", "KHR_texture_basisu"):
        refers(document, texture.get("extensions", {}).get(name, {}), "source", "images")
    if "source" in texture and document["images"][texture["source"]]["mimeType"] not in _CORE:
        must(False, "source of a format that only an extension allows")


_CORE = ("image/png", "image/jpeg")


def _texture_info(document: Document, info: Any, *, factor: str = "") -> None:
    must(isinstance(info, dict) and "index" in info, "a texture without its index")
    refers(document, info, "index", "textures")
    must(is_whole(info.get("texCoord", 0), 0, 8), "texCoord")
    if factor:
        most = 1 if factor == "strength" else math.inf
        must(is_number(info.get(factor, 1), 0 if factor == "strength" else -math.inf, most), factor)
    moved = info.get("extensions", {}).get("KHR_texture_transform")
    if moved is not None:
        must(
            are_numbers(moved.get("offset", [0, 0]), 2) and are_numbers(moved.get("scale", [1, 1]), 2),
            "moved",
        )
        must(is_number(moved.get("rotation", 0)), "rotation")
        must(is_whole(moved.get("texCoord", 0), 0, 8), "texCoord")


def check_material(document: Document, material: Document) -> None:
    """Check one material."""
    surface = material.get("pbrMetallicRoughness", {})
    must(isinstance(surface, dict), "pbrMetallicRoughness")
    must(are_numbers(surface.get("baseColorFactor", [1] * 4), 4, 0, 1), "baseColorFactor")
    must(is_number(surface.get("metallicFactor", 1), 0, 1), "metallicFactor")
    must(is_number(surface.get("roughnessFactor", 1), 0, 1), "roughnessFactor")
    must(are_numbers(material.get("emissiveFactor", [0] * 3), 3, 0, 1), "emissiveFactor")
    must(material.get("alphaMode", "OPAQUE") in ("OPAQUE", "MASK", "BLEND"), "alphaMode")
    must(is_number(material.get("alphaCutoff", 0.5), 0), "alphaCutoff")
    must("alphaCutoff" not in material or material.get("alphaMode") == "MASK", "alphaCutoff without MASK")
    must(isinstance(material.get("doubleSided", False), bool), "doubleSided")
    for place, name, factor in (
        (surface, "baseColorTexture", ""),
        (surface, "metallicRoughnessTexture", ""),
        (material, "normalTexture", "scale"),
        (material, "occlusionTexture", "strength"),
        (material, "emissiveTexture", ""),
    ):
        if name in place:
            _texture_info(document, place[name], factor=factor)
    for name, extension in material.get("extensions", {}).items():
        _material_extension(document, name, extension)
    extensions = material.get("extensions", {})
    must("KHR_materials_volume" not in extensions or "KHR_materials_transmission" in extensions, "volume")
    must("KHR_materials_unlit" not in extensions or len(extensions) == 1, "unlit and lit at once")


def _material_extension(document: Document, name: str, extension: Document) -> None:
    must(name in _FACTORS, f"{name} in a material")
    for key, value in extension.items():
        if key in _FACTORS[name]:
            count, least, most = _FACTORS[name][key]
            kept = is_number(value, least, most) if count == 1 else are_numbers(value, count, least, most)
            must(kept, f"{name}.{key}")
        elif key.endswith("Texture"):
            _texture_info(document, value, factor="scale" if key.endswith("NormalTexture") else "")
        else:
            must(key in ("extras", "extensions"), f"{name}.{key[:30]}")


def coordinates_used(material: Document) -> set[int]:
    """Numbers of the texture coordinates that a material asks its primitives for."""
    places = [material, material.get("pbrMetallicRoughness", {}), *material.get("extensions", {}).values()]
    found = set[int]()
    for info in (each for place in places for each in place.values()):
        if isinstance(info, dict) and "index" in info:
            moved = info.get("extensions", {}).get("KHR_texture_transform", {})
            found |= {info.get("texCoord", 0), moved.get("texCoord", info.get("texCoord", 0))}
    return found
