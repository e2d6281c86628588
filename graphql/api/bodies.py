"""What was sent, as JSON: what no two readers would read alike, and what cannot be kept, is refused before anything looks into it."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from graphql import GraphQLError

# Halves of characters outside the first plane of Unicode; by itself one is no text.
FIRST_HALF, LAST_HALF = "\ud800", "\udfff"


class NotReadable(ValueError):
    """No JSON, or JSON that says one thing twice; the text tells which."""


def read_json(text: str) -> Any:
    """Raises NotReadable, RecursionError."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_named_once)
    except NotReadable:
        raise
    except ValueError:
        raise NotReadable("invalid JSON") from None


def check_texts(value: Any) -> None:
    """Raise GraphQLError (code unreadable_text) when a text anywhere in it cannot be kept: with a NUL, or half a character."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            _check_text(name)
            check_texts(part)
    elif isinstance(value, list):
        for part in value:
            check_texts(part)


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise GraphQLError(_("Remove the NUL character: it cannot be kept."), extensions={"code": "unreadable_text"})
    if any(FIRST_HALF <= character <= LAST_HALF for character in text):
        raise GraphQLError(_("Remove the half character: it is no text by itself."), extensions={"code": "unreadable_text"})


def _refuse_constant(name: str) -> Any:
    raise NotReadable(f"{name} is no JSON")


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise NotReadable("a name stands twice in one object")
    return told
