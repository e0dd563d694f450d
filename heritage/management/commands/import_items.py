"""Bring in items from a file: a dry run with every row's outcome, then acceptance; or undo an import."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gis import units
from gis.encodings import TextEncoding
from heritage import workplace
from heritage.errors import Refusal
from heritage.jobs.import_check import check_import
from heritage.models import ItemImport, User
from heritage.services.importing import receive_file
from heritage.services.importing_accept import accept
from heritage.services.importing_report import problem_text
from heritage.services.importing_undo import undo

WORD = {"create": "thêm mới", "update": "cập nhật", "same": "không đổi", "refused": "không nhận"}


class Command(BaseCommand):
    """``import_items FILE --unit CODE --by USER``; without ``--accept`` nothing is written to items."""

    help = "Nhập di sản từ bảng hoặc lớp bản đồ: thử trước, nhập sau, hoàn tác được. / Import items."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "file", type=Path, nargs="?", help="CSV, XLSX, GeoJSON, GeoPackage, zip of a Shapefile, …"
        )
        parser.add_argument("--unit", help="5-character code of the unit of rows that name none")
        parser.add_argument("--by", required=True, help="username of the officer")
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE", help='JSON object {"their heading": "our field"}'
        )
        parser.add_argument("--layer", help="sheet or layer")
        parser.add_argument("--encoding", choices=list(TextEncoding), help="of texts from before Unicode")
        parser.add_argument("--crs", help="EPSG:9209; EPSG:9209;swapped where easting comes first")
        parser.add_argument("--category", help="category of rows that name none")
        parser.add_argument("--dry-run", action="store_true", help="check only; this is the default")
        parser.add_argument("--accept", action="store_true", help="write every row that is not refused")
        parser.add_argument("--undo", type=int, metavar="ID", help="take an accepted import back")
        parser.add_argument("--json", action="store_true", help="one JSON object per row, then the totals")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, check, accept or undo, report."""
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"Không có tài khoản {options['by']}. / No account {options['by']}.")
        if options["accept"] and options["dry_run"]:
            raise CommandError("Chọn --dry-run hoặc --accept. / Choose --dry-run or --accept.")
        try:
            if options["undo"] is not None:
                self._undo(options["undo"], by, as_json=options["json"])
            else:
                self._import(by, options)
        except Refusal as refusal:
            raise CommandError(f"{refusal.vi} / {refusal.en}") from refusal

    def _import(self, by: User, options: dict[str, Any]) -> None:
        path: Path | None = options["file"]
        if path is None or not path.is_file():
            raise CommandError(f"Không có {path}. / {path} does not exist.")
        unit = units.unit_on(options["unit"] or "", timezone.localdate())
        if unit is None:
            raise CommandError(f"Không có đơn vị {options['unit']}. / No unit {options['unit']} today.")
        reading = {name: options[name] for name in ("layer", "encoding", "crs", "category")}
        reading["columns"] = self._mapping(options["mapping"])
        started = time.monotonic()
        with tempfile.TemporaryDirectory(
            dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()
        ) as folder:
            batch = receive_file(
                [(path.name, path)], Path(folder), unit=unit, by=by, reading=reading, queue=False
            )
        check_import(batch.pk)
        batch.refresh_from_db()
        checked_s = time.monotonic() - started
        if batch.state == ItemImport.State.FAILED:
            refused = batch.report["refused"]
            raise CommandError(f"{refused['vi']} / {refused['en']}")
        accepted_s = None
        if options["accept"]:
            started = time.monotonic()
            batch = accept(batch, by=by)
            accepted_s = time.monotonic() - started
        self._report(batch, checked_s, accepted_s, as_json=options["json"])

    def _mapping(self, path: Path | None) -> dict[str, str]:
        if path is None:
            return {}
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"Không đọc được {path}. / {path} cannot be read.") from error
        if not isinstance(content, dict):
            raise CommandError(f"{path} không phải đối tượng JSON. / {path} is no JSON object.")
        return {str(heading): str(code) for heading, code in content.items()}

    def _report(
        self, batch: ItemImport, checked_s: float, accepted_s: float | None, *, as_json: bool
    ) -> None:
        totals = batch.report["totals"]
        count = sum(totals.values())
        for row in batch.rows.select_related("item").iterator(chunk_size=1000):
            if as_json:
                line = {
                    "row": row.number, "outcome": row.action, "name": row.name,
                    "item": row.item.public_id if row.item else None, "problems": row.problems,
                }  # fmt: skip
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            elif row.problems:
                words = WORD[row.action]
                self.stdout.write(
                    f"dòng {row.number}: {row.name or '…'}: {words}. {problem_text(row.problems, 'vi')}"
                )
        if as_json:
            timing = {"checked_s": round(checked_s, 3), "accepted_s": accepted_s and round(accepted_s, 3)}
            last = {"totals": totals, "import": batch.pk, "state": batch.state, **timing}
            self.stdout.write(json.dumps(last))
            return
        self.stdout.write(
            f"Lô {batch.pk}. Cộng: " + ", ".join(f"{totals[each]} {WORD[each]}" for each in WORD)
        )
        self.stdout.write(f"Kiểm {checked_s:.1f} s, {count / checked_s:.0f} dòng/s.")
        if accepted_s is not None:
            self.stdout.write(f"Nhập {accepted_s:.1f} s, {count / accepted_s:.0f} dòng/s.")

    def _undo(self, pk: int, by: User, *, as_json: bool) -> None:
        batch = ItemImport.objects.select_related("unit").filter(pk=pk).first()
        if batch is None:
            raise CommandError(f"Không có lô {pk}. / No import {pk}.")
        done = undo(batch, by=by)
        totals = {"deleted": done.deleted, "returned": done.returned, "kept": len(done.kept)}
        if as_json:
            for item in done.kept:
                self.stdout.write(
                    json.dumps({"kept": item.public_id, "name": item.name_vi}, ensure_ascii=False)
                )
            self.stdout.write(json.dumps({"totals": totals, "import": pk}))
            return
        for item in done.kept:
            self.stdout.write(f"giữ lại {item.public_id} {item.name_vi}: đã công bố hoặc đã sửa sau khi nhập")
        self.stdout.write(
            f"Đã hoàn tác lô {pk}: bỏ {done.deleted} bản nháp, trả lại {done.returned} hồ sơ, giữ {len(done.kept)}."
        )
