"""What follows an import, once for all its rows."""

from __future__ import annotations

from django.db import connection

from complaints.models import Complaint, ComplaintEvent, ComplaintPoint, Party, Postponement, Round
from tenants.actors import Actor, guard
from tenants.permissions import Permission

GROWN_TABLES = (Complaint, Round, ComplaintPoint, Postponement, Party, ComplaintEvent)


def refresh_statistics(*, actor: Actor) -> None:
    """Let PostgreSQL look at the tables that grew at once, so that lists and figures are quick right after the import.

    No transaction and no history: nothing that anyone can see changes. Run twice, it only looks twice.
    """
    guard(actor, Permission.IMPORT_COMPLAINTS)
    with connection.cursor() as cursor:
        for model in GROWN_TABLES:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
