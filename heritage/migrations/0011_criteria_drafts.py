from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("heritage", "0010_national_targets")]

    operations = [
        migrations.AlterField(
            model_name="criteriaversion",
            name="valid_from",
            field=models.DateField(blank=True, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="criteriaversion",
            name="preview",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
