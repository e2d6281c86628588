"""Starting and ending processes so that none stays behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(death_signal: signal.Signals, parent: int) -> None:
    """Ask the kernel for a signal when the parent ends, even by SIGKILL (Linux; elsewhere this does nothing).

    To be called in the child, after a change of account: that clears the wish. `parent` closes the gap in which it already ended.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def bound_to_this_process(death_signal: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` for a child that must not outlive this process. Only for processes without threads."""
    parent = os.getpid()

    def prepare() -> None:
        die_with_parent(death_signal, parent)

    return prepare


def wait_until_gone(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Wait for a child to end; False when it is still there after so many seconds."""
    try:
        process.wait(timeout=max(seconds, 0.0))
    except subprocess.TimeoutExpired:
        return False
    return True


def processes_working_in(folder: Path, *, program: str) -> list[int]:
    """Process ids of the running copies of a program whose working folder is this one (Linux; elsewhere always empty)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            executable = os.readlink(entry / "exe").removesuffix(" (deleted)")
            if Path(executable).name == program and Path(os.readlink(entry / "cwd")) == folder:
                found.append(int(entry.name))
        except (OSError, ValueError):
            continue
    return sorted(found)


def end_processes(pids: list[int], *, still_there: Callable[[], list[int]], seconds: float) -> bool:
    """Wait for processes that are going by themselves; kill what is left after so many seconds. True when all are gone."""
    deadline = time.monotonic() + seconds
    left = pids
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = still_there()
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + 5
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = still_there()
    return not left
