"""recordHearingReply: the report of a talk was sent to whoever was heard, and what they say of it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_hearing_id
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.hearing import record_reply
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordHearingReplyInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    hearing_id = graphene.ID(required=True)
    report_sent_on = graphene.Date(description="Left out: stays as it is. So for the next two.")
    reply = graphene.String()
    replied_on = graphene.Date(description="With reply: the day it came in.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return record_reply(
        actor=actor,
        reference=given["reference"],
        hearing_id=as_hearing_id(given["hearing_id"]),
        report_sent_on=given.get("report_sent_on"),
        reply=given.get("reply") or "",
        replied_on=given.get("replied_on"),
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class RecordHearingReply(graphene.ObjectType):
    record_hearing_reply = ComplaintMutation(RecordHearingReplyInput, _work, permission=Permission.HEAR)
