"""`collectstatic`, only when a file that it collects has changed."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.local.paths import REQUIREMENTS, ROOT
from deploy.local.problems import Problem, last_lines
from deploy.local.processes import run_logged

STAMP = ".polsslag-collected"


def collect_static_files(target: Path, data: Path, environment: dict[str, str]) -> None:
    """Bring the folder the web server serves from up to date."""
    stamp = target / STAMP
    wanted = _wanted_stamp()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    log = data / "logs" / "static.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    target.mkdir(parents=True, exist_ok=True)
    if run_logged(command, log=log, environment=environment) != 0:
        raise Problem(f"The page files could not be collected. The whole log is in {log}.{last_lines(log)}")
    stamp.write_text(wanted)


def _wanted_stamp() -> str:
    digest = hashlib.sha256((REQUIREMENTS / "base.txt").read_bytes())
    for file in sorted(_sources()):
        found = file.stat()
        digest.update(f"{file.relative_to(ROOT)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest() + "\n"


def _sources() -> Iterator[Path]:
    for folder in (ROOT / "build" / "theme", *ROOT.glob("*/static"), *ROOT.glob("*/*/static")):
        # build/static is what is collected, not what it is collected from.
        if folder != ROOT / "build" / "static":
            yield from (path for path in folder.rglob("*") if path.is_file())
