from django.db import migrations

TABLE = "complaints_complaintevent"


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_complaint_history_is_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER no_truncate ON {TABLE};",
        )
    ]
