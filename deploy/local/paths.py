"""Where things lie in a clone."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
WORK = ROOT / ".local"  # ignored by git: the ordinary user's data folder, locks of the set-up


def clone_key() -> str:
    """A short name for this clone, the same at every start: two clones of one user never share data."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
