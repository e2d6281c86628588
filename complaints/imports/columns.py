"""The columns of a register file, by name: what each may hold. docs/importing.md is this list in prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from complaints.imports.masking import masked
from tenants.organisation.core_lists import LONGEST_LABEL

REQUIRED_COLUMNS = ("reference", "received_on")
# Which may hold the organisation's own words.
LABEL_COLUMNS = ("kind", "channel", "unit", "nature", "municipality", "procedure", "outcome", "handled_by")
DATE_COLUMNS = (
    "received_on",
    "closed_on",
    "first_contact_on",
    "acknowledged_on",
    "extension_sent_on",
    "postponed_from",
    "postponed_until",
    "source_due_on",
)
# Whether a case was closed in time, as the source says it.
TERM_WORDS = ("ja", "nee", "verdaagd")
PERSONAL_COLUMNS = frozenset({"name", "phone", "email", "address", "story", "summary", "handler_email"})
PARTY_COLUMNS = ("name", "phone", "email", "address")

LONGEST_DATE = 40
# Every column in the order people read them, with the most characters it may hold.
LONGEST: dict[str, int] = {
    "reference": 100,
    "received_on": LONGEST_DATE,
    "kind": LONGEST_LABEL,
    "channel": LONGEST_LABEL,
    "unit": LONGEST_LABEL,
    "nature": LONGEST_LABEL,
    "municipality": LONGEST_LABEL,
    "procedure": LONGEST_LABEL,
    "outcome": LONGEST_LABEL,
    "closed_on": LONGEST_DATE,
    "within_term": 20,
    "handled_by": LONGEST_LABEL,
    "summary": 100_000,
    "name": 200,
    "phone": 50,
    "email": 254,
    "address": 500,
    "story": 100_000,
    "handler_email": 254,
    "first_contact_on": LONGEST_DATE,
    "acknowledged_on": LONGEST_DATE,
    "extension_weeks": 20,
    "extension_sent_on": LONGEST_DATE,
    "postponed_from": LONGEST_DATE,
    "postponed_until": LONGEST_DATE,
    "source_due_on": LONGEST_DATE,
}

REGISTER_COLUMNS = tuple(LONGEST)
# What files that are still open have beside what the yearly figures rest on.
OPEN_FILE_COLUMNS = REGISTER_COLUMNS[REGISTER_COLUMNS.index("name") :]
HISTORY_COLUMNS = ("year", "measure", "dimension", "label", "count")

_IGNORED_IN_NAMES = str.maketrans("", "", " _-\t\n\r\N{NO-BREAK SPACE}")


def column_key(name: str) -> str:
    """How column names are compared: `Received on` is `received_on`."""
    return name.translate(_IGNORED_IN_NAMES).casefold()


def letter_of(position: int) -> str:
    """The letter a spreadsheet gives to a column; 0 is A."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table. places: column name -> position. width: up to the last heading that is not blank.

    nameless: positions before that without one. unknown: position -> name of a column we do not take over.
    When a required column is missing the row may be no heading at all, but the first complaint: then what stands in it is masked,
    and what is there twice is named by its letter.
    """

    places: Mapping[str, int]
    width: int
    nameless: frozenset[int] = frozenset()
    unknown: Mapping[int, str] = field(default_factory=dict)
    duplicates: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def read_heading(cells: Sequence[str], *, columns: Iterable[str], required: Iterable[str]) -> Heading:
    """Which column stands where. Trailing blank headings are left out; a blank one in between stays, as nameless."""
    wanted = {column_key(column): column for column in columns}
    places: dict[str, int] = {}
    unknown: dict[int, str] = {}
    duplicates: dict[int, str] = {}
    seen: set[str] = set()
    nameless: set[int] = set()
    width = 0
    for position, cell in enumerate(cells):
        key = column_key(cell)
        if not key:
            nameless.add(position)
            continue
        width = position + 1
        if key in seen:
            duplicates[position] = wanted.get(key, cell.strip())
            continue
        seen.add(key)
        if key in wanted:
            places[wanted[key]] = position
        else:
            unknown[position] = cell.strip()
    missing = tuple(column for column in required if column not in places)
    if missing:
        unknown = {position: masked(name) for position, name in unknown.items()}
        duplicates = {position: name if name in places else letter_of(position) for position, name in duplicates.items()}
    return Heading(
        places=places,
        width=width,
        nameless=frozenset(position for position in nameless if position < width),
        unknown=unknown,
        duplicates=tuple(dict.fromkeys(duplicates.values())),
        missing=missing,
    )
