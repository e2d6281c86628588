"""recordCopyToSubject: whoever it is about was sent the klaagschrift (Awb 9:9)."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, as_heard, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.copying import record_copy
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordCopyToSubjectInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    user_id = graphene.Int(description="Of involved: somebody with an account.")
    name = graphene.String(description="Of involved: somebody without one, as the file names them.")
    sent_on = graphene.Date(description="Left out: today.")
    way = ContactWay(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return record_copy(
        actor=actor,
        reference=given["reference"],
        subject=as_heard(given, side=models.HeardSide.SUBJECT),
        sent_on=given.get("sent_on"),
        way=models.ContactWay(plain(given["way"])),
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class RecordCopyToSubject(graphene.ObjectType):
    record_copy_to_subject = ComplaintMutation(RecordCopyToSubjectInput, _work, permission=Permission.HANDLE_COMPLAINTS)
