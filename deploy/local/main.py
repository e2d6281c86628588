"""The commands by name. A command that needs packages goes on in the virtual environment's Python."""

import os
import sys
from collections.abc import Sequence

from deploy.local.paths import ROOT, VENV_PYTHON
from deploy.local.problems import Problem, explain

IN_ENVIRONMENT = "POLSSLAG_IN_ENVIRONMENT"


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status."""
    command = arguments[0] if arguments else ""
    try:
        return _run(command)
    except Problem as problem:
        explain(f"\nmake {command}: {problem}")
        return 1
    except KeyboardInterrupt:
        explain(f"\nmake {command}: interrupted")
        return 130


def _run(command: str) -> int:
    # Each command's modules are read when it is run: most need packages that `setup` has yet to install.
    if command == "setup":
        from deploy.local.installation import set_up

        set_up()
        return 0
    if command == "reset":
        from deploy.local.reset import reset

        return reset()
    if command == "lock":
        from deploy.local.pinning import pin_requirements

        return pin_requirements()
    if command in ("start", "test", "check"):
        return _run_in_environment(command)
    explain("Unknown command. See `make help`.")
    return 2


def _run_in_environment(command: str) -> int:
    if os.environ.get(IN_ENVIRONMENT) != str(ROOT):
        from deploy.local.installation import set_up

        set_up(quiet_when_done=command != "start")
        os.environ[IN_ENVIRONMENT] = str(ROOT)
        # The same process goes on, so that signals to make still reach it.
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "deploy.local", command])
    del os.environ[IN_ENVIRONMENT]
    if command == "start":
        from deploy.local.supervisor import start

        return start()
    if command == "test":
        from deploy.local.testing import run_tests

        return run_tests()
    from deploy.local.checking import run_checks

    return run_checks()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
