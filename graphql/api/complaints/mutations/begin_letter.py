"""beginLetter: a letter that makes sense for the file now, filled in from what it knows."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_heard, as_row_id, plain
from api.complaints.letters import AddresseeEnum, LetterCodeEnum
from api.complaints.mutations.base import request_key
from api.complaints.mutations.letters import LetterMutation
from complaints.flows.letters import begin_letter
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.models import HeardSide, Letter
from tenants.actors import Actor
from tenants.clock import read_clock


class BeginLetterInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    code = LetterCodeEnum(required=True)
    addressee = AddresseeEnum(required=True)
    person_id = graphene.ID(description="To COMPLAINANT: who of `people` gets it. Left out: the representative with a mandate, else they.")
    user_id = graphene.Int(description="To SUBJECT: who of involved gets it, somebody with an account.")
    name = graphene.String(description="To SUBJECT: who of involved gets it, somebody without an account, as the file names them.")
    idempotency_key = graphene.String(description="The same key begins it once.")


def _work(actor: Actor, given: dict[str, Any]) -> Letter:
    code, to = LetterCode(plain(given["code"])), Addressee(plain(given["addressee"]))
    key = request_key(given | {"code": code.value, "addressee": to.value})
    person_id = as_row_id(given.get("person_id"), field="person_id")
    is_chosen = given.get("user_id") is not None or bool(given.get("name"))
    return begin_letter(
        actor=actor,
        reference=given["reference"],
        code=code,
        addressee=to,
        person_id=person_id,
        subject=as_heard(given, side=HeardSide.SUBJECT) if is_chosen else None,
        request_key=key,
        now=read_clock(),
    )


class BeginLetter(graphene.ObjectType):
    begin_letter = LetterMutation(BeginLetterInput, _work)
