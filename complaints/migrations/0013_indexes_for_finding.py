from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("complaints", "0012_last_change_of_existing_files")]

    operations = [
        AddIndexConcurrently("complaint", models.Index(F("changed_at").desc(), F("reference").desc(), name="complaint_last_changed")),
        AddIndexConcurrently("complaint", models.Index(Upper("source_reference"), name="complaint_source_any_case")),
    ]
