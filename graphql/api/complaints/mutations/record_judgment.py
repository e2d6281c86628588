"""recordJudgment: what was established, a verdict on each subject with its norms, and why (Awb 9:12)."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import NoSubject, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import code_lists, models
from complaints.flows.judging import record_judgment
from complaints.judging import JudgmentTold, VerdictTold
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission

Verdict = graphene.Enum.from_enum(code_lists.Verdict, description=lambda _member: None)


class VerdictInput(graphene.InputObjectType):
    """What is found of one subject."""

    point_id = graphene.Int(required=True, description="Of `points` of the complaint.")
    verdict = Verdict(required=True)
    lawful = graphene.Boolean(description="Left out: not tested. So for proper.")
    proper = graphene.Boolean()
    norms = graphene.List(graphene.NonNull(graphene.String), description="Norms of the Behoorlijkheidswijzer not kept: A1 to D7.")


class RecordJudgmentInput(graphene.InputObjectType):
    """The whole judgment as it is now: what is left out is emptied."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    findings = graphene.String(description="What was established.")
    reasoning = graphene.String()
    conclusions = graphene.String()
    verdicts = graphene.List(graphene.NonNull(VerdictInput))
    letter_sent_on = graphene.Date(
        description="Of a letter with the judgment that was not sent from here. Refused where letters that decide need a second look."
    )
    deviation = graphene.String(description="Why it differs from what the committee advised (9:16).")
    encloses_advice = graphene.Boolean(description="The advice went along with that letter.")
    names_ombudsman = graphene.Boolean(description="That letter names the ombudsman and the term of one year.")
    is_signed_by_mandate = graphene.Boolean(description="It offers no objection (9:3), and whoever signed it was allowed to.")
    no_subject = NoSubject(description="Of a file that names nobody it is about: why nobody is heard on that side (9:9, 9:10).")
    no_subject_reason = graphene.String(description="That in words.")
    why_anew = graphene.String(
        description="After the letter with the judgment went: why it is decided anew. A new letter then replaces that one."
    )


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    told = {name: value for name, value in given.items() if value is not None}
    told["no_subject"] = models.NoSubject(plain(told.get("no_subject")) or "")
    told["verdicts"] = tuple(_verdict(one) for one in told.get("verdicts", ()))
    return record_judgment(actor=actor, reference=reference, told=JudgmentTold(**told), seen_version=version, now=read_clock()).reference


def _verdict(given: Any) -> VerdictTold:
    told = {name: value for name, value in dict(given).items() if value is not None}
    verdict = code_lists.Verdict(plain(told.pop("verdict")))
    return VerdictTold(**told | {"norms": tuple(told.get("norms", ()))}, verdict=verdict)


class RecordJudgment(graphene.ObjectType):
    record_judgment = ComplaintMutation(RecordJudgmentInput, _work, permission=Permission.HANDLE_COMPLAINTS)
