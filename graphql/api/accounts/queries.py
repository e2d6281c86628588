"""me: who asks, here."""

from __future__ import annotations

from typing import Any

import graphene

from api.connections import GuardedList
from api.fields import GuardedField, list_of
from tenants.accounts.selectors import colleagues_here
from tenants.permissions import Permission


class Organisation(graphene.ObjectType):
    """The organisation (tenant) whose host was asked."""

    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    kind = graphene.String(required=True, description="gemeente or gr")
    has_demo_data = graphene.Boolean(required=True)


class Me(graphene.ObjectType):
    """The person who is signed in, with the roles held at this organisation today."""

    user_id = graphene.Int(required=True)
    name = graphene.String(required=True)
    email = graphene.String(required=True)
    roles = list_of(graphene.String)
    permissions = list_of(graphene.String)
    needs_second_factor = graphene.Boolean(required=True)
    organisation = graphene.Field(graphene.NonNull(Organisation))


class Colleague(graphene.ObjectType):
    """Somebody with a role here, by the number that other fields and mutations take."""

    user_id = graphene.Int(required=True)
    name = graphene.String(required=True, description="Once this person has come in here; the address until then.")

    @staticmethod
    def resolve_name(root: Any, info: Any) -> str:
        return root.shown_name


class AccountQueries(graphene.ObjectType):
    colleagues = GuardedList(
        Colleague,
        key=lambda row: row.user_id,
        permission=Permission.REGISTER_COMPLAINTS,
        description="Whom a complaint can be about or for: everybody with a role here, by name.",
    )
    me = GuardedField(graphene.NonNull(Me), permission=Permission.OWN_ACCOUNT)

    @staticmethod
    def resolve_colleagues(root: None, info: Any) -> Any:
        return colleagues_here()

    @staticmethod
    def resolve_me(root: None, info: Any) -> Me:
        request = info.context
        return Me(
            user_id=request.user.pk,
            name=request.user.name,
            email=request.user.email,
            roles=sorted(request.actor.roles),
            permissions=sorted(permission for permission in Permission if request.actor.may(permission)),
            needs_second_factor=request.actor.lacks_second_factor,
            organisation=request.tenant,
        )
