"""proposeMediation: mediation between whoever complains and the other side."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import MediationProposer
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.mediating import Proposal, propose_mediation
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class ProposeMediationInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    proposed_by = MediationProposer(required=True)
    proposed_on = graphene.Date(description="Left out: today.")
    other_side = graphene.String(required=True, description="Who talks with whoever complains.")
    next_on = graphene.Date(required=True, description="When somebody looks how it stands; on that day it stands in Mijn werk.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    propose_mediation(actor=actor, reference=reference, told=Proposal(**given), seen_version=version, now=read_clock())
    return str(reference)


class ProposeMediation(graphene.ObjectType):
    propose_mediation = ComplaintMutation(ProposeMediationInput, _work, permission=Permission.HANDLE_COMPLAINTS)
