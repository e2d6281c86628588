from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0060_why_a_file_names_nobody"),
    ]

    operations = [
        migrations.AddField(
            model_name="nottakenup",
            name="resume_since",
            field=models.DateField(blank=True, null=True),
        ),
    ]
