"""What an operator watches: what is there, what waits, how the number stands, and whether its snapshots hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Max, Model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from heritage.models import Asset, Item, PendingIndex, Snapshot, SnapshotCount
from heritage.projections.kept_snapshot import chain_holds
from heritage.projections.metrics_text import Gauge, Labels
from heritage.rules.snapshot_counts import ALL
from heritage.selectors.kpi_area import is_area

MOST_UNITS = (
    500  # beyond it provinces and the country are told alone: a series for each unit costs its keeper
)


def gauges() -> Iterator[Gauge]:
    """Every figure, in the order in which they are told."""
    yield _counted("disanso_items", "Items by state.", Item, "state")
    yield _counted("disanso_assets", "Files by state and kind.", Asset, "state", "kind")
    yield Gauge(
        "disanso_index_pending",
        "Items that the search engine has not been told of.",
        [((), PendingIndex.objects.count())],
    )
    if settings.TASKS_URL.startswith("database:"):
        yield _counted(
            "disanso_tasks", "Jobs of the queue in the database by status.", DBTaskResult, "status"
        )
    yield from _snapshots()


def _counted(name: str, told: str, model: type[Model], *by: str) -> Gauge:
    rows = model._default_manager.values(*by).annotate(n=Count("pk")).order_by(*by)
    return Gauge(name, told, [(tuple((each, str(row[each])) for each in by), row["n"]) for row in rows])


def _snapshots() -> Iterator[Gauge]:
    last = Snapshot.objects.order_by("-day").defer("content").first()
    days = Snapshot.objects.count()
    yield Gauge("disanso_kpi_snapshots", "Days whose count is kept.", [((), days)])
    if last is None:
        return
    age = (timezone.now() - last.taken_at).total_seconds()
    yield Gauge("disanso_kpi_snapshot_age_seconds", "Since the last count was kept.", [((), round(age))])
    holds = float(chain_holds())
    yield Gauge(
        "disanso_kpi_chain_holds",
        "1 while the digests of all kept days and their links are right; contents: snapshot_kpi --verify.",
        [((), holds)],
    )
    cells = _cells(last)
    for name, place, told in (
        ("disanso_kpi_digitized", 0, "Digitized objects by unit, at the last snapshot."),
        ("disanso_kpi_total", 1, "Objects of the register by unit, at the last snapshot."),
    ):
        yield Gauge(name, told, [(labels, figures[place]) for labels, figures in cells])


def _cells(last: Snapshot) -> list[tuple[Labels, tuple[int, int]]]:
    """Labels with digitized and total: of each unit while they are few, and of provinces and the country."""
    whole = Snapshot.objects.filter(base__isnull=True, day__lte=last.day).order_by("-day").values("pk")[:1]
    rows = SnapshotCount.objects.filter(snapshot__gte=whole, snapshot__lte=last, category=ALL)
    latest = rows.values("unit_code").annotate(last=Max("pk")).values("last")
    found = SnapshotCount.objects.filter(pk__in=latest, total__gt=0).order_by("unit_code")
    told = list(found.values_list("unit_code", "digitized", "total"))
    if sum(not is_area(code) for code, _, _ in told) > MOST_UNITS:
        told = [each for each in told if is_area(each[0])]
    return [((("unit", code),), (digitized, total)) for code, digitized, total in told]
