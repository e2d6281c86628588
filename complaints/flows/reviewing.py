"""Look again at a complaint that was not taken up while a criminal investigation ran (Awb 9:8(1)(f)): that ground is temporary."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import checked_text
from complaints.models import Complaint, NotTakenUp
from complaints.not_taking_up import ReviewNotAhead
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.permissions import Permission


class RunsOrEnded(Refusal):
    code = "runs_or_ended"
    message = _(
        "The investigation still runs, or it ended and the complaint is not taken up again: give the next day, or why not. One of the two."
    )


class NothingToReview(Refusal):
    code = "nothing_to_review"
    message = _("No criminal investigation stands in the way of this complaint, so there is nothing to look at again.")


def review_not_taken_up(
    *,
    actor: Actor,
    reference: str,
    found: str,
    review_on: date | None,
    not_resumed_because: str = "",
    seen_version: int | None,
    now: datetime,
) -> Complaint:
    """Record what was found. review_on: the next day to look, while it still runs; None: it ended, so the ground is gone ("as long as").

    Then the complaint is taken up again in a new round, and until that it waits in Mijn werk; or not_resumed_because says why not.
    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NothingToReview, and what is wrong at once: ReviewNotAhead,
    RunsOrEnded, TextMissing, TextTooLong.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today, why_not = Findings(), dutch_date(now), ""
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.REVIEW, seen_version=seen_version)
        kept = NotTakenUp.objects.under_review().filter(closing__round=in_hand.round).first()
        if kept is None:
            raise NothingToReview
        with findings.noting():
            found = checked_text(found, field="found", is_needed=True)
        if review_on is not None and review_on <= today:
            findings.add(ReviewNotAhead(field="review_on"))
        with findings.noting():
            why_not = checked_text(not_resumed_because, field="not_resumed_because")
            if review_on is not None and why_not:
                raise RunsOrEnded(field="not_resumed_because")
        findings.tell()
        kept.review_on = review_on
        kept.resume_since = None if review_on is not None or why_not else kept.resume_since or today
        kept.save(update_fields=["review_on", "resume_since"])
        data = {"review_on": review_on.isoformat() if review_on else None, "is_to_resume": kept.resume_since is not None}
        personal = {"reason": found} | ({"not_resumed_because": why_not} if why_not else {})
        return finish_step(in_hand, actor=actor, now=now, code="reviewed", data=data, personal=personal)
