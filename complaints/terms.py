"""The dates of one round of a complaint: what import, registration and recomputation share (pure).

The Awb clock gives the terms (complaints.awb); norms of the organisation stand beside them and never touch them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from complaints.awb.clock import AgreedDate, Extension, Postponement, RegimeChange, handling_clock
from complaints.awb.clock import Regime as ClockRegime
from complaints.awb.explanation import ClockWarning
from complaints.awb.terms import end_of_term
from complaints.awb.working_days import contact_due
from tenants.statutory_calendar import StatutoryCalendar

NORM = "norm"
# A later last day is spoken of from so many days before the last one: time enough for both letters of an extension.
LATER_DAY_IS_NEAR = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """The organisation's service norms, in working days."""

    contact_days: int
    signal_days: int
    skip_decreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """What the dates of a round rest on. regime: "internal", "commission" or "norm", as Round stores it.

    committee_since: the day on which a complaint in handling passed to the committee, of which the complainant was told.
    is_statutory: False where the dates are only the organisation's norm, though counted as the Awb does (an oral complaint).
    """

    opened_on: date
    regime: str
    extensions: tuple[Extension, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    agreed_dates: tuple[AgreedDate, ...] = ()
    is_commission_appointed: bool = False
    is_statutory: bool = True
    committee_since: date | None = None

    @property
    def begun_under(self) -> ClockRegime:
        """The term that ran at receipt."""
        return ClockRegime.INTERNAL if self.committee_since else ClockRegime(self.regime)

    @property
    def regime_change(self) -> RegimeChange | None:
        return RegimeChange(changed_on=self.committee_since, is_complainant_notified=True) if self.committee_since else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDates:
    """The dates as Round stores them. notice_due_on is None where the Awb sets no term: 9:8(3) is for the Awb alone.

    term_ends_on: the bare term, without postponement or extension; the yearly figures call a closing after it "extended".
    """

    term_ends_on: date
    due_base: date
    due_on: date
    notice_due_on: date | None
    contact_due_on: date
    is_provisional: bool
    warnings: tuple[ClockWarning, ...] = ()


def facts_on_file(
    *,
    opened_on: date,
    regime: str,
    extension_weeks: int,
    extension_sent_on: date | None,
    postponed: Iterable[tuple[date, date]],
    extended: Iterable[tuple[int, date]] = (),
    agreed: Iterable[tuple[date, date]] = (),
    is_statutory: bool = True,
    committee_since: date | None = None,
) -> RoundFacts:
    """Facts whose proof is in the file: an extension was notified to both in time or on that day, a postponement consented to.

    extension_weeks, extension_sent_on: of one that was taken over. extended: weeks of each other one, and the day of its last letter.
    postponed: first and last day of each period. agreed: on which day which last day was agreed on.
    """
    steps = [(extension_weeks, extension_sent_on)] if extension_weeks else []
    return RoundFacts(
        opened_on=opened_on,
        regime=regime,
        extensions=tuple(lawful_extension(weeks=weeks, notified_on=sent_on) for weeks, sent_on in (*steps, *extended)),
        postponements=tuple(Postponement(starts_on=start, ends_on=end, has_written_consent=True) for start, end in postponed),
        agreed_dates=tuple(AgreedDate(agreed_on=on, due_on=due_on, has_written_consent=True) for on, due_on in agreed),
        is_commission_appointed=regime == ClockRegime.COMMISSION.value,
        is_statutory=is_statutory,
        committee_since=committee_since,
    )


def lawful_extension(*, weeks: int, notified_on: date | None) -> Extension:
    """An extension of which everybody had a letter."""
    return Extension(weeks=weeks, notified_on=notified_on, is_complainant_notified=True, is_subject_notified=True)


def compute_dates(*, facts: RoundFacts, calendar: StatutoryCalendar, norms: Norms) -> RoundDates:
    """The dates of a round. Raises the first `ClockRefusal` in the facts; `find_refusals` of the clock lists them all."""
    contact = contact_due(received_on=facts.opened_on, calendar=calendar, working_days=norms.contact_days, skip_decreed=norms.skip_decreed)
    if facts.regime == NORM:
        due = contact_due(received_on=facts.opened_on, calendar=calendar, working_days=norms.signal_days, skip_decreed=norms.skip_decreed)
        return RoundDates(
            term_ends_on=due.result,
            due_base=due.result,
            due_on=due.result,
            notice_due_on=None,
            contact_due_on=contact.result,
            is_provisional=due.is_provisional or contact.is_provisional,
        )
    clock = handling_clock(
        received_on=facts.opened_on,
        regime=facts.begun_under,
        regime_change=facts.regime_change,
        calendar=calendar,
        is_commission_appointed=facts.is_commission_appointed,
        extensions=facts.extensions,
        postponements=facts.postponements,
        agreed_dates=facts.agreed_dates,
    )
    weeks = ClockRegime(facts.regime).weeks
    return RoundDates(
        term_ends_on=end_of_term(received_on=facts.opened_on, weeks=weeks, calendar=calendar).result,
        due_base=clock.due_base,
        due_on=clock.due_after_extension,
        notice_due_on=clock.notice_9_8_3_due if facts.is_statutory else None,
        contact_due_on=contact.result,
        is_provisional=clock.is_provisional or contact.is_provisional,
        warnings=clock.warnings,
    )


def term_word(*, closed_on: date, dates: RoundDates) -> str:
    """What the clock says of a closing, in the words of the column within_term: ja, verdaagd or nee."""
    if closed_on <= dates.term_ends_on:
        return "ja"
    return "verdaagd" if closed_on <= dates.due_on else "nee"


def inform_by(*, weeks: int, told_on: date | None) -> date | None:
    """By when somebody hears from us who was told something last on this day. weeks: 0, nothing was agreed; told_on: None, never yet."""
    return told_on + timedelta(weeks=weeks) if weeks and told_on else None
