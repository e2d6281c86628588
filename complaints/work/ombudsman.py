"""What the ombudsman waits for, for who handles the file."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from complaints.access import visible_complaints
from complaints.models import OmbudsmanEntry, OmbudsmanStep
from tenants.actors import Actor
from tenants.permissions import Permission

# So long before its day an answer stands in Mijn werk.
AHEAD = timedelta(days=7)
MOST_SHOWN = 10


def answers_due(*, actor: Actor, today: date) -> list[OmbudsmanEntry]:
    """What the ombudsman waits for by a week from today, and the recommendations that were answered by letter of which nobody said yet
    whether they are followed (9:36(4)), the first due first."""
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return []
    files = visible_complaints(actor=actor).filter(exclusion="", destroyed_at=None)
    waits = Q(answered_on=None, answer_by__lte=today + AHEAD)
    lacks = Q(step=OmbudsmanStep.RECOMMENDATION, answered_on__isnull=False, is_followed=None)
    due = OmbudsmanEntry.objects.filter(waits | lacks, complaint__in=files)
    return list(due.select_related("complaint").order_by("answer_by", "pk")[:MOST_SHOWN])
