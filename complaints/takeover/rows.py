"""What a row of a register file becomes at this organisation: its labels, kind, regime and dates, or why it cannot."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from complaints.awb.clock import Extension, Postponement, find_refusals
from complaints.awb.clock import Regime as ClockRegime
from complaints.imports.columns import LABEL_COLUMNS
from complaints.imports.findings import Findings
from complaints.imports.register_rows import RegisterRow
from complaints.kinds import derive_imported_kind, regime_of
from complaints.models import HistoricalTotal, Measure, Regime
from complaints.recomputing import current_norms
from complaints.terms import Norms, RoundDates, RoundFacts, compute_dates, term_word
from tenants.accounts.models import Membership
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension, HandlingMode, Kind
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
    norms: Norms
    calendar: StatutoryCalendar
    years_known_as_totals: Mapping[str, frozenset[int]]
    creates_labels: bool
    _dates: dict[RoundFacts, RoundDates]

    def check(self, row: RegisterRow, *, findings: Findings) -> None:
        """Every fault and warning that depends on the organisation. New labels are added to the book, not saved."""
        before = findings.faults_total
        words = {column: getattr(row, column) for column in (*LABEL_COLUMNS, "handler_email")}
        self.check_words(words, row=row.number, findings=findings)
        self._check_years(row, findings=findings)
        labels = self._labels_of(row)
        regime = self._regime_of(row, labels=labels)
        if regime is not Regime.NORM:
            self._check_clock(row, facts=self._facts_of(row, regime=regime), findings=findings)
        if findings.faults_total == before:
            self._warn(self.plan(row), findings=findings)

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
            dates=self._dates_of(facts),
        )

    def check_words(self, words: Mapping[str, str], *, row: int, findings: Findings) -> None:
        """Labels the organisation does not know, and a handler who does not handle here; also for a row with other faults."""
        self._check_labels(words, row=row, findings=findings)
        self._check_handler(words["handler_email"], row=row, findings=findings)

    def _check_labels(self, words: Mapping[str, str], *, row: int, findings: Findings) -> None:
        for column in LABEL_COLUMNS:
            text = words[column]
            if not text:
                continue
            dimension = Dimension(column)
            if self.creates_labels or self.book.is_own_municipality(dimension=dimension, text=text):
                self.book.find_or_add(dimension=dimension, text=text)
            elif self.book.find(dimension=dimension, text=text) is None:
                report_unknown_label(self.book, dimension=dimension, text=text, row=row, column=column, findings=findings)

    def _check_handler(self, email: str, *, row: int, findings: Findings) -> None:
        if email and email not in self.handler_ids:
            findings.fault("unknown_handler", row=row, column="handler_email", value=email)

    def _check_years(self, row: RegisterRow, *, findings: Findings) -> None:
        for column, on, measure in (
            ("received_on", row.received_on, Measure.RECEIVED),
            ("closed_on", row.closed_on, Measure.HANDLED),
        ):
            if on is not None and on.year in self.years_known_as_totals[measure]:
                findings.fault("year_known_as_totals", row=row.number, column=column, value=on, year=on.year, measure=str(measure))

    def _check_clock(self, row: RegisterRow, *, facts: RoundFacts, findings: Findings) -> None:
        if facts in self._dates:
            return
        refusals = find_refusals(
            received_on=facts.opened_on,
            regime=ClockRegime(facts.regime),
            calendar=self.calendar,
            is_commission_appointed=facts.is_commission_appointed,
            extensions=facts.extensions,
            postponements=facts.postponements,
        )
        for refusal in refusals:
            column = COLUMN_OF_REFUSAL.get(refusal.code, "received_on")
            findings.fault(
                refusal.code,
                row=row.number,
                column=column,
                value=getattr(row, column) or "",
                reason=refusal.text(language=get_language() or "nl"),
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
        procedure = labels.get("procedure")
        return Regime(
            regime_of(
                kind=self._kind_of(labels),
                procedure_code=procedure.core_code if procedure else None,
                has_committee=self._has_committee(row.received_on),
            )
        )

    def _has_committee(self, on: date) -> bool:
        return any(start <= on and (end is None or on <= end) for start, end in self.committees)

    def _facts_of(self, row: RegisterRow, *, regime: Regime) -> RoundFacts:
        """Letters and consent of a taken-over extension or postponement are taken to be in the old file."""
        if regime is Regime.NORM:
            return RoundFacts(opened_on=row.received_on, regime=regime.value)
        extensions = (
            (
                Extension(
                    weeks=row.extension_weeks,
                    notified_on=row.extension_sent_on,
                    is_complainant_notified=True,
                    is_subject_notified=True,
                ),
            )
            if row.extension_weeks
            else ()
        )
        postponements = (
            (Postponement(starts_on=row.postponed_from, ends_on=row.postponed_until, has_written_consent=True),)
            if row.postponed_from and row.postponed_until
            else ()
        )
        return RoundFacts(
            opened_on=row.received_on,
            regime=regime.value,
            extensions=extensions,
            postponements=postponements,
            is_commission_appointed=regime is Regime.COMMISSION,
        )

    def _dates_of(self, facts: RoundFacts) -> RoundDates:
        if facts not in self._dates:
            self._dates[facts] = compute_dates(facts=facts, calendar=self.calendar, norms=self.norms)
        return self._dates[facts]


def open_takeover(*, tenant: Tenant, calendar: StatutoryCalendar, creates_labels: bool, today: date) -> Takeover:
    """Read once what every row is compared with."""
    authority = Authority.objects.get(is_default=True)
    totals = HistoricalTotal.objects.values_list("measure", "year").distinct()
    return Takeover(
        book=open_label_book(tenant=tenant),
        authority=authority,
        committees=list(AdvisoryCommittee.objects.filter(authority=authority).values_list("valid_from", "valid_until")),
        handler_ids=_handler_ids(tenant=tenant, today=today),
        norms=current_norms(),
        calendar=calendar,
        years_known_as_totals={measure: frozenset(year for of, year in totals if of == measure) for measure in Measure.values},
        creates_labels=creates_labels,
        _dates={},
    )


def report_unknown_label(book: LabelBook, *, dimension: Dimension, text: str, row: int, column: str, findings: Findings) -> None:
    """The fault of a word that the organisation does not know, with the nearest ones it does."""
    nearest = ", ".join(f'"{known}"' for known in book.suggest(dimension=dimension, text=text))
    if nearest:
        findings.fault("unknown_label", row=row, column=column, value=text, nearest=nearest)
    else:
        findings.fault("unknown_label_without_like", row=row, column=column, value=text)


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
