"""takeBackPostponement: the later day that was recorded last, was recorded by mistake."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.postponing import take_back_postponement
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class TakeBackPostponementInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return take_back_postponement(
        actor=actor, reference=given["reference"], reason=given["reason"], seen_version=given["version"], now=read_clock()
    ).reference


class TakeBackPostponement(graphene.ObjectType):
    take_back_postponement = ComplaintMutation(TakeBackPostponementInput, _work, permission=Permission.HANDLE_COMPLAINTS)
