"""askForLook: a colleague looks at a letter that decides before it goes (four eyes), where the organisation wants it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.letters import LetterMutation, letter_id
from complaints import models
from complaints.flows.letter_looks import ask_for_look
from tenants.actors import Actor
from tenants.clock import read_clock


class AskForLookInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    letter_id = graphene.ID(required=True)
    version = graphene.Int(required=True, description="Of the letter.")
    asked_of = graphene.Int(description="User; left out: whoever may and did not write it.")
    meant = graphene.List(
        graphene.NonNull(graphene.String),
        description="The sentences of letter_wording_doubtful and letter_day_doubtful, each as it stands: they are meant so.",
    )


def _work(actor: Actor, given: dict[str, Any]) -> models.Letter:
    return ask_for_look(
        actor=actor,
        reference=given["reference"],
        letter_id=letter_id(given),
        asked_of=given.get("asked_of"),
        meant=given.get("meant") or (),
        seen_version=given["version"],
        now=read_clock(),
    )


class AskForLook(graphene.ObjectType):
    ask_for_look = LetterMutation(AskForLookInput, _work)
