"""What a row of a register file becomes at this organisation: its labels, kind, regime and dates, or why it cannot."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from complaints.awb.clock import Regime as ClockRegime
from complaints.awb.clock import find_refusals
from complaints.awb.refusals import ClockRefusal
from complaints.imports.columns import LABEL_COLUMNS
from complaints.imports.findings import Findings, Param
from complaints.imports.register_rows import RegisterRow, RowReading
from complaints.kinds import derive_imported_kind, regime_of
from complaints.models import HistoricalTotal, Measure, Regime
from complaints.recomputing import current_norms
from complaints.takeover.remembered import RememberedDates
from complaints.terms import RoundDates, RoundFacts, facts_on_file, term_word
from tenants.accounts.models import Membership
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension, HandlingMode, Kind, label_key, proposed_core_code
from tenants.organisation.models import AdvisoryCommittee, Authority
from tenants.organisation.records import KnownLabel, LabelBook, open_label_book
from tenants.permissions import Role
from tenants.statutory_calendar import StatutoryCalendar

# Where to look for what the Awb clock refuses.
COLUMN_OF_REFUSAL = {
    "extension_too_long": "extension_weeks",
    "extension_weeks_invalid": "extension_weeks",
    "extension_before_receipt": "extension_sent_on",
    "extension_after_due": "extension_sent_on",
    "postponement_ends_before_start": "postponed_until",
    "postponement_on_or_before_receipt": "postponed_from",
    "postponement_after_due": "postponed_from",
    "year_out_of_range": "postponed_until",
}
# What the last day of a term rests on beside the day of receipt, and what is refused by that last day alone.
COLUMNS_OF_THE_LAST_DAY = frozenset({"extension_weeks", "extension_sent_on", "postponed_from", "postponed_until"})
REFUSED_BY_THE_LAST_DAY = frozenset({"extension_after_due", "postponement_after_due"})
# The words that decide which term runs.
COLUMNS_OF_THE_REGIME = ("kind", "procedure")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedComplaint:
    """A row, and what becomes of it."""

    row: RegisterRow
    labels: Mapping[str, KnownLabel]
    authority_id: int
    derived_kind: Kind | None
    handler_id: int | None
    facts: RoundFacts
    dates: RoundDates

    def label_id(self, column: str) -> uuid.UUID | None:
        """The label of a column; None when that was blank."""
        label = self.labels.get(column)
        return label.id if label else None


@dataclass(slots=True, kw_only=True)
class Takeover:
    """One import at one organisation: everything a row is compared with, read once.

    creates_labels: an unknown word becomes a label instead of a fault.
    """

    book: LabelBook
    authority: Authority
    committees: list[tuple[date, date | None]]
    handler_ids: Mapping[str, int]
    calendar: StatutoryCalendar
    years_known_as_totals: Mapping[str, frozenset[int]]
    creates_labels: bool
    dates: RememberedDates

    def check(self, reading: RowReading, *, findings: Findings) -> None:
        """Every fault and warning that depends on the organisation, as far as the row can be read.

        New labels are added to the book, not saved.
        """
        before = findings.faults_total
        self._check_labels(reading, findings=findings)
        self._check_handler(reading, findings=findings)
        self._check_years(reading, findings=findings)
        self._check_clock(reading, findings=findings)
        if reading.facts is not None and findings.faults_total == before:
            self._warn(self.plan(reading.facts), findings=findings)

    def plan(self, row: RegisterRow) -> PlannedComplaint:
        """What becomes of a row that `check` found no fault in."""
        labels = self._labels_of(row)
        facts = self._facts_of(row, regime=self._regime_of(row, labels=labels))
        return PlannedComplaint(
            row=row,
            labels=labels,
            authority_id=self.authority.pk,
            derived_kind=self._kind_of(labels),
            handler_id=self.handler_ids.get(row.handler_email),
            facts=facts,
            dates=self.dates.of(facts),
        )

    def _check_labels(self, reading: RowReading, *, findings: Findings) -> None:
        for column in LABEL_COLUMNS:
            text = reading.words[column]
            if not text:
                continue
            dimension = Dimension(column)
            if self.creates_labels or self.book.is_own_municipality(dimension=dimension, text=text):
                self.book.find_or_add(dimension=dimension, text=text)
            elif self.book.find(dimension=dimension, text=text) is None:
                report_unknown_label(self.book, dimension=dimension, text=text, row=reading.number, column=column, findings=findings)

    def _check_handler(self, reading: RowReading, *, findings: Findings) -> None:
        email = reading.words["handler_email"]
        if email and email not in self.handler_ids:
            findings.fault("unknown_handler", row=reading.number, column="handler_email", value=email, about=f"address:{email}")

    def _check_years(self, reading: RowReading, *, findings: Findings) -> None:
        for column, measure in (("received_on", Measure.RECEIVED), ("closed_on", Measure.HANDLED)):
            on = reading.sound_date(column)
            if on is not None and on.year in self.years_known_as_totals[measure]:
                findings.fault(
                    "year_known_as_totals",
                    row=reading.number,
                    column=column,
                    value=on,
                    about=f"year:{on.year}",
                    year=on.year,
                    measure=str(measure),
                )

    def _check_clock(self, reading: RowReading, *, findings: Findings) -> None:
        """What the Awb clock refuses, as far as the cells it rests on can be read."""
        received_on = reading.sound_date("received_on")
        if received_on is None:
            return
        regime = self._readable_regime(reading, received_on=received_on)
        if regime is None or regime is Regime.NORM:
            return
        facts = self._readable_facts(reading, received_on=received_on, regime=regime)
        if self.dates.knows(facts):
            return
        is_last_day_known = COLUMNS_OF_THE_LAST_DAY.isdisjoint(reading.faulty)
        for refusal in self._refusals_of(facts):
            if is_last_day_known or refusal.code not in REFUSED_BY_THE_LAST_DAY:
                column = COLUMN_OF_REFUSAL.get(refusal.code, "received_on")
                value = reading.extension_weeks if column == "extension_weeks" else reading.dates.get(column)
                findings.refusal(refusal.code, _params_of(refusal), row=reading.number, column=column, value=value or "")

    def _refusals_of(self, facts: RoundFacts) -> list[ClockRefusal]:
        return find_refusals(
            received_on=facts.opened_on,
            regime=ClockRegime(facts.regime),
            calendar=self.calendar,
            is_commission_appointed=facts.is_commission_appointed,
            extensions=facts.extensions,
            postponements=facts.postponements,
        )

    def _readable_regime(self, reading: RowReading, *, received_on: date) -> Regime | None:
        """Which term runs by the words of a row; None when one of them cannot be read, or says nothing to us.

        A word that is not known here counts as what it would mean as a new label.
        """
        codes: dict[str, str | None] = {}
        for column in COLUMNS_OF_THE_REGIME:
            text, dimension = reading.words[column], Dimension(column)
            label = self.book.find(dimension=dimension, text=text)
            codes[column] = label.core_code if label else proposed_core_code(dimension=dimension, text=text)
            if column in reading.faulty or (text and label is None and codes[column] is None):
                return None
        return self._regime(kind_code=codes["kind"], procedure_code=codes["procedure"], received_on=received_on)

    def _readable_facts(self, reading: RowReading, *, received_on: date, regime: Regime) -> RoundFacts:
        """The facts without an extension or a postponement that has a fault itself."""
        start, end = reading.sound_date("postponed_from"), reading.sound_date("postponed_until")
        return facts_on_file(
            opened_on=received_on,
            regime=regime.value,
            extension_weeks=0 if "extension_weeks" in reading.faulty else reading.extension_weeks,
            extension_sent_on=reading.sound_date("extension_sent_on"),
            postponed=[(start, end)] if start and end else [],
        )

    def _warn(self, plan: PlannedComplaint, *, findings: Findings) -> None:
        row, dates = plan.row, plan.dates
        if plan.facts.regime == Regime.NORM:
            if row.extension_weeks or row.postponed_from:
                column = "extension_weeks" if row.extension_weeks else "postponed_from"
                findings.warn("no_term_to_change", row=row.number, column=column, value=getattr(row, column))
        elif row.closed_on and row.within_term and row.within_term != (ours := term_word(closed_on=row.closed_on, dates=dates)):
            findings.warn("term_disagrees", row=row.number, column="within_term", value=row.within_term, ours=ours, due_on=dates.due_on)
        if row.source_due_on and row.source_due_on != dates.due_on:
            findings.warn(
                "due_date_differs",
                row=row.number,
                column="source_due_on",
                value=row.source_due_on,
                theirs=row.source_due_on,
                ours=dates.due_on,
            )
        procedure = plan.labels.get("procedure")
        if procedure and procedure.core_code == HandlingMode.COMMISSION and plan.facts.regime == Regime.INTERNAL:
            findings.warn("no_committee_then", row=row.number, column="procedure", value=row.procedure, received_on=row.received_on)

    def _labels_of(self, row: RegisterRow) -> dict[str, KnownLabel]:
        labels: dict[str, KnownLabel] = {}
        for column in LABEL_COLUMNS:
            text = getattr(row, column)
            label = self.book.find(dimension=Dimension(column), text=text) if text else None
            if label is not None:
                labels[column] = label
        return labels

    def _kind_of(self, labels: Mapping[str, KnownLabel]) -> Kind | None:
        label = labels.get("kind")
        return derive_imported_kind(kind_code=label.core_code if label else None)

    def _regime_of(self, row: RegisterRow, *, labels: Mapping[str, KnownLabel]) -> Regime:
        kind, procedure = labels.get("kind"), labels.get("procedure")
        return self._regime(
            kind_code=kind.core_code if kind else None,
            procedure_code=procedure.core_code if procedure else None,
            received_on=row.received_on,
        )

    def _regime(self, *, kind_code: str | None, procedure_code: str | None, received_on: date) -> Regime:
        kind = derive_imported_kind(kind_code=kind_code)
        return Regime(regime_of(kind=kind, procedure_code=procedure_code, has_committee=self._has_committee(received_on)))

    def _has_committee(self, on: date) -> bool:
        return any(start <= on and (end is None or on <= end) for start, end in self.committees)

    def _facts_of(self, row: RegisterRow, *, regime: Regime) -> RoundFacts:
        """Letters and consent of a taken-over extension or postponement are taken to be in the old file."""
        if regime is Regime.NORM:
            return RoundFacts(opened_on=row.received_on, regime=regime.value)
        return facts_on_file(
            opened_on=row.received_on,
            regime=regime.value,
            extension_weeks=row.extension_weeks,
            extension_sent_on=row.extension_sent_on,
            postponed=[(row.postponed_from, row.postponed_until)] if row.postponed_from and row.postponed_until else [],
        )


def open_takeover(*, tenant: Tenant, calendar: StatutoryCalendar, creates_labels: bool, today: date) -> Takeover:
    """Read once what every row is compared with."""
    authority = Authority.objects.get(is_default=True)
    totals = HistoricalTotal.objects.values_list("measure", "year").distinct()
    return Takeover(
        book=open_label_book(tenant=tenant),
        authority=authority,
        committees=list(AdvisoryCommittee.objects.filter(authority=authority).values_list("valid_from", "valid_until")),
        handler_ids=_handler_ids(tenant=tenant, today=today),
        calendar=calendar,
        years_known_as_totals={measure: frozenset(year for of, year in totals if of == measure) for measure in Measure.values},
        creates_labels=creates_labels,
        dates=RememberedDates(calendar=calendar, norms=current_norms()),
    )


def report_unknown_label(book: LabelBook, *, dimension: Dimension, text: str, row: int, column: str, findings: Findings) -> None:
    """The fault of a word that the organisation does not know, with the nearest ones it does."""
    about = f"word:{dimension}:{label_key(text)}"
    first = findings.first_about(about, column=column)
    if first is not None:
        # The same word in a later row: what is near to it was looked up then.
        nearest = first.nearest
    else:
        nearest = () if findings.only_counts else tuple(book.suggest(dimension=dimension, text=text))
    if nearest:
        findings.fault("unknown_label", row=row, column=column, value=text, about=about, nearest=nearest)
    else:
        findings.fault("unknown_label_without_like", row=row, column=column, value=text, about=about)


def _params_of(refusal: ClockRefusal) -> dict[str, Param]:
    return {name: value if isinstance(value, date | int) else str(value) for name, value in refusal.params.items()}


def _handler_ids(*, tenant: Tenant, today: date) -> dict[str, int]:
    """Who may handle a complaint here today, by e-mail address. Whoever works elsewhere is unknown here."""
    found = Membership.objects.filter(
        tenant=tenant,
        role__in=[Role.HANDLER, Role.COORDINATOR],
        ended_at__isnull=True,
        starts_on__lte=today,
        user__is_active=True,
    )
    return dict(found.values_list("user__email", "user_id"))
