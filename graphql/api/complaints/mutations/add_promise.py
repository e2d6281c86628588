"""addPromise: what was promised to whoever complains (toezegging)."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation, request_key
from complaints.flows.promises import Promiser, add_promise
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class AddPromiseInput(graphene.InputObjectType):
    """byUser, byUnit, byName: whose promise it is; one of the three."""

    reference = graphene.String(required=True)
    text = graphene.String(required=True)
    by_user = graphene.Int(description="A colleague; see colleagues.")
    by_unit = graphene.String(description="The organisation's own word, or its id.")
    by_name = graphene.String()
    due_on = graphene.Date(required=True, description="The day by which it is done.")
    said_on = graphene.Date(description="The day it was said to whoever complains. Left out: today.")
    idempotency_key = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    key = request_key(given)
    add_promise(
        actor=actor,
        reference=given["reference"],
        text=given["text"],
        by=Promiser(user_id=given.get("by_user"), unit=given.get("by_unit") or "", name=given.get("by_name") or ""),
        due_on=given["due_on"],
        said_on=given.get("said_on"),
        request_key=key,
        now=read_clock(),
    )
    return str(given["reference"])


class AddPromise(graphene.ObjectType):
    add_promise = ComplaintMutation(AddPromiseInput, _work, permission=Permission.HANDLE_COMPLAINTS)
