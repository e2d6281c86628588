"""An archivist confirmed the class of the selection list: files that were closed before that are kept by it too."""

from __future__ import annotations

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction

from complaints.access import lock_complaints
from complaints.models import Complaint, ComplaintEvent
from complaints.recomputing import CHUNK
from complaints.records import current_retention
from tenants.actors import Actor, guard
from tenants.organisation.models import CLASS_TO_CONFIRM
from tenants.permissions import Permission


def let_unconfirmed_files_follow(*, actor: Actor, years_before: int, now: datetime) -> int:
    """Give files that wait for the class the one that was confirmed, and their day the years. Returns how many.

    years_before: the years their day rests on. Run twice, the second changes nothing.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    with transaction.atomic(durable=True):
        retention = current_retention()
        waiting = Complaint.objects.filter(retention_class=CLASS_TO_CONFIRM, destroy_after__isnull=False, destroyed_at=None)
        if retention.selection_class == CLASS_TO_CONFIRM:
            return 0
        lock_complaints(waiting.values_list("pk", flat=True))
        events = []
        days = [(pk, day) for pk, day in waiting.order_by("pk").values_list("pk", "destroy_after") if day]
        for pk, before in days:
            after = before + relativedelta(years=retention.years - years_before)
            Complaint.objects.filter(pk=pk).update(retention_class=retention.selection_class, destroy_after=after)
            data = {"class": retention.selection_class, "destroy_after": [before.isoformat(), after.isoformat()]}
            events.append(
                ComplaintEvent(
                    complaint_id=pk, happened_at=now, actor_kind=actor.kind, actor_id=actor.user_id, code="retention_followed", data=data
                )
            )
        ComplaintEvent.objects.bulk_create(events, batch_size=CHUNK)
    return len(events)
