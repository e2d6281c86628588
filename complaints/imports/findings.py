"""What an import finds wrong or remarkable in a file: where, what, and a code. The sentences stand in complaints.takeover.texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from complaints.imports.columns import DATE_COLUMNS, PERSONAL_COLUMNS, TERM_WORDS
from complaints.imports.masking import mask_stray_personal_data, masked

MOST_LISTED = 1_000
LONGEST_SHOWN_VALUE = 100
# What a date or a number may be written with, a moment included: 2024-01-05T14:30:00Z.
DIGITS_AND_SEPARATORS = re.compile(r"(?:[0-9 .,:/+-]|(?<=[0-9])[TZ])*")

Param = str | int | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """row: as a spreadsheet numbers it, the heading is 1; None when it is about the whole file. value: safe to show.

    column: the column's name, or its letter where it has none. reason: a text made elsewhere (a refusal of the Awb clock).
    """

    row: int | None
    column: str | None
    value: str
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    reason: str = ""


@dataclass(slots=True)
class Findings:
    """Everything found: the first thousand faults and warnings in full, the rest as a count."""

    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    faults_total: int = 0
    warnings_total: int = 0

    def fault(
        self, code: str, *, row: int | None = None, column: str | None = None, value: object = "", reason: str = "", **params: Param
    ) -> None:
        """Something that must be put right before anything is imported."""
        self.faults_total += 1
        if len(self.faults) < MOST_LISTED:
            self.faults.append(Finding(row=row, column=column, value=shown(column, value), code=code, params=params, reason=reason))

    def fault_of_reading(self, code: str, params: Mapping[str, Param], *, row: int | None = None) -> None:
        """Why a file, or the rest of it, cannot be read."""
        self.faults_total += 1
        if len(self.faults) < MOST_LISTED:
            self.faults.append(Finding(row=row, column=None, value="", code=code, params=params))

    def warn(
        self, code: str, *, row: int | None = None, column: str | None = None, value: object = "", reason: str = "", **params: Param
    ) -> None:
        """Something to know; the import goes on."""
        self.warnings_total += 1
        if len(self.warnings) < MOST_LISTED:
            self.warnings.append(Finding(row=row, column=column, value=shown(column, value), code=code, params=params, reason=reason))


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
