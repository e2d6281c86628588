"""Let a municipality take part in a joint authority, or change between which days it does."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tenants.actors import command_actor
from tenants.clock import read_clock
from tenants.errors import Refusal
from tenants.management.arguments import a_day
from tenants.management.base import TenantCommand
from tenants.models import Tenant
from tenants.organisation.access import find_participation
from tenants.organisation.flows.participations import set_participation


class Command(TenantCommand):
    help = "Voeg een deelnemende gemeente toe aan een gemeenschappelijke regeling, of wijzig haar eerste of laatste dag."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", help="CBS-code van de gemeente, zoals GM0344")
        parser.add_argument("--from", dest="valid_from", metavar="JJJJ-MM-DD", type=a_day, help="eerste dag; zonder: blijft zoals die is")
        parser.add_argument(
            "--until", dest="valid_until", metavar="JJJJ-MM-DD", type=a_day, help="laatste dag; zonder: blijft zoals die is"
        )

    def handle_tenant(self, *, tenant: Tenant, **options: Any) -> None:
        actor, code = command_actor(), options["code"].strip().upper()
        known = find_participation(actor=actor, tenant=tenant, municipality_code=code)
        try:
            participation, is_new = set_participation(
                actor=actor,
                tenant=tenant,
                municipality_code=code,
                valid_from=options["valid_from"] or (known.valid_from if known else None),
                valid_until=options["valid_until"] or (known.valid_until if known else None),
                now=read_clock(),
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=1) from None
        municipality = participation.municipality
        self.stdout.write((_("added: %s") if is_new else _("already there, updated: %s")) % f"{municipality.code} {municipality.name}")
