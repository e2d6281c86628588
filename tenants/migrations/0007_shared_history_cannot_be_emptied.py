from importlib import import_module

from django.db import migrations

# What each organisation's files keep has a way through of its own, which looks at their destruction.
earlier = import_module("tenants.migrations.0005_destruction_may_empty_personal_history")


class Migration(migrations.Migration):
    dependencies = [("tenants", "0006_extensions_for_search")]

    operations = [migrations.RunSQL(earlier.NO_WAY_THROUGH, earlier.ONE_WAY_THROUGH)]
