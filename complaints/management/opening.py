"""Why a file that somebody named cannot be opened, in the language of everything else a command says."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _


def cannot_open(path: Path | str, error: OSError | ValueError) -> str:
    """The sentence for an error of opening a file. A ValueError is a name that no file can have."""
    if isinstance(error, ValueError):
        return _("This is not the name of a file.")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _("There is no file %(path)s. Check its name and folder.") % {"path": path}
    if isinstance(error, IsADirectoryError):
        return _("%(path)s is a folder. Name the file in it.") % {"path": path}
    if isinstance(error, PermissionError):
        return _("You may not read %(path)s. Ask its owner for it.") % {"path": path}
    return _("Cannot open %(path)s: %(reason)s.") % {"path": path, "reason": error.strerror or type(error).__name__}
