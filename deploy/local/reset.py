"""`make reset`: remove the local data, after asking."""

import os
import sys
import time
from pathlib import Path

from deploy.local import keeper
from deploy.local.database import START_LOCK
from deploy.local.datafolder import TESTS, chosen_data_folder, is_ours, remove_data
from deploy.local.locks import POLL, FileLock, is_locked
from deploy.local.problems import Problem, say
from deploy.local.supervisor_lock import SUPERVISOR_LOCK

PATIENCE = 30.0  # a database whose last user just left is still stopping


def reset() -> int:
    """Remove the data folder. Status 1 when it is in use, is not ours, or nobody said yes; nothing is removed then."""
    data = chosen_data_folder()
    if not os.path.lexists(data):
        say(f"There is no local data ({data}).")
        return 0
    if not is_ours(data):
        raise Problem(f"{data} was not made by `make start`, so it is not removed.")
    locks = [FileLock(data / SUPERVISOR_LOCK)]
    locks += [FileLock(folder / name) for folder in (data, data / TESTS) if folder.is_dir() for name in (START_LOCK, keeper.IN_USE_LOCK)]
    try:
        _take(data, locks)
        if not _agreed(str(data)):
            say("Nothing was removed.")
            return 1
        try:
            remove_data(data)
        except OSError as error:
            raise Problem(
                f"Not everything could be removed: {error.strerror} ({error.filename}). Solve that and repeat `make reset`."
            ) from error
    finally:
        for lock in locks:
            lock.release()
    say(f"The local data is removed ({data}). `make start` makes it anew.")
    return 0


def _take(data: Path, locks: list[FileLock]) -> None:
    in_use = Problem("The local data is in use by `make start`, `make test` or a command. Stop that first; nothing was removed.")
    if is_locked(data / SUPERVISOR_LOCK):
        raise in_use
    deadline = time.monotonic() + PATIENCE
    for lock in locks:
        while not lock.try_lock():
            # Who uses the database shares its lock; who stops it has it alone, and is gone soon.
            is_shared = lock.try_lock(shared=True)
            lock.release()
            if is_shared or time.monotonic() > deadline:
                raise in_use
            time.sleep(POLL)


def _agreed(data: str) -> bool:
    answer = os.environ.get("YES", "").strip().lower()
    if answer in ("1", "y", "yes", "true"):
        return True
    if not sys.stdin.isatty():
        raise Problem(f"This removes all local data in {data}. There is no terminal to ask on; pass YES=1 to agree. Nothing was removed.")
    try:
        return input(f"Remove all local data in {data}? Type yes: ").strip().lower() in ("y", "yes")
    except EOFError:  # Ctrl-D
        say("")
        return False
