"""inviteToHearing: one side, or a witness, is invited to tell their story (Awb 9:10)."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, HeardSide, as_heard, as_moment, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.hearing import Invitation, invite_to_hearing
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class InviteToHearingInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    side = HeardSide(required=True)
    user_id = graphene.Int(description="SUBJECT: somebody of involved with an account.")
    name = graphene.String(description="SUBJECT: as the file names them. WITNESS: needed.")
    invited_on = graphene.Date(description="Left out: today.")
    reply_by = graphene.Date(description="Until when to say whether this person comes; a week or more after the invitation.")
    planned_at = graphene.DateTime(description="Left out: no moment was agreed yet.")
    way = ContactWay(description="PHONE, DESK, VISIT or VIDEO.")
    is_day_meant = graphene.Boolean(description="Of a day after the last day, or on which most people are free: that it is meant so.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    way, planned_at = given.get("way"), given.get("planned_at")
    invitation = Invitation(
        person=as_heard(given, side=models.HeardSide(plain(given["side"]))),
        invited_on=given.get("invited_on"),
        reply_by=given.get("reply_by"),
        planned_at=as_moment(planned_at, field="planned_at") if planned_at else None,
        way=models.ContactWay(plain(way)) if way else None,
        is_day_meant=bool(given.get("is_day_meant")),
    )
    return invite_to_hearing(
        actor=actor, reference=given["reference"], invitation=invitation, seen_version=given["version"], now=read_clock()
    ).reference


class InviteToHearing(graphene.ObjectType):
    invite_to_hearing = ComplaintMutation(InviteToHearingInput, _work, permission=Permission.HEAR)
