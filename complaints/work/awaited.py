"""Feedback that others owe us on complaints they took over: whose work it is to ask for it, and in which messages it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from complaints.access import visible_complaints
from complaints.models import Transfer
from complaints.work.beside import DayTold, people_of
from complaints.work.crew import crew_on
from complaints.work.takers import Crew
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.permissions import Permission

MOST_SHOWN = 10
# The code by which a message tells that the day of feedback has passed.
LATE = "feedback_late"
WHYS = frozenset({LATE})


def feedback_due(*, actor: Actor, today: date) -> tuple[list[Transfer], int]:
    """Transfers of which feedback is due by today and that are this person's work, the first due first; the first few, and how
    many there are.
    """
    if not actor.may(Permission.HANDLE_COMPLAINTS) or actor.user_id is None:
        return [], 0
    due = _awaited(Q(due_on__lte=today, round__complaint__in=visible_complaints(actor=actor)))
    people = people_of(((one.pk, one.round.complaint_id, None) for one in due), crew=crew_on(today))
    mine = [one for one in due if actor.user_id in people[one.pk][1]]
    return mine[:MOST_SHOWN], len(mine)


def feedback_to_tell(*, since: date, today: date, crew: Crew) -> list[DayTold]:
    """Feedback of which the day passed after one day and up to and including another."""
    passed = [one for one in _awaited(Q(due_on__lt=today)) if since < _first_day_late(one) <= today]
    return _told(passed, crew=crew)


def feedback_still_told(*, reader: Actor, today: date) -> dict[tuple[int, str], DayTold]:
    """By last round and code what this person is still told of: files they may see, and that are their work."""
    late = _awaited(Q(due_on__lt=today, round__complaint__in=visible_complaints(actor=reader)))
    return {(one.round.pk, one.why): one for one in _told(late, crew=crew_on(today)) if reader.user_id in one.people}


def _awaited(which: Q) -> list[Transfer]:
    return list(Transfer.objects.awaited().filter(which).select_related("round__complaint", "provider").order_by("due_on", "pk"))


def _first_day_late(one: Transfer) -> date:
    """What was written down after its day is told the day after."""
    assert one.due_on is not None
    return max(one.due_on, dutch_date(one.recorded_at)) + timedelta(days=1)


def _told(transfers: Iterable[Transfer], *, crew: Crew) -> list[DayTold]:
    transfers = list(transfers)
    people = people_of(((one.pk, one.round.complaint_id, None) for one in transfers), crew=crew)
    return [
        DayTold(reference=one.round.complaint.reference, due_on=one.due_on, why=LATE, round=people[one.pk][0], people=people[one.pk][1])
        for one in transfers
        if one.due_on is not None
    ]
