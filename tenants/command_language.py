"""Commands in the language of the screen, argparse included.

argparse asks Python's own gettext for its texts, in whatever catalogue the process names. Here that becomes ours. The texts
below are argparse's and those of Django's own options, as far as a command of the product can show them; they stand here so
that the catalogue holds them. What a newer Python adds stays English until it is added.
"""

from __future__ import annotations

import argparse
import gettext as python_gettext
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.utils.translation import get_language, gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

CATALOGUE = "django"

TEXTS = (
    _("usage: "),
    _("positional arguments"),
    _("options"),
    _("show this help message and exit"),
    _("%(prog)s: error: %(message)s\n"),
    _("argument %(argument_name)s: %(message)s"),
    _("the following arguments are required: %s"),
    _("one of the arguments %s is required"),
    _("unrecognized arguments: %s"),
    _("ambiguous option: %(option)s could match %(matches)s"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("invalid %(type)s value: %(value)r"),
    _("expected one argument"),
    _("expected at most one argument"),
    _("expected at least one argument"),
    ngettext_lazy("expected %s argument", "expected %s arguments"),
    _("not allowed with argument %s"),
    _("ignored explicit argument %r"),
    # Of Django's own options.
    _("Show program's version number and exit."),
    _("Verbosity level; 0=minimal output, 1=normal output, 2=verbose output, 3=very verbose output"),
    _(
        'The Python path to a settings module, e.g. "myproject.settings.main". If this isn\'t provided, the '
        "DJANGO_SETTINGS_MODULE environment variable will be used."
    ),
    _('A directory to add to the Python path, e.g. "/home/djangoprojects/myproject".'),
    _("Display a full stack trace on CommandError exceptions."),
    _("Don't colorize the command output."),
    _("Force colorization of the command output."),
    _("Skip system checks."),
)


def translate_argparse() -> None:
    """Let argparse take its texts from our catalogue, in the active language. Holds for the rest of this process."""
    os.environ["LANGUAGE"] = get_language() or "en"
    python_gettext.bindtextdomain(CATALOGUE, str(settings.LOCALE_PATHS[0]))
    python_gettext.textdomain(CATALOGUE)


class TranslatedHelp(DjangoHelpFormatter):
    """Help in which the explanations of Django's own options are translated too."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return gettext(action.help) if action.help else action.help


class ProductCommand(BaseCommand):
    """A command for whoever runs the service: its help, and argparse's refusals, are in the language of everything else it says."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        translate_argparse()
        return super().create_parser(prog_name, subcommand, formatter_class=TranslatedHelp, **kwargs)
