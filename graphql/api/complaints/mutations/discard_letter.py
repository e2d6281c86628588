"""discardLetter: throw a draft away; the history keeps that there was one."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from api.complaints.mutations.letters import letter_id
from complaints.flows.letters import discard_letter
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class DiscardLetterInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    letter_id = graphene.ID(required=True)
    version = graphene.Int(required=True, description="Of the letter.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    of = discard_letter(
        actor=actor, reference=given["reference"], letter_id=letter_id(given), seen_version=given["version"], now=read_clock()
    )
    return of.reference


class DiscardLetter(graphene.ObjectType):
    discard_letter = ComplaintMutation(DiscardLetterInput, _work, permission=Permission.HANDLE_COMPLAINTS)
