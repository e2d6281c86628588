from django.db import migrations

FILL = """
INSERT INTO complaints_searchentry (complaint_id, vector, words)
SELECT found.id,
       setweight(to_tsvector('simple', found.numbers), 'A') || setweight(to_tsvector('simple', unaccent(found.people)), 'B')
           || to_tsvector('dutch', unaccent(found.texts)),
       lower(unaccent(concat_ws(' ', found.numbers, found.people, left(found.texts, 4000))))
FROM (
    SELECT complaint.id,
           concat_ws(' ', complaint.reference, complaint.source_reference) AS numbers,
           coalesce((
               SELECT string_agg(concat_ws(' ', party.name, party.email, party.phone, regexp_replace(party.phone, '\\D', '', 'g')), ' ')
               FROM complaints_party party WHERE party.complaint_id = complaint.id AND party.identity <> 'SHIELDED'
           ), '') AS people,
           CASE WHEN complaint.has_sensitive_text THEN '' ELSE concat_ws(
               ' ', complaint.summary, complaint.story, complaint.wish, complaint.other_body,
               (SELECT string_agg(point.description, ' ') FROM complaints_complaintpoint point WHERE point.complaint_id = complaint.id)
           ) END AS texts
    FROM complaints_complaint complaint
) found
ON CONFLICT (complaint_id) DO UPDATE SET vector = EXCLUDED.vector, words = EXCLUDED.words
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0006_search_index")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
