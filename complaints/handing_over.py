"""What each kind of hand-over asks: by when it is done, who hears it and how soon, and whether somebody is phoned first.

The one place for page, API and flow. Where no source sets a term, whoever hands it over agrees on a day with the owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

from complaints.awb.terms import end_of_term
from complaints.checks import check_day, checked_text
from complaints.code_lists import HandOverKind
from complaints.intake import TextTooLong
from complaints.models import Complaint, ContactWay
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.statutory_calendar import StatutoryCalendar

MOST_YEARS = 1
LONGEST_NAME = 200
TEXTS = ("text", "owner_name", "late_remark", "phoned_whom")
SHORT_TEXTS = frozenset({"owner_name", "phoned_whom"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """article: which sets the term; "": none does. hours, weeks, months: the term; is_at_once: the same day. later_weeks,
    later_months: how much later the law lets it be, with a reason.

    is_phoned: somebody is phoned before anything is written. is_told_same_day: the owner hears it the day it became known.
    """

    article: str = ""
    hours: int = 0
    weeks: int = 0
    months: int = 0
    later_weeks: int = 0
    later_months: int = 0
    is_at_once: bool = False
    is_phoned: bool = False
    is_told_same_day: bool = False

    @property
    def has_term(self) -> bool:
        """Whether the day follows from the kind, so that nobody types it."""
        return bool(self.hours or self.weeks or self.months or self.is_at_once)

    @property
    def may_be_later(self) -> bool:
        """Whether its day can be moved: where nothing sets it, or the law lets it be later."""
        return not self.has_term or bool(self.later_weeks or self.later_months)


RULES: dict[HandOverKind, Rule] = {
    # To the Autoriteit Persoonsgegevens within 72 hours after it became known; the privacy officer hears it the same day.
    HandOverKind.DATA_BREACH: Rule(article="AVG 33 lid 1", hours=72, is_told_same_day=True),
    HandOverKind.ACCESS_REQUEST: Rule(article="AVG 12 lid 3", months=1, later_months=2),
    HandOverKind.WOO_REQUEST: Rule(article="Woo 4.4", weeks=4, later_weeks=2),
    HandOverKind.DAMAGE_CLAIM: Rule(),
    # A supervisor hears of a calamity at once.
    HandOverKind.DANGER: Rule(article="Wmo 2015 3.4, Jeugdwet 4.1.8", is_at_once=True, is_phoned=True, is_told_same_day=True),
    HandOverKind.CONDUCT: Rule(),
    HandOverKind.AGGRESSION: Rule(),
}
# What is told on top of the file while it runs.
URGENT = frozenset(kind for kind, rule in RULES.items() if rule.hours or rule.is_at_once)


class HandOverOwnerMissing(Refusal):
    code = "hand_over_owner_missing"
    message = _("Choose a colleague, or write a function outside this register: one of the two.")


class OwnerToldWayMissing(Refusal):
    code = "owner_told_way_missing"
    message = _("Say how: by phone, by mail, or otherwise.")


class OwnerToldLate(Refusal):
    code = "owner_told_late"
    message = _("The owner hears this on the day it became known, %(known_on)s. Was it later? Write down why.")


class PhoneFirst(Refusal):
    code = "phone_first"
    message = _("Phone first. Then write down here whom you spoke to, and when.")


class KnownInFuture(Refusal):
    code = "known_in_future"
    message = _("This moment lies in the future. Say when it became known, or was asked.")


class PhonedInFuture(Refusal):
    code = "phoned_in_future"
    message = _("This moment lies in the future. Phone first, then write down when that was.")


class HandOverDayNeeded(Refusal):
    code = "hand_over_day_needed"
    message = _("No law sets a term for this. Agree with the owner by which day it is done.")


class HandOverDaySet(Refusal):
    code = "hand_over_day_set"
    message = _("The day of this follows from what it is (%(article)s). Leave the day out.")


class HandOverDueInPast(Refusal):
    code = "hand_over_due_in_past"
    message = _("Choose today or a later day by which it is done.")


class HandOverCannotWait(Refusal):
    code = "hand_over_cannot_wait"
    message = _("This cannot wait longer (%(article)s). Let it be done now, and record what came of it.")


class HandOverLaterThanLaw(Refusal):
    code = "hand_over_later_than_law"
    message = _("The law gives until %(last)s at most (%(article)s). Choose that day or an earlier one.")


class HandOverDueTooFar(Refusal):
    code = "hand_over_due_too_far"
    message = _("This day is more than a year away. Check the year.")


@dataclass(frozen=True, kw_only=True)
class HandOverTold:
    """owner_id, owner_name: whose work it is, one of the two. known_at: None for now. told_on: None for the day it became known where
    that is today, else today. due_on: only where no term is set.
    """

    kind: HandOverKind
    text: str
    owner_id: int | None = None
    owner_name: str = ""
    known_at: datetime | None = None
    due_on: date | None = None
    told_on: date | None = None
    told_way: ContactWay | None = None
    late_remark: str = ""
    phoned_whom: str = ""
    phoned_at: datetime | None = None


def due_of(kind: HandOverKind, *, known_at: datetime, calendar: StatutoryCalendar) -> tuple[datetime | None, date] | None:
    """By which moment (where hours are set) and day it is done; None where no term is set.

    A month is not moved past a weekend: earlier is safe. The four weeks of the Woo are a term in a law, which the
    Algemene termijnenwet moves.
    """
    rule, known_on = RULES[kind], dutch_date(known_at)
    if rule.hours:
        due_at = known_at + timedelta(hours=rule.hours)
        return due_at, dutch_date(due_at)
    if rule.months:
        return None, known_on + relativedelta(months=rule.months)
    if rule.weeks:
        return None, end_of_term(received_on=known_on, weeks=rule.weeks, calendar=calendar).result
    return (None, known_on) if rule.is_at_once else None


def problems_of_new_day(kind: HandOverKind, day: date, *, known_at: datetime, today: date, calendar: StatutoryCalendar) -> list[Refusal]:
    """What stands in the way of another day for it."""
    rule, known_on = RULES[kind], dutch_date(known_at)
    if not rule.may_be_later:
        return [HandOverCannotWait(article=rule.article)]
    if day < today:
        return [HandOverDueInPast(field="new_due_on")]
    if not rule.has_term:
        return [HandOverDueTooFar(field="new_due_on")] if day > today + relativedelta(years=MOST_YEARS) else []
    first = due_of(kind, known_at=known_at, calendar=calendar)
    if first is not None and today > first[1]:
        # What is over is not lengthened.
        return [HandOverLaterThanLaw(field="new_due_on", last=first[1], article=rule.article)]
    if rule.months:
        last = known_on + relativedelta(months=rule.months + rule.later_months)
    else:
        last = end_of_term(received_on=known_on, weeks=rule.weeks + rule.later_weeks, calendar=calendar).result
    return [HandOverLaterThanLaw(field="new_due_on", last=last, article=rule.article)] if day > last else []


def checked_texts(told: HandOverTold, *, findings: Findings) -> dict[str, str]:
    """The texts without white space around them; what is wrong with them goes to findings."""
    texts = dict.fromkeys(TEXTS, "")
    for name in TEXTS:
        with findings.noting():
            texts[name] = checked_text(getattr(told, name), field=name, is_needed=name == "text")
            if name in SHORT_TEXTS and len(texts[name]) > LONGEST_NAME:
                raise TextTooLong(field=name, length=len(texts[name]), most=LONGEST_NAME)
    return texts


def problems_of_hand_over(
    told: HandOverTold, texts: dict[str, str], *, of: Complaint, known_at: datetime, told_on: date, now: datetime
) -> list[Refusal]:
    """What is missing or wrong, all at once, but for who may own it."""
    rule, today, known_on = RULES[told.kind], dutch_date(now), dutch_date(known_at)
    problems: list[Refusal] = []
    if (told.owner_id is None) == (not texts["owner_name"]):
        problems.append(HandOverOwnerMissing(field="owner_id"))
    problems += _problems_of_known(known_at, of=of, now=now)
    problems += _problems_of_day(told_on, field="told_on", opened_on=known_on if known_at <= now else of.received_on, today=today)
    if told.told_way is None:
        problems.append(OwnerToldWayMissing(field="told_way"))
    if rule.is_told_same_day and known_on < told_on <= today and not texts["late_remark"]:
        problems.append(OwnerToldLate(field="late_remark", known_on=known_on))
    if rule.is_phoned and not (texts["phoned_whom"] and told.phoned_at):
        problems.append(PhoneFirst(field="phoned_whom"))
    if told.phoned_at is not None and told.phoned_at > now:
        problems.append(PhonedInFuture(field="phoned_at"))
    return problems + _problems_of_due(told, rule=rule, today=today)


def _problems_of_known(known_at: datetime, *, of: Complaint, now: datetime) -> list[Refusal]:
    if known_at > now:
        return [KnownInFuture(field="known_at")]
    return _problems_of_day(dutch_date(known_at), field="known_at", opened_on=of.received_on, today=dutch_date(now))


def _problems_of_due(told: HandOverTold, *, rule: Rule, today: date) -> list[Refusal]:
    if rule.has_term:
        return [HandOverDaySet(field="due_on", article=rule.article)] if told.due_on is not None else []
    if told.due_on is None:
        return [HandOverDayNeeded(field="due_on")]
    if told.due_on < today:
        return [HandOverDueInPast(field="due_on")]
    return [HandOverDueTooFar(field="due_on")] if told.due_on > today + relativedelta(years=MOST_YEARS) else []


def _problems_of_day(day: date, *, field: str, opened_on: date, today: date) -> list[Refusal]:
    try:
        check_day(day, field=field, opened_on=opened_on, today=today)
    except Refusal as refusal:
        return [refusal]
    return []
