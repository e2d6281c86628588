import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0017_own_columns_and_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="exportrun",
            name="complaints",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name="exportrun",
            name="standing",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
    ]
