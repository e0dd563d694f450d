"""The whole result of a search as a file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import quote, unquote_plus

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja import Path as PathParam

from gis.crs import WGS84
from gis.srids import VN2000_SRIDS
from heritage import workplace
from heritage.api.schemas import ErrorAnswer, ExportParams
from heritage.errors import BadRequest, NotFound
from heritage.interop.export_formats import BY_ENDING, FORMATS, Format
from heritage.interop.export_table import Source, Table, table_of
from heritage.interop.export_text import BOM
from heritage.selectors.exports import whole_result
from heritage.selectors.params import query_from

router = Router(tags=["exports"])
NOT_OF_THE_RESULT = (
    "limit",
    "cursor",
    "after",
    "crs",
    "bom",
    "lang",
)  # parameters that choose a page or a form
SEEN = "Content-Disposition, X-Source, X-Items-Without-Position"
ENDINGS = ", ".join(each.ending for each in FORMATS)
_FILE = {"schema": {"type": "string", "format": "binary"}}


class EndingParams(Schema):
    """The end of the address."""

    ending: str = Field(description="Format of the file", json_schema_extra={"enum": list(BY_ENDING)})


@router.get(
    "/exports/items.{ending}",
    response={400: ErrorAnswer, 404: ErrorAnswer, 503: ErrorAnswer},
    summary="The whole result of a search as a file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file, with at most 120,000 items",
                "content": {each.media_type.partition(";")[0]: _FILE for each in FORMATS},
            }
        }
    },
)
def items(
    request: HttpRequest,
    params: Query[ExportParams],
    path: PathParam[EndingParams],
) -> HttpResponseBase:
    """Every item that ``/items`` finds with the same parameters, in its order; ``limit`` and ``cursor`` do not count."""
    form = BY_ENDING.get(path.ending)
    if form is None:
        raise NotFound(
            f"Không có định dạng {path.ending}. Có: {ENDINGS}.",
            f"No format {path.ending}. There are: {ENDINGS}.",
            "no_format",
        )
    crs = _crs(params.crs, form)
    if params.bom not in ("", "0", "1"):
        raise BadRequest("Tham số bom là 0 hoặc 1.", "The parameter bom is 0 or 1.", "bad_bom")
    asked = _of_the_result(request.GET)
    found = whole_result(query_from(asked), params.after.strip().upper())
    source = Source(
        address=request.build_absolute_uri(),
        query=unquote_plus(asked.urlencode()),
        total=found.total,
        at=timezone.localtime(),
        crs=crs,
        language="en" if params.lang == "en" else "vi",
    )
    site = request.build_absolute_uri("/").rstrip("/")
    table = table_of(found.batches, source, site, in_words=bool(params.lang))
    response = _streamed(form, table, bom=params.bom == "1") if form.pieces else _filed(form, table)
    response.headers["Content-Type"] = form.media_type
    response.headers["Content-Disposition"] = _disposition(source, form)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Source"] = _ascii(source)
    response.headers["Access-Control-Expose-Headers"] = SEEN
    return response


def _crs(text: str, form: Format) -> str:
    code = re.sub(r"^EPSG:", "", text.strip(), flags=re.IGNORECASE) or "4326"
    if code == "4326":
        return WGS84
    known = [str(each) for each in VN2000_SRIDS]
    if code not in known:
        names = ", ".join(["4326", *known])
        raise BadRequest(
            f"Hệ tọa độ crs là một mã EPSG trong: {names}.",
            f"crs is one of the EPSG codes {names}.",
            "bad_crs",
        )
    if not form.any_crs:
        raise BadRequest(
            f"Tệp {form.ending} chỉ có WGS 84 (EPSG:4326) theo chuẩn của nó (GeoJSON: RFC 7946). "
            "Bỏ crs, hoặc lấy gpkg, shp.zip, parquet, csv, xlsx.",
            f"A {form.ending} file is in WGS 84 (EPSG:4326) by its standard (GeoJSON: RFC 7946). "
            "Leave crs out, or take gpkg, shp.zip, parquet, csv or xlsx.",
            "wgs84_only",
        )
    return f"EPSG:{code}"


def _of_the_result(params: QueryDict) -> QueryDict:
    asked = params.copy()
    for name in NOT_OF_THE_RESULT:
        asked.pop(name, None)
    return asked


def _streamed(form: Format, table: Table, *, bom: bool) -> HttpResponseBase:
    """Piece by piece; the first one is made at once, so that what fails early is an answer of its own."""
    if form.pieces is None:
        raise TypeError(form.ending)
    pieces: Iterator[bytes] = form.pieces(table)
    lead = [BOM] if bom and form.ending == "csv" else []
    return StreamingHttpResponse(chain(lead, [next(pieces, b"")], pieces))


def _filed(form: Format, table: Table) -> HttpResponseBase:
    """Written in a folder of its own that is gone before the first byte is sent: the open file is all that is left."""
    if form.write is None:
        raise TypeError(form.ending)
    folder = tempfile.TemporaryDirectory(
        dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=f"{workplace.mark()}export-"
    )
    with folder as name:
        path = Path(name) / f"items.{form.ending}"
        without = form.write(table, path)
        response = FileResponse(path.open("rb"))
    if form.ending == "gpx":
        response.headers["X-Items-Without-Position"] = str(without)
    return response


def _disposition(source: Source, form: Format) -> str:
    """An ASCII name for old programs beside the real one (RFC 6266)."""
    name = f"{source.at.date().isoformat()}.{form.ending}"
    return f"attachment; filename=\"di-san-so-{name}\"; filename*=UTF-8''{quote(f'Di sản số {name}')}"


def _ascii(source: Source) -> str:
    """The citation in letters that a header can hold."""
    fields = {
        "address": source.address,
        "total": str(source.total),
        "date": source.at.isoformat(timespec="seconds"),
    }
    return f"Di San So; {'; '.join(f'{key}={value}' for key, value in fields.items())}; licence=CC-BY-4.0"
