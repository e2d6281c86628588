"""The night's proof: every open complaint has its dates, and every message that had to be written was, once. Changes no file."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from complaints.awb.refusals import ClockRefusal
from complaints.models import Exclusion, Round
from complaints.recomputing import CHUNK, current_norms
from complaints.selectors import TERM_CHANGES, facts_of_round
from complaints.terms import compute_dates
from complaints.work.proving import prove_alerts
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.models import NightlyCheck, Tenant
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar

# By which work and messages go.
LAST_DAYS = ("term_ends_on", "due_base", "due_on", "contact_due_on")
KEPT_FOR = timedelta(days=400)


def prove_work(*, actor: Actor, now: datetime) -> NightlyCheck:
    """Check this organisation and keep what was found, in numbers, for whoever runs the service. Run twice, the second counts."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today, tenant = dutch_date(now), Tenant.objects.get(schema_name=current_schema())
    with transaction.atomic(durable=True):
        counted, without_date, deviating = _dates_of_open_rounds()
        alerts = prove_alerts(since=dutch_date(tenant.created_at) + timedelta(days=1), today=today, now=now)
        check, _made = NightlyCheck.objects.update_or_create(
            tenant=tenant,
            day=today,
            defaults={
                "made_at": now,
                "open_complaints": counted,
                "without_date": without_date,
                "not_as_computed": deviating,
                "alerts_on": alerts.day,
                "alerts_due": alerts.due,
                "missing": alerts.missing,
                "twice": alerts.twice,
                "waiting": alerts.waiting,
                "failed": alerts.failed,
                "day_missing": alerts.day_missing,
            },
        )
        NightlyCheck.objects.filter(tenant=tenant, day__lt=today - KEPT_FOR).delete()
    return check


def _dates_of_open_rounds() -> tuple[int, int, int]:
    """How many open rounds there are, how many of them have no usable day, and of how many a day is not what it follows to be.

    Of a file that was taken over with facts that the clock refuses the stored days stand.
    """
    calendar, norms = current_statutory_calendar(), current_norms()
    counted = without_date = deviating = 0
    rounds = Round.objects.filter(closed_on__isnull=True, complaint__exclusion=Exclusion.NONE)
    for one in rounds.select_related("complaint__kind", "complaint__channel").prefetch_related(*TERM_CHANGES).iterator(chunk_size=CHUNK):
        counted += 1
        if one.due_on < one.opened_on or one.contact_due_on < one.opened_on:
            without_date += 1
            continue
        with suppress(ClockRefusal):
            dates = compute_dates(facts=facts_of_round(one), calendar=calendar, norms=norms)
            deviating += any(getattr(one, name) != getattr(dates, name) for name in LAST_DAYS)
    return counted, without_date, deviating
