import csv
from datetime import date
from pathlib import Path

from django.db import migrations
from django.utils import timezone

MUNICIPALITIES = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"


def day(text):
    return date.fromisoformat(text) if text else None


def load(apps, schema_editor):
    Municipality = apps.get_model("tenants", "Municipality")
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as lines:
        Municipality.objects.bulk_create(
            Municipality(code=row["code"], name=row["name"], valid_from=day(row["from"]), valid_until=day(row["until"]))
            for row in csv.DictReader(lines)
        )
    apps.get_model("tenants", "Tenant").objects.create(
        schema_name="public", slug="portaal", name="Polsslag", kind="portal", created_at=timezone.now()
    )


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_extension_and_append_only_rule")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
