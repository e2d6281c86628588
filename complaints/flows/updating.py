"""Change what is known of a complaint. What it was stays in the history; what follows from it is computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint, has_looked, lock_with_doubles, may_handle_in
from complaints.advising import CommitteeOfAuthority
from complaints.awb.refusals import ClockRefusal
from complaints.checks import checked_text
from complaints.doubles import keep_doubles_alike, shield_others
from complaints.following import first_round, kind_and_term, what_followed, write_term
from complaints.hearing import names_kept
from complaints.intake import Person, PointTold, Submission, involved_accounts, problems_of_change, problems_of_receipt
from complaints.judging import judgment_of
from complaints.kinds import IntakeFacts
from complaints.models import Closing, Complaint, Identity, InvolvedPerson, NotTakenUp, Round
from complaints.not_taking_up import LATE_NOTICE
from complaints.records import end_exceptions, hold_years_known_as_totals, judge_contacts_anew, refresh_dates
from complaints.registering import (
    CouncilFollows,
    Resolved,
    columns_of,
    facts_of,
    in_its_compartment,
    problems_of_points,
    resolve,
    told_by,
    with_council_as_authority,
    write_people,
    write_points,
)
from complaints.searching import index_complaints
from complaints.statuses import Step
from complaints.step_drafts import forget_what_was_typed
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.involvement import check_decides_on_involvement
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal, Refusals
from tenants.permissions import Permission

# What somebody told or who somebody is: kept in the part of history that destruction may empty.
PERSONAL = frozenset({"story", "wish", "filer", "affected_person", "points", "involved", "other_body", "meaning", "informing"})
PEOPLE = ("filer", "affected_person")
WHO = frozenset({*PEOPLE, "filer_role", "involved"})
# Which field of a submission a column comes from, where the name differs.
FIELD_OF_COLUMN = {"authority": "authority_id", "compartment": "is_about_council"}
# Columns that follow from the facts of 9:4, the wish, the channel and who complains.
FOLLOWING = frozenset({"derived_kind", "is_written"})
# What a file has in common with its doubles, in whole or in part.
SHARED = frozenset({"involved", "is_about_council", *PEOPLE})
# What the council's compartment follows from.
MAKING_COUNCIL = frozenset({"authority_id", "involved", "is_about_council"})
EVENT_OF_STEP = {Step.UPDATE: "updated", Step.EXPLORE: "explored"}
CHANGEABLE = frozenset(field.name for field in fields(Submission))


class NothingChanged(Refusal):
    code = "nothing_changed"
    message = _("There is nothing to change: this is how it is already.")


class ReceiptAfterOtherDays(Refusal):
    code = "receipt_after_other_days"
    message = _("Something happened in this file before that day. Receipt cannot be later than %(first)s.")


class ReceiptMakesNoTerm(Refusal):
    code = "receipt_makes_no_term"
    message = _("With this moment of receipt, what else is in the file makes no lawful term. Check the moment. %(why)s")


class ShieldStays(Refusal):
    code = "shield_stays"
    message = _(
        "This person is shielded. First look who it is, with your reason; then you may correct it, lift that or take the person out."
    )


class InvolvedReasonMissing(Refusal):
    code = "involved_reason_missing"
    message = _("Whoever you take out of the colleagues it is about sees the file again. Write down why that is right.")


def update_complaint(
    *,
    actor: Actor,
    reference: str,
    changes: Mapping[str, Any],
    involved_reason: str = "",
    step: Step = Step.UPDATE,
    seen_version: int | None,
    now: datetime,
) -> Complaint:
    """Change parts of a submission by their names; what is not named stays. Kind and term follow where their facts changed.

    step: EXPLORE where it is what a conversation told: the history says so. A person may be given whole, or as a mapping of the
    parts that change. Whoever becomes involved loses the file at once, the handler too, and every double of it; taking a
    colleague out takes who decides on involvement, with involved_reason. Whoever is shielded is so in the doubles and in the other
    part of the letter as well; the doubles go along into the council's compartment. A file that goes into that compartment, or out
    of it, is taken from a handler who may not see it there. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile,
    NothingChanged, ShieldStays, InvolvementNotYours, InvolvedReasonMissing, TextTooLong, UnreadableCharacter, and Refusals with
    everything that is wrong at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    involved_reason = checked_text(involved_reason, field="involved_reason")
    with transaction.atomic(durable=True):
        if (SHARED | MAKING_COUNCIL) & changes.keys():
            lock_with_doubles([access_complaint(actor=actor, reference=reference)])
        in_hand = take_in_hand(actor=actor, reference=reference, step=step, seen_version=seen_version)
        complaint = in_hand.complaint
        before = told_by(complaint)
        problems: list[Refusal] = []
        after = replace(before, **{name: _whole(name, value, before) for name, value in changes.items() if name in CHANGEABLE})
        if MAKING_COUNCIL & changes.keys():
            after, problems = _in_its_compartment(in_hand, before, after, today=dutch_date(now))
        # Before anything is compared: whoever may not know who it is cannot find out by guessing.
        _check_shields(complaint, before, changes, actor=actor)
        changed = [name for name in sorted(CHANGEABLE) if getattr(before, name) != getattr(after, name)]
        if not changed and not problems:
            raise NothingChanged
        taken_out = set(involved_accounts(before)) - set(involved_accounts(after))
        if taken_out:
            _check_taking_out(complaint, involved_reason, actor=actor, today=dutch_date(now))
        resolved = _resolve_change(in_hand, before, after, changed, problems=problems)
        facts_before = facts_of(complaint)
        handler_before, followed = in_hand.round.handler_id, kind_and_term(complaint, last=in_hand.round)
        columns = _write(in_hand, resolved, changed, facts_before=facts_before, now=now)
        data, personal = _in_history(before, after, changed, involved_reason=involved_reason if taken_out else "")
        follows = what_followed(followed, kind_and_term(complaint, last=in_hand.round))
        data |= {"follows": follows} if follows else {}
        if in_hand.round.handler_id != handler_before:
            # Why it was taken from this handler may be that they were involved, which is personal.
            personal |= {"handler_taken_off": handler_before} | end_exceptions(complaint)
        finish_step(in_hand, actor=actor, now=now, code=EVENT_OF_STEP[step], data=data, personal=personal or None, changed=columns)
        if "is_about_council" in changed or _is_shielded_now(before, after):
            forget_what_was_typed(complaint)
        if SHARED & set(changed):
            keep_doubles_alike(complaint, actor=actor, now=now)
            shield_others(complaint, actor=actor, now=now)
        if in_hand.round.closed_on is None and {"involved", "is_about_council"} & set(changed):
            tell_takers([in_hand.round], actor=actor, occasion=in_hand.occasion, now=now)
        index_complaints([complaint.pk])
        return complaint


def correct_receipt(
    *, actor: Actor, reference: str, received_at: datetime, reason: str, seen_version: int | None, now: datetime
) -> Complaint:
    """Correct the moment of receipt, with the reason; the old one stays in the history and every date follows.

    The reference stays, also when the year changes: it was given out. Raises NotFound, NotPermitted, NotInThisState,
    ChangedMeanwhile, NothingChanged, TextMissing, ReceiptAfterOtherDays, ReceiptMakesNoTerm, and Refusals: what is wrong with
    the reason and with the moment at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with findings.noting():
        reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        hold_years_known_as_totals()
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.CORRECT_RECEIPT, seen_version=seen_version)
        complaint, first = in_hand.complaint, first_round(in_hand.complaint)
        before = {
            "received_on": complaint.received_on.isoformat(),
            "received_at": complaint.received_at and complaint.received_at.isoformat(),
        }
        with findings.noting():
            _check_receipt(complaint, received_at, first=first, now=now)
            _move_receipt(complaint, received_at, first=first)
        findings.tell()
        data = {"was": before, "now": received_at.isoformat(), "due_on": first.due_on.isoformat(), "fields": ["received_at"]}
        data |= _judge_notice_anew(first)
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
    """A person of whom parts were given keeps the others; of whom nothing is told is nobody. A file without points may have one
    that says nothing."""
    if name in PEOPLE and isinstance(given, Mapping):
        was = getattr(before, name)
        told = replace(was or Person(), **given)
        return was if was is None and told == Person() else told
    if name == "points" and not given and all(point == PointTold() for point in before.points):
        return before.points
    return given


def _in_its_compartment(in_hand: FileInHand, before: Submission, after: Submission, *, today: date) -> tuple[Submission, list[Refusal]]:
    """What comes to be about the council has it as authority, unless the committee of another advises; what still is, though somebody
    says it is not, is refused."""
    placed = in_its_compartment(after, today=today)
    if placed.is_about_council and not before.is_about_council:
        if _committee_advises(in_hand.round) and placed.authority_id == before.authority_id:
            return placed, []
        return with_council_as_authority(placed, received_on=in_hand.complaint.received_on), []
    stays = placed.is_about_council and not after.is_about_council
    return placed, [CouncilFollows(field="is_about_council")] if stays else []


def _committee_advises(one: Round) -> bool:
    return one.closed_on is None and one.committee_id is not None


def _resolve_change(in_hand: FileInHand, before: Submission, after: Submission, changed: list[str], *, problems: list[Refusal]) -> Resolved:
    """What the change names, found. What was wrong already in what stays is no reason to refuse what changes.

    problems: what is wrong with it already, told together with the rest.
    """
    found: list[Refusal] = []
    complaint, last = in_hand.complaint, in_hand.round
    kept = names_kept(complaint) if any(one.was for one in after.involved) else set()
    rows = list(complaint.involved_people.all())
    told: dict[str, Any] = {"involved_before": before.involved, "names_kept": kept, "rows_before": rows}
    resolved = resolve(after, received_on=complaint.received_on, problems=found, **told)
    problems = problems + problems_of_change(before, after) + [one for one in found if (one.field or "").split(".")[0] in changed]
    if "points" in changed:
        problems += problems_of_points(complaint, resolved.points)
    if "authority_id" in changed and _committee_advises(last):
        problems.append(CommitteeOfAuthority(field="authority_id"))
    if problems:
        raise Refusals(problems)
    return resolved


def _move_receipt(complaint: Complaint, received_at: datetime, *, first: Round) -> None:
    """The moment, and the dates of the first round that follow from it. Raises ReceiptMakesNoTerm."""
    complaint.received_at, complaint.received_on = received_at, dutch_date(received_at)
    first.opened_on = complaint.received_on
    try:
        refresh_dates(first)
    except ClockRefusal as refusal:
        raise ReceiptMakesNoTerm(field="received_at", why=refusal.text(language=get_language() or "nl")) from None


def _check_receipt(complaint: Complaint, received_at: datetime, *, first: Round, now: datetime) -> None:
    """Judge the moment, and of what was told only what this day makes wrong; and what was done before that day."""
    if complaint.received_at == received_at:
        raise NothingChanged(field="received_at")
    told = told_by(complaint)
    before: list[Refusal] = []
    resolve(told, received_on=complaint.received_on, problems=before, involved_before=told.involved)
    found: list[Refusal] = []
    resolve(told, received_on=dutch_date(received_at), problems=found, involved_before=told.involved)
    wrong_already = {(one.code, one.field) for one in before if one.field != "received_at"}
    problems = problems_of_receipt(received_at, now=now) + [one for one in found if (one.code, one.field) not in wrong_already]
    if problems:
        raise Refusals(problems)
    days = _days_in(first)
    if days and min(days) < dutch_date(received_at):
        raise ReceiptAfterOtherDays(field="received_at", first=min(days))


def _days_in(one: Round) -> list[date]:
    """The days of what was done in a round: said, sent, heard, and how it ended."""
    closing, judgment = Closing.objects.filter(round=one).select_related("not_taken_up").first(), judgment_of(one)
    talks = one.hearings.values_list("invited_on", "held_at")
    kept = [one.closed_on, one.first_attempt_on, one.first_contact_on, one.acknowledged_on, one.committee_since]
    if closing is not None:
        kept += [closing.confirmed_on, closing.told_on, closing.passed_on]
        kept.append(getattr(getattr(closing, "not_taken_up", None), "notice_sent_on", None))
    if judgment is not None:
        kept += [judgment.letter_sent_on, judgment.replaced_sent_on]
    kept += [*one.letters.values_list("sent_on", flat=True), *one.copies.values_list("sent_on", flat=True)]
    kept += [day for invited_on, held_at in talks for day in (invited_on, dutch_date(held_at) if held_at else None)]
    return [day for day in kept if day is not None]


def _judge_notice_anew(one: Round) -> dict[str, list[str]]:
    """Whether the letter that it is not taken up went in time, by the four weeks as they are now (9:8(3)). What the history says of it."""
    kept = NotTakenUp.objects.filter(closing__round=one).first()
    if kept is None:
        return {}
    is_late = one.notice_due_on is not None and kept.notice_sent_on > one.notice_due_on
    if is_late == kept.is_notice_late:
        return {}
    kept.is_notice_late = is_late
    kept.save(update_fields=["is_notice_late"])
    return {"flags": [LATE_NOTICE] if is_late else []}


def _check_shields(complaint: Complaint, before: Submission, changes: Mapping[str, Any], *, actor: Actor) -> None:
    """Only who looked at a shielded identity, which takes a reason, may correct it, lift the shield or take the person out."""
    for name in PEOPLE:
        was = getattr(before, name)
        if name in changes and was is not None and was.identity == Identity.SHIELDED and not has_looked(complaint, name, actor=actor):
            raise ShieldStays(field=name)


def _is_shielded_now(before: Submission, after: Submission) -> bool:
    """Whether somebody became shielded by this change."""
    was, now = ({name for name in PEOPLE if _identity(getattr(told, name)) == Identity.SHIELDED} for told in (before, after))
    return bool(now - was)


def _identity(person: Person | None) -> str:
    return person.identity if person is not None else ""


def _check_taking_out(complaint: Complaint, reason: str, *, actor: Actor, today: date) -> None:
    """Whoever is taken out of a file sees it again."""
    check_decides_on_involvement(actor=actor, complaint=complaint, today=today, field="involved")
    if not reason:
        raise InvolvedReasonMissing(field="involved_reason")


def _in_history(
    before: Submission, after: Submission, changed: list[str], *, involved_reason: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was there before, as history keeps it for good, and what destruction may empty."""
    was = asdict(before)
    data = {"fields": changed, "was": {name: was[name] for name in changed if name not in PERSONAL}}
    personal = {name: was[name] for name in changed if name in PERSONAL}
    if "involved" in changed:
        personal["involved_now"] = involved_accounts(after)
    return data, personal | ({"involved_reason": involved_reason} if involved_reason else {})


def _write(in_hand: FileInHand, resolved: Resolved, changed: list[str], *, facts_before: IntakeFacts, now: datetime) -> tuple[str, ...]:
    """Write what changed and what follows from it. Returns the columns of the file that are still to be written.

    Kind and term stay where their facts do, also where an earlier register judged otherwise.
    """
    complaint, last = in_hand.complaint, in_hand.round
    is_moved = complaint.compartment != resolved.compartment
    names = {*changed, *(FOLLOWING if resolved.facts != facts_before else ())}
    columns = {name: value for name, value in columns_of(resolved).items() if FIELD_OF_COLUMN.get(name, name) in names}
    for name, value in columns.items():
        setattr(complaint, name, value)
    if WHO & set(changed):
        write_people(complaint, resolved.submission, now=now)
    if "filer" in changed and last.closed_on is None:
        judge_contacts_anew(last)
    if "points" in changed:
        write_points(complaint, resolved.points)
    if "wants_judgment" in changed:
        last.mode = resolved.mode
    if (
        last.closed_on is None
        and last.handler_id is not None
        and _has_lost_it(complaint, last.handler_id, is_moved=is_moved, today=dutch_date(now))
    ):
        last.handler_id = None
    last.save(update_fields=["mode", "handler"])
    write_term(last, resolved.facts, facts_before=facts_before)
    if last.number > 1 and resolved.facts.is_written != facts_before.is_written:
        write_term(first_round(complaint), resolved.facts, facts_before=facts_before)
    return tuple(name.removesuffix("_id") for name in columns)


def _has_lost_it(complaint: Complaint, handler_id: int, *, is_moved: bool, today: date) -> bool:
    """Whether the handler was involved, or handles nothing in the compartment the file went to."""
    if InvolvedPerson.objects.filter(complaint=complaint, user_id=handler_id, handles_by_exception=False).exists():
        return True
    return is_moved and not may_handle_in(complaint.compartment, user_id=handler_id, today=today)
