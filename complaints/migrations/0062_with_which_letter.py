import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0061_investigations_that_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="copytosubject",
            name="letter",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="complaints.letter"
            ),
        ),
        migrations.AddField(
            model_name="hearing",
            name="letter",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="complaints.letter"
            ),
        ),
    ]
