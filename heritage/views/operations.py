"""For the operator: is it up, can it serve, how much is waiting."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from heritage.models import Asset, Item
from heritage.selectors.catalogue import engine_state
from heritage.virus_scanner import ScannerAway


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database and search engine answer; 503 otherwise, saying which does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = True
    except DatabaseError:
        database = False
    search = engine_state()
    ready = database and bool(search["healthy"])
    answer = {"ready": ready, "database": database, "search": search, "scanner": _scanner()}
    return JsonResponse(answer, status=200 if ready else 503)


def _scanner() -> str:
    """``off``, ``ok`` or ``away``. Without the scanner nothing comes in, yet all that is published is served."""
    if settings.VIRUS_SCANNER is None:
        return "off"
    try:
        settings.VIRUS_SCANNER.version()
    except ScannerAway:
        return "away"
    return "ok"


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts in the Prometheus text format."""
    lines = ["# TYPE disanso_items gauge"]
    for row in Item.objects.values("state").annotate(n=Count("pk")).order_by("state"):
        lines.append(f'disanso_items{{state="{row["state"]}"}} {row["n"]}')
    lines.append("# TYPE disanso_assets gauge")
    for row in Asset.objects.values("state", "kind").annotate(n=Count("pk")).order_by("state", "kind"):
        lines.append(f'disanso_assets{{state="{row["state"]}",kind="{row["kind"]}"}} {row["n"]}')
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
