"""The dry run of a file of items: read, decide on every row, write the rows down. Items are not touched."""

from __future__ import annotations

import hashlib
import logging
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from heritage.jobs.import_file import Understood, read_original
from heritage.jobs.import_plan import Plan, make_plan, totals_of
from heritage.models import Item, ItemImport, ItemImportRow, Revision
from media_pipeline.errors import MediaRefused

logger = logging.getLogger(__name__)
State = ItemImport.State


def check_import(batch_pk: int) -> None:
    """Carry out the dry run of a batch that waits for it; a second delivery does nothing."""
    batch = ItemImport.objects.select_related("unit", "by").filter(pk=batch_pk, state=State.READING).first()
    if batch is None:
        return
    asked = dict(batch.reading)
    try:
        raw = read_original(batch.sha256)
        plan = make_plan(
            raw,
            batch.reading,
            batch.unit,
            any_unit=batch.by is None or batch.by.sees_all_units,
            day=timezone.localdate(),
            remembered=lambda signature: columns_before(batch, signature),
        )
    except MediaRefused as refusal:
        _fail(batch, asked, refusal.code, refusal.sentence("vi"), refusal.sentence("en"))
        return
    except Exception:  # whatever a file brings about, the page must not say "reading" for ever
        number = secrets.token_hex(2).upper()
        logger.exception("import %s failed, number %s", batch.pk, number)
        vi = f"Hệ thống gặp lỗi khi đọc tệp. Báo mã {number} cho quản trị."
        _fail(
            batch, asked, "our_fault", vi, f"Something failed on our side. Tell the administrator {number}."
        )
        return
    with transaction.atomic():
        held = _held(batch, asked)
        if held is None:
            return  # discarded, or asked to be read another way meanwhile
        held.rows.all().delete()
        ItemImportRow.objects.bulk_create(
            [
                ItemImportRow(
                    batch=held, number=row.number, action=row.action, name=row.name[:200], values=row.values,
                    problems=[each.as_dict() for each in row.problems], item=row.item,
                )
                for row in plan.rows
            ],
            batch_size=500,
        )  # fmt: skip
        held.report = _report(raw.facts, plan)
        held.state = State.CHECKED
        held.save(update_fields=["report", "state"])


def columns_before(batch: ItemImport, signature: str) -> dict[str, str] | None:
    """The columns that the unit's people last chose for a file with the same headings."""
    earlier = ItemImport.objects.filter(
        unit=batch.unit, report__signature=signature, reading__has_key="columns"
    ).exclude(pk=batch.pk).order_by("-pk").first()  # fmt: skip
    return earlier.reading["columns"] if earlier else None


def stamp_of(unit_pks: list[int]) -> str:
    """Changes whenever an item of the units, or a revision of one, does."""
    items = Item.objects.filter(unit__in=unit_pks).order_by("pk").values_list("pk", "updated_at")
    revisions = (
        Revision.objects.filter(item__unit__in=unit_pks)
        .order_by("pk")
        .values_list("pk", "updated_at", "state")
    )
    text = repr([list(items), list(revisions)])
    return hashlib.sha256(text.encode()).hexdigest()


def _held(batch: ItemImport, asked: dict[str, Any]) -> ItemImport | None:
    held = ItemImport.objects.select_for_update().get(pk=batch.pk)
    return held if held.state == State.READING and held.reading == asked else None


def _fail(batch: ItemImport, asked: dict[str, Any], code: str, vi: str, en: str) -> None:
    with transaction.atomic():
        held = _held(batch, asked)
        if held is not None:
            held.rows.all().delete()
            held.state, held.report = State.FAILED, {"refused": {"code": code, "vi": vi, "en": en}}
            held.save(update_fields=["report", "state"])


def _report(facts: dict[str, Any], plan: Plan) -> dict[str, Any]:
    table: Understood = plan.table
    units = [each.pk for each in plan.units]
    return {
        "format": table.format,
        "layers": [{"name": each["name"], "rows": each["rows"], "shapes": each["shapes"]} for each in facts["layers"]],
        "layer": facts["layers"][table.layer]["name"],
        "parts": facts.get("parts", []),
        "headings": table.headings,
        "columns": table.columns,
        "examples": [_example(table, at) for at in range(len(table.headings))],
        "encoding": str(table.encoding),
        "samples": [list(pair) for pair in table.samples],
        "signature": table.signature,
        "crs_named": table.crs,
        "system": str(plan.places.system) if plan.places.system else None,
        "systems": [
            {
                "system": str(each.system), "vi": each.system.label("vi"), "en": each.system.label("en"),
                "inside": each.inside, "tried": each.tried,
            }
            for each in plan.places.proposals
        ],
        "lines": any("Line" in kind for kind in facts["layers"][table.layer]["shapes"]),
        "areas": any("Polygon" in kind for kind in facts["layers"][table.layer]["shapes"]),
        "totals": totals_of(plan.rows),
        "units": units,
        "stamp": stamp_of(units),
    }  # fmt: skip


def _example(table: Understood, at: int) -> str:
    """The first filled cell of a column, to know it by."""
    cells = (row.cells[at] for row in table.rows[:50] if at < len(row.cells))
    return next((str(cell)[:60] for cell in cells if cell not in (None, "")), "")
