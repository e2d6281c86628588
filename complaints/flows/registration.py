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
from complaints.acknowledging import confirm_by_mail, has_address, may_be_mailed
from complaints.drafting import DraftChangedElsewhere
from complaints.intake import Submission, involved_accounts, problems_of
from complaints.keeping import give_to_file, in_history
from complaints.models import Complaint, RegistrationDraft
from complaints.records import hold_years_known_as_totals, record_event
from complaints.registering import in_its_compartment, resolve, told_in_history, with_council_as_authority, write_new_file
from complaints.repeated_requests import KeyUsedForSomethingElse, RequestKey, UnusableKey, earlier_request, remember
from complaints.work.notifying import tell_takers
from tenants.actors import Actor, guard, system_actor
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
    confirms_at_once: bool = True,
) -> Registered:
    """Register a complaint, signal or report. received_at: the moment it reached the organisation, day 0 of every term.

    confirms_at_once: what came in electronically, with an address, is confirmed by mail with it (2:8, Wmebv); False leaves that to its
    own step.

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
        complaint, opened = write_new_file(resolved, received_at=received_at, registered_by_id=actor.user_id, now=now)
        involved = involved_accounts(submission)
        personal = {"involved": involved} if involved else None
        data = told_in_history(resolved, opened)
        record_event(complaint=complaint, actor=actor, now=now, code="registered", data=data, personal=personal)
        if confirms_at_once and may_be_mailed(complaint) and has_address(complaint):
            sent = confirm_by_mail(opened, now=now)
            record_event(
                complaint=complaint,
                actor=system_actor(),
                now=now,
                code="acknowledged",
                data={"version": complaint.version, "round": opened.number, **sent},
            )
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
