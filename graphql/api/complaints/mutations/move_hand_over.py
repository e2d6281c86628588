"""moveHandOver: another day for what was handed over."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.handing_over import move_hand_over
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class MoveHandOverInput(graphene.InputObjectType):
    """A data breach and danger cannot wait; a request at most as long as the law allows."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    hand_over_id = graphene.ID(required=True)
    new_due_on = graphene.Date(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    hand_over_id = as_row(given["hand_over_id"], field="hand_over_id")
    move_hand_over(**same, hand_over_id=hand_over_id, new_due_on=given["new_due_on"], reason=given["reason"])
    return str(given["reference"])


class MoveHandOver(graphene.ObjectType):
    move_hand_over = ComplaintMutation(MoveHandOverInput, _work, permission=Permission.HANDLE_COMPLAINTS)
