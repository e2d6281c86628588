from django.db import migrations

TABLES = ("complaints_complaintevent", "complaints_accessrecord")

# `personal` of a row, and nothing else, may become empty: under a destruction that two people carried out, of a file it destroyed,
# or of no file when it is older than what the declaration says goes along.
WAY_THROUGH = """
CREATE FUNCTION complaints_refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    under text := current_setting('polsslag.destruction', true);
    is_destroyed boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND under <> ''
       AND to_jsonb(NEW) -> 'personal' = 'null'::jsonb AND to_jsonb(NEW) - 'personal' = to_jsonb(OLD) - 'personal'
    THEN
        EXECUTE format('
            SELECT EXISTS (
                SELECT FROM %1$I.complaints_destruction destruction
                LEFT JOIN %1$I.complaints_complaint complaint ON complaint.id = $2
                WHERE destruction.id::text = $1 AND destruction.carried_out_by_id <> destruction.proposed_by_id
                  AND (
                      complaint.destroyed_at = destruction.carried_out_at AND destruction."references" ? complaint.reference
                      OR $2 IS NULL AND $3 < (destruction.declaration ->> ''purposes_before'')::timestamptz
                  )
            )', TG_TABLE_SCHEMA)
        INTO is_destroyed USING under, OLD.complaint_id, OLD.happened_at;
        IF is_destroyed THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'history is append-only: % on %.%', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""


def trigger(table: str, function: str) -> str:
    return (
        f"DROP TRIGGER append_only ON {table};"
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();"
    )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0026_how_existing_rounds_came_in")]

    operations = [
        migrations.RunSQL(WAY_THROUGH, "DROP FUNCTION complaints_refuse_history_change();"),
        *(
            migrations.RunSQL(trigger(table, "complaints_refuse_history_change"), trigger(table, "public.refuse_history_change"))
            for table in TABLES
        ),
    ]
