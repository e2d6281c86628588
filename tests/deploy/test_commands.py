"""`manage.py` with the embedded database: its output and its status are the command's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.local.commands import command_name, needs_database
from deploy.local.paths import ROOT
from tests.deploy.support import Local

COUNT_TENANTS = "from tenants.models import Tenant; print('counted', Tenant.objects.filter(slug='nobody').count())"


@pytest.mark.parametrize(
    ("arguments", "name", "needed"),
    [
        ([], "help", False),
        (["help"], "help", False),
        (["--version"], "version", False),
        (["check"], "check", False),
        (["check", "--database", "default"], "check", True),
        (["import_complaints", "--help"], "import_complaints", False),
        (["import_complaints", "--tenant", "wil", "file.csv"], "import_complaints", True),
        (["--settings", "config.settings.dev", "shell"], "shell", True),
        (["--no-color", "collectstatic"], "collectstatic", False),
        (["makemigrations", "--check"], "makemigrations", True),
    ],
)
def test_only_commands_that_use_a_database_get_one(arguments: list[str], name: str, needed: bool) -> None:
    assert command_name(["manage.py", *arguments]) == name
    assert needs_database(["manage.py", *arguments]) is needed


def test_a_command_without_database_starts_nothing(local: Local) -> None:
    done = local.run("manage.py", "check")

    assert done.returncode == 0
    assert not local.data.exists()


@pytest.mark.slow
def test_the_first_command_makes_the_tables_and_prints_only_its_own_output(local: Local) -> None:
    first = local.run("manage.py", "shell", "--verbosity", "0", "-c", COUNT_TENANTS)
    second = local.run("manage.py", "shell", "--verbosity", "0", "-c", COUNT_TENANTS)

    assert (first.returncode, first.stdout) == (0, "counted 0\n"), first.stderr
    assert "making the tables" in first.stderr
    assert (second.returncode, second.stdout, second.stderr) == (0, "counted 0\n", "")
    assert local.is_quiet()


@pytest.mark.slow
def test_an_interrupted_first_migration_is_finished_by_the_next_command(local: Local) -> None:
    user = local.use_database()
    (local.data / "migration.unfinished").touch()

    done = local.run("manage.py", "shell", "--verbosity", "0", "-c", COUNT_TENANTS)

    assert (done.returncode, done.stdout) == (0, "counted 0\n"), done.stderr
    assert not (local.data / "migration.unfinished").exists()
    local.leave(user)


@pytest.mark.slow
def test_the_status_of_a_command_is_passed_on_from_any_folder(local: Local, tmp_path: Path) -> None:
    done = local.run(str(ROOT / "manage.py"), "shell", "--verbosity", "0", "-c", "import sys; sys.exit(3)", folder=tmp_path)

    assert (done.returncode, done.stdout) == (3, "")


def test_a_server_of_ones_own_is_used_as_it_is(local: Local) -> None:
    question = "import json, os; from django.conf import settings; print(json.dumps(settings.DATABASES['default']['NAME']))"

    done = local.run("manage.py", "shell", "--no-imports", "-c", question, DATABASE_URL="postgresql://somebody@127.0.0.1:1/elsewhere")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == "elsewhere"
    assert not local.data.exists()
