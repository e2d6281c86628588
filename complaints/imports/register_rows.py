"""A row of a register file as facts: everything that can be judged without knowing the organisation."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal

from complaints.imports.columns import (
    DATE_COLUMNS,
    LABEL_COLUMNS,
    LONGEST,
    PARTY_COLUMNS,
    PERSONAL_COLUMNS,
    TERM_WORDS,
    Heading,
    letter_of,
)
from complaints.imports.findings import Findings
from complaints.imports.masking import holds_possible_bsn, masked
from complaints.imports.tables import Cell, RawRow
from tenants.organisation.core_lists import label_key

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_EXTENSION_WEEKS = 4
# Written out, a blank. A label of that name would stand beside the blanks in the figures, under the same heading.
UNKNOWN_WORD = "onbekend"
# Of the columns without which there is no row, what it is called when the cell is blank.
MISSING = {"reference": "reference_missing", "received_on": "received_on_missing"}
# Dates of what has happened: they cannot lie ahead.
PAST_DATES = ("received_on", "closed_on", "first_contact_on", "acknowledged_on", "extension_sent_on")
# Dates of what follows receipt, with the code when they come before it.
AFTER_RECEIPT = {
    "closed_on": "closed_before_received",
    "first_contact_on": "contact_before_received",
    "acknowledged_on": "acknowledged_before_received",
}

ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII)
DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
OUR_REFERENCE = re.compile(r"[0-9]{4}-[0-9]{5,7}", re.ASCII)
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
# A number with more digits than a spreadsheet keeps exactly.
INEXACT_FROM = 10**15
SPREADSHEET_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#N/B", "#WAARDE!", "#VERW!", "#DEEL/0!", "#NAAM?"}
)
# Invisible, but part of emoji and of some scripts.
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One complaint as the file has it. A blank is "" or None: unknown, never a guess. number: its row in the file."""

    number: int
    reference: str
    received_on: date
    kind: str = ""
    channel: str = ""
    unit: str = ""
    nature: str = ""
    municipality: str = ""
    procedure: str = ""
    outcome: str = ""
    handled_by: str = ""
    closed_on: date | None = None
    within_term: str = ""
    summary: str = ""
    story: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    handler_email: str = ""
    first_contact_on: date | None = None
    acknowledged_on: date | None = None
    extension_weeks: int = 0
    extension_sent_on: date | None = None
    postponed_from: date | None = None
    postponed_until: date | None = None
    source_due_on: date | None = None

    @property
    def has_party(self) -> bool:
        """Whether anything is known of the person who complains."""
        return any(getattr(self, column) for column in PARTY_COLUMNS)

    @property
    def digest(self) -> str:
        """What the row says, in 64 characters: equal for rows that differ in spelling of a label or in column order alone.

        It rests on personal data, so it goes when those go.
        """
        content: dict[str, object] = {}
        for column in _NAMES:
            value = getattr(self, column)
            if column in ("number", "reference") or not value:
                continue
            content[column] = label_key(value) if column in LABEL_COLUMNS else value
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


_NAMES = tuple(one.name for one in fields(RegisterRow))
_DATE_NAMES = frozenset(DATE_COLUMNS)


def pack(row: RegisterRow) -> str:
    """A row as one line of text, for the space between reading and writing."""
    return json.dumps([getattr(row, name) for name in _NAMES], default=str, ensure_ascii=False, separators=(",", ":"))


def unpack(line: str) -> RegisterRow:
    """The row of `pack`."""
    values = dict(zip(_NAMES, json.loads(line), strict=True))
    for name in _DATE_NAMES:
        if values[name]:
            values[name] = date.fromisoformat(values[name])
    return RegisterRow(**values)


def looks_like_ours(reference: str) -> bool:
    """Whether an old reference has the shape of ours, so that one number may stand for two complaints."""
    return OUR_REFERENCE.fullmatch(reference) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
    """A row as far as it could be read: what it says of the whole file and of the organisation is judged whatever its faults.

    facts: the row; None when it has a fault. words: labels and handler, "" for a blank. dates, extension_weeks, reference:
    None, 0 or "" for a blank and for what could not be read. faulty: the columns with a fault. part: how much of the file
    was read, 0 to 1.
    """

    number: int
    facts: RegisterRow | None
    reference: str
    words: Mapping[str, str]
    dates: Mapping[str, date | None]
    extension_weeks: int
    faulty: frozenset[str]
    part: float

    def sound_date(self, column: str) -> date | None:
        """The date in a column; None when it is blank or has a fault, alone or beside another date."""
        return None if column in self.faulty else self.dates.get(column)


def read_register_row(raw: RawRow, *, heading: Heading, today: date, findings: Findings) -> RowReading:
    """The facts of a row; every fault goes to `findings`."""
    before = findings.faults_total
    _check_outside(raw, heading=heading, findings=findings)
    cells = {column: raw.cells[place] if place < len(raw.cells) else None for column, place in heading.places.items()}
    reading = _Reading(row=raw.number, findings=findings, today=today)
    texts = {column: reading.text(column, cell) for column, cell in cells.items() if column not in DATE_COLUMNS}
    dates = {column: reading.day(column, cell) for column, cell in cells.items() if column in DATE_COLUMNS}
    for column, code in MISSING.items():
        # A formula was told already: the cell is not blank, its value is not read.
        if not _holds_something(cells[column]) and not findings.tells_of(row=raw.number, column=column):
            reading.fault(code, column)
    weeks = reading.weeks(texts.pop("extension_weeks", ""))
    texts["within_term"] = reading.term_word(texts.get("within_term", ""))
    reading.check_order(dates=dates, weeks=weeks, outcome=texts.get("outcome", ""))
    texts["handler_email"] = texts.get("handler_email", "").lower()
    row = None
    if findings.faults_total == before:
        reading.warn_about(texts)
        row = RegisterRow(number=raw.number, extension_weeks=weeks, **dates, **texts)  # type: ignore[arg-type]
        if row.within_term and row.closed_on is None:
            findings.warn("term_ignored_while_open", row=raw.number, column="within_term", value=row.within_term)
    return RowReading(
        number=raw.number,
        facts=row,
        reference=texts.get("reference", ""),
        words={column: texts.get(column, "") for column in (*LABEL_COLUMNS, "handler_email")},
        dates=dates,
        extension_weeks=weeks,
        faulty=frozenset(reading.faulty),
        part=raw.part,
    )


def _check_outside(raw: RawRow, *, heading: Heading, findings: Findings) -> None:
    """A filled cell without a heading: either values have shifted, or something would be lost. It may hold anything, so it is hidden."""
    for position, cell in _beyond(raw, heading=heading):
        if _holds_something(cell):
            findings.fault("cell_outside_table", row=raw.number, column=letter_of(position), value=masked(str(cell).strip()))


def _beyond(raw: RawRow, *, heading: Heading) -> Iterator[tuple[int, Cell]]:
    for position in sorted(heading.nameless):
        if position < len(raw.cells):
            yield position, raw.cells[position]
    for position in range(heading.width, len(raw.cells)):
        yield position, raw.cells[position]


def _holds_something(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row while it is read. faulty: the columns in which something was refused."""

    row: int
    findings: Findings
    today: date
    faulty: set[str] = field(default_factory=set)

    def fault(self, code: str, column: str, value: object = "", **params: str | int | date) -> None:
        self.faulty.add(column)
        self.findings.fault(code, row=self.row, column=column, value=value, about="", **params)

    def text(self, column: str, cell: Cell) -> str:
        """The cell as text without white space around it; "" when it is blank or has a fault."""
        if cell is None:
            return ""
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            if abs(cell) >= INEXACT_FROM:
                self.fault("number_not_exact", column, cell)
                return ""
            text = str(int(cell)) if cell == int(cell) else str(Decimal(repr(cell)))
        elif isinstance(cell, bool):
            text = "WAAR" if cell else "ONWAAR"
        elif isinstance(cell, date):
            text = cell.isoformat().removesuffix("T00:00:00")
        else:
            text = str(cell).strip().replace("\r\n", "\n").replace("\r", "\n")
        if column in LABEL_COLUMNS and text.casefold() == UNKNOWN_WORD:
            return ""
        return text if text and self._is_fit(column, text) else ""

    def _is_fit(self, column: str, text: str) -> bool:
        # Folding case, as labels are compared, makes some texts longer.
        length = max(len(text), len(label_key(text))) if column in LABEL_COLUMNS else len(text)
        if length > LONGEST[column]:
            self.fault("text_too_long", column, text, length=length, most=LONGEST[column])
        elif "\x00" in text:
            self.fault("null_character", column, text)
        elif column not in ("summary", "story", "name", "address") and _holds_invisible(text):
            self.fault("invisible_character", column, text)
        elif column not in PERSONAL_COLUMNS and column != "reference" and holds_possible_bsn(text):
            self.fault("bsn_in_label", column, text)
        elif text in SPREADSHEET_ERRORS:
            self.fault("spreadsheet_error", column, text)
        else:
            return True
        return False

    def day(self, column: str, cell: Cell) -> date | None:
        """The cell as a date; None when it is blank or has a fault."""
        if not _holds_something(cell):
            return None
        if isinstance(cell, datetime):
            found: date | None = cell.date()
        elif isinstance(cell, date):
            found = cell
        elif isinstance(cell, str):
            found = self._written_date(column, cell.strip())
        else:
            self.fault("number_for_date", column, cell)
            return None
        return found if found is not None and self._is_likely(column, found) else None

    def _written_date(self, column: str, text: str) -> date | None:
        if iso := ISO_DATE.fullmatch(text):
            year, month, day = iso.group(1, 2, 3)
        elif dutch := DUTCH_DATE.fullmatch(text):
            day, month, year = dutch.group(1, 2, 3)
        else:
            self.fault("not_a_date", column, text)
            return None
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            self.fault("no_such_day", column, text)
            return None

    def _is_likely(self, column: str, found: date) -> bool:
        if found.year < FIRST_YEAR:
            self.fault("date_too_long_ago", column, found, first_year=FIRST_YEAR)
        elif column in PAST_DATES and found > self.today:
            self.fault("date_in_future", column, found, today=self.today)
        elif found.year > LAST_YEAR:
            self.fault("date_too_far_ahead", column, found, last_year=LAST_YEAR)
        else:
            return True
        return False

    def weeks(self, text: str) -> int:
        """The weeks of an extension, 0 to 4; 0 when blank or faulty."""
        if not text:
            return 0
        if not WHOLE_NUMBER.fullmatch(text) or int(text) > MOST_EXTENSION_WEEKS:
            self.fault("extension_weeks_invalid", "extension_weeks", text)
            return 0
        return int(text)

    def term_word(self, text: str) -> str:
        if text and text.casefold() not in TERM_WORDS:
            self.fault("unknown_term_word", "within_term", text)
            return ""
        return text.casefold()

    def check_order(self, *, dates: Mapping[str, date | None], weeks: int, outcome: str) -> None:
        """What cells say together. Nothing is compared with a cell that was refused: a second fault would only repeat the first."""
        received_on = dates.get("received_on")
        for column, code in AFTER_RECEIPT.items():
            found = dates.get(column)
            if found is not None and received_on is not None and found < received_on:
                self.fault(code, column, found, received_on=received_on)
        if outcome and dates.get("closed_on") is None and "closed_on" not in self.faulty:
            self.fault("outcome_without_closing", "outcome", outcome)
        if dates.get("extension_sent_on") is not None and not weeks and "extension_weeks" not in self.faulty:
            self.fault("extension_without_weeks", "extension_sent_on", dates["extension_sent_on"])
        start, end = dates.get("postponed_from"), dates.get("postponed_until")
        if (start is None) != (end is None) and self.faulty.isdisjoint(("postponed_from", "postponed_until")):
            self.fault("postponement_incomplete", "postponed_from" if start is None else "postponed_until", start or end or "")
        if start is not None and end is not None and end < start:
            self.fault("postponement_ends_before_start", "postponed_until", end, starts_on=start)

    def warn_about(self, texts: Mapping[str, str]) -> None:
        if texts.get("email") and not EMAIL.fullmatch(texts["email"]):
            self.findings.warn("not_an_email", row=self.row, column="email", value=texts["email"])
        for column in ("summary", "story", "address"):
            if texts.get(column) and holds_possible_bsn(texts[column]):
                self.findings.warn("possible_bsn", row=self.row, column=column, value=texts[column])


def _holds_invisible(text: str) -> bool:
    """Control characters and invisible ones: two references or words that look the same would not be the same."""
    return not text.isprintable() and any(
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in JOINERS for character in text
    )
