"""Commands of a clone as real processes, in a data folder of their own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.paths import ROOT

PATIENCE = 30.0

USER_OF_THE_DATABASE = """
import sys
from pathlib import Path
from deploy.local.database import ensure_database
from deploy.local.problems import Problem
try:
    print(ensure_database(data=Path(sys.argv[1])), flush=True)
except Problem as problem:
    print(f"problem: {problem}", flush=True)
    sys.exit(1)
sys.stdin.read()
"""


def eventually(condition: Callable[[], bool], *, seconds: float = PATIENCE) -> bool:
    """Whether it becomes true within so many seconds; returns as soon as it does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def lives(pid: int) -> bool:
    """Whether a process runs; one that only waits to be noticed by its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def processes_of(folder: Path) -> list[psutil.Process]:
    """Every process that has this data folder in its arguments, or works in it."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
                continue
            if any(str(folder) in argument for argument in process.cmdline()) or Path(process.cwd()).is_relative_to(folder):
                found.append(process)
    return found


@dataclass
class Server:
    """Where the processes of a running database are."""

    keeper: int
    postgres: int
    port: int


class Local:
    """One data folder, and the commands that use it, in an environment without choices of the person who runs the tests."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._addresses: dict[int, str] = {}
        self.users: list[subprocess.Popen[str]] = []
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "BROKER_URL", "PORT", "YES", "ARGS", "BROWSER", "BASE_DOMAIN", "MAKELEVEL", "MAKEFLAGS")
            and not name.startswith(("PYTEST_", "POLSSLAG_", "DJANGO_"))
        } | {"DATA": str(data)}

    def use_database(self, *, wait: bool = True) -> subprocess.Popen[str]:
        """A process that uses the database until `leave` or a signal."""
        user = subprocess.Popen(
            [sys.executable, "-c", USER_OF_THE_DATABASE, str(self.data)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.users.append(user)
        if wait:
            self.address(user)
        return user

    def address(self, user: subprocess.Popen[str]) -> str:
        """What a user of the database was told."""
        if user.pid not in self._addresses:
            assert user.stdout is not None
            line = user.stdout.readline().strip()
            assert line.startswith("postgresql://"), line
            self._addresses[user.pid] = line
        return self._addresses[user.pid]

    def leave(self, user: subprocess.Popen[str]) -> None:
        """Let a user of the database end by itself."""
        user.communicate()

    def server(self) -> Server:
        """The running server, as the keeper wrote it down."""
        told = json.loads((self.data / "server.json").read_text())
        return Server(keeper=told["keeper"], postgres=told["postgres"], port=told["port"])

    def run(self, *arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `python ARGUMENTS` to its end."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def make(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run what `make COMMAND` runs, after its set-up."""
        return self.run("-m", "deploy.local", command, POLSSLAG_IN_ENVIRONMENT=str(ROOT), **environment)

    def is_quiet(self) -> bool:
        """Whether no process of this data folder is left."""
        return eventually(lambda: not processes_of(self.data))

    def close(self) -> None:
        for user in self.users:
            user.kill()
            user.communicate()
        eventually(lambda: not processes_of(self.data), seconds=20)
        for process in processes_of(self.data):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
