"""The calendar or a norm changed: the terms of open complaints are computed anew, and the file says which moved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from complaints.access import lock_complaints
from complaints.models import Regime, Round
from complaints.recomputing import CHUNK, Recomputation, recompute_rounds
from complaints.records import lock_register_for_import
from complaints.selectors import TERM_CHANGES
from tenants.actors import Actor, guard
from tenants.organisation.core_lists import KINDS_WITHOUT_TERM
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Permission


def recompute_open_terms(*, actor: Actor, now: datetime) -> Recomputation:
    """Compute the dates of every open round anew. Returns what moved and what keeps its dates; run twice, the second moves nothing.

    A round of which only another date moved, or that is no longer provisional, is changed and recorded as well. What the law
    sets no term for follows the organisation's setting for it, in files that were registered here.
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
            .prefetch_related(*TERM_CHANGES)
            .order_by("pk")
        )
        followed = recompute_rounds(_with_other_norm(rounds), actor=actor, now=now, code="terms_recomputed", also=("regime",))
        again = recompute_rounds(rounds.iterator(chunk_size=CHUNK), actor=actor, now=now, code="terms_recomputed")
        return Recomputation(moved=[*followed.moved, *again.moved], refused=list(dict.fromkeys([*followed.refused, *again.refused])))


def _with_other_norm(open_rounds: QuerySet[Round]) -> list[Round]:
    """The rounds outside the law that go by the other norm than the setting says, with the right one set on them."""
    oral_has_norm = OrganisationSettings.objects.get().oral_complaints_have_norm
    wanted, other = (Regime.INTERNAL, Regime.NORM) if oral_has_norm else (Regime.NORM, Regime.INTERNAL)
    registered_here = open_rounds.filter(has_statutory_term=False, complaint__taken_over_at=None)
    following = list(registered_here.filter(regime=other).exclude(complaint__derived_kind__in=KINDS_WITHOUT_TERM))
    for one in following:
        one.regime = wanted
    return following
