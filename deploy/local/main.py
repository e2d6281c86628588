"""The commands by name. A command that needs packages goes on in the virtual environment's Python."""

import os
from collections.abc import Sequence

from deploy.local.installation import set_up
from deploy.local.interruption import StopRequested, StopSignals
from deploy.local.paths import ROOT, VENV_PYTHON
from deploy.local.preflight import look_ahead
from deploy.local.problems import Problem, Steps, explain

IN_ENVIRONMENT = "POLSSLAG_IN_ENVIRONMENT"
VARIABLES = ("PORT", "DATA", "DATABASE_URL", "BROKER_URL", "BASE_DOMAIN", "BROWSER", "YES", "ARGS", "SIZE")
SETUP_STEPS = 4
START_STEPS = 6
IN_VIRTUAL_ENVIRONMENT = ("start", "test", "check", "bench")


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status."""
    command = arguments[0] if arguments else ""
    for name in VARIABLES:
        if not os.environ.get(name, "").strip():
            os.environ.pop(name, None)  # make exports its variables also when nobody set them
    signals = StopSignals()
    try:
        with signals.heeded():
            if command in IN_VIRTUAL_ENVIRONMENT and os.environ.pop(IN_ENVIRONMENT, "") != str(ROOT):
                look_ahead(command)
                set_up(Steps(total=SETUP_STEPS + START_STEPS) if command == "start" else None)
            else:
                return _run(command, signals)
    except Problem as problem:
        explain(f"\nmake {command}: {problem}")
        return 1
    except StopRequested:
        explain(f"\nmake {command}: interrupted")
        return 130
    # The same process goes on with the packages, so that signals to make still reach it.
    os.environ[IN_ENVIRONMENT] = str(ROOT)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "deploy.local", command])


def _run(command: str, signals: StopSignals) -> int:
    # Modules are read when their command is run: most need packages that `setup` has yet to install.
    match command:
        case "setup":
            set_up(Steps(total=SETUP_STEPS))
            return 0
        case "reset":
            from deploy.local.reset import reset

            return reset()
        case "lock":
            from deploy.local.pinning import pin_requirements

            return pin_requirements()
        case "start":
            from deploy.local.supervisor import start

            return start(Steps(total=SETUP_STEPS + START_STEPS, done=SETUP_STEPS), signals)
        case "test":
            from deploy.local.testing import run_tests

            return run_tests()
        case "check":
            from deploy.local.checking import run_checks

            return run_checks()
        case "bench":
            from deploy.bench.main import run_bench

            return run_bench()
    explain("Unknown command. See `make help`.")
    return 2
