"""endMediation: how mediation ended. What was agreed is recorded with addPromise."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import MediationOutcome, as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.mediating import end_mediation
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class EndMediationInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    mediation_id = graphene.ID(required=True, description="Among `mediations`.")
    outcome = MediationOutcome(required=True, description="That it is solved, only whoever complains confirms (Awb 9:5).")
    ended_on = graphene.Date(description="Left out: today.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    mediation_id = as_row(given["mediation_id"], field="mediation_id")
    end_mediation(**same, mediation_id=mediation_id, outcome=given["outcome"], ended_on=given.get("ended_on"))
    return str(given["reference"])


class EndMediation(graphene.ObjectType):
    end_mediation = ComplaintMutation(EndMediationInput, _work, permission=Permission.HANDLE_COMPLAINTS)
