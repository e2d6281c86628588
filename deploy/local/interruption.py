"""Ctrl-C, SIGTERM and SIGHUP, for commands that start other programs: the first stops the work in good order, the next hurries."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from deploy.local.processes import die_with_parent

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOOK_AT_MAKE = 0.5


class StopRequested(BaseException):
    """Somebody asked this command to stop. Raised once, wherever the command is."""


class StopSignals:
    """What was asked so far. `asked` counts the signals; more than one means: hurry."""

    def __init__(self) -> None:
        self.asked = 0
        self._make = os.getppid() if os.environ.get("MAKELEVEL") and sys.platform == "linux" else None
        self._make_told = False

    @property
    def hurry(self) -> bool:
        """Whether the person asked a second time."""
        return self.asked > 1

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Listen while the work goes on. Under make also to what only make was told: it passes on SIGTERM, but no SIGINT or SIGHUP."""
        before = {number: signal.signal(number, self._handle) for number in (*STOP_SIGNALS, signal.SIGALRM)}
        if self._make is not None:
            die_with_parent(signal.SIGTERM, self._make)
            signal.setitimer(signal.ITIMER_REAL, _LOOK_AT_MAKE, _LOOK_AT_MAKE)
        try:
            yield
        finally:
            # Programs that are started instead of this one inherit a running timer, so it is stopped first.
            signal.setitimer(signal.ITIMER_REAL, 0)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGALRM and not self._make_was_interrupted():
            return
        self.asked += 1
        if self.asked == 1:
            raise StopRequested

    def _make_was_interrupted(self) -> bool:
        """Whether make itself is handling an interrupt: it then waits for us with that signal blocked, and says nothing."""
        if self._make_told:
            return False
        try:
            status = Path(f"/proc/{self._make}/status").read_text()
            blocked = int(next(line for line in status.splitlines() if line.startswith("SigBlk:")).split()[1], 16)
        except (OSError, StopIteration, ValueError):
            return False
        told = any(blocked & 1 << (number - 1) for number in STOP_SIGNALS)
        # On a terminal we get the same Ctrl-C ourselves: that is one request, not two.
        self._make_told = told
        return told and self.asked == 0
