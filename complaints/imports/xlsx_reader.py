"""XLSX, looked over before it is opened: what it unpacks to, formulas, merged cells, macros. Then read row by row by openpyxl."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any
from xml.parsers.expat import ExpatError
from xml.sax import SAXException

from defusedxml import DefusedXmlException
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import ARC_CONTENT_TYPES, SHARED_STRINGS
from openpyxl.xml.functions import fromstring

from complaints.imports.columns import Heading, column_key, letter_of
from complaints.imports.findings import Findings
from complaints.imports.sheet_scan import SheetScan, TooLargeSheet, check_xml, scan_sheet
from complaints.imports.tables import MOST_COLUMNS, BrokenOff, RawRow, UnreadableTable

MEGABYTE = 1_000_000
MOST_PARTS = 1_000
MOST_SHEETS = 50
# Unpacked sizes. Python's zipfile never reads past the size a part claims, so a lying directory ends in a checksum error.
LARGEST_SHEET = 400 * MEGABYTE
LARGEST_STRINGS = 64 * MEGABYTE
LARGEST_OTHER_XML = 8 * MEGABYTE
LARGEST_IN_ALL = 600 * MEGABYTE
# Elements that openpyxl keeps in memory: a shared text has two or more, Excel allows 65,490 formats of cells.
MOST_STRINGS = 3_000_000
MOST_ELEMENTS = 200_000
# Real sheets pack ten to sixty times smaller; a bomb hundreds of times.
RATIO_COUNTS_FROM = 10 * MEGABYTE
HIGHEST_RATIO = 150
OLD_EXCEL_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
XML_ENDINGS = (".xml", ".rels", ".vml")
# Whatever a library meets in a damaged file.
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ExpatError,
    SAXException,
    SyntaxError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    worksheet: Any
    scan: SheetScan
    heading_keys: frozenset[str]
    heading_row: int

    @property
    def title(self) -> str:
        return str(self.worksheet.title)


class XlsxReader:
    """A workbook, opened on the one sheet that holds the register. Raises UnreadableTable.

    required: the columns by which that sheet is known when there are several. A formula is a fault: the value beside it
    is what some program last made of it. Merged cells are a fault: only the first of them holds a value.
    """

    def __init__(self, path: Path, *, findings: Findings, required: tuple[str, ...]) -> None:
        _check_archive(path)
        self._findings = findings
        with _broken_is_unreadable():
            parts = _look_over(path)
            self._workbook = _open_workbook(path, parts=parts)
        try:
            self._sheet = self._choose(parts.sheets, required=required)
        except BaseException:
            self._workbook.close()
            raise

    def close(self) -> None:
        self._workbook.close()

    def rows(self) -> Iterator[RawRow]:
        scan = self._sheet.scan
        number = 0
        try:
            for number, cells in enumerate(_cells_of(self._sheet.worksheet, scan=scan), start=1):
                row = RawRow(number=number, cells=cells, part=number / max(scan.last_row, 1))
                if not row.is_blank:
                    yield row
        except (*_BROKEN, DefusedXmlException):
            raise BrokenOff("broken_workbook", row=number + 1) from None

    def report_structure(self, heading: Heading) -> None:
        """Formulas and merged cells, once the heading has told which column is which."""
        names = {place: column for column, place in heading.places.items()}
        if not heading.missing:
            names |= heading.unknown
        for row, column in self._sheet.scan.formulas:
            self._findings.fault("formula", row=row, column=names.get(column, letter_of(column)), value="=…")
        self._findings.faults_total += self._sheet.scan.formulas_total - len(self._sheet.scan.formulas)
        for merged in self._sheet.scan.merged:
            is_head = merged.first_row <= self._sheet.heading_row <= merged.last_row
            self._findings.fault(
                "merged_heading" if is_head else "merged_cells",
                row=merged.first_row,
                column=names.get(merged.first_column, letter_of(merged.first_column)),
                value=merged.reference,
            )

    def _choose(self, scans: dict[str, SheetScan], *, required: tuple[str, ...]) -> _Sheet:
        if len(self._workbook.worksheets) > MOST_SHEETS:
            raise UnreadableTable("too_many_sheets", most=MOST_SHEETS)
        with _broken_is_unreadable():
            filled = [sheet for worksheet in self._workbook.worksheets if (sheet := _look_at(worksheet, scans)) is not None]
        if not filled:
            raise UnreadableTable("empty_file")
        wanted = {column_key(column) for column in required}
        fitting = [sheet for sheet in filled if wanted <= sheet.heading_keys]
        if len(fitting) > 1:
            raise UnreadableTable("several_sheets", sheets=", ".join(sheet.title for sheet in fitting))
        chosen = fitting[0] if fitting else filled[0]
        for other in filled:
            if other is not chosen:
                self._findings.warn("sheet_left_out", value=other.title, sheet=other.title[:100])
        return chosen


@contextmanager
def _broken_is_unreadable() -> Iterator[None]:
    try:
        yield
    except UnreadableTable:
        raise
    except TooLargeSheet as error:
        raise UnreadableTable(error.code, **error.params) from None
    except DefusedXmlException:
        raise UnreadableTable("unsafe_workbook") from None
    except _BROKEN:
        raise UnreadableTable("broken_workbook") from None


def _check_archive(path: Path) -> None:
    """Refuse what is no workbook, or would unpack to more than we read, before anything is unpacked."""
    with path.open("rb") as file:
        start = file.read(4)
        if not start:
            raise UnreadableTable("empty_file")
        if start == OLD_EXCEL_OR_ENCRYPTED:
            raise UnreadableTable("encrypted_workbook" if ENCRYPTED_STREAM in file.read(4 * MEGABYTE) else "old_workbook")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (*_BROKEN,):
        raise UnreadableTable("not_a_workbook") from None
    names = {part.filename for part in parts}
    if ARC_CONTENT_TYPES not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableTable("not_a_workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableTable("workbook_with_macros")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableTable("encrypted_workbook")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_IN_ALL or any(_is_a_bomb(part) for part in parts):
        raise UnreadableTable("workbook_too_large")


def _is_a_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_COUNTS_FROM and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)


class _Role(Enum):
    """How a part is read: a sheet row by row, shared texts piece by piece into a list, other XML in one piece, the rest never."""

    SHEET = auto()
    STRINGS = auto()
    OTHER_XML = auto()
    UNREAD = auto()


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was looked over and found within bounds: the sheets by name, the shared texts, and the small parts."""

    sheets: dict[str, SheetScan]
    strings: str | None
    small: frozenset[str]


def _look_over(path: Path) -> _Parts:
    """Look over every part before a library opens any. Raises UnreadableTable and what `check_xml` raises."""
    sheets: dict[str, SheetScan] = {}
    small = set()
    with zipfile.ZipFile(path) as archive:
        _check(archive, ARC_CONTENT_TYPES, largest=LARGEST_OTHER_XML, most_elements=MOST_ELEMENTS)
        strings = _strings_of(archive)
        for name in archive.namelist():
            role = _role_of(name, strings=strings)
            if role is _Role.SHEET:
                _check_size(archive, name, largest=LARGEST_SHEET)
                with archive.open(name) as part:
                    sheets[name] = scan_sheet(part)
            elif role is _Role.STRINGS:
                _check(archive, name, largest=LARGEST_STRINGS, most_elements=MOST_STRINGS)
            elif role is _Role.OTHER_XML:
                _check(archive, name, largest=LARGEST_OTHER_XML, most_elements=MOST_ELEMENTS)
                small.add(name)
    return _Parts(sheets=sheets, strings=strings, small=frozenset(small))


def _strings_of(archive: zipfile.ZipFile) -> str | None:
    """The part with the shared texts. openpyxl goes by the list of contents and not by a name, so we ask as it does."""
    tree: Any = fromstring(archive.read(ARC_CONTENT_TYPES))
    contents: Any = Manifest.from_tree(tree)
    found = contents.find(SHARED_STRINGS)
    return found.PartName[1:] if found else None


def _role_of(name: str, *, strings: str | None) -> _Role:
    lowered = name.lower()
    if name == strings:
        return _Role.STRINGS
    if "/worksheets/" in lowered and lowered.endswith(".xml"):
        return _Role.SHEET
    return _Role.OTHER_XML if lowered.endswith(XML_ENDINGS) else _Role.UNREAD


def _check(archive: zipfile.ZipFile, name: str, *, largest: int, most_elements: int) -> None:
    _check_size(archive, name, largest=largest)
    with archive.open(name) as part:
        check_xml(part, most_elements=most_elements)


def _check_size(archive: zipfile.ZipFile, name: str, *, largest: int) -> None:
    if archive.getinfo(name).file_size > largest:
        raise UnreadableTable("workbook_too_large")


class _BoundedArchive(zipfile.ZipFile):
    """The archive as openpyxl gets it. Which part it opens is up to the file: here none that was not looked over, and none
    that may be large in one piece. Raises UnreadableTable.
    """

    def __init__(self, path: Path, *, parts: _Parts) -> None:
        super().__init__(path)
        self._parts = parts
        self._names = frozenset(self.namelist())

    def open(self, name: str | zipfile.ZipInfo, *args: Any, **kwargs: Any) -> IO[bytes]:
        self._refuse_unless(name, name in self._parts.small or name in self._parts.sheets or name == self._parts.strings)
        return super().open(name, *args, **kwargs)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        self._refuse_unless(name, name in self._parts.small)
        return super().read(name, pwd)

    def _refuse_unless(self, name: str | zipfile.ZipInfo, is_within_bounds: bool) -> None:
        # What is not there at all is openpyxl's to miss: a workbook may do without styles.
        if name in self._names and not is_within_bounds:
            raise UnreadableTable("unsafe_workbook")


class _BoundedReader(ExcelReader):
    """openpyxl's own reader, on a bounded archive. Chart sheets hold no rows and stay closed."""

    def __init__(self, path: Path, *, parts: _Parts) -> None:
        super().__init__(path, read_only=True, data_only=True, keep_links=False)
        self.archive.close()
        self.archive = _BoundedArchive(path, parts=parts)

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Nothing to read."""


def _open_workbook(path: Path, *, parts: _Parts) -> Any:
    """The workbook, as `openpyxl.load_workbook` makes it."""
    reader = _BoundedReader(path, parts=parts)
    try:
        reader.read()
    except BaseException:
        reader.archive.close()
        raise
    return reader.wb


def _look_at(worksheet: Any, scans: dict[str, SheetScan]) -> _Sheet | None:
    """The sheet with what a scan says of it; None when it holds nothing."""
    # Private, but openpyxl tells nowhere else which part of the archive a sheet is.
    scan = scans[worksheet._worksheet_path]
    if not scan.last_row:
        return None
    if scan.last_column > MOST_COLUMNS:
        raise UnreadableTable("too_many_columns", most=MOST_COLUMNS)
    for number, cells in enumerate(_cells_of(worksheet, scan=scan), start=1):
        if any(cell is not None and str(cell).strip() for cell in cells):
            keys = frozenset(column_key(str(cell)) for cell in cells if cell is not None)
            return _Sheet(worksheet=worksheet, scan=scan, heading_keys=keys, heading_row=number)
    return None


def _cells_of(worksheet: Any, *, scan: SheetScan) -> Iterator[tuple[Any, ...]]:
    # Some programs write a size that is too small; openpyxl would believe it.
    worksheet.reset_dimensions()
    yield from worksheet.iter_rows(max_row=scan.last_row, max_col=scan.last_column, values_only=True)
