"""lookAtLetter: approve a letter as it reads now, or send it back with remarks. Not by whoever wrote it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.letters import LetterMutation, letter_id
from complaints import models
from complaints.flows.letter_looks import look_at_letter
from tenants.actors import Actor
from tenants.clock import read_clock


class LookAtLetterInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    letter_id = graphene.ID(required=True)
    version = graphene.Int(required=True, description="Of the letter, as you read it.")
    digest = graphene.String(
        required=True, description="Of `draft`, as you read it; saveLetter without facts and texts gives it and changes nothing."
    )
    is_approved = graphene.Boolean(required=True)
    remarks = graphene.String(description="Needed where it is sent back.")


def _work(actor: Actor, given: dict[str, Any]) -> models.Letter:
    return look_at_letter(
        actor=actor,
        reference=given["reference"],
        letter_id=letter_id(given),
        is_approved=given["is_approved"],
        remarks=given.get("remarks") or "",
        seen_digest=given["digest"],
        seen_version=given["version"],
        now=read_clock(),
    )


class LookAtLetter(graphene.ObjectType):
    look_at_letter = LetterMutation(LookAtLetterInput, _work)
