"""Questions for a reaction that wait: for who handles the file, and for who was asked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from complaints.access import visible_complaints
from complaints.models import ReactionRequest
from complaints.work.beside import people_of
from complaints.work.crew import crew_on
from tenants.actors import Actor
from tenants.permissions import Permission

# So long before its last day a question stands in Mijn werk of who handles the file.
AHEAD = timedelta(days=2)
MOST_SHOWN = 10


def reactions_due(*, actor: Actor, today: date) -> list[ReactionRequest]:
    """What nobody answered yet, is due within two days, late, or cannot be opened any more, and is this person's work; the first few, the
    first due first."""
    if not actor.may(Permission.HANDLE_COMPLAINTS) or actor.user_id is None:
        return []
    asks_something = Q(answer_by__lte=today + AHEAD) | Q(user=None, attempts_left=0)
    open_ones = ReactionRequest.objects.open().filter(asks_something, complaint__in=visible_complaints(actor=actor))
    waiting = list(open_ones.select_related("complaint", "user").order_by("answer_by", "pk"))
    if not waiting:
        return []
    people = people_of(((one.pk, one.complaint_id, None) for one in waiting), crew=crew_on(today))
    return [one for one in waiting if actor.user_id in people[one.pk][1]][:MOST_SHOWN]


def reactions_asked_of(*, actor: Actor) -> list[ReactionRequest]:
    """What this person was asked and did not answer yet, all of it, the first due first; with what tells who is shielded in the file, of
    which they see nothing by it."""
    if actor.user_id is None or not actor.may(Permission.SEE_START_PAGE):
        return []
    asked = ReactionRequest.objects.open().filter(user_id=actor.user_id).order_by("answer_by", "pk")
    return list(asked.prefetch_related("complaint__parties", "complaint__file_people"))
