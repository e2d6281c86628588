import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("complaints", "0066_judgment_replaced_sent_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="subject_user",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="subject_name",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
    ]
