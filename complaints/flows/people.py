"""People beside whoever complains: who they are, by which mandate they speak (Awb 2:1), and who is told what, with the reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import check_day, checked_text
from complaints.intake import EMAIL, LONGEST, EmailUnusable, TextTooLong
from complaints.models import Complaint, Document, FilePerson, Party, PersonRole, Telling, Who
from complaints.people import HearsByLaw, hears_by_law, speaks_for_another
from complaints.records import row_of_file, told_before
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission

MOST_PEOPLE = 10


class PersonNameMissing(Refusal):
    code = "person_name_missing"
    message = _("Write the name of this person, or what you call them in this file.")


class PersonRoleMissing(Refusal):
    code = "person_role_missing"
    message = _("Choose who this person is in this matter.")


class TooManyPeople(Refusal):
    code = "too_many_people"
    message = _("At most 10 people fit beside whoever complains. Correct one that is there.")


class NeedsNoMandate(Refusal):
    code = "needs_no_mandate"
    message = _("This person speaks for nobody else, so there is no mandate to record. Choose whoever represents them.")


class MandateIsOurs(Refusal):
    code = "mandate_is_ours"
    message = _("This is a letter of ours: nobody gives a mandate in it. Choose what whoever complains wrote or signed.")


class MandateDocumentUnknown(Refusal):
    code = "mandate_document_unknown"
    message = _("Add the mandate to the documents of this file first, then choose it here. Was it only said? Then choose nothing.")


class MandateEndsTooEarly(Refusal):
    code = "mandate_ends_too_early"
    message = _("The mandate would end before the day it was given. Check both days.")


class DecideTelling(Refusal):
    code = "decide_telling"
    message = _("Choose what this person is told: everything, only how it ended, or nothing.")


@dataclass(frozen=True, kw_only=True)
class PersonTold:
    """Somebody beside whoever complains, as far as known."""

    role: PersonRole | None
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class MandateTold:
    """given_on: None for today. ends_on: its last day; None for as long as it takes. document_id: None where it was only said."""

    given_on: date | None = None
    ends_on: date | None = None
    scope: str = ""
    document_id: uuid.UUID | None = None


def record_person(
    *, actor: Actor, reference: str, told: PersonTold, person_id: uuid.UUID | None = None, seen_version: int | None, now: datetime
) -> FilePerson:
    """Record somebody beside whoever complains, or correct them (person_id).

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TooManyPeople, and what is wrong at once: PersonRoleMissing,
    PersonNameMissing, EmailUnusable, TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_PERSON, seen_version=seen_version)
        person = row_of_file(FilePerson, in_hand.complaint, person_id, field="person_id")
        if person.who != Who.OTHER:
            raise NotFound(field="person_id")
        if person_id is None and in_hand.complaint.file_people.filter(who=Who.OTHER).count() >= MOST_PEOPLE:
            raise TooManyPeople
        names = [one.name for one in fields(told)]
        was = told_before(person, names) if person_id else None
        for name, most in LONGEST.items():
            with findings.noting():
                setattr(person, name, _checked(getattr(told, name), field=name, most=most))
        if told.role is None:
            findings.add(PersonRoleMissing(field="role"))
        if not person.name:
            findings.add(PersonNameMissing(field="name"))
        findings.tell()
        assert told.role is not None
        person.role = told.role
        person.recorded_by_id, person.recorded_at = actor.user_id, now
        person.save()
        code = "person_recorded" if person_id is None else "person_corrected"
        data = {"person": str(person.pk), "role": person.role}
        finish_step(in_hand, actor=actor, now=now, code=code, data=data, personal={"was": was} if was else None)
    return person


def record_mandate(*, actor: Actor, reference: str, person: str, told: MandateTold, seen_version: int | None, now: datetime) -> FilePerson:
    """Record by which mandate somebody speaks for whoever complains, or correct that. person: FILER, or the id of somebody beside them.

    No mandate is ever asked before something is registered. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile,
    NeedsNoMandate, and what is wrong at once: DayInFuture, MandateEndsTooEarly, MandateDocumentUnknown, MandateIsOurs,
    TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    given_on = told.given_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_PERSON, seen_version=seen_version)
        row = _row_of(in_hand.complaint, person, now=now)
        if not speaks_for_another(in_hand.complaint, row):
            raise NeedsNoMandate(field="person")
        was = told_before(row, ("mandate_on", "mandate_ends_on", "mandate_scope")) if row.mandate_on else None
        with findings.noting():
            row.mandate_scope = checked_text(told.scope, field="scope")
        with findings.noting():
            # Somebody may have had it long before this complaint.
            check_day(given_on, field="given_on", opened_on=date.min, today=today)
        if told.ends_on is not None and told.ends_on < given_on:
            findings.add(MandateEndsTooEarly(field="ends_on"))
        document = Document.objects.filter(complaint=in_hand.complaint, pk=told.document_id).first() if told.document_id else None
        if told.document_id is not None and document is None:
            findings.add(MandateDocumentUnknown(field="document_id"))
        if document is not None and document.is_ours:
            findings.add(MandateIsOurs(field="document_id"))
        findings.tell()
        row.mandate_on, row.mandate_ends_on, row.mandate_document = given_on, told.ends_on, document
        row.save()
        data = {
            **_of_whom(row),
            "on": given_on.isoformat(),
            "ends_on": told.ends_on.isoformat() if told.ends_on else None,
            "is_written": document is not None,
        }
        finish_step(in_hand, actor=actor, now=now, code="mandate_recorded", data=data, personal={"was": was} if was else None)
    return row


def decide_telling(
    *, actor: Actor, reference: str, person: str, telling: Telling, reason: str, seen_version: int | None, now: datetime
) -> FilePerson:
    """Decide what somebody is told of the complaint; letters keep to it. person: FILER, AFFECTED_PERSON, or the id of somebody else.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and what is wrong at once: DecideTelling, HearsByLaw, TextMissing,
    TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    if telling == Telling.UNDECIDED:
        findings.add(DecideTelling(field="telling"))
    with findings.noting():
        reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_PERSON, seen_version=seen_version)
        row = _row_of(in_hand.complaint, person, now=now)
        if telling != Telling.EVERYTHING and hears_by_law(in_hand.complaint, row):
            findings.add(HearsByLaw(field="telling"))
        findings.tell()
        data = {**_of_whom(row), "telling": telling.value, "was": row.telling}
        row.telling, row.telling_reason = telling, reason
        row.save()
        finish_step(in_hand, actor=actor, now=now, code="telling_decided", data=data, personal={"reason": reason})
    return row


def _row_of(complaint: Complaint, person: str, *, now: datetime) -> FilePerson:
    """The row of somebody in the file; of a party a new one where nothing was recorded yet. Raises NotFound."""
    if person in (Who.FILER, Who.AFFECTED_PERSON):
        is_affected = person == Who.AFFECTED_PERSON
        if not any((one.role == Party.AFFECTED_PERSON) == is_affected for one in complaint.parties.all()):
            raise NotFound(field="person")
        found = complaint.file_people.select_for_update().filter(who=person).first()
        return found or FilePerson(complaint=complaint, who=person, recorded_at=now)
    try:
        return row_of_file(FilePerson, complaint, uuid.UUID(person), field="person")
    except ValueError:
        raise NotFound(field="person") from None


def _of_whom(row: FilePerson) -> dict[str, str]:
    return {"person": str(row.pk), "who": row.who, "role": row.role}


def _checked(text: str, *, field: str, most: int) -> str:
    text = checked_text(text, field=field)
    if len(text) > most:
        raise TextTooLong(field=field, length=len(text), most=most)
    if field == "email" and text and not EMAIL.fullmatch(text):
        raise EmailUnusable(field=field)
    return text
