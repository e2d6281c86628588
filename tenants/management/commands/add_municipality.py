"""Add a municipality that came or went."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tenants.actors import command_actor
from tenants.command_language import ProductCommand
from tenants.errors import Refusal
from tenants.flows.municipalities import add_municipality
from tenants.management.arguments import a_day
from tenants.selectors import namesakes


class Command(ProductCommand):
    help = "Voeg een gemeente toe, of wijzig de data van een bestaande; met --rename ook haar naam, bij elke organisatie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="CBS-code, zoals GM0344")
        parser.add_argument("name", help="naam van de gemeente")
        parser.add_argument("--from", dest="valid_from", metavar="JJJJ-MM-DD", type=a_day, help="eerste dag")
        parser.add_argument("--until", dest="valid_until", metavar="JJJJ-MM-DD", type=a_day, help="laatste dag")
        parser.add_argument("--rename", action="store_true", help="geef een bekende gemeente deze naam")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality, is_new = add_municipality(
                actor=command_actor(),
                code=options["code"],
                name=options["name"],
                valid_from=options["valid_from"],
                valid_until=options["valid_until"],
                may_rename=options["rename"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=1) from None
        self.stdout.write((_("added: %s") if is_new else _("already there, updated: %s")) % f"{municipality.code} {municipality.name}")
        for other in namesakes(municipality):
            self.stderr.write(
                _("Warning: %(code)s is called %(name)s too. In a file of complaints the name alone does not tell which one is meant.")
                % {"code": other.code, "name": other.name}
            )
