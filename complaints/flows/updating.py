"""Change what is known of a complaint. What it was stays in the history; what follows from it is computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint, lock_complaints
from complaints.checks import checked_text
from complaints.intake import Person, Submission, involved_accounts, problems_of
from complaints.models import AccessRecord, Complaint, Identity, InvolvedPerson, Regime
from complaints.records import hold_years_known_as_totals, involve_too, refresh_dates
from complaints.registering import Resolved, columns_of, resolve, told_by, write_people, write_points
from complaints.searching import index_complaints
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.permissions import Permission

# What somebody told or who somebody is: kept in the part of history that destruction may empty.
PERSONAL = frozenset({"story", "wish", "filer", "affected_person", "points", "involved", "other_body"})
PEOPLE = ("filer", "affected_person")
CHANGEABLE = frozenset(field.name for field in fields(Submission))


class NothingChanged(Refusal):
    code = "nothing_changed"
    message = _("There is nothing to change: this is how it is already.")


class ReceiptAfterOtherDays(Refusal):
    code = "receipt_after_other_days"
    message = _("Something happened in this file before that day. Receipt cannot be later than %(first)s.")


class ShieldStays(Refusal):
    code = "shield_stays"
    message = _("This person is shielded. First look who it is, with your reason; then you may lift that or take the person out.")


def update_complaint(*, actor: Actor, reference: str, changes: Mapping[str, Any], seen_version: int | None, now: datetime) -> Complaint:
    """Change parts of a submission by their names; what is not named stays. Kind and term follow from the new facts.

    A person may be given whole, or as a mapping of the parts that change. Whoever becomes involved loses the file at once,
    the handler too, and every double of it. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NothingChanged,
    ShieldStays, and Refusals with everything that is wrong at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        if "involved" in changes:
            _lock_with_doubles(access_complaint(actor=actor, reference=reference))
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.UPDATE, seen_version=seen_version)
        complaint = in_hand.complaint
        before = told_by(complaint)
        after = replace(before, **{name: _whole(name, value, before) for name, value in changes.items() if name in CHANGEABLE})
        changed = [name for name in sorted(CHANGEABLE) if getattr(before, name) != getattr(after, name)]
        if not changed:
            raise NothingChanged
        _check_shields(complaint, before, after, actor=actor)
        problems = problems_of(after, received_at=complaint.received_at or complaint.created_at, now=now)
        resolved = resolve(after, received_on=complaint.received_on, problems=problems)
        if problems:
            raise Refusals(problems)
        columns = _write(in_hand, resolved)
        was = asdict(before)
        data = {"fields": changed, "was": {name: was[name] for name in changed if name not in PERSONAL}}
        personal = {name: was[name] for name in changed if name in PERSONAL}
        if "involved" in changed:
            personal["involved_now"] = involved_accounts(after)
        finish_step(in_hand, actor=actor, now=now, code="updated", data=data, personal=personal or None, changed=columns)
        if "involved" in changed:
            for double in complaint.duplicates.order_by("pk"):
                involve_too(double, as_in=complaint, actor=actor, now=now)
        if in_hand.round.closed_on is None and {"involved", "is_about_council"} & set(changed):
            tell_takers([in_hand.round], actor=actor, occasion=in_hand.occasion, now=now)
        index_complaints([complaint.pk])
        return complaint


def correct_receipt(
    *, actor: Actor, reference: str, received_at: datetime, reason: str, seen_version: int | None, now: datetime
) -> Complaint:
    """Correct the moment of receipt, with the reason; the old one stays in the history and every date follows.

    The reference stays, also when the year changes: it was given out. Raises NotFound, NotPermitted, NotInThisState,
    ChangedMeanwhile, NothingChanged, TextMissing, ReceiptAfterOtherDays, and Refusals.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        hold_years_known_as_totals()
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.CORRECT_RECEIPT, seen_version=seen_version)
        complaint = in_hand.complaint
        if complaint.received_at == received_at:
            raise NothingChanged(field="received_at")
        received_on = dutch_date(received_at)
        problems = problems_of(told_by(complaint), received_at=received_at, now=now)
        resolve(told_by(complaint), received_on=received_on, problems=problems)
        if problems:
            raise Refusals(problems)
        first = complaint.rounds.order_by("number")[0]
        kept = (first.closed_on, first.first_attempt_on, first.first_contact_on, first.acknowledged_on)
        days = [day for day in kept if day is not None]
        if days and min(days) < received_on:
            raise ReceiptAfterOtherDays(field="received_at", first=min(days))
        before = {
            "received_on": complaint.received_on.isoformat(),
            "received_at": complaint.received_at and complaint.received_at.isoformat(),
        }
        complaint.received_at, complaint.received_on = received_at, received_on
        first.opened_on = received_on
        refresh_dates(first)
        data = {"was": before, "now": received_at.isoformat(), "due_on": first.due_on.isoformat(), "fields": ["received_at"]}
        return finish_step(
            in_hand,
            actor=actor,
            now=now,
            code="receipt_corrected",
            data=data,
            personal={"reason": reason},
            changed=("received_at", "received_on"),
        )


def _whole(name: str, given: Any, before: Submission) -> Any:
    """A person of whom parts were given keeps the others."""
    if name in PEOPLE and isinstance(given, Mapping):
        return replace(getattr(before, name) or Person(), **given)
    return given


def _check_shields(complaint: Complaint, before: Submission, after: Submission, *, actor: Actor) -> None:
    """Only who looked at a shielded identity, which takes a reason, may lift the shield or take the person out."""
    for name in PEOPLE:
        was, will_be = getattr(before, name), getattr(after, name)
        is_lifted = was is not None and was.identity == Identity.SHIELDED and (will_be is None or will_be.identity != Identity.SHIELDED)
        if is_lifted and not AccessRecord.objects.filter(complaint=complaint, code="revealed", actor_id=actor.user_id or 0).exists():
            raise ShieldStays(field=name)


def _lock_with_doubles(complaint: Complaint) -> None:
    lock_complaints({complaint.pk, *complaint.duplicates.values_list("pk", flat=True)})


def _write(in_hand: FileInHand, resolved: Resolved) -> tuple[str, ...]:
    complaint, last = in_hand.complaint, in_hand.round
    columns = columns_of(resolved)
    for name, value in columns.items():
        setattr(complaint, name, value)
    write_people(complaint, resolved.submission)
    write_points(complaint, resolved.points)
    last.mode, last.has_statutory_term = resolved.mode, resolved.has_statutory_term
    if last.regime != Regime.COMMISSION:
        last.regime = resolved.regime
    involved = InvolvedPerson.objects.filter(complaint=complaint, handles_by_exception=False)
    if last.closed_on is None and last.handler_id in involved.values_list("user_id", flat=True):
        last.handler_id = None
    last.save(update_fields=["mode", "has_statutory_term", "regime", "handler"])
    refresh_dates(last)
    return tuple(name.removesuffix("_id") for name in columns)
