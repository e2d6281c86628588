"""`make reset` asks, and removes only what these commands made."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from deploy.local.paths import ROOT
from tests.deploy.support import Local


def test_without_a_terminal_it_needs_a_yes(local: Local) -> None:
    local.leave(local.use_database())
    assert local.is_quiet()

    refused = local.make("reset")

    assert refused.returncode == 1
    assert "YES=1" in refused.stderr
    assert (local.data / "postgresql" / "cluster" / "PG_VERSION").exists()

    agreed = local.make("reset", YES="1")

    assert agreed.returncode == 0
    assert not local.data.exists()
    local.use_database()


@pytest.mark.parametrize(
    ("typed", "answer", "is_kept"),
    [(b"no\n", "Nothing was removed.", True), (b"\x04", "Nothing was removed.", True), (b"yes\n", "is removed", False)],
)
def test_on_a_terminal_it_asks(local: Local, typed: bytes, answer: str, is_kept: bool) -> None:
    local.leave(local.use_database())
    assert local.is_quiet()
    keyboard, screen = pty.openpty()
    asking = subprocess.Popen(
        ["setsid", "--ctty", "--wait", sys.executable, "-m", "deploy.local", "reset"],
        cwd=ROOT,
        env=local.environment,
        stdin=screen,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(screen)

    os.write(keyboard, typed)
    said, _ = asking.communicate(timeout=60)

    os.close(keyboard)
    assert answer in said.decode()
    assert asking.returncode == (1 if is_kept else 0)
    assert local.data.exists() is is_kept


def test_data_in_use_is_not_removed(local: Local) -> None:
    user = local.use_database()

    done = local.make("reset", YES="1")

    assert done.returncode == 1
    assert "in use" in done.stderr
    assert user.poll() is None
    assert (local.data / "postgresql" / "cluster" / "PG_VERSION").exists()


def test_a_folder_that_is_not_ours_is_not_removed(local: Local) -> None:
    local.data.mkdir()
    (local.data / "photo.jpg").write_text("mine\n")

    done = local.make("reset", YES="1")

    assert done.returncode == 1
    assert (local.data / "photo.jpg").read_text() == "mine\n"


def test_nothing_to_remove_is_no_failure(local: Local) -> None:
    done = local.make("reset", YES="1")

    assert (done.returncode, done.stderr) == (0, "")
