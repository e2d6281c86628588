from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

CREATE_RULE = """
CREATE FUNCTION public.refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: % on %.%', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(CREATE_RULE, "DROP FUNCTION public.refuse_history_change();"),
    ]
