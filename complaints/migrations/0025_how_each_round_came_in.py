from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0024_closed_files_get_a_class")]

    operations = [migrations.AddField(model_name="round", name="is_written", field=models.BooleanField(blank=True, null=True))]
