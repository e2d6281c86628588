"""revealIdentity: who is behind a shielded name, for a reason that is kept beside who asked and when."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import MutationError, MutationField
from api.fields import list_of
from complaints.flows.looking import reveal_identity
from tenants.clock import read_clock
from tenants.permissions import Permission


class RevealIdentityInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    reason = graphene.String(required=True, description="Why you have to know. An administrator can read it.")


class RevealedPerson(graphene.ObjectType):
    """Somebody whose identity is shielded. Keep it nowhere else."""

    role = graphene.String(required=True)
    name = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)
    address = graphene.String(required=True)


class RevealIdentityPayload(graphene.ObjectType):
    people = graphene.List(graphene.NonNull(RevealedPerson), description="null where nothing was shown.")
    errors = list_of(MutationError)


def _reveal(info: Any, given: dict[str, Any]) -> RevealIdentityPayload:
    people = reveal_identity(actor=info.context.actor, reference=given["reference"], reason=given["reason"], now=read_clock())
    return RevealIdentityPayload(people=people, errors=[])


class RevealIdentity(graphene.ObjectType):
    reveal_identity = MutationField(RevealIdentityPayload, RevealIdentityInput, _reveal, permission=Permission.HEAR)
