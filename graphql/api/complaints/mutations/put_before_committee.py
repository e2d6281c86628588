"""putBeforeCommittee: the advisory committee of the authority hears and advises (Awb 9:14, 9:15); ten weeks hold."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.committee import put_before_committee
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class PutBeforeCommitteeInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    told_on = graphene.Date(required=True, description="The day the complainant was told that a committee advises (9:15(1)).")
    way = ContactWay(required=True, description="How the complainant was told.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return put_before_committee(
        actor=actor,
        reference=given["reference"],
        told_on=given["told_on"],
        way=models.ContactWay(plain(given["way"])),
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class PutBeforeCommittee(graphene.ObjectType):
    put_before_committee = ComplaintMutation(PutBeforeCommitteeInput, _work, permission=Permission.HANDLE_COMPLAINTS)
