"""takeBackFromCommittee: handle a complaint without the committee after all, as long as it gave no advice."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.committee import take_back_from_committee
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class TakeBackFromCommitteeInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return take_back_from_committee(
        actor=actor, reference=given["reference"], reason=given["reason"], seen_version=given["version"], now=read_clock()
    ).reference


class TakeBackFromCommittee(graphene.ObjectType):
    take_back_from_committee = ComplaintMutation(TakeBackFromCommitteeInput, _work, permission=Permission.HANDLE_COMPLAINTS)
