"""The passages of what somebody told, for choosing which of them go along to somebody else (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def passages_of(texts: Iterable[str]) -> list[str]:
    """The paragraphs of each text, or the sentences of one that has no paragraphs; each once."""
    found: list[str] = []
    for text in texts:
        paragraphs = [one.strip() for one in text.splitlines() if one.strip()]
        found += paragraphs if len(paragraphs) > 1 else [one for part in paragraphs for one in sentences_of(part)]
    return list(dict.fromkeys(found))


def sentences_of(passage: str) -> list[str]:
    """The sentences of one passage."""
    return [one for one in _END_OF_SENTENCE.split(passage) if one]


def stands_in(passage: str, texts: Iterable[str]) -> bool:
    """Whether somebody told this, word for word; how lines are broken does not count."""
    words = _on_one_line(passage)
    return bool(words) and any(words in _on_one_line(text) for text in texts)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
