from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0068_former_names_of_involved_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="meant",
            field=models.JSONField(db_default=Value([], models.JSONField()), default=list),
        ),
    ]
