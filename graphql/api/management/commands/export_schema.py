"""Write graphql/schema.graphql, or check that it is what the code says."""

from __future__ import annotations

from argparse import ArgumentParser
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from graphql import print_schema

from api.schema import schema

SCHEMA_FILE = Path(__file__).resolve().parents[3] / "schema.graphql"


class Command(BaseCommand):
    help = "Write graphql/schema.graphql; with --check, only compare."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; status 1 when they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        text = print_schema(schema.graphql_schema) + "\n"
        written = SCHEMA_FILE.read_text(encoding="utf-8") if SCHEMA_FILE.exists() else ""
        if text == written:
            self.stdout.write("schema.graphql is up to date")
        elif options["check"]:
            diff = "".join(unified_diff(written.splitlines(True), text.splitlines(True), "schema.graphql", "code"))
            raise CommandError(f"schema.graphql differs from the code; run export_schema and read the diff as a promise.\n{diff}")
        else:
            SCHEMA_FILE.write_text(text, encoding="utf-8")
            self.stdout.write("schema.graphql written")
