from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0018_files_in_an_export"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="end",
            field=models.CharField(blank=True, choices=[("sent", "Sent"), ("dropped", "Dropped"), ("failed", "Failed")], max_length=8),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("end", "failed")), fields=["settled_at"], name="notice_failed"),
        ),
        migrations.AddIndex(
            model_name="sentmessage",
            index=models.Index(
                condition=models.Q(("returned_at__isnull", True), ("sent_at__isnull", True)),
                fields=["queued_at"],
                name="sent_message_waiting",
            ),
        ),
    ]
