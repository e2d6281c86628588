"""correctReceipt: the moment of receipt was wrong; the old one stays in the history and every date follows."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_moment
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.updating import correct_receipt
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class CorrectReceiptInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    received_at = graphene.DateTime(required=True, description="Without an offset: on the clock in the Netherlands.")
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return correct_receipt(
        actor=actor,
        reference=given["reference"],
        received_at=as_moment(given["received_at"], field="received_at"),
        reason=given["reason"],
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class CorrectReceipt(graphene.ObjectType):
    correct_receipt = ComplaintMutation(CorrectReceiptInput, _work, permission=Permission.HANDLE_COMPLAINTS)
