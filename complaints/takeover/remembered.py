"""Dates that were computed for a row before: most rows of a file share theirs with another."""

from __future__ import annotations

from collections import OrderedDict

from complaints.terms import Norms, RoundDates, RoundFacts, compute_dates
from tenants.statutory_calendar import StatutoryCalendar

# Every day of eleven years. Each takes about a kilobyte, and a file whose rows share nothing must not fill the memory.
MOST_REMEMBERED = 4_000


class RememberedDates:
    """The dates of rounds, computed once for as long as they are remembered; those not asked for the longest are forgotten."""

    def __init__(self, *, calendar: StatutoryCalendar, norms: Norms, most: int = MOST_REMEMBERED) -> None:
        self._calendar = calendar
        self._norms = norms
        self._most = most
        self._dates: OrderedDict[RoundFacts, RoundDates] = OrderedDict()

    def knows(self, facts: RoundFacts) -> bool:
        """Whether the dates of these facts are remembered, so that the clock refused nothing in them."""
        return facts in self._dates

    def of(self, facts: RoundFacts) -> RoundDates:
        """The dates of a round. Raises the first `ClockRefusal` in the facts."""
        if facts in self._dates:
            self._dates.move_to_end(facts)
            return self._dates[facts]
        dates = self._dates[facts] = compute_dates(facts=facts, calendar=self._calendar, norms=self._norms)
        if len(self._dates) > self._most:
            self._dates.popitem(last=False)
        return dates
