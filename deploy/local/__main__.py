"""`python -m deploy.local COMMAND`, behind the Makefile.

Written so that older versions of Python can read it: they must get as far as the message about their age.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
COMMANDS = ("setup", "start", "reset", "test", "check", "lock")


def _use_a_newer_python():
    """Go on with a newer Python of this machine where there is one; else say what is missing."""
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            os.execv(found, [found, "-m", "deploy.local"] + sys.argv[1:])
    sys.exit(
        "This needs Python %d.%d or later; %s is %d.%d.\n" % (OLDEST + (sys.executable,) + sys.version_info[:2])
        + "Install one (with venv), or pass its path: make %s PYTHON=/path/to/python3" % " ".join(sys.argv[1:2])
    )


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        _use_a_newer_python()
    if os.name != "posix":
        sys.exit("The local commands need Linux (or WSL on Windows). Elsewhere, see docs for running the service in containers.")
    from deploy.local.main import main

    sys.exit(main(sys.argv[1:]))
