"""What `manage.py` needs before Django is there: a database for the commands that use one."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local.database import ensure_database
from deploy.local.datafolder import owned_folder, prepare_data_folder
from deploy.local.locks import FileLock
from deploy.local.paths import ROOT
from deploy.local.problems import Problem, explain, last_lines
from deploy.local.processes import run_logged
from deploy.local.settings import program_environment, read_choices
from deploy.local.supervisor_lock import running_port

LOCAL_SETTINGS = ("config.settings.dev", "config.settings.test")

# Commands that never ask the database anything.
WITHOUT_DATABASE = frozenset(
    {
        "check",
        "check_translations",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "export_schema",
        "findstatic",
        "graphql_schema",
        "help",
        "makemessages",
        "startapp",
        "startproject",
        "version",
    }
)
# Commands that use the database as it is: they make, change or show the migrations themselves.
WITHOUT_FIRST_MIGRATION = frozenset({"dbshell", "makemigrations", "migrate", "migrate_schemas", "showmigrations", "sqlmigrate"})

MIGRATION_LOCK = "migration.lock"
UNFINISHED = "migration.unfinished"


def prepare_command(arguments: Sequence[str]) -> None:
    """Set DATABASE_URL for this command, starting and migrating the embedded database where that is needed.

    `arguments` is `sys.argv`. Whatever is said goes to standard error: standard output is the command's own.
    """
    if os.environ.get("DATABASE_URL", "").strip() or _settings_module(arguments) not in LOCAL_SETTINGS:
        return
    if not needs_database(arguments):
        return
    choices = read_choices()
    os.environ["DATABASE_URL"] = ensure_database(data=choices.data)
    data = prepare_data_folder(choices.data)
    os.environ.update(program_environment(data))
    port = running_port(data)
    if port is not None:
        os.environ.setdefault("PORT", str(port))  # links lead to the web server that runs beside this command
    if command_name(arguments) not in WITHOUT_FIRST_MIGRATION:
        migrate_empty_database(data)


def command_name(arguments: Sequence[str]) -> str:
    """The command of `manage.py [options] COMMAND ...`; `help` when there is none."""
    rest = iter(arguments[1:])
    for argument in rest:
        if argument in ("--settings", "--pythonpath"):
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return "version" if "--version" in arguments else "help"


def needs_database(arguments: Sequence[str]) -> bool:
    """Whether this call of `manage.py` may ask the database something. Unknown commands may."""
    if "-h" in arguments or "--help" in arguments:
        return False
    command = command_name(arguments)
    return command not in WITHOUT_DATABASE or (command == "check" and any(part.startswith("--database") for part in arguments))


def _settings_module(arguments: Sequence[str]) -> str:
    for position, argument in enumerate(arguments):
        if argument.startswith("--settings="):
            return argument.removeprefix("--settings=")
        if argument == "--settings" and position + 1 < len(arguments):
            return arguments[position + 1]
    return os.environ.get("DJANGO_SETTINGS_MODULE", "")


def migrate_empty_database(data: Path) -> None:
    """Make the tables when there are none, or when making them was interrupted. Two commands at once do it once."""
    with FileLock(data / MIGRATION_LOCK) as migrating:
        migrating.lock(seconds=600, waiting_for="another command that is making the tables")
        unfinished = data / UNFINISHED
        if not unfinished.exists() and _has_tables(os.environ["DATABASE_URL"]):
            return
        began = time.monotonic()
        explain("Local database: first use, making the tables ...")
        unfinished.touch()
        run_migrations(data, dict(os.environ))
        unfinished.unlink()
        explain(f"Local database: tables made in {time.monotonic() - began:.1f} s.")


def run_migrations(data: Path, environment: dict[str, str]) -> None:
    """Bring the tables up to date. Raises `Problem` with the end of the log when that fails."""
    log = owned_folder(data / "logs") / "migrations.log"
    log.unlink(missing_ok=True)
    # Django would look at the whole project anew for every organisation; who goes on after this looks at it once.
    command = [sys.executable, str(ROOT / "manage.py"), "migrate_schemas", "--noinput", "--skip-checks"]
    if run_logged(command, log=log, environment=environment) != 0:
        raise Problem(f"The tables could not be made or changed. The whole log is in {log}.{last_lines(log)}")


def _has_tables(address: str) -> bool:
    import psycopg  # not at the top: see deploy/local/keeper.py

    with psycopg.connect(address, connect_timeout=10) as connection:
        found = connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
    return bool(found and found[0])
