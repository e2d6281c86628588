"""What a developer reads: refusals that say what to do next, and a line per step."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Problem(Exception):
    """Something only the person at the keyboard can solve. The text says what is wrong and what to do next."""


def say(text: str) -> None:
    """A line on standard output, at once (the output is often a pipe)."""
    print(text, flush=True)


def explain(text: str) -> None:
    """A line on standard error, for commands whose standard output is read by a program."""
    print(text, file=sys.stderr, flush=True)


class Steps:
    """Numbered progress lines: `2/7 Packages ... 31.0 s`."""

    def __init__(self, total: int, *, done: int = 0) -> None:
        self.total = total
        self.number = done

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step, then close its line with the seconds it took, or with `failed`."""
        self.number += 1
        began = time.monotonic()
        print(f"{self.number}/{self.total} {name} ...", end=" ", flush=True)
        try:
            yield
        except BaseException:
            print("failed", flush=True)
            raise
        print(f"{time.monotonic() - began:.1f} s", flush=True)


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log file, indented for a message; an empty text when there is none."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-count:]
    except OSError:
        return ""
    return "".join(f"\n  | {line}" for line in lines)
