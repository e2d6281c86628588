"""The decision (besluit) that a file mentions, as the rules of objection see it."""

from __future__ import annotations

from complaints.awb.triage import Announcement, Contested, Triage, triage
from complaints.models import Complaint, MentionedDecision
from tenants.statutory_calendar import StatutoryCalendar


def decision_of(complaint: Complaint) -> MentionedDecision | None:
    """The decision a file mentions, where it does. Uses what is loaded."""
    return getattr(complaint, "mentioned_decision", None)


def triage_of(complaint: Complaint, decision: MentionedDecision | None, *, calendar: StatutoryCalendar) -> Triage:
    """Where a file is expected to go, with the term of an objection."""
    return triage(
        contested=Contested(decision.contested) if decision else None,
        announcement=Announcement(decision.announcement) if decision else Announcement.UNKNOWN,
        announced_on=decision.announced_on if decision else None,
        received_on=complaint.received_on,
        is_oral=complaint.is_written is False,
        is_about_provider=complaint.provider_id is not None,
        calendar=calendar,
    )
