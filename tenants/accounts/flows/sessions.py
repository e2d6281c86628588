"""Sessions that are over: what was kept in them goes with them."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction


def clear_sessions(*, now: datetime) -> int:
    """Remove sessions that nobody can use any more; what somebody searched for is in them. Returns how many."""
    with transaction.atomic(durable=True):
        removed, _per_model = Session.objects.filter(expire_date__lt=now).delete()
    return removed
