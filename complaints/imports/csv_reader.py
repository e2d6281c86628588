"""CSV as offices write it: UTF-8 or Windows-1252, comma, semicolon or tab; read row by row."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from complaints.imports.columns import Heading
from complaints.imports.findings import Findings
from complaints.imports.tables import LONGEST_ROW, BrokenOff, RawRow, UnreadableTable

CHUNK = 1 << 20
SEPARATORS = ",;\t"
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\r\n]+', re.IGNORECASE)
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# What the first bytes of other kinds of file are.
OTHER_FILES = (
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ\x90",
)
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1a\x1b")


class CsvReader:
    """A CSV file, opened. Raises UnreadableTable when it is no text; warns about Windows-1252."""

    def __init__(self, path: Path, *, findings: Findings) -> None:
        # The limit is the process's; complaints.management.csv_tables puts back what it finds.
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_ROW))
        self._size = path.stat().st_size
        encoding = _find_encoding(path, findings=findings)
        self._binary = path.open("rb")
        self._text = io.TextIOWrapper(self._binary, encoding=encoding, newline="")
        self._length_of_row = 0
        self._row = 0

    def close(self) -> None:
        self._text.close()

    def report_structure(self, heading: Heading) -> None:
        """Text has no structure beside its cells."""

    def rows(self) -> Iterator[RawRow]:
        reader = csv.reader(self._lines(), delimiter=self._find_separator(), strict=True)
        while True:
            self._length_of_row = 0
            self._row += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                # A quote that is never closed, or text after a closing one: where the next row starts is a guess.
                raise BrokenOff("broken_quotes", row=self._row) from None
            row = RawRow(number=self._row, cells=tuple(cells), part=self._binary.tell() / max(self._size, 1))
            if not row.is_blank:
                yield row

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_ROW + 1):
            self._length_of_row += len(line)
            if self._length_of_row > LONGEST_ROW:
                raise BrokenOff("row_too_long", row=self._row, most=LONGEST_ROW)
            yield line

    def _find_separator(self) -> str:
        start = self._text.read(64 * 1024)
        self._text.seek(0)
        named = SEPARATOR_LINE.match(start)
        if named:
            # Excel's own first line, which Excel does not show.
            self._text.readline()
            return named.group(1)
        heading = start.lstrip("\r\n").splitlines()[0] if start.strip() else ""
        outside_quotes = "".join(heading.split('"')[::2])
        return max(SEPARATORS, key=outside_quotes.count)


def _find_encoding(path: Path, *, findings: Findings) -> str:
    """`utf-8-sig` or `cp1252`. The whole file is looked at, piece by piece."""
    with path.open("rb") as file:
        start = file.read(64 * 1024)
    if not start.strip(b" \t\r\n\xef\xbb\xbf;,"):
        raise UnreadableTable("empty_file")
    if start.startswith(UTF16_MARKS):
        raise UnreadableTable("utf16")
    if start.startswith(OTHER_FILES) or len(start) - len(start.translate(None, CONTROL_BYTES)) > len(start) / 10:
        raise UnreadableTable("not_text")
    if _decodes(path, "utf-8"):
        return "utf-8-sig"
    if start.startswith(codecs.BOM_UTF8) or _is_mostly_utf8(path):
        # Half of it would come out as Ã© and the like.
        raise UnreadableTable("mixed_encoding")
    if not _decodes(path, "cp1252"):
        raise UnreadableTable("not_text")
    findings.warn("windows_1252")
    return "cp1252"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(path: Path) -> bool:
    sequences = high_bytes = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sequences += sum(len(found) for found in UTF8_SEQUENCE.findall(chunk))
            high_bytes += len(HIGH_BYTE.findall(chunk))
    return sequences * 2 >= high_bytes
