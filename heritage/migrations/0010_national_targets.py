"""What national documents ask for, and what each of their percentages is of."""

import json
from pathlib import Path

from django.conf import settings
from django.db import migrations, models


def load(apps, schema_editor):
    path = Path(settings.BASE_DIR) / "data" / "targets" / "national.json"
    for row in json.loads(path.read_text(encoding="utf-8")):
        key = row.pop("key")
        apps.get_model("heritage", "ReferenceTarget").objects.get_or_create(key=key, defaults=row)


class Migration(migrations.Migration):
    dependencies = [("heritage", "0009_first_criteria")]

    operations = [
        migrations.AddField(
            model_name="referencetarget",
            name="measure",
            field=models.CharField(
                choices=[
                    ("digitized", "Đã số hóa"),
                    ("identifier", "Có mã định danh"),
                    ("standard", "Theo khung tiêu chuẩn"),
                ],
                default="digitized",
                max_length=20,
            ),
        ),
        migrations.AddField(model_name="referencetarget", name="note_en", field=models.TextField(blank=True)),
        migrations.AddField(model_name="referencetarget", name="note_vi", field=models.TextField(blank=True)),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
