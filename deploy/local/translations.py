"""The catalogues that Django reads, made of those that people write."""

from pathlib import Path

from deploy.local.paths import ROOT, VENV, WORK
from deploy.local.problems import Problem, last_lines
from deploy.local.processes import run_logged

LOG = "translations.log"


def translations_are_current() -> bool:
    """Whether every catalogue was compiled since it was last changed."""
    return all(_is_compiled(catalogue) for catalogue in _catalogues())


def compile_translations() -> None:
    """Compile what is not current. Babel does it: GNU gettext need not be there."""
    log = WORK / LOG
    log.unlink(missing_ok=True)
    for catalogue in _catalogues():
        if _is_compiled(catalogue):
            continue
        compiled = catalogue.with_suffix(".mo")
        half_done = compiled.with_suffix(".mo.new")
        command = [str(VENV / "bin" / "python"), "-m", "babel.messages.frontend", "compile", "-i", str(catalogue), "-o", str(half_done)]
        if run_logged(command, log=log) != 0:
            half_done.unlink(missing_ok=True)
            raise Problem(f"{catalogue.relative_to(ROOT)} could not be compiled.{last_lines(log)}")
        half_done.replace(compiled)


def _catalogues() -> list[Path]:
    return sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def _is_compiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime
