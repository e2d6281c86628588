"""The decisions (besluiten) that a file mentions, as the rules of objection see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from complaints.awb.triage import Announcement, Contested, Triage, triage
from complaints.models import Complaint, MentionedDecision
from tenants.statutory_calendar import StatutoryCalendar


@dataclass(frozen=True, kw_only=True)
class JudgedDecision:
    """A decision with where it is expected to go."""

    decision: MentionedDecision
    triage: Triage

    def must_be_told(self, *, today: date) -> bool:
        """Whether nobody told this person yet what they have to know."""
        return self.decision.told_on is None and self.triage.must_be_told(today=today)


def judged(complaint: Complaint, decisions: Iterable[MentionedDecision], *, calendar: StatutoryCalendar) -> list[JudgedDecision]:
    """Decisions of a file with where they are expected to go, whose objection ends first on top; where no day is known, that is now."""
    found = [JudgedDecision(decision=one, triage=triage_of(complaint, one, calendar=calendar)) for one in decisions]
    return sorted(found, key=lambda one: one.triage.term.last_day if one.triage.term else date.min)


def triage_of(complaint: Complaint, decision: MentionedDecision, *, calendar: StatutoryCalendar) -> Triage:
    """Where a file is expected to go for a decision, with the term of an objection."""
    return triage(
        contested=Contested(decision.contested),
        announcement=Announcement(decision.announcement),
        announced_on=decision.announced_on,
        received_on=complaint.received_on,
        is_oral=complaint.is_written is False,
        is_about_provider=complaint.provider_id is not None,
        calendar=calendar,
    )
