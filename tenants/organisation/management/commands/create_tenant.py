"""Make a new organisation and print its host."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tenants.clock import read_clock
from tenants.command_language import ProductCommand
from tenants.models import TenantKind
from tenants.organisation.flows.provisioning import CannotProvision, NewTenant, provision_tenant


class Command(ProductCommand):
    help = "Maak een nieuwe organisatie: host, schema, eerste bestuursorgaan. Drukt de host af."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="korte naam: [a-z][a-z0-9-]{1,40}")
        parser.add_argument("--name", required=True, help="volledige naam van de organisatie")
        parser.add_argument(
            "--kind",
            required=True,
            choices=[TenantKind.GEMEENTE.value, TenantKind.GR.value],
            help="gemeente of gemeenschappelijke regeling",
        )
        parser.add_argument("--cbs", metavar="GM0344", help="CBS-code van de gemeente zelf")
        parser.add_argument(
            "--participant", metavar="GM0321", action="append", nargs="+", default=[], help="deelnemende gemeente van een GR"
        )
        parser.add_argument("--host", help="eigen host; zonder: SLUG.<basisdomein>")

    def handle(self, *args: Any, **options: Any) -> None:
        new = NewTenant(
            slug=options["slug"],
            name=options["name"],
            kind=TenantKind(options["kind"]),
            municipality_code=options["cbs"],
            participant_codes=tuple(code for codes in options["participant"] for code in codes),
            host=options["host"],
        )
        try:
            tenant = provision_tenant(new=new, now=read_clock())
        except CannotProvision as refusal:
            raise CommandError("\n".join(f"{found.code}: {found.text}" for found in refusal.refusals), returncode=1) from None
        self.stdout.write(str(tenant.domains.get().domain))
        if options["host"]:
            self.stderr.write(_("Add this host to ALLOWED_HOSTS where it lies outside the base domain."))
