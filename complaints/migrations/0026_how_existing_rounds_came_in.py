from django.db import migrations

# As it was told at the return. Where nobody said it came in as the file did, unless the term of the law runs all the same.
FROM_HISTORY = """
UPDATE complaints_round later
SET is_written = coalesce(
    (
        SELECT (event.data ->> 'is_written')::boolean FROM complaints_complaintevent event
        WHERE event.complaint_id = later.complaint_id AND event.code = 'returned' AND event.data ->> 'opened' = later.number::text
        ORDER BY event.id DESC LIMIT 1
    ),
    CASE WHEN later.has_statutory_term AND complaint.is_written IS NOT TRUE THEN true END
)
FROM complaints_complaint complaint
WHERE complaint.id = later.complaint_id AND later.number > 1 AND later.is_written IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0025_how_each_round_came_in")]

    operations = [migrations.RunSQL(FROM_HISTORY, migrations.RunSQL.noop)]
