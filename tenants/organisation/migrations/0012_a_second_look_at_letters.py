from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether letters that decide need a second look. A column with a default: old code runs on."""

    dependencies = [
        ("organisation", "0011_written_mandate"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisationsettings",
            name="decisions_need_second_look",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
