"""Everything that is looked at before a file is kept (pure): name, size, kind, what is in it. Pictures lose the place they were taken."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import DocumentKind, Family
from complaints.documents.names import cleaned_name
from complaints.documents.pictures import without_place
from complaints.documents.recognition import recognise

LARGEST_DOCUMENT = 25 * 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class ExaminedDocument:
    """A file that may be kept. content: what is kept, at its beginning. size: in bytes; sha256: of content, in hexadecimal."""

    name: str
    kind: DocumentKind
    content: BinaryIO
    size: int
    sha256: str


def examine(content: BinaryIO, *, name: str) -> ExaminedDocument:
    """Look at a file. content: seekable, read from its start. Raises UnfitDocument."""
    name = cleaned_name(name)
    size = content.seek(0, io.SEEK_END)
    if size > LARGEST_DOCUMENT:
        raise UnfitDocument("document_too_large", most=LARGEST_DOCUMENT // (1024 * 1024))
    if not size:
        raise UnfitDocument("document_empty")
    kind = recognise(content, name=name)
    if kind.family is Family.PICTURE:
        content.seek(0)
        stripped = without_place(content.read(), code=kind.code)
        content, size = io.BytesIO(stripped), len(stripped)
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(_PIECE):
        digest.update(piece)
    content.seek(0)
    return ExaminedDocument(name=name, kind=kind, content=content, size=size, sha256=digest.hexdigest())
