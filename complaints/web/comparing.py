"""Two people in one file (pure): what a page began with, what somebody typed, and what stands in the file now.

What somebody did not touch is never theirs to decide: it stays as a colleague left it. What both changed is a choice of the
second, line by line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

# Before the name of a field: what the page that was sent began with.
BEGAN = "began-"
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


def with_both_added(texts: ThreeTexts, *, places: Sequence[Sequence[str]]) -> ThreeTexts:
    """What was added at a place where a colleague added something else goes to the first free place, so that both stay.

    places: the names of the fields of each. Is no place free, then it stays where it is and is disputed.
    """
    typed = dict(texts.typed)
    for place in places:
        added, beside = _texts_at(place, typed), _texts_at(place, texts.now)
        if any(_texts_at(place, texts.began)) or not any(added) or not any(beside) or added == beside:
            continue
        free = next((one for one in places if not any(any(_texts_at(one, held)) for held in (typed, texts.began, texts.now))), None)
        if free is not None:
            typed |= dict(zip(free, (typed.get(name) for name in place), strict=True)) | dict.fromkeys(place, "")
    return replace(texts, typed=typed)


def disputed_by_shifting(texts: ThreeTexts, *, places: Sequence[Sequence[str]]) -> list[str]:
    """What was typed at a place that holds something else by now, where a colleague made it more or fewer places."""
    if sum(any(_texts_at(place, texts.began)) for place in places) == sum(any(_texts_at(place, texts.now)) for place in places):
        return []
    shifted = [place for place in places if any(texts.is_changed_by_others(name) for name in place)]
    touched = [name for place in shifted for name in place if texts.is_touched(name)]
    return [name for name in touched if text_of(texts.typed.get(name)) != text_of(texts.now.get(name))]


def _texts_at(place: Sequence[str], held: Mapping[str, Any]) -> list[str]:
    return [text_of(held.get(name)) for name in place]


def text_of(value: Any) -> str:
    """A value as a page carries it: a browser writes the ends of lines in its own way, and a box that is not ticked as nothing."""
    return "" if value in (None, False) else str(value).replace("\r\n", "\n").strip()
