from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("complaints", "0010_notices")]

    operations = [migrations.AddField(model_name="complaint", name="changed_at", field=models.DateTimeField(db_default=Now()))]
