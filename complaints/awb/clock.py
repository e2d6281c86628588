"""The clock of title 9.1 Awb: when a complaint must be handled, and why. Pure: dates in, dates and reasons out.

The choices C1-C8 that the code cites, and their sources, stand in docs/awb-clock.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from complaints.awb.explanation import ClockWarning, Step, StepCode, TermName, WarningCode, explanation_lines
from complaints.awb.refusals import (
    AgreedDateNotLater,
    ClockRefusal,
    ExtensionAfterDue,
    ExtensionBeforeReceipt,
    ExtensionNotNotifiedToBoth,
    ExtensionTooLong,
    ExtensionWeeksInvalid,
    HandledBeforeReceipt,
    NoCommissionAppointed,
    PostponementAfterDue,
    PostponementEndsBeforeStart,
    PostponementOnOrBeforeReceipt,
    PostponementWithoutWrittenConsent,
    RegimeChangeAfterDue,
    RegimeChangeBeforeReceipt,
    RegimeChangeNotNotified,
)
from complaints.awb.terms import Term, add_days, moved_term, non_handling_notice, ombudsman_term, out_of_range, unmoved_term
from tenants.statutory_calendar import StatutoryCalendar, YearOutsideCalendar

MOST_EXTENSION_WEEKS = 4
ATW_LONGEST_WEEKS = 12


class Regime(Enum):
    """Who handles, which decides the term (art. 9:11(1) Awb). The value is stable: files and the API use it."""

    INTERNAL = "internal"
    COMMISSION = "commission"

    @property
    def weeks(self) -> int:
        return 10 if self is Regime.COMMISSION else 6


class ClockLabel(Enum):
    """Whether the date is a term in law, or a norm the organisation keeps (an oral complaint, art. 9:2 Awb)."""

    TERM = "term"
    NORM = "norm"


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension (verdaging, art. 9:11(2) Awb).

    notified_on: the day the last of the two letters was sent; None when that is unknown (then taken to have been in time).
    is_subject_notified: also True when there is no other subject to write to (unknown, or the authority itself).
    """

    weeks: int
    notified_on: date | None
    is_complainant_notified: bool
    is_subject_notified: bool


@dataclass(frozen=True, slots=True)
class Postponement:
    """Further postponement for a period (opschorting, art. 9:11(3) Awb): calendar days, both ends included."""

    starts_on: date
    ends_on: date
    has_written_consent: bool


@dataclass(frozen=True, slots=True)
class AgreedDate:
    """Further postponement to a date ("uiterlijk 1 juni", art. 9:11(3) Awb): that date stands and never moves."""

    agreed_on: date
    due_on: date
    has_written_consent: bool


@dataclass(frozen=True, slots=True)
class RegimeChange:
    """A complaint handled internally passes to the committee: ten weeks from receipt from then on (choice).

    is_complainant_notified: the complainant was told that a committee advises, as in art. 9:15(1) Awb.
    """

    changed_on: date
    is_complainant_notified: bool


@dataclass(frozen=True, slots=True)
class HandlingClock:
    """The dates of one round of a complaint and their explanation, computed once.

    base: the term with postponements inside it, without extension. current: as it stands. notice: art. 9:8(3).
    ombudsman: art. 9:24(1), from the end of handling, or from the due date while handling goes on.
    regime is the one that applies in the end.
    """

    received_on: date
    regime: Regime
    label: ClockLabel
    base: Term
    current: Term
    notice: Term
    ombudsman: Term
    warnings: tuple[ClockWarning, ...]

    @property
    def due_base(self) -> date:
        return self.base.result

    @property
    def due_after_extension(self) -> date:
        """The due date as it stands: after every extension and postponement, or equal to `due_base`."""
        return self.current.result

    @property
    def notice_9_8_3_due(self) -> date:
        return self.notice.result

    @property
    def ombudsman_until(self) -> date:
        return self.ombudsman.result

    @property
    def is_provisional(self) -> bool:
        """Whether any of the three dates of art. 9:8 and 9:11 lies in a year without a known decree."""
        return self.base.is_provisional or self.current.is_provisional or self.notice.is_provisional

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, date by date. Nothing is repeated for `current` when it is `base`."""
        base, current = self.base.steps, self.current.steps
        is_same = [(step.code, step.params) for step in base] == [(step.code, step.params) for step in current]
        return (*base, *(() if is_same else current), *self.notice.steps, *self.ombudsman.steps)

    def explanation(self, *, language: str) -> list[str]:
        """Why the dates are what they are: a line for each date. `language` as Django has it."""
        return explanation_lines(self.steps, language=language, is_norm=self.label is ClockLabel.NORM)


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that lengthens the clock. `on` is the day it must fall within the term; None when unknown, so first."""

    on: date | None
    cause: Extension | Postponement | AgreedDate | RegimeChange


class _Track:
    """One running end date. `nominal` is the end before the Atw (C4: extensions count from there); `agreed` an agreed date."""

    def __init__(self, *, name: TermName, received_on: date, regime: Regime, calendar: StatutoryCalendar) -> None:
        self.name = name
        self.received_on = received_on
        self.calendar = calendar
        self.regime = regime
        self.postponed_days = 0
        self.agreed: date | None = None
        self.nominal = add_days(start=received_on, days=7 * regime.weeks)
        self.steps = [self._step(StepCode.WEEKS_AFTER, weeks=regime.weeks, start=received_on, end=self.nominal)]

    def _step(self, code: StepCode, **params: date | int) -> Step:
        return Step(code=code, about=self.name, params=params)

    def due(self) -> date:
        try:
            moved = self.calendar.first_ordinary_day_from(self.nominal)
        except (YearOutsideCalendar, OverflowError) as error:
            raise out_of_range() from error
        return moved if self.agreed is None else max(moved, self.agreed)

    def apply(self, event: _Event) -> None:
        cause = event.cause
        if isinstance(cause, Extension):
            start, self.nominal = self.nominal, add_days(start=self.nominal, days=7 * cause.weeks)
            self.steps.append(self._step(StepCode.EXTENDED, weeks=cause.weeks, start=start, end=self.nominal))
        elif isinstance(cause, Postponement):
            self._postpone(cause)
        elif isinstance(cause, AgreedDate):
            self.agreed = cause.due_on
            self.steps.append(self._step(StepCode.DATE_AGREED, agreed_on=cause.agreed_on, end=cause.due_on))
        else:
            self._change_regime(cause)

    def _postpone(self, cause: Postponement) -> None:
        days = (cause.ends_on - cause.starts_on).days + 1
        self.nominal = add_days(start=self.nominal, days=days)
        if self.agreed is not None:
            self.agreed = add_days(start=self.agreed, days=days)
        end = self.nominal if self.agreed is None else self.agreed
        self.steps.append(self._step(StepCode.POSTPONED, days=days, starts_on=cause.starts_on, ends_on=cause.ends_on, end=end))

    def _change_regime(self, cause: RegimeChange) -> None:
        weeks = Regime.COMMISSION.weeks
        self.nominal = add_days(start=self.nominal, days=7 * (weeks - self.regime.weeks))
        self.regime = Regime.COMMISSION
        from_receipt = add_days(start=self.received_on, days=7 * weeks)
        step = self._step(StepCode.REGIME_CHANGED, changed_on=cause.changed_on, weeks=weeks, start=self.received_on, end=from_receipt)
        self.steps.append(step)

    def finish(self) -> Term:
        moved = moved_term(name=self.name, nominal_end=self.nominal, steps=self.steps, calendar=self.calendar)
        if self.agreed is None or moved.result > self.agreed:
            return moved
        return unmoved_term(name=self.name, end=self.agreed, steps=[*self.steps, self._step(StepCode.AGREED_DATE_STANDS, end=self.agreed)])


@dataclass(frozen=True, slots=True)
class _Outcome:
    base: _Track
    current: _Track
    refusals: tuple[ClockRefusal, ...]


def find_refusals(
    *,
    received_on: date,
    regime: Regime,
    calendar: StatutoryCalendar,
    is_commission_appointed: bool = False,
    extensions: Sequence[Extension] = (),
    postponements: Sequence[Postponement] = (),
    agreed_dates: Sequence[AgreedDate] = (),
    regime_change: RegimeChange | None = None,
    handled_on: date | None = None,
) -> list[ClockRefusal]:
    """Everything `handling_clock` would refuse in these facts, all at once; empty when the clock is lawful.

    Arguments as there. What is refused is left out of the sums while the rest is judged.
    """
    try:
        outcome = _run(
            received_on=received_on,
            regime=regime,
            calendar=calendar,
            is_commission_appointed=is_commission_appointed,
            extensions=extensions,
            postponements=postponements,
            agreed_dates=agreed_dates,
            regime_change=regime_change,
            handled_on=handled_on,
        )
        if not outcome.refusals:
            outcome.base.finish()
            outcome.current.finish()
    except ClockRefusal as refusal:
        return [refusal]
    return list(outcome.refusals)


def handling_clock(
    *,
    received_on: date,
    regime: Regime,
    calendar: StatutoryCalendar,
    is_commission_appointed: bool = False,
    extensions: Sequence[Extension] = (),
    postponements: Sequence[Postponement] = (),
    agreed_dates: Sequence[AgreedDate] = (),
    regime_change: RegimeChange | None = None,
    handled_on: date | None = None,
    is_oral: bool = False,
) -> HandlingClock:
    """The clock of one round of a complaint (art. 9:8(3), 9:11 and 9:24 Awb). Raises the first `ClockRefusal` there is.

    received_on: day 0 (C1), a Sunday or holiday as much as any day. For a complaint that returns (after 9:5 or later), the day of
    return: a new round with a clock of its own.
    is_commission_appointed: a person or committee is appointed under art. 9:13/9:14; the regime COMMISSION and a change to it need it.
    extensions, postponements, agreed_dates: in any order; periods that overlap count once (C5).
    handled_on: the day of the decision letter or of another end of handling; None while handling goes on.
    is_oral: an oral complaint runs the same date as a norm.
    """
    outcome = _run(
        received_on=received_on,
        regime=regime,
        calendar=calendar,
        is_commission_appointed=is_commission_appointed,
        extensions=extensions,
        postponements=postponements,
        agreed_dates=agreed_dates,
        regime_change=regime_change,
        handled_on=handled_on,
    )
    if outcome.refusals:
        raise outcome.refusals[0]
    base = outcome.base.finish()
    current = outcome.current.finish()
    notice = non_handling_notice(received_on=received_on, calendar=calendar)
    return HandlingClock(
        received_on=received_on,
        regime=outcome.current.regime,
        label=ClockLabel.NORM if is_oral else ClockLabel.TERM,
        base=base,
        current=current,
        notice=notice,
        ombudsman=_ombudsman(due=current.result, handled_on=handled_on),
        warnings=_warnings(outcome=outcome, extensions=extensions, terms=(base, current, notice), calendar=calendar),
    )


def _ombudsman(*, due: date, handled_on: date | None) -> Term:
    if handled_on is None:
        return ombudsman_term(ended_on=due, is_ended=False)
    return ombudsman_term(ended_on=handled_on)


def _run(
    *,
    received_on: date,
    regime: Regime,
    calendar: StatutoryCalendar,
    is_commission_appointed: bool,
    extensions: Sequence[Extension],
    postponements: Sequence[Postponement],
    agreed_dates: Sequence[AgreedDate],
    regime_change: RegimeChange | None,
    handled_on: date | None,
) -> _Outcome:
    base = _Track(name=TermName.DUE_BASE, received_on=received_on, regime=regime, calendar=calendar)
    current = _Track(name=TermName.DUE_AFTER_EXTENSION, received_on=received_on, regime=regime, calendar=calendar)
    refusals: list[ClockRefusal] = []
    if (regime is Regime.COMMISSION or regime_change is not None) and not is_commission_appointed:
        refusals.append(NoCommissionAppointed())
    if handled_on is not None and handled_on < received_on:
        refusals.append(HandledBeforeReceipt(handled_on=handled_on, received_on=received_on))
    events = [
        *_regime_events(regime_change, received_on=received_on, refusals=refusals),
        *_extension_events(extensions, received_on=received_on, refusals=refusals),
        *_postponement_events(postponements, received_on=received_on, refusals=refusals),
        *_agreement_events(agreed_dates, received_on=received_on, refusals=refusals),
    ]
    for event in sorted(events, key=lambda event: event.on or date.min):
        refusal = _refusal_of(event, due=current.due())
        if refusal is not None:
            refusals.append(refusal)
            continue
        # What falls after the base term moves the extended date alone. An extension never moves the base; a change of regime always.
        within_base = event.on is None or event.on <= base.due()
        if isinstance(event.cause, RegimeChange) or (within_base and not isinstance(event.cause, Extension)):
            base.apply(event)
        current.apply(event)
    return _Outcome(base=base, current=current, refusals=tuple(refusals))


def _regime_events(change: RegimeChange | None, *, received_on: date, refusals: list[ClockRefusal]) -> list[_Event]:
    if change is None:
        return []
    if change.changed_on < received_on:
        refusals.append(RegimeChangeBeforeReceipt(changed_on=change.changed_on, received_on=received_on))
    elif not change.is_complainant_notified:
        refusals.append(RegimeChangeNotNotified())
    else:
        return [_Event(on=change.changed_on, cause=change)]
    return []


def _extension_events(extensions: Iterable[Extension], *, received_on: date, refusals: list[ClockRefusal]) -> list[_Event]:
    events = []
    total = 0
    for extension in extensions:
        total += max(extension.weeks, 0)
        if extension.weeks < 1:
            refusals.append(ExtensionWeeksInvalid())
        elif not (extension.is_complainant_notified and extension.is_subject_notified):
            refusals.append(ExtensionNotNotifiedToBoth())
        elif extension.notified_on is not None and extension.notified_on < received_on:
            refusals.append(ExtensionBeforeReceipt(notified_on=extension.notified_on, received_on=received_on))
        else:
            events.append(_Event(on=extension.notified_on, cause=extension))
    if total > MOST_EXTENSION_WEEKS:
        refusals.append(ExtensionTooLong(weeks=total))
        return []
    return events


def _postponement_events(postponements: Iterable[Postponement], *, received_on: date, refusals: list[ClockRefusal]) -> list[_Event]:
    lawful = []
    for postponement in sorted(postponements, key=lambda postponement: (postponement.starts_on, postponement.ends_on)):
        if postponement.ends_on < postponement.starts_on:
            refusals.append(PostponementEndsBeforeStart(starts_on=postponement.starts_on, ends_on=postponement.ends_on))
        elif postponement.starts_on <= received_on:
            refusals.append(PostponementOnOrBeforeReceipt(starts_on=postponement.starts_on, received_on=received_on))
        elif not postponement.has_written_consent:
            refusals.append(PostponementWithoutWrittenConsent())
        else:
            lawful.append(postponement)
    return [_Event(on=postponement.starts_on, cause=postponement) for postponement in merge_postponements(lawful)]


def merge_postponements(postponements: Iterable[Postponement]) -> list[Postponement]:
    """Periods that overlap or touch as one, sorted by start, so that no day counts twice (C5). Order in does not matter."""
    merged: list[Postponement] = []
    for postponement in sorted(postponements, key=lambda postponement: (postponement.starts_on, postponement.ends_on)):
        if merged and (postponement.starts_on - merged[-1].ends_on) <= timedelta(days=1):
            last = merged[-1]
            merged[-1] = Postponement(
                starts_on=last.starts_on,
                ends_on=max(last.ends_on, postponement.ends_on),
                has_written_consent=last.has_written_consent and postponement.has_written_consent,
            )
        else:
            merged.append(postponement)
    return merged


def _agreement_events(agreed_dates: Iterable[AgreedDate], *, received_on: date, refusals: list[ClockRefusal]) -> list[_Event]:
    events = []
    for agreed in agreed_dates:
        if agreed.agreed_on < received_on:
            refusals.append(PostponementOnOrBeforeReceipt(starts_on=agreed.agreed_on, received_on=received_on))
        elif not agreed.has_written_consent:
            refusals.append(PostponementWithoutWrittenConsent())
        else:
            events.append(_Event(on=agreed.agreed_on, cause=agreed))
    return events


def _refusal_of(event: _Event, *, due: date) -> ClockRefusal | None:
    """Why the event cannot count, given the due date as it stands on that day; a notice on the due date itself is in time."""
    cause = event.cause
    if event.on is not None and event.on > due:
        if isinstance(cause, Extension):
            return ExtensionAfterDue(due=due, notified_on=event.on)
        if isinstance(cause, RegimeChange):
            return RegimeChangeAfterDue(due=due, changed_on=event.on)
        return PostponementAfterDue(due=due, starts_on=event.on)
    if isinstance(cause, AgreedDate) and cause.due_on <= due:
        return AgreedDateNotLater(due_on=cause.due_on, due=due)
    return None


def _warnings(
    *, outcome: _Outcome, extensions: Sequence[Extension], terms: tuple[Term, Term, Term], calendar: StatutoryCalendar
) -> tuple[ClockWarning, ...]:
    base, current, _ = terms
    track = outcome.current
    warnings = []
    weeks = track.regime.weeks + sum(extension.weeks for extension in extensions)
    if weeks > ATW_LONGEST_WEEKS and current.is_moved:
        decide_by = calendar.last_ordinary_day_until(current.nominal_end)
        warnings.append(ClockWarning(code=WarningCode.DECIDE_BEFORE_WEEKEND, params={"decide_by": decide_by}))
    if extensions and track.agreed is not None and current.result == track.agreed and current.result == base.result:
        warnings.append(ClockWarning(code=WarningCode.EXTENSION_WITHOUT_EFFECT, params={"end": track.agreed}))
    years = sorted({term.result.year for term in terms if term.is_provisional})
    warnings += [ClockWarning(code=WarningCode.PROVISIONAL, params={"year": year}) for year in years]
    return tuple(warnings)
