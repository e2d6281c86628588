"""postponeTerm: a later day with the complainant's consent in writing (Awb 9:11(3))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.postponing import Agreement, ConsentNotInFile, postpone_term
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class ConsentInput(graphene.InputObjectType):
    """Where in the file the complainant agrees: one of both."""

    document_id = graphene.ID()
    message_id = graphene.ID(description="Of a mail that came in: see messages.")


class PostponeTermInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    starts_on = graphene.Date(description="With endsOn: a period, both days included.")
    ends_on = graphene.Date()
    until = graphene.Date(description="In place of a period: the day by which it is closed. That day never moves.")
    consent = ConsentInput()
    consented_on = graphene.Date(description="The day the complainant agreed. Left out: the day the mail came in.")
    reason = graphene.String(required=True)
    late_reason = graphene.String(description="Once the last day is over: why it is recorded only now.")
    is_far_agreed = graphene.Boolean(description="Of a day more than a year away: that it was agreed on so.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    consent = given.get("consent") or {}
    agreement = Agreement(
        reason=given["reason"],
        late_reason=given.get("late_reason") or "",
        is_far_agreed=bool(given.get("is_far_agreed")),
        document_id=_number(consent.get("document_id")),
        message_id=_number(consent.get("message_id")),
        **{name: given.get(name) for name in ("starts_on", "ends_on", "until", "consented_on")},
    )
    postponed = postpone_term(
        actor=actor, reference=given["reference"], agreement=agreement, seen_version=given["version"], now=read_clock()
    )
    return postponed.reference


def _number(given: str | None) -> UUID | None:
    """Raises ConsentNotInFile for what is no number of anything."""
    try:
        return UUID(given) if given else None
    except ValueError:
        raise ConsentNotInFile(field="consent") from None


class PostponeTerm(graphene.ObjectType):
    postpone_term = ComplaintMutation(PostponeTermInput, _work, permission=Permission.HANDLE_COMPLAINTS)
