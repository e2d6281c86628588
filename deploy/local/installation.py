"""`make setup`: the virtual environment, the locked packages, the page assets and the translations. Does nothing when nothing changed.

A stamp is written last, so what was interrupted is done again. Standard library only: this runs before any package is there.
"""

import hashlib
import importlib.util
import os
import shutil
import sys

from deploy.local.assets import assets_are_current, build_assets
from deploy.local.locks import FileLock
from deploy.local.packages import SETUP_LOG, pip_install
from deploy.local.paths import REQUIREMENTS, ROOT, VENV, VENV_PYTHON, WORK
from deploy.local.problems import Problem, Steps, last_lines, say
from deploy.local.processes import run_logged
from deploy.local.translations import compile_translations, translations_are_current

REQUIREMENT_FILES = tuple(REQUIREMENTS / name for name in ("base.txt", "local.txt", "dev.txt"))
# What packages without a wheel are built with: locked as well, so pip fetches nothing by itself.
BUILD_REQUIREMENTS = REQUIREMENTS / "build.txt"
STAMP = VENV / "polsslag-packages"


def set_up(steps: Steps | None = None) -> None:
    """Bring this clone to where `start`, `test` and `check` can run. One run at a time.

    With `steps` there is a line for each of the four parts, done or not; without, only when there is something to do.
    """
    try:
        WORK.mkdir(exist_ok=True)
    except OSError as error:
        raise Problem(f"This clone cannot be written: {error.strerror} ({WORK}). Clone it to a folder of your own.") from error
    with FileLock(WORK / "setup.lock") as alone:
        if not alone.try_lock():
            say("Waiting for another `make` that is setting up this clone ...")
            alone.lock(seconds=1800, waiting_for="another `make` that is setting up this clone")
        if steps is None and is_current():
            return
        steps = steps or Steps(total=4)
        with steps.step("Virtual environment"):
            _make_environment()
        with steps.step("Packages" if _packages_are_current() else "Packages (a minute or two the first time)"):
            if not _packages_are_current():
                _install_packages()
        with steps.step("Page assets"):
            build_assets()
        with steps.step("Translations"):
            compile_translations()


def is_current() -> bool:
    """Whether there is nothing to do."""
    return _environment_works() and _packages_are_current() and assets_are_current() and translations_are_current()


def wanted_stamp() -> str:
    """What the stamp must say: the locked files and the Python they were installed for."""
    digest = hashlib.sha256()
    for file in (BUILD_REQUIREMENTS, *REQUIREMENT_FILES):
        try:
            digest.update(file.read_bytes())
        except OSError as error:
            raise Problem(f"{file.relative_to(ROOT)} cannot be read ({error.strerror}); the clone is not complete.") from error
    return f"{digest.hexdigest()} {_environment_version()}\n"


def _environment_version() -> str:
    try:
        return next(line for line in (VENV / "pyvenv.cfg").read_text().splitlines() if line.startswith("version"))
    except (OSError, StopIteration):
        return ""


def _packages_are_current() -> bool:
    try:
        return STAMP.read_text() == wanted_stamp()
    except OSError:
        return False


def _environment_works() -> bool:
    """Whether the environment's Python is there: it is a link, and what it led to may be gone after an upgrade."""
    return os.access(VENV_PYTHON, os.X_OK) and (VENV / "pyvenv.cfg").is_file()


def _make_environment() -> None:
    if _environment_works() and (VENV / "bin" / "pip").exists():
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Problem(
            f"This Python ({sys.executable}) cannot make virtual environments: its `venv` module is missing. "
            f"On Debian and Ubuntu: apt-get install python{version}-venv. Then try again."
        )
    if VENV.is_symlink() or (VENV.exists() and not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir())):
        raise Problem(f"{VENV} is there but is no virtual environment. Move it away, then try again.")
    log = WORK / SETUP_LOG
    log.unlink(missing_ok=True)
    if run_logged([sys.executable, "-m", "venv", "--clear", str(VENV)], log=log) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Problem(f"The virtual environment could not be made in {VENV}. Nothing is left of the attempt.{last_lines(log)}")


def _install_packages() -> None:
    wanted = wanted_stamp()
    STAMP.unlink(missing_ok=True)
    pip_install(["-r", str(BUILD_REQUIREMENTS)])
    pip_install([option for file in REQUIREMENT_FILES for option in ("-r", str(file))])
    STAMP.write_text(wanted)
