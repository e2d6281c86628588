"""The calendar or a norm changed: the terms of open complaints are computed anew, and the file says which moved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from complaints.access import lock_complaints
from complaints.models import Round
from complaints.recomputing import CHUNK, Recomputation, recompute_rounds
from complaints.records import lock_register_for_import
from tenants.actors import Actor, guard
from tenants.permissions import Permission


def recompute_open_terms(*, actor: Actor, now: datetime) -> Recomputation:
    """Compute the dates of every open round anew. Returns what moved and what keeps its dates; run twice, the second moves nothing.

    A round of which only another date moved, or that is no longer provisional, is changed and recorded as well.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    with transaction.atomic(durable=True):
        # A running import computed its rows with the calendar of its beginning: wait for it, then read the calendar.
        lock_register_for_import()
        open_rounds = Round.objects.filter(closed_on__isnull=True)
        lock_complaints(open_rounds.values_list("complaint_id", flat=True))
        rounds = (
            open_rounds.select_for_update(of=("self",), no_key=True)
            .select_related("complaint__kind", "complaint__channel")
            .prefetch_related("postponements")
            .order_by("pk")
        )
        return recompute_rounds(rounds.iterator(chunk_size=CHUNK), actor=actor, now=now, code="terms_recomputed")
