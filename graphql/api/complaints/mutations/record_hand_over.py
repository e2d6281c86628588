"""recordHandOver: what is somebody else's work is handed over, while the complaint goes on."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, HandOverKind, as_moment, as_way, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import code_lists
from complaints.flows.handing_over import record_hand_over
from complaints.handing_over import HandOverTold
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordHandOverInput(graphene.InputObjectType):
    """ownerId, ownerName: whose work it is; one of the two."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    kind = HandOverKind(required=True)
    text = graphene.String(required=True, description="What is handed over.")
    owner_id = graphene.Int(description="User; see colleagues. Who handles such files, or a manager of its unit.")
    owner_name = graphene.String(description="A function outside the register, such as the privacy officer.")
    known_at = graphene.DateTime(description="When it became known, or was asked: its term begins then. Left out: now.")
    due_on = graphene.Date(description="Only of DAMAGE_CLAIM, CONDUCT and AGGRESSION, and needed there: of all else a term is set.")
    told_on = graphene.Date(description="The day the owner heard it. Left out: today.")
    told_way = ContactWay(description="Needed.")
    late_remark = graphene.String(description="DATA_BREACH and DANGER: why the owner heard it on a later day than it became known.")
    phoned_whom = graphene.String(description="DANGER: needed, for somebody is phoned first.")
    phoned_at = graphene.DateTime(description="DANGER: needed.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    texts: dict[str, Any] = {name: given.get(name) or "" for name in ("owner_name", "late_remark", "phoned_whom")}
    moments: dict[str, Any] = {name: as_moment(given[name], field=name) if given.get(name) else None for name in ("known_at", "phoned_at")}
    told = HandOverTold(
        **texts,
        **moments,
        kind=code_lists.HandOverKind(plain(given["kind"])),
        text=given["text"],
        owner_id=given.get("owner_id"),
        due_on=given.get("due_on"),
        told_on=given.get("told_on"),
        told_way=as_way(given.get("told_way")),
    )
    record_hand_over(actor=actor, reference=given["reference"], told=told, seen_version=given["version"], now=read_clock())
    return str(given["reference"])


class RecordHandOver(graphene.ObjectType):
    record_hand_over = ComplaintMutation(RecordHandOverInput, _work, permission=Permission.HANDLE_COMPLAINTS)
