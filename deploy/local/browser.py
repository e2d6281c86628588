"""A browser for the tests: the machine's own, else Debian's package, else Playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.paths import WORK
from deploy.local.problems import Problem, say
from deploy.local.processes import run_logged

NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
LEAVE_OUT = "BROWSER=no leaves the tests that need one out"


def find_or_install_browser() -> Path:
    """The path of a browser that runs. Raises `Problem` when there is none and none can be had."""
    found = installed_browser() or playwright_browser()
    if found is not None:
        return found
    log = WORK / "browser.log"
    log.unlink(missing_ok=True)
    if _can_install_debian_package():
        say("There is no browser here: installing Debian's package chromium ...")
        _install_debian_package(log)
        found = installed_browser()
        if found is not None:
            return found
    say("There is no browser here: trying to download Playwright's ...")
    run_logged([sys.executable, "-m", "playwright", "install", *(["--with-deps"] if os.geteuid() == 0 else []), "chromium"], log=log)
    found = playwright_browser()
    if found is None:
        raise Problem(
            f"There is no browser for the tests, and none could be installed (see {log}). Install Chromium or Chrome; {LEAVE_OUT}."
        )
    return found


def installed_browser() -> Path | None:
    """A Chrome or Chromium of this machine, or the one that CHROMIUM names."""
    for name in (os.environ.get("CHROMIUM", "").strip(), *NAMES):
        path = shutil.which(name) if name else None
        if path and _runs(path):
            return Path(path)
    return None


def playwright_browser() -> Path | None:
    """The browser that Playwright downloaded before, if it did."""
    question = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    try:
        told = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(told) if told and _runs(told) else None


def _runs(path: str) -> bool:
    """Whether it starts: some systems have a stub of that name which only says how to install it."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _can_install_debian_package() -> bool:
    """Only on Debian itself: elsewhere the package of that name is a stub."""
    try:
        system = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return False
    return "ID=debian" in system and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install_debian_package(log: Path) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]):
        run_logged(command, log=log, environment=environment)
