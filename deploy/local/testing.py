"""`make test`: what the tests need, the tests, and nothing left of either."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from deploy.local import keeper
from deploy.local.broker import start_broker
from deploy.local.browser import find_or_install_browser
from deploy.local.database import ensure_database, wait_for_database_to_stop
from deploy.local.datafolder import TESTS, prepare_data_folder
from deploy.local.locks import FileLock
from deploy.local.paths import ROOT
from deploy.local.preflight import folder_account
from deploy.local.problems import Problem, explain, say
from deploy.local.processes import adopt_orphans, bound_to_this_process, children_of, notice_ended_orphans, stop_group, wait_until_gone
from deploy.local.settings import environment_without_make, read_choices, read_wish_for_browser

NO_TESTS_COLLECTED = 5
TESTS_LOCK = "tests.lock"
# Choices of a person about `make start`; a test must not depend on them.
_NOT_FOR_TESTS = ("PORT", "DATA", "BASE_DOMAIN", "BROWSER", "YES", "ARGS")


def run_tests() -> int:
    """Run the suite. The last line says whether it passed; the status is 0 or 1."""
    adopt_orphans()
    try:
        with _surroundings() as environment:
            passed = _run_suite(environment)
    except Problem as problem:
        explain(f"\n{problem}")
        passed = False
    say(f"make test: {'passed' if passed else 'FAILED'}")
    return 0 if passed else 1


@contextmanager
def _surroundings() -> Iterator[dict[str, str]]:
    """A database, a broker and a browser for the tests, gone afterwards. Yields the environment that tells of them."""
    choices = read_choices()
    environment = {name: value for name, value in environment_without_make().items() if name not in _NOT_FOR_TESTS}
    # Or each of the hundreds of processes that the tests start compiles the product anew, and pytest every test.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not read_wish_for_browser():
        say("BROWSER=no: the tests that need a browser are left out.")
    else:
        environment["CHROMIUM"] = str(find_or_install_browser())
        say(f"Browser: {environment['CHROMIUM']}")
    account = folder_account(choices)
    data = prepare_data_folder(prepare_data_folder(choices.data, account=account) / TESTS, account=account)
    broker: subprocess.Popen[bytes] | None = None
    with FileLock(data / TESTS_LOCK) as alone:
        if not alone.try_lock():
            raise Problem("`make test` runs already in this clone. Wait for it, or stop it first.")
        try:
            environment["DATABASE_URL"] = choices.database_url or ensure_database(data=choices.data, fast=True)
            if choices.broker_url:
                environment["BROKER_URL"] = choices.broker_url
            else:
                started = start_broker(data)
                broker = started.process
                environment["BROKER_URL"] = started.address
            yield environment
        finally:
            if broker is not None:
                stop_group(broker, seconds=5)
            stopped = wait_for_database_to_stop(data, seconds=40)
            _end_what_is_left(data, database_stays=not stopped)


def _run_suite(environment: dict[str, str]) -> bool:
    """First what needs no browser, then what does; each on two processes, every one with a database (and a browser) of its own."""
    extra = shlex.split(os.environ.get("ARGS", ""))
    # In long runs of neighbours, so that what a file prepares for all its tests is prepared once.
    side_by_side = ["-n", "2", "--dist", "worksteal"]
    statuses = [_pytest([*side_by_side, "-m", "not browser", *extra], environment)]
    if read_wish_for_browser():
        statuses.append(_pytest([*side_by_side, "-m", "browser", *extra], environment))
    ran = [status for status in statuses if status != NO_TESTS_COLLECTED]
    return bool(ran) and not any(ran)


def _pytest(arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run pytest in a process group of its own; it is stopped, with its workers, when we are."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=bound_to_this_process(signal.SIGKILL),
    )
    try:
        while not wait_until_gone(process, 0.5):
            notice_ended_orphans(known={process.pid})
        return process.returncode
    except BaseException:
        process.send_signal(signal.SIGINT)  # pytest then says what it did so far
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        raise
    finally:
        stop_group(process, seconds=5)


def _end_what_is_left(data: Path, *, database_stays: bool) -> None:
    """End processes that a test left behind; a keeper that another command uses is not one of them."""
    kept: set[int] = set()
    if database_stays and (data / keeper.SERVER_FILE).exists():
        kept = {keeper.read_server_file(data).keeper}
        kept |= children_of(kept)
    deadline = time.monotonic() + 5  # what ends by itself may
    while left := children_of({os.getpid()}) - kept:
        if time.monotonic() > deadline:
            say(f"Ended {len(left)} processes that the tests had left behind.")
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.1)
