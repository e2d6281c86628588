"""Search words between two pages: in the session, under a key that says nothing, so that no address ever holds a name.

The session is of one person at one organisation and lives on the server. Signing out empties it, and so does its age.
"""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

SESSION_NAME = "searches"
# The searches of one sitting: whoever goes back further searches again.
MOST_KEPT = 20
LONGEST_KEY = 40


def keep_words(session: MutableMapping[str, Any], words: str) -> str:
    """Keep the words and return their key; the same words have one key, so going back and forth stays one search."""
    kept = dict(session.get(SESSION_NAME, {}))
    key = next((key for key, one in kept.items() if one == words), None) or secrets.token_urlsafe(9)
    kept.pop(key, None)
    kept[key] = words
    session[SESSION_NAME] = dict(list(kept.items())[-MOST_KEPT:])
    return key


def words_of(session: MutableMapping[str, Any], key: str) -> str | None:
    """The words of a key; None when they are no longer kept, or were another person's."""
    found = session.get(SESSION_NAME, {}).get(key) if len(key) <= LONGEST_KEY else None
    return found if isinstance(found, str) else None
