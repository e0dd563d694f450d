"""PostGIS lacks 14 of the VN-2000 zones; SpatiaLite has them all."""

from django.db import migrations

from gis.srids import missing_srids_sql


def add_missing_srids(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for statement, values in missing_srids_sql():
            cursor.execute(statement, values)


class Migration(migrations.Migration):
    dependencies = [("heritage_gis", "0001_initial")]

    operations = [migrations.RunPython(add_missing_srids, migrations.RunPython.noop)]
