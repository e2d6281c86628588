from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0071_reading_fault_of_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="judgment",
            name="is_signed_by_mandate",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="nottakenup",
            name="is_signed_by_mandate",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
