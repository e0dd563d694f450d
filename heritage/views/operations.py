"""For the operator: is it up, can it serve, how much is waiting."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from heritage.jobs import pending
from heritage.projections.metrics_text import CONTENT_TYPE, written
from heritage.selectors.catalogue import engine_state
from heritage.selectors.metrics import gauges
from heritage.virus_scanner import ScannerAway


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 while the database does not answer; what else does not is told.

    Without its search server the site answers from the index beside it or from the plain list: taken out of
    service it would answer nothing.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = True
    except DatabaseError:
        database = False
    search = engine_state() | ({"pending": pending.waiting()[0]} if database else {})
    answer = {"ready": database, "database": database, "search": search, "scanner": _scanner()}
    return JsonResponse(answer, status=200 if database else 503)


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
    """Figures in the Prometheus text format."""
    return HttpResponse(written(gauges()), content_type=CONTENT_TYPE)
