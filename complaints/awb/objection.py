"""The objection term (bezwaartermijn) that runs beside a complaint which also contests a decision (art. 6:7-6:9 Awb)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.awb.explanation import TermName
from complaints.awb.terms import Term, end_of_term
from tenants.statutory_calendar import StatutoryCalendar

OBJECTION_WEEKS = 6
BY_POST_WEEKS = 1


@dataclass(frozen=True, slots=True)
class ObjectionTerm:
    """The six weeks for an objection, and the week more in which a letter posted in time may arrive.

    Only for a decision that was announced (art. 3:41). Told by telephone is not announced: the term has not started, and whoever
    asks wants a written decision first. The product never decides that an objection is too late: that is for the objection unit
    (art. 6:11).
    """

    announced_on: date
    filing: Term
    by_post: Term

    @property
    def last_day(self) -> date:
        """The last day to file."""
        return self.filing.result

    @property
    def last_day_by_post(self) -> date:
        """The last day on which an objection posted by `last_day` may arrive (art. 6:9(2))."""
        return self.by_post.result

    def is_in_time(self, *, received_on: date, posted_on: date | None = None) -> bool:
        """Whether an objection arrived in time: by the last day, or posted by then and received within a week after it."""
        if received_on <= self.last_day:
            return True
        return posted_on is not None and posted_on <= self.last_day and received_on <= self.last_day_by_post

    def may_be_open(self, *, today: date) -> bool:
        """Whether an objection may still be in time today, so that the complainant must be warned of it."""
        return today <= self.last_day_by_post


def objection_term(*, announced_on: date, calendar: StatutoryCalendar) -> ObjectionTerm:
    """The objection term of a decision announced on this day.

    It starts the day after the announcement (6:8(1)) and lasts six weeks (6:7): announcement plus 42 days, then the Atw. The week
    of 6:9(2) is a statutory term too, so the Atw moves it as well (choice, in the complainant's favour). Raises `YearOutOfRange`.
    """
    filing = end_of_term(received_on=announced_on, weeks=OBJECTION_WEEKS, calendar=calendar, name=TermName.OBJECTION_LAST_DAY)
    by_post = end_of_term(received_on=filing.result, weeks=BY_POST_WEEKS, calendar=calendar, name=TermName.OBJECTION_BY_POST)
    return ObjectionTerm(announced_on=announced_on, filing=filing, by_post=by_post)
