"""Promises that press: whose work they are, on the start page and in the messages of the day.

A promise is the work of whoever has its file, also after closing, and of the colleague who made it, where they may see the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, prefetch_related_objects

from complaints.access import visible_complaints
from complaints.models import ComplaintPoint, Promise, Round
from complaints.work.beside import people_of
from complaints.work.crew import crew_on
from complaints.work.promises import PRESSING, PromiseState, promise_points, state_of_promise
from complaints.work.reminders import most_telling
from complaints.work.takers import Crew
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

MOST_SHOWN = 10
# Further away than any three working days: what is due after that does not press.
FAR = timedelta(days=21)
# What is known of a promise without its text.
_LIGHT = ("due_on", "end", "recorded_at", "promised_by_id", "name", "unit__text", "complaint__reference", "complaint__compartment")


@dataclass(frozen=True, kw_only=True)
class PromiseRow:
    """A promise that presses. is_own: whoever looks made it."""

    promise: Promise
    state: PromiseState
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class PressingPromises:
    """rows: the first few, by day; count: all of them."""

    rows: list[PromiseRow]
    count: int


@dataclass(frozen=True, kw_only=True)
class PromiseTold:
    """A promise for the messages of the day. round: the last one of its file; people: whom it is told."""

    promise: Promise
    round: Round
    people: frozenset[int]


def pressing_promises(*, actor: Actor, today: date) -> PressingPromises:
    """Promises near their day or past it that are this person's work or own, without what was promised.

    A number of queries that does not grow with them. Raises NotPermitted.
    """
    if not actor.may(Permission.SEE_COMPLAINTS) or actor.user_id is None:
        return PressingPromises(rows=[], count=0)
    calendar = current_statutory_calendar()
    promises = _open(Q(complaint__in=visible_complaints(actor=actor)), today=today)
    pressing = [one for one in promises if _state(one, today=today, calendar=calendar) in PRESSING]
    people = _people(pressing, crew=crew_on(today))
    mine = [one for one in pressing if actor.user_id in people[one.pk][1]]
    shown = mine[:MOST_SHOWN]
    points = Prefetch("points", ComplaintPoint.objects.filter(is_main=True).select_related("nature", "unit"))
    prefetch_related_objects([one.complaint for one in shown], points)
    rows = [
        PromiseRow(promise=one, state=_state(one, today=today, calendar=calendar), is_own=one.promised_by_id == actor.user_id)
        for one in shown
    ]
    return PressingPromises(rows=rows, count=len(mine))


def promises_to_tell(*, since: date, today: date, crew: Crew) -> list[tuple[PromiseTold, PromiseState]]:
    """Promises that came near, or were broken, after one day and up to and including another, each with which of the two."""
    calendar = current_statutory_calendar()
    reached = {}
    promises = _open(Q(), today=today)
    for one in promises:
        points = promise_points(due_on=one.due_on, recorded_on=dutch_date(one.recorded_at), calendar=calendar)
        state = most_telling(points, after=since, until=today)
        if state is not None:
            reached[one.pk] = state
    told = [one for one in promises if one.pk in reached]
    return [(one, reached[one.promise.pk]) for one in _told(told, crew=crew)]


def promises_still_told(*, reader: Actor, today: date) -> dict[tuple[int, str], PromiseTold]:
    """By last round and state what this person is still told of: files they may see, promises that are their work or own."""
    calendar = current_statutory_calendar()
    promises = _open(Q(complaint__in=visible_complaints(actor=reader)), today=today)
    pressing = [one for one in promises if _state(one, today=today, calendar=calendar) in PRESSING]
    found: dict[tuple[int, str], PromiseTold] = {}
    for one in _told(pressing, crew=crew_on(today)):
        if reader.user_id in one.people:
            found.setdefault((one.round.pk, why_of(_state(one.promise, today=today, calendar=calendar))), one)
    return found


def why_of(state: PromiseState) -> str:
    """The code by which a message tells of a promise."""
    return f"promise_{state.value.lower()}"


# Everything a message may say of promises.
WHYS = frozenset(why_of(state) for state in PRESSING)


def _open(which: Q, *, today: date) -> list[Promise]:
    near = Promise.objects.open().filter(which, due_on__lte=today + FAR)
    return list(near.select_related("complaint", "unit").only(*_LIGHT))


def _state(promise: Promise, *, today: date, calendar: StatutoryCalendar) -> PromiseState:
    return state_of_promise(end=promise.end, due_on=promise.due_on, today=today, calendar=calendar)


def _told(promises: Iterable[Promise], *, crew: Crew) -> list[PromiseTold]:
    promises = list(promises)
    people = _people(promises, crew=crew)
    return [PromiseTold(promise=one, round=people[one.pk][0], people=people[one.pk][1]) for one in promises]


def _people(promises: Iterable[Promise], *, crew: Crew) -> dict[UUID, tuple[Round, frozenset[int]]]:
    """Of each promise the last round of its file, and whose work it is: of whoever has the file, and whoever made it, where
    they were not involved. Three queries.
    """
    return people_of(((one.pk, one.complaint_id, one.promised_by_id) for one in promises), crew=crew)
