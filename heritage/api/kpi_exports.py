"""What a number was counted from, as a file from which anyone can count again and prove that it was kept so."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from gis.models import AdminUnit
from heritage.api.kpi_schemas import KpiObjects
from heritage.api.schemas import ErrorAnswer
from heritage.interop.export_text import inert
from heritage.kpi import COUNTS_FROM
from heritage.models import Snapshot
from heritage.projections.criteria import criteria_on
from heritage.projections.kept_snapshot import document_of, text_of
from heritage.rules.snapshot_content import Content, Part, Tables, parts
from heritage.rules.snapshot_counts import COUNTRY
from heritage.selectors import past
from heritage.selectors.counting import count_now
from heritage.selectors.kpi import Country
from heritage.selectors.params import day_of

router = Router(tags=["exports"])
COLUMNS = (
    *("date", "unit", "province", "register_version", "id", "category", "rank", "level"),
    *("begun", "blocked", "blocked_reason", "met", "missing", "criteria_version", "snapshot_digest"),
)


class KpiObjectParams(Schema):
    """Which unit, every one unless told, and when."""

    unit: str = Field("", description="A ward (five digits), a province (two digits); all unless told")
    date: str = Field("", description="A day that was kept, or after one; counted now unless told")


class KpiDayParams(Schema):
    """When."""

    date: str = Field("", description="A day that was kept, or after one; the last one unless told")


@dataclass(frozen=True, slots=True)
class Counted:
    """The units of an area as they were counted; ``snapshot`` is None of what was counted just now."""

    unit: AdminUnit | Country
    asked: dt.date
    content: Content
    snapshot: Snapshot | None

    @property
    def codes(self) -> set[str]:
        """The units of the area."""
        units = self.content.units.items()
        return {code for code, unit in units if self.unit.code in (COUNTRY, code, unit.province)}

    @property
    def criteria_version(self) -> str:
        """By what levels were judged."""
        return self.snapshot.criteria_version if self.snapshot else criteria_on(self.asked).version

    def parts(self) -> Iterator[Part]:
        """The lines of the area's units."""
        wanted = {code: self.content.units[code] for code in self.codes}
        return parts(Content(self.content.tables, wanted))

    def proofs(self) -> dict[str, Any]:
        """By the unit's code the hashes that lead from its line to the root; none of what is not kept."""
        return dict(past.proofs_of(self.snapshot)) if self.snapshot else {}


@router.get(
    "/exports/kpi.json",
    response={200: KpiObjects, 400: ErrorAnswer, 404: ErrorAnswer},
    summary="The objects that the digitized share was counted from",
)
def kpi_objects(request: HttpRequest, params: Query[KpiObjectParams]) -> HttpResponseBase:
    """One row an object of each register of a ward, a province or the country; of a past day as it was kept.

    An object that several registers list has a row for each, and counts once. ``units`` prove that the rows are
    those that the day's digest was taken over.
    """
    return _answer(_json_pieces(_counted(params)), "application/json; charset=utf-8", params)


@router.get(
    "/exports/kpi.csv",
    response={400: ErrorAnswer, 404: ErrorAnswer},
    summary="The same objects as a table",
    openapi_extra={
        "responses": {
            200: {
                "description": "One line an object",
                "content": {"text/csv": {"schema": {"type": "string"}}},
            }
        }
    },
)
def kpi_table(request: HttpRequest, params: Query[KpiObjectParams]) -> HttpResponseBase:
    """RFC 4180, UTF-8. ``met`` and ``missing`` are the codes of the requirements."""
    counted = _counted(params)
    response = _answer(_csv_pieces(counted), "text/csv; charset=utf-8", params)
    name = f"kpi-{counted.unit.code}-{counted.asked}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@router.get(
    "/exports/kpi.jsonl",
    response={400: ErrorAnswer},
    summary="A kept day as it was hashed",
    openapi_extra={
        "responses": {
            200: {
                "description": "The first line, whose SHA-256 is the day's digest, then a line for each unit",
                "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            }
        }
    },
)
def kpi_lines(request: HttpRequest, params: Query[KpiDayParams]) -> HttpResponseBase:
    """The whole country, bit for bit the same at any later time: what ``snapshot_kpi --export`` writes."""
    snapshot = past.snapshot_on(day_of(params.date) or timezone.localdate())
    response = StreamingHttpResponse(text_of(snapshot), content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = f'attachment; filename="kpi-{snapshot.day}.jsonl"'
    response.headers["ETag"] = f'"{snapshot.digest}"'
    response.headers["X-Snapshot-Digest"] = snapshot.digest
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _counted(params: KpiObjectParams) -> Counted:
    """The content that is asked for.

    Raises:
        NotFound: No such unit.
        BadRequest: A day without a snapshot.
    """
    asked, today, code = day_of(params.date), timezone.localdate(), params.unit or COUNTRY
    if asked is not None and past.is_kept(asked):
        snapshot = past.snapshot_on(asked)
        unit = past.unit_on(code, snapshot.day)
        return Counted(unit, asked, past.kept_content(snapshot), snapshot)
    return Counted(past.unit_on(code, today), today, count_now(today, Tables(), code), None)


def _answer(pieces: Iterator[bytes], content_type: str, params: KpiObjectParams) -> HttpResponseBase:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    day = day_of(params.date)
    over = day is not None and day < timezone.localdate()
    response.headers["Cache-Control"] = "public, max-age=3600" if over else "no-store"
    return response


def _json_pieces(counted: Counted) -> Iterator[bytes]:
    """The document unit by unit, each object as it was hashed."""
    code, ward = counted.unit.code, counted.content.units.get(counted.unit.code)
    head: dict[str, Any] = {
        "unit": None if code == COUNTRY else {"code": code, "name": counted.unit.name},
        "date": counted.asked.isoformat(),
        "counts_from": COUNTS_FROM,
        "register_version": (ward.register or None) if ward else None,
        "criteria_version": counted.criteria_version,
        "snapshot": document_of(counted.snapshot) if counted.snapshot else None,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "objects": ['
    proofs, units, lead = counted.proofs(), [], ""
    for part in counted.parts():
        if part.objects:
            yield f"{lead}{part.objects}".encode()
            lead = ",\n"
        units.append({**part.about, "proof": proofs.get(part.code)})
    yield b'], "units": ' + json.dumps(units, ensure_ascii=False).encode() + b"}\n"


def _csv_pieces(counted: Counted) -> Iterator[bytes]:
    day = counted.snapshot.day if counted.snapshot else counted.asked
    digest = counted.snapshot.digest if counted.snapshot else ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part in counted.parts():
        about = part.about
        for each in json.loads(f"[{part.objects}]"):
            reasons = each["reasons"]
            row = {
                **{
                    name: each[name]
                    for name in ("unit", "id", "category", "rank", "level", "begun", "blocked")
                },
                "blocked_reason": each["blocked_reason"],
                "date": day.isoformat(),
                "province": about["province"],
                "register_version": about["register_version"],
                "met": " ".join(need["code"] for need in reasons if need["met"]),
                "missing": " ".join(need["code"] for need in reasons if not need["met"]),
                "criteria_version": counted.criteria_version,
                "snapshot_digest": digest,
            }
            writer.writerow([inert(row[name]) for name in COLUMNS])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()
