"""checkMeasure: whether a measure helps."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import Effect, as_row, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.learning import check_measure
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class CheckMeasureInput(graphene.InputObjectType):
    """For who handles complaints, and for whoever owns the measure."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    measure_id = graphene.ID(required=True)
    effect = Effect(required=True)
    text = graphene.String(required=True, description="How that is known.")
    next_on = graphene.Date(description="When to look again; left out: this was the last time.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    check_measure(
        **same,
        measure_id=as_row(given["measure_id"], field="measure_id"),
        effect=models.Effect(plain(given["effect"])),
        text=given["text"],
        next_on=given.get("next_on"),
    )
    return str(given["reference"])


class CheckMeasure(graphene.ObjectType):
    check_measure = ComplaintMutation(CheckMeasureInput, _work, permission=Permission.SEE_COMPLAINTS)
