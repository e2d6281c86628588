"""What was handed over and is to be done by a day: the work of its owner and of whoever has the file, and the messages that tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from complaints.access import visible_complaints
from complaints.models import HandOver, Round
from complaints.work.beside import DayTold, people_of
from complaints.work.crew import crew_on
from complaints.work.promises import PromiseState, promise_points, remind_from
from complaints.work.reminders import most_telling
from complaints.work.takers import Crew
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

# So long before its day it stands in Mijn werk.
AHEAD = timedelta(days=7)
# Further away than any three working days.
FAR = timedelta(days=21)
MOST_SHOWN = 10
# The codes by which a message tells of one: it is yours now, its day is near, its day has passed.
NEW, NEAR, LATE = "hand_over_new", "hand_over_near", "hand_over_late"
WHYS = frozenset({NEW, NEAR, LATE})
People = dict[UUID, tuple[Round, frozenset[int]]]
_WHY_OF = {PromiseState.DUE: NEAR, PromiseState.BROKEN: LATE}


@dataclass(frozen=True, kw_only=True)
class HandOverDue:
    """is_own: whoever looks owns it. is_late: its moment, or day, has passed."""

    hand_over: HandOver
    is_own: bool
    is_late: bool


def is_late(one: HandOver, *, now: datetime) -> bool:
    """Whether its moment, or its day where it has none, has passed while nobody said what came of it."""
    if one.ended_on is not None:
        return False
    return one.due_at < now if one.due_at is not None else one.due_on < dutch_date(now)


def hand_overs_due(*, actor: Actor, now: datetime) -> tuple[list[HandOverDue], int]:
    """What is to be done by a week from today and is this person's own, or stands in a file that is their work; the first few by
    moment and day, and how many there are.
    """
    if not actor.may(Permission.SEE_COMPLAINTS) or actor.user_id is None:
        return [], 0
    today = dutch_date(now)
    due = _open(Q(due_on__lte=today + AHEAD, complaint__in=visible_complaints(actor=actor)))
    people = _people(due, crew=crew_on(today))
    mine = [one for one in due if actor.user_id in people[one.pk][1]]
    rows = [HandOverDue(hand_over=one, is_own=one.owner_id == actor.user_id, is_late=is_late(one, now=now)) for one in mine[:MOST_SHOWN]]
    return rows, len(mine)


def hand_overs_to_tell(*, since: date, today: date, crew: Crew) -> list[DayTold]:
    """Those of which the day came near, or passed, after one day and up to and including another."""
    calendar, reached = current_statutory_calendar(), {}
    found = _open(Q(due_on__lte=today + FAR))
    for one in found:
        points = promise_points(due_on=one.due_on, recorded_on=dutch_date(one.recorded_at), calendar=calendar)
        state = most_telling(points, after=since, until=today)
        if state is not None:
            reached[one.pk] = _WHY_OF[state]
    told = [one for one in found if one.pk in reached]
    people = _people(told, crew=crew)
    return [_told(one, reached[one.pk], people) for one in told]


def hand_overs_still_told(*, reader: Actor, today: date) -> dict[tuple[int, str], DayTold]:
    """By last round and code what this person is still told of: files they may see, and what is their work or own."""
    calendar = current_statutory_calendar()
    found = _open(Q(complaint__in=visible_complaints(actor=reader)))
    people = _people(found, crew=crew_on(today))
    told: dict[tuple[int, str], DayTold] = {}
    for one in found:
        for why in _whys(one, today=today, calendar=calendar, is_own=one.owner_id == reader.user_id):
            day = _told(one, why, people)
            if reader.user_id in day.people:
                told.setdefault((day.round.pk, why), day)
    return told


def _whys(one: HandOver, *, today: date, calendar: StatutoryCalendar, is_own: bool) -> list[str]:
    whys = [NEW] if is_own else []
    if one.due_on < today:
        return [*whys, LATE]
    return [*whys, NEAR] if remind_from(one.due_on, calendar=calendar) <= today else whys


def _open(which: Q) -> list[HandOver]:
    return list(HandOver.objects.open().filter(which).select_related("complaint", "owner").order_by("due_on", "due_at", "pk"))


def _people(found: Iterable[HandOver], *, crew: Crew) -> People:
    return people_of(((one.pk, one.complaint_id, one.owner_id) for one in found), crew=crew)


def _told(one: HandOver, why: str, people: People) -> DayTold:
    last, whose = people[one.pk]
    return DayTold(reference=one.complaint.reference, due_on=one.due_on, why=why, round=last, people=whose)
