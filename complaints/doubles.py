"""What a double and the file that counts for it share: they are one complaint. Opens no transaction.

Whoever was involved in one has lost both, whoever is shielded in one is shielded in both, and a double goes along to the
council's compartment. What is put right later is put right in each; a double counts again for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from complaints.access import may_handle_in
from complaints.linking import parts_of_letter
from complaints.models import Compartment, Complaint, Identity, InvolvedPerson, Party, StepDraft
from complaints.records import end_exceptions, record_event
from complaints.registering import person_of
from complaints.searching import index_complaints
from complaints.step_drafts import forget_what_was_typed
from tenants.actors import Actor
from tenants.clock import dutch_date


def keep_doubles_alike(complaint: Complaint, *, actor: Actor, now: datetime) -> None:
    """Bring what keeps somebody from the file that counts to each double of it. complaint: locked with its doubles."""
    for double in complaint.duplicates.order_by("pk"):
        keep_alike(double, as_in=complaint, actor=actor, now=now)


def shield_others(complaint: Complaint, *, actor: Actor, now: datetime) -> None:
    """Whoever is shielded in a file is so in the other part of its letter, which holds the same people, and in each double."""
    for other in (*parts_of_letter(complaint).order_by("pk"), *complaint.duplicates.order_by("pk")):
        shield_too(other, as_in=complaint, actor=actor, now=now)


def keep_alike(complaint: Complaint, *, as_in: Complaint, actor: Actor, now: datetime) -> None:
    """Bring it to one double. complaint: locked."""
    involve_too(complaint, as_in=as_in, actor=actor, now=now)
    _end_exceptions_too(complaint, as_in=as_in, actor=actor, now=now)
    shield_too(complaint, as_in=as_in, actor=actor, now=now)
    _seclude_too(complaint, as_in=as_in, actor=actor, now=now)


def involve_too(complaint: Complaint, *, as_in: Complaint, actor: Actor, now: datetime) -> bool:
    """Whoever was involved in the one has lost the other as well, as its handler too. complaint: locked.

    Returns whether anything changed; its history says so. Colleagues with an account alone: a name keeps nobody from a file.
    """
    known = set(InvolvedPerson.objects.filter(complaint=complaint).values_list("user_id", flat=True))
    there = InvolvedPerson.objects.filter(complaint=as_in, user_id__isnull=False).order_by("user_id")
    new = [one for one in there if one.user_id not in known]
    if not new:
        return False
    InvolvedPerson.objects.bulk_create(
        InvolvedPerson(
            complaint=complaint,
            user_id=one.user_id,
            name=one.name,
            is_subject=one.is_subject,
            subject_since=now if one.is_subject else None,
        )
        for one in new
    )
    accounts = [one.user_id for one in new if one.user_id is not None]
    complaint.rounds.filter(closed_on=None, handler_id__in=accounts).update(handler=None)
    StepDraft.objects.filter(complaint=complaint, writer_id__in=accounts).delete()
    _finish(complaint, "involvement_shared", as_in, fields=["involved"], personal={"involved_added": accounts}, actor=actor, now=now)
    return True


def _end_exceptions_too(complaint: Complaint, *, as_in: Complaint, actor: Actor, now: datetime) -> None:
    """Who may not handle the file that counts though involved, handles no double of it. complaint: locked."""
    there = InvolvedPerson.objects.filter(complaint=as_in, user_id__isnull=False, handles_by_exception=False)
    ended = end_exceptions(complaint, among=[one.user_id for one in there if one.user_id is not None])
    if ended:
        complaint.rounds.filter(closed_on=None, handler_id__in=ended["exception_ended"]).update(handler=None)
        _finish(complaint, "involvement_shared", as_in, fields=["involved"], personal=ended, actor=actor, now=now)


def shield_too(complaint: Complaint, *, as_in: Complaint, actor: Actor, now: datetime) -> None:
    """Where somebody is shielded in the one, everybody is in the other, and so on: who of them it is, nobody can tell. complaint: locked
    with what it is one with (`lock_with_doubles`).
    """
    if not as_in.parties.filter(identity=Identity.SHIELDED).exists():
        return
    known = complaint.parties.exclude(identity=Identity.SHIELDED)
    was = {"affected_person" if one.role == Party.AFFECTED_PERSON else "filer": asdict(person_of(one)) for one in known}
    if was:
        known.update(identity=Identity.SHIELDED)
        _finish(complaint, "shield_shared", as_in, fields=sorted(was), personal=was, actor=actor, now=now)
        forget_what_was_typed(complaint)
        index_complaints([complaint.pk])
        shield_others(complaint, actor=actor, now=now)


def _seclude_too(complaint: Complaint, *, as_in: Complaint, actor: Actor, now: datetime) -> None:
    """Into the council's compartment, away from a handler who may not see it there. Out of it nothing goes by itself."""
    if as_in.compartment != Compartment.COUNCIL or complaint.compartment == Compartment.COUNCIL:
        return
    complaint.compartment = Compartment.COUNCIL
    complaint.save(update_fields=["compartment"])
    forget_what_was_typed(complaint)
    personal: dict[str, Any] = {}
    last = complaint.rounds.filter(closed_on=None, handler__isnull=False).first()
    if last is not None and not may_handle_in(complaint.compartment, user_id=last.handler_id or 0, today=dutch_date(now)):
        personal = {"handler_taken_off": last.handler_id} | end_exceptions(complaint)
        last.handler = None
        last.save(update_fields=["handler"])
    _finish(complaint, "compartment_shared", as_in, fields=["is_about_council"], personal=personal, actor=actor, now=now)


def _finish(
    complaint: Complaint, code: str, as_in: Complaint, *, fields: list[str], personal: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    complaint.version += 1
    complaint.save(update_fields=["version"])
    data = {"version": complaint.version, "with": as_in.reference, "fields": fields}
    record_event(complaint=complaint, actor=actor, now=now, code=code, data=data, personal=personal)
