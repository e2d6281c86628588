"""What a file owes or is owed by a day, in the messages of the day: reactions that are late, measures to do and to look at again,
answers the ombudsman waits for, and what whoever complains was not told in time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from complaints.access import visible_complaints
from complaints.models import Complaint, Improvement, OmbudsmanEntry, ReactionRequest
from complaints.work.beside import DayTold, people_of
from complaints.work.crew import crew_on
from complaints.work.promises import PromiseState, promise_points
from complaints.work.reminders import ONE_DAY, most_telling
from complaints.work.takers import Crew
from complaints.work.telling import untold
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar


class Owed(StrEnum):
    """The codes by which a message tells it."""

    REACTION_LATE = "reaction_late"
    MEASURE_NEAR = "measure_near"
    MEASURE_LATE = "measure_late"
    MEASURE_CHECK = "measure_check"
    OMBUDSMAN_NEAR = "ombudsman_near"
    OMBUDSMAN_LATE = "ombudsman_late"
    TELLING_LATE = "telling_late"


WHYS = frozenset(Owed)


@dataclass(frozen=True, kw_only=True)
class _Due:
    """Something that is not done yet. points: the days on which it is told; owner: whose alone it is, None: of whoever has the file."""

    key: UUID
    complaint: Complaint
    due_on: date
    points: list[tuple[Owed, date]]
    owner: int | None = None


def owed_to_tell(*, since: date, today: date, crew: Crew) -> list[DayTold]:
    """What reached one of its days after one day and up to and including another."""
    return _told(_all_due(Complaint.objects.all()), after=since, until=today, crew=crew)


def owed_still_told(*, reader: Actor, today: date) -> dict[tuple[int, str], DayTold]:
    """By last round and code what this person is still told of: in files they may see, and what is their work."""
    told: dict[tuple[int, str], DayTold] = {}
    due = _all_due(visible_complaints(actor=reader))
    for one in _told(due, after=date.min, until=today, crew=crew_on(today)):
        if reader.user_id in one.people:
            told.setdefault((one.round.pk, one.why), one)
    return told


def _told(due: Iterable[_Due], *, after: date, until: date, crew: Crew) -> list[DayTold]:
    reached = [(one, most_telling(one.points, after=after, until=until)) for one in due]
    told = [(one, why) for one, why in reached if why is not None]
    people = people_of(((one.key, one.complaint.pk, one.owner) for one, _why in told), crew=crew)
    return [
        DayTold(
            reference=one.complaint.reference,
            due_on=one.due_on,
            why=why.value,
            round=people[one.key][0],
            people=people[one.key][1] if one.owner is None else people[one.key][1] & {one.owner},
        )
        for one, why in told
    ]


def _all_due(files: QuerySet[Complaint]) -> list[_Due]:
    """What waits in those of these files that are not left out and not destroyed, the first due first."""
    here = Q(complaint__in=files, complaint__exclusion="", complaint__destroyed_at=None)
    calendar = current_statutory_calendar()
    found = [*_reactions(here), *_measures(here, calendar), *_answers(here, calendar), *_untold(files)]
    return sorted(found, key=lambda one: (one.due_on, str(one.key)))


def _reactions(which: Q) -> list[_Due]:
    return [
        _Due(
            key=one.pk,
            complaint=one.complaint,
            due_on=one.answer_by,
            points=[(Owed.REACTION_LATE, max(one.answer_by, dutch_date(one.chased_at or one.asked_at)) + ONE_DAY)],
        )
        for one in ReactionRequest.objects.open().filter(which).select_related("complaint")
    ]


def _measures(which: Q, calendar: StatutoryCalendar) -> list[_Due]:
    waiting = Q(ended_on=None) | Q(is_done=True, checked_on=None, check_on__isnull=False)
    return [
        _Due(
            key=one.pk,
            complaint=one.complaint,
            due_on=one.check_on if one.is_done and one.check_on else one.due_on,
            # What was done after that day is looked at from the day after it was.
            points=[(Owed.MEASURE_CHECK, max(one.check_on, one.ended_on + ONE_DAY))]
            if one.check_on and one.ended_on
            else _near_and_late((Owed.MEASURE_NEAR, Owed.MEASURE_LATE), one.due_on, one.recorded_at, calendar),
            owner=one.owner_id,
        )
        for one in Improvement.objects.filter(waiting, which).select_related("complaint")
    ]


def _answers(which: Q, calendar: StatutoryCalendar) -> list[_Due]:
    return [
        _Due(
            key=one.pk,
            complaint=one.complaint,
            due_on=one.answer_by,
            points=_near_and_late((Owed.OMBUDSMAN_NEAR, Owed.OMBUDSMAN_LATE), one.answer_by, one.recorded_at, calendar),
        )
        for one in OmbudsmanEntry.objects.filter(which, answered_on=None, answer_by__isnull=False).select_related("complaint")
        if one.answer_by is not None
    ]


def _untold(files: QuerySet[Complaint]) -> list[_Due]:
    return [
        _Due(key=one.key, complaint=one.complaint, due_on=one.by, points=[(Owed.TELLING_LATE, one.by + ONE_DAY)]) for one in untold(files)
    ]


def _near_and_late(codes: tuple[Owed, Owed], due_on: date, recorded_at: datetime, calendar: StatutoryCalendar) -> list[tuple[Owed, date]]:
    """As a promise: three working days before its day, and the day after it."""
    of_state = dict(zip((PromiseState.DUE, PromiseState.BROKEN), codes, strict=True))
    points = promise_points(due_on=due_on, recorded_on=dutch_date(recorded_at), calendar=calendar)
    return [(of_state[state], day) for state, day in points]
