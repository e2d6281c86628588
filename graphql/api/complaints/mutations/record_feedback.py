"""recordFeedback: what came of a complaint that went to somebody else."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, as_row, as_way
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.feedback import FeedbackTold, record_feedback
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordFeedbackInput(graphene.InputObjectType):
    """Once more corrects it."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    transfer_id = graphene.ID(required=True)
    is_in = graphene.Boolean(required=True, description="false: we wait no longer, and text says why.")
    text = graphene.String(required=True)
    from_whom = graphene.String(description="Needed when it is in.")
    way = ContactWay(description="Needed when it is in.")
    known_on = graphene.Date(description="Left out: today.")
    person_told_on = graphene.Date(description="The day whoever complains heard it; left out: not yet.")
    not_told_because = graphene.String(description="Why they deliberately are not told; then personToldOn is left out.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    told = FeedbackTold(
        is_in=given["is_in"],
        text=given["text"],
        from_whom=given.get("from_whom") or "",
        way=as_way(given.get("way")),
        known_on=given.get("known_on"),
        person_told_on=given.get("person_told_on"),
        not_told_because=given.get("not_told_because") or "",
    )
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    record_feedback(**same, transfer_id=as_row(given["transfer_id"], field="transfer_id"), told=told)
    return str(given["reference"])


class RecordFeedback(graphene.ObjectType):
    record_feedback = ComplaintMutation(RecordFeedbackInput, _work, permission=Permission.HANDLE_COMPLAINTS)
