"""endMeasure: a measure was done, or is dropped for a reason."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.learning import end_measure
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class EndMeasureInput(graphene.InputObjectType):
    """For who handles complaints, and for whoever owns the measure."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    measure_id = graphene.ID(required=True)
    is_done = graphene.Boolean(required=True, description="false: it is dropped, and `how` says why.")
    how = graphene.String()
    ended_on = graphene.Date(description="Left out: today.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    end_measure(
        **same,
        measure_id=as_row(given["measure_id"], field="measure_id"),
        is_done=given["is_done"],
        how=given.get("how") or "",
        ended_on=given.get("ended_on"),
    )
    return str(given["reference"])


class EndMeasure(graphene.ObjectType):
    end_measure = ComplaintMutation(EndMeasureInput, _work, permission=Permission.SEE_COMPLAINTS)
