"""An organisation stops, or comes back. Nothing of it is removed: export and removal are flows of their own."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.models import Tenant, TenantKind
from tenants.organisation.records import record_organisation_event
from tenants.outbox import after_commit
from tenants.permissions import Permission


class NothingToDeactivate(Refusal):
    code = "nothing_to_deactivate"
    message = _('There is no active organisation "%(slug)s". Check the short name.')


class NothingToActivate(Refusal):
    code = "nothing_to_activate"
    message = _('There is no deactivated organisation "%(slug)s". Check the short name.')


def deactivate_tenant(*, actor: Actor, slug: str, now: datetime) -> Tenant:
    """From now on its hosts answer as if they did not exist. Raises NothingToDeactivate (also for one that is inactive already)."""
    guard(actor, Permission.OPERATE_SERVICE)
    with transaction.atomic(durable=True):
        tenant = _locked(slug, is_active=True)
        if tenant is None:
            raise NothingToDeactivate(field="slug", slug=slug[:60])
        Tenant.objects.filter(pk=tenant.pk).update(is_active=False, deactivated_at=now)
        _record(tenant, actor=actor, code="organisation_deactivated", now=now)
    return tenant


def activate_tenant(*, actor: Actor, slug: str, now: datetime) -> Tenant:
    """Its hosts answer again, with everything as it was. Raises NothingToActivate."""
    guard(actor, Permission.OPERATE_SERVICE)
    with transaction.atomic(durable=True):
        tenant = _locked(slug, is_active=False)
        if tenant is None:
            raise NothingToActivate(field="slug", slug=slug[:60])
        Tenant.objects.filter(pk=tenant.pk).update(is_active=True, deactivated_at=None)
        _record(tenant, actor=actor, code="organisation_activated", now=now)
        with schema_context(tenant.schema_name):
            # A decree may have been loaded meanwhile.
            after_commit("complaints.recompute_open_terms", now=now)
    return tenant


def _record(tenant: Tenant, *, actor: Actor, code: str, now: datetime) -> None:
    """In the organisation's own history, where its administrator can read it."""
    with schema_context(tenant.schema_name):
        record_organisation_event(actor=actor, now=now, code=code, data={})


def _locked(slug: str, *, is_active: bool) -> Tenant | None:
    tenants = Tenant.objects.select_for_update().exclude(kind=TenantKind.PORTAL)
    # One that was never active is half made: only create_tenant may touch it.
    finished = tenants if is_active else tenants.exclude(deactivated_at=models.F("created_at"))
    return finished.filter(slug=slug, is_active=is_active).first()
