"""Text for files that a spreadsheet opens."""

from __future__ import annotations

# A spreadsheet takes a text that begins so for a formula or a command.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(text: str) -> str:
    """A text that a spreadsheet shows as it is: with an apostrophe before what could be a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
