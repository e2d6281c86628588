from django.db import migrations

# As it was, and: the retention of the file had ended and it was closed or left out; what goes along without a file is older than that day.
WAY_THROUGH = """
CREATE OR REPLACE FUNCTION complaints_refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
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
                      AND complaint.destroy_after < (destruction.carried_out_at AT TIME ZONE ''Europe/Amsterdam'')::date
                      AND (complaint.exclusion <> '''' OR NOT EXISTS (
                          SELECT FROM %1$I.complaints_round round WHERE round.complaint_id = complaint.id AND round.closed_on IS NULL
                      ))
                      OR $2 IS NULL AND $3 < (destruction.declaration ->> ''purposes_before'')::timestamptz
                      AND (destruction.declaration ->> ''purposes_before'')::timestamptz < destruction.carried_out_at
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

# A proposal begins as one. It is carried out or withdrawn, once; who proposed what stays as it was. Nothing takes a declaration away.
RULE = """
CREATE OR REPLACE FUNCTION complaints_keep_destruction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.carried_out_at IS NULL AND NEW.withdrawn_at IS NULL AND NEW.declaration = '{}'::jsonb THEN
        RETURN NEW;
    END IF;
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


def declarations_stay(when: str) -> str:
    return (
        "DROP TRIGGER declarations_stay ON complaints_destruction;"
        f"CREATE TRIGGER declarations_stay BEFORE {when} ON complaints_destruction FOR EACH ROW EXECUTE FUNCTION complaints_keep_destruction();"
    )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0064_judgment_decided_anew")]

    operations = [
        migrations.RunSQL(WAY_THROUGH, migrations.RunSQL.noop),
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
        migrations.RunSQL(declarations_stay("INSERT OR UPDATE OR DELETE"), declarations_stay("UPDATE OR DELETE")),
    ]
