"""Write a mesh as one GLB: exact, or quantised for phones (``KHR_mesh_quantization``)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from media_pipeline.glb import pack_glb
from media_pipeline.mesh_parts import Material, Mesh, Part, Pixels, Singles, to_linear
from media_pipeline.textures import capped, encoded

GENERATOR = "Di San So"
_FLOAT, _BYTE, _USHORT, _UINT = 5126, 5120, 5123, 5125
_ARRAY, _ELEMENTS = 34962, 34963
_TYPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}
_FAR_FOR_ITS_SIZE = 1_000.0
_FAR = 4_096.0  # beyond, a 32-bit number is coarser than half a millimetre: then the model is moved


@dataclass(frozen=True, slots=True)
class Written:
    """A GLB, and where its own origin lies in the mesh's frame, in metres once scaled."""

    data: bytes
    origin: tuple[float, float, float]


@dataclass(slots=True)
class _Writer:
    """A document that grows."""

    binary: bytearray = field(default_factory=bytearray)
    views: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)
    images: list[dict[str, Any]] = field(default_factory=list)
    materials: list[dict[str, Any]] = field(default_factory=list)
    known: dict[Any, int] = field(default_factory=dict)

    def view(self, content: bytes, **more: int) -> int:
        """A piece of the buffer, at a multiple of four."""
        self.binary += b"\0" * (-len(self.binary) % 4)
        self.views.append({"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(content), **more})
        self.binary += content
        return len(self.views) - 1

    def accessor(
        self, values: npt.NDArray[Any], component: int, *, normalized: bool = False, **more: Any
    ) -> int:
        """Vertex data; rows are filled up to a multiple of four bytes."""
        rows = np.ascontiguousarray(values)
        width = rows.itemsize * rows.shape[1]
        stride = width + -width % 4
        if stride != width:
            filled = np.zeros((len(rows), stride // rows.itemsize), rows.dtype)
            filled[:, : rows.shape[1]] = rows
            rows = filled
        view = self.view(rows.tobytes(), byteStride=stride, target=_ARRAY)
        made: dict[str, Any] = {"bufferView": view, "componentType": component, "count": len(values)}
        made |= {"type": _TYPES[values.shape[1]], **({"normalized": True} if normalized else {}), **more}
        self.accessors.append(made)
        return len(self.accessors) - 1

    def indices(self, faces: npt.NDArray[np.uint32], vertices: int) -> int:
        short = vertices < 65_535
        values = faces.astype("<u2" if short else "<u4").ravel()
        view = self.view(values.tobytes(), target=_ELEMENTS)
        component = _USHORT if short else _UINT
        self.accessors.append(
            {"bufferView": view, "componentType": component, "count": len(values), "type": "SCALAR"}
        )
        return len(self.accessors) - 1

    def texture(self, image: Image.Image, side: int) -> dict[str, int]:
        key = ("image", id(image))
        if key not in self.known:
            content, media_type = encoded(capped(image, side))
            digest = ("bytes", hashlib.sha256(content).digest())
            if digest not in self.known:
                self.images.append({"bufferView": self.view(content), "mimeType": media_type})
                self.known[digest] = len(self.images) - 1
            self.known[key] = self.known[digest]
        return {"index": self.known[key]}

    def material(self, part: Part, side: int) -> int:
        material = part.material
        key = ("material", id(material), part.uv is None)
        if key not in self.known:
            self.materials.append(self._material_of(material, part.uv is not None, side))
            self.known[key] = len(self.materials) - 1
        return self.known[key]

    def _material_of(self, material: Material, has_uv: bool, side: int) -> dict[str, Any]:
        surface: dict[str, Any] = {
            "baseColorFactor": list(material.colour),
            "metallicFactor": material.metallic,
            "roughnessFactor": material.roughness,
        }
        made: dict[str, Any] = {"pbrMetallicRoughness": surface, "doubleSided": material.double_sided}
        if material.name:
            made["name"] = material.name
        if material.alpha != "OPAQUE":
            made["alphaMode"] = material.alpha
        if any(material.emissive):
            made["emissiveFactor"] = list(material.emissive)
        if has_uv:
            if material.texture is not None:
                surface["baseColorTexture"] = self.texture(material.texture, side)
            for place, image in material.extra.items():
                target = surface if place == "metallicRoughnessTexture" else made
                target[place] = self.texture(image, side)
        return made

    def glb(self, primitives: list[dict[str, Any]], node: dict[str, Any], extensions: list[str]) -> bytes:
        document: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": GENERATOR},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0, **node}],
            "meshes": [{"primitives": primitives}],
            "materials": self.materials,
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{"byteLength": len(self.binary)}],
        }
        if self.images:
            document["images"] = self.images
            document["samplers"] = [{"magFilter": 9729, "minFilter": 9987}]
            document["textures"] = [{"sampler": 0, "source": number} for number in range(len(self.images))]
        if extensions:
            document |= {"extensionsUsed": extensions, "extensionsRequired": extensions}
        return pack_glb(document, bytes(self.binary))


def write_glb(mesh: Mesh, factor: float = 1.0, side: int = 8_192) -> Written:
    """The mesh with its corners as 32-bit numbers.

    Args:
        mesh: At least one part.
        factor: Metres in one unit of the mesh.
        side: The most pixels that a texture may have along its longer side.
    """
    writer = _Writer()
    origin = _origin(mesh, factor)
    primitives = []
    for part in mesh.parts:
        corners = ((part.positions * factor) - origin).astype(np.float32)
        low, high = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        attributes = {"POSITION": writer.accessor(corners, _FLOAT, min=low, max=high)}
        if part.normals is not None:
            attributes["NORMAL"] = writer.accessor(part.normals, _FLOAT)
        if part.uv is not None:
            attributes["TEXCOORD_0"] = writer.accessor(part.uv, _FLOAT)
        if part.colours is not None:
            attributes["COLOR_0"] = writer.accessor(_light_of(part.colours), _USHORT, normalized=True)
        primitives.append(_primitive(writer, part, attributes, side))
    return Written(writer.glb(primitives, {}, []), (float(origin[0]), float(origin[1]), float(origin[2])))


def write_quantised_glb(mesh: Mesh, factor: float = 1.0, side: int = 2_048) -> bytes:
    """The mesh with corners in steps of 1/65535 of its size: about half the bytes, no visible change."""
    writer = _Writer()
    bounds = np.array(mesh.bounds()) * factor
    low, extent = bounds[:3], float(max(bounds[3:] - bounds[:3])) or 1.0
    primitives = []
    for part in mesh.parts:
        steps = np.round((part.positions * factor - low) / extent * 65_535).clip(0, 65_535).astype("<u2")
        ends = {"min": steps.min(axis=0).tolist(), "max": steps.max(axis=0).tolist()}
        attributes = {"POSITION": writer.accessor(steps, _USHORT, normalized=True, **ends)}
        if part.normals is not None:
            attributes["NORMAL"] = writer.accessor(_bytes_of(part.normals), _BYTE, normalized=True)
        if part.uv is not None:
            attributes["TEXCOORD_0"] = _uv_accessor(writer, part.uv)
        if part.colours is not None:
            attributes["COLOR_0"] = writer.accessor(_light_of(part.colours), _USHORT, normalized=True)
        primitives.append(_primitive(writer, part, attributes, side))
    node = {"translation": (low - _origin(mesh, factor)).tolist(), "scale": [extent] * 3}
    return writer.glb(primitives, node, ["KHR_mesh_quantization"])


def _uv_accessor(writer: _Writer, uv: Singles) -> int:
    if uv.min() >= 0 and uv.max() <= 1:
        return writer.accessor(np.round(uv * 65_535).astype("<u2"), _USHORT, normalized=True)
    return writer.accessor(uv, _FLOAT)


def _bytes_of(normals: Singles) -> npt.NDArray[np.int8]:
    return np.round(normals * 127).clip(-127, 127).astype(np.int8)


_LIGHT = np.round(to_linear(np.arange(256) / 255) * 65_535).astype("<u2")


def _light_of(colours: Pixels) -> npt.NDArray[np.uint16]:
    """Amounts of light in 16 bits, for 8 would lose the dark ones; opacity stays in proportion."""
    made: npt.NDArray[np.uint16] = _LIGHT[colours]
    made[:, 3] = colours[:, 3].astype(np.uint16) * 257
    return made


def _primitive(writer: _Writer, part: Part, attributes: dict[str, int], side: int) -> dict[str, Any]:
    return {
        "attributes": attributes,
        "indices": writer.indices(part.faces, len(part.positions)),
        "material": writer.material(part, side),
        "mode": 4,
    }


def is_far(mesh: Mesh, factor: float) -> bool:
    """Whether a model lies so far from zero that it is moved there: 32-bit numbers, and a place that is told."""
    bounds = np.array(mesh.bounds()) * factor
    furthest, extent = np.abs(bounds).max(), (bounds[3:] - bounds[:3]).max()
    return bool(furthest > _FAR or furthest > _FAR_FOR_ITS_SIZE * extent)


def _origin(mesh: Mesh, factor: float) -> npt.NDArray[np.float64]:
    """Zero, or the middle of a model that lies far from zero, as one in national coordinates does."""
    if not is_far(mesh, factor):
        return np.zeros(3)
    bounds = np.array(mesh.bounds()) * factor
    extent = (bounds[3:] - bounds[:3]).max()
    return np.round((bounds[:3] + bounds[3:]) / 2, 0 if extent > 1 else 6)
