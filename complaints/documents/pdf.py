"""A PDF may carry programs and scripts (pure): it is looked for by name, also where the names are packed, without being carried out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from complaints.documents.containers import PROGRAM_HEADS, Allowance, check_packed
from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import PROGRAMS, WITH_MACROS, ending_of

_END_OF_NAME = rb"(?=[\x00\t\n\f\r /<>\[\](){}%]|$)"
# Starts a script or a program (ISO 32000-1, 12.6.4.5 and 12.6.4.16), also to play or show something (12.6.4.13, 13.6.3, and
# RichMediaExecute of ISO 32000-2, 12.6.4.18). /JS alone stands in the bytes of a large scan by chance.
_ACTS = re.compile(rb"/(?:JavaScript|Launch|Rendition|RichMediaExecute|OnInstantiate)" + _END_OF_NAME)
# A form that keeps its scripts in parts of its own (12.7.8), which no reader shows without carrying them out.
_XFA = re.compile(rb"/XFA[\x00\t\n\f\r ]*(?:\[|\d+[\x00\t\n\f\r ]+\d+[\x00\t\n\f\r ]+R)")
_HOLDS_FILE = re.compile(rb"/(?:EmbeddedFile|EF)" + _END_OF_NAME)
_LOCKED = re.compile(rb"/Encrypt" + _END_OF_NAME)
_PACKED_OBJECTS = re.compile(rb"/ObjStm" + _END_OF_NAME)
_LOOKED_INTO = re.compile(rb"/(?:ObjStm|EmbeddedFile)" + _END_OF_NAME)
_FLATE_ALONE = re.compile(rb"/Filter\s*(?:/(?:FlateDecode|Fl)" + _END_OF_NAME + rb"|\[\s*/(?:FlateDecode|Fl)\s*\])")
# A name may write any of its letters as a number: /J#61vaScript.
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILE_NAME = re.compile(rb"/U?F\s*(?:\(((?:[^()\\]|\\.){1,1000})\)|<([0-9A-Fa-f\s]{2,4000})>)", re.DOTALL)
_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\r|\n)")
_LONGEST_DICTIONARY = 16_384
_HEAD = 4_096
# Stands at the end of each that is whole.
_END, _TAIL = b"startxref", 2_048


def check_pdf(content: BinaryIO) -> None:
    """Raises UnfitDocument for a script, a form that may hold one, an action that starts a program, a program inside, or what
    nobody can look into.

    Streams are unpacked no further than the allowance of every document; pictures and pages only at their first bytes.
    """
    content.seek(0)
    pdf = content.read()
    objects, allowance = [_plain_names(pdf)], Allowance()
    is_locked = bool(_LOCKED.search(objects[0]))
    unseen = len(_LOOKED_INTO.findall(objects[0]))
    for stream in _streams(pdf):
        unseen -= len(_LOOKED_INTO.findall(stream.dictionary))
        is_held = bool(_HOLDS_FILE.search(stream.dictionary))
        is_packed = bool(_PACKED_OBJECTS.search(stream.dictionary))
        if is_locked and (is_held or is_packed):
            raise UnfitDocument("document_encrypted")
        if is_packed:
            objects.append(_plain_names(_unpacked(stream, allowance)))
        elif is_held:
            _check_held(stream, allowance)
        elif _begins(stream.content).startswith(PROGRAM_HEADS):
            raise UnfitDocument("document_is_active_pdf")
    if unseen > 0:
        # A stream that hides in what looks like another.
        raise UnfitDocument("document_is_active_pdf")
    for text in objects:
        if _ACTS.search(text) or _XFA.search(text) or (_HOLDS_FILE.search(text) and _names_program(text)):
            raise UnfitDocument("document_is_active_pdf")


def may_be_unreadable(content: BinaryIO) -> bool:
    """Whether it may be locked or cut off; whether it is, shows when it is opened."""
    content.seek(0)
    pdf = content.read()
    return _END not in pdf[-_TAIL:] or bool(_LOCKED.search(_plain_names(pdf)))


@dataclass(frozen=True, slots=True)
class _Stream:
    """dictionary: what is said of it, its names without escapes. content: as it is stored."""

    dictionary: bytes
    content: bytes

    @property
    def is_flate(self) -> bool:
        return bool(_FLATE_ALONE.search(self.dictionary)) and b"/Predictor" not in self.dictionary


def _streams(pdf: bytes) -> Iterator[_Stream]:
    """One after the other; no byte is read twice."""
    done = 0
    while found := _STREAM.search(pdf, done):
        before = pdf[max(done, found.start() - _LONGEST_DICTIONARY) : found.start()]
        end = pdf.find(b"endstream", found.end())
        done = end if end >= 0 else len(pdf)
        yield _Stream(dictionary=_plain_names(before[before.rfind(b"obj") + 3 :]), content=pdf[found.end() : done])


def _plain_names(text: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _begins(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content[:_HEAD], 16)
    except zlib.error:
        return content[:16]


def _unpacked(stream: _Stream, allowance: Allowance) -> bytes:
    """Objects that are packed together. What cannot be looked into is refused as if it acted."""
    if b"/Filter" not in stream.dictionary:
        return stream.content
    if not stream.is_flate:
        raise UnfitDocument("document_is_active_pdf")
    return b"".join(allowance.unpacked(stream.content))


def _check_held(stream: _Stream, allowance: Allowance) -> None:
    """A file inside: kept as long as it is no program and holds none."""
    is_stored = b"/Filter" not in stream.dictionary
    if not is_stored and not stream.is_flate:
        raise UnfitDocument("document_is_active_pdf")
    try:
        check_packed(iter([stream.content]) if is_stored else allowance.unpacked(stream.content), allowance)
    except UnfitDocument as fault:
        if fault.code == "document_unpacks_too_large":
            raise
        raise UnfitDocument("document_is_active_pdf") from None


def _names_program(objects: bytes) -> bool:
    names = (found[1] if found[1] is not None else _of_digits(found[2]) for found in _FILE_NAME.finditer(objects))
    # In two bytes for each letter, or in one.
    return any(ending_of(name.replace(b"\x00", b"").decode("latin-1")) in PROGRAMS | WITH_MACROS for name in names)


def _of_digits(digits: bytes) -> bytes:
    even = b"".join(digits.split())
    return bytes.fromhex((even + b"0" * (len(even) % 2)).decode())
