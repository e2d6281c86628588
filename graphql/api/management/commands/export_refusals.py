"""Write the table of docs/api-refusals.md, or check that it is what the code says."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.refusals import table_of_refusals

PAGE = Path(__file__).resolve().parents[4] / "docs" / "api-refusals.md"
BEGIN = "<!-- written by manage.py export_refusals -->\n"


class Command(BaseCommand):
    help = "Write the table of docs/api-refusals.md; with --check, only compare."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; status 1 when they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        written = PAGE.read_text(encoding="utf-8")
        head, _mark, table = written.partition(BEGIN)
        if table == table_of_refusals():
            self.stdout.write("docs/api-refusals.md is up to date")
        elif options["check"]:
            raise CommandError("docs/api-refusals.md differs from the code; run export_refusals and read the difference as a promise.")
        else:
            PAGE.write_text(head + BEGIN + table_of_refusals(), encoding="utf-8")
            self.stdout.write("docs/api-refusals.md written")
