"""When a saved search was last opened, so that what is new since then can be counted."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One nullable column."""

    dependencies = [("heritage", "0011_criteria_drafts")]

    operations = [
        migrations.AddField(
            model_name="savedsearch",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
