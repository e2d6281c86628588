"""recordObjectionTold: when and how the person was told what they can do about the decision."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.deciding import record_objection_told
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordObjectionToldInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    way = ContactWay(required=True)
    told_on = graphene.Date(description="Left out: today.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return record_objection_told(
        actor=actor,
        reference=given["reference"],
        told_on=given.get("told_on"),
        way=models.ContactWay(plain(given["way"])),
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class RecordObjectionTold(graphene.ObjectType):
    record_objection_told = ComplaintMutation(RecordObjectionToldInput, _work, permission=Permission.HANDLE_COMPLAINTS)
