"""Take the count of today, write out that of a past day, or prove that nothing kept was changed."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from heritage.errors import BadRequest
from heritage.jobs import snapshot_proof, snapshots
from heritage.models import Snapshot
from heritage.projections.kept_snapshot import text_of
from heritage.rules.snapshot_packing import BrokenContent

WORD = {
    "digest": "mã SHA-256 không khớp dòng đầu",
    "link": "không nối vào ngày trước",
    "content": "nội dung bị thay đổi",
    "counts": "số đếm không khớp nội dung",
    "base": "dựa trên một ngày đã hỏng",
}


class Command(BaseCommand):
    """``snapshot_kpi``: exit 1 where a day is refused, is not kept, or is not what was written."""

    help = "Chụp số liệu của hôm nay, xuất hoặc kiểm các ngày đã chụp. / Take, write out or prove the daily count."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="today unless told; see --export")
        parser.add_argument("--verify", action="store_true", help="prove every day that was kept")
        parser.add_argument(
            "--export",
            type=Path,
            metavar="FILE",
            help="write a kept day as it was hashed; - is standard output",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the three."""
        if options["verify"]:
            self._verify(as_json=options["json"])
        elif options["export"]:
            self._export(options["date"], options["export"], as_json=options["json"])
        else:
            self._take(options["date"], as_json=options["json"])

    def _take(self, day: dt.date | None, *, as_json: bool) -> None:
        started = time.monotonic()
        try:
            taken = snapshots.take(day)
        except BadRequest as error:
            if as_json:
                self.stdout.write(json.dumps({"refused": error.code, "vi": error.vi, "en": error.en}))
            raise CommandError(f"{error.vi} / {error.en}") from error
        told = {**_told(taken.snapshot), "made": taken.made, "seconds": round(time.monotonic() - started, 2)}
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        word = "Đã chụp" if taken.made else "Đã có sẵn, giữ nguyên"
        self.stdout.write(
            f"{word}: ngày {told['day']}, {told['objects']} di sản trong {told['units']} đơn vị, SHA-256 {told['digest']}"
        )

    def _verify(self, *, as_json: bool) -> None:
        with tqdm(
            total=Snapshot.objects.count(), unit=" ngày", file=self.stderr, disable=None, leave=False
        ) as bar:
            proof = snapshot_proof.verify(lambda day: bar.update() and None)
        told = {
            "days": proof.days,
            "holds": proof.holds,
            "guarded": proof.guarded,
            "last_digest": proof.last_digest or None,
            "flaws": [{"day": flaw.day.isoformat(), "what": flaw.what} for flaw in proof.flaws],
        }
        if as_json:
            self.stdout.write(json.dumps(told))
        else:
            for flaw in proof.flaws:
                self.stdout.write(f"{flaw.day}: {WORD[flaw.what]} ({flaw.what})")
            if proof.guarded is False:
                self.stdout.write("Cơ sở dữ liệu không còn chặn sửa ảnh chụp (guarded).")
            self.stdout.write(f"Đã kiểm {proof.days} ngày, SHA-256 ngày cuối {proof.last_digest or '–'}")
        if not proof.holds:
            raise CommandError("Ảnh chụp đã bị thay đổi. / The snapshots are not what was written.")

    def _export(self, day: dt.date | None, path: Path, *, as_json: bool) -> None:
        rows = Snapshot.objects.filter(day=day) if day else Snapshot.objects.order_by("-day")
        snapshot = rows.first()
        if snapshot is None:
            raise CommandError("Không có ảnh chụp của ngày này. / There is no snapshot of that day.")
        try:
            if str(path) == "-":
                for line in text_of(snapshot):
                    self.stdout.write(line.decode(), ending="")
                return
            with path.open("wb") as file:
                file.writelines(text_of(snapshot))
        except BrokenContent as error:
            raise CommandError("Ảnh chụp này bị hỏng; xem --verify. / Damaged; see --verify.") from error
        told = _told(snapshot)
        if as_json:
            self.stdout.write(json.dumps(told))
        else:
            self.stdout.write(f"Đã ghi ngày {told['day']}, SHA-256 của dòng đầu {told['digest']}")


def _told(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "day": snapshot.day.isoformat(),
        "digest": snapshot.digest,
        "units": snapshot.units_count,
        "rows": snapshot.rows_count,
        "objects": snapshot.objects_count,
    }


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
