"""Load a Royal Decree under article 3(3) of the Algemene termijnenwet and say which open complaints moved."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from complaints.flows.recomputation import recompute_open_terms
from complaints.recomputing import terms_moved_since
from tenants.actors import command_actor
from tenants.clock import read_clock
from tenants.command_language import ProductCommand
from tenants.errors import Refusal
from tenants.flows.decrees import load_decree
from tenants.management.arguments import a_day
from tenants.models import Tenant


class Command(ProductCommand):
    help = "Laad een koninklijk besluit (art. 3 lid 3 Algemene termijnenwet) en bereken de open termijnen opnieuw."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("days", nargs="*", type=a_day, metavar="JJJJ-MM-DD", help="dagen die met een feestdag gelijkstaan")
        parser.add_argument("--source", required=True, help="vindplaats, zoals Stcrt. 2028, 12345")
        parser.add_argument("--from-year", required=True, type=int, metavar="JJJJ", help="het eerste jaar waarvoor het besluit geldt")
        parser.add_argument("--until-year", required=True, type=int, metavar="JJJJ", help="het laatste jaar waarvoor het besluit geldt")

    def handle(self, *args: Any, **options: Any) -> None:
        now = read_clock()
        try:
            decree = load_decree(
                actor=command_actor(),
                source=options["source"],
                first_year=options["from_year"],
                last_year=options["until_year"],
                days=options["days"],
                now=now,
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=1) from None
        self.stdout.write(_("loaded: %(source)s, %(count)s days") % {"source": decree.source, "count": decree.days.count()})
        # A worker is told the same by the outbox: whoever comes first moves the terms, and the history tells which.
        for tenant in Tenant.objects.filter(is_active=True).exclude(kind="portal").order_by("slug"):
            with tenant_context(tenant):
                result = recompute_open_terms(actor=command_actor(), now=read_clock())
                moved = terms_moved_since(actor=command_actor(), moment=now)
            self.stdout.write(_("%(tenant)s: %(count)s open complaints moved") % {"tenant": tenant.slug, "count": len(moved)})
            for one in moved:
                self.stdout.write(f"  {one.reference}: {one.due_before} -> {one.due_now}")
            for reference in result.refused:
                self.stdout.write("  " + _("%(reference)s keeps its dates: look at its postponement.") % {"reference": reference})
