"""Who acts: handed to every flow and every door instead of a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tenants.connections import current_schema
from tenants.errors import NotPermitted, NotSignedIn, SecondFactorMissing, WrongTenant
from tenants.permissions import WITHOUT_ROLE, Permission, Role, roles_allow


class ActorKind(StrEnum):
    PERSON = "person"
    COMMAND = "command"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person at one tenant with the roles held there today, or a command or the system itself.

    unit_ids: the units (labels) a manager is manager of.
    municipality_codes: the municipalities (CBS codes) a council member belongs to.
    lacks_second_factor: a role here demands one and the session did not show it: nothing that needs a role is allowed.
    """

    kind: ActorKind
    schema_name: str
    user_id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    unit_ids: frozenset[UUID] = field(default_factory=frozenset)
    municipality_codes: frozenset[str] = field(default_factory=frozenset)
    lacks_second_factor: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether this actor has the permission at its tenant. Commands and the system have every permission."""
        if self.kind in (ActorKind.COMMAND, ActorKind.SYSTEM):
            return True
        if permission == Permission.ANYONE:
            return True
        if self.kind is ActorKind.ANONYMOUS:
            return False
        return permission in WITHOUT_ROLE or (roles_allow(self.roles, permission) and not self.lacks_second_factor)

    @property
    def sees_whole_tenant(self) -> bool:
        """False for somebody who sees complaints only through being manager of a unit."""
        return self.kind in (ActorKind.COMMAND, ActorKind.SYSTEM) or bool(self.roles & {Role.COORDINATOR, Role.HANDLER})


def command_actor() -> Actor:
    """A management command, run by whoever has the server's shell, in the schema that is set."""
    return Actor(kind=ActorKind.COMMAND, schema_name=current_schema())


def system_actor() -> Actor:
    """A task that nobody asked for (beat, the outbox), in the schema that is set."""
    return Actor(kind=ActorKind.SYSTEM, schema_name=current_schema())


def guard(actor: Actor, permission: Permission) -> None:
    """First line of every flow and selector. Raises NotSignedIn, NotPermitted, SecondFactorMissing or WrongTenant."""
    if actor.schema_name != current_schema():
        raise WrongTenant
    if actor.may(permission):
        return
    if actor.kind is ActorKind.ANONYMOUS:
        raise NotSignedIn
    raise SecondFactorMissing if roles_allow(actor.roles, permission) else NotPermitted
