"""The long-running programs of `make start`: how each is started, watched and stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.datafolder import owned_folder
from deploy.local.paths import ROOT
from deploy.local.processes import bound_to_this_process, group_exists

LARGEST_LOG = 5_000_000


@dataclass(frozen=True)
class Program:
    """A child of the supervisor that leads a process group of its own, so that Ctrl-C on the terminal reaches only the supervisor."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path


def start_program(name: str, command: Sequence[str], *, environment: Mapping[str, str], data: Path) -> Program:
    """Start a program with its own log. The kernel kills it when the supervisor ends, however that ends."""
    log = owned_folder(data / "logs") / f"{name}.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=bound_to_this_process(signal.SIGKILL),
        )
    return Program(name=name, process=process, log=log)


def stop_programs(programs: Sequence[Program], *, patience: float, hurried: Callable[[], bool]) -> None:
    """Stop all at once: politely first; by force after so many seconds, or as soon as somebody is in a hurry."""
    for stop_signal, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for program in programs:
            _signal_group(program, stop_signal)
        deadline = time.monotonic() + seconds
        while any(_lives(program) for program in programs) and time.monotonic() < deadline:
            if stop_signal is signal.SIGTERM and hurried():
                break
            time.sleep(0.05)


def _signal_group(program: Program, number: signal.Signals) -> None:
    try:
        os.killpg(program.process.pid, number)
    except ProcessLookupError:
        return


def _lives(program: Program) -> bool:
    return program.process.poll() is None or group_exists(program.process.pid)
