"""What the messages of a day tell of open files: the points of their terms, and who is told beside whoever has the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from complaints.models import Compartment, ComplaintPoint, DigestDay, Exclusion, Round
from complaints.work.crew import involved_in
from complaints.work.reminders import Point, ReminderPlan, acknowledge_by, most_telling, points_of
from tenants.accounts.selectors import managers_by_unit
from tenants.clock import dutch_date
from tenants.organisation.models import OrganisationSettings
from tenants.statutory_calendar import StatutoryCalendar

# After this long without a digest (the service was down) older points are no news.
LONGEST_LOOK_BACK = timedelta(days=14)


def open_rounds() -> QuerySet[Round]:
    """Open rounds of files that count, with what their points and takers follow from, soonest due first."""
    rounds = Round.objects.filter(closed_on__isnull=True, complaint__exclusion=Exclusion.NONE)
    rounds = rounds.select_related("complaint__kind", "complaint__channel")
    needed = ("handler_id", "opened_on", "due_on", "contact_due_on", "first_contact_on", "acknowledged_on", "has_statutory_term", "regime")
    of_file = (
        *("reference", "compartment", "created_at", "taken_over_at", "is_written"),
        *("derived_kind", "kind__core_code", "channel__core_code"),
    )
    return rounds.only(*needed, "is_written", *(f"complaint__{name}" for name in of_file)).order_by("due_on", "pk")


def first_day_of_news(*, before: date | None, today: date) -> date:
    """The day after which points are news: that of the digest before, where there was one lately."""
    return max(before or today - timedelta(days=1), today - LONGEST_LOOK_BACK)


@dataclass(frozen=True, kw_only=True)
class News:
    """From where on points are news: after a day; of a file that was registered since the digest before, all of them. told_at: of that
    digest. In the first one there is, every file that is late by then is told of once, however long.
    """

    after: date
    told_at: datetime | None

    def of(self, one: Round, points: Iterable[tuple[Point, date]], *, until: date) -> Point | None:
        """The point of a round that is news, up to a day; None where none is."""
        points = list(points)
        if self.told_at is None and any(code is Point.AFTER and day <= until for code, day in points):
            return Point.AFTER
        is_new = self.told_at is not None and one.complaint.created_at > self.told_at and one.complaint.taken_over_at is None
        return most_telling(points, after=date.min if is_new else self.after, until=until)


def news_since(before: DigestDay | None, *, today: date) -> News:
    """What is news in the digest of a day. before: the digest before it."""
    day, told_at = (before.day, before.made_at) if before is not None else (None, None)
    return News(after=first_day_of_news(before=day, today=today), told_at=told_at)


def lately_reached(one: Round, points: Iterable[tuple[Point, date]], *, today: date) -> set[str]:
    """The points of a round that a digest of the last days may have told of; that it is late, also of longer ago."""
    start = today - LONGEST_LOOK_BACK
    is_new = dutch_date(one.complaint.created_at) > start
    return {code.value for code, day in points if (is_new or start < day or code is Point.AFTER) and day <= today}


def reminder_plan() -> ReminderPlan:
    """The organisation's points of reminding."""
    settings = OrganisationSettings.objects.get()
    return ReminderPlan(
        days_before=tuple(settings.reminder_days_before),
        days_after=tuple(settings.reminder_days_after),
        half_way=settings.reminder_half_way,
        in_working_days=settings.reminders_in_working_days,
        contact_days=settings.contact_reminder_days,
        acknowledgement_norm=settings.acknowledgement_norm_days,
        skips_decreed=settings.contact_norm_skips_decreed_days,
    )


def points_of_round(one: Round, plan: ReminderPlan, calendar: StatutoryCalendar) -> list[tuple[Point, date]]:
    """The points of an open round. Of a file that was taken over nobody knows of contact or confirmation."""
    is_known = one.complaint.taken_over_at is None
    return points_of(
        opened_on=one.opened_on,
        due_on=one.due_on,
        contact_due_on=one.contact_due_on if is_known and one.first_contact_on is None else None,
        acknowledge_by=last_day_of_confirming(one, plan, calendar) if is_known else None,
        plan=plan,
        calendar=calendar,
    )


def last_day_of_confirming(one: Round, plan: ReminderPlan, calendar: StatutoryCalendar) -> date | None:
    """By when receipt of what came in writing is confirmed in writing (9:6), while it is not."""
    if not one.is_confirmed_in_writing or one.acknowledged_on is not None:
        return None
    return acknowledge_by(opened_on=one.opened_on, plan=plan, calendar=calendar)


def managers_to_tell(rounds: Iterable[Round], *, today: date) -> dict[int, frozenset[int]]:
    """By round the managers of the unit it is about, who were not involved: they are told once its last day has passed.

    None of a file about the council. Three queries, none where no round is given.
    """
    rounds = [one for one in rounds if one.complaint.compartment != Compartment.COUNCIL]
    if not rounds:
        return {}
    ids = [one.complaint_id for one in rounds]
    units = dict(ComplaintPoint.objects.filter(complaint__in=ids, is_main=True).values_list("complaint_id", "unit_id"))
    managers, involved = managers_by_unit(today=today), involved_in(ids)
    return {
        one.pk: frozenset(managers.get(units.get(one.complaint_id), ())) - involved.get(one.complaint_id, frozenset()) for one in rounds
    }
