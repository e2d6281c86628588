"""recordBehaviourRule: a rule for contact that was announced by letter, or one that is corrected."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row, as_row_id
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.behaviour_rules import RuleTold, record_behaviour_rule
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordBehaviourRuleInput(graphene.InputObjectType):
    """A correction gives all of it anew, also to let it end earlier."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    rule_id = graphene.ID(description="The one that is corrected; left out: a new one.")
    behaviour = graphene.String(required=True, description="What was said or done.")
    rule = graphene.String(required=True, description="What holds.")
    starts_on = graphene.Date(description="The day of the letter. Left out: today.")
    ends_on = graphene.Date(required=True, description="At most a year later.")
    document_id = graphene.ID(required=True, description="The letter, among the documents of the file.")
    keeps_ombudsman = graphene.Boolean(required=True, description="The letter says that the way to the ombudsman is open.")
    keeps_writing = graphene.Boolean(required=True, description="The letter says that this person may always write.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    names = ("behaviour", "rule", "starts_on", "ends_on", "keeps_ombudsman", "keeps_writing")
    told = RuleTold(
        **{name: given[name] for name in names if given.get(name) is not None},
        document_id=as_row(given["document_id"], field="document_id"),
    )
    record_behaviour_rule(**same, told=told, rule_id=as_row_id(given.get("rule_id"), field="rule_id"))
    return str(given["reference"])


class RecordBehaviourRule(graphene.ObjectType):
    record_behaviour_rule = ComplaintMutation(RecordBehaviourRuleInput, _work, permission=Permission.HANDLE_COMPLAINTS)
