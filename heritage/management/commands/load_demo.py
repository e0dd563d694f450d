"""Fill an empty installation with the five wards: units, plans, items, people and generated surveys."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from gis.units_data import load_units
from heritage.errors import Refusal
from heritage.jobs import page_texts
from heritage.jobs.index import rebuild
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Item, User
from heritage.services import demo_accounts, demo_content, demo_places, intake, plans
from heritage.services.manifest import read_manifest
from heritage.services.publishing import publish

STAMP = "demo-loaded.json"
READ_AT_ONCE = 2  # scans whose words are read while loading; `rederive --recipe ocr` reads the rest


class Command(BaseCommand):
    """Idempotent: what exists stays as people have changed it since."""

    help = "Nạp dữ liệu trình diễn của năm phường, xã. / Load the demonstration of five wards."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--no-media", action="store_true", help="facts only, no generated surveys")
        parser.add_argument("--jobs", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        """Units, accounts, facts, surveys, publication, index."""
        fingerprint = self._fingerprint(options["no_media"])
        stamp = Path(settings.HOME) / STAMP
        if stamp.exists() and json.loads(stamp.read_text())["fingerprint"] == fingerprint:
            self.stdout.write(
                "Dữ liệu trình diễn đã có, không thay đổi. / The demonstration is already loaded."
            )
            return
        started = time.monotonic()
        result = load_units()
        self._say(
            started,
            f"đơn vị hành chính mới: {result.units_created}, bước lịch sử mới: {result.changes_created}",
        )
        demo_accounts.make_accounts()
        officers = _by_unit(User.Role.OFFICER)
        editor = User.objects.get(username="bientap")
        self._say(started, f"di sản mới: {demo_content.load_items(officers, editor)}")
        self._say(started, f"hình vẽ và nguồn vị trí mới: {demo_places.load_places()}")
        self._say(
            started,
            f"danh mục mới: {demo_content.load_registers()}, kế hoạch: {plans.load_plans()}, "
            f"chỉ tiêu quốc gia: {plans.load_targets()}",
        )
        if not options["no_media"]:
            self._surveys(started, officers, editor, options["jobs"])
        self._publish(started)
        self._say(started, f"chỉ mục tìm kiếm: {rebuild()}")
        stamp.write_text(json.dumps({"fingerprint": fingerprint}))

    def _surveys(self, started: float, officers: dict[str, User], editor: User, jobs: int) -> None:
        from heritage.demo import survey  # the renderer is only loaded when there is something to draw

        rows = {row["id"]: row for row in demo_content.read("items.json")}
        items = Item.objects.select_related("unit").in_bulk(list(rows), field_name="public_id")
        wanted = [key for key in survey.SURVEYS if key in items and not self._is_done(key)]
        with (
            tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
            ThreadPoolExecutor(jobs) as pool,
        ):
            # One survey is drawn while the files of those before it are processed.
            work: list[Future[None]] = []
            scans = 0
            for number, key in enumerate(wanted, 1):
                item = items[key]
                target = Path(folder) / key
                target.mkdir()
                survey.write_survey(target, rows[key])
                pending = self._receive(target, item, officers.get(item.unit.code, editor))
                shutil.rmtree(target)
                placed = survey.control_points(rows[key])
                if placed is not None:
                    demo_content.tell_control(item, survey.PLAN_NAME, *placed)
                for pk in pending:
                    is_scan = Asset.objects.filter(pk=pk, kind="scan").exists()
                    scans += is_scan
                    later = (
                        frozenset({page_texts.OCR}) if is_scan and scans > READ_AT_ONCE else frozenset[str]()
                    )
                    work.append(pool.submit(_process, pk, later))
                self._say(started, f"khảo sát {number}/{len(wanted)}: {item.name_vi}, {len(pending)} tệp")
            for future in work:
                future.result()
            self._say(started, f"đã xử lý {len(work)} tệp")

    def _is_done(self, public_id: str) -> bool:
        """Whether a survey was received whole and settled by an earlier run that was interrupted later."""
        batch = Batch.objects.filter(label=_label(public_id)).first()
        return (
            batch is not None
            and batch.receipts.exists()
            and not batch.receipts.filter(outcome="working").exists()
        )

    def _receive(self, folder: Path, item: Item, by: User) -> list[int]:
        batch, _ = Batch.objects.get_or_create(unit=item.unit, by=by, label=_label(item.public_id))
        manifest = read_manifest(folder / "manifest.csv")
        pending = []
        for path in sorted(folder.iterdir()):
            if path.name == "manifest.csv":
                continue
            receipt = intake.receive_into(
                batch, path, name=path.name, item=item, row=manifest.row_for(path.name), queue=False
            )
            if receipt.outcome == receipt.Outcome.WORKING and receipt.asset_id:
                pending.append(receipt.asset_id)
        return pending

    def _publish(self, started: float) -> None:
        reviewers = _by_unit(User.Role.REVIEWER)
        head = User.objects.get(username="quantri")
        waiting = Item.objects.filter(
            public_id__in=[row["id"] for row in demo_content.read("items.json")]
        ).select_related("unit")
        published = 0
        for item in waiting:
            new_files = item.assets.filter(state=Asset.State.READY, published_at__isnull=True).exists()
            if item.is_public and not new_files:
                continue
            if item.state == Item.State.WITHDRAWN or item.revisions.exclude(state="approved").exists():
                continue  # people have taken it in hand
            try:
                publish(item, by=reviewers.get(item.unit.code, head))
                published += 1
            except Refusal as refusal:
                self.stderr.write(f"{item.public_id}: {refusal.vi}")
        self._say(started, f"công bố: {published}")

    def _fingerprint(self, no_media: bool) -> str:
        digest = hashlib.sha256(b"without media" if no_media else b"with media")
        code = Path(settings.BASE_DIR) / "heritage" / "demo"
        for path in sorted([*demo_content.FOLDER.glob("*.json"), *code.glob("*.py")]):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _say(self, started: float, text: str) -> None:
        self.stdout.write(f"[{time.monotonic() - started:5.1f} s] {text}")


def _by_unit(role: User.Role) -> dict[str, User]:
    """One person with the role for each unit code."""
    people = User.objects.filter(role=role).select_related("unit")
    return {person.unit.code: person for person in people if person.unit is not None}


def _label(public_id: str) -> str:
    return f"Khảo sát trình diễn {public_id}"


def _process(asset_pk: int, later: frozenset[str]) -> None:
    try:
        process_asset(asset_pk, later)
    finally:
        connection.close()
