"""What an import finds wrong or remarkable in a file: where, what, and a code. The sentences stand in complaints.takeover.texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from complaints.imports.columns import DATE_COLUMNS, PERSONAL_COLUMNS, TERM_WORDS
from complaints.imports.masking import mask_stray_personal_data, masked

MOST_LISTED = 1_000
CODES_OF_UNKNOWN_WORDS = frozenset({"unknown_label", "unknown_label_without_like"})
# Of a group: enough to find the cells in the file.
ROWS_OF_A_GROUP = 5
LONGEST_SHOWN_VALUE = 100
# What a date or a number may be written with, a moment included: 2024-01-05T14:30:00Z.
DIGITS_AND_SEPARATORS = re.compile(r"(?:[0-9 .,:/+-]|(?<=[0-9])[TZ])*")

Param = str | int | date | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """row: as a spreadsheet numbers it, the heading is 1; None when it is about the whole file. value: safe to show.

    column: the column's name, or its letter where it has none. params: what the sentence of the code is filled with.
    """

    row: int | None
    column: str | None
    value: str
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def is_unknown_word(self) -> bool:
        """Whether it is about a word that the organisation does not know."""
        return self.code in CODES_OF_UNKNOWN_WORDS

    @property
    def nearest(self) -> tuple[str, ...]:
        """The known words that look most like an unknown one, best first."""
        nearest = self.params.get("nearest")
        return nearest if isinstance(nearest, tuple) else ()


@dataclass(slots=True, kw_only=True)
class FaultGroup:
    """The same fault in the same column, of the same word where it is about a word: one repair for many rows.

    first: the first of them. rows: where the first few stand. count: all of them, listed or not.
    """

    first: Finding
    rows: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, row: int | None) -> None:
        self.count += 1
        if row is not None and len(self.rows) < ROWS_OF_A_GROUP:
            self.rows.append(row)


@dataclass(slots=True)
class Findings:
    """Everything found: the first thousand faults and warnings in full, the rest as a count.

    groups: by column and what the fault is about; each is counted to the end of the file, and there are at most a thousand.
    """

    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    faults_total: int = 0
    warnings_total: int = 0
    groups: dict[tuple[str | None, str], FaultGroup] = field(default_factory=dict)

    def tells_of(self, *, row: int, column: str) -> bool:
        """Whether a fault of this cell is in the list."""
        return any(fault.row == row and fault.column == column for fault in self.faults)

    def fault(
        self, code: str, *, row: int | None = None, column: str | None = None, value: object = "", about: str = "", **params: Param
    ) -> None:
        """Something that must be put right before anything is imported.

        about: what one repair would put right in every row, such as a word; without it the code and the column are that.
        """
        self._add_fault(code, row=row, column=column, value=value, about=about or code, params=params)

    def refusal(
        self, code: str, params: Mapping[str, Param], *, row: int | None = None, column: str | None = None, value: object = ""
    ) -> None:
        """A fault that somebody else found: a reader that cannot go on, the Awb clock."""
        self._add_fault(code, row=row, column=column, value=value, about=code, params=params)

    def _add_fault(self, code: str, *, row: int | None, column: str | None, value: object, about: str, params: Mapping[str, Param]) -> None:
        self.faults_total += 1
        group = self.groups.get((column, about))
        is_listed, is_first = len(self.faults) < MOST_LISTED, group is None and len(self.groups) < MOST_LISTED
        if is_listed or is_first:
            finding = Finding(row=row, column=column, value=shown(column, value), code=code, params=params)
            if is_listed:
                self.faults.append(finding)
            if is_first:
                group = self.groups[column, about] = FaultGroup(first=finding)
        if group is not None:
            group.add(row)

    def first_about(self, about: str, *, column: str) -> Finding | None:
        """The first fault about this in that column; None when there was none, or only after a thousand others."""
        group = self.groups.get((column, about))
        return group.first if group else None

    @property
    def only_counts(self) -> bool:
        """Whether what is new is no longer kept, so that nobody will read its params."""
        return len(self.groups) >= MOST_LISTED

    def warn(self, code: str, *, row: int | None = None, column: str | None = None, value: object = "", **params: Param) -> None:
        """Something to know; the import goes on."""
        self.warnings_total += 1
        if len(self.warnings) < MOST_LISTED:
            self.warnings.append(Finding(row=row, column=column, value=shown(column, value), code=code, params=params))


def shown(column: str | None, value: object) -> str:
    """A value as it may be shown and kept in a report: short, and without personal data."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    if not text:
        return ""
    if column in PERSONAL_COLUMNS or _is_out_of_place(column, text):
        return masked(text)
    text = mask_stray_personal_data(text[: 10 * LONGEST_SHOWN_VALUE])
    # What steers a terminal or turns the direction of the line is shown as one sign.
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return text if len(text) <= LONGEST_SHOWN_VALUE else text[:LONGEST_SHOWN_VALUE] + "…"


def _is_out_of_place(column: str | None, text: str) -> bool:
    """Whether a cell holds something its column is not for: in a row that has shifted, a name or an address stands anywhere."""
    if column in DATE_COLUMNS or column == "extension_weeks":
        return DIGITS_AND_SEPARATORS.fullmatch(text) is None
    return column == "within_term" and text.casefold() not in TERM_WORDS
