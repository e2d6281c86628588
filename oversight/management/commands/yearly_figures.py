"""Print an organisation's yearly figures."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from oversight.yearly_figures import yearly_figures
from tenants.actors import command_actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal
from tenants.management.arguments import a_day
from tenants.management.base import TenantCommand
from tenants.models import Tenant


class Command(TenantCommand):
    help = "Druk de jaarcijfers van een organisatie af."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, type=int, metavar="JJJJ", help="jaar waarover de cijfers gaan")
        parser.add_argument("--from", dest="period_from", metavar="JJJJ-MM-DD", type=a_day, help="eerste dag binnen het jaar")
        parser.add_argument("--to", dest="period_until", metavar="JJJJ-MM-DD", type=a_day, help="laatste dag binnen het jaar")
        parser.add_argument("--municipality", metavar="GM0321", help="alleen deze gemeente")
        parser.add_argument("--json", action="store_true", help="een JSON-object in plaats van tabellen")

    def handle_tenant(self, *, tenant: Tenant, **options: Any) -> None:
        try:
            figures = yearly_figures(
                actor=command_actor(),
                year=options["year"],
                period_from=options["period_from"],
                period_until=options["period_until"],
                municipality_code=options["municipality"],
                today=dutch_date(read_clock()),
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.code}: {refusal.text}", returncode=1) from None
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))
        else:
            self._print_tables(figures)

    def _print_tables(self, figures: dict[str, Any]) -> None:
        for part in ("received", "handled", "contact", "flow"):
            self.stdout.write(f"\n{part} {figures['year']}")
            for name, value in figures[part].items():
                if not isinstance(value, dict):
                    self.stdout.write(f"  {name:<28}{'' if value is None else value}")
                elif value and isinstance(next(iter(value.values())), dict):
                    self._print_pairs(name, value)
                else:
                    self.stdout.write(f"  {name}")
                    for label, count in value.items():
                        self.stdout.write(f"    {label:<40}{count:>8}")

    def _print_pairs(self, name: str, rows: dict[str, dict[str, int]]) -> None:
        columns = list(next(iter(rows.values())))
        self.stdout.write(f"  {name}: {' | '.join(columns)}")
        for label, cells in rows.items():
            self.stdout.write(f"    {label:<40}" + "".join(f"{cells[column]:>8}" for column in columns))
