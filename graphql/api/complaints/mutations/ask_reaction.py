"""askReaction: a question for a reaction, to a colleague or somebody outside."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import MutationError, MutationField, request_key, shown_or_none
from api.complaints.types import ComplaintType
from api.fields import list_of
from complaints.flows.reactions import Asked, ReactionAsked, ask_reaction
from tenants.clock import read_clock
from tenants.permissions import Permission


class AskReactionPayload(graphene.ObjectType):
    """The file as it is now, or why nothing was asked."""

    complaint = graphene.Field(ComplaintType)
    reaction_id = graphene.ID(description="Its id among `reactions`.")
    address = graphene.String(description="Of somebody outside: the path on this host where the code is asked.")
    code = graphene.String(description="Of somebody outside, told this once: read it to them by another channel than the address.")
    errors = list_of(MutationError)


class AskReactionInput(graphene.InputObjectType):
    """Of a colleague (userId) or of somebody outside (name): one of the two."""

    reference = graphene.String(required=True)
    user_id = graphene.Int(description="See colleagues. They answer after signing in, also where they are involved.")
    name = graphene.String(description="Who outside, with the organisation.")
    question = graphene.String(required=True)
    passages = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="Word for word of story, meaning or wish; all they see."
    )
    answer_by = graphene.Date(required=True)
    idempotency_key = graphene.String(description="The same key asks once; the code is told the first time alone.")


def payload_of(info: Any, asked: Asked, reference: str) -> AskReactionPayload:
    return AskReactionPayload(
        complaint=shown_or_none(actor=info.context.actor, reference=reference),
        reaction_id=asked.request.pk,
        address=asked.request.outside_path,
        code=asked.code,
        errors=[],
    )


def _ask(info: Any, given: dict[str, Any]) -> AskReactionPayload:
    key = request_key(given)
    reference = given.pop("reference")
    told = {name: value for name, value in given.items() if value is not None}
    asked = ask_reaction(
        actor=info.context.actor,
        reference=reference,
        told=ReactionAsked(**told | {"passages": tuple(told["passages"])}),
        request_key=key,
        now=read_clock(),
    )
    return payload_of(info, asked, reference)


class AskReaction(graphene.ObjectType):
    ask_reaction = MutationField(AskReactionPayload, AskReactionInput, _ask, permission=Permission.HANDLE_COMPLAINTS)
