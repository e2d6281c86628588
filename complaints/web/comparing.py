"""Two people in one file (pure): what a page began with, what somebody typed, and what stands in the file now.

What somebody did not touch is never theirs to decide: it stays as a colleague left it. What both changed is a choice of the
second, line by line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# As a page sends it: the lines there is a choice at, and what was chosen at each.
DISPUTED, CHOSEN = "disputed", "choose-"
THEIRS, OURS = "theirs", "ours"


@dataclass(frozen=True, kw_only=True)
class ThreeTexts:
    """began, typed, now: by the name of a field. A name that is missing stands for nothing."""

    began: Mapping[str, Any]
    typed: Mapping[str, Any]
    now: Mapping[str, Any]

    def is_touched(self, name: str) -> bool:
        """Whether whoever typed changed this."""
        return text_of(self.typed.get(name)) != text_of(self.began.get(name))

    def is_changed_by_others(self, name: str) -> bool:
        return text_of(self.now.get(name)) != text_of(self.began.get(name))

    def is_disputed(self, name: str) -> bool:
        """Both changed it, and not to the same."""
        differs = text_of(self.typed.get(name)) != text_of(self.now.get(name))
        return differs and self.is_touched(name) and self.is_changed_by_others(name)

    def merged(self, name: str) -> Any:
        """What was typed where it was touched, else what stands in the file now."""
        return self.typed.get(name) if self.is_touched(name) else self.now.get(name)


def text_of(value: Any) -> str:
    """A value as a page carries it: a browser writes the ends of lines in its own way, and a box that is not ticked as nothing."""
    return "" if value in (None, False) else str(value).replace("\r\n", "\n").strip()
