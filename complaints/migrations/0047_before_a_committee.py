import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The committee a complaint lies before, its advice, and why a judgment differs from it. Columns with a default: old code runs on."""

    dependencies = [
        ("complaints", "0046_transfers"),
        ("organisation", "0010_who_sits_on_a_committee"),
    ]

    operations = [
        migrations.AddField(
            model_name="judgment",
            name="deviation",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="judgment",
            name="encloses_advice",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="round",
            name="committee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="organisation.advisorycommittee",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="committee_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("findings", models.TextField(blank=True)),
                ("considerations", models.TextField(blank=True)),
                ("advice", models.TextField(blank=True)),
                ("given_on", models.DateField(blank=True, null=True)),
                (
                    "given_by",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), blank=True, default=list, size=None),
                ),
                ("recorded_at", models.DateTimeField()),
                ("round", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="advice", to="complaints.round")),
            ],
        ),
        migrations.CreateModel(
            name="PointAdvice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("UPHELD", "Gegrond"),
                            ("NOT_UPHELD", "Ongegrond"),
                            ("NO_JUDGMENT", "Geen oordeel: de feiten staan niet vast"),
                        ],
                        max_length=15,
                    ),
                ),
                ("advice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="points", to="complaints.advice")),
                (
                    "point",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="advised", to="complaints.complaintpoint"),
                ),
            ],
            options={
                "ordering": ["advice_id", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="advice",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_on__isnull", True), models.Q(("given_by", []), _negated=True), _connector="OR"),
                name="advice_is_given_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointadvice",
            constraint=models.UniqueConstraint(fields=("advice", "point"), name="one_advice_on_a_point"),
        ),
    ]
