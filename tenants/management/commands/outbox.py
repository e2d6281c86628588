"""Show what waits in the outbox and what failed; let failed messages start again. For operators."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tenants.command_language import ProductCommand
from tenants.models import OutboxMessage
from tenants.outbox import retry_failed, unfinished_messages

ALL = "all"


class Command(ProductCommand):
    help = "Toon wat er in de outbox wacht of mislukt is. Met --retry begint wat mislukt is opnieuw."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", type=_which, metavar="ID|all", help="nummer van een mislukt bericht, of all voor alle")

    def handle(self, *args: Any, **options: Any) -> None:
        which = options["retry"]
        if which is None:
            for message in unfinished_messages():
                self.stdout.write(_line(message))
            return
        retried = retry_failed(message_id=None if which == ALL else which)
        if not retried and which != ALL:
            raise CommandError(_("No failed message has this number. See the list without --retry."), returncode=2)
        self.stdout.write(_("failed messages that start again: %s") % retried)


def _which(text: str) -> int | str:
    if text == ALL:
        return ALL
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise ArgumentTypeError(f"{text!r} is geen nummer en niet 'all'")
    return int(text)


def _line(message: OutboxMessage) -> str:
    """Number, state, task, schema, moment, attempts, failure: never the payload."""
    state = _("failed") if message.failed_at else _("waiting")
    moment = message.created_at.isoformat(timespec="seconds")
    return f"{message.pk} {state} {message.task_name} {message.schema_name} {moment} {message.attempts} {message.failure or '-'}"
