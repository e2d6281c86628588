"""answerOmbudsman: what we answered to the ombudsman."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.ombudsman_cases import answer_ombudsman
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class AnswerOmbudsmanInput(graphene.InputObjectType):
    """Once more corrects the answer."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    entry_id = graphene.ID(required=True)
    answer = graphene.String(required=True, description="What we answered; of a recommendation how it is followed, or why not.")
    is_followed = graphene.Boolean(description="Of a recommendation (9:36(4)).")
    answered_on = graphene.Date(description="Left out: today.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    answer_ombudsman(
        **same,
        entry_id=as_row(given["entry_id"], field="entry_id"),
        answer=given["answer"],
        is_followed=given.get("is_followed"),
        answered_on=given.get("answered_on"),
    )
    return str(given["reference"])


class AnswerOmbudsman(graphene.ObjectType):
    answer_ombudsman = ComplaintMutation(AnswerOmbudsmanInput, _work, permission=Permission.HANDLE_COMPLAINTS)
