"""Whether every text of the product has its Dutch, and nothing else stands in the catalogue."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.management.translations import (
    Key,
    compile_catalogue,
    differences,
    read_catalogue,
    save_catalogue,
    used_texts,
    with_texts,
)

NAMES = {
    "missing": "not in the catalogue",
    "empty": "without translation",
    "fuzzy": "marked as unsure",
    "obsolete": "no longer used",
    "other_places": "other %(places)s than the source",
    "both_ways": "used with a plural and without, so one of them is not found: give one another wording",
}


class Command(BaseCommand):
    help = "Compare the texts in code and templates with locale/nl. Status 1 when something is missing, empty, unsure or obsolete."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="add what is missing without translation, remove what is obsolete")
        parser.add_argument("--compile", action="store_true", help="only write the file that Django reads (django.mo)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            self.stdout.write(str(compile_catalogue(read_catalogue())))
            return
        used = used_texts()
        if options["write"]:
            save_catalogue(with_texts(used=used, catalogue=read_catalogue()))
        found = differences(used=used, catalogue=read_catalogue())
        for name, explanation in NAMES.items():
            for key in getattr(found, name):
                self.stdout.write(f"{explanation}: {_shown(key)}")
        if found:
            raise CommandError("The Dutch texts are not complete.", returncode=1)
        self.stdout.write(f"{len(used)} texts, all in Dutch.")


def _shown(key: Key) -> str:
    context, text = key
    return f"{text!r} ({context})" if context else repr(text)
