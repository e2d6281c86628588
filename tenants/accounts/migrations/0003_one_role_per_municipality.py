from django.db import migrations, models


class Migration(migrations.Migration):
    """A council member of a joint authority may represent two of its municipalities. Wider than before: no row can fail it."""

    dependencies = [("accounts", "0002_membership_history_is_append_only")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="membership_role_once"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=["tenant", "user", "role", "unit_id", "municipality"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_role_once",
            ),
        ),
    ]
