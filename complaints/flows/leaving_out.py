"""Leave a file out of the figures: it is double, or was registered by mistake. Its reference stays, and it can be taken back in."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint, lock_with_doubles, visible_complaints
from complaints.checks import checked_text
from complaints.doubles import involve_too, keep_alike, keep_doubles_alike, shield_too
from complaints.models import Closing, Complaint, Exclusion
from complaints.records import RETENTION, current_retention
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.organisation.core_lists import Outcome
from tenants.permissions import Permission

COLUMNS = ("exclusion", "exclusion_reason", "duplicate_of", *RETENTION)


class DoubleOfItself(Refusal):
    code = "double_of_itself"
    message = _("A file cannot be the double of itself. Give the reference of the other one.")


class OtherIsLeftOut(Refusal):
    code = "other_is_left_out"
    message = _("The other file is left out of the figures itself. Give the reference of the one that counts.")


class ConfirmedStays(Refusal):
    code = "confirmed_stays"
    message = _(
        "The person said that this was solved, so it was a complaint and stays in the register (article 9:12a). Is it in another file too?"
        " Then mark it as double."
    )


class CountsForOthers(Refusal):
    """details: references, of the doubles that this person may see."""

    code = "counts_for_others"
    message = _(
        "Other files are marked as double of this one, and it counts for them. First let those count again, or mark them as double of"
        " another."
    )


def mark_duplicate(*, actor: Actor, reference: str, of_reference: str, reason: str, seen_version: int | None, now: datetime) -> Complaint:
    """Say that this file is the double of another, which counts. Whoever was involved in one of them has lost both, and with
    them the doubles that the other had already; so it goes with a shield. The double of a file of the council goes there too.

    Raises NotFound (of either), NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing, DoubleOfItself, OtherIsLeftOut,
    CountsForOthers; what is wrong with the reason and with the other file at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with findings.noting():
        reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        this = access_complaint(actor=actor, reference=reference)
        with suppress(NotFound):
            # Both at once, by their keys whatever number was given: two who point them at each other do not wait for each other.
            lock_with_doubles([this, _other(actor=actor, reference=of_reference)])
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.MARK_DUPLICATE, seen_version=seen_version)
        with findings.noting():
            other = _countable(actor=actor, reference=of_reference, of=in_hand.complaint)
        findings.tell()
        _check_doubles(in_hand.complaint, actor=actor)
        if involve_too(other, as_in=in_hand.complaint, actor=actor, now=now):
            still_open = list(other.rounds.filter(closed_on=None))
            tell_takers(still_open, actor=actor, occasion=f"{other.reference}:{other.version}", now=now)
        # Only now the other names all who are involved: an exception on the double ends by who just became so there.
        keep_alike(in_hand.complaint, as_in=other, actor=actor, now=now)
        shield_too(other, as_in=in_hand.complaint, actor=actor, now=now)
        keep_doubles_alike(other, actor=actor, now=now)
        _leave_out(in_hand, Exclusion.DUPLICATE, reason=reason, other=other, on=dutch_date(now))
        data = {"of": other.reference, "fields": ["exclusion"]}
        personal = {"reason": reason}
        return finish_step(in_hand, actor=actor, now=now, code="marked_duplicate", data=data, personal=personal, changed=COLUMNS)


def mark_registered_in_error(*, actor: Actor, reference: str, reason: str, seen_version: int | None, now: datetime) -> Complaint:
    """Say that this file was registered by mistake.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing, ConfirmedStays, CountsForOthers.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.MARK_IN_ERROR, seen_version=seen_version)
        _check_confirmed(in_hand.complaint)
        _check_doubles(in_hand.complaint, actor=actor)
        _leave_out(in_hand, Exclusion.REGISTERED_IN_ERROR, reason=reason, other=None, on=dutch_date(now))
        data, personal = {"fields": ["exclusion"]}, {"reason": reason}
        return finish_step(in_hand, actor=actor, now=now, code="marked_in_error", data=data, personal=personal, changed=COLUMNS)


def _check_confirmed(complaint: Complaint) -> None:
    """A complaint that ended by its solution stays: 9:5 takes away the duty to handle, not the one to register."""
    if Closing.objects.filter(round__complaint=complaint, round__outcome__core_code=Outcome.SETTLED).exclude(confirmed_by="").exists():
        raise ConfirmedStays


def restore(*, actor: Actor, reference: str, reason: str, seen_version: int | None, now: datetime) -> Complaint:
    """Let a file count again that was left out. Whose work it then is gets a message.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RESTORE, seen_version=seen_version)
        data = {"was": in_hand.complaint.exclusion, "fields": ["exclusion"]}
        _leave_out(in_hand, Exclusion.NONE, reason="", other=None, on=None)
        finish_step(in_hand, actor=actor, now=now, code="restored", data=data, personal={"reason": reason}, changed=COLUMNS)
        if in_hand.round.closed_on is None:
            tell_takers([in_hand.round], actor=actor, occasion=in_hand.occasion, now=now)
        return in_hand.complaint


def _other(*, actor: Actor, reference: str, for_change: bool = False) -> Complaint:
    """The file this one is double with. Raises NotFound, of the number that was given for it."""
    try:
        return access_complaint(actor=actor, reference=reference, for_change=for_change)
    except NotFound:
        raise NotFound(field="of_reference") from None


def _countable(*, actor: Actor, reference: str, of: Complaint) -> Complaint:
    """The file that counts for its double. Raises NotFound, DoubleOfItself, OtherIsLeftOut."""
    other = _other(actor=actor, reference=reference, for_change=True)
    if other.pk == of.pk:
        raise DoubleOfItself(field="of_reference")
    if other.exclusion:
        raise OtherIsLeftOut(field="of_reference")
    return other


def _check_doubles(complaint: Complaint, *, actor: Actor) -> None:
    """A file that counts for others stays: with it the one complaint they are about would be in no figure at all."""
    if complaint.duplicates.exists():
        seen = visible_complaints(actor=actor).filter(duplicate_of=complaint).order_by("reference")
        raise CountsForOthers(references=list(seen.values_list("reference", flat=True)))


def _leave_out(in_hand: FileInHand, exclusion: Exclusion, *, reason: str, other: Complaint | None, on: date | None) -> None:
    """on: the day, None where the file counts again. An open file will not be closed any more, so it is kept from that day on."""
    complaint = in_hand.complaint
    complaint.exclusion, complaint.exclusion_reason, complaint.duplicate_of = exclusion, reason, other
    if in_hand.round.closed_on is None:
        current_retention().set_on(complaint, closed_on=on)
