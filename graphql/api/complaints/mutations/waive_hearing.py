"""waiveHearing: why the complainant is not heard (Awb 9:10(2)). Inviting the person ends it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.waiving import Waiver, waive_hearing
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class WaiveHearingInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    ground = graphene.String(required=True, description="A: plainly unfounded. B: the person declined. C: no answer within the term.")
    explanation = graphene.String(description="A: why.")
    words = graphene.String(description="B: what the person said.")
    declared_on = graphene.Date(description="B: the day they said so.")
    asked_on = graphene.Date(description="C: the day they were asked; and somebody tried to reach them (recordContact).")
    answer_by = graphene.Date(description="C: until when they could answer, a week or more later.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    waiver = Waiver(**{name: value for name, value in given.items() if value is not None})
    return waive_hearing(actor=actor, reference=reference, waiver=waiver, seen_version=version, now=read_clock()).reference


class WaiveHearing(graphene.ObjectType):
    waive_hearing = ComplaintMutation(WaiveHearingInput, _work, permission=Permission.HEAR)
