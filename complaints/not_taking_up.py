"""Which facts a ground of article 9:8 asks for, and what is refused without them. The one place for page, API and flow."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.awb.objection import objection_term
from complaints.awb.refusals import YearOutOfRange
from complaints.awb.terms import is_conduct_older_than_a_year
from complaints.awb.triage import Contested, Triage
from complaints.checks import DayInFuture, check_day, checked_texts
from complaints.code_lists import NonHandlingGround
from tenants.errors import Refusal
from tenants.statutory_calendar import StatutoryCalendar


class GroundFact(StrEnum):
    """What proves a ground; the value is the name of its field, on the page and in the API."""

    EARLIER_HANDLING = "earlier_handling"
    CONDUCT_ON = "conduct_on"
    DECISION = "decision"
    DECISION_ANNOUNCED_ON = "decision_announced_on"
    COURT = "court"
    COURT_CASE = "court_case"
    INVESTIGATION = "investigation"
    REVIEW_ON = "review_on"
    BURDEN = "burden"
    SLIGHTNESS = "slightness"


FACTS_OF_GROUND: dict[NonHandlingGround, tuple[GroundFact, ...]] = {
    NonHandlingGround.ALREADY_HANDLED: (GroundFact.EARLIER_HANDLING,),
    NonHandlingGround.LONGER_THAN_A_YEAR_AGO: (GroundFact.CONDUCT_ON,),
    NonHandlingGround.OBJECTION_WAS_POSSIBLE: (GroundFact.DECISION, GroundFact.DECISION_ANNOUNCED_ON),
    NonHandlingGround.APPEAL_POSSIBLE: (GroundFact.DECISION, GroundFact.DECISION_ANNOUNCED_ON),
    NonHandlingGround.BEFORE_ANOTHER_COURT: (GroundFact.COURT, GroundFact.COURT_CASE),
    NonHandlingGround.CRIMINAL_INVESTIGATION: (GroundFact.INVESTIGATION, GroundFact.REVIEW_ON),
    NonHandlingGround.TOO_SLIGHT: (GroundFact.BURDEN, GroundFact.SLIGHTNESS),
}
GROUNDS_OF_DECISION = frozenset({NonHandlingGround.OBJECTION_WAS_POSSIBLE, NonHandlingGround.APPEAL_POSSIBLE})
DAYS = (GroundFact.CONDUCT_ON, GroundFact.DECISION_ANNOUNCED_ON, GroundFact.REVIEW_ON)
TEXTS = tuple(fact for fact in GroundFact if fact not in DAYS)
LATE_NOTICE = "LATE_NOTICE"


@dataclass(frozen=True, kw_only=True)
class NotTakenUpFacts:
    """What was told of not taking a complaint up (Awb 9:8).

    earlier_handling: the earlier file, or where and when it was handled; nobody looks whether such a number exists. conduct_on: the
    last day of the conduct. is_decision_late: the decision was not made in time. notice_sent_on: the day of the letter (9:8(3)).
    names_ombudsman: the letter names which one, and the term of one year. is_signed_by_mandate: one that did not go from here offers no
    objection, and whoever signed it was allowed to. late_reason: why it went after the four weeks.
    """

    earlier_handling: str = ""
    conduct_on: date | None = None
    decision: str = ""
    decision_announced_on: date | None = None
    is_decision_late: bool = False
    court: str = ""
    court_case: str = ""
    investigation: str = ""
    review_on: date | None = None
    burden: str = ""
    slightness: str = ""
    notice_sent_on: date | None = None
    names_ombudsman: bool = False
    is_signed_by_mandate: bool = False
    late_reason: str = ""


NO_FACTS = NotTakenUpFacts()


class EarlierHandlingMissing(Refusal):
    code = "earlier_handling_missing"
    message = _("Give the number of the earlier file, or say where and when the earlier complaint was handled.")


class EarlierHandlingIsThisFile(Refusal):
    code = "earlier_handling_is_this_file"
    message = _("%(reference)s is this complaint itself. Give the number of the file in which it was handled before (article 9:8(1)(a)).")


class ConductDayMissing(Refusal):
    code = "conduct_day_missing"
    message = _("On which day was the conduct? Did it last? Then give its last day.")


class DecisionMissing(Refusal):
    code = "decision_missing"
    message = _("Say which decision it is about, such as its subject and number.")


class AnnouncementDayMissing(Refusal):
    code = "announcement_day_missing"
    message = _("On which day was the decision sent or handed over? Unknown, or told by phone only? Then the term may not have started.")


class CourtMissing(Refusal):
    code = "court_missing"
    message = _("Say which court the case is before.")


class CourtCaseMissing(Refusal):
    code = "court_case_missing"
    message = _("Give the number of the case, or its parties and day.")


class InvestigationMissing(Refusal):
    code = "investigation_missing"
    message = _("Say which investigation or prosecution runs, and how you know.")


class ReviewDayMissing(Refusal):
    code = "review_day_missing"
    message = _("On which day will you look again? This ground holds only as long as the investigation runs.")


class BurdenMissing(Refusal):
    code = "burden_missing"
    message = _("Say why handling this complaint is too heavy a burden.")


class SlightnessMissing(Refusal):
    code = "slightness_missing"
    message = _("Say why it is plain that the interest or the conduct is too slight.")


class MotivationOfAnotherFile(Refusal):
    code = "motivation_of_another_file"
    message = _(
        "These reasons stand word for word in another file, and article 9:8(2) is not used in bulk. Write why it is so of this complaint:"
        " what handling it would ask, and what is too slight about it."
    )


class GroundOfLetterDiffers(Refusal):
    code = "ground_of_letter_differs"
    message = _(
        "The letter of %(sent_on)s gives another ground: %(ground)s. Choose that one, or first send a letter with this ground that"
        " replaces it (article 9:8(3))."
    )


class FactOfAnotherGround(Refusal):
    code = "fact_of_another_ground"
    message = _("This belongs to another ground. Empty it, or choose that ground.")


class ConductWithinAYear(Refusal):
    code = "conduct_within_a_year"
    message = _("The conduct was a year or less before the complaint came in on %(filed_on)s. The complaint has to be handled.")


class ConductAfterComplaint(Refusal):
    code = "conduct_after_complaint"
    message = _("This was after the complaint came in on %(filed_on)s. Check the day.")


class DecisionWasLate(Refusal):
    code = "decision_was_late"
    message = _("This is about a decision that was not made in time. That complaint has to be handled (article 9:8(1)(d)).")


class ObjectionMayBeOpen(Refusal):
    code = "objection_may_be_open"
    message = _(
        "An objection may come in until %(until)s, so on the day of the letter it still might. Tell this person so first, and handle the"
        " complaint or wait and write then; the objection unit judges whether an objection is in time."
    )


class CameAsObjection(Refusal):
    code = "came_as_objection"
    message = _(
        "This complaint is in writing and against what was decided: it counts as an objection (article 6:15), and whether it is too late"
        " is for who handles objections. Pass it on with the day it came in, and close it as turned into an objection. Does this person"
        " not want that? Then put the decision in the file right."
    )


class DecisionNotRecorded(Refusal):
    code = "decision_not_recorded"
    message = _(
        "Record first which decision it is about, and what this person says of it (A decision is mentioned). Only then is it clear whether"
        " this complaint counts as an objection, and whether the decision was made in time: that goes before grounds c and d."
    )


class AnnouncementNotKnown(Refusal):
    code = "announcement_not_known"
    message = _(
        "In this file stands that nobody knows when the decision was sent, or that it was told by phone alone. Then the term of an"
        " objection may not have started. Ask for the written decision, and record its day."
    )


class ReviewNotAhead(Refusal):
    code = "review_not_ahead"
    message = _("Choose a day after today to look again.")


class NoticeDayMissing(Refusal):
    code = "notice_day_missing"
    message = _("On which day was the letter sent that says the complaint is not taken up (article 9:8(3))?")


class LateNoticeNeedsReason(Refusal):
    code = "late_notice_needs_reason"
    message = _("The four weeks ended on %(due_on)s (article 9:8(3)). Handle the complaint, or say why it is not taken up so late.")


class LetterWithoutOmbudsman(Refusal):
    code = "letter_without_ombudsman"
    message = _("The letter has to name the ombudsman and the term of one year. Send one that does, then close.")


_MISSING: dict[GroundFact, type[Refusal]] = {
    GroundFact.EARLIER_HANDLING: EarlierHandlingMissing,
    GroundFact.CONDUCT_ON: ConductDayMissing,
    GroundFact.DECISION: DecisionMissing,
    GroundFact.DECISION_ANNOUNCED_ON: AnnouncementDayMissing,
    GroundFact.COURT: CourtMissing,
    GroundFact.COURT_CASE: CourtCaseMissing,
    GroundFact.INVESTIGATION: InvestigationMissing,
    GroundFact.REVIEW_ON: ReviewDayMissing,
    GroundFact.BURDEN: BurdenMissing,
    GroundFact.SLIGHTNESS: SlightnessMissing,
}


@dataclass(frozen=True, kw_only=True)
class FactsOfFile:
    """What the file itself knows. filed_on: the first receipt; notice_due_on: the end of the four weeks, where they run; told_on: the day
    on which whoever complains was told, on which the ground has to hold.

    triages: of the decisions the file mentions, whose objection ends first on top.
    """

    reference: str
    filed_on: date
    opened_on: date
    notice_due_on: date | None
    told_on: date
    today: date
    calendar: StatutoryCalendar
    triages: tuple[Triage, ...] = ()


def with_clean_texts(given: NotTakenUpFacts) -> tuple[NotTakenUpFacts, list[Refusal]]:
    """The same with texts as they are kept, and those that cannot be."""
    texts, problems = checked_texts(given, (*(str(name) for name in TEXTS), "late_reason"))
    return replace(given, **texts), problems  # type: ignore[arg-type]


def problems_of_ground(ground: NonHandlingGround, given: NotTakenUpFacts, *, of: FactsOfFile) -> list[Refusal]:
    """What is missing or wrong of the ground's own facts, all at once. given: with texts already cleaned."""
    asked = FACTS_OF_GROUND[ground]
    problems = [_MISSING[fact](field=fact) for fact in asked if not getattr(given, fact)]
    problems += [FactOfAnotherGround(field=fact) for fact in GroundFact if fact not in asked and getattr(given, fact)]
    problems += problems_of_mentioned_decision(ground, triages=of.triages, told_on=of.told_on, field="ground")
    if given.is_decision_late:
        refusal = DecisionWasLate if ground in GROUNDS_OF_DECISION else FactOfAnotherGround
        problems.append(refusal(field="is_decision_late"))
    for fact in asked:
        if fact in _CHECKS and getattr(given, fact):
            problems += _CHECKS[fact](ground, getattr(given, fact), of)
    return problems


def problems_of_letter(given: NotTakenUpFacts, *, of: FactsOfFile) -> list[Refusal]:
    """What is missing or wrong of the letter that every ground asks for (9:8(3), 9:12(2))."""
    problems: list[Refusal] = [] if given.names_ombudsman else [LetterWithoutOmbudsman(field="names_ombudsman")]
    if given.notice_sent_on is None:
        return [NoticeDayMissing(field="notice_sent_on"), *problems]
    try:
        check_day(given.notice_sent_on, field="notice_sent_on", opened_on=of.opened_on, today=of.today)
    except Refusal as refusal:
        return [refusal, *problems]
    if is_notice_late(given, of=of) and not given.late_reason:
        problems.append(LateNoticeNeedsReason(field="late_reason", due_on=of.notice_due_on))
    return problems


def is_notice_late(given: NotTakenUpFacts, *, of: FactsOfFile) -> bool:
    """Whether the letter went after the four weeks of 9:8(3)."""
    return None not in (given.notice_sent_on, of.notice_due_on) and given.notice_sent_on > of.notice_due_on  # type: ignore[operator]


def problems_of_mentioned_decision(ground: NonHandlingGround, *, triages: Collection[Triage], told_on: date, field: str) -> list[Refusal]:
    """Whatever is told, an objection that the file itself says may be open stays possible. told_on: the day of the letter."""
    if ground in GROUNDS_OF_DECISION and any(one.contested is Contested.NOT_MADE for one in triages):
        return [DecisionWasLate(field=field)]
    if ground in GROUNDS_OF_DECISION and not triages:
        return [DecisionNotRecorded(field=field)]
    may_be_open = [one for one in triages if one.may_be_open(today=told_on)]
    if ground is not NonHandlingGround.OBJECTION_WAS_POSSIBLE:
        return []
    if not may_be_open:
        return [CameAsObjection(field=field)] if any(one.came_as_objection for one in triages) else []
    terms = [one.term for one in may_be_open if one.term is not None]
    if len(terms) < len(may_be_open):
        return [AnnouncementNotKnown(field=field)]
    return [ObjectionMayBeOpen(field=field, until=max(term.last_day_by_post for term in terms))]


_DAY_OR_YEAR = re.compile(r"\b(?:\d{1,2}[\s-]\w+[\s-])?(?:19|20)\d\d\b")


def _check_earlier(_ground: NonHandlingGround, told: str, of: FactsOfFile) -> list[Refusal]:
    # Where another number stands beside its own, that is the earlier one.
    others = _DAY_OR_YEAR.sub("", told.replace(of.reference, ""))
    is_itself = of.reference in told and not any(sign.isdigit() for sign in others)
    return [EarlierHandlingIsThisFile(field=GroundFact.EARLIER_HANDLING, reference=of.reference)] if is_itself else []


def _check_conduct(_ground: NonHandlingGround, day: date, of: FactsOfFile) -> list[Refusal]:
    if day > of.filed_on:
        return [ConductAfterComplaint(field=GroundFact.CONDUCT_ON, filed_on=of.filed_on)]
    if not is_conduct_older_than_a_year(conduct_on=day, filed_on=of.filed_on):
        return [ConductWithinAYear(field=GroundFact.CONDUCT_ON, filed_on=of.filed_on)]
    return []


def _check_announcement(ground: NonHandlingGround, day: date, of: FactsOfFile) -> list[Refusal]:
    if day > of.today:
        return [DayInFuture(field=GroundFact.DECISION_ANNOUNCED_ON)]
    if ground is not NonHandlingGround.OBJECTION_WAS_POSSIBLE:
        return []
    try:
        term = objection_term(announced_on=day, calendar=of.calendar)
    except YearOutOfRange:
        # Long before the years of the calendar: six weeks have passed, whatever its holidays were.
        return []
    is_open = term.may_be_open(today=of.told_on)
    return [ObjectionMayBeOpen(field=GroundFact.DECISION_ANNOUNCED_ON, until=term.last_day_by_post)] if is_open else []


def _check_review(_ground: NonHandlingGround, day: date, of: FactsOfFile) -> list[Refusal]:
    return [] if day > of.today else [ReviewNotAhead(field=GroundFact.REVIEW_ON)]


_CHECKS: dict[GroundFact, Callable[[NonHandlingGround, Any, FactsOfFile], list[Refusal]]] = {
    GroundFact.EARLIER_HANDLING: _check_earlier,
    GroundFact.CONDUCT_ON: _check_conduct,
    GroundFact.DECISION_ANNOUNCED_ON: _check_announcement,
    GroundFact.REVIEW_ON: _check_review,
}
