"""Looking into who looked is looking too: it is recorded, by which filters were used."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from complaints.models import AccessRecord
from complaints.read_log import ReadLogFilters, ReadLogPage, who_looked
from tenants.actors import Actor, guard
from tenants.permissions import Permission


def look_in_read_log(
    *, actor: Actor, filters: ReadLogFilters, after: str | None = None, size: int = 50, is_counted: bool = False, now: datetime
) -> ReadLogPage:
    """A page of who looked; this look itself is not on it. Raises what `who_looked` does."""
    guard(actor, Permission.SEE_WHO_LOOKED)
    with transaction.atomic(durable=True):
        page = who_looked(actor=actor, filters=filters, after=after, size=size, is_counted=is_counted)
        AccessRecord.objects.create(
            happened_at=now,
            actor_kind=actor.kind,
            actor_id=actor.user_id,
            code="read_log",
            data={"filters": filters.used, "found": len(page.items)},
        )
    return page
