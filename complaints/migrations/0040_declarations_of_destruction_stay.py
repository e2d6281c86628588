from django.db import migrations

TABLE = "complaints_destruction"

# A proposal is carried out or withdrawn, once; who proposed what stays as it was. Nothing takes a declaration away.
RULE = """
CREATE FUNCTION complaints_keep_destruction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND OLD.carried_out_at IS NULL AND OLD.withdrawn_at IS NULL
       AND (NEW.carried_out_at IS NULL) <> (NEW.withdrawn_at IS NULL)
       AND (NEW.id, NEW."references", NEW.proposed_by_id, NEW.proposed_at)
           IS NOT DISTINCT FROM (OLD.id, OLD."references", OLD.proposed_by_id, OLD.proposed_at)
       AND (NEW.withdrawn_at IS NULL OR NEW.declaration = OLD.declaration)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'history is append-only: % on %.%', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0039_judgments"), ("tenants", "0002_extension_and_append_only_rule")]

    operations = [
        migrations.RunSQL(RULE, "DROP FUNCTION complaints_keep_destruction();"),
        migrations.RunSQL(
            f"CREATE TRIGGER declarations_stay BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"
            " EXECUTE FUNCTION complaints_keep_destruction();",
            f"DROP TRIGGER declarations_stay ON {TABLE};",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_history_change();",
            f"DROP TRIGGER no_truncate ON {TABLE};",
        ),
    ]
