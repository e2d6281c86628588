"""Register an expression of discontent, by whatever channel it came (Awb 9:1, 9:2): nothing is demanded, the clock runs from receipt."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import may_see, registered_by
from complaints.drafting import DraftChangedElsewhere
from complaints.intake import Submission, involved_accounts, problems_of
from complaints.keeping import give_to_file, in_history
from complaints.models import Complaint, RegistrationDraft, Round
from complaints.records import add_round, allocate_references, hold_years_known_as_totals, record_event
from complaints.registering import (
    Resolved,
    columns_of,
    in_its_compartment,
    resolve,
    with_council_as_authority,
    write_people,
    write_points,
)
from complaints.repeated_requests import KeyUsedForSomethingElse, RequestKey, UnusableKey, earlier_request, remember
from complaints.searching import index_complaints
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.organisation.core_lists import Kind
from tenants.permissions import Permission

OPERATION = "register_complaint"


class DraftWasRegistered(Refusal):
    code = "draft_was_registered"
    message = _(
        "This was registered already as %(reference)s, with another text. Change it in that file, or begin a new one and copy what you"
        " typed."
    )


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What whoever registered is told. It holds nothing of the complaint, so that it can be shown to everybody who registers.

    is_visible: whether this person may open the file. missing: what a klaagschrift still lacks (Awb 9:4), as codes.
    """

    reference: str
    received_on: date
    kind: Kind
    due_on: date
    has_statutory_term: bool
    contact_due_on: date
    missing: tuple[str, ...]
    is_visible: bool

    def as_answer(self) -> dict[str, Any]:
        """As a repeated request gets it again."""
        return json.loads(json.dumps(asdict(self), default=str))

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> Registered:
        """What `as_answer` kept."""
        days = {name: date.fromisoformat(answer[name]) for name in ("received_on", "due_on", "contact_due_on")}
        return cls(**(answer | days | {"kind": Kind(answer["kind"]), "missing": tuple(answer["missing"])}))


def register_complaint(
    *,
    actor: Actor,
    submission: Submission,
    received_at: datetime,
    now: datetime,
    request_key: RequestKey | None = None,
    draft_id: uuid.UUID | None = None,
    draft_version: int | None = None,
) -> Registered:
    """Register a complaint, signal or report. received_at: the moment it reached the organisation, day 0 of every term.

    request_key: the same key with the same content gives the first answer again and writes nothing. draft_id: what this
    person had typed so far; it goes when the complaint is there. draft_version: the one this is, where that is known: what was
    typed in another window since is not thrown away. Raises NotPermitted, Refusals (everything at once), DraftChangedElsewhere,
    DraftWasRegistered, KeyUsedForSomethingElse, and NotFound where whoever registered it lost it since.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    problems = problems_of(submission, received_at=received_at, now=now)
    with transaction.atomic(durable=True):
        try:
            earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=registered_by(actor=actor))
        except KeyUsedForSomethingElse as used:
            if draft_id is None:
                raise
            raise DraftWasRegistered(reference=used.details["reference"]) from None
        except UnusableKey as unusable:
            earlier = None
            problems.append(unusable)
        if earlier is not None:
            return Registered.from_answer(earlier.answer)
        hold_years_known_as_totals()
        submission = in_its_compartment(submission, today=dutch_date(now))
        submission = with_council_as_authority(submission, received_on=dutch_date(received_at))
        resolved = resolve(submission, received_on=dutch_date(received_at), problems=problems)
        if problems:
            raise Refusals(problems)
        complaint, opened = _write(resolved, received_at=received_at, actor=actor, now=now)
        tell_takers([opened], actor=actor, occasion=f"{complaint.reference}:{complaint.version}", now=now)
        if draft_id is not None:
            _empty_draft(draft_id, complaint, version=draft_version, actor=actor, now=now)
        registered = Registered(
            reference=complaint.reference,
            received_on=complaint.received_on,
            kind=resolved.kind,
            due_on=opened.due_on,
            has_statutory_term=resolved.has_statutory_term,
            contact_due_on=opened.contact_due_on,
            missing=resolved.missing,
            is_visible=may_see(actor=actor, complaint=complaint),
        )
        remember(request_key, actor=actor, operation=OPERATION, complaint=complaint, now=now, answer=registered.as_answer())
        return registered


def _write(resolved: Resolved, *, received_at: datetime, actor: Actor, now: datetime) -> tuple[Complaint, Round]:
    received_on = resolved.received_on
    complaint = Complaint.objects.create(
        reference=next(allocate_references(count_by_year={received_on.year: 1})[received_on.year]),
        received_on=received_on,
        received_at=received_at,
        created_at=now,
        registered_by_id=actor.user_id,
        **columns_of(resolved),
    )
    write_people(complaint, resolved.submission)
    write_points(complaint, resolved.points)
    index_complaints([complaint.pk])
    opened = add_round(
        complaint=complaint,
        number=1,
        opened_on=received_on,
        regime=resolved.regime,
        has_statutory_term=resolved.has_statutory_term,
        mode=resolved.mode,
        ladder_step=resolved.ladder_step,
    )
    involved = involved_accounts(resolved.submission)
    personal = {"involved": involved} if involved else None
    record_event(complaint=complaint, actor=actor, now=now, code="registered", data=_as_history(resolved, opened), personal=personal)
    return complaint, opened


def _empty_draft(draft_id: uuid.UUID, complaint: Complaint, *, version: int | None, actor: Actor, now: datetime) -> None:
    """What was added while somebody typed goes along to the file; the draft goes."""
    draft = RegistrationDraft.objects.select_for_update().filter(pk=draft_id, owner_id=actor.user_id).first()
    if draft is None:
        return
    if version is not None and version != draft.version:
        raise DraftChangedElsewhere(version=draft.version, content=draft.content)
    documents = give_to_file(draft_id=draft_id, owner_id=actor.user_id, complaint=complaint)
    if documents:
        record_event(complaint=complaint, actor=actor, now=now, code="document_attached", data=in_history(documents))
    draft.delete()


def _as_history(resolved: Resolved, opened: Round) -> dict[str, object]:
    told = resolved.submission.is_written
    history: dict[str, object] = {
        "channel": resolved.channel.core_code if resolved.channel else None,
        "kind": resolved.kind.value,
        "wish": resolved.submission.handling_wish.value,
        "authority": resolved.authority.pk,
        "points": [
            {"nature": str(point.nature.pk) if point.nature else None, "unit": str(point.unit.pk) if point.unit else None}
            for point in resolved.points
        ],
        "regime": opened.regime,
        "due_on": opened.due_on.isoformat(),
    }
    return history if told is None else history | {"is_written": told}
