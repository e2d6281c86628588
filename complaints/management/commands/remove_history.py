"""`manage.py remove_history --tenant SLUG --year 2023`: remove totals, so that the cases themselves can come in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from complaints.flows.import_history import NoTotalsThere, remove_history
from complaints.models import Measure
from tenants.actors import command_actor
from tenants.clock import read_clock
from tenants.management.base import TenantCommand
from tenants.models import Tenant


class Command(TenantCommand):
    help = (
        "Verwijdert de overgenomen totalen van een jaar, na bevestiging. Status 0: verwijderd; 1: niet verwijderd; 2: niet uit te voeren."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, required=True, metavar="JJJJ", help="het jaar waarvan de totalen weg mogen")
        parser.add_argument("--measure", choices=Measure.values, help="alleen ontvangen (received) of alleen afgehandeld (handled)")
        parser.add_argument("--yes", action="store_true", help="niet vragen om bevestiging")

    def handle_tenant(self, *, tenant: Tenant, **options: Any) -> None:
        year = options["year"]
        measure = Measure(options["measure"]) if options["measure"] else None
        if not options["yes"]:
            self.confirm(tenant=tenant, year=year)
        try:
            removed = remove_history(actor=command_actor(), year=year, measure=measure, now=read_clock())
        except NoTotalsThere as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=1) from None
        self.stdout.write(_("%(count)s totals of %(year)s removed.") % {"count": removed, "year": year})

    def confirm(self, *, tenant: Tenant, year: int) -> None:
        """Ask on a terminal; without one only --yes will do."""
        if not sys.stdin.isatty():
            self.stop(_("There is no terminal to ask on. Add --yes if you are sure."))
        question = _("Remove the totals of %(year)s of %(name)s? Type ja to go on: ") % {"year": year, "name": tenant.name}
        if input(question).strip().casefold() != "ja":
            raise CommandError(_("Nothing was removed."), returncode=1)
