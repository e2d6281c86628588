from django.db import migrations

TABLE = "complaints_accessrecord"


class Migration(migrations.Migration):
    dependencies = [("complaints", "0004_register")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER append_only ON {TABLE};",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER no_truncate ON {TABLE};",
        ),
    ]
