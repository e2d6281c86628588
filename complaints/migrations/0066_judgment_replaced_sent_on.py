from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0065_no_destruction_begins_carried_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="judgment",
            name="replaced_sent_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
