"""Why a file is not kept (pure): a code, and what its text is filled with."""

from __future__ import annotations

from typing import Any

# Nobody can ever read it.
UNREADABLE = frozenset({"document_encrypted", "document_damaged"})


class UnfitDocument(Exception):
    """A file that is not kept. code: one of those that `complaints.document_refusals` has a text for."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(code)
