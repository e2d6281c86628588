from django.db import migrations

TABLE = "complaints_complaintevent"


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("tenants", "0002_extension_and_append_only_rule")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER append_only ON {TABLE};",
        )
    ]
