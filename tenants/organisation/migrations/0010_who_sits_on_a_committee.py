import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who sits on an advisory committee. A new table: no row can fail it."""

    dependencies = [
        ("organisation", "0009_feedback_norm"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommitteeSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_chair", models.BooleanField(default=False)),
                ("seated_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="organisation.advisorycommittee"
                    ),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-is_chair", "seated_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)), fields=("committee", "user"), name="one_seat_for_a_person"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chair", True), ("left_on__isnull", True)), fields=("committee",), name="one_chair"
                    ),
                ],
            },
        ),
    ]
