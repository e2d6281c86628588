"""closeComplaint: with what the law asks for that outcome."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.closing import Ending, close_complaint
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class CloseComplaintInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    outcome = graphene.String(required=True, description="The organisation's own word, its id, or a code such as SETTLED.")
    closed_on = graphene.Date(description="Left out: today.")
    complainants_words = graphene.String(description="For SETTLED and WITHDRAWN: what the person said.")
    confirmed_on = graphene.Date(description="For SETTLED and WITHDRAWN: the day the person said so.")
    ground = graphene.String(description="For NOT_TAKEN_UP: 9_8_1_A to 9_8_1_F, or 9_8_2.")
    explanation = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    ending = Ending(**{name: value for name, value in given.items() if value is not None})
    return close_complaint(actor=actor, reference=reference, ending=ending, seen_version=version, now=read_clock()).reference


class CloseComplaint(graphene.ObjectType):
    close_complaint = ComplaintMutation(CloseComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
