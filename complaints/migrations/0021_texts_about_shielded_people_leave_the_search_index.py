from django.db import migrations

# As the index is filled from now on: without the texts of a file in which somebody is shielded, and with each number from
# abroad as it is dialled here. Of the files for which that is something else than what stands there.
FILL = r"""
INSERT INTO complaints_searchentry (complaint_id, vector, words)
SELECT complaint.id,
       setweight(to_tsvector('simple', numbers.text), 'A') || setweight(to_tsvector('simple', unaccent(people.text)), 'B')
           || to_tsvector('dutch', unaccent(texts.text)),
       lower(unaccent(concat_ws(' ', numbers.text, people.text, left(texts.text, 4000))))
FROM complaints_complaint complaint
CROSS JOIN LATERAL (SELECT concat_ws(' ', complaint.reference, complaint.source_reference) AS text) numbers
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(concat_ws(
               ' ', party.name, party.email, party.phone, digits.all_of_them,
               NULLIF(regexp_replace(digits.all_of_them, '^(00)?310?([1-9][0-9]{8})$', '0\2'), digits.all_of_them)
           ), ' '), '') AS text
    FROM complaints_party party
    CROSS JOIN LATERAL (SELECT regexp_replace(party.phone, '\D', '', 'g') AS all_of_them) digits
    WHERE party.complaint_id = complaint.id AND party.identity NOT IN ('ANONYMOUS', 'SHIELDED')
) people
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN complaint.has_sensitive_text OR EXISTS (
            SELECT FROM complaints_party party WHERE party.complaint_id = complaint.id AND party.identity = 'SHIELDED'
        ) THEN ''
        ELSE concat_ws(
            ' ', complaint.summary, complaint.story, complaint.wish, complaint.other_body,
            (SELECT string_agg(point.description, ' ') FROM complaints_complaintpoint point WHERE point.complaint_id = complaint.id)
        )
    END AS text
) texts
WHERE EXISTS (
    SELECT FROM complaints_party party
    WHERE party.complaint_id = complaint.id
        AND (party.identity = 'SHIELDED' OR regexp_replace(party.phone, '\D', '', 'g') ~ '^(00)?310?[1-9][0-9]{8}$')
)
ON CONFLICT (complaint_id) DO UPDATE SET vector = EXCLUDED.vector, words = EXCLUDED.words
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0020_anonymous_people_leave_the_search_index")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
