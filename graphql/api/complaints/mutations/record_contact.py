"""recordContact: a contact with whoever complains, or a try at it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactResult, ContactWay, as_moment, plain
from api.complaints.mutations.base import ComplaintMutation, request_key
from complaints import models
from complaints.flows.contact import record_contact
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordContactInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    happened_at = graphene.DateTime(description="Left out: now.")
    way = ContactWay(required=True)
    result = ContactResult(required=True)
    text = graphene.String()
    idempotency_key = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    now, key = read_clock(), request_key(given)
    record_contact(
        actor=actor,
        reference=given["reference"],
        happened_at=as_moment(given.get("happened_at") or now, field="happened_at"),
        way=models.ContactWay(plain(given["way"])),
        result=models.ContactResult(plain(given["result"])),
        text=given.get("text") or "",
        request_key=key,
        now=now,
    )
    return str(given["reference"])


class RecordContact(graphene.ObjectType):
    record_contact = ComplaintMutation(RecordContactInput, _work, permission=Permission.HANDLE_COMPLAINTS)
