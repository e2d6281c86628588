from django.db import migrations

FROM_HISTORY = """
UPDATE complaints_complaint complaint
SET changed_at = coalesce(
    (
        SELECT max(event.happened_at) FROM complaints_complaintevent event
        WHERE event.complaint_id = complaint.id AND event.code NOT IN ('terms_recomputed', 'meaning_followed', 'kind_followed')
    ),
    complaint.created_at
)
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0011_last_change")]

    operations = [migrations.RunSQL(FROM_HISTORY, migrations.RunSQL.noop)]
