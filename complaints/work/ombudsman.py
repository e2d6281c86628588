"""What the ombudsman waits for, for who handles the file."""

from __future__ import annotations

from datetime import date, timedelta

from complaints.access import visible_complaints
from complaints.models import OmbudsmanEntry
from tenants.actors import Actor
from tenants.permissions import Permission

# So long before its day an answer stands in Mijn werk.
AHEAD = timedelta(days=7)
MOST_SHOWN = 10


def answers_due(*, actor: Actor, today: date) -> list[OmbudsmanEntry]:
    """What the ombudsman waits for by a week from today, the first due first."""
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return []
    files = visible_complaints(actor=actor).filter(exclusion="", destroyed_at=None)
    due = OmbudsmanEntry.objects.filter(answered_on=None, answer_by__lte=today + AHEAD, complaint__in=files)
    return list(due.select_related("complaint").order_by("answer_by", "pk")[:MOST_SHOWN])
