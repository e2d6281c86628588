"""The embedded PostgreSQL: shared by those who run at the same time, gone after the last, whatever killed whom."""

from __future__ import annotations

import os
import signal
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.deploy.support import Local, eventually, lives, processes_of


def test_two_commands_share_one_server_and_the_last_one_stops_it(local: Local) -> None:
    first = local.use_database()
    second = local.use_database()
    server = local.server()

    local.leave(first)

    with psycopg.connect(local.address(second)) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("polsslag",)
    assert local.server() == server

    local.leave(second)

    assert local.is_quiet()
    assert not lives(server.postgres)


def test_commands_started_at_the_same_instant_get_one_server(local: Local) -> None:
    users = [local.use_database(wait=False) for _ in range(6)]

    addresses = {local.address(user) for user in users}

    assert len(addresses) == 1
    assert [process.pid for process in processes_of(local.data) if process.name() == "postgres" and "-D" in process.cmdline()] == [
        local.server().postgres
    ]


def test_a_newcomer_while_the_server_is_stopping_gets_a_new_one(local: Local) -> None:
    first = local.use_database()
    before = local.server()
    first.kill()
    assert eventually(lambda: not (local.data / "server.json").exists())

    newcomer = local.use_database()

    assert local.server().postgres != before.postgres
    assert newcomer.poll() is None


def test_data_stays_from_one_server_to_the_next(local: Local) -> None:
    user = local.use_database()
    with psycopg.connect(local.address(user)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    local.leave(user)
    assert local.is_quiet()

    again = local.use_database()

    with psycopg.connect(local.address(again)) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_killed_user_leaves_no_process(local: Local) -> None:
    user = local.use_database()

    user.kill()

    assert local.is_quiet()


def test_a_killed_keeper_leaves_no_process_and_the_next_command_starts_anew(local: Local) -> None:
    local.use_database()
    server = local.server()

    os.kill(server.keeper, signal.SIGKILL)

    assert eventually(lambda: not lives(server.postgres))
    local.use_database()
    assert local.server().keeper != server.keeper


def test_a_killed_postgresql_ends_its_keeper_and_the_next_command_recovers(local: Local) -> None:
    user = local.use_database()
    with psycopg.connect(local.address(user)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server = local.server()

    os.kill(server.postgres, signal.SIGKILL)

    assert eventually(lambda: not lives(server.keeper))
    again = local.use_database()
    with psycopg.connect(local.address(again)) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_killed_starter_leaves_no_process(local: Local) -> None:
    user = local.use_database(wait=False)
    assert eventually(lambda: bool(processes_of(local.data)) and (local.data / "keeper.lock").exists())

    user.kill()

    assert local.is_quiet()
    local.use_database()


def test_a_pid_file_whose_pid_is_another_process_now_is_no_obstacle(local: Local) -> None:
    user = local.use_database()
    pid_file = local.data / "postgresql" / "cluster" / "postmaster.pid"
    left_behind = pid_file.read_text()
    local.leave(user)
    assert local.is_quiet()
    lines = left_behind.splitlines()
    owner = pid_file.parent.stat()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    os.chown(pid_file, owner.st_uid, owner.st_gid)

    again = local.use_database()

    assert again.poll() is None
    assert lives(os.getpid())


def test_the_port_of_last_time_is_used_again_unless_somebody_took_it(local: Local) -> None:
    local.leave(local.use_database())
    assert local.is_quiet()
    port = int((local.data / "postgresql.port").read_text())

    local.leave(local.use_database())

    assert local.is_quiet()
    assert int((local.data / "postgresql.port").read_text()) == port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()

        local.use_database()

        assert local.server().port != port


def test_no_password_is_visible_to_others(local: Local) -> None:
    user = local.use_database()
    password = (local.data / "postgresql" / "password").read_text().strip()

    arguments = [argument for process in psutil.process_iter(["cmdline"]) for argument in process.info["cmdline"] or []]

    assert len(password) == 32
    assert not [argument for argument in arguments if password in argument]
    assert not [log for log in (local.data / "logs").iterdir() if password in log.read_text()]
    assert stat.S_IMODE((local.data / "postgresql" / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE((local.data / "postgresql").stat().st_mode) == 0o700
    assert stat.S_IMODE(local.data.stat().st_mode) == (0o710 if os.geteuid() == 0 else 0o700)
    wrong = local.address(user).replace(password, "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_a_database_of_ones_own_needs_no_server(local: Local) -> None:
    told = local.run(
        "-c", "from deploy.local.database import ensure_database; print(ensure_database())", DATABASE_URL="postgresql://elsewhere/x"
    )

    assert told.stdout == "postgresql://elsewhere/x\n"
    assert not local.data.exists()


def _damage_version(cluster: Path) -> None:
    (cluster / "PG_VERSION").write_text("15\n")


def _remove_version(cluster: Path) -> None:
    (cluster / "PG_VERSION").unlink()


def _garble_control(cluster: Path) -> None:
    control = cluster / "global" / "pg_control"
    control.write_bytes(b"\x07" * control.stat().st_size)


def _empty_control(cluster: Path) -> None:
    (cluster / "global" / "pg_control").write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_damage_version, "was made by PostgreSQL 15"),
        (_remove_version, "is damaged"),
        (_garble_control, "does not start on the local data"),
        (_empty_control, "pg_control is empty"),
    ],
)
def test_damaged_data_is_told_and_left_as_it_is(local: Local, damage: Callable[[Path], None], told: str) -> None:
    local.leave(local.use_database())
    assert local.is_quiet()
    cluster = local.data / "postgresql" / "cluster"
    damage(cluster)
    before = sorted(path.relative_to(cluster) for path in cluster.rglob("*"))

    user = local.use_database(wait=False)
    output, _ = user.communicate()

    assert user.returncode == 1
    assert told in output
    assert sorted(path.relative_to(cluster) for path in cluster.rglob("*")) == before
    assert local.is_quiet()


def _a_file(data: Path) -> str:
    data.write_text("something of mine\n")
    return "is not a folder"


def _a_folder_with_something_else(data: Path) -> str:
    data.mkdir()
    (data / "photos").mkdir()
    return "holds something else already (photos)"


def _a_symbolic_link(data: Path) -> str:
    (data.parent / "elsewhere").mkdir()
    data.symlink_to(data.parent / "elsewhere")
    return "is a symbolic link"


@pytest.mark.parametrize("prepare", [_a_file, _a_folder_with_something_else, _a_symbolic_link])
def test_a_data_folder_that_is_something_else_is_refused_and_left_alone(local: Local, prepare: Callable[[Path], str]) -> None:
    told = prepare(local.data)
    before = sorted(local.data.parent.rglob("*"))

    done = local.run("manage.py", "showmigrations")

    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "DATA=" in done.stderr
    assert sorted(local.data.parent.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another account")
def test_a_data_folder_that_the_account_of_postgresql_cannot_reach_is_told_with_the_remedy(local: Local) -> None:
    local.data.parent.chmod(0o700)

    done = local.run("manage.py", "showmigrations")

    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot reach the data folder" in done.stderr
    assert "DATA=/var/tmp/" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_is_told(local: Local) -> None:
    local.data.parent.chmod(0o500)

    done = local.run("manage.py", "showmigrations")

    local.data.parent.chmod(0o700)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no permission" in done.stderr
