from django.db import migrations

# Files that were closed elsewhere and taken over before they got a class and a day: as at an import, from the day they were closed.
SET_RETENTION = """
UPDATE complaints_complaint complaint
SET retention_class = settings.retention_class,
    destroy_after = (closed.on_day + make_interval(years => settings.retention_years))::date
FROM organisation_organisationsettings settings,
     (SELECT complaint_id, max(closed_on) AS on_day FROM complaints_round GROUP BY complaint_id HAVING bool_and(closed_on IS NOT NULL)) closed
WHERE closed.complaint_id = complaint.id AND complaint.taken_over_at IS NOT NULL AND complaint.destroy_after IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0015_incoming_messages"), ("organisation", "0004_substitutes_and_retention")]

    operations = [migrations.RunSQL(SET_RETENTION, migrations.RunSQL.noop)]
