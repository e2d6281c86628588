"""The name of a file as it is shown (pure): without folders, without what cannot be seen, not too long."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

LONGEST_NAME = 150
WITHOUT_NAME = "document"


def cleaned_name(name: str) -> str:
    """The name without path, control characters and marks that turn the direction of reading; at most 150 characters.

    The ending stays, whatever else goes: the kind follows from it.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    # Cc: control, Cf: format (direction overrides, zero width), Co: private, Cs: halves of pairs, Cn: nothing yet; Zl and Zp break a line.
    seen = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp", "Zs") else one for one in name if _is_kept(one))
    seen = " ".join(seen.split()).strip(" .")
    path = PurePath(seen)
    ending = path.suffix if len(path.suffix) <= 10 else ""
    stem = seen[: len(seen) - len(ending)] if ending else seen
    return (stem[: LONGEST_NAME - len(ending)].strip(" .") or WITHOUT_NAME) + ending


def piece_name(number: int) -> str:
    """How a document is called whose own name may tell who somebody is, without its ending."""
    return f"stuk-{number:02d}"


def _is_kept(one: str) -> bool:
    return unicodedata.category(one) not in ("Cf", "Co", "Cs", "Cn")
