from django.db import migrations

TABLE = "organisation_organisationevent"


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_organisation_history_is_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER no_truncate ON {TABLE};",
        )
    ]
