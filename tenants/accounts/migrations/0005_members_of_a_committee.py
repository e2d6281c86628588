from django.db import migrations, models


class Migration(migrations.Migration):
    """A role for members of an advisory committee. Wider than before: no row can fail it."""

    dependencies = [
        ("accounts", "0004_membership_history_cannot_be_emptied"),
        ("tenants", "0008_nightly_check"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_role_known",
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "administrator"),
                    ("coordinator", "coordinator"),
                    ("handler", "handler"),
                    ("employee", "employee"),
                    ("manager", "manager"),
                    ("council_member", "council_member"),
                    ("council_registry", "council_registry"),
                    ("committee_member", "committee_member"),
                    ("operator", "operator"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "administrator",
                            "coordinator",
                            "handler",
                            "employee",
                            "manager",
                            "council_member",
                            "council_registry",
                            "committee_member",
                            "operator",
                        ],
                    )
                ),
                name="membership_role_known",
            ),
        ),
    ]
