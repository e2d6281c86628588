"""What may be personal and belongs to no file goes by itself, after a time of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction

from complaints.models import AccessRecord, RememberedRequest
from complaints.records import current_retention
from tenants.actors import Actor, guard
from tenants.history import empty_personal_payloads
from tenants.permissions import Permission

# As long as a draft: whoever sends something again does so within minutes, or from a window that stayed open.
REQUESTS_KEPT_FOR = timedelta(days=30)


def forget_requests(*, actor: Actor, now: datetime) -> int:
    """Remove what keys were answered with more than thirty days ago. Returns how many."""
    guard(actor, Permission.DESTROY_COMPLAINTS)
    with transaction.atomic(durable=True):
        removed, _models = RememberedRequest.objects.filter(asked_at__lt=now - REQUESTS_KEPT_FOR).delete()
    return removed


def forget_purposes(*, actor: Actor, now: datetime) -> int:
    """Empty what somebody wrote an export was for: it may name somebody, and no file takes it along when it is destroyed.

    It is kept as long as a file is after closing, by the organisation's settings; who looked, when and by which filters stays.
    Returns how many. Run twice, the second finds nothing.
    """
    guard(actor, Permission.DESTROY_COMPLAINTS)
    with transaction.atomic(durable=True):
        before = now - relativedelta(years=current_retention().years)
        old = AccessRecord.objects.filter(complaint=None, personal__isnull=False, happened_at__lt=before)
        return empty_personal_payloads(AccessRecord, column="id", values=list(old.values_list("pk", flat=True)))
