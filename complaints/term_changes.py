"""What moves the last day of an open round: judged by the clock of the law before anything is written. Opens no transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.awb.clock import MOST_EXTENSION_WEEKS
from complaints.awb.refusals import ClockRefusal
from complaints.letters.catalogue import OF_EXTENSION
from complaints.letters.facts import Fact
from complaints.models import Complaint, ComplaintEvent, Extension, Letter, Round
from complaints.recomputing import DATES, current_norms
from complaints.selectors import facts_of_round
from complaints.terms import RoundDates, RoundFacts, compute_dates, lawful_extension
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.selectors import current_statutory_calendar


class NoTermOfLaw(Refusal):
    code = "no_term_of_law"
    message = _(
        "Here our own norm runs, not the term of the law: there is nothing to extend or postpone (article 9:11). Agree with the person"
        " on a day, and write it down as a contact or a note."
    )


class LateRecordNeedsReason(Refusal):
    code = "late_record_needs_reason"
    message = _(
        "The last day was %(due)s, and that is over. Say why this is recorded only now, and put the letter in the file; the history shows"
        " both. Was it not sent or agreed before that day? Then nothing moves: decide now, and tell this person that it is late."
    )


class ExtensionWeeksDiffer(Refusal):
    code = "extension_weeks_differ"
    message = _(
        "A letter about this extension went on %(sent_on)s, and told of another number of weeks: %(weeks)s. Keep to those, here and in both"
        " letters. Are more weeks needed? Record these first, then extend once more; four in all at most."
    )


class TermRefused(Refusal):
    """What the clock of the law refuses, under its own code."""

    def __init__(self, refusal: ClockRefusal, *, field: str | None) -> None:
        super().__init__(field=field)
        self.code = refusal.code  # type: ignore[misc]
        self._refusal = refusal

    @property
    def text(self) -> str:
        return self._refusal.text(language=get_language() or "nl")


def check_has_term_of_law(one: Round) -> None:
    """Raises NoTermOfLaw."""
    if not one.is_under_law:
        raise NoTermOfLaw


def first_told_extension(one: Round) -> Letter | None:
    """The letter that told first of an extension that is not recorded yet (L08a, L08b); None where none went. Uses what is loaded."""
    return next(iter(letters_of_extension(one)), None)


def letters_of_extension(one: Round) -> list[Letter]:
    """The letters that went and did not come back, of an extension that is not recorded yet, in the order in which they went: none of
    before one was taken back, nor what went after the record and tells of it. Uses what is loaded."""
    sent = [(letter.sent_at, letter) for letter in one.letters.all() if letter.code in OF_EXTENSION and letter.sent_at is not None]
    prefetch_related_objects([letter for _at, letter in sent], "messages")
    went = [(at, letter) for at, letter in sorted(sent, key=lambda each: each[0]) if not letter.has_returned]
    if went and (taken_back := _take_backs(one.complaint)):
        went = [(at, letter) for at, letter in went if at > taken_back[-1]]
    recorded = next(iter([*one.extensions.all()][-1:]), None) if went else None
    if recorded is not None and recorded.due_after is not None and recorded.recorded_at is not None:
        told = days_that_tell(recorded)
        went = [(at, each) for at, each in went if at > recorded.recorded_at and each.facts.get(Fact.NEW_DUE_ON) not in told]
    for _at, letter in went:
        letter.complaint = one.complaint
    return [letter for _at, letter in went]


def load_told_extensions(rounds: Sequence[Round]) -> None:
    """What `letters_of_extension` looks at, and whom it is about: of all these at once. Letters that are loaded are not asked for."""
    prefetch_related_objects(rounds, "letters__messages", "extensions", "judgment", "complaint__involved_people")
    of = [one.complaint for one in rounds]
    taken_back = ComplaintEvent.objects.filter(complaint__in=of, code="extension_taken_back").order_by("happened_at")
    found = list(taken_back.values_list("complaint_id", "happened_at")) if of else []
    for complaint in of:
        complaint.loaded_take_backs = [at for pk, at in found if pk == complaint.pk]


def _take_backs(complaint: Complaint) -> list[datetime]:
    if complaint.loaded_take_backs is None:
        load = complaint.events.filter(code="extension_taken_back").order_by("happened_at")
        return list(load.values_list("happened_at", flat=True))
    return complaint.loaded_take_backs


def days_that_tell(recorded: Extension) -> list[str]:
    """The new last day by which a letter tells of an extension that is recorded: as it became then, or is now, where the receipt was
    corrected since."""
    return [day.isoformat() for day in (recorded.due_after, recorded.round.due_on) if day is not None]


def days_of_recorded(recorded: Extension) -> tuple[date, date] | None:
    """The last day without an extension that is recorded, and with it: as they follow from the receipt there is now. Where a later day was
    agreed on, or the clock refuses, as they were recorded; None where nobody recorded them.
    """
    one = recorded.round
    if recorded.due_before is None or recorded.due_after is None:
        return None
    facts = facts_of_round(one)
    if one.due_on != recorded.due_after and not (facts.postponements or facts.agreed_dates):
        try:
            return _dates(replace(facts, extensions=facts.extensions[:-1])).due_on, one.due_on
        except ClockRefusal:
            pass
    return recorded.due_before, recorded.due_after


def problems_of_weeks(weeks: object, *, in_round: Round, field: str) -> list[Refusal]:
    """Both letters of an extension and what is recorded of it tell of the same weeks. weeks: as it is typed, in figures."""
    first = first_told_extension(in_round)
    told = first.facts.get(Fact.WEEKS) if first is not None else None
    if first is None or told in (None, str(weeks)):
        return []
    return [ExtensionWeeksDiffer(field=field, sent_on=first.sent_on, weeks=told)]


def is_far(day: date, *, today: date) -> bool:
    """Whether a later day is so far away that it is asked whether its year is right. The law sets no limit (9:11(3))."""
    return day > today + relativedelta(years=1)


def is_recorded_late(one: Round, *, today: date) -> bool:
    """Whether what is said to have gone, or to have been agreed, before the last day is recorded after it, in a file that was here
    before. A file that is entered later says what happened elsewhere.
    """
    return dutch_date(one.complaint.created_at) <= one.due_on < today


def dates_with(one: Round, **added: Any) -> RoundDates:
    """The dates of a round with more to move them. added: extensions, postponements or agreed_dates, as RoundFacts has them.

    Raises the ClockRefusal there is.
    """
    facts = facts_of_round(one)
    more: dict[str, Any] = {name: (*getattr(facts, name), *values) for name, values in added.items()}
    return _dates(replace(facts, **more))


def write_dates(one: Round, dates: RoundDates) -> None:
    """Write the dates of a round that is locked."""
    for name in DATES:
        setattr(one, name, getattr(dates, name))
    one.save(update_fields=DATES)


def dates_if_extended(one: Round, *, today: date) -> list[tuple[int, date]]:
    """The number of weeks it may still be extended by, with the last day each makes; for letters of today, or of the last day."""
    found = []
    for weeks in range(1, MOST_EXTENSION_WEEKS - one.extended_weeks + 1):
        try:
            dates = dates_with(one, extensions=(lawful_extension(weeks=weeks, notified_on=min(today, one.due_on)),))
        except ClockRefusal:
            continue
        found.append((weeks, dates.due_on))
    return found


def _dates(facts: RoundFacts) -> RoundDates:
    return compute_dates(facts=facts, calendar=current_statutory_calendar(), norms=current_norms())
