"""What may be personal and belongs to no file goes by itself, after a time of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from complaints.models import RememberedRequest
from tenants.actors import Actor, guard
from tenants.permissions import Permission

# As long as a draft: whoever sends something again does so within minutes, or from a window that stayed open.
REQUESTS_KEPT_FOR = timedelta(days=30)


def forget_requests(*, actor: Actor, now: datetime) -> int:
    """Remove what keys were answered with more than thirty days ago. Returns how many."""
    guard(actor, Permission.DESTROY_COMPLAINTS)
    with transaction.atomic(durable=True):
        removed, _models = RememberedRequest.objects.filter(asked_at__lt=now - REQUESTS_KEPT_FOR).delete()
    return removed
