"""Somebody comes back on a closed complaint: a new round of the same file, with its own term from the day of return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import check_day, checked_text
from complaints.code_lists import LadderStep
from complaints.models import Complaint, Regime
from complaints.records import RETENTION, add_round, current_retention, end_exceptions, hold_years_known_as_totals
from complaints.registering import facts_of, term_of
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.organisation.core_lists import HandlingMode
from tenants.permissions import Permission


class ReturnBeforeClosing(Refusal):
    code = "return_before_closing"
    message = _("This was before the complaint was closed on %(closed_on)s. Check the day; what came in before that belongs to that round.")


def return_complaint(
    *,
    actor: Actor,
    reference: str,
    returned_on: date | None = None,
    reason: str,
    is_written: bool | None = None,
    seen_version: int | None,
    now: datetime,
) -> Complaint:
    """Open the next round. reason: why the person comes back, in their words. returned_on: today when blank.

    is_written: whether they came back in writing, which decides whether the term is of the law and receipt is confirmed; None
    where nobody said, so that this and the term are what they were. There is no hard term for coming back (National ombudsman).
    The next round is handled by six weeks again, or by the norm; a committee is appointed anew. Raises NotFound, NotPermitted,
    NotInThisState, ChangedMeanwhile, TextMissing, TextTooLong, DayInFuture, ReturnBeforeClosing; what is wrong with the reason
    and with the day at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with findings.noting():
        reason = checked_text(reason, field="reason", is_needed=True)
    today = dutch_date(now)
    returned_on = returned_on or today
    with transaction.atomic(durable=True):
        hold_years_known_as_totals()
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RETURN, seen_version=seen_version)
        before = in_hand.round
        with findings.noting():
            _check_day(returned_on, closed_on=before.closed_on or before.opened_on, today=today)
        findings.tell()
        regime, has_statutory_term = _term(in_hand, is_written)
        opened = add_round(
            complaint=in_hand.complaint,
            number=before.number + 1,
            opened_on=returned_on,
            regime=regime,
            has_statutory_term=has_statutory_term,
            # No committee has it yet; as where it is taken back from one.
            mode=HandlingMode.FORMAL if before.mode == HandlingMode.COMMISSION else before.mode or HandlingMode.INFORMAL,
            ladder_step=before.ladder_step or LadderStep.HANDLER,
            return_reason=reason,
            is_written=before.is_written if is_written is None else is_written,
        )
        data = {
            "opened": opened.number,
            "on": returned_on.isoformat(),
            "is_written": is_written,
            "due_on": opened.due_on.isoformat(),
            "fields": ["round"],
        }
        current_retention().set_on(in_hand.complaint, closed_on=None)
        # Nobody handles the new round yet, so nobody does so by exception.
        personal = end_exceptions(in_hand.complaint) or None
        finish_step(in_hand, actor=actor, now=now, code="returned", data=data, personal=personal, changed=RETENTION)
        tell_takers([opened], actor=actor, occasion=in_hand.occasion, now=now)
        return in_hand.complaint


def _check_day(returned_on: date, *, closed_on: date, today: date) -> None:
    if returned_on < closed_on:
        raise ReturnBeforeClosing(field="returned_on", closed_on=closed_on)
    check_day(returned_on, field="returned_on", opened_on=closed_on, today=today)


def _term(in_hand: FileInHand, is_written: bool | None) -> tuple[str, bool | None]:
    """Regime and whether the law sets it: by how the person came back, else as the round before had it, unknown too."""
    if is_written is not None:
        return term_of(replace(facts_of(in_hand.complaint), is_written=is_written))
    before = in_hand.round
    return (Regime.NORM if before.regime == Regime.NORM else Regime.INTERNAL), before.has_statutory_term
