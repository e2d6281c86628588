from django.db import migrations

ONE_WAY_THROUGH = """
CREATE OR REPLACE FUNCTION public.refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('polsslag.destruction', true) = 'personal' THEN
        IF to_jsonb(NEW) -> 'personal' = 'null'::jsonb AND to_jsonb(NEW) - 'personal' = to_jsonb(OLD) - 'personal' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'history is append-only: % on %.%', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""
NO_WAY_THROUGH = """
CREATE OR REPLACE FUNCTION public.refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: % on %.%', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0004_outbox_failures")]

    operations = [migrations.RunSQL(ONE_WAY_THROUGH, NO_WAY_THROUGH)]
