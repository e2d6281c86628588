"""One `make start` for one data folder."""

import json
import os
import time
from pathlib import Path

from deploy.local.locks import POLL, FileLock, is_locked
from deploy.local.problems import Problem

SUPERVISOR_LOCK = "supervisor.lock"
SUPERVISOR_FILE = "supervisor.json"


def take_supervisor_lock(data: Path, *, port: int) -> FileLock:
    """The lock of the one supervisor. Raises `Problem` that tells where the other one listens."""
    lock = FileLock(data / SUPERVISOR_LOCK)
    deadline = time.monotonic() + 1.0  # a command that only looks holds the lock for an instant
    while not lock.try_lock():
        if time.monotonic() > deadline:
            raise _runs_already(data)
        time.sleep(POLL)
    (data / SUPERVISOR_FILE).write_text(json.dumps({"port": port, "pid": os.getpid()}) + "\n")
    return lock


def refuse_second_supervisor(data: Path) -> None:
    """Raises `Problem` when a `make start` runs on this data. Makes nothing: the folder need not exist."""
    if is_locked(data / SUPERVISOR_LOCK):
        raise _runs_already(data)


def running_port(data: Path) -> int | None:
    """The port of the `make start` that runs on this data, if any."""
    if not is_locked(data / SUPERVISOR_LOCK):
        return None
    try:
        return int(json.loads((data / SUPERVISOR_FILE).read_text())["port"])
    except (OSError, ValueError, KeyError):
        return None


def _runs_already(data: Path) -> Problem:
    return Problem(f"`make start` runs already on this data{_where(data)}. Stop it with Ctrl-C there; it was left alone.")


def _where(data: Path) -> str:
    try:
        told = json.loads((data / SUPERVISOR_FILE).read_text())
        return f" (port {int(told['port'])}, process {int(told['pid'])})"
    except (OSError, ValueError, KeyError):
        return ""
