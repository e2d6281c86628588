"""chaseReaction: asking for a reaction again."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.ask_reaction import AskReactionPayload, payload_of
from api.complaints.mutations.base import MutationField
from complaints.flows.reactions import chase_reaction
from tenants.clock import read_clock
from tenants.permissions import Permission


class ChaseReactionInput(graphene.InputObjectType):
    """Somebody outside gets a new code; the one before opens nothing any more."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    reaction_id = graphene.ID(required=True)
    answer_by = graphene.Date(required=True)


def _chase(info: Any, given: dict[str, Any]) -> AskReactionPayload:
    asked = chase_reaction(
        actor=info.context.actor,
        reference=given["reference"],
        reaction_id=as_row(given["reaction_id"], field="reaction_id"),
        answer_by=given["answer_by"],
        seen_version=given["version"],
        now=read_clock(),
    )
    return payload_of(info, asked, given["reference"])


class ChaseReaction(graphene.ObjectType):
    chase_reaction = MutationField(AskReactionPayload, ChaseReactionInput, _chase, permission=Permission.HANDLE_COMPLAINTS)
