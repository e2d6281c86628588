from django.db import migrations

TABLE = "accounts_membershipevent"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_one_role_per_municipality")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER no_truncate ON {TABLE};",
        )
    ]
