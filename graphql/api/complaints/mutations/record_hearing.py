"""recordHearing: what became of a talk, with its report where it was held (Awb 9:10(3))."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, HeardSide, HearingResult, as_heard, as_hearing_id, as_moment, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.hearing import Talk, record_hearing
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordHearingInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    hearing_id = graphene.ID(description="Of a talk somebody was invited to; left out: a talk without an invitation, with side.")
    side = HeardSide(description="Without hearingId; left out: COMPLAINANT.")
    user_id = graphene.Int(description="SUBJECT: somebody of involved with an account.")
    name = graphene.String(description="SUBJECT: as the file names them. WITNESS: needed.")
    result = HearingResult(required=True)
    held_at = graphene.DateTime(description="HELD: needed.")
    way = ContactWay(description="PHONE, DESK, VISIT or VIDEO; left out: as it was planned.")
    heard_by = graphene.Int(description="HELD: the user who heard; left out: you.")
    present = graphene.String(description="HELD: who else was there.")
    report = graphene.String(description="HELD: what was said; needed.")
    reason = graphene.String(description="CALLED_OFF: why; needed.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    way, held_at, hearing = given.get("way"), given.get("held_at"), given.get("hearing_id")
    side = given.get("side")
    talk = Talk(
        hearing_id=as_hearing_id(hearing) if hearing else None,
        person=None if hearing else as_heard(given, side=models.HeardSide(plain(side)) if side else models.HeardSide.COMPLAINANT),
        result=models.HearingResult(plain(given["result"])),
        held_at=as_moment(held_at, field="held_at") if held_at else None,
        way=models.ContactWay(plain(way)) if way else None,
        present=given.get("present") or "",
        heard_by=given.get("heard_by"),
        report=given.get("report") or "",
        reason=given.get("reason") or "",
    )
    return record_hearing(actor=actor, reference=given["reference"], talk=talk, seen_version=given["version"], now=read_clock()).reference


class RecordHearing(graphene.ObjectType):
    record_hearing = ComplaintMutation(RecordHearingInput, _work, permission=Permission.HEAR)
