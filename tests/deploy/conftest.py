"""A data folder for each test. Nothing here uses Django."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.support import Local


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that, as root, the account of PostgreSQL can reach too."""
    made = Path(tempfile.mkdtemp(prefix="polsslag-test-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def local(folder: Path) -> Iterator[Local]:
    """A data folder that does not exist yet. Whatever runs on it is ended afterwards."""
    made = Local(folder / "data")
    yield made
    made.close()
