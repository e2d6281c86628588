"""answerReaction: what a colleague who was asked says of it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import MutationError, MutationField
from api.fields import list_of
from complaints.flows.reactions import answer_reaction
from tenants.clock import read_clock
from tenants.permissions import Permission


class AnswerReactionPayload(graphene.ObjectType):
    """Of the file nothing is told."""

    is_answered = graphene.Boolean(description="null where nothing was done.")
    errors = list_of(MutationError)


class AnswerReactionInput(graphene.InputObjectType):
    """For the colleague who was asked alone; see reactionsAsked. Once: it is not changed afterwards."""

    reaction_id = graphene.ID(required=True)
    text = graphene.String(required=True)


def _answer(info: Any, given: dict[str, Any]) -> AnswerReactionPayload:
    reaction_id = as_row(given["reaction_id"], field="reaction_id")
    answer_reaction(actor=info.context.actor, reaction_id=reaction_id, text=given["text"], now=read_clock())
    return AnswerReactionPayload(is_answered=True, errors=[])


class AnswerReaction(graphene.ObjectType):
    answer_reaction = MutationField(AnswerReactionPayload, AnswerReactionInput, _answer, permission=Permission.SEE_START_PAGE)
