"""A place that was protected keeps its distance of about a kilometre; an item's position becomes its accepted candidate."""

import os

from django.db import migrations


def forwards(apps, schema_editor):
    # Before anything asks for it: a key made inside a transaction that fails would be gone, and asked for again.
    apps.get_model("heritage", "PlaceSecret").objects.get_or_create(pk=1, defaults={"key": os.urandom(32)})
    item_model = apps.get_model("heritage", "Item")
    item_model.objects.filter(protected=True).update(disclosure="km1")
    for revision in apps.get_model("heritage", "Revision").objects.filter(values__has_key="protected"):
        protected = revision.values.pop("protected")
        revision.values["disclosure"] = "km1" if protected else "exact"
        revision.save(update_fields=["values"])
    candidates = apps.get_model("heritage", "PositionCandidate")
    rows = item_model.objects.filter(position__isnull=False).defer("zone_one", "zone_two", "route", "area")
    candidates.objects.bulk_create(
        (
            candidates(
                item=item,
                point=item.position,
                method=item.position_method or "declared",
                accuracy_m=item.position_accuracy_m,
                native=item.position_native,
                by=item.created_by,
                state="accepted",
            )
            for item in rows.iterator(chunk_size=500)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("heritage", "0003_places_imports_reassignments")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
