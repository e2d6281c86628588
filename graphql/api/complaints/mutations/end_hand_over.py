"""endHandOver: what came of a hand-over."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.handing_over import end_hand_over
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class EndHandOverInput(graphene.InputObjectType):
    """For who handles complaints, and for whoever owns it."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    hand_over_id = graphene.ID(required=True)
    is_done = graphene.Boolean(required=True, description="false: it turned out to be nothing, and result says why.")
    result = graphene.String(required=True)
    ended_on = graphene.Date(description="Left out: today.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    end_hand_over(
        **same,
        hand_over_id=as_row(given["hand_over_id"], field="hand_over_id"),
        is_done=given["is_done"],
        result=given["result"],
        ended_on=given.get("ended_on"),
    )
    return str(given["reference"])


class EndHandOver(graphene.ObjectType):
    end_hand_over = ComplaintMutation(EndHandOverInput, _work, permission=Permission.SEE_COMPLAINTS)
