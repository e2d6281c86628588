"""recordPerson: somebody beside whoever complains."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import PersonRole, as_row_id, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.people import PersonTold, record_person
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordPersonInput(graphene.InputObjectType):
    """A correction gives all of it anew."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    person_id = graphene.ID(description="Who is corrected, among `people`; left out: somebody new.")
    role = PersonRole(required=True)
    name = graphene.String(required=True)
    phone = graphene.String()
    email = graphene.String()
    address = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    person_id = as_row_id(given.pop("person_id", None), field="person_id")
    told = {name: value for name, value in given.items() if value is not None}
    told["role"] = models.PersonRole(plain(told["role"]))
    record_person(actor=actor, reference=reference, told=PersonTold(**told), person_id=person_id, seen_version=version, now=read_clock())
    return str(reference)


class RecordPerson(graphene.ObjectType):
    record_person = ComplaintMutation(RecordPersonInput, _work, permission=Permission.HANDLE_COMPLAINTS)
