"""Whether what should have been told was told: the messages of a day held against the files as they are. Reads, changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from complaints.models import ComplaintEvent, DigestDay, Notice, NoticeCode, NoticeEnd
from complaints.work.alerts import news_since, open_rounds, points_of_round, reminder_plan
from complaints.work.crew import crew_on, takings
from complaints.work.promised import promises_to_tell
from complaints.work.takers import Why
from tenants.organisation.models import OrganisationEvent
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

# A message of the day that has not gone by then waits for something.
WAITS_AFTER = timedelta(hours=12)
CHANGES_OF_POINTS = ("reminders_changed", "norms_changed")


@dataclass(frozen=True, kw_only=True)
class ProvenAlerts:
    """What the last digests held. due: files and promises that reached a point and did not change since; missing: those in no
    message; twice: told more than once in one message. waiting, failed: messages that did not go. day_missing: a working day
    passed without digests.
    """

    day: date | None = None
    due: int = 0
    missing: int = 0
    twice: int = 0
    waiting: int = 0
    failed: int = 0
    day_missing: bool = False


def prove_alerts(*, since: date, today: date, now: datetime) -> ProvenAlerts:
    """Hold the last digests before today against the files. since: the first day this organisation could have had them.

    What changed after they were made says nothing of them, so it is not judged; nor is anything after the organisation changed
    its own points.
    """
    calendar = current_statutory_calendar()
    expected_on = _last_working_day(before=today, calendar=calendar)
    made = DigestDay.objects.filter(day__lt=today).order_by("-day").first()
    day_missing = expected_on >= since and (made is None or made.day < expected_on)
    if made is None:
        return ProvenAlerts(day_missing=day_missing)
    notices = Notice.objects.filter(code=NoticeCode.DIGEST, key=f"digest:{made.day.isoformat()}")
    told = Counter((notice.pk, line["round"], line["why"]) for notice in notices for line in notice.lines)
    due = _due(made, calendar=calendar)
    rounds_told = {round_id for _notice, round_id, _why in told}
    return ProvenAlerts(
        day=made.day,
        due=len(due),
        missing=len(due - rounds_told),
        twice=sum(1 for times in told.values() if times > 1),
        waiting=Notice.objects.filter(settled_at__isnull=True, queued_at__lt=now - WAITS_AFTER).count(),
        failed=notices.filter(end=NoticeEnd.FAILED).count(),
        day_missing=day_missing,
    )


def _due(made: DigestDay, *, calendar: StatutoryCalendar) -> set[int]:
    """The rounds of which the digests of a day had to tell something, that are still as they were."""
    if OrganisationEvent.objects.filter(happened_at__gte=made.made_at, code__in=CHANGES_OF_POINTS).exists():
        return set()
    before = DigestDay.objects.filter(day__lt=made.day).order_by("-day").first()
    news, plan, crew = news_since(before, today=made.day), reminder_plan(), crew_on(made.day)
    rounds = [one for one in open_rounds() if news.of(one, points_of_round(one, plan, calendar), until=made.day)]
    found = takings(rounds, crew=crew)
    due = {one.pk: one.complaint_id for one in rounds if found[one.pk].why is not Why.NOBODY}
    for promise, _state in promises_to_tell(since=news.after, today=made.day, crew=crew):
        if promise.people:
            due[promise.round.pk] = promise.promise.complaint_id
    changed = _changed_since(made.made_at, set(due.values()))
    return {round_id for round_id, complaint_id in due.items() if complaint_id not in changed}


def _changed_since(moment: datetime, complaint_ids: set[UUID]) -> set[UUID]:
    events = ComplaintEvent.objects.filter(happened_at__gte=moment, complaint__in=complaint_ids)
    return set(events.values_list("complaint_id", flat=True))


def _last_working_day(*, before: date, calendar: StatutoryCalendar) -> date:
    day = before - timedelta(days=1)
    while calendar.non_day(day) is not None:
        day -= timedelta(days=1)
    return day
