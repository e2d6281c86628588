"""`make check`: everything about the code that a machine can say without running the tests. All of it, also when one fails."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from deploy.local.database import ensure_database
from deploy.local.paths import ROOT, VENV
from deploy.local.problems import say
from deploy.local.settings import environment_without_make, read_choices

_MANAGE = (sys.executable, "manage.py")
CHECKS: dict[str, Sequence[str]] = {
    "ruff format": (sys.executable, "-m", "ruff", "format", "--check", "."),
    "ruff": (sys.executable, "-m", "ruff", "check", "."),
    "mypy": (sys.executable, "-m", "mypy"),
    "layers": (str(VENV / "bin" / "lint-imports"),),
    "migrations": (*_MANAGE, "makemigrations", "--check", "--dry-run"),
    "API schema": (*_MANAGE, "export_schema", "--check"),
    "translations": (*_MANAGE, "check_translations"),
}


def run_checks() -> int:
    """Run every check, a line each. The last line says which failed; the status is 0 or 1."""
    choices = read_choices()
    environment = environment_without_make()
    environment["DATABASE_URL"] = choices.database_url or ensure_database(data=choices.data, fast=True)
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "graphql")])
    failed = [name for name, command in CHECKS.items() if not _passes(name, command, environment)]
    say(f"make check: FAILED ({', '.join(failed)})" if failed else "make check: passed")
    return 1 if failed else 0


def _passes(name: str, command: Sequence[str], environment: dict[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    say(f"{name} ... {'passed' if passed else 'FAILED'} {time.monotonic() - began:.1f} s")
    if not passed:
        say("".join(f"  {line}\n" for line in done.stdout.splitlines()).rstrip())
    return passed
