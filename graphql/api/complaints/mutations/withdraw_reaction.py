"""withdrawReaction: take a question for a reaction back."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.reactions import withdraw_reaction
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class WithdrawReactionInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    reaction_id = graphene.ID(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    withdraw_reaction(**same, reaction_id=as_row(given["reaction_id"], field="reaction_id"), reason=given["reason"])
    return str(given["reference"])


class WithdrawReaction(graphene.ObjectType):
    withdraw_reaction = ComplaintMutation(WithdrawReactionInput, _work, permission=Permission.HANDLE_COMPLAINTS)
