from django.db import migrations

SET_CLASS = """
UPDATE organisation_organisationsettings
SET retention_class = 'Selectielijst gemeenten en intergemeentelijke organen 2020, procestype 13 Geschillen behandelen (nog te bevestigen)'
WHERE retention_class = ''
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0007_the_class_to_keep_files_by")]

    operations = [migrations.RunSQL(SET_CLASS, migrations.RunSQL.noop)]
