from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("heritage", "0004_place_data")]

    operations = [migrations.RemoveField(model_name="item", name="protected")]
