"""What can be named in a complaint: authorities with what belongs to them today, the organisation's words, care providers."""

from __future__ import annotations

from typing import Any

import graphene

from api.connections import GuardedList
from providers.directory.selectors import provider_choices
from tenants.clock import dutch_date, read_clock
from tenants.organisation.core_lists import Dimension
from tenants.organisation.selectors import AuthorityOnDay, authorities_on, labels_of
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

    id = graphene.Int(required=True, description="As registerComplaint takes it.")
    name = graphene.String(required=True)
    kind = graphene.Field(graphene.NonNull(AuthorityKind))
    valid_from = graphene.Date(description="First day; null: it has always been there.")
    valid_until = graphene.Date(description="Last day, included; null: it is still there.")
    is_default = graphene.Boolean(required=True, description="New complaints are put in its name.")
    ombudsman = graphene.Field(Ombudsman, description="Null: none is named for today.")
    committee = graphene.Field(Committee, description="Null: none is appointed today, so ten weeks do not exist.")

    @staticmethod
    def resolve_id(root: AuthorityOnDay, info: Any) -> int:
        return root.authority.pk

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


LabelList = graphene.Enum("LabelList", [(dimension.name, dimension.value) for dimension in Dimension])


class Label(graphene.ObjectType):
    """A word of the organisation. Whatever takes a word takes its id, its text, or the code of the core list."""

    id = graphene.ID(required=True)
    text = graphene.String(required=True)
    core_code = graphene.String(description="Of a municipality the CBS code; null: not mapped onto the core list.")
    is_active = graphene.Boolean(required=True, description="False: in older files, and offered no more.")


class Provider(graphene.ObjectType):
    """A care provider that a complaint can be about."""

    id = graphene.Int(required=True)
    name = graphene.String(required=True)


class OrganisationQueries(graphene.ObjectType):
    labels = GuardedList(
        Label,
        permission=Permission.REGISTER_COMPLAINTS,
        description="The organisation's own words for one thing, in its own order.",
        list=graphene.Argument(LabelList, required=True),
    )
    # As the page of registration, which offers every provider to whoever registers.
    providers = GuardedList(
        Provider,
        permission=Permission.REGISTER_COMPLAINTS,
        description="Care providers in use by name, at most 200. Narrow it by `text` where there are more.",
        text=graphene.String(default_value="", description="A part of the name, or a whole KVK number or AGB code."),
    )
    # Whoever registers may name one; signing mandates name people and stay with the administrator's pages.
    authorities = GuardedList(
        Authority,
        key=lambda row: row.authority.pk,
        permission=Permission.REGISTER_COMPLAINTS,
        description="Every authority, also ended ones; the default first.",
    )

    @staticmethod
    def resolve_authorities(root: None, info: Any) -> list[AuthorityOnDay]:
        return authorities_on(actor=info.context.actor, day=dutch_date(read_clock()))

    @staticmethod
    def resolve_labels(root: None, info: Any, list: Any) -> Any:
        return labels_of(actor=info.context.actor, dimension=Dimension(getattr(list, "value", list)))

    @staticmethod
    def resolve_providers(root: None, info: Any, text: str) -> Any:
        return provider_choices(actor=info.context.actor, text=text)
