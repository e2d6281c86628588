from django.db import migrations

TABLE = "complaints_letter"


class Migration(migrations.Migration):
    """What was sent is what was sent: no change of a letter that went. Destruction removes it with its file."""

    dependencies = [("complaints", "0033_letters"), ("tenants", "0002_extension_and_append_only_rule")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER sent_letters_stay BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN (OLD.sent_at IS NOT NULL)"
            " EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER sent_letters_stay ON {TABLE};",
        )
    ]
