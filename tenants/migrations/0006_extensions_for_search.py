from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenants", "0005_destruction_may_empty_personal_history")]

    operations = [TrigramExtension(), UnaccentExtension()]
