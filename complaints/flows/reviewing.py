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
from tenants.errors import Refusal
from tenants.permissions import Permission


class NothingToReview(Refusal):
    code = "nothing_to_review"
    message = _("No criminal investigation stands in the way of this complaint, so there is nothing to look at again.")


def review_not_taken_up(
    *, actor: Actor, reference: str, found: str, review_on: date | None, seen_version: int | None, now: datetime
) -> Complaint:
    """Record what was found. review_on: the next day to look, while it still runs; None: it ended, and nothing more is to be done here.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NothingToReview, ReviewNotAhead, TextMissing, TextTooLong.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    found = checked_text(found, field="found", is_needed=True)
    if review_on is not None and review_on <= dutch_date(now):
        raise ReviewNotAhead(field="review_on")
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.REVIEW, seen_version=seen_version)
        kept = NotTakenUp.objects.filter(closing__round=in_hand.round, review_on__isnull=False).first()
        if kept is None:
            raise NothingToReview
        kept.review_on = review_on
        kept.save(update_fields=["review_on"])
        data = {"review_on": review_on.isoformat() if review_on else None}
        return finish_step(in_hand, actor=actor, now=now, code="reviewed", data=data, personal={"reason": found})
