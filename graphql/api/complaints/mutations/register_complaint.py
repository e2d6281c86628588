"""registerComplaint: by the same flow as the page."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import SubmissionInput, as_moment, as_submission_parts
from api.complaints.mutations.base import MutationError, MutationField, request_key, shown_or_none
from api.complaints.types import ComplaintType
from api.fields import list_of
from complaints.flows.registration import Registered, register_complaint
from complaints.intake import Submission
from tenants.clock import read_clock
from tenants.permissions import Permission


class RegisterComplaintInput(SubmissionInput):
    received_at = graphene.DateTime(description="The moment it reached the organisation. Left out: now.")
    confirms_at_once = graphene.Boolean(
        description="Of what came in electronically, with an address: receipt is confirmed by mail with it (2:8). Left out: true."
    )
    idempotency_key = graphene.String(description="The same key with the same input gives the same file. Choose a new one per complaint.")


class Receipt(graphene.ObjectType):
    """What whoever registered is told; it holds nothing of the complaint itself."""

    reference = graphene.String(required=True)
    received_on = graphene.Date(required=True)
    kind = graphene.String(required=True)
    due_on = graphene.Date(required=True)
    has_statutory_term = graphene.Boolean(required=True, description="False: the date is the organisation's own norm.")
    contact_due_on = graphene.Date(required=True)
    missing = list_of(graphene.String)

    @staticmethod
    def resolve_kind(root: Registered, info: Any) -> str:
        return root.kind.value


class RegisterComplaintPayload(graphene.ObjectType):
    receipt = graphene.Field(Receipt)
    complaint = graphene.Field(ComplaintType, description="null where you may register but not see the file.")
    errors = list_of(MutationError)


def _register(info: Any, given: dict[str, Any]) -> RegisterComplaintPayload:
    actor, now, key = info.context.actor, read_clock(), request_key(given)
    received_at = as_moment(given.pop("received_at", None) or now, field="received_at")
    confirms_at_once = given.pop("confirms_at_once", None) is not False
    submission = Submission(**as_submission_parts(given))
    registered = register_complaint(
        actor=actor, submission=submission, received_at=received_at, now=now, request_key=key, confirms_at_once=confirms_at_once
    )
    shown = shown_or_none(actor=actor, reference=registered.reference) if registered.is_visible else None
    return RegisterComplaintPayload(receipt=registered, complaint=shown, errors=[])


class RegisterComplaint(graphene.ObjectType):
    register_complaint = MutationField(
        RegisterComplaintPayload, RegisterComplaintInput, _register, permission=Permission.REGISTER_COMPLAINTS
    )
