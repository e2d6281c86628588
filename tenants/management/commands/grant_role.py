"""Give somebody a role from the shell: the way in for the first administrator and the first operator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from tenants.accounts.flows.memberships import UnknownUnit, grant_membership
from tenants.actors import command_actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal
from tenants.management.arguments import a_day
from tenants.management.base import TenantCommand
from tenants.models import Tenant, TenantKind
from tenants.organisation.units import unit_names
from tenants.permissions import Role


class Command(TenantCommand):
    help = "Geef iemand een rol bij een organisatie of bij het portaal. De persoon krijgt een bericht, ook als die al een account heeft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", choices=[role.value for role in Role], help="rol; operator alleen bij het portaal")
        parser.add_argument("email", help="e-mailadres van de persoon")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--tenant", metavar="SLUG", help="korte naam van de organisatie")
        where.add_argument("--portal", action="store_true", help="bij het portaal")
        parser.add_argument("--unit", metavar="NAAM", help="afdeling van een leidinggevende, zoals die bij de organisatie heet")
        parser.add_argument("--municipality", metavar="GM0321", help="gemeente van een raadslid, bij een gemeenschappelijke regeling")
        parser.add_argument("--from", dest="starts_on", metavar="JJJJ-MM-DD", type=a_day, help="eerste dag; zonder: vandaag")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options.pop("tenant")
        tenant = Tenant.objects.get(kind=TenantKind.PORTAL) if options.pop("portal") else self.find_tenant(slug)
        with tenant_context(tenant):
            self.handle_tenant(tenant=tenant, **options)

    def handle_tenant(self, *, tenant: Tenant, **options: Any) -> None:
        now, actor = read_clock(), command_actor()
        units = {} if tenant.kind == TenantKind.PORTAL else unit_names(actor=actor)
        try:
            membership = grant_membership(
                actor=actor,
                tenant=tenant,
                email=options["email"],
                role=Role(options["role"]),
                starts_on=options["starts_on"] or dutch_date(now),
                unit_id=_unit_id(options["unit"], units),
                known_unit_ids=units,
                municipality_code=options["municipality"],
                now=now,
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=1) from None
        self.stdout.write(
            _("%(email)s now has the role %(role)s at %(organisation)s, from %(day)s. A message is on its way.")
            % {
                "email": membership.user.email,
                "role": membership.role,
                "organisation": tenant.name,
                "day": membership.starts_on.isoformat(),
            }
        )


def _unit_id(name: str | None, units: dict[UUID, str]) -> UUID | None:
    if not name:
        return None
    found = next((unit_id for unit_id, text in units.items() if text.casefold() == name.strip().casefold()), None)
    if found is None:
        raise UnknownUnit(field="unit")
    return found
