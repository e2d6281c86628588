"""What cannot succeed is said before anything is installed, in a clone in which nothing was set up yet."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.paths import ROOT
from tests.deploy.support import Local

UNREACHABLE = "http://127.0.0.1:1/simple"


@pytest.fixture
def clone(folder: Path) -> Path:
    """As after `git clone`: no virtual environment, no packages, no assets. Only what the launcher reads."""
    made = folder / "clone"
    shutil.copytree(ROOT / "deploy", made / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", made / "requirements")
    shutil.copy(ROOT / "Makefile", made)
    return made


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def make(local: Local, clone: Path, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`make COMMAND` as a person types it, with the variables after it."""
    # A Python without our packages would do; this one is there.
    arguments = ["make", command, f"PYTHON={sys.executable}", *(f"{name}={value}" for name, value in variables.items())]
    return subprocess.run(
        arguments,
        cwd=clone,
        env=local.environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def everything_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"PORT": "eight"}, "PORT=eight is not a port"),
        ({"DATABASE_URL": "mysql://u:geheim@127.0.0.1/x"}, "DATABASE_URL is not an address"),
        ({"DATABASE_URL": "postgresql://u:geheim@127.0.0.1:1/x"}, "The database of DATABASE_URL does not answer at 127.0.0.1, port 1"),
        ({"BROKER_URL": "geheim"}, "BROKER_URL is not an address"),
        ({"BROKER_URL": "redis://:geheim@127.0.0.1:1/0"}, "The broker of BROKER_URL does not answer at 127.0.0.1, port 1"),
        ({"DATA": "/dev/null/data"}, "/dev/null is not a folder"),
    ],
)
def test_a_variable_that_cannot_be_used_is_told_before_anything_is_installed(
    local: Local, clone: Path, variables: dict[str, str], told: str
) -> None:
    before = everything_in(clone.parent)

    done = make(local, clone, "start", **variables)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "geheim" not in done.stderr
    assert everything_in(clone.parent) == before


def test_a_taken_port_is_told_before_anything_is_installed(local: Local, clone: Path, taken_port: int) -> None:
    before = everything_in(clone.parent)

    done = make(local, clone, "start", PORT=str(taken_port))

    assert (done.returncode, done.stdout) == (2, "")
    assert f"Port {taken_port} is taken" in done.stderr
    assert f"make start PORT={taken_port + 1}" in done.stderr
    assert everything_in(clone.parent) == before


def _something_else(data: Path) -> str:
    (data / "photos").mkdir(parents=True)
    return "holds something else already (photos)"


def _damaged(data: Path) -> str:
    (data / "postgresql" / "cluster").mkdir(parents=True)
    (data / "polsslag-local-data").touch()
    return "The local data is damaged"


@pytest.mark.parametrize("prepare", [_something_else, _damaged])
@pytest.mark.parametrize("command", ["start", "test", "check"])
def test_a_data_folder_that_cannot_be_used_is_told_before_anything_is_installed(
    local: Local, clone: Path, prepare: Callable[[Path], str], command: str
) -> None:
    told = prepare(local.data)
    before = everything_in(clone.parent)

    done = make(local, clone, command)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert everything_in(clone.parent) == before


def test_an_unknown_wish_about_the_browser_is_told_before_anything_is_installed(local: Local, clone: Path) -> None:
    before = everything_in(clone.parent)

    done = make(local, clone, "test", BROWSER="perhaps")

    assert (done.returncode, done.stdout) == (2, "")
    assert "BROWSER=no leaves out the tests that need a browser" in done.stderr
    assert everything_in(clone.parent) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_clone_that_cannot_be_written_is_told(local: Local, clone: Path) -> None:
    clone.chmod(0o500)

    done = make(local, clone, "start")

    clone.chmod(0o700)
    assert (done.returncode, done.stdout) == (2, "")
    assert "This clone cannot be written" in done.stderr


@pytest.mark.slow
def test_without_a_network_it_says_so_and_can_be_repeated(local: Local, clone: Path) -> None:
    for name in [name for name in local.environment if name.startswith("PIP_")]:
        del local.environment[name]
    local.environment |= {"PIP_INDEX_URL": UNREACHABLE, "PIP_CONFIG_FILE": os.devnull}

    first = make(local, clone, "start")
    second = make(local, clone, "start")

    for done in (first, second):
        assert done.returncode == 2
        assert "1/10 Virtual environment ..." in done.stdout
        assert "no package registry answered" in done.stderr
        assert "run the same command again" in done.stderr
    assert not (clone / ".venv" / "polsslag-packages").exists()
    assert not local.data.exists()
