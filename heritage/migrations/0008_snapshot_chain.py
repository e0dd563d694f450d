"""Snapshots keep their content in one column, and the database itself refuses to change what was kept."""

from django.db import migrations, models

TABLES = ("heritage_snapshot", "heritage_snapshotcount")

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a snapshot is never changed'); END"
        for table in TABLES
        for verb in ("UPDATE", "DELETE")
    ),
    "CREATE TRIGGER heritage_snapshot_no_past BEFORE INSERT ON heritage_snapshot "
    "WHEN EXISTS (SELECT 1 FROM heritage_snapshot WHERE day >= NEW.day) "
    "BEGIN SELECT RAISE(ABORT, 'a past day has no snapshot any more'); END",
    "CREATE TRIGGER heritage_snapshotcount_no_past BEFORE INSERT ON heritage_snapshotcount "
    "WHEN NEW.snapshot_id <> (SELECT MAX(id) FROM heritage_snapshot) "
    "BEGIN SELECT RAISE(ABORT, 'counts come with their snapshot'); END",
]
SQLITE_UNDO = [
    *(f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("UPDATE", "DELETE", "past")),
]

_RAISE = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation'"
POSTGRESQL = [
    "CREATE FUNCTION heritage_snapshot_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    + _RAISE.format("a snapshot is never changed")
    + "; END $$",
    "CREATE FUNCTION heritage_snapshot_no_past() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM heritage_snapshot WHERE day >= NEW.day) THEN "
    + _RAISE.format("a past day has no snapshot any more")
    + "; END IF; RETURN NEW; END $$",
    "CREATE FUNCTION heritage_snapshotcount_no_past() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF NEW.snapshot_id <> (SELECT MAX(id) FROM heritage_snapshot) THEN "
    + _RAISE.format("counts come with their snapshot")
    + "; END IF; RETURN NEW; END $$",
    *(
        f"CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION heritage_snapshot_stands()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_no_past BEFORE INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_no_past()"
        for table in TABLES
    ),
]
POSTGRESQL_UNDO = [
    *(f"DROP TRIGGER {table}_{what} ON {table}" for table in TABLES for what in ("stands", "no_past")),
    "DROP FUNCTION heritage_snapshot_stands()",
    "DROP FUNCTION heritage_snapshot_no_past()",
    "DROP FUNCTION heritage_snapshotcount_no_past()",
]


def guard(connection):
    """Let the database refuse changes of snapshots."""
    for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
        connection.cursor().execute(statement)


def lift(connection):
    """Take the guard off again: when the migration is undone, and in tests."""
    for statement in SQLITE_UNDO if connection.vendor == "sqlite" else POSTGRESQL_UNDO:
        connection.cursor().execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("heritage", "0007_search_and_measure"),
    ]

    operations = [
        migrations.RemoveField(model_name="snapshot", name="rows"),
        migrations.RemoveField(model_name="snapshot", name="levels"),
        migrations.AddField(
            model_name="snapshot",
            name="content",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="snapshot",
            name="root",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="snapshot",
            name="units_count",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="previous_digest",
            field=models.CharField(blank=True, max_length=64, unique=True),
        ),
        migrations.RemoveField(model_name="snapshotcount", name="register_number"),
        migrations.AddField(
            model_name="snapshotcount",
            name="register",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunPython(
            lambda apps, schema_editor: guard(schema_editor.connection),
            lambda apps, schema_editor: lift(schema_editor.connection),
        ),
    ]
