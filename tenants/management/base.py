"""What every command that works for one organisation shares: `--tenant SLUG`, and status 2 when that leads nowhere."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from tenants.command_language import ProductCommand
from tenants.models import Tenant, TenantKind

CANNOT_BE_CARRIED_OUT = 2


class TenantCommand(ProductCommand):
    """A command in the schema of one organisation. Subclasses write `handle_tenant`, and call super in `add_arguments`.

    Status 2 when the organisation does not exist or is deactivated: one answer for both.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", required=True, metavar="SLUG", help="korte naam van de organisatie")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = self.find_tenant(options.pop("tenant"))
        with tenant_context(tenant):
            self.handle_tenant(tenant=tenant, **options)

    def handle_tenant(self, *, tenant: Tenant, **options: Any) -> None:
        raise NotImplementedError

    def find_tenant(self, slug: str) -> Tenant:
        """The active organisation with this short name; ends the command with status 2 when there is none."""
        tenant = Tenant.objects.filter(slug=slug, is_active=True).exclude(kind=TenantKind.PORTAL).first() if "\x00" not in slug else None
        if tenant is None:
            self.stop(_('There is no active organisation "%(slug)s". Check the short name.') % {"slug": slug[:60]})
        return tenant

    def stop(self, message: str, *, status: int = CANNOT_BE_CARRIED_OUT) -> NoReturn:
        """End the command with a reason on standard error."""
        raise CommandError(message, returncode=status)
