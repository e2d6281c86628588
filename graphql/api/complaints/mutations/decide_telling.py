"""decideTelling: what somebody is told of the complaint, with the reason."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import Telling, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.people import decide_telling
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class DecideTellingInput(graphene.InputObjectType):
    """Letters keep to it."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    person = graphene.ID(required=True, description="FILER, AFFECTED_PERSON, or an id among `people`.")
    telling = Telling(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    decide_telling(**same, person=given["person"], telling=models.Telling(plain(given["telling"])), reason=given["reason"])
    return str(given["reference"])


class DecideTelling(graphene.ObjectType):
    decide_telling = ComplaintMutation(DecideTellingInput, _work, permission=Permission.HANDLE_COMPLAINTS)
