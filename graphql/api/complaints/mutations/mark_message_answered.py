"""markMessageAnswered: who wrote was answered. Nothing is sent here; it is recorded as contact."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, as_message_id, as_moment, plain
from api.complaints.mutations.base import ComplaintMutation, request_key
from complaints import models
from complaints.flows.messages import mark_answered
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class MarkMessageAnsweredInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    message_id = graphene.ID(required=True, description="Of `messages` of the file.")
    way = ContactWay(description="Left out: EMAIL.")
    answered_at = graphene.DateTime(description="Left out: now.")
    text = graphene.String(description="What you answered, in short.")
    idempotency_key = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    now, key = read_clock(), request_key(given)
    return mark_answered(
        actor=actor,
        reference=given["reference"],
        message_id=as_message_id(given["message_id"]),
        way=models.ContactWay(plain(given.get("way") or models.ContactWay.EMAIL)),
        answered_at=as_moment(given.get("answered_at") or now, field="answered_at"),
        text=given.get("text") or "",
        request_key=key,
        now=now,
    ).reference


class MarkMessageAnswered(graphene.ObjectType):
    mark_message_answered = ComplaintMutation(MarkMessageAnsweredInput, _work, permission=Permission.HANDLE_COMPLAINTS)
