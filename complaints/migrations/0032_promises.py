import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0031_mentioned_decision"),
        ("organisation", "0008_the_class_that_has_to_be_confirmed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("name", models.CharField(blank=True, max_length=200)),
                ("said_on", models.DateField()),
                ("due_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "end",
                    models.CharField(
                        blank=True, choices=[("KEPT", "Kept"), ("NOT_KEPT", "Not Kept"), ("WITHDRAWN", "Withdrawn")], max_length=10
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "told_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PHONE", "by phone"),
                            ("EMAIL", "by e-mail"),
                            ("LETTER", "by letter"),
                            ("DESK", "at the desk"),
                            ("VISIT", "at home"),
                            ("VIDEO", "by video call"),
                        ],
                        max_length=10,
                    ),
                ),
                ("remark", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="promises", to="complaints.complaint"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed_by",
                        to="complaints.promise",
                    ),
                ),
                (
                    "promised_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.label"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "recorded_at", "pk"],
                "indexes": [models.Index(condition=models.Q(("end", "")), fields=["due_on"], name="promise_open")],
            },
        ),
    ]
