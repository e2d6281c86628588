"""me: who asks, here."""

from __future__ import annotations

from typing import Any

import graphene

from api.fields import GuardedField, list_of
from tenants.permissions import Permission


class Organisation(graphene.ObjectType):
    """The organisation (tenant) whose host was asked."""

    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    kind = graphene.String(required=True, description="gemeente or gr")
    has_demo_data = graphene.Boolean(required=True)


class Me(graphene.ObjectType):
    """The person who is signed in, with the roles held at this organisation today."""

    name = graphene.String(required=True)
    email = graphene.String(required=True)
    roles = list_of(graphene.String)
    permissions = list_of(graphene.String)
    needs_second_factor = graphene.Boolean(required=True)
    organisation = graphene.Field(graphene.NonNull(Organisation))


class AccountQueries(graphene.ObjectType):
    me = GuardedField(graphene.NonNull(Me), permission=Permission.OWN_ACCOUNT)

    @staticmethod
    def resolve_me(root: None, info: Any) -> Me:
        request = info.context
        return Me(
            name=request.user.name,
            email=request.user.email,
            roles=sorted(request.actor.roles),
            permissions=sorted(permission for permission in Permission if request.actor.may(permission)),
            needs_second_factor=request.actor.lacks_second_factor,
            organisation=request.tenant,
        )
