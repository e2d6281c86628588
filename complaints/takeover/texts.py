"""What the findings of an import say to people: the fault and its remedy. The codes are part of the API and never change.

What the Awb clock refuses has sentences of its own, in complaints.awb.refusals; here they stand where those tell somebody to
hurry, for whoever takes over a file can only look at its dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.awb.refusals import ClockRefusal
from complaints.imports.findings import Finding, Param

# What somebody can do beside changing the file: in a browser, and at a shell.
REMEDIES_ON_PAGE = {
    "how_to_create": _("tick “Make unknown words”"),
    "how_to_remove_totals": _("ask the operators of the service to remove those totals first"),
}
REMEDIES_OF_COMMAND = {
    "how_to_create": _("add --create-labels"),
    "how_to_remove_totals": _("remove those totals first (remove_history)"),
}

TEXTS: dict[str, Any] = {
    # The file as a whole.
    "empty_file": _("The file is empty. Export it again and check that it holds rows."),
    "not_text": _("This is not a text file. Save it in the spreadsheet as CSV UTF-8 or as XLSX."),
    "utf16": _("This file is saved as Unicode text (UTF-16). Save it as CSV UTF-8."),
    "mixed_encoding": _("Some letters in this file are UTF-8 and others are not. Export it again as CSV UTF-8."),
    "windows_1252": _("This file is not UTF-8; we read it as Windows-1252. Check some names with accents after the import."),
    "broken_quotes": _(
        "A quotation mark is opened and not closed here, or text follows a closing one. Repair it; what comes after this row was not read."
    ),
    "row_too_long": _("This row is too large: more than %(most)s characters. Shorten it; what comes after it was not read."),
    "not_a_workbook": _("This is not an Excel workbook (XLSX). Open it in the spreadsheet and save it as XLSX or as CSV UTF-8."),
    "old_workbook": _("This is an old Excel workbook (XLS). Save it as XLSX or as CSV UTF-8."),
    "encrypted_workbook": _("This workbook is locked with a password. Save it without a password."),
    "workbook_with_macros": _("This workbook holds macros. Save it as an ordinary workbook (XLSX) without macros."),
    "workbook_too_large": _("This workbook unpacks to more than we read. Save the sheet as CSV UTF-8."),
    "unsafe_workbook": _("This workbook holds parts that we do not read, for safety. Save it anew as XLSX or as CSV UTF-8."),
    "broken_workbook": _("This workbook is damaged. Open it in the spreadsheet and save it anew."),
    "too_many_sheets": _("This workbook has more than %(most)s sheets. Keep only the sheet with the complaints."),
    "too_many_columns": _("This sheet has more than %(most)s columns. Keep only the columns for the import."),
    "too_many_rows": _("The file has more than %(most)s rows. Split it and import the parts one after the other."),
    "several_sheets": _("More than one sheet holds complaints: %(sheets)s. Keep one of them in the file."),
    "sheet_left_out": _("The sheet %(sheet)s was not read: it does not have the columns of the import."),
    "no_rows": _("There are no rows below the heading."),
    "column_missing": _("This column is missing. Add it, with exactly this name in the heading."),
    "column_twice": _("This column is there twice. Remove or rename one of them."),
    "unknown_column": _("We do not know this column; it is not imported. Rename it if it is one of ours."),
    "formula": _("There is a formula here. Replace it by its value: copy the column and paste it as values."),
    "merged_heading": _("These cells in the heading are merged. Split them, so that each column has a name of its own."),
    "merged_cells": _("These cells are merged; only the first one holds a value. Split them and fill in each one."),
    # A cell.
    "cell_outside_table": _("This cell lies outside the columns with a heading. The row may have shifted; repair it or empty the cell."),
    "reference_missing": _("The reference is blank. Give each complaint the reference it has in the old register."),
    "received_on_missing": _("The date of receipt is blank. Without it no term can be computed. Fill it in."),
    "text_too_long": _("This text has %(length)s characters; at most %(most)s fit. Shorten it."),
    "null_character": _("There is a character here that is no text (NUL). Remove it."),
    "invisible_character": _("There is an invisible character or a line break here. Type the text again."),
    "bsn_in_label": _("This looks like a citizen service number (BSN). It does not belong in this column; remove it."),
    "possible_bsn": _("A citizen service number (BSN) may stand in this text. Remove it if it is one."),
    "spreadsheet_error": _("The spreadsheet shows an error here. Repair it or empty the cell."),
    "number_not_exact": _("The spreadsheet keeps this number only roughly. Format the column as text and type it again."),
    "number_for_date": _("This is a number, not a date. Format the column as date."),
    "not_a_date": _("This is not a date. Write it as 2024-01-31 or 31-01-2024."),
    "no_such_day": _("This day does not exist. Check day, month and year."),
    "date_too_long_ago": _("This date is before %(first_year)s. Check the year."),
    "date_in_future": _("This date lies in the future. Check the year, or leave the cell blank."),
    "date_too_far_ahead": _("This date is after %(last_year)s. Check the year."),
    "extension_weeks_invalid": _("An extension lasts 0 to 4 weeks. Write the number alone."),
    "unknown_term_word": _("Only these words can stand here: ja, nee, verdaagd. Leave the cell blank if you do not know."),
    "not_an_email": _("This does not look like an e-mail address. We keep it as it is."),
    # Cells together.
    "closed_before_received": _("This complaint was closed before it was received on %(received_on)s. Check both dates."),
    "contact_before_received": _("The first contact was before the complaint was received on %(received_on)s. Check both dates."),
    "acknowledged_before_received": _(
        "The acknowledgement was sent before the complaint was received on %(received_on)s. Check both dates."
    ),
    "outcome_without_closing": _(
        "There is an outcome and no closing date. Add the date, or empty the outcome while the complaint is open."
    ),
    "extension_without_weeks": _("An extension was sent, but for how many weeks? Fill in the column extension_weeks."),
    "postponement_incomplete": _("A postponement needs both its first and its last day. Fill in this one too."),
    "postponement_ends_before_start": _("The postponement ends before it starts on %(starts_on)s. Check both dates."),
    "term_ignored_while_open": _("This complaint is open, so whether it was in time is not yet known. We leave this word out."),
    # Rows together, and what is in the register already.
    "duplicate_reference": _("This reference is also in row %(first_row)s. Each complaint has one row; remove or renumber one."),
    "reference_exists_with_other_content": _(
        "A complaint with this reference was imported before, with other content."
        " Change it in the register itself, or correct the reference."
    ),
    "reference_like_ours": _(
        "%(number)s references in this file look like our own, such as this one. Searching such a number may find another complaint."
    ),
    # The organisation's own words and people.
    "unknown_label": _("We do not know this word. Do you mean %(nearest)s? Correct it, or %(how_to_create)s."),
    "unknown_label_without_like": _("We do not know this word, and none that looks like it. Correct it, or %(how_to_create)s."),
    "unknown_handler": _(
        "Nobody handles complaints here with this e-mail address. Correct it, give the person that role, or leave it blank."
    ),
    # What the Awb clock refuses.
    "extension_after_due": _(
        "The term ended on %(due)s, before the extension was sent on %(notified_on)s, so it cannot count. Check the dates, or leave"
        " extension_weeks and extension_sent_on blank."
    ),
    "postponement_after_due": _(
        "The term ended on %(due)s, before the postponement starts on %(starts_on)s, so it cannot count. Check the dates, or leave"
        " postponed_from and postponed_until blank."
    ),
    # Warnings on terms.
    "no_term_to_change": _("A signal or report has no term, so there is nothing to extend. We leave this out."),
    "term_disagrees": _("The file says something else than our clock: we count %(ours)s (last day %(due_on)s). Figures follow the file."),
    "due_date_differs": _("The file has %(theirs)s as last day, our clock says %(ours)s. We keep both; ours applies."),
    "no_committee_then": _(
        "No complaints committee was appointed on %(received_on)s, so six weeks apply. Record the committee first if there was one."
    ),
    # Years known as totals.
    "year_invalid": _("This is not a year. Write it in four digits."),
    "year_in_future": _("This year has not come yet. Check it."),
    "unknown_measure": _("We do not know this measure. Use one of: %(known)s."),
    "unknown_dimension": _("We do not know this dimension. Use one of: %(known)s."),
    "dimension_not_for_measure": _("This table cannot be made of complaints received: an outcome is known at closing. Use handled."),
    "count_negative": _("A count cannot be less than zero. Correct it."),
    "count_invalid": _("This is not a whole number. Write digits alone, without dots."),
    "cell_twice": _("This cell of the table is also in row %(first_row)s. Keep one of them."),
    "totals_disagree": _(
        "The table by %(dimension)s of %(measure)s in %(year)s adds up to %(number)s, the one by %(other_dimension)s to %(other_number)s."
        ' They count the same complaints. Correct one, or add a row with the label "onbekend" for the rest.'
    ),
    "year_has_cases": _(
        "The register holds complaints of %(year)s (%(measure)s), so totals of that year cannot stand beside them. Leave that year out."
    ),
    "replaces_earlier_count": _("There was already a count here: %(before)s. It is replaced."),
}


# Where the remedy is another than in the other columns.
TEXTS_OF_COLUMN: dict[tuple[str, str], Any] = {
    ("date_in_future", "received_on"): _("This date lies in the future. Check the year."),
    ("date_in_future", "closed_on"): _(
        "This date lies in the future. Check the year, or leave the cell blank while the complaint is open."
    ),
    ("date_in_future", "extension_sent_on"): _(
        "This date lies in the future. Check the year. If the letters have not been sent, leave this cell and extension_weeks blank."
    ),
    ("spreadsheet_error", "reference"): _("The spreadsheet shows an error here. Repair it."),
    ("year_known_as_totals", "received_on"): _(
        "Of the complaints received in %(year)s only totals are known. Leave this row out, or %(how_to_remove_totals)s."
    ),
    ("year_known_as_totals", "closed_on"): _(
        "Of the complaints handled in %(year)s only totals are known. Leave this row out, or %(how_to_remove_totals)s."
    ),
}
REFUSALS_OF_THE_CLOCK = {kind.code: kind for kind in ClockRefusal.__subclasses__()}


def message_of(finding: Finding, *, remedies: Mapping[str, Any]) -> str:
    """The sentence of a finding in the language that is active. Raises KeyError for what this version has no sentence of.

    remedies: REMEDIES_ON_PAGE or REMEDIES_OF_COMMAND.
    """
    text = TEXTS_OF_COLUMN.get((finding.code, finding.column or "")) or TEXTS.get(finding.code)
    if text is None:
        params = {name: value for name, value in finding.params.items() if not isinstance(value, tuple)}
        return REFUSALS_OF_THE_CLOCK[finding.code](**params).text(language=get_language() or "nl")
    return str(text) % {**remedies, **{name: _shown(value) for name, value in finding.params.items()}}


def _shown(value: Param) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, tuple):
        return alternatives(value)
    return str(value)


def alternatives(words: tuple[str, ...]) -> str:
    """Words to choose from, in one sentence: "a", "b" or "c"; empty for none."""
    quoted = [f'"{word}"' for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return str(_("%(first)s or %(last)s")) % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}
