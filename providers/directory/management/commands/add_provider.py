"""Add a care provider to the shared directory, or correct one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from providers.directory.flows.registration import register_provider
from tenants.actors import command_actor
from tenants.clock import read_clock
from tenants.command_language import ProductCommand
from tenants.errors import Refusal


class Command(ProductCommand):
    help = "Voeg een zorgaanbieder toe aan de gedeelde lijst, of verbeter er een."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kvk_number", help="KVK-nummer, acht cijfers")
        parser.add_argument("name", help="naam van de zorgaanbieder")
        parser.add_argument("--agb", default="", help="AGB-code, acht cijfers")
        parser.add_argument("--website", default="", help="adres van de website")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            provider, is_new = register_provider(
                actor=command_actor(),
                kvk_number=options["kvk_number"],
                name=options["name"],
                agb_code=options["agb"],
                website=options["website"],
                now=read_clock(),
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=1) from None
        self.stdout.write((_("added: %s") if is_new else _("already there, updated: %s")) % f"{provider.kvk_number} {provider.name}")
