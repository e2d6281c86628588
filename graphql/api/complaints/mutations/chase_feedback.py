"""chaseFeedback: somebody asked where the feedback on a transfer stays."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, as_row, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.feedback import chase_feedback
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class ChaseFeedbackInput(graphene.InputObjectType):
    """newDueOn: by when it is due now."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    transfer_id = graphene.ID(required=True)
    way = ContactWay(required=True)
    new_due_on = graphene.Date(required=True)
    remark = graphene.String()
    chased_on = graphene.Date(description="Left out: today.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    chase_feedback(
        **same,
        transfer_id=as_row(given["transfer_id"], field="transfer_id"),
        way=models.ContactWay(plain(given["way"])),
        new_due_on=given["new_due_on"],
        remark=given.get("remark") or "",
        chased_on=given.get("chased_on"),
    )
    return str(given["reference"])


class ChaseFeedback(graphene.ObjectType):
    chase_feedback = ComplaintMutation(ChaseFeedbackInput, _work, permission=Permission.HANDLE_COMPLAINTS)
