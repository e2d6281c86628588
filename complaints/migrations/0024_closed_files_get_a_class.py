from django.db import migrations

# Files that got a day but no class, for no organisation could name one. Their day stays as it was.
SET_CLASS = """
UPDATE complaints_complaint complaint
SET retention_class = settings.retention_class
FROM organisation_organisationsettings settings
WHERE complaint.retention_class = '' AND complaint.destroy_after IS NOT NULL AND complaint.destroyed_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0023_longer_class_of_the_selection_list"),
        ("organisation", "0008_the_class_that_has_to_be_confirmed"),
    ]

    operations = [migrations.RunSQL(SET_CLASS, migrations.RunSQL.noop)]
