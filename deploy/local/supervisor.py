"""`make start`: everything under one foreground process. When it ends, however it ends, nothing of it stays."""

import http.client
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local import keeper
from deploy.local.broker import LOG as BROKER_LOG
from deploy.local.broker import start_broker
from deploy.local.commands import run_migrations
from deploy.local.database import ensure_database, wait_for_database_to_stop
from deploy.local.datafolder import owned_folder, prepare_data_folder
from deploy.local.interruption import StopRequested, StopSignals
from deploy.local.locks import is_locked
from deploy.local.paths import ROOT
from deploy.local.preflight import PATIENCE, folder_account, refuse_taken_port
from deploy.local.problems import Problem, Steps, last_lines, say
from deploy.local.processes import run_logged
from deploy.local.programs import Program, start_program, stop_programs
from deploy.local.settings import Choices, environment_without_make, program_environment, read_choices
from deploy.local.static_files import collect_static_files
from deploy.local.supervisor_lock import take_supervisor_lock

OLDEST_POSTGRESQL = 150000
READY_SECONDS = 90.0
STOP_PATIENCE = 15.0
STOP_PATIENCE_WHEN_BROKEN = 3.0  # what waits for a part that is gone waits in vain
LOOK_AT_KEEPER = 1.0
DEMO_HOSTS = ("wil", "nwf", "voorbeeld", "portaal")


def start(steps: Steps, signals: StopSignals) -> int:
    """Start everything, say so, and stay until asked to stop (status 0) or until a part ends by itself (status 1)."""
    choices = read_choices()
    data = prepare_data_folder(choices.data, account=folder_account(choices))
    with take_supervisor_lock(data, port=choices.port):
        refuse_taken_port(choices.port)
        stack = Stack(choices, data)
        patience = STOP_PATIENCE
        try:
            stack.start(steps)
            return stack.watch()
        except StopRequested:
            return 0
        except Problem:
            patience = STOP_PATIENCE_WHEN_BROKEN
            raise
        finally:
            # From here on a further signal only makes it quicker.
            signals.asked = max(signals.asked, 1)
            stack.stop(patience=patience, hurried=lambda: signals.hurry)
            say("Stopped; the local data is kept.")


class Stack:
    """The running parts, in the order in which they were started."""

    def __init__(self, choices: Choices, data: Path) -> None:
        self.choices = choices
        self.data = data
        self.programs: list[Program] = []
        self.environment: dict[str, str] = {}
        self.uses_own_database = not choices.database_url

    def start(self, steps: Steps) -> None:
        """Bring everything up, a line for each step. Raises `Problem` when a part does not come up."""
        with steps.step("Database of DATABASE_URL" if self.choices.database_url else "PostgreSQL"):
            database_url = self.choices.database_url or ensure_database(data=self.choices.data)
            _check_database(database_url)
        with steps.step("Broker of BROKER_URL" if self.choices.broker_url else "Valkey"):
            broker_url = self._broker()
        self.environment = self._environment(database_url, broker_url)
        with steps.step("Tables"):
            run_migrations(self.data, self.environment)
        with steps.step("Demo data"):
            logins = self._load_demo()
        with steps.step("Page files"):
            collect_static_files(Path(self.environment["STATIC_ROOT"]), self.data, self.environment)
        with steps.step("Web server, worker and beat"):
            self._start_programs()
            self._wait_for_web_server()
        addresses = [f"http://{host}.{self.choices.base_domain}:{self.choices.port}/" for host in DEMO_HOSTS]
        say("")
        for line in logins:
            say(line)
        say(f"ready {' '.join(addresses)}")
        say("Ctrl-C stops it.")

    def watch(self) -> int:
        """Look after the parts until one ends by itself; then say which, with the end of its log."""
        looked = time.monotonic()
        while True:
            self._raise_for_ended_program()
            if self.uses_own_database and time.monotonic() - looked > LOOK_AT_KEEPER:
                looked = time.monotonic()
                if not is_locked(self.data / keeper.KEEPER_LOCK):
                    raise Problem(f"PostgreSQL ended by itself, so everything is stopped.{last_lines(self.data / keeper.LOG)}")
            time.sleep(0.2)

    def stop(self, *, patience: float, hurried: Callable[[], bool]) -> None:
        """Stop everything, what uses the others first. Waits until all are gone, or known to be in use by another command."""
        broker = [program for program in self.programs if program.name == "valkey"]
        stop_programs([program for program in self.programs if program not in broker], patience=patience, hurried=hurried)
        stop_programs(broker, patience=patience, hurried=hurried)
        if self.uses_own_database and not wait_for_database_to_stop(self.data, seconds=40.0):
            say("The database stays for another command that uses it; it stops with that command.")

    def _broker(self) -> str:
        if self.choices.broker_url:
            _check_broker(self.choices.broker_url)
            return self.choices.broker_url
        broker = start_broker(self.data)
        self.programs.append(Program(name="valkey", process=broker.process, log=self.data / "logs" / BROKER_LOG))
        return broker.address

    def _environment(self, database_url: str, broker_url: str) -> dict[str, str]:
        environment = environment_without_make()
        environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        environment.update(program_environment(self.data))
        environment.update(
            DATABASE_URL=database_url,
            BROKER_URL=broker_url,
            PORT=str(self.choices.port),
            BASE_DOMAIN=self.choices.base_domain,
            PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "graphql")]),
            PYTHONUNBUFFERED="1",
        )
        return environment

    def _load_demo(self) -> list[str]:
        """Load the demo data, which is kept when it is there, and return its `login ROLE EMAIL PASSWORD` lines."""
        told = owned_folder(self.data / "demo") / "logins"
        log = self.data / "logs" / "demo.log"
        log.unlink(missing_ok=True)
        told.unlink(missing_ok=True)
        with told.open("wb") as output:
            status = run_logged(
                [sys.executable, str(ROOT / "manage.py"), "load_demo"], log=log, environment=self.environment, output=output
            )
        lines = [line for line in told.read_text(errors="replace").splitlines() if line.startswith("login ")]
        told.unlink()
        if status != 0:
            raise Problem(f"The demo data could not be loaded. The whole log is in {log}.{last_lines(log)}")
        return lines

    def _start_programs(self) -> None:
        beat = owned_folder(self.data / "beat")
        python = sys.executable
        celery = [python, "-m", "celery", "-A", "config"]
        commands = {
            "web": [python, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "local" / "web_server.py")],
            # Threads: one process, which ends with the supervisor.
            "worker": [
                *celery,
                "worker",
                "--pool",
                "threads",
                "--concurrency",
                "2",
                "--loglevel",
                "WARNING",
                "--without-gossip",
                "--without-mingle",
            ],
            "beat": [*celery, "beat", "--schedule", str(beat / "schedule"), "--pidfile", "", "--loglevel", "WARNING"],
        }
        for name, command in commands.items():
            self.programs.append(start_program(name, command, environment=self.environment, data=self.data))

    def _wait_for_web_server(self) -> None:
        host = f"{DEMO_HOSTS[0]}.{self.choices.base_domain}:{self.choices.port}"
        deadline = time.monotonic() + READY_SECONDS
        while not _web_server_answers(self.choices.port, host):
            self._raise_for_ended_program()
            if time.monotonic() > deadline:
                raise Problem(f"The web server does not answer properly.{last_lines(self.data / 'logs' / 'web.log')}")
            time.sleep(0.1)
        self._raise_for_ended_program()

    def _raise_for_ended_program(self) -> None:
        for program in self.programs:
            status = program.process.poll()
            if status is not None:
                raise Problem(
                    f"The {program.name} ended by itself ({_status_text(status)}), so everything is stopped.{last_lines(program.log)}"
                )


def _status_text(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"


def _web_server_answers(port: int, host: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": host})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _check_database(address: str) -> None:
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise Problem(f"The database of DATABASE_URL cannot be used: {str(error).strip()}") from error
    if version < OLDEST_POSTGRESQL:
        raise Problem(f"The database of DATABASE_URL is PostgreSQL {version // 10000}; 15 or later is needed.")


def _check_broker(address: str) -> None:
    from kombu import Connection

    try:
        with Connection(address, connect_timeout=PATIENCE, transport_options={"socket_timeout": PATIENCE}) as connection:
            connection.connect()
    except Exception as error:  # each kind of broker has exceptions of its own
        raise Problem(f"The broker of BROKER_URL cannot be used: {error or type(error).__name__}") from error
