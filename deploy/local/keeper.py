"""The keeper: a small process of its own that has PostgreSQL as its child, and stops it when nobody uses it any more.

Every user of the database holds a shared lock on `in-use.lock` for as long as it lives. The keeper tries for the exclusive lock a few
times a second; getting it means that nobody is left. It keeps that lock while it stops PostgreSQL, so that a newcomer waits and then
starts a new keeper. PostgreSQL gets a signal from the kernel should the keeper be killed.

Started by `deploy.local.database`, which reads one line from it: `ready`, or `problem` and a text.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

from deploy.local import cluster
from deploy.local.account import database_account
from deploy.local.locks import FileLock
from deploy.local.problems import Problem, last_lines

IN_USE_LOCK = "in-use.lock"
KEEPER_LOCK = "keeper.lock"
SERVER_FILE = "server.json"
LOG = "logs/postgresql.log"
DATABASE = "polsslag"
POLL = 0.1
PORT_ATTEMPTS = 5
LARGEST_LOG = 5_000_000


class _Stop(Exception):
    """A signal asked the keeper to stop."""


def main(data: Path, *, fast: bool, report: int) -> int:
    """Run until nobody uses the database. `report` is the pipe on which the starter waits for one line."""
    for stop_signal in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(stop_signal, _stop)
    server: subprocess.Popen[bytes] | None = None
    with FileLock(data / KEEPER_LOCK) as alive, FileLock(data / IN_USE_LOCK) as in_use:
        try:
            alive.lock(seconds=10, waiting_for="the lock of the database keeper")
            (data / SERVER_FILE).unlink(missing_ok=True)
            server, port = _start(data, fast=fast)
            _make_database(data, port)
            _write_server_file(data, port, server.pid)
            _tell(report, "ready")
            return _watch(server, in_use)
        except _Stop:
            return 0
        except Problem as problem:
            _tell(report, f"problem {json.dumps(str(problem))}")
            return 1
        finally:
            for stop_signal in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(stop_signal, signal.SIG_IGN)
            (data / SERVER_FILE).unlink(missing_ok=True)
            if server is not None:
                cluster.stop_postgres(server)


def _watch(server: "subprocess.Popen[bytes]", in_use: FileLock) -> int:
    while not in_use.try_lock():
        try:
            status = server.wait(timeout=POLL)
        except subprocess.TimeoutExpired:
            continue
        print(f"PostgreSQL ended by itself with status {status}", flush=True)
        return 1
    return 0


def _start(data: Path, *, fast: bool) -> "tuple[subprocess.Popen[bytes], int]":
    """Start PostgreSQL on the port of last time, or on another when somebody took it, and wait until it answers."""
    account = database_account()
    log = data / LOG
    binaries = cluster.find_binaries(data, account)
    folder = cluster.ensure_cluster(data, binaries, account, log=log)
    cluster.clear_remains(folder)
    for _ in range(PORT_ATTEMPTS):
        port = cluster.remembered_port(data / cluster.PORT_FILE)
        before = log.stat().st_size if log.exists() else 0
        server = cluster.start_postgres(folder, binaries, account, port=port, fast=fast, log=log)
        try:
            if _wait_until_ready(server, folder):
                (data / cluster.PORT_FILE).write_text(f"{port}\n")
                return server, port
        except BaseException:
            cluster.stop_postgres(server)
            raise
        with log.open("rb") as written:
            written.seek(before)
            taken = b"could not create any TCP/IP sockets" in written.read()
        if not taken:
            break
    raise Problem(
        "PostgreSQL does not start on the local data. Nothing was removed; the lines below say why. "
        f"If the data is damaged, `make reset` removes it and the next start makes it anew. ({folder}){last_lines(log)}"
    )


def _wait_until_ready(server: "subprocess.Popen[bytes]", folder: Path) -> bool:
    deadline = time.monotonic() + cluster.START_SECONDS
    while server.poll() is None:
        if cluster.is_ready(folder, server.pid):
            return True
        if time.monotonic() > deadline:
            cluster.stop_postgres(server)
            raise Problem(f"PostgreSQL did not get ready within {cluster.START_SECONDS:.0f} seconds.")
        time.sleep(0.02)
    return False


def _make_database(data: Path, port: int) -> None:
    import psycopg  # not at the top: the other modules of this package are read before any package is installed
    from psycopg import sql

    try:
        with psycopg.connect(
            host="127.0.0.1",
            port=port,
            user=cluster.SUPERUSER,
            password=cluster.read_password(data),
            dbname="postgres",
            autocommit=True,
            connect_timeout=10,
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    except psycopg.Error as error:
        raise Problem(f"PostgreSQL runs on the local data but cannot be used: {error}") from error


def _write_server_file(data: Path, port: int, pid: int) -> None:
    unfinished = data / f"{SERVER_FILE}.new"
    unfinished.write_text(json.dumps({"port": port, "postgres": pid, "keeper": os.getpid()}) + "\n")
    unfinished.rename(data / SERVER_FILE)


class Server(NamedTuple):
    """Where PostgreSQL answers, and which processes it is."""

    port: int
    postgres: int
    keeper: int


def read_server_file(data: Path) -> Server:
    """What the keeper wrote when the server was ready. Raises FileNotFoundError when there is none."""
    told = json.loads((data / SERVER_FILE).read_text())
    return Server(port=int(told["port"]), postgres=int(told["postgres"]), keeper=int(told["keeper"]))


def _tell(report: int, line: str) -> None:
    # The starter may have ended meanwhile; the lock will show that nobody is left.
    with contextlib.suppress(BrokenPipeError):
        os.write(report, f"{line}\n".encode())
    os.close(report)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise _Stop


def _shorten(log: Path) -> None:
    """Keep one earlier log, so that the logs do not grow without end."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def detach(data: Path) -> None:
    """Become a process of its own: no terminal, no open files but the log, not the child of whoever happened to be first."""
    if os.fork():
        os._exit(0)
    os.chdir("/")
    _shorten(data / "logs" / "keeper.log")
    _shorten(data / LOG)
    log = os.open(data / "logs" / "keeper.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    for descriptor, target in ((null, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, target)


if __name__ == "__main__":
    _folder = Path(sys.argv[1])
    _report = int(sys.argv[3])
    os.set_inheritable(_report, False)
    detach(_folder)
    sys.exit(main(_folder, fast=sys.argv[2] == "fast", report=_report))
