from django.db import migrations

# As the index is filled from now on, of the files in which somebody wants to stay anonymous.
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
               FROM complaints_party party
               WHERE party.complaint_id = complaint.id AND party.identity NOT IN ('ANONYMOUS', 'SHIELDED')
           ), '') AS people,
           CASE WHEN complaint.has_sensitive_text THEN '' ELSE concat_ws(
               ' ', complaint.summary, complaint.story, complaint.wish, complaint.other_body,
               (SELECT string_agg(point.description, ' ') FROM complaints_complaintpoint point WHERE point.complaint_id = complaint.id)
           ) END AS texts
    FROM complaints_complaint complaint
    WHERE EXISTS (SELECT FROM complaints_party party WHERE party.complaint_id = complaint.id AND party.identity = 'ANONYMOUS')
) found
ON CONFLICT (complaint_id) DO UPDATE SET vector = EXCLUDED.vector, words = EXCLUDED.words
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0019_mail_that_does_not_go")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
