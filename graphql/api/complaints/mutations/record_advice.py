"""recordAdvice: a member writes the advice of the committee, or gives it (Awb 9:15(4)). Nobody else may."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import plain
from api.complaints.mutations.base import ComplaintMutation
from api.complaints.mutations.record_judgment import Verdict
from complaints import code_lists
from complaints.advising import Advised
from complaints.flows.advising import record_advice
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class AdvisedVerdictInput(graphene.InputObjectType):
    """What the committee advises to find of one subject."""

    point_id = graphene.Int(required=True, description="Of `points` of the complaint.")
    verdict = Verdict(required=True)


class RecordAdviceInput(graphene.InputObjectType):
    """The whole advice as it is now: what is left out is emptied."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    findings = graphene.String(description="What the committee established. The hearing report goes with it.")
    considerations = graphene.String()
    advice = graphene.String(description="What it advises, and recommends.")
    verdicts = graphene.List(graphene.NonNull(AdvisedVerdictInput), description="Of every subject, once it is given.")
    given_on = graphene.Date(description="The day the committee gives it; left out: a draft that members alone see.")
    given_by = graphene.List(graphene.NonNull(graphene.Int), description="Users, members who were not involved; needed once it is given.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    told = {name: value for name, value in given.items() if value is not None}
    verdicts = {one["point_id"]: code_lists.Verdict(plain(one["verdict"])) for one in told.pop("verdicts", ())}
    advised = Advised(**told | {"given_by": tuple(told.get("given_by", ()))}, verdicts=verdicts)
    return record_advice(actor=actor, reference=reference, told=advised, seen_version=version, now=read_clock()).reference


class RecordAdvice(graphene.ObjectType):
    record_advice = ComplaintMutation(RecordAdviceInput, _work, permission=Permission.ADVISE)
