"""Take a folder or a zip of survey files down the whole line, here and now."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import unicodedata
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from gis import units
from heritage.errors import Refusal
from heritage.jobs.process import process_asset
from heritage.management.work_line import WorkLine, counted
from heritage.models import Asset, Batch, Item, Receipt, User
from heritage.services import bags, companions, delivery
from heritage.services.access import require_unit
from heritage.services.foretelling import foretell
from heritage.services.manifest import Manifest, read_manifest
from heritage.services.upload import receive_all

OUTCOMES = ("accepted", "duplicate", "needs_review", "refused")
WORD = {
    "accepted": "đã nhận",
    "duplicate": "trùng",
    "needs_review": "cần xem lại",
    "refused": "không nhận",
    "failed": "lỗi hệ thống",
}
WAIT_S = 0.5


class Command(BaseCommand):
    """``ingest PATH --unit CODE``; run again, it changes nothing."""

    help = "Nhận một thư mục hoặc tệp zip khảo sát: mỗi tệp có một kết quả. / Ingest survey files."

    def add_arguments(self, parser: CommandParser) -> None:
        """The contract's options."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--unit", required=True, help="5-character unit code")
        parser.add_argument("--manifest", type=Path, help="CSV or XLSX: file,item,caption,author,licence,…")
        parser.add_argument("--item", help="public id of the item that all files belong to")
        parser.add_argument("--by", help="username of the officer")
        parser.add_argument("--dry-run", action="store_true", help="identify only, keep nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object per file, then the totals")
        parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1))

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, receive, process, report."""
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"Không có {path}. / {path} does not exist.")
        unit = units.unit_on(options["unit"], timezone.localdate())
        if unit is None:
            raise CommandError(f"Không có đơn vị {options['unit']}. / No unit {options['unit']} today.")
        try:
            results = self._results(path, unit, options)
        except Refusal as refusal:
            raise CommandError(f"{refusal.vi} / {refusal.en}") from refusal
        except KeyboardInterrupt as stopped:
            raise CommandError(
                "Đã dừng giữa chừng, không mất gì. Chạy lại lệnh này để làm tiếp."
                " / Stopped halfway, nothing is lost. Run the same command again to go on.",
                returncode=130,
            ) from stopped
        self._report(results, as_json=options["json"])

    def _results(self, path: Path, unit: Any, options: dict[str, Any]) -> list[dict[str, Any]]:
        by = self._person(options["by"])
        require_unit(by, unit)
        jobs = max(1, options["jobs"])
        label = f"ingest {delivery.shown_name(str(path.resolve()))}"[:200]
        if bags.is_bag(path):
            bag = bags.read_bag(path)
            if options["dry_run"]:
                return bags.foretell_bag(bag)
            item = bags.restore_item(bag, unit=unit, by=by)
            batch, _ = Batch.objects.get_or_create(unit=unit, by=by, label=label)
            return self._restore(bag, batch, item, jobs)
        target = self._item(options["item"], unit)
        manifest, skip = self._manifest(path, options["manifest"])
        names = [name for name in delivery.files_in(path) if name != skip]
        self._say_what_is_missing(manifest, names)
        if options["dry_run"]:
            groups = companions.in_delivery(path, names)
            return foretell(path, counted(names, "xem", self.stderr), unit, target, manifest, groups)
        batch, _ = Batch.objects.get_or_create(unit=unit, by=by, label=label)
        return self._run(batch, path, names, target, manifest, jobs)

    def _run(
        self, batch: Batch, path: Path, names: list[str], item: Item | None, manifest: Manifest, jobs: int
    ) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = []
        waiting: list[tuple[str, int, Future[None]]] = []
        stop = threading.Event()
        with closing(WorkLine(self.stderr)) as work, ThreadPoolExecutor(jobs) as pool:
            try:
                groups = companions.in_delivery(path, names)
                received = receive_all(
                    batch,
                    names,
                    lambda name: delivery.one_file(path, name),
                    groups,
                    item,
                    manifest,
                    queue=False,
                )
                for name, receipt in counted(received, "nhận", self.stderr, len(names), _size):
                    if receipt.asset is not None and receipt.outcome == Receipt.Outcome.WORKING:
                        work.expect(receipt.asset.bytes)
                        done = pool.submit(_process, receipt.asset, stop, work)
                        waiting.append((name, receipt.pk, done))
                    else:
                        results.append(_line(name, receipt))
                work.show()
                for name, receipt_pk, future in waiting:
                    future.result()
                    receipt = Receipt.objects.select_related("asset__item").get(pk=receipt_pk)
                    results.append(_line(name, receipt))
            except KeyboardInterrupt:
                stop.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        order = {delivery.shown_name(name): place for place, name in enumerate(names)}
        return sorted(results, key=lambda line: order[line["path"]])

    def _restore(self, bag: bags.Bag, batch: Batch, item: Item, jobs: int) -> list[dict[str, Any]]:
        """Take the files of a BagIt bag of ours back, each under its own id."""
        stop = threading.Event()
        with closing(WorkLine(self.stderr)) as work, ThreadPoolExecutor(jobs) as pool:
            receipts = [bags.restore_file(bag, file, batch, item) for file in bag.record["files"]]
            working = [
                each.asset for each in receipts if each.asset and each.outcome == Receipt.Outcome.WORKING
            ]
            for asset in working:
                work.expect(asset.bytes)
            waiting = [pool.submit(_process, asset, stop, work) for asset in working]
            try:
                work.show()
                for future in waiting:
                    future.result()
            except KeyboardInterrupt:
                stop.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        rows = Receipt.objects.select_related("asset__item").in_bulk([each.pk for each in receipts])
        return [_line(rows[each.pk].path, rows[each.pk]) for each in receipts]

    def _say_what_is_missing(self, manifest: Manifest, names: list[str]) -> None:
        """Rows of the manifest whose file did not come along are said, not passed over."""
        here = {unicodedata.normalize("NFC", delivery.shown_name(name)) for name in names}
        here |= {name.rsplit("/", 1)[-1] for name in here}
        missing = [name for name in manifest.rows if name not in here]
        if missing:
            self.stderr.write(
                f"Bảng kê nhắc {len(missing)} tệp không được nộp: {', '.join(missing[:10])}"
                f" / The manifest names {len(missing)} files that were not delivered."
            )

    def _person(self, username: str | None) -> User | None:
        if not username:
            return None
        try:
            return User.objects.get(username=username, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"Không có tài khoản {username}. / No account {username}.") from error

    def _item(self, public_id: str | None, unit: Any) -> Item | None:
        if not public_id:
            return None
        try:
            return Item.objects.get(public_id=public_id.upper(), unit=unit)
        except Item.DoesNotExist as error:
            raise CommandError(
                f"{unit.name} không có di sản {public_id}. / No item {public_id} in this unit."
            ) from error

    def _manifest(self, path: Path, given: Path | None) -> tuple[Manifest, str | None]:
        if given is not None:
            if not given.is_file():
                raise CommandError(f"Không có {given}. / {given} does not exist.")
            inside = path.is_dir() and given.resolve().is_relative_to(path.resolve())
            return read_manifest(given), given.resolve().relative_to(
                path.resolve()
            ).as_posix() if inside else None
        name = delivery.manifest_in(path)
        if name is None:
            return Manifest(), None
        with delivery.one_file(path, name) as delivered, tempfile.TemporaryDirectory():
            if delivered.path is None:
                return Manifest(), name
            return read_manifest(delivered.path), name

    def _report(self, results: list[dict[str, Any]], *, as_json: bool) -> None:
        totals = Counter(line["outcome"] for line in results)
        summary = {outcome: totals.get(outcome, 0) for outcome in OUTCOMES}
        if totals.get("failed"):
            summary["failed"] = totals["failed"]
        if as_json:
            for line in results:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            self.stdout.write(json.dumps({"totals": summary}))
        else:
            for line in results:
                self.stdout.write(f"{line['path']}: {WORD[line['outcome']]}. {line['vi']}")
            self.stdout.write(
                "Cộng: " + ", ".join(f"{count} {WORD[outcome]}" for outcome, count in summary.items())
            )
        if totals.get("failed"):
            raise CommandError(
                f"{totals['failed']} tệp gặp lỗi hệ thống. / {totals['failed']} files failed on our side."
            )


def _process(asset: Asset, stop: threading.Event, work: WorkLine) -> None:
    """Process, or wait for whoever is at it already; a lease ends, so this does too."""
    unsettled = Asset.objects.filter(pk=asset.pk, state__in=(Asset.State.RECEIVED, Asset.State.PROCESSING))
    try:
        with work.working(asset.original_name, asset.bytes):
            process_asset(asset.pk)
            while unsettled.exists() and not stop.wait(WAIT_S):
                process_asset(asset.pk)
    finally:
        connection.close()


def _size(received: tuple[str, Receipt]) -> int:
    asset = received[1].asset
    return asset.bytes if asset else 0


def _line(name: str, receipt: Receipt) -> dict[str, Any]:
    asset = receipt.asset
    item = asset.item if asset else None
    return {
        "path": name,
        "outcome": receipt.outcome,
        "code": receipt.code,
        "vi": receipt.vi,
        "en": receipt.en,
        "sha256": receipt.sha256 or None,
        "asset": asset.public_id if asset else None,
        "item": item.public_id if item else None,
    }
