"""Arguments that commands share."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date


def a_day(text: str) -> date:
    """A date given as JJJJ-MM-DD; argparse ends the command with status 2 on anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is geen datum; schrijf JJJJ-MM-DD") from None
