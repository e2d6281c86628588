#!/usr/bin/env python
"""The product's commands. Under the local settings a command that needs the database gets the embedded one: see deploy/local."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Run one command; its exit status is ours."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    # The package `api` lies in graphql/, which must not become a package itself: it would shadow graphql-core.
    for folder in (ROOT / "graphql", ROOT):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python. Run `make setup`, then use .venv/bin/python manage.py.")

    from deploy.local.commands import prepare_command
    from deploy.local.problems import Problem

    try:
        prepare_command(sys.argv)
    except Problem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
