"""The register that is measured: filled by one script, indexed as an import is. `python -m deploy.bench.register SCHEMA SIZE`."""

from __future__ import annotations

import sys
from pathlib import Path


def main(schema: str, size: int) -> None:
    """Add so many files to a tenant with the demo's. What is there already is not made twice."""
    import django

    django.setup()

    from django.db import connection, transaction
    from django_tenants.utils import schema_context

    from complaints.models import Complaint
    from complaints.searching import index_what_is_missing

    with schema_context(schema):
        if Complaint.objects.filter(reference__startswith="30").count() == size:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(Path(__file__).with_name("register.sql").read_text(), {"size": size})
            index_what_is_missing()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
