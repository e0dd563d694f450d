"""What was found out about a cloud, in words of one language: size, system, how well it was fitted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from heritage.models import Asset
from heritage.projections.item_page import size_text
from heritage.projections.item_viewers import number_text
from heritage.projections.measures import length_text, mesh_report, size_words

Facts = dict[str, Any]

AXES_CM = 100  # residuals of known points are told in centimetres, as surveyors compare them


def file_report(asset: Asset, language: str) -> list[str]:
    """The machine's findings about a mesh or a cloud, a line each; nothing for other kinds."""
    return mesh_report(asset, language) or cloud_report(asset, language)


def cloud_report(asset: Asset, language: str) -> list[str]:
    """Points, size and system of a cloud, the error at each known point, the fit to another scan, its surface."""
    facts = asset.facts
    if asset.kind != "cloud" or not facts.get("points"):
        return []
    return [
        *_size(facts, language),
        *_system(facts),
        *_control(facts.get("control"), language),
        *_registration(facts.get("registration"), language),
        *_surface(asset, language),
    ]


def _size(facts: Facts, language: str) -> Iterator[str]:
    points = _("%s điểm") % number_text(facts["points"], 0, language)
    if facts.get("size_m") and facts.get("unit") not in (None, "unknown"):
        yield f"{points}, {size_words(facts['size_m'], 'cloud', language)}"
    else:
        yield points


def _system(facts: Facts) -> Iterator[str]:
    if not facts.get("crs"):
        return
    name = facts.get("crs_name") or facts["crs"]
    yield (_("Hệ tọa độ do cán bộ khai: %s") if facts.get("crs_told") else _("Hệ tọa độ: %s")) % name


def _control(control: Facts | None, language: str) -> Iterator[str]:
    if control is None:
        return
    points = control["points"]
    if not control.get("spare"):
        yield _(
            "Đặt theo %(count)s điểm khống chế, vừa đủ nên chưa kiểm được sai số. Thêm một điểm để kiểm."
        ) % {"count": len(points)}
        return
    yield _("Đặt theo %(count)s điểm khống chế, lệch %(rms)s (RMS)") % {
        "count": len(points),
        "rms": length_text(control["rms_m"], language),
    }
    for number, point in enumerate(points, start=1):
        east, north, up = (f"{value * AXES_CM:+.1f}" for value in point["residual_m"])
        yield _("Điểm %(label)s lệch: đông %(east)s, bắc %(north)s, cao %(up)s cm") % {
            "label": point["label"] or number,
            "east": _decimal(east, language),
            "north": _decimal(north, language),
            "up": _decimal(up, language),
        }


def _decimal(text: str, language: str) -> str:
    return text if language == "en" else text.replace(".", ",")


def _registration(found: Facts | None, language: str) -> Iterator[str]:
    if found is None:
        return
    other = Asset.objects.filter(public_id=found["to"]).values_list("original_name", flat=True).first()
    name = other.rsplit("/", 1)[-1] if other else found["to"]  # captions of one delivery are often the same
    yield _("Đã ghép theo %(name)s: trùng %(share)s%% số điểm, lệch %(rmse)s") % {
        "name": name,
        "share": number_text(found["overlap"] * 100, 0, language),
        "rmse": length_text(found["rmse_m"], language),
    }


def _surface(asset: Asset, language: str) -> Iterator[str]:
    made = next((each for each in asset.derivatives.all() if each.recipe == "surface"), None)
    if made is not None:
        yield _("Mặt lưới dựng từ điểm: %(triangles)s tam giác, %(size)s") % {
            "triangles": number_text(made.facts.get("triangles") or 0, 0, language),
            "size": size_text(made.bytes, language),
        }
    elif asset.told.surface and asset.state in (Asset.State.READY, Asset.State.NEEDS_REVIEW):
        yield _("Không dựng được mặt lưới: đám mây quá ít điểm hoặc điểm không liền thành mặt.")
