"""Look at an installation and say what is well and what to do about the rest."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from gis import crs
from gis.models import AdminUnit
from heritage import engine, storage
from heritage.jobs import features, page_texts, pending
from heritage.jobs.index import differences
from heritage.jobs.sweep import stranded, unclaimed_originals
from heritage.models import Snapshot
from heritage.projections.kept_snapshot import chain_holds
from heritage.virus_scanner import ScannerAway
from media_pipeline import ffmpeg, ocr, open3d_adapter
from media_pipeline.errors import WorkerFailed
from search.errors import SearchError

FREE_BYTES = 3 << 30
SNAPSHOT_LATE = timedelta(hours=36)
PENDING_MINUTES = 2  # in which the worker has tried several times


class Command(BaseCommand):
    """``doctor [--json]``: one line a check; exit 1 when one of them fails."""

    help = "Khám hệ thống: thứ gì ổn, thứ gì cần sửa. / Check this installation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every check, whatever the others say."""
        results = [(name, *check()) for name, check in CHECKS.items()]
        for name, well, detail in results:
            if options["json"]:
                self.stdout.write(
                    json.dumps({"check": name, "ok": well, "detail": detail}, ensure_ascii=False)
                )
            else:
                self.stdout.write(f"{'ổn ' if well else 'LỖI'}  {name}: {detail}")
        failed = [name for name, well, _ in results if not well]
        if failed:
            raise CommandError(f"Cần sửa: {', '.join(failed)}. / To be mended: {', '.join(failed)}.")


def _database() -> tuple[bool, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return False, str(error)
    return True, connection.settings_dict["ENGINE"].rsplit(".", 1)[-1]


def _units() -> tuple[bool, str]:
    count = AdminUnit.objects.filter(level="commune", valid_to__isnull=True).count()
    return count > 0, f"{count} phường, xã, đặc khu" if count else "chạy manage.py load_units"


def _projection() -> tuple[bool, str]:
    lon, lat = crs.to_wgs84(569493.211, 2262869.638, "EPSG:9209")
    well = abs(lon - 106.167945) < 1e-7 and abs(lat - 20.455966) < 1e-7
    return well, f"Đền Trần: {lat:.6f}, {lon:.6f}"


def _search() -> tuple[bool, str]:
    try:
        if not engine.current().healthy():
            return False, f"{engine.current().name} không trả lời"
        missing, extra = differences()
    except SearchError as error:
        return False, str(error)
    if missing or extra:
        return False, f"thiếu {len(missing)}, thừa {len(extra)}: chạy manage.py rebuild_index"
    return True, engine.current().name


def _index() -> tuple[bool, str]:
    count, oldest = pending.waiting()
    if oldest is None:
        return True, "mọi thay đổi đã vào chỉ mục tìm kiếm"
    minutes = (timezone.now() - oldest).total_seconds() / 60
    told = f"{count} hồ sơ chờ vào chỉ mục tìm kiếm, lâu nhất {minutes:.0f} phút"
    problem = pending.problem()
    return minutes < PENDING_MINUTES, f"{told}: {problem}" if problem else told


def _features() -> tuple[bool, str]:
    missing, extra = features.differences()
    if missing or extra:
        return False, f"thiếu hoặc cũ {len(missing)}, thừa {len(extra)}: chạy manage.py rebuild_index"
    return True, "khớp với hồ sơ đã công bố"


def _stores() -> tuple[bool, str]:
    for store in (storage.originals(), storage.derivatives()):
        try:
            name = store.save("doctor/probe", ContentFile(b"probe"))
            with store.open(name, "rb") as file:
                same = file.read() == b"probe"
            store.delete(name)
        except OSError as error:
            return False, str(error)
        if not same:
            return False, "đọc lại khác với ghi vào"
    return True, "ghi và đọc lại được"


def _space() -> tuple[bool, str]:
    free = shutil.disk_usage(settings.HOME).free
    return free > FREE_BYTES, f"còn {free / 1e9:.1f} GB"


def _work() -> tuple[bool, str]:
    left = len(stranded())
    return left == 0, f"{left} tệp bị bỏ dở" if left else "không có tệp bị bỏ dở"


def _originals() -> tuple[bool, str]:
    left = sum(1 for _ in unclaimed_originals())
    if not left:
        return True, "tệp gốc nào cũng có hồ sơ"
    return True, f"{left} tệp gốc chưa có hồ sơ (lần gửi bị ngắt, hoặc sổ cũ hơn tệp): gửi lại tệp đó"


def _incoming() -> tuple[bool, str]:
    try:
        with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            return True, str(Path(folder).parent.name)
    except OSError as error:
        return False, str(error)


def _confinement() -> tuple[bool, str]:
    """What the kernel lets us forbid a process that reads a stranger's file; less than all is no fault of ours."""
    done = subprocess.run(
        [sys.executable, "-m", "media_pipeline.confine"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    try:
        held = json.loads(done.stdout)
    except ValueError:
        return False, f"không thử được: {done.stderr[-200:]}"
    if not held["writes_inside"]:
        return False, "tiến trình đọc tệp không ghi được vào thư mục của nó"
    network = "mở" if held["network"] else "chặn"
    files = (
        "không giới hạn (nhân Linux không có Landlock)" if held["writes_outside"] else "chỉ thư mục của nó"
    )
    return True, f"mạng: {network}; tệp: {files}"


def _scanner() -> tuple[bool, str]:
    if settings.VIRUS_SCANNER is None:
        return True, "không dùng (DISANSO_CLAMD)"
    try:
        return True, settings.VIRUS_SCANNER.version()
    except ScannerAway as error:
        return False, f"không trả lời, mọi tệp gửi đến bị từ chối: {error}"


def _words() -> tuple[bool, str]:
    """Reading the words on scans is an extra: its absence is said, and what to install, and is no fault."""
    waiting = len(page_texts.unread())
    later = f"; {waiting} tệp chờ: manage.py rederive --recipe ocr" if waiting else ""
    program = ocr.installed()
    if program is None:
        return True, f"chưa nhận dạng chữ, cài tesseract-ocr và tesseract-ocr-vie (apt-get install){later}"
    if "vie" not in program.language.split("+"):
        return True, f"tesseract {program.version}, thiếu tiếng Việt: cài tesseract-ocr-vie{later}"
    return True, f"tesseract {program.version}, {program.language}{later}"


def _open3d() -> tuple[bool, str]:
    try:
        open3d_adapter.nearest_distances(np.eye(3))
    except WorkerFailed as error:
        return False, str(error)
    return True, "nạp được"


def _ffmpeg() -> tuple[bool, str]:
    program = ffmpeg.found()
    if program is None:
        return True, "chưa cài: phim không có ảnh bìa, bản nhẹ; âm thanh ngoài WAV không có dạng sóng"
    return True, program.version


def _snapshots() -> tuple[bool, str]:
    """None yet is no fault: the first sweep of a worker takes one."""
    last = Snapshot.objects.order_by("-day").defer("content").first()
    if last is None:
        return True, "chưa có; tiến trình xử lý nền sẽ chụp"
    if not chain_holds():
        return False, "có ngày đã bị sửa: manage.py snapshot_kpi --verify"
    late = timezone.now() - last.taken_at > SNAPSHOT_LATE
    told = f"ngày cuối {last.day:%d/%m/%Y}, SHA-256 {last.digest[:12]}…"
    return not late, f"{told}: chạy manage.py run_worker" if late else told


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "database": _database,
    "units": _units,
    "vn2000": _projection,
    "search": _search,
    "index": _index,
    "map": _features,
    "stores": _stores,
    "originals": _originals,
    "incoming": _incoming,
    "disk": _space,
    "queue": _work,
    "snapshots": _snapshots,
    "open3d": _open3d,
    "ocr": _words,
    "ffmpeg": _ffmpeg,
    "confinement": _confinement,
    "scanner": _scanner,
}
