"""`make lock`: pin the packages of requirements/*.in anew, each with its hashes."""

import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.local.paths import REQUIREMENTS
from deploy.local.problems import Problem, say

UV = "uv==0.13.8"
# In this order: a later list is held to what an earlier one chose.
LISTS = ("build", "base", "local", "dev", "node")
OPTIONS = ("--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-emit-index-url", "--system-certs", "--quiet")


def pin_requirements() -> int:
    """Write requirements/*.txt. They are changed only when all of them could be made."""
    with tempfile.TemporaryDirectory(prefix="polsslag-lock-") as folder:
        environment = Path(folder)
        _run([sys.executable, "-m", "venv", str(environment / "venv")])
        _run([str(environment / "venv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])
        made = {}
        for name in LISTS:
            output = environment / f"{name}.txt"
            target = REQUIREMENTS / f"{name}.txt"
            before = target.read_bytes() if target.exists() else None
            _run(
                [
                    str(environment / "venv" / "bin" / "uv"),
                    "pip",
                    "compile",
                    *OPTIONS,
                    f"{name}.in",
                    "--upgrade",
                    "--output-file",
                    str(output),
                ]
            )
            made[target] = (before, output.read_bytes())
    changed = [target for target, (before, after) in made.items() if before != after]
    for target in changed:
        target.write_bytes(made[target][1])
        say(f"changed: requirements/{target.name}")
    say("make lock: done" if changed else "make lock: nothing changed")
    return 0


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=REQUIREMENTS, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Problem(f"`{Path(command[0]).name} {' '.join(command[1:4])} ...` failed, see above. The requirements were not changed.")
