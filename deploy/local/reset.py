"""`make reset`: remove the local data, after asking."""

import os
import sys
import time

from deploy.local import keeper
from deploy.local.database import START_LOCK
from deploy.local.datafolder import TESTS, chosen_data_folder, is_ours, remove_data
from deploy.local.locks import POLL, FileLock
from deploy.local.problems import Problem, say
from deploy.local.supervisor_lock import SUPERVISOR_LOCK

PATIENCE = 3.0  # a database whose last user just left is still stopping


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
        _take(locks)
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


def _take(locks: list[FileLock]) -> None:
    deadline = time.monotonic() + PATIENCE
    for lock in locks:
        while not lock.try_lock():
            if time.monotonic() > deadline:
                raise Problem("The local data is in use by `make start`, `make test` or a command. Stop that first; nothing was removed.")
            time.sleep(POLL)


def _agreed(data: str) -> bool:
    answer = os.environ.get("YES", "").strip().lower()
    if answer in ("1", "y", "yes", "true"):
        return True
    if not sys.stdin.isatty():
        raise Problem(f"This removes all local data in {data}. There is no terminal to ask on; pass YES=1 to agree. Nothing was removed.")
    return input(f"Remove all local data in {data}? Type yes: ").strip().lower() in ("y", "yes")
