from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0070_procedure_of_closed_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="reading_fault",
            field=models.CharField(
                blank=True,
                choices=[
                    ("LOCKED", "Locked with a password: nobody can read this. Ask for one without a password, and add that too."),
                    (
                        "DAMAGED",
                        "Damaged: nobody can read this. Ask to send it again, or open it where it came from, save it anew and add that.",
                    ),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
    ]
