"""A ward's own templates of reports: taken in after a look in the child, kept as they came, put aside by their people."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gis.models import AdminUnit
from heritage import workplace
from heritage.errors import BadRequest
from heritage.models import Event, ReportTemplate, User
from heritage.reports.own_template import look_through, unknown
from heritage.services import quarantine
from heritage.services.access import require_unit
from heritage.services.upload import on_disk
from media_pipeline.errors import MediaRefused

MOST_BYTES = 10_000_000
MOST_NAMED = 8


def receive_template(unit: AdminUnit, file: UploadedFile[bytes] | None, *, by: User) -> ReportTemplate:
    """Take a DOCX as the template of the unit's next reports; those before it are put aside.

    Raises:
        NotAllowed: Another unit's person.
        BadRequest: No file, too large, refused by the child with its reason, or with placeholders nobody knows.
        Infected, NotChecked: As the virus scanner says.
    """
    require_unit(by, unit)
    if file is None or not file.size:
        raise BadRequest("Chưa chọn tệp nào.", "No file has been chosen.", "no_files")
    if file.size > MOST_BYTES:
        raise BadRequest(
            f"Mẫu lớn hơn {MOST_BYTES // 1_000_000} MB. Bớt hình trong mẫu rồi gửi lại.",
            f"The template is larger than {MOST_BYTES // 1_000_000} MB. Take pictures out and send it again.",
            "template_too_large",
        )
    name = Path(file.name or "mau.docx").name[:200]
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder:
        path = on_disk(file, Path(folder) / "template")
        quarantine.check(path, name=name, unit=unit, by=by)
        try:
            asked = look_through(path)
        except MediaRefused as refused:
            raise BadRequest(refused.sentence("vi"), refused.sentence("en"), refused.code) from refused
        content = path.read_bytes()
    _must_be_known(asked)
    return _kept(unit, name, content, by)


@transaction.atomic
def put_aside(template: ReportTemplate, *, by: User) -> None:
    """No new report uses it; those made with it still do.

    Raises:
        NotAllowed: Another unit's person.
    """
    require_unit(by, template.unit)
    ReportTemplate.objects.filter(pk=template.pk).update(active=False)


@transaction.atomic
def _kept(unit: AdminUnit, name: str, content: bytes, by: User) -> ReportTemplate:
    ReportTemplate.objects.filter(unit=unit).update(active=False)
    sha256 = hashlib.sha256(content).hexdigest()
    template = ReportTemplate.objects.create(
        unit=unit, name=name, sha256=sha256, content=content, uploaded_by=by
    )
    Event.objects.create(
        actor=by,
        verb="report_template_received",
        subject=f"{unit.code} {name}"[:120],
        detail={"sha256": sha256},
    )
    return template


def _must_be_known(asked: list[str]) -> None:
    strange = unknown(asked)
    if strange:
        named = ", ".join(f"{{{{{each}}}}}" for each in strange[:MOST_NAMED])
        raise BadRequest(
            f"Hệ thống không có chỗ điền {named}. Sửa theo danh sách chỗ điền rồi gửi lại.",
            f"There is no placeholder {named}. Correct it by the list of placeholders and send it again.",
            "unknown_placeholder",
        )
    if not asked:
        raise BadRequest(
            "Mẫu không có chỗ điền nào như {{bao_cao.ty_le}}. Tải mẫu có sẵn về, sửa từ đó rồi gửi lại.",
            "The template has no placeholder such as {{bao_cao.ty_le}}. Download the starter, change that and send it.",
            "no_placeholder",
        )
