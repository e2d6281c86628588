from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0072_who_signed_a_letter_of_elsewhere")]

    operations = [
        migrations.AddField(model_name="involvedperson", name="subject_since", field=models.DateTimeField(blank=True, null=True)),
    ]
