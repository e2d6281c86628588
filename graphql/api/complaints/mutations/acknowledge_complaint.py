"""acknowledgeComplaint: EMAIL sends the message, any other way notes what was done."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.acknowledgement import acknowledge_complaint
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class AcknowledgeComplaintInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    way = ContactWay(required=True, description="EMAIL for what came in electronically, while there is an address that takes mail.")
    has_agreed_to_mail = graphene.Boolean(description="Of who did not file electronically: said that e-mail is right (2:8).")
    acknowledged_on = graphene.Date(description="Left out: today. A mail goes today and takes no other day.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return acknowledge_complaint(
        actor=actor,
        reference=given["reference"],
        way=models.ContactWay(plain(given["way"])),
        acknowledged_on=given.get("acknowledged_on"),
        has_agreed_to_mail=bool(given.get("has_agreed_to_mail")),
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class AcknowledgeComplaint(graphene.ObjectType):
    acknowledge_complaint = ComplaintMutation(AcknowledgeComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
