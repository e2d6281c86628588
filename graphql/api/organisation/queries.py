"""authorities: who answers for the conduct a complaint is about, and which ombudsman and committee belong to it today."""

from __future__ import annotations

from typing import Any

import graphene

from api.fields import GuardedField, list_of
from tenants.clock import dutch_date, read_clock
from tenants.organisation.selectors import AuthorityOnDay, authorities_on
from tenants.permissions import Permission


class AuthorityKind(graphene.Enum):
    """What kind of bestuursorgaan (Awb 1:1)."""

    EXECUTIVE = "executive"
    MAYOR = "mayor"
    COUNCIL = "council"
    GENERAL_BOARD = "general_board"
    EXECUTIVE_BOARD = "executive_board"
    CHAIR = "chair"
    PARTICIPANT_EXECUTIVE = "participant_executive"


class Ombudsman(graphene.ObjectType):
    """The ombudsvoorziening (Awb 9:17) that may be turned to."""

    name = graphene.String(required=True)
    contact = graphene.String(required=True)


class Committee(graphene.ObjectType):
    """The committee or person that advises (Awb 9:14)."""

    name = graphene.String(required=True)
    appointed_by = graphene.String(required=True, description="The regulation or the decision.")


class Authority(graphene.ObjectType):
    """A bestuursorgaan, with what belongs to it today."""

    name = graphene.String(required=True)
    kind = graphene.Field(graphene.NonNull(AuthorityKind))
    valid_from = graphene.Date(description="First day; null: it has always been there.")
    valid_until = graphene.Date(description="Last day, included; null: it is still there.")
    is_default = graphene.Boolean(required=True, description="New complaints are put in its name.")
    ombudsman = graphene.Field(Ombudsman, description="Null: none is named for today.")
    committee = graphene.Field(Committee, description="Null: none is appointed today, so ten weeks do not exist.")

    @staticmethod
    def resolve_name(root: AuthorityOnDay, info: Any) -> str:
        return root.authority.name

    @staticmethod
    def resolve_kind(root: AuthorityOnDay, info: Any) -> str:
        return root.authority.kind

    @staticmethod
    def resolve_valid_from(root: AuthorityOnDay, info: Any) -> Any:
        return root.authority.valid_from

    @staticmethod
    def resolve_valid_until(root: AuthorityOnDay, info: Any) -> Any:
        return root.authority.valid_until

    @staticmethod
    def resolve_is_default(root: AuthorityOnDay, info: Any) -> bool:
        return root.authority.is_default


class OrganisationQueries(graphene.ObjectType):
    # Whoever sees files sees their authority; signing mandates name people and stay with the administrator's pages.
    authorities = GuardedField(
        list_of(Authority), permission=Permission.SEE_COMPLAINTS, description="Every authority, also ended ones; the default first."
    )

    @staticmethod
    def resolve_authorities(root: None, info: Any) -> list[AuthorityOnDay]:
        return authorities_on(actor=info.context.actor, day=dutch_date(read_clock()))
