"""The catalogue of data sets, for the province's shared warehouse and other harvesters."""

from __future__ import annotations

import datetime as dt
import json

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis.bounds import Bounds
from heritage.interop.dcat import (
    DAILY,
    GOVERNMENT,
    MEDIA_TYPE,
    Both,
    Catalogue,
    Dataset,
    File,
    Service,
    document,
)
from heritage.interop.export_formats import FORMATS
from heritage.interop.ogc_collections import ABOUT_EN, ABOUT_VI, COLLECTIONS, CONFORMANCE, GEOJSON
from heritage.models import Item, Snapshot
from heritage.projections.criteria import criteria_on
from heritage.selectors.history import ALL
from heritage.selectors.ogc_more import spans
from heritage.selectors.past import standing_counts
from heritage.selectors.registers import PROVINCE_DIGITS, standing_registers

MOST_NAMED = 60  # registers told by name; of more it is told how many
NAME = Both("Di Sản Số", "Di Sản Số (Digital Heritage)")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """DCAT 3 as JSON-LD; the same identifiers every time."""
    site = request.build_absolute_uri("/").rstrip("/")
    body = json.dumps(document(_catalogue(site)), ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _catalogue(site: str) -> Catalogue:
    places = spans()
    boxes = {name: span.bounds for name, span in places.items()}
    changed = Item.objects.filter(state=Item.State.PUBLISHED).aggregate(last=Max("updated_at"))["last"]
    collections = [
        Dataset(
            f"ogc-{each.name}",
            Both(each.vi, each.en),
            Both(each.about_vi, each.about_en),
            [
                File(
                    "features",
                    Both("GeoJSON, từng trang", "GeoJSON, page by page"),
                    f"/ogc/collections/{each.name}/items?f=json",
                    GEOJSON,
                    service="ogc",
                    conforms_to=("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",),
                )
            ],
            modified=None if each.span == "unit" else changed,
            bounds=boxes.get(each.span),
        )
        for each in COLLECTIONS
    ]
    datasets = [_items(changed, _around(list(boxes.values()))), _kpi(), *collections]
    return Catalogue(
        site,
        Both("Dữ liệu di sản của Di Sản Số", "Heritage data of Di Sản Số"),
        Both(
            "Di sản đã công bố của phường, xã, tỷ lệ số hóa có chứng cứ, và đơn vị hành chính qua các thời.",
            "Published heritage of wards and communes, the digitized share with its evidence, and dated units.",
        ),
        NAME,
        datasets,
        [
            Service(
                "api",
                Both("API của Di Sản Số", "API of Di Sản Số"),
                "/api/v1/",
                "/api/v1/openapi.json",
                ["items", "kpi"],
            ),
            Service(
                "ogc",
                Both(f"OGC API – Features: {ABOUT_VI}", f"OGC API – Features: {ABOUT_EN}"),
                "/ogc/",
                "/ogc/api",
                [each.name for each in collections],
                CONFORMANCE,
            ),
        ],
    )


def _items(changed: dt.datetime | None, bounds: Bounds | None) -> Dataset:
    return Dataset(
        "items",
        Both("Di sản đã công bố", "Published heritage items"),
        Both(
            "Di tích, lễ hội, làng nghề và nhân vật đã công bố, với vị trí công khai, xếp hạng, đơn vị và mức số hóa. "
            "Nơi cần giữ kín được làm lệch hoặc bỏ trống.",
            "Published relics, festivals, craft villages and figures with public place, rank, unit and level. "
            "Protected places are moved or left out.",
        ),
        [
            File(
                each.ending.replace(".", "-"),
                Both(f"Mọi di sản, {each.name}", f"Every item, {each.name}"),
                f"/api/v1/exports/items.{each.ending}",
                each.media_type,
            )
            for each in FORMATS
        ],
        modified=changed,
        bounds=bounds,
        keywords=(
            Both("di sản văn hóa", "cultural heritage"),
            Both("di tích", "relics"),
            Both("lễ hội", "festivals"),
        ),
    )


def _kpi() -> Dataset:
    """The share with its objects: counted now, and as the last snapshot has it with its digest."""
    last = Snapshot.objects.order_by("-day").defer("content").first()
    first = Snapshot.objects.order_by("day").values_list("day", flat=True).first()
    files = [
        File(
            f"now-{ending}",
            Both(f"Đếm ngay lúc hỏi, {ending.upper()}", f"Counted when asked, {ending.upper()}"),
            f"/api/v1/exports/kpi.{ending}",
            media_type,
        )
        for ending, media_type in (("json", "application/json"), ("csv", "text/csv"))
    ]
    if last is not None:
        files += [
            File(
                f"kept-{ending}",
                Both(
                    f"Ảnh chụp ngày {last.day:%d/%m/%Y}, {ending.upper()}; mã SHA-256 của ngày: {last.digest}",
                    f"Snapshot of {last.day}, {ending.upper()}; digest of the day (SHA-256): {last.digest}",
                ),
                f"/api/v1/exports/kpi.{ending}?date={last.day}",
                media_type,
            )
            for ending, media_type in (("json", "application/json"), ("csv", "text/csv"))
        ]
    return Dataset(
        "kpi",
        Both("Tỷ lệ số hóa di sản", "Digitized heritage share"),
        Both(
            "Từng đối tượng trong danh mục của phường, xã với mức số hóa và mọi yêu cầu, đạt hay chưa: đếm lại được "
            "tỷ lệ của từng đơn vị, tỉnh và cả nước. Mỗi ngày giữ một ảnh chụp, nối nhau bằng SHA-256; tham số date.",
            "Every object of the units' registers with its level and each requirement, met or not: the share of any "
            "unit, province and the country can be counted again. One snapshot is kept a day, chained by SHA-256; "
            "parameter date.",
        ),
        files,
        theme=GOVERNMENT,
        modified=last.taken_at if last else None,
        period=(first, last.day) if first and last else None,
        version=last.day.isoformat() if last else "",
        versions=_versions(last),
        frequency=DAILY,
        keywords=(Both("tỷ lệ số hóa", "digitized share"), Both("chuyển đổi số", "digital transformation")),
    )


def _versions(last: Snapshot | None) -> Both:
    """By which criteria and registers: of the last snapshot, else of now."""
    if last is None:
        today = timezone.localdate()
        rows = standing_registers(today).values_list("unit__code", "number").order_by("unit__code")
        names = [f"{code}-{number}" for code, number in rows]
        criteria = criteria_on(today).version
    else:
        kept = standing_counts(last).filter(category=ALL).order_by("snapshot_id")
        stood = {
            code: name
            for code, name in kept.values_list("unit_code", "register")
            if len(code) > PROVINCE_DIGITS
        }
        names = sorted(name for name in stood.values() if name)
        criteria = last.criteria_version
    told = ", ".join(names) if len(names) <= MOST_NAMED else ""
    return Both(
        f"Tiêu chí phiên bản {criteria}; danh mục ({len(names)}){f': {told}' if told else ''}.",
        f"Criteria version {criteria}; registers ({len(names)}){f': {told}' if told else ''}.",
    )


def _around(boxes: list[Bounds | None]) -> Bounds | None:
    known = [each for each in boxes if each is not None]
    if not known:
        return None
    return Bounds(
        min(each.west for each in known),
        min(each.south for each in known),
        max(each.east for each in known),
        max(each.north for each in known),
    )
