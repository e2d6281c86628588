"""pip, for locked packages only, with a message a person can use when it fails."""

import time

from deploy.local.paths import VENV_PYTHON, WORK
from deploy.local.problems import Problem, last_lines
from deploy.local.processes import run_logged

SETUP_LOG = "setup.log"
# What pip says when it could not reach a registry, as opposed to a package that is not there.
_NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Connection refused",
    "Connection timed out",
    "ConnectTimeoutError",
    "NewConnectionError",
    "NameResolutionError",
    "ProxyError",
    "Read timed out",
    "Max retries exceeded",
)


def pip_install(arguments: list[str]) -> None:
    """Install locked packages, each checked against its hash. Quiet: the whole story goes to a log, shown when it goes wrong."""
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--require-hashes", "--no-build-isolation", "--use-pep517"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar=off", "--retries=2", "--timeout=20", *arguments]
    log = WORK / SETUP_LOG
    log.unlink(missing_ok=True)
    began = time.monotonic()
    if run_logged(command, log=log) == 0:
        return
    told = log.read_text(errors="replace")
    seconds = time.monotonic() - began
    if any(sign in told for sign in _NO_NETWORK):
        raise Problem(
            f"The packages could not be fetched: no package registry answered (tried for {seconds:.0f} s). Check the network, or the "
            f"proxy and index settings of pip, and run the same command again; it goes on where it stopped. The whole log is in {log}."
        )
    if "No space left on device" in told:
        raise Problem(f"The packages do not fit: the disk is full. Make some room (about 1 GB) and run the same command again. See {log}.")
    raise Problem(
        f"The packages could not be installed. Solve this and run the same command again; the whole log is in {log}.{last_lines(log, 8)}"
    )
