"""Mediations of which the next step is due, for whoever has the file."""

from __future__ import annotations

from datetime import date

from complaints.access import visible_complaints
from complaints.models import Mediation
from complaints.work.beside import people_of
from complaints.work.crew import crew_on
from tenants.actors import Actor
from tenants.permissions import Permission

MOST_SHOWN = 10


def mediations_due(*, actor: Actor, today: date) -> tuple[list[Mediation], int]:
    """Those that did not end, whose next step is due by today and that are this person's work; the first few, and how many."""
    if not actor.may(Permission.HANDLE_COMPLAINTS) or actor.user_id is None:
        return [], 0
    open_here = Mediation.objects.open().filter(next_on__lte=today, round__complaint__in=visible_complaints(actor=actor))
    due = list(open_here.select_related("round__complaint").order_by("next_on", "pk"))
    people = people_of(((one.pk, one.round.complaint_id, None) for one in due), crew=crew_on(today))
    mine = [one for one in due if actor.user_id in people[one.pk][1]]
    return mine[:MOST_SHOWN], len(mine)
