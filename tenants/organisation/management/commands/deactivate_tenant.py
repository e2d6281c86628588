"""Deactivate an organisation, or undo that."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tenants.actors import command_actor
from tenants.clock import read_clock
from tenants.command_language import ProductCommand
from tenants.errors import Refusal
from tenants.organisation.flows.deactivation import activate_tenant, deactivate_tenant


class Command(ProductCommand):
    help = "Zet een organisatie uit: haar adressen bestaan dan niet meer, de gegevens blijven. Met --undo weer aan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="korte naam van de organisatie")
        parser.add_argument("--undo", action="store_true", help="zet de organisatie weer aan")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["undo"]:
                tenant = activate_tenant(actor=command_actor(), slug=options["slug"], now=read_clock())
            else:
                tenant = deactivate_tenant(actor=command_actor(), slug=options["slug"], now=read_clock())
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=2) from None
        self.stdout.write((_("active again: %s") if options["undo"] else _("deactivated: %s")) % tenant.slug)
