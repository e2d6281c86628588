from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    dependencies = [("complaints", "0067_letters_to_whom_it_is_about")]

    operations = [
        migrations.AddField(
            model_name="involvedperson",
            name="former_names",
            field=models.JSONField(db_default=Value([], models.JSONField()), default=list),
        ),
    ]
