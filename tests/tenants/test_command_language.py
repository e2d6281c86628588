"""A command for whoever runs the service speaks Dutch throughout: its help, argparse's refusals, Django's own options."""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from tenants import command_language
from tenants.command_language import ProductCommand

# For who works on the code: English, as the code and `make` are.
FOR_DEVELOPERS = {"check_translations", "export_refusals", "export_schema"}
OURS = ("tenants", "complaints", "providers", "oversight", "api")
COMMANDS = sorted(name for name, app in get_commands().items() if str(app).startswith(OURS) and name not in FOR_DEVELOPERS)

# What argparse says to who writes a parser, or about what no command of ours has: subcommands, files, deprecated options.
NOT_ON_SCREEN = {
    ".__call__() not defined",
    " (default: %(default)s)",
    "%(heading)s:",
    "%(prog)s: warning: %(message)s\n",
    "%r is not callable",
    "'required' is an invalid argument for positionals",
    'argument "-" with mode %r',
    "argument '%(argument_name)s' is deprecated",
    "can't open '%(filename)s': %(error)s",
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "command '%(parser_name)s' is deprecated",
    "conflicting option string: %s",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
    "option '%(option)s' is deprecated",
    "show program's version number and exit",
    "subcommands",
    "unexpected option string: %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)",
}


def texts_in(path: str | Path) -> set[str]:
    """Every text that this code hands to a translation function."""
    calls = [node for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    asked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext", "ngettext_lazy")]
    return {call.args[0].value for call in asked if call.args and isinstance(call.args[0], ast.Constant)}


def test_all_commands_for_operators_are_looked_at() -> None:
    assert {"create_tenant", "deactivate_tenant", "add_municipality", "grant_role", "outbox", "yearly_figures", "add_provider"} <= set(
        COMMANDS
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_dutch_and_explains_every_argument(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")  # what the command makes of it is undone afterwards
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("manage.py", name)

    shown = " ".join(parser.format_help().split())

    assert isinstance(command, ProductCommand)
    assert shown.startswith(f"gebruik: manage.py {name} ")
    assert "opties: -h, --help toon deze uitleg" in shown
    assert [action.dest for action in parser._actions if not action.help] == []
    english = {"usage:", "options:", "arguments:"} | {text for text in texts_in(command_language.__file__) if text.endswith((".", "exit"))}
    assert len(english) == 11
    assert [text for text in english if text in shown] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["create_tenant"], "manage.py create_tenant: fout: deze argumenten ontbreken: slug, --name, --kind"),
        (["create_tenant", "x", "--name", "X", "--kind", "dorp"], "argument --kind: 'dorp' kan niet; kies uit"),
        (["add_municipality", "GM0001", "X", "--from", "gisteren"], "argument --from: 'gisteren' is geen datum; schrijf JJJJ-MM-DD"),
        (["grant_role", "operator", "a@voorbeeld.example"], "een van deze argumenten is nodig: --tenant --portal"),
        (["yearly_figures", "--tenant", "wil", "--year"], "argument --year: hier hoort één waarde bij"),
        (["outbox", "--nu"], "onbekende argumenten: --nu"),
    ],
)
def test_arguments_that_cannot_be_used_are_refused_in_dutch(arguments: list[str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "postgresql://127.0.0.1:1/nowhere", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gebruik: ")
    assert told in done.stderr


def test_every_text_that_argparse_can_show_has_its_dutch() -> None:
    asked = texts_in(argparse.__file__)

    assert "usage: " in asked
    assert asked - texts_in(command_language.__file__) - NOT_ON_SCREEN == set()
