"""Starting and ending processes so that none stays behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from deploy.local.paths import ROOT

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
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


def run_logged(command: Sequence[str], *, log: Path, environment: dict[str, str] | None = None, output: IO[bytes] | None = None) -> int:
    """Run a program to its end, with what it prints in a log, or its standard output in `output`.

    Returns its exit status. It is stopped with all its children when we are interrupted.
    """
    with log.open("ab") as written:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output or written,
            stderr=written,
            start_new_session=True,
            preexec_fn=bound_to_this_process(signal.SIGKILL),
        )
    try:
        return process.wait()
    except BaseException:
        stop_group(process, seconds=3)
        raise


def stop_group(process: "subprocess.Popen[bytes]", *, seconds: float) -> None:
    """Stop a child that leads a process group of its own, and whatever it started in that group."""
    for stop_signal in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, stop_signal)
        if wait_until_gone(process, seconds) and not group_exists(process.pid):
            return


class _Entry(NamedTuple):
    """A line of the table of processes."""

    state: str
    parent: int
    group: int


def _process_table() -> dict[int, _Entry]:
    """Every process of the machine, also those that ended and wait to be noticed by their parent (Linux; elsewhere empty)."""
    table = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program stands between brackets and may hold anything.
            state, parent, group = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        table[int(entry.name)] = _Entry(state=state, parent=int(parent), group=int(group))
    return table


def group_exists(group: int) -> bool:
    """Whether a process group has members that run. One that ended counts no more, even when nobody has noticed its end."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return sys.platform != "linux" or any(entry.group == group and entry.state not in "ZX" for entry in _process_table().values())


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose own parent ends, so that none is lost from sight (Linux; elsewhere this does nothing)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children_of(parents: set[int]) -> set[int]:
    """The processes below these, at any depth (Linux; elsewhere always empty). Those that already ended do not count."""
    running = {pid: entry.parent for pid, entry in _process_table().items() if entry.state not in "ZX"}
    found: set[int] = set()
    while more := {pid for pid, parent in running.items() if parent in found | parents} - found:
        found |= more
    return found


def notice_ended_orphans(*, known: set[int]) -> None:
    """Let go of adopted processes that ended. The `known` children are left to those who wait for them."""
    for pid, entry in _process_table().items():
        if entry.parent == os.getpid() and entry.state == "Z" and pid not in known:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)


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
