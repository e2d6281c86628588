"""A running PostgreSQL for whoever asks: shared by all that run at the same time, gone when the last one ends."""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from deploy.local import cluster, keeper
from deploy.local.account import database_account
from deploy.local.datafolder import TESTS, chosen_data_folder, owned_folder, prepare_data_folder
from deploy.local.locks import FileLock, is_locked
from deploy.local.paths import ROOT
from deploy.local.problems import Problem

START_LOCK = "start.lock"
WAIT = 180.0

_held: dict[Path, FileLock] = {}


def ensure_database(*, data: Path | None = None, fast: bool = False) -> str:
    """The address of a running database, as `postgresql://user:password@127.0.0.1:port/polsslag`.

    The server stays at least as long as this process: the lock that says so is the kernel's and ends with it. `fast` gives another
    server, for tests, that does not wait for the disk and whose data nobody misses. With DATABASE_URL set, nothing is started.
    Raises `Problem` with a text for the person at the keyboard.
    """
    given = os.environ.get("DATABASE_URL", "").strip()
    if given:
        return given
    folder = prepare_data_folder(data or chosen_data_folder(), account=database_account())
    if fast:
        folder = prepare_data_folder(folder / TESTS)
    owned_folder(folder / "logs")
    with FileLock(folder / START_LOCK) as starting:
        starting.lock(seconds=WAIT, waiting_for="another command that is starting the database")
        _use(folder)
        try:
            if not is_locked(folder / keeper.KEEPER_LOCK):
                _start_keeper(folder, fast=fast)
            port = _wait_for_server(folder)
        except BaseException:
            release_database(folder)
            raise
    return f"postgresql://{cluster.SUPERUSER}:{quote(cluster.read_password(folder), safe='')}@127.0.0.1:{port}/{keeper.DATABASE}"


def release_database(folder: Path) -> None:
    """Stop using the database before this process ends."""
    lock = _held.pop(folder, None)
    if lock is not None:
        lock.release()


def wait_for_database_to_stop(folder: Path, *, seconds: float) -> bool:
    """Stop using the database, and if nobody else does, wait until its server is gone. False when it stays, for others."""
    release_database(folder)
    deadline = time.monotonic() + seconds
    while is_locked(folder / keeper.KEEPER_LOCK):
        mine = FileLock(folder / keeper.IN_USE_LOCK)
        if mine.try_lock():
            mine.release()  # nobody is left: the keeper will notice in a moment
        elif mine.try_lock(shared=True):
            mine.release()
            return False  # somebody else uses it
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _use(folder: Path) -> None:
    """Hold the shared lock. Waits while a keeper that found nobody left is stopping its server."""
    if folder not in _held:
        lock = FileLock(folder / keeper.IN_USE_LOCK)
        lock.lock(shared=True, seconds=WAIT, waiting_for="the database to stop")
        _held[folder] = lock


def _start_keeper(folder: Path, *, fast: bool) -> None:
    reading, writing = os.pipe()
    try:
        starter = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.keeper", str(folder), "fast" if fast else "safe", str(writing)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[writing],
            start_new_session=True,
        )
    finally:
        os.close(writing)
    starter.wait()
    with os.fdopen(reading, "rb") as report:
        ready, _, _ = select.select([report], [], [], WAIT)
        line = report.readline().decode() if ready else ""
    if line.startswith("problem "):
        raise Problem(json.loads(line.removeprefix("problem ")))
    if line.strip() != "ready":
        raise Problem(f"The database did not start. See {folder / 'logs' / 'keeper.log'}.")


def _wait_for_server(folder: Path) -> int:
    """The port of the server, also when the process that started its keeper ended before it was ready."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        try:
            return keeper.read_server_file(folder).port
        except FileNotFoundError:
            if not is_locked(folder / keeper.KEEPER_LOCK):
                break
            time.sleep(0.02)
    raise Problem(f"The database did not start. See {folder / 'logs' / 'keeper.log'} and {folder / keeper.LOG}.")
