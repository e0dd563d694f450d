"""The first criteria as the product ships them: those by which every level so far was found."""

import json
from pathlib import Path

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def load(apps, schema_editor):
    path = Path(settings.BASE_DIR) / "data" / "criteria" / "1.json"
    row = json.loads(path.read_text(encoding="utf-8"))
    apps.get_model("heritage", "CriteriaVersion").objects.get_or_create(
        version=row.pop("version"), defaults={**row, "applied_at": timezone.now()}
    )


class Migration(migrations.Migration):
    dependencies = [("heritage", "0008_snapshot_chain")]

    operations = [
        migrations.AddField(
            model_name="criteriaversion",
            name="applied_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
