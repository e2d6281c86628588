"""What follows an import, once for all its rows: what files are found by, and what PostgreSQL knows of the tables."""

from __future__ import annotations

from django.db import connection, transaction

from complaints.models import Complaint, ComplaintEvent, ComplaintPoint, Party, Postponement, Round, SearchEntry
from complaints.searching import index_what_is_missing
from tenants.actors import Actor, guard
from tenants.permissions import Permission

GROWN_TABLES = (Complaint, Round, ComplaintPoint, Postponement, Party, ComplaintEvent, SearchEntry)


def index_imported_files(*, actor: Actor) -> None:
    """Write what the imported files are found by. Run twice, the second finds nothing missing."""
    guard(actor, Permission.IMPORT_COMPLAINTS)
    with transaction.atomic(durable=True):
        index_what_is_missing()


def refresh_statistics(*, actor: Actor) -> None:
    """Let PostgreSQL look at the tables that grew at once, so that lists and figures are quick right after the import.

    No transaction and no history: nothing that anyone can see changes. Run twice, it only looks twice.
    """
    guard(actor, Permission.IMPORT_COMPLAINTS)
    with connection.cursor() as cursor:
        for model in GROWN_TABLES:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
