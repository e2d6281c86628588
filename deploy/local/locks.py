"""Locks between processes: the kernel lets go of them when the holder ends, however it ends."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from deploy.local.problems import Problem

POLL = 0.02


class FileLock:
    """An advisory lock on a file, exclusive or shared. The file stays; only the lock comes and goes.

    A lock on a file that was removed meanwhile is worth nothing, so after locking the path must still lead to the same file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def try_lock(self, *, shared: bool = False) -> bool:
        """Take the lock now, or say that somebody else has it."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        while True:
            if self._descriptor is None:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                self.release()
                return False
            if self._is_current():
                return True
            self.release()

    def lock(self, *, shared: bool = False, seconds: float = 60.0, waiting_for: str) -> None:
        """Wait for the lock; after so many seconds say what it waited for."""
        deadline = time.monotonic() + seconds
        while not self.try_lock(shared=shared):
            if time.monotonic() > deadline:
                raise Problem(f"Waited {seconds:.0f} seconds for {waiting_for} ({self.path}). Try again, or end that first.")
            time.sleep(POLL)

    def release(self) -> None:
        """Let go. Does nothing when the lock is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _is_current(self) -> bool:
        assert self._descriptor is not None
        mine = os.fstat(self._descriptor)
        try:
            there = os.stat(self.path, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)

    def __enter__(self) -> "FileLock":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


def is_locked(path: Path) -> bool:
    """Whether some process holds an exclusive lock on this file."""
    if not path.exists():
        return False
    lock = FileLock(path)
    if lock.try_lock(shared=True):
        lock.release()
        return False
    return True
