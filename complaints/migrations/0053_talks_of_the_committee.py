from django.db import migrations, models


class Migration(migrations.Migration):
    """Which talks a committee held itself. A column with a default: old code runs on."""

    dependencies = [("complaints", "0052_chosen_documents_of_a_split")]

    operations = [
        migrations.AddField(
            model_name="hearing",
            name="by_committee",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
