import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

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


def trigger(name: str, when: str, table: str, function: str = "public.refuse_history_change", condition: str = "") -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {'STATEMENT' if when == 'TRUNCATE' else 'ROW'} {condition}"
        f" EXECUTE FUNCTION {function}();",
        f"DROP TRIGGER {name} ON {table};",
    )


class CreateTogether(Operation):
    """Models made in one go. Django builds every model anew after each one it makes, which takes longer than making the tables."""

    def __init__(self, models: list[migrations.CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label, state) -> None:
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"


class Migration(migrations.Migration):
    """What 0001 to 0060 come to, in one step: a new organisation is made in half the time. Those that have them keep them."""

    replaces = [
        ("complaints", "0001_initial"),
        ("complaints", "0002_complaint_history_is_append_only"),
        ("complaints", "0003_complaint_history_cannot_be_emptied"),
        ("complaints", "0004_register"),
        ("complaints", "0005_access_log_is_append_only"),
        ("complaints", "0006_search_index"),
        ("complaints", "0007_index_existing_files"),
        ("complaints", "0008_same_person"),
        ("complaints", "0009_documents"),
        ("complaints", "0010_notices"),
        ("complaints", "0011_last_change"),
        ("complaints", "0012_last_change_of_existing_files"),
        ("complaints", "0013_indexes_for_finding"),
        ("complaints", "0014_statistics_for_search"),
        ("complaints", "0015_incoming_messages"),
        ("complaints", "0016_retention_of_files_taken_over"),
        ("complaints", "0017_own_columns_and_exports"),
        ("complaints", "0018_files_in_an_export"),
        ("complaints", "0019_mail_that_does_not_go"),
        ("complaints", "0020_anonymous_people_leave_the_search_index"),
        ("complaints", "0021_texts_about_shielded_people_leave_the_search_index"),
        ("complaints", "0022_kept_mails"),
        ("complaints", "0023_longer_class_of_the_selection_list"),
        ("complaints", "0024_closed_files_get_a_class"),
        ("complaints", "0025_how_each_round_came_in"),
        ("complaints", "0026_how_existing_rounds_came_in"),
        ("complaints", "0027_history_is_emptied_under_a_destruction"),
        ("complaints", "0028_not_taken_up"),
        ("complaints", "0029_term_changes"),
        ("complaints", "0030_conversation_card"),
        ("complaints", "0031_mentioned_decision"),
        ("complaints", "0032_promises"),
        ("complaints", "0033_letters"),
        ("complaints", "0034_sent_letters_stay"),
        ("complaints", "0035_copies_and_hearings"),
        ("complaints", "0036_more_than_one_decision"),
        ("complaints", "0037_letter_templates"),
        ("complaints", "0038_checklist_of_a_letter"),
        ("complaints", "0039_judgments"),
        ("complaints", "0040_declarations_of_destruction_stay"),
        ("complaints", "0041_who_said_it_was_solved"),
        ("complaints", "0042_apologies"),
        ("complaints", "0043_what_was_learned"),
        ("complaints", "0044_ombudsman_and_rules"),
        ("complaints", "0045_linked_files"),
        ("complaints", "0046_transfers"),
        ("complaints", "0047_before_a_committee"),
        ("complaints", "0048_people_and_mandates"),
        ("complaints", "0049_hand_overs"),
        ("complaints", "0050_looks_at_letters"),
        ("complaints", "0051_questions_for_a_reaction"),
        ("complaints", "0052_chosen_documents_of_a_split"),
        ("complaints", "0053_talks_of_the_committee"),
        ("complaints", "0054_existing_talks_of_the_committee"),
        ("complaints", "0055_passages_marked_in_documents"),
        ("complaints", "0056_mediations"),
        ("complaints", "0057_writers_and_finished_letters"),
        ("complaints", "0058_why_somebody_is_not_told"),
        ("complaints", "0059_what_was_passed_on_and_told_at_closing"),
        ("complaints", "0060_why_a_file_names_nobody"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0004_membership_history_cannot_be_emptied"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("directory", "0001_initial"),
        ("organisation", "0010_who_sits_on_a_committee"),
        ("tenants", "0006_extensions_for_search"),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="Complaint",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("reference", models.CharField(max_length=12, unique=True)),
                        ("source_reference", models.CharField(blank=True, max_length=100, null=True, unique=True)),
                        ("source_digest", models.CharField(blank=True, max_length=64)),
                        ("received_on", models.DateField()),
                        ("received_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "derived_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("SIGNAL", "SIGNAL"),
                                    ("REPORT", "REPORT"),
                                    ("COMPLAINT", "COMPLAINT"),
                                    ("FORMAL_COMPLAINT", "FORMAL_COMPLAINT"),
                                    ("CONTRACT_SUPERVISION_REQUEST", "CONTRACT_SUPERVISION_REQUEST"),
                                    ("PROACTIVE_CONTACT", "PROACTIVE_CONTACT"),
                                ],
                                max_length=30,
                                null=True,
                            ),
                        ),
                        ("summary", models.TextField(blank=True)),
                        ("story", models.TextField(blank=True)),
                        ("wish", models.TextField(blank=True)),
                        ("meaning", models.TextField(blank=True, db_default="")),
                        ("informing", models.TextField(blank=True, db_default="")),
                        ("inform_weeks", models.PositiveSmallIntegerField(db_default=0, default=0)),
                        (
                            "handling_wish",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("HANDLE", "Een antwoord of een oplossing"),
                                    ("ONLY_TELL", "Alleen laten weten"),
                                    ("REPAIR", "Dat iets gemaakt of geregeld wordt"),
                                    ("SUPERVISE", "Dat wij een aanbieder aanspreken"),
                                    ("BY_US", "Wij namen zelf contact op"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("is_written", models.BooleanField(blank=True, null=True)),
                        ("is_towards_filer", models.BooleanField(blank=True, null=True)),
                        ("is_signed", models.BooleanField(blank=True, null=True)),
                        (
                            "law",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WMO", "Wmo 2015"),
                                    ("JW", "Jeugdwet"),
                                    ("PW", "Participatiewet"),
                                    ("WGS", "Wet gemeentelijke schuldhulpverlening"),
                                    ("IOAW", "IOAW"),
                                    ("IOAZ", "IOAZ"),
                                    ("BBZ", "Bbz 2004"),
                                    ("WSW", "Wet sociale werkvoorziening"),
                                    ("WKKGZ_REFERRAL", "Wkkgz (verwijzing)"),
                                    ("WLZ", "Wet langdurige zorg"),
                                    ("OTHER", "Andere wet"),
                                    ("NONE", "Geen wet"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("other_body", models.CharField(blank=True, max_length=200)),
                        (
                            "compartment",
                            models.CharField(
                                blank=True,
                                choices=[("", "the complaint team"), ("COUNCIL", "council, its members and its registry")],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("has_sensitive_text", models.BooleanField(default=False)),
                        (
                            "exclusion",
                            models.CharField(
                                blank=True,
                                choices=[("", "counts"), ("DUPLICATE_OF", "double file"), ("REGISTERED_IN_ERROR", "registered by mistake")],
                                default="",
                                max_length=20,
                            ),
                        ),
                        ("exclusion_reason", models.TextField(blank=True)),
                        ("taken_over_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("retention_class", models.CharField(blank=True, max_length=200)),
                        ("destroy_after", models.DateField(blank=True, null=True)),
                        ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "authority",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                        (
                            "duplicate_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duplicates",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                        (
                            "municipality",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="directory.provider",
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-received_on", "-reference"],
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("received_on"), descending=True),
                                models.OrderBy(models.F("reference"), descending=True),
                                name="complaint_newest_first",
                            ),
                            models.Index(
                                models.OrderBy(models.F("changed_at"), descending=True),
                                models.OrderBy(models.F("reference"), descending=True),
                                name="complaint_last_changed",
                            ),
                            models.Index(django.db.models.functions.text.Upper("source_reference"), name="complaint_source_any_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("duplicate_of__isnull", False), ("exclusion", "DUPLICATE_OF")),
                                    models.Q(models.Q(("exclusion", "DUPLICATE_OF"), _negated=True), ("duplicate_of__isnull", True)),
                                    _connector="OR",
                                ),
                                name="duplicate_names_the_other_file",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reference__regex", "^[0-9]{4}-[0-9]{5,}$")), name="reference_has_its_shape"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DigestDay",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False)),
                        ("made_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Judgment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("findings", models.TextField(blank=True)),
                        ("reasoning", models.TextField(blank=True)),
                        ("conclusions", models.TextField(blank=True)),
                        ("letter_sent_on", models.DateField(blank=True, null=True)),
                        ("names_ombudsman", models.BooleanField(default=False)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "round",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="judgment", to="complaints.round"
                            ),
                        ),
                        ("deviation", models.TextField(blank=True, db_default="")),
                        ("encloses_advice", models.BooleanField(db_default=False, default=False)),
                        (
                            "no_subject",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "does not apply"),
                                    ("UNKNOWN", "it is not known whom it is about"),
                                    ("BODY", "it is about the authority itself"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("no_subject_reason", models.TextField(blank=True, db_default="")),
                    ],
                ),
                migrations.CreateModel(
                    name="ListColumns",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("columns", models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name="ReferenceCounter",
                    fields=[
                        ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ("last_number", models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Closing",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("complainants_words", models.TextField(blank=True)),
                        ("confirmed_on", models.DateField(blank=True, null=True)),
                        (
                            "confirmed_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("COMPLAINANT", "Wie de klacht indiende"),
                                    ("AFFECTED_PERSON", "Wie het overkwam"),
                                    ("REPRESENTATIVE", "Iemand die voor deze persoon mag spreken"),
                                    ("COLLEAGUE", "Een collega vindt dat het opgelost is"),
                                    ("NOBODY", "Niemand: er kwam geen reactie"),
                                ],
                                db_default="",
                                max_length=20,
                            ),
                        ),
                        (
                            "confirmed_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                db_default="",
                                max_length=10,
                            ),
                        ),
                        ("is_asked_if_solved", models.BooleanField(db_default=False, default=False)),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("9_8_1_A", "Over deze gedraging is al eerder geklaagd en die klacht is behandeld (9:8 lid 1 a)"),
                                    ("9_8_1_B", "De gedraging was langer dan een jaar voor de klacht (9:8 lid 1 b)"),
                                    ("9_8_1_C", "De klager had bezwaar kunnen maken (9:8 lid 1 c)"),
                                    ("9_8_1_D", "De klager kan of kon in beroep (9:8 lid 1 d)"),
                                    ("9_8_1_E", "De zaak ligt bij een andere rechter (9:8 lid 1 e)"),
                                    ("9_8_1_F", "Er loopt een strafrechtelijk onderzoek (9:8 lid 1 f)"),
                                    ("9_8_2", "Het belang of de gedraging is duidelijk te klein (9:8 lid 2)"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("explanation", models.TextField(blank=True)),
                        ("closed_at", models.DateTimeField()),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "round",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="closing", to="complaints.round"
                            ),
                        ),
                        ("passed_to", models.CharField(blank=True, db_default="", max_length=200)),
                        ("passed_on", models.DateField(blank=True, null=True)),
                        ("covers_all_points", models.BooleanField(db_default=False, default=False)),
                        (
                            "told_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("COMPLAINANT", "Wie de klacht indiende"),
                                    ("AFFECTED_PERSON", "Wie het overkwam"),
                                    ("REPRESENTATIVE", "Iemand die voor deze persoon mag spreken"),
                                    ("COLLEAGUE", "Een collega vindt dat het opgelost is"),
                                    ("NOBODY", "Niemand: er kwam geen reactie"),
                                ],
                                db_default="",
                                max_length=20,
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True)),
                        (
                            "told_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                db_default="",
                                max_length=10,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Apology",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("what_went_wrong", models.TextField(blank=True)),
                        ("regret", models.TextField(blank=True)),
                        ("responsibility", models.TextField(blank=True)),
                        ("what_now", models.TextField(blank=True)),
                        ("what_changes", models.TextField(blank=True)),
                        ("said_by", models.TextField()),
                        ("said_to", models.TextField()),
                        ("said_on", models.DateField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="apologies", to="complaints.complaint"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-said_on", "-recorded_at"],
                    },
                ),
                migrations.CreateModel(
                    name="AccessRecord",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("happened_at", models.DateTimeField()),
                        ("actor_kind", models.CharField(max_length=10)),
                        ("code", models.CharField(max_length=60)),
                        ("data", models.JSONField(default=dict)),
                        ("personal", models.JSONField(blank=True, null=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="access_records",
                                to="complaints.complaint",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["complaint", "-happened_at"], name="access_by_complaint"),
                            models.Index(fields=["actor", "-happened_at"], name="access_by_actor"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintEvent",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("happened_at", models.DateTimeField()),
                        ("actor_kind", models.CharField(max_length=10)),
                        ("code", models.CharField(max_length=60)),
                        ("data", models.JSONField(default=dict)),
                        ("personal", models.JSONField(blank=True, null=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="complaints.complaint"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["complaint", "-happened_at"], name="complaint_event_timeline")],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintPoint",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("description", models.TextField(blank=True)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("is_main", models.BooleanField(default=False)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="points", to="complaints.complaint"
                            ),
                        ),
                        (
                            "nature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["complaint_id", "-is_main", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(condition=models.Q(("is_main", True)), fields=("complaint",), name="one_main_point")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Destruction",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("references", models.JSONField()),
                        ("proposed_at", models.DateTimeField()),
                        ("carried_out_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("declaration", models.JSONField(default=dict)),
                        (
                            "carried_out_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-proposed_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("carried_out_by__isnull", True),
                                    models.Q(("carried_out_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="destruction_takes_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("carried_out_at__isnull", True), ("carried_out_by__isnull", True)),
                                    models.Q(("carried_out_at__isnull", False), ("carried_out_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="destruction_is_carried_out_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=150)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("docx", "docx"),
                                    ("xlsx", "xlsx"),
                                    ("pptx", "pptx"),
                                    ("odt", "odt"),
                                    ("ods", "ods"),
                                    ("odp", "odp"),
                                    ("doc", "doc"),
                                    ("xls", "xls"),
                                    ("ppt", "ppt"),
                                    ("rtf", "rtf"),
                                    ("txt", "txt"),
                                    ("csv", "csv"),
                                    ("pdf", "pdf"),
                                    ("jpeg", "jpeg"),
                                    ("png", "png"),
                                    ("webp", "webp"),
                                    ("gif", "gif"),
                                    ("heic", "heic"),
                                    ("mp3", "mp3"),
                                    ("m4a", "m4a"),
                                    ("wav", "wav"),
                                    ("ogg", "ogg"),
                                    ("webm", "webm"),
                                    ("aac", "aac"),
                                    ("eml", "eml"),
                                    ("msg", "msg"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("UPLOAD", "added on the page"),
                                    ("MAIL", "came with a mail"),
                                    ("API", "came by the API"),
                                    ("LETTER", "a letter of ours"),
                                    ("REDACTED", "a redacted copy"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "scan_state",
                            models.CharField(
                                choices=[
                                    ("CLEAN", "no virus found"),
                                    ("NOT_SCANNED", "not scanned for viruses"),
                                    ("WAITING", "waits for the virus scanner"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("holds_sensitive_data", models.BooleanField(default=False)),
                        ("left_out", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                        ("original_sha256", models.CharField(blank=True, db_default="", max_length=64)),
                        ("message_id", models.CharField(blank=True, db_default="", max_length=250)),
                        ("sender_email", models.CharField(blank=True, db_default="", max_length=254)),
                        (
                            "came_with",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="attachments",
                                to="complaints.document",
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="documents",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "content",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="document", to="complaints.documentcontent"
                            ),
                        ),
                        (
                            "draft",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="documents",
                                to="complaints.registrationdraft",
                            ),
                        ),
                        (
                            "redacted_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="redacted_copies",
                                to="complaints.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-uploaded_at", "name", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("scan_state", "CLEAN"), _negated=True),
                                fields=["uploaded_at"],
                                name="document_not_scanned",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("complaint__isnull", True), ("draft__isnull", False)),
                                    models.Q(("complaint__isnull", False), ("draft__isnull", True)),
                                    _connector="OR",
                                ),
                                name="document_of_a_file_or_a_draft",
                            ),
                            models.UniqueConstraint(fields=("complaint", "sha256"), name="document_once_in_a_file"),
                            models.UniqueConstraint(fields=("draft", "sha256"), name="document_once_in_a_draft"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BehaviourRule",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("behaviour", models.TextField()),
                        ("rule", models.TextField()),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="behaviour_rules", to="complaints.complaint"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="complaints.document"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_on", "-recorded_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="behaviour_rule_ends_after_it_starts"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentContent",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("key", models.CharField(max_length=120, unique=True)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["created_at"], name="content_by_age")],
                    },
                ),
                migrations.CreateModel(
                    name="ExportRun",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "waiting"), ("ready", "ready"), ("failed", "could not be carried out")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("file_format", models.CharField(max_length=4)),
                        ("asked", models.JSONField(default=dict)),
                        ("content", models.JSONField(default=dict)),
                        ("reach", models.CharField(max_length=64)),
                        ("count", models.PositiveIntegerField()),
                        (
                            "complaints",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), db_default=[], default=list, size=None
                            ),
                        ),
                        ("standing", models.CharField(blank=True, db_default="", max_length=64)),
                        ("stored_file", models.CharField(blank=True, max_length=200)),
                        ("failure", models.CharField(blank=True, max_length=60)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["started_at"], name="export_by_age")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTotal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("year", models.PositiveSmallIntegerField()),
                        ("measure", models.CharField(choices=[("received", "received"), ("handled", "handled")], max_length=10)),
                        (
                            "dimension",
                            models.CharField(
                                choices=[
                                    ("total", "total"),
                                    ("municipality", "municipality"),
                                    ("outcome", "outcome"),
                                    ("nature", "subject"),
                                    ("unit", "unit"),
                                    ("channel", "channel"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("count", models.PositiveIntegerField()),
                        ("taken_over_at", models.DateTimeField()),
                        (
                            "label",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("year", "measure", "dimension", "label"), name="historical_cell_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("dimension", "total"), _negated=True), ("label__isnull", True), _connector="OR"
                                ),
                                name="historical_total_has_no_label",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("running", "running"),
                                    ("imported", "imported"),
                                    ("faults", "faults found"),
                                    ("failed", "could not be carried out"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("stored_file", models.CharField(blank=True, max_length=200)),
                        ("file_format", models.CharField(max_length=4)),
                        ("create_labels", models.BooleanField(default=False)),
                        ("is_trial", models.BooleanField(default=False)),
                        ("report", models.JSONField(default=dict)),
                        (
                            "started_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Improvement",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("text", models.TextField()),
                        ("due_on", models.DateField()),
                        ("check_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("is_done", models.BooleanField(default=False)),
                        ("ended_how", models.TextField(blank=True)),
                        (
                            "effect",
                            models.CharField(
                                blank=True,
                                choices=[("WORKS", "it works"), ("PARTLY", "it works in part"), ("WORKS_NOT", "it does not work")],
                                max_length=10,
                            ),
                        ),
                        ("effect_text", models.TextField(blank=True)),
                        ("checked_on", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="improvements", to="complaints.complaint"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "recorded_at"],
                        "indexes": [
                            models.Index(condition=models.Q(("ended_on__isnull", True)), fields=["due_on"], name="improvement_to_do"),
                            models.Index(
                                condition=models.Q(("checked_on__isnull", True), ("is_done", True)),
                                fields=["check_on"],
                                name="improvement_to_check",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingMessage",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("MESSAGE", "reply"),
                                    ("AUTOMATIC", "automatic reply"),
                                    ("NOT_DELIVERED", "our mail did not arrive"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("message_id", models.CharField(blank=True, max_length=250)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("arrived_at", models.DateTimeField()),
                        ("taken_in_at", models.DateTimeField()),
                        ("sender_name", models.CharField(blank=True, max_length=200)),
                        ("sender_email", models.CharField(blank=True, max_length=254)),
                        ("is_from_other_address", models.BooleanField(default=False)),
                        ("subject", models.CharField(blank=True, max_length=250)),
                        ("text", models.TextField(blank=True)),
                        ("earlier_text", models.TextField(blank=True)),
                        ("refused_files", models.JSONField(default=list)),
                        ("came_for", models.CharField(blank=True, max_length=12)),
                        ("is_after_closing", models.BooleanField(default=False)),
                        (
                            "handling",
                            models.CharField(
                                blank=True,
                                choices=[("", "waits"), ("READ", "read; nothing to answer"), ("ANSWERED", "answered")],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("handled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="incoming_messages", to="complaints.complaint"
                            ),
                        ),
                        ("documents", models.ManyToManyField(related_name="+", to="complaints.document")),
                        (
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("round", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="complaints.round")),
                        (
                            "answers",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="complaints.sentmessage"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-arrived_at", "-taken_in_at"],
                        "indexes": [
                            models.Index(fields=["complaint", "-arrived_at"], name="message_by_complaint"),
                            models.Index(
                                condition=models.Q(("handling", ""), models.Q(("nature", "AUTOMATIC"), _negated=True)),
                                fields=["arrived_at"],
                                name="message_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("handled_at__isnull", True), ("handling", "")),
                                    models.Q(models.Q(("handling", ""), _negated=True), ("handled_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="message_handled_at_a_moment",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvolvedPerson",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("is_subject", models.BooleanField(default=True)),
                        ("handles_by_exception", models.BooleanField(default=False)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="involved_people", to="complaints.complaint"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("complaint", "user"), name="involved_once"),
                            models.CheckConstraint(
                                condition=models.Q(("user__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"),
                                name="involved_person_is_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("text", models.TextField()),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("CASE", "this case"),
                                    ("METHOD", "the way we work"),
                                    ("POLICY", "the policy"),
                                    ("NONE", "nothing to improve"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True)),
                        (
                            "told_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lessons", to="complaints.complaint"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("not_told_because", models.TextField(blank=True, db_default="")),
                    ],
                    options={
                        "ordering": ["recorded_at"],
                    },
                ),
                migrations.CreateModel(
                    name="LetterTemplate",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("L01", "L01"),
                                    ("L02", "L02"),
                                    ("L03", "L03"),
                                    ("L04", "L04"),
                                    ("L05", "L05"),
                                    ("L06", "L06"),
                                    ("L07", "L07"),
                                    ("L08a", "L08a"),
                                    ("L08b", "L08b"),
                                    ("L09", "L09"),
                                    ("L10", "L10"),
                                    ("L11", "L11"),
                                    ("L12", "L12"),
                                    ("L13", "L13"),
                                    ("L14", "L14"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("block", models.CharField(max_length=30)),
                        ("text", models.TextField(blank=True)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("code", "block"), name="letter_template_once")],
                    },
                ),
                migrations.CreateModel(
                    name="MentionedDecision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("what", models.TextField()),
                        (
                            "contested",
                            models.CharField(
                                choices=[("CONTENT", "CONTENT"), ("MANNER", "MANNER"), ("BOTH", "BOTH"), ("NOT_MADE", "NOT_MADE")],
                                max_length=10,
                            ),
                        ),
                        (
                            "announcement",
                            models.CharField(
                                choices=[("WRITTEN", "WRITTEN"), ("TELEPHONE", "TELEPHONE"), ("UNKNOWN", "UNKNOWN")], max_length=10
                            ),
                        ),
                        ("announced_on", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("told_on", models.DateField(blank=True, null=True)),
                        (
                            "told_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="mentioned_decisions", to="complaints.complaint"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("text", models.TextField()),
                        ("written_at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="complaints.complaint"),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-written_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "code",
                            models.CharField(
                                choices=[("assigned", "Assigned"), ("unassigned", "Unassigned"), ("digest", "Digest")], max_length=12
                            ),
                        ),
                        ("key", models.CharField(max_length=100)),
                        ("lines", models.JSONField(default=list)),
                        ("queued_at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end",
                            models.CharField(
                                blank=True, choices=[("sent", "Sent"), ("dropped", "Dropped"), ("failed", "Failed")], max_length=8
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("settled_at__isnull", True)), fields=["queued_at"], name="notice_waiting"),
                            models.Index(condition=models.Q(("end", "failed")), fields=["settled_at"], name="notice_failed"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("recipient", "key"), name="notice_once")],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeChoice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "wish",
                            models.CharField(
                                choices=[
                                    (
                                        "daily",
                                        "Every working day one message with what asks for something, and at once when a file is for me",
                                    ),
                                    ("direct", "Only when a file is for me"),
                                    ("none", "No messages"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="NotTakenUp",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("earlier_handling", models.TextField(blank=True)),
                        ("conduct_on", models.DateField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("decision_announced_on", models.DateField(blank=True, null=True)),
                        ("court", models.TextField(blank=True)),
                        ("court_case", models.TextField(blank=True)),
                        ("investigation", models.TextField(blank=True)),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("burden", models.TextField(blank=True)),
                        ("slightness", models.TextField(blank=True)),
                        ("notice_sent_on", models.DateField()),
                        ("names_ombudsman", models.BooleanField(default=False)),
                        ("is_notice_late", models.BooleanField(default=False)),
                        ("late_reason", models.TextField(blank=True)),
                        (
                            "closing",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="not_taken_up", to="complaints.closing"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("review_on__isnull", False)), fields=["review_on"], name="not_taken_up_to_review"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OmbudsmanEntry",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("INQUIRY", "question or intervention"),
                                    ("PETITION", "petition, an investigation"),
                                    ("REPORT", "report"),
                                    ("RECOMMENDATION", "recommendation"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("ombudsman", models.TextField()),
                        ("case_number", models.TextField(blank=True)),
                        ("came_on", models.DateField()),
                        ("text", models.TextField()),
                        ("answer_by", models.DateField(blank=True, null=True)),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("is_followed", models.BooleanField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="ombudsman_entries", to="complaints.complaint"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-came_on", "-recorded_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answer_by__isnull", False), ("answered_on__isnull", True)),
                                fields=["answer_by"],
                                name="ombudsman_to_answer",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Party",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("COMPLAINANT", "Klager zelf"),
                                    ("REPRESENTATIVE", "Gemachtigde"),
                                    ("LEGAL_REPRESENTATIVE", "Wettelijk vertegenwoordiger (ouder, voogd, curator, mentor, bewindvoerder)"),
                                    ("CLIENT_SUPPORTER", "Cliëntondersteuner"),
                                    ("CONFIDANT", "Vertrouwenspersoon"),
                                    ("FAMILY_CARER", "Mantelzorger"),
                                    ("LAWYER", "Advocaat"),
                                    ("ADVISER", "Sociaal raadslieden"),
                                    ("ORGANISATION", "Organisatie"),
                                    ("NEXT_OF_KIN", "Nabestaande"),
                                    ("THIRD_PARTY", "Iemand die het zag gebeuren"),
                                    ("ANONYMOUS", "Anoniem"),
                                    ("CREDITOR", "Schuldeiser"),
                                    ("AFFECTED_PERSON", "Wie het aangaat"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("phone", models.CharField(blank=True, max_length=50)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("address", models.CharField(blank=True, max_length=500)),
                        (
                            "identity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "known"),
                                    ("UNKNOWN", "not known"),
                                    ("ANONYMOUS", "wants to stay anonymous"),
                                    ("SHIELDED", "shielded"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        (
                            "preferred_contact",
                            models.CharField(
                                blank=True,
                                choices=[("", "no preference"), ("PHONE", "by phone"), ("WRITING", "in writing")],
                                default="",
                                max_length=10,
                            ),
                        ),
                        (
                            "phone_digits",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Right(
                                    models.Func(
                                        models.F("phone"),
                                        models.Value("\\D"),
                                        models.Value(""),
                                        models.Value("g"),
                                        function="regexp_replace",
                                    ),
                                    9,
                                ),
                                output_field=models.CharField(max_length=9),
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="complaints.complaint"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["phone_digits"], name="party_by_phone"),
                            models.Index(django.db.models.functions.text.Lower("email"), name="party_by_email"),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower("name"), name="gin_trgm_ops"),
                                name="party_by_name",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("role", "AFFECTED_PERSON"), _negated=True), fields=("complaint",), name="one_filer"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "AFFECTED_PERSON")), fields=("complaint",), name="one_affected_person"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointJudgment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("UPHELD", "Gegrond"),
                                    ("NOT_UPHELD", "Ongegrond"),
                                    ("NO_JUDGMENT", "Geen oordeel: de feiten staan niet vast"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("lawful", models.BooleanField(blank=True, null=True)),
                        ("proper", models.BooleanField(blank=True, null=True)),
                        (
                            "norms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "judgment",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="points", to="complaints.judgment"),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="judgments", to="complaints.complaintpoint"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["judgment_id", "pk"],
                        "constraints": [models.UniqueConstraint(fields=("judgment", "point"), name="one_verdict_on_a_point")],
                    },
                ),
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("text", models.TextField()),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("said_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "end",
                            models.CharField(
                                blank=True, choices=[("KEPT", "Kept"), ("NOT_KEPT", "Not Kept"), ("WITHDRAWN", "Withdrawn")], max_length=10
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "told_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("remark", models.TextField(blank=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="promises", to="complaints.complaint"
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "follows",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="followed_by",
                                to="complaints.promise",
                            ),
                        ),
                        (
                            "promised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "recorded_at", "pk"],
                        "indexes": [models.Index(condition=models.Q(("end", "")), fields=["due_on"], name="promise_open")],
                    },
                ),
                migrations.CreateModel(
                    name="RegistrationDraft",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("content", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["owner", "-changed_at"], name="draft_of_owner")],
                    },
                ),
                migrations.CreateModel(
                    name="RememberedRequest",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("caller", models.CharField(max_length=80)),
                        ("key", models.CharField(max_length=100)),
                        ("operation", models.CharField(max_length=60)),
                        ("digest", models.CharField(max_length=64)),
                        ("answer", models.JSONField(default=dict)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="complaints.complaint"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["asked_at"], name="remembered_by_age")],
                        "constraints": [models.UniqueConstraint(fields=("caller", "key"), name="request_once_per_caller")],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        ("opened_on", models.DateField()),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        (
                            "regime",
                            models.CharField(
                                choices=[
                                    ("internal", "internal handling, six weeks"),
                                    ("commission", "advisory committee, ten weeks"),
                                    ("norm", "norm of the organisation"),
                                ],
                                default="internal",
                                max_length=12,
                            ),
                        ),
                        ("has_statutory_term", models.BooleanField(blank=True, null=True)),
                        ("is_written", models.BooleanField(blank=True, null=True)),
                        (
                            "source_term",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not said"),
                                    ("ja", "within the term"),
                                    ("nee", "too late"),
                                    ("verdaagd", "within the extended term"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("taken_over", models.BooleanField(default=False)),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[("INFORMAL", "INFORMAL"), ("FORMAL", "FORMAL"), ("COMMISSION", "COMMISSION")],
                                max_length=10,
                            ),
                        ),
                        (
                            "ladder_step",
                            models.CharField(
                                blank=True,
                                choices=[("STEP_1", "Medewerker zelf"), ("STEP_2", "Klachtbehandelaar"), ("STEP_3", "Ombudsvoorziening")],
                                max_length=10,
                            ),
                        ),
                        ("return_reason", models.TextField(blank=True)),
                        ("first_attempt_on", models.DateField(blank=True, null=True)),
                        ("first_contact_on", models.DateField(blank=True, null=True)),
                        (
                            "acknowledged_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("acknowledged_on", models.DateField(blank=True, null=True)),
                        ("extension_weeks", models.PositiveSmallIntegerField(default=0)),
                        ("extension_sent_on", models.DateField(blank=True, null=True)),
                        ("term_ends_on", models.DateField()),
                        ("due_base", models.DateField()),
                        ("due_on", models.DateField()),
                        ("notice_due_on", models.DateField(blank=True, null=True)),
                        ("contact_due_on", models.DateField()),
                        ("is_provisional", models.BooleanField(default=False)),
                        ("source_due_on", models.DateField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="complaints.complaint"
                            ),
                        ),
                        (
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "outcome",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                        (
                            "procedure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.label",
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="organisation.advisorycommittee",
                            ),
                        ),
                        ("committee_since", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["complaint_id", "number"],
                        "indexes": [
                            models.Index(fields=["closed_on"], name="round_by_closing"),
                            models.Index(condition=models.Q(("closed_on__isnull", True)), fields=["due_on"], name="round_open_by_due"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("complaint", "number"), name="round_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_on__isnull", True)), fields=("complaint",), name="one_open_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closed_on__isnull", True), ("closed_on__gte", models.F("opened_on")), _connector="OR"),
                                name="closing_not_before_opening",
                            ),
                            models.CheckConstraint(condition=models.Q(("extension_weeks__lte", 4)), name="extension_at_most_four_weeks"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Postponement",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("reason", models.TextField(blank=True, db_default="")),
                        ("due_before", models.DateField(blank=True, null=True)),
                        ("due_after", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        ("consented_on", models.DateField(blank=True, null=True)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "consent_document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="complaints.document",
                            ),
                        ),
                        (
                            "consent_message",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="complaints.incomingmessage",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="postponements", to="complaints.round"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="postponement_ends_after_it_starts"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("L01", "L01"),
                                    ("L02", "L02"),
                                    ("L03", "L03"),
                                    ("L04", "L04"),
                                    ("L05", "L05"),
                                    ("L06", "L06"),
                                    ("L07", "L07"),
                                    ("L08a", "L08a"),
                                    ("L08b", "L08b"),
                                    ("L09", "L09"),
                                    ("L10", "L10"),
                                    ("L11", "L11"),
                                    ("L12", "L12"),
                                    ("L13", "L13"),
                                    ("L14", "L14"),
                                ],
                                max_length=4,
                            ),
                        ),
                        (
                            "addressee",
                            models.CharField(
                                choices=[
                                    ("COMPLAINANT", "COMPLAINANT"),
                                    ("SUBJECT", "SUBJECT"),
                                    ("AUTHORITY", "AUTHORITY"),
                                    ("OMBUDSMAN", "OMBUDSMAN"),
                                    ("OTHER_BODY", "OTHER_BODY"),
                                    ("PUBLIC", "PUBLIC"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("facts", models.JSONField(default=dict)),
                        ("texts", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("begun_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("sent_on", models.DateField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("has_agreed_to_mail", models.BooleanField(default=False)),
                        ("signer_name", models.CharField(blank=True, max_length=200)),
                        ("function_title", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("checklist", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                        (
                            "begun_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="complaints.complaint"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="complaints.document",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="complaints.round"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="complaints.fileperson",
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "final",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="complaints.document",
                            ),
                        ),
                        ("writers", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                    ],
                    options={
                        "ordering": ["-begun_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document__isnull", True),
                                        ("sent_at__isnull", True),
                                        ("sent_on__isnull", True),
                                        ("sha256", ""),
                                        ("way", ""),
                                    ),
                                    models.Q(
                                        ("document__isnull", False),
                                        ("sent_at__isnull", False),
                                        ("sent_on__isnull", False),
                                        models.Q(("way", ""), _negated=True),
                                        models.Q(("sha256", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_sent_with_all_of_it",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HearingWaiver",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("A", "the complaint is plainly unfounded"),
                                    ("B", "the person said not to want it"),
                                    ("C", "the person did not answer within a reasonable term"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("explanation", models.TextField(blank=True)),
                        ("words", models.TextField(blank=True)),
                        ("declared_on", models.DateField(blank=True, null=True)),
                        ("asked_on", models.DateField(blank=True, null=True)),
                        ("answer_by", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="waivers", to="complaints.round"),
                        ),
                    ],
                    options={
                        "ordering": ["recorded_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)), fields=("round",), name="one_waiver_stands"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hearing",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("COMPLAINANT", "the person who complains"),
                                    ("SUBJECT", "the colleague it is about"),
                                    ("WITNESS", "a witness"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("invited_on", models.DateField(blank=True, null=True)),
                        ("reply_by", models.DateField(blank=True, null=True)),
                        ("planned_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("", "planned"), ("HELD", "held"), ("DID_NOT_COME", "did not come"), ("CALLED_OFF", "called off")],
                                default="",
                                max_length=15,
                            ),
                        ),
                        ("held_at", models.DateTimeField(blank=True, null=True)),
                        ("present", models.TextField(blank=True)),
                        ("report", models.TextField(blank=True)),
                        ("report_sent_on", models.DateField(blank=True, null=True)),
                        ("reply", models.TextField(blank=True)),
                        ("replied_on", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "heard_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="hearings", to="complaints.round"),
                        ),
                        ("by_committee", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "ordering": ["recorded_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("planned_at__isnull", False), ("result", "")),
                                fields=["planned_at"],
                                name="hearing_planned",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result", "HELD"), _negated=True), ("held_at__isnull", False), _connector="OR"
                                ),
                                name="held_hearing_has_its_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("side", "SUBJECT"), _negated=True),
                                    ("user__isnull", False),
                                    models.Q(("name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="subject_heard_is_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("reason", models.TextField(blank=True, db_default="")),
                        ("due_before", models.DateField(blank=True, null=True)),
                        ("due_after", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        ("weeks", models.PositiveSmallIntegerField()),
                        ("complainant_sent_on", models.DateField()),
                        ("subject_sent_on", models.DateField(blank=True, null=True)),
                        (
                            "no_subject",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "does not apply"),
                                    ("UNKNOWN", "it is not known whom it is about"),
                                    ("BODY", "it is about the authority itself"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="complaints.round"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weeks__gte", 1), ("weeks__lte", 4)), name="extension_one_to_four_weeks"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("no_subject", ""), ("subject_sent_on__isnull", False)),
                                    models.Q(("subject_sent_on__isnull", True), models.Q(("no_subject", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="subject_has_a_letter_or_there_is_none",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CopyToSubject",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("sent_on", models.DateField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="complaints.round"),
                        ),
                    ],
                    options={
                        "ordering": ["sent_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("user__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"),
                                name="copy_to_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactRecord",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("happened_at", models.DateTimeField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("SPOKEN", "spoken to"),
                                    ("EXCHANGED", "written back and forth"),
                                    ("NOT_REACHED", "not reached"),
                                    ("MESSAGE_LEFT", "message left"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="complaints.round"),
                        ),
                    ],
                    options={
                        "ordering": ["-happened_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AgreedDate",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("reason", models.TextField(blank=True, db_default="")),
                        ("due_before", models.DateField(blank=True, null=True)),
                        ("due_after", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        ("consented_on", models.DateField(blank=True, null=True)),
                        ("due_on", models.DateField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "consent_document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="complaints.document",
                            ),
                        ),
                        (
                            "consent_message",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="complaints.incomingmessage",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="agreed_dates", to="complaints.round"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SentMessage",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("letter_code", models.CharField(max_length=4)),
                        ("message_id", models.CharField(max_length=200, unique=True)),
                        ("queued_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("text", models.TextField(blank=True, db_default="")),
                        ("returned_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="sent_messages", to="complaints.complaint"
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="complaints.letter",
                            ),
                        ),
                        ("round", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="complaints.round")),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("returned_at__isnull", True), ("sent_at__isnull", True)),
                                fields=["queued_at"],
                                name="sent_message_waiting",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "complaint",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="search_entry",
                                serialize=False,
                                to="complaints.complaint",
                            ),
                        ),
                        ("vector", django.contrib.postgres.search.SearchVectorField()),
                        ("words", models.TextField()),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="search_by_word"),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(models.F("words"), name="gin_trgm_ops"), name="search_by_fragment"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileLink",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SPLIT", "came in together, in one letter"),
                                    ("RELATED", "about the same matter"),
                                    ("MIRROR", "the other parent complains about the same"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("linked_at", models.DateTimeField()),
                        (
                            "first",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links", to="complaints.complaint"),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="links_from", to="complaints.complaint"
                            ),
                        ),
                        (
                            "document_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), db_default=[], default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["linked_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.comparison.Least("first", "second"),
                                django.db.models.functions.comparison.Greatest("first", "second"),
                                name="two_files_linked_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first", models.F("second")), _negated=True), name="link_has_two_files"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("kind", models.CharField(choices=[("FORWARDED", "forwarded"), ("WARM", "warm transfer")], max_length=10)),
                        ("body", models.CharField(blank=True, max_length=200)),
                        ("contact", models.TextField(blank=True)),
                        ("why", models.TextField()),
                        ("received_on", models.DateField()),
                        (
                            "agreed_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("COMPLAINANT", "Wie de klacht indiende"),
                                    ("AFFECTED_PERSON", "Wie het overkwam"),
                                    ("REPRESENTATIVE", "Iemand die voor deze persoon mag spreken"),
                                    ("COLLEAGUE", "Een collega vindt dat het opgelost is"),
                                    ("NOBODY", "Niemand: er kwam geen reactie"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("agreed_on", models.DateField(blank=True, null=True)),
                        (
                            "agreed_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("shares_sender", models.BooleanField(default=False)),
                        ("passages", models.JSONField(default=list)),
                        ("note", models.TextField(blank=True)),
                        ("handed_on", models.DateField()),
                        (
                            "handed_way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True)),
                        (
                            "told_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("told_remark", models.TextField(blank=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        (
                            "end",
                            models.CharField(
                                blank=True,
                                choices=[("FEEDBACK", "Feedback"), ("GIVEN_UP", "Given Up"), ("WITHDRAWN", "Withdrawn")],
                                max_length=10,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("feedback_from", models.TextField(blank=True)),
                        (
                            "feedback_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("feedback", models.TextField(blank=True)),
                        ("person_told_on", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="directory.provider",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="transfers", to="complaints.round"),
                        ),
                        ("not_told_because", models.TextField(blank=True, db_default="")),
                    ],
                    options={
                        "ordering": ["-handed_on", "-recorded_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("due_on__isnull", False), ("end", "")), fields=["due_on"], name="transfer_awaited"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedbackChase",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("chased_on", models.DateField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("remark", models.TextField(blank=True)),
                        ("due_before", models.DateField(blank=True, null=True)),
                        ("due_after", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "transfer",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="chases", to="complaints.transfer"),
                        ),
                    ],
                    options={
                        "ordering": ["chased_on", "recorded_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Advice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("findings", models.TextField(blank=True)),
                        ("considerations", models.TextField(blank=True)),
                        ("advice", models.TextField(blank=True)),
                        ("given_on", models.DateField(blank=True, null=True)),
                        (
                            "given_by",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), blank=True, default=list, size=None
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "round",
                            models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="advice", to="complaints.round"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("given_on__isnull", True), models.Q(("given_by", []), _negated=True), _connector="OR"),
                                name="advice_is_given_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointAdvice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("UPHELD", "Gegrond"),
                                    ("NOT_UPHELD", "Ongegrond"),
                                    ("NO_JUDGMENT", "Geen oordeel: de feiten staan niet vast"),
                                ],
                                max_length=15,
                            ),
                        ),
                        (
                            "advice",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="points", to="complaints.advice"),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="advised", to="complaints.complaintpoint"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["advice_id", "pk"],
                        "constraints": [models.UniqueConstraint(fields=("advice", "point"), name="one_advice_on_a_point")],
                    },
                ),
                migrations.CreateModel(
                    name="FilePerson",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "who",
                            models.CharField(
                                choices=[
                                    ("FILER", "who complains"),
                                    ("AFFECTED_PERSON", "whom it befell"),
                                    ("OTHER", "somebody beside them"),
                                ],
                                default="OTHER",
                                max_length=15,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("REPRESENTATIVE", "representative (gemachtigde)"),
                                    ("LEGAL_REPRESENTATIVE", "legal representative"),
                                    ("LAWYER", "lawyer"),
                                    ("CLIENT_SUPPORTER", "client supporter"),
                                    ("CONFIDANT", "confidant"),
                                    ("FAMILY_CARER", "family carer"),
                                    ("OTHER_PARENT", "the other parent"),
                                    ("CHILD", "child"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("phone", models.CharField(blank=True, max_length=50)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("address", models.CharField(blank=True, max_length=500)),
                        ("mandate_on", models.DateField(blank=True, null=True)),
                        ("mandate_ends_on", models.DateField(blank=True, null=True)),
                        ("mandate_scope", models.TextField(blank=True)),
                        (
                            "telling",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not decided"),
                                    ("EVERYTHING", "everything"),
                                    ("OUTCOME", "only how it ended"),
                                    ("NOTHING", "nothing"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("telling_reason", models.TextField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="file_people", to="complaints.complaint"
                            ),
                        ),
                        (
                            "mandate_document",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="complaints.document"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["recorded_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("who", "OTHER"), _negated=True), fields=("complaint", "who"), name="one_row_of_a_party"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("DATA_BREACH", "Vermoeden van een datalek"),
                                    ("ACCESS_REQUEST", "Verzoek om inzage in eigen gegevens"),
                                    ("WOO_REQUEST", "Woo-verzoek"),
                                    ("DAMAGE_CLAIM", "Schadeclaim of aansprakelijkstelling"),
                                    ("DANGER", "Acuut gevaar of een calamiteit"),
                                    ("CONDUCT", "Ongewenst gedrag van een collega"),
                                    ("AGGRESSION", "Agressie tegen een collega"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("owner_name", models.CharField(blank=True, max_length=200)),
                        ("known_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("due_on", models.DateField()),
                        ("told_on", models.DateField()),
                        (
                            "told_way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("late_remark", models.TextField(blank=True)),
                        ("phoned_whom", models.CharField(blank=True, max_length=200)),
                        ("phoned_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("is_done", models.BooleanField(default=False)),
                        ("result", models.TextField(blank=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="hand_overs", to="complaints.complaint"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "recorded_at"],
                        "indexes": [
                            models.Index(condition=models.Q(("ended_on__isnull", True)), fields=["due_on"], name="hand_over_to_do")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterLook",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("asked_at", models.DateTimeField()),
                        ("looked_at", models.DateTimeField(blank=True, null=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("remarks", models.TextField(blank=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "asked_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="complaints.letter"),
                        ),
                        (
                            "looked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("looked_at__isnull", True)), fields=("letter",), name="one_look_waits"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("looked_at__isnull", False), models.Q(("remarks", ""), ("sha256", "")), _connector="OR"
                                ),
                                name="look_is_found_once_looked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReactionRequest",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("question", models.TextField()),
                        ("passages", models.JSONField(default=list)),
                        ("answer_by", models.DateField()),
                        ("asked_at", models.DateTimeField()),
                        ("chased_at", models.DateTimeField(blank=True, null=True)),
                        ("code_hash", models.CharField(blank=True, max_length=200)),
                        ("attempts_left", models.PositiveSmallIntegerField(default=0)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_reason", models.TextField(blank=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reaction_requests", to="complaints.complaint"
                            ),
                        ),
                        ("round", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="complaints.round")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                                fields=["user", "answer_by"],
                                name="reaction_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code_hash", ""), ("name", ""), ("user__isnull", False)),
                                    models.Q(("user__isnull", True), models.Q(("name", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="reaction_asked_of_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RedactionMark",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("page", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("left", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("top", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("right", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("bottom", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("start", models.PositiveIntegerField(blank=True, null=True)),
                        ("end", models.PositiveIntegerField(blank=True, null=True)),
                        ("reason", models.CharField(max_length=20)),
                        ("reason_text", models.CharField(blank=True, max_length=200)),
                        ("marked_at", models.DateTimeField()),
                        (
                            "document",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="complaints.document"),
                        ),
                        (
                            "marked_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["page", "top", "left", "start", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("bottom__lte", 10000),
                                        ("left__lt", models.F("right")),
                                        ("page__gte", 1),
                                        ("right__lte", 10000),
                                        ("top__lt", models.F("bottom")),
                                        ("end", None),
                                        ("start", None),
                                    ),
                                    models.Q(
                                        ("bottom", None),
                                        ("left", None),
                                        ("page", None),
                                        ("right", None),
                                        ("start__lt", models.F("end")),
                                        ("top", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="mark_on_a_page_or_in_a_text",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mediation",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "proposed_by",
                            models.CharField(
                                choices=[("US", "US"), ("COMPLAINANT", "COMPLAINANT"), ("OTHER_SIDE", "OTHER_SIDE")], max_length=15
                            ),
                        ),
                        ("proposed_on", models.DateField()),
                        ("other_side", models.CharField(max_length=200)),
                        ("complainant_agreed_on", models.DateField(blank=True, null=True)),
                        ("complainant_agreed_by", models.CharField(blank=True, max_length=200)),
                        (
                            "complainant_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("other_agreed_on", models.DateField(blank=True, null=True)),
                        ("other_agreed_by", models.CharField(blank=True, max_length=200)),
                        (
                            "other_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PHONE", "by phone"),
                                    ("EMAIL", "by e-mail"),
                                    ("LETTER", "by letter"),
                                    ("DESK", "at the desk"),
                                    ("VISIT", "at home"),
                                    ("VIDEO", "by video call"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("mediator_name", models.CharField(blank=True, max_length=200)),
                        ("talks", models.JSONField(blank=True, default=list)),
                        ("next_on", models.DateField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("AGREED", "AGREED"),
                                    ("PARTLY", "PARTLY"),
                                    ("NOT_AGREED", "NOT_AGREED"),
                                    ("DECLINED", "DECLINED"),
                                    ("STOPPED", "STOPPED"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "mediator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="mediations", to="complaints.round"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["proposed_on", "recorded_at"],
                        "indexes": [models.Index(condition=models.Q(("outcome", "")), fields=["next_on"], name="mediation_next")],
                        "constraints": [
                            models.UniqueConstraint(condition=models.Q(("outcome", "")), fields=("round",), name="one_open_mediation")
                        ],
                    },
                ),
            ]
        ),
        # How many words the planner knows the frequency of. With its usual hundred it takes a rare word for a common one, and reads
        # the whole register for it, newest first: 600 ms instead of 3 at 200,000 files.
        migrations.RunSQL("ALTER TABLE complaints_searchentry ALTER COLUMN vector SET STATISTICS 5000", migrations.RunSQL.noop),
        migrations.RunSQL(WAY_THROUGH, "DROP FUNCTION complaints_refuse_history_change();"),
        migrations.RunSQL(RULE, "DROP FUNCTION complaints_keep_destruction();"),
        trigger("append_only", "UPDATE OR DELETE", "complaints_complaintevent", "complaints_refuse_history_change"),
        trigger("append_only", "UPDATE OR DELETE", "complaints_accessrecord", "complaints_refuse_history_change"),
        trigger("sent_letters_stay", "UPDATE", "complaints_letter", condition="WHEN (OLD.sent_at IS NOT NULL)"),
        trigger("declarations_stay", "UPDATE OR DELETE", "complaints_destruction", "complaints_keep_destruction"),
        *(trigger("no_truncate", "TRUNCATE", f"complaints_{name}") for name in ("complaintevent", "accessrecord", "destruction")),
    ]
