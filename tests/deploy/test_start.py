"""`make start`: one foreground process; when it ends, however it ends, nothing of it stays."""

from __future__ import annotations

import http.client
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from deploy.local.broker import start_broker
from deploy.local.cluster import free_port
from deploy.local.paths import ROOT
from deploy.local.problems import Problem
from deploy.local.processes import group_exists
from deploy.local.settings import read_choices
from tenants.permissions import Role
from tests.deploy.support import Local, eventually, lives, processes_of

pytestmark = pytest.mark.slow


class Start:
    """A running `make start`, past its set-up, with a Makefile or without."""

    def __init__(self, local: Local, port: int, *, through_make: bool = False, terminal: bool = False) -> None:
        self.port = port
        command = ["make", f"PYTHON={sys.executable}", "start"] if through_make else [sys.executable, "-m", "deploy.local", "start"]
        environment = local.environment | {"PORT": str(port), "POLSSLAG_IN_ENVIRONMENT": str(ROOT)}
        self.keyboard: int | None = None
        if terminal:
            self.keyboard, screen = pty.openpty()
            # A session of its own whose terminal this is, as a person's shell has.
            command = ["setsid", "--ctty", "--wait", *command]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=screen, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            os.close(screen)
        else:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        self.lines: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith("Ctrl-C"):
                break
        local.users.append(self.process)
        assert self.lines[-1:] == ["Ctrl-C stops it."], self.lines
        self.family = {child.pid for child in psutil.Process(self.process.pid).children(recursive=True)}

    def end(self) -> tuple[int, str]:
        """Wait for the end: the status, and what was said last."""
        output, _ = self.process.communicate(timeout=60)
        return self.process.returncode, output

    def is_gone(self, local: Local) -> bool:
        return eventually(lambda: not any(lives(pid) for pid in self.family) and not processes_of(local.data))


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def started_data() -> Iterator[Path]:
    """One data folder for all tests here: the first start makes it, the later ones find it."""
    made = Path(tempfile.mkdtemp(prefix="polsslag-start-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made / "data"
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def stack(started_data: Path) -> Iterator[Local]:
    made = Local(started_data)
    yield made
    made.close()


@pytest.fixture(scope="class")
def running(started_data: Path, port: int) -> Iterator[tuple[Start, Local]]:
    """One start for the tests that only look."""
    local = Local(started_data)
    yield Start(local, port), local
    local.close()


class TestWhileItRuns:
    def test_it_says_where_it_is_and_who_may_sign_in(self, running: tuple[Start, Local], port: int) -> None:
        start, _local = running
        base = f"polsslag.localhost:{port}"

        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/", headers={"Host": f"wil.{base}"})
        status = connection.getresponse().status
        connection.close()

        assert status in (200, 302)
        assert f"ready http://wil.{base}/ http://nwf.{base}/ http://voorbeeld.{base}/ http://portaal.{base}/" in start.lines
        assert [line.split()[1] for line in start.lines if re.fullmatch(r"login \S+ \S+@\S+ \S+", line)] == [role.value for role in Role]
        assert [line.split(" ")[0] for line in start.lines if re.fullmatch(r"\d+/10 .+ \.\.\. \d+\.\d s", line)] == [
            f"{n}/10" for n in range(5, 11)
        ]

    def test_a_second_start_on_the_same_data_is_refused(self, running: tuple[Start, Local], port: int) -> None:
        start, local = running

        second = local.make("start", PORT=str(free_port()))

        assert second.returncode == 1
        assert f"runs already on this data (port {port}," in second.stderr
        assert start.process.poll() is None

    def test_a_command_beside_it_shares_the_database(self, running: tuple[Start, Local]) -> None:
        _start, local = running
        server = local.server()

        command = local.run(
            "manage.py", "shell", "--verbosity", "0", "-c", "from tenants.models import Tenant; print(Tenant.objects.count())"
        )

        assert (command.returncode, command.stdout, command.stderr) == (0, "4\n", "")
        assert local.server() == server

    def test_data_in_use_is_not_removed(self, running: tuple[Start, Local]) -> None:
        start, local = running

        done = local.make("reset", YES="1")

        assert done.returncode == 1
        assert "in use by `make start`" in done.stderr
        assert start.process.poll() is None

    def test_no_password_is_among_the_arguments_or_in_a_log(self, running: tuple[Start, Local]) -> None:
        _start, local = running
        environment = next(process for process in processes_of(local.data) if "beat" in process.cmdline()).environ()
        secrets = [environment["SECRET_KEY"]]
        secrets += [environment[name].split("@")[0].rsplit(":", 1)[1] for name in ("DATABASE_URL", "BROKER_URL")]

        arguments = [argument for process in psutil.process_iter(["cmdline"]) for argument in process.info["cmdline"] or []]

        assert [len(secret) >= 32 for secret in secrets] == [True, True, True]
        assert not [secret for secret in secrets for argument in arguments if secret in argument]
        assert not [log for log in (local.data / "logs").iterdir() for secret in secrets if secret in log.read_text()]

    def test_sigterm_stops_everything_in_good_order(self, running: tuple[Start, Local]) -> None:
        start, local = running

        start.process.send_signal(signal.SIGTERM)

        status, said = start.end()
        assert (status, said) == (0, "Stopped; the local data is kept.\n")
        assert start.is_gone(local)


def test_a_killed_supervisor_leaves_no_process(stack: Local, port: int) -> None:
    start = Start(stack, port)

    start.process.kill()

    start.end()
    assert start.is_gone(stack)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_make_alone_is_told_reaches_everything(stack: Local, port: int, asked: signal.Signals) -> None:
    start = Start(stack, port, through_make=True)

    start.process.send_signal(asked)

    start.end()
    assert start.is_gone(stack)


def test_servers_of_ones_own_are_used_and_left_running(stack: Local, port: int, folder: Path) -> None:
    database = stack.address(stack.use_database())
    broker = start_broker(folder)
    local = Local(folder / "data")
    local.environment |= {"DATABASE_URL": database, "BROKER_URL": broker.address}

    start = Start(local, port)

    programs = sorted(Path(child.cmdline()[2]).name for child in psutil.Process(start.process.pid).children())
    assert programs == ["celery", "celery", "gunicorn"]
    assert not (local.data / "postgresql").exists()
    start.process.kill()
    start.end()
    assert start.is_gone(local)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM public.tenants_tenant").fetchone() == (4,)
    assert broker.process.poll() is None
    broker.process.kill()
    broker.process.wait()


def test_ctrl_c_on_a_terminal_stops_everything_in_good_order(stack: Local, port: int) -> None:
    start = Start(stack, port, terminal=True)
    assert start.keyboard is not None

    os.write(start.keyboard, b"\x03")

    status, said = start.end()
    os.close(start.keyboard)
    assert "Stopped; the local data is kept." in said
    assert status == 0
    assert start.is_gone(stack)


@pytest.mark.parametrize("name", ["valkey-server", "gunicorn", "postgres"])
def test_a_part_that_ends_by_itself_ends_the_rest_and_is_named(stack: Local, port: int, name: str) -> None:
    start = Start(stack, port)
    children = psutil.Process(start.process.pid).children() + processes_of(stack.data)
    victim = next(child for child in children if any(argument.endswith(name) for argument in child.cmdline()))

    victim.kill()

    status, said = start.end()
    assert status == 1
    names = {"valkey-server": "The valkey ended", "gunicorn": "The web ended", "postgres": "PostgreSQL ended"}
    assert names[name] in said
    assert start.is_gone(stack)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("eight", "PORT=eight is not a port"),
        ("0", "PORT=0 is not a port"),
        ("65536", "PORT=65536 is not a port"),
        ("80", "PORT=80 is for root only"),
        ("-8000", "PORT=-8000 is not a port"),
    ],
)
def test_a_port_that_cannot_be_used_is_named(text: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(Problem, match=told):
        read_choices()


def test_a_child_that_ended_unnoticed_does_not_keep_us_waiting() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    assert eventually(lambda: psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE)

    assert not group_exists(child.pid)

    child.wait()
