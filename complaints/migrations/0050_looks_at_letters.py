import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A second look at letters before they go. A new table and an empty column: old code runs on."""

    dependencies = [
        ("complaints", "0049_hand_overs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="changed_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="LetterLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("remarks", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("letter", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="complaints.letter")),
                (
                    "looked_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("looked_at__isnull", True)), fields=("letter",), name="one_look_waits"),
                    models.CheckConstraint(
                        condition=models.Q(("looked_at__isnull", False), models.Q(("remarks", ""), ("sha256", "")), _connector="OR"),
                        name="look_is_found_once_looked",
                    ),
                ],
            },
        ),
    ]
