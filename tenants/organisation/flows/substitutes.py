"""The substitute coordinator: takes a file in which a coordinator is involved (Awb 9:7), and by default the work of who is away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.accounts.selectors import people_with_role
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.organisation.access import lock_organisation
from tenants.organisation.models import OrganisationSettings
from tenants.organisation.records import record_organisation_event
from tenants.permissions import COMPLAINT_TEAM, Permission, Role


class SubstituteHandlesNothing(Refusal):
    code = "substitute_handles_nothing"
    message = _("This person may not handle complaints here. Choose a handler or coordinator, or give the role first.")


class SubstituteIsTheCoordinator(Refusal):
    code = "substitute_is_the_coordinator"
    message = _("This person is your only coordinator. Choose somebody else, who takes over when the coordinator is involved.")


class SubstituteUnchanged(Refusal):
    code = "substitute_unchanged"
    message = _("There is nothing to change: this is the substitute already.")


def name_substitute_coordinator(*, actor: Actor, user_id: int | None, now: datetime) -> OrganisationSettings:
    """Name or replace the substitute coordinator; None: there is none any more.

    Raises NotPermitted, SubstituteHandlesNothing, SubstituteIsTheCoordinator, SubstituteUnchanged.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        settings = lock_organisation()
        before = settings.substitute_coordinator_id
        if before == user_id:
            raise SubstituteUnchanged
        if user_id is not None:
            if user_id not in people_with_role(roles=COMPLAINT_TEAM, today=today):
                raise SubstituteHandlesNothing(field="user_id")
            if people_with_role(roles={Role.COORDINATOR}, today=today) == {user_id}:
                raise SubstituteIsTheCoordinator(field="user_id")
        settings.substitute_coordinator_id = user_id
        settings.save(update_fields=["substitute_coordinator"])
        record_organisation_event(actor=actor, now=now, code="substitute_named", data={"user": user_id, "before": before})
    return settings
