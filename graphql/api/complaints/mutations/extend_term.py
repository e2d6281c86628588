"""extendTerm: more time by the law (verdaging, Awb 9:11(2)), once both letters were sent."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import NoSubject, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.extending import ExtensionTold
from complaints.flows.extending import extend_term
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class ExtendTermInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    weeks = graphene.Int(required=True, description="1 to 4; at most four in all, with what was extended before.")
    reason = graphene.String(required=True)
    complainant_sent_on = graphene.Date(required=True, description="The day the letter to the complainant went.")
    subject_sent_on = graphene.Date(description="The day the letter to whom it is about went; of several the last day.")
    no_subject = NoSubject(description="Why there is nobody to write to, in place of subjectSentOn.")
    late_reason = graphene.String(description="Once the last day is over: why it is recorded only now.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    told = ExtensionTold(
        weeks=given["weeks"],
        reason=given["reason"],
        complainant_sent_on=given["complainant_sent_on"],
        subject_sent_on=given.get("subject_sent_on"),
        no_subject=models.NoSubject(plain(given.get("no_subject")) or ""),
        late_reason=given.get("late_reason") or "",
    )
    extended = extend_term(actor=actor, reference=given["reference"], told=told, seen_version=given["version"], now=read_clock())
    return extended.reference


class ExtendTerm(graphene.ObjectType):
    extend_term = ComplaintMutation(ExtendTermInput, _work, permission=Permission.HANDLE_COMPLAINTS)
