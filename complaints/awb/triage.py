"""Which way a complaint goes that may be an objection: about conduct, about a decision (besluit), or both (art. 6:15, 9:1 Awb)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from complaints.awb.explanation import explanation_lines
from complaints.awb.objection import ObjectionTerm, objection_term
from complaints.awb.refusals import YearOutOfRange
from tenants.statutory_calendar import StatutoryCalendar


class Contested(StrEnum):
    """What somebody is against, where they mention a decision. NOT_MADE: it was not made in time."""

    CONTENT = "CONTENT"
    MANNER = "MANNER"
    BOTH = "BOTH"
    NOT_MADE = "NOT_MADE"


class Announcement(StrEnum):
    """How the decision reached the person. By telephone alone is no announcement (3:41): the term has not started."""

    WRITTEN = "WRITTEN"
    TELEPHONE = "TELEPHONE"
    UNKNOWN = "UNKNOWN"


class Route(StrEnum):
    """Where it is expected to go; a proposal, never a decision. OBJECTION_CHECK: ask for the written decision first."""

    COMPLAINT = "COMPLAINT"
    COMPLAINT_ORAL = "COMPLAINT_ORAL"
    COMPLAINT_AND_INFORM = "COMPLAINT_AND_INFORM"
    WARM_TRANSFER = "WARM_TRANSFER"
    OBJECTION = "OBJECTION"
    OBJECTION_LATE = "OBJECTION_LATE"
    OBJECTION_CHECK = "OBJECTION_CHECK"
    SPLIT = "SPLIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """route: where it is expected to go. term: of the objection, once the day of announcement is known.

    has_decision: there is one that somebody may object to. came_as_objection: in writing, against what was decided and sent or handed
    over: it is an objection itself (6:15), on whatever day it came in. Whether an objection is too late is for the objection unit (6:11).
    """

    route: Route
    contested: Contested | None
    term: ObjectionTerm | None
    has_decision: bool
    is_long_ago: bool = False
    came_as_objection: bool = False

    def may_be_open(self, *, today: date) -> bool:
        """Whether an objection may still be in time; also where nobody knows when its term started."""
        if not self.has_decision or self.is_long_ago:
            return False
        return self.term is None or self.term.may_be_open(today=today)

    def must_be_told(self, *, today: date) -> bool:
        """Whether this person has to be told how to object, that this is an objection, or what to do about a decision that is not made."""
        return self.contested is Contested.NOT_MADE or self.came_as_objection or self.may_be_open(today=today)

    def explanation(self, *, language: str) -> list[str]:
        """Why the last days are what they are; empty where no term is known."""
        if self.term is None:
            return []
        return explanation_lines([*self.term.filing.steps, *self.term.by_post.steps], language=language)


def triage(
    *,
    contested: Contested | None,
    announcement: Announcement = Announcement.UNKNOWN,
    announced_on: date | None = None,
    received_on: date,
    is_oral: bool,
    is_about_provider: bool,
    calendar: StatutoryCalendar,
) -> Triage:
    """The expected way of a complaint. contested: None where no decision is mentioned. received_on: the first receipt (6:15)."""
    has_decision = contested not in (None, Contested.NOT_MADE)
    term, is_long_ago = None, False
    if has_decision and announcement is Announcement.WRITTEN and announced_on is not None:
        try:
            term = objection_term(announced_on=announced_on, calendar=calendar)
        except YearOutOfRange:
            # Long before the years of the calendar: six weeks have passed, whatever its holidays were.
            is_long_ago = True
    route = _route(contested, term, is_long_ago, received_on, is_oral, is_about_provider)
    is_announced = term is not None or is_long_ago
    return Triage(
        route=route,
        contested=contested,
        term=term,
        has_decision=has_decision,
        is_long_ago=is_long_ago,
        came_as_objection=contested in (Contested.CONTENT, Contested.BOTH) and not is_oral and is_announced,
    )


def _route(
    contested: Contested | None, term: ObjectionTerm | None, is_long_ago: bool, received_on: date, is_oral: bool, is_about_provider: bool
) -> Route:
    if contested is Contested.NOT_MADE:
        return Route.COMPLAINT_AND_INFORM
    if contested is Contested.BOTH:
        return Route.SPLIT
    if contested is Contested.CONTENT:
        if term is None:
            return Route.OBJECTION_LATE if is_long_ago else Route.OBJECTION_CHECK
        return Route.OBJECTION if term.is_in_time(received_on=received_on) else Route.OBJECTION_LATE
    if is_about_provider:
        return Route.WARM_TRANSFER
    return Route.COMPLAINT_ORAL if is_oral else Route.COMPLAINT
