import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0021_texts_about_shielded_people_leave_the_search_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="came_with",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="attachments", to="complaints.document"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="left_out",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="document",
            name="message_id",
            field=models.CharField(blank=True, db_default="", max_length=250),
        ),
        migrations.AddField(
            model_name="document",
            name="original_sha256",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddField(
            model_name="document",
            name="sender_email",
            field=models.CharField(blank=True, db_default="", max_length=254),
        ),
    ]
