"""The units of an organisation, for what must belong to one of them."""

from __future__ import annotations

from uuid import UUID

from tenants.actors import Actor, guard
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label
from tenants.permissions import Permission


def unit_names(*, actor: Actor) -> dict[UUID, str]:
    """The units in use, by label: those a manager can be manager of."""
    guard(actor, Permission.MANAGE_MEMBERSHIPS)
    return dict(Label.objects.filter(dimension=Dimension.UNIT, is_active=True).values_list("pk", "text"))
