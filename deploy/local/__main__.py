"""`python -m deploy.local COMMAND`, behind the Makefile.

Written so that older versions of Python can read it: they must get as far as the message about their age.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)


def _use_a_newer_python() -> None:
    """Go on with a newer Python of this machine where there is one; else say what is missing."""
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        # A version manager may offer a name behind which there is nothing, so it is tried first.
        if found and subprocess.call([found, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, "-m", "deploy.local", *sys.argv[1:]])
    version = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        f"This needs Python {OLDEST[0]}.{OLDEST[1]} or later; {sys.executable} is {version}.\n"
        f"Install one (with venv), or pass its path: make {' '.join(sys.argv[1:2])} PYTHON=/path/to/python3"
    )


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        _use_a_newer_python()
    if os.name != "posix":
        sys.exit("The local commands need Linux (on Windows: WSL).")
    from deploy.local.main import main

    sys.exit(main(sys.argv[1:]))
