"""Register files into an organisation: what is written, what is refused, and that a refusal writes nothing."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from complaints.flows.importing import import_complaints
from complaints.imports.findings import Finding
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ComplaintPoint,
    HistoricalTotal,
    Party,
    Postponement,
    ReferenceCounter,
    Round,
)
from complaints.takeover.report import ImportReport
from tenants.actors import Actor
from tenants.errors import NotPermitted
from tenants.models import Municipality, OutboxMessage, Participation, Tenant
from tenants.organisation.models import AdvisoryCommittee, Authority, Label, OrganisationEvent, OrganisationSettings
from tenants.permissions import Role
from tests.factories.register_files import ROW, workbook_of, write_bytes, write_csv, write_workbook

CASES = Path(__file__).parents[2] / "cases"
OPEN = {**ROW, "outcome": "", "closed_on": "", "within_term": ""}
Load = Callable[..., ImportReport]


@pytest.fixture
def load(command: Actor, now: datetime) -> Load:
    """load(path) -> the report of an import by command, with new labels made unless told otherwise."""

    def run(path: Path, *, create_labels: bool = True, is_trial: bool = False, actor: Actor = command) -> ImportReport:
        return import_complaints(
            actor=actor,
            source=path,
            file_format=path.suffix.lstrip("."),
            create_labels=create_labels,
            is_trial=is_trial,
            now=now,
        )

    return run


def codes(findings: list[Finding]) -> list[tuple[int | None, str | None, str]]:
    return [(finding.row, finding.column, finding.code) for finding in findings]


WRITTEN_TABLES = (Complaint, Round, ComplaintPoint, Party, Postponement, ComplaintEvent, ReferenceCounter, Label)
OUR_EVENTS = ("complaints_imported", "labels_created", "participants_added")


def assert_nothing_was_written() -> None:
    assert {model.__name__: model.objects.count() for model in WRITTEN_TABLES} == dict.fromkeys(
        (model.__name__ for model in WRITTEN_TABLES), 0
    )
    assert OrganisationEvent.objects.filter(code__in=OUR_EVENTS).count() == 0
    assert OutboxMessage.objects.count() == 0


class TestThePublishedCases:
    def test_wil_2024_comes_in_whole(self, load: Load) -> None:
        report = load(CASES / "wil_2024.csv")

        assert report.as_json() == {
            "rows": 47,
            "imported": 47,
            "already_there": 0,
            "labels_created": {
                "kind": ["klacht"],
                "unit": ["Inkomensondersteuning", "Bedrijfsvoering", "Werk", "SHV", "Inkomen"],
                "nature": ["Gebrekkige informatie/nalatigheid", "Bejegening", "Afhandelingsduur"],
                "municipality": ["Houten", "Nieuwegein", "IJsselstein", "Lopik"],
                "procedure": ["informal", "formal"],
                "outcome": ["Gedeeltelijk gegrond", "Ongegrond", "Wederzijdse overeenstemming", "Gegrond", "Niet ontvankelijk"],
                "handled_by": ["klachtencoördinator", "concernmanager", "afdeling"],
            },
            "faults": [],
            "warnings": [],
        }
        assert list(Complaint.objects.order_by("reference").values_list("reference", "source_reference"))[:2] == [
            ("2024-00001", "SYN-WIL-2024-0001"),
            ("2024-00002", "SYN-WIL-2024-0002"),
        ]
        assert ReferenceCounter.objects.get(year=2024).last_number == 47
        assert (Round.objects.count(), ComplaintPoint.objects.filter(is_main=True).count()) == (47, 47)
        assert (Party.objects.count(), Postponement.objects.count()) == (0, 0)
        assert list(ComplaintEvent.objects.values_list("code", "actor_kind").distinct()) == [("taken_over", "command")]
        assert ComplaintEvent.objects.count() == 47

    def test_wil_2024_maps_what_leaves_no_doubt(self, load: Load) -> None:
        load(CASES / "wil_2024.csv")

        codes_of = dict(Label.objects.exclude(dimension__in=["unit", "handled_by"]).values_list("text", "core_code"))
        assert codes_of == {
            "klacht": "COMPLAINT",
            "Gebrekkige informatie/nalatigheid": "INFORMATION",
            "Bejegening": "TREATMENT",
            "Afhandelingsduur": "HANDLING_TIME",
            "Houten": "GM0321",
            "Nieuwegein": "GM0356",
            "IJsselstein": "GM0353",
            "Lopik": "GM0331",
            "informal": "INFORMAL",
            "formal": "FORMAL",
            "Gedeeltelijk gegrond": "PARTLY_UPHELD",
            "Ongegrond": "NOT_UPHELD",
            "Wederzijdse overeenstemming": "SETTLED",
            "Gegrond": "UPHELD",
            "Niet ontvankelijk": None,
        }

    def test_nwf_2023_comes_in_whole_and_its_kinds_stay_unknown(self, load: Load) -> None:
        report = load(CASES / "nwf_2023.csv")

        assert (report.rows, report.imported, report.faults, report.warnings) == (18, 18, [], [])
        assert set(Complaint.objects.values_list("derived_kind", flat=True)) == {None}
        assert Complaint.objects.get(source_reference="SYN-NWF-2023-0005").channel is None

    def test_a_second_import_finds_everything_there(self, load: Load) -> None:
        load(CASES / "wil_2024.csv")
        events = OrganisationEvent.objects.count()

        again = load(CASES / "wil_2024.csv", create_labels=False)

        assert (again.rows, again.imported, again.already_there, again.faults) == (47, 0, 47, [])
        assert Complaint.objects.count() == 47
        assert OrganisationEvent.objects.count() == events
        assert OutboxMessage.objects.filter(task_name="complaints.after_import").count() == 1


class TestWhatBecomesOfARow:
    def test_what_was_closed_elsewhere_is_kept_as_long_as_what_is_closed_here(self, load: Load, tmp_path: Path) -> None:
        OrganisationSettings.objects.update(retention_class="13.1", retention_years=7)

        load(write_csv(tmp_path, {**ROW, "closed_on": "2024-02-29"}, {**OPEN, "reference": "OUD-2"}))

        kept = Complaint.objects.order_by("source_reference").values_list("retention_class", "destroy_after")
        assert list(kept) == [("13.1", date(2031, 2, 28)), ("", None)]

    def test_every_column_has_its_place(self, load: Load, tmp_path: Path, now: datetime, make_person: Any) -> None:
        handler = make_person(Role.HANDLER, email="behandelaar@voorbeeld.example")
        row = {
            **OPEN,
            "received_on": "2026-10-01",
            "handled_by": "afdeling",
            "name": "Jansen",
            "phone": "06",
            "email": "j@voorbeeld.example",
            "address": "Straat 1",
            "story": "Het verhaal",
            "handler_email": "Behandelaar@Voorbeeld.example",
            "first_contact_on": "2026-10-02",
            "acknowledged_on": "2026-10-03",
            "extension_weeks": "4",
            "extension_sent_on": "2026-11-01",
            "postponed_from": "2026-11-05",
            "postponed_until": "2026-11-11",
            "source_due_on": "2026-12-17",
        }

        report = load(write_csv(tmp_path, row))

        assert (report.faults, codes(report.warnings)) == ([], [])
        complaint = Complaint.objects.get()
        assert (complaint.reference, complaint.source_reference, complaint.received_on) == ("2026-00001", "OUD-1", date(2026, 10, 1))
        assert (complaint.derived_kind, complaint.summary, complaint.story) == ("COMPLAINT", "Te laat teruggebeld.", "Het verhaal")
        assert (complaint.taken_over_at, complaint.authority.is_default) == (now, True)
        assert complaint.kind is not None
        assert complaint.channel is not None
        assert complaint.municipality is not None
        assert (complaint.kind.text, complaint.channel.text, complaint.municipality.text) == ("klacht", "Telefoon", "Houten")
        party = Party.objects.get()
        assert (party.role, party.name, party.phone, party.email, party.address) == (
            "COMPLAINANT",
            "Jansen",
            "06",
            "j@voorbeeld.example",
            "Straat 1",
        )
        handling = Round.objects.get()
        assert (handling.closed_on, handling.outcome, handling.taken_over, handling.source_term) == (None, None, False, "")
        assert (handling.handler_id, handling.regime) == (handler.pk, "internal")
        assert (handling.first_contact_on, handling.acknowledged_on) == (date(2026, 10, 2), date(2026, 10, 3))
        assert (handling.extension_weeks, handling.extension_sent_on) == (4, date(2026, 11, 1))
        # Thursday 1 October + 6 weeks = 12 November, + 7 days postponed = 19 November, + 4 weeks = 17 December.
        assert (handling.term_ends_on, handling.due_base, handling.due_on) == (
            date(2026, 11, 12),
            date(2026, 11, 19),
            date(2026, 12, 17),
        )
        assert (handling.notice_due_on, handling.contact_due_on) == (date(2026, 10, 29), date(2026, 10, 8))
        postponement = Postponement.objects.get()
        assert (postponement.starts_on, postponement.ends_on) == (date(2026, 11, 5), date(2026, 11, 11))
        event = ComplaintEvent.objects.get()
        assert (event.code, event.data, event.personal) == ("taken_over", {"source_reference": "OUD-1"}, None)

    def test_a_closing_is_taken_over_with_the_word_of_the_source(self, load: Load, tmp_path: Path) -> None:
        load(write_csv(tmp_path, ROW))

        handling = Round.objects.get()
        assert (handling.closed_on, handling.source_term, handling.taken_over) == (date(2024, 2, 1), "ja", True)

    def test_blanks_stay_unknown(self, load: Load, tmp_path: Path) -> None:
        load(write_csv(tmp_path, {"reference": "A", "received_on": "2024-01-05"}))

        complaint, handling, point = Complaint.objects.get(), Round.objects.get(), ComplaintPoint.objects.get()
        assert (complaint.kind, complaint.derived_kind, complaint.channel, complaint.municipality) == (None, None, None, None)
        assert (handling.outcome, handling.procedure, handling.handled_by, handling.handler_id) == (None, None, None, None)
        assert (point.unit, point.nature, point.is_main) == (None, None, True)
        assert Label.objects.count() == 0

    @pytest.mark.parametrize(("kind", "derived"), [("signaal", "SIGNAL"), ("melding", "REPORT")])
    def test_signals_and_reports_have_a_norm_and_no_term(self, load: Load, tmp_path: Path, kind: str, derived: str) -> None:
        OrganisationSettings.objects.update(signal_norm_days=3)

        report = load(write_csv(tmp_path, {**OPEN, "kind": kind, "extension_weeks": "2"}))

        handling = Round.objects.get()
        assert Complaint.objects.get().derived_kind == derived
        assert (handling.regime, handling.notice_due_on, handling.extension_weeks) == ("norm", None, 0)
        # Friday 5 January 2024: the third working day after it is Wednesday.
        assert (handling.due_base, handling.due_on, handling.term_ends_on) == (date(2024, 1, 10),) * 3
        assert codes(report.warnings) == [(2, "extension_weeks", "no_term_to_change")]

    def test_ten_weeks_only_with_a_committee_on_the_day_of_receipt(self, load: Load, tmp_path: Path) -> None:
        committee = {"name": "Commissie", "appointed_by": "besluit", "valid_from": date(2024, 1, 1), "valid_until": date(2024, 12, 31)}
        AdvisoryCommittee.objects.create(authority=Authority.objects.get(is_default=True), **committee)
        rows = [
            {**OPEN, "reference": "met", "procedure": "commissie"},
            {**OPEN, "reference": "zonder", "procedure": "commissie", "received_on": "2023-01-05"},
        ]

        report = load(write_csv(tmp_path, *rows))

        found = dict(Round.objects.values_list("complaint__source_reference", "regime"))
        assert found == {"met": "commission", "zonder": "internal"}
        assert Round.objects.get(regime="commission").due_on == date(2024, 3, 15)
        assert codes(report.warnings) == [(3, "procedure", "no_committee_then")]

    @pytest.mark.parametrize(
        ("closed_on", "word", "warned"),
        [
            ("2024-02-16", "ja", False),
            ("2024-02-17", "ja", True),
            ("2024-02-17", "nee", False),
            ("2024-02-16", "nee", True),
            ("2024-02-16", "verdaagd", True),
            ("2024-02-17", "", False),
        ],
    )
    def test_disagreement_on_the_term_warns_and_the_word_stays(
        self, load: Load, tmp_path: Path, closed_on: str, word: str, warned: bool
    ) -> None:
        report = load(write_csv(tmp_path, {**ROW, "closed_on": closed_on, "within_term": word}))

        assert codes(report.warnings) == ([(2, "within_term", "term_disagrees")] if warned else [])
        assert Round.objects.get().source_term == word

    def test_another_last_day_in_the_source_is_listed_and_kept(self, load: Load, tmp_path: Path) -> None:
        report = load(write_csv(tmp_path, {**OPEN, "source_due_on": "2024-02-20"}))

        assert [(w.row, w.column, w.value, w.code, dict(w.params)) for w in report.warnings] == [
            (2, "source_due_on", "2024-02-20", "due_date_differs", {"theirs": date(2024, 2, 20), "ours": date(2024, 2, 16)})
        ]
        handling = Round.objects.get()
        assert (handling.due_on, handling.source_due_on) == (date(2024, 2, 16), date(2024, 2, 20))

    def test_references_follow_the_file_and_the_year_of_receipt(self, load: Load, tmp_path: Path) -> None:
        days = ["2024-03-01", "2023-05-01", "2024-01-01", "2023-01-01", "2024-02-01"]
        rows = [{**OPEN, "reference": f"R{number}", "received_on": day} for number, day in enumerate(days)]

        load(write_csv(tmp_path, *rows))
        load(write_csv(tmp_path, {**OPEN, "reference": "R9", "received_on": "2023-12-31"}))

        assert dict(Complaint.objects.values_list("source_reference", "reference")) == {
            "R0": "2024-00001",
            "R1": "2023-00001",
            "R2": "2024-00002",
            "R3": "2023-00002",
            "R4": "2024-00003",
            "R9": "2023-00003",
        }

    def test_one_task_follows_a_whole_file_and_no_letter_goes_out(self, load: Load, tmp_path: Path, mailoutbox: list[Any]) -> None:
        load(write_csv(tmp_path, *[{**OPEN, "reference": f"R{number}", "received_on": "2020-01-01"} for number in range(30)]))

        assert list(OutboxMessage.objects.values_list("task_name", "payload")) == [("complaints.after_import", {})]
        assert mailoutbox == []

    def test_the_organisation_remembers_counts_alone(self, load: Load) -> None:
        load(CASES / "nwf_2023.csv")

        event = OrganisationEvent.objects.get(code="complaints_imported")
        assert event.data == {"rows": 18, "imported": 18, "already_there": 0, "labels_created": 14}

    def test_a_trial_says_what_would_come_in_and_writes_nothing(self, load: Load, tenant: Tenant) -> None:
        report = load(CASES / "nwf_2023.csv", is_trial=True)

        assert (report.rows, report.imported, len(report.labels_created["outcome"])) == (18, 18, 4)
        assert_nothing_was_written()

    def test_xlsx_and_csv_of_one_register_are_the_same_register(self, load: Load, tmp_path: Path) -> None:
        rows = [ROW, {**OPEN, "reference": "OUD-2"}]
        load(write_csv(tmp_path, *rows))
        dated = [{**row, "received_on": date(2024, 1, 5)} for row in rows]

        again = load(write_workbook(tmp_path, workbook_of(*dated)), create_labels=False)

        assert (again.imported, again.already_there, again.faults) == (0, 2, [])


class TestRefusals:
    def test_one_fault_in_a_thousand_rows_lets_nothing_in(self, load: Load, tmp_path: Path) -> None:
        rows = [{**OPEN, "reference": f"R{number}"} for number in range(1_000)]
        rows[998]["received_on"] = "31-02-2024"

        report = load(write_csv(tmp_path, *rows))

        assert codes(report.faults) == [(1_000, "received_on", "no_such_day")]
        assert (report.rows, report.imported, report.labels_created) == (1_000, 0, {})
        assert_nothing_was_written()

    def test_unknown_words_are_faults_with_the_nearest_known_ones(self, load: Load, tmp_path: Path) -> None:
        load(write_csv(tmp_path, ROW))

        report = load(write_csv(tmp_path, {**ROW, "reference": "OUD-2", "nature": "Bejegenning", "unit": "Xyz"}), create_labels=False)

        found = [(f.row, f.column, f.value, f.code, dict(f.params)) for f in report.faults]
        assert sorted(found, key=lambda fault: str(fault[1])) == [
            (2, "nature", "Bejegenning", "unknown_label", {"nearest": ("Bejegening",)}),
            (2, "unit", "Xyz", "unknown_label_without_like", {}),
        ]
        assert Complaint.objects.count() == 1

    def test_words_are_compared_without_case_and_spaces_and_keep_their_first_spelling(self, load: Load, tmp_path: Path) -> None:
        rows = [{**OPEN, "unit": "Werk en  Inkomen"}, {**OPEN, "reference": "OUD-2", "unit": " WERK EN INKOMEN "}]

        report = load(write_csv(tmp_path, *rows))

        assert report.labels_created["unit"] == ["Werk en Inkomen"]
        assert set(ComplaintPoint.objects.values_list("unit__text", flat=True)) == {"Werk en Inkomen"}

    def test_a_participant_is_known_before_it_has_a_label(self, load: Load, tmp_path: Path) -> None:
        rows = [{"reference": "A", "received_on": "2024-01-05", "municipality": "ijsselstein"}]

        report = load(write_csv(tmp_path, *rows), create_labels=False)

        assert (report.faults, report.imported) == ([], 1)
        label = Label.objects.get()
        assert (label.text, label.core_code, label.dimension) == ("ijsselstein", "GM0353", "municipality")

    def test_another_municipality_becomes_a_participant_when_labels_are_made(self, load: Load, tmp_path: Path, tenant: Tenant) -> None:
        row = {"reference": "A", "received_on": "2024-01-05", "municipality": "Utrecht"}

        refused = load(write_csv(tmp_path, row), create_labels=False)
        report = load(write_csv(tmp_path, row))

        assert codes(refused.faults) == [(2, "municipality", "unknown_label_without_like")]
        assert report.labels_created == {"municipality": ["Utrecht"]}
        assert Label.objects.get().core_code == "GM0344"
        assert Participation.objects.filter(tenant=tenant, municipality_id="GM0344").count() == 1

    def test_a_place_that_is_no_municipality_waits_to_be_mapped(self, load: Load, tmp_path: Path, tenant: Tenant) -> None:
        before = Participation.objects.filter(tenant=tenant).count()

        load(write_csv(tmp_path, {"reference": "A", "received_on": "2024-01-05", "municipality": "Buitengebied"}))

        assert Label.objects.get().core_code is None
        assert Participation.objects.filter(tenant=tenant).count() == before

    def test_of_two_municipalities_with_one_name_neither_is_chosen(self, load: Load, tmp_path: Path) -> None:
        Municipality.objects.create(code="GM9998", name="Dubbeldorp")
        Municipality.objects.create(code="GM9999", name="Dubbeldorp")

        load(write_csv(tmp_path, {"reference": "A", "received_on": "2024-01-05", "municipality": "Dubbeldorp"}))

        assert Label.objects.get().core_code is None

    def test_the_same_reference_twice_in_a_file_is_a_fault_even_when_the_rows_are_equal(self, load: Load, tmp_path: Path) -> None:
        report = load(write_csv(tmp_path, ROW, ROW))

        assert [(f.row, f.code, dict(f.params)) for f in report.faults] == [(3, "duplicate_reference", {"first_row": 2})]
        assert_nothing_was_written()

    def test_a_known_reference_with_other_content_is_a_fault(self, load: Load, tmp_path: Path) -> None:
        load(write_csv(tmp_path, ROW))

        report = load(write_csv(tmp_path, {**ROW, "summary": "Iets anders"}, {**ROW, "reference": "OUD-2"}))

        assert codes(report.faults) == [(2, "reference", "reference_exists_with_other_content")]
        assert Complaint.objects.count() == 1

    def test_rows_that_are_there_count_beside_new_ones(self, load: Load, tmp_path: Path) -> None:
        load(write_csv(tmp_path, ROW))

        report = load(write_csv(tmp_path, ROW, {**ROW, "reference": "OUD-2"}))

        assert (report.rows, report.imported, report.already_there) == (2, 1, 1)

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"extension_weeks": "2", "extension_sent_on": "2024-02-17"}, (2, "extension_sent_on", "extension_after_due")),
            ({"extension_weeks": "2", "extension_sent_on": "2024-01-04"}, (2, "extension_sent_on", "extension_before_receipt")),
            ({"postponed_from": "2024-01-05", "postponed_until": "2024-01-20"}, (2, "postponed_from", "postponement_on_or_before_receipt")),
            ({"postponed_from": "2024-02-17", "postponed_until": "2024-02-20"}, (2, "postponed_from", "postponement_after_due")),
            ({"postponed_from": "2024-01-10", "postponed_until": "2100-12-31"}, (2, "postponed_until", "year_out_of_range")),
        ],
    )
    def test_what_the_clock_refuses_is_a_fault_with_its_code(
        self, load: Load, tmp_path: Path, changes: dict[str, str], expected: tuple[int, str, str]
    ) -> None:
        report = load(write_csv(tmp_path, {**OPEN, **changes}))

        assert codes(report.faults) == [expected]
        assert report.as_json()["faults"][0]["message"] != ""
        assert_nothing_was_written()

    def test_a_handler_is_somebody_who_handles_complaints_here(
        self, load: Load, tmp_path: Path, make_person: Any, other_tenant: Tenant
    ) -> None:
        make_person(Role.HANDLER, at=other_tenant, email="elders@voorbeeld.example")
        make_person(Role.EMPLOYEE, email="medewerker@voorbeeld.example")
        make_person(Role.COORDINATOR, email="hier@voorbeeld.example")
        emails = ["elders@voorbeeld.example", "medewerker@voorbeeld.example", "niemand@voorbeeld.example", "hier@voorbeeld.example"]

        report = load(write_csv(tmp_path, *[{**OPEN, "reference": email, "handler_email": email} for email in emails]))

        faults = report.as_json()["faults"]
        assert [(fault["row"], fault["column"], fault["code"]) for fault in faults] == [
            (row, "handler_email", "unknown_handler") for row in (2, 3, 4)
        ]
        # One answer for elsewhere, another role and nowhere.
        assert len({fault["message"] for fault in faults}) == 1

    def test_cases_of_a_year_known_as_totals_are_refused_per_measure(self, load: Load, tmp_path: Path, now: datetime) -> None:
        HistoricalTotal.objects.create(year=2023, measure="received", dimension="total", count=40, taken_over_at=now)
        HistoricalTotal.objects.create(year=2024, measure="handled", dimension="total", count=40, taken_over_at=now)
        rows = [
            {**OPEN, "reference": "A", "received_on": "2023-12-31"},
            {**ROW, "reference": "B"},
            {**ROW, "reference": "C", "closed_on": "2025-01-05", "within_term": ""},
        ]

        report = load(write_csv(tmp_path, *rows))

        assert [(f.row, f.column, f.code, dict(f.params)) for f in report.faults] == [
            (2, "received_on", "year_known_as_totals", {"year": 2023, "measure": "received"}),
            (3, "closed_on", "year_known_as_totals", {"year": 2024, "measure": "handled"}),
        ]
        assert Complaint.objects.count() == 0

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            # A year known as totals, beside whatever else is wrong.
            (
                {"received_on": "2023-12-31", "within_term": "soms"},
                [("within_term", "unknown_term_word"), ("received_on", "year_known_as_totals")],
            ),
            (
                {"received_on": "gisteren", "closed_on": "2022-02-01"},
                [("received_on", "not_a_date"), ("closed_on", "year_known_as_totals")],
            ),
            # A date that was refused says nothing about its year.
            ({"received_on": "2024-01-05", "closed_on": "2022-02-01"}, [("closed_on", "closed_before_received")]),
            # The clock, beside a word nobody knows.
            (
                {"unit": "Xyz", "extension_weeks": "2", "extension_sent_on": "2024-02-17"},
                [("unit", "unknown_label_without_like"), ("extension_sent_on", "extension_after_due")],
            ),
            (
                {"closed_on": "morgen", "extension_weeks": "2", "extension_sent_on": "2024-01-04"},
                [("closed_on", "not_a_date"), ("extension_sent_on", "extension_before_receipt")],
            ),
            # A postponement is judged without the extension that cannot be read, but not by the last day that rests on both.
            (
                {"extension_weeks": "9", "postponed_from": "2024-01-05", "postponed_until": "2024-01-20"},
                [("extension_weeks", "extension_weeks_invalid"), ("postponed_from", "postponement_on_or_before_receipt")],
            ),
            (
                {"extension_weeks": "9", "postponed_from": "2024-02-20", "postponed_until": "2024-02-25"},
                [("extension_weeks", "extension_weeks_invalid")],
            ),
            (
                {"extension_weeks": "2", "extension_sent_on": "2024-02-20", "postponed_from": "2024-02-01", "postponed_until": "?"},
                [("postponed_until", "not_a_date")],
            ),
            # Nothing runs from a day of receipt that cannot be read.
            ({"received_on": "?", "extension_weeks": "2", "extension_sent_on": "2024-02-17"}, [("received_on", "not_a_date")]),
            # Which term runs: of an unknown word by what it plainly means, or not at all.
            (
                {"procedure": "Kamer", "extension_weeks": "2", "extension_sent_on": "2024-02-17"},
                [("procedure", "unknown_label_without_like")],
            ),
            (
                {"kind": "Signaal", "extension_weeks": "2", "extension_sent_on": "2024-02-17"},
                [("kind", "unknown_label_without_like")],
            ),
            (
                {"kind": "111222333", "extension_weeks": "2", "extension_sent_on": "2024-02-17"},
                [("kind", "bsn_in_label")],
            ),
        ],
    )
    def test_a_row_tells_everything_at_once_and_nothing_that_follows_from_a_fault(
        self, load: Load, tmp_path: Path, now: datetime, changes: dict[str, str], expected: list[tuple[str, str]]
    ) -> None:
        load(write_csv(tmp_path, ROW))
        for year, measure in ((2023, "received"), (2022, "handled")):
            HistoricalTotal.objects.create(year=year, measure=measure, dimension="total", count=40, taken_over_at=now)
        row = {**ROW, "reference": "OUD-2", "outcome": "", "closed_on": "", "within_term": "", **changes}

        report = load(write_csv(tmp_path, row), create_labels=False)

        assert [(fault.column, fault.code) for fault in report.faults] == expected
        assert Complaint.objects.count() == 1

    def test_a_reference_twice_is_seen_in_rows_with_other_faults_too(self, load: Load, tmp_path: Path) -> None:
        report = load(write_csv(tmp_path, {**ROW, "received_on": "?"}, {**ROW, "closed_on": "?"}))

        assert codes(report.faults) == [
            (2, "received_on", "not_a_date"),
            (3, "closed_on", "not_a_date"),
            (3, "reference", "duplicate_reference"),
        ]
        assert_nothing_was_written()

    def test_a_known_reference_with_other_content_tells_what_else_is_wrong(self, load: Load, tmp_path: Path) -> None:
        load(write_csv(tmp_path, ROW))

        report = load(write_csv(tmp_path, {**ROW, "unit": "Xyz"}), create_labels=False)

        assert codes(report.faults) == [
            (2, "reference", "reference_exists_with_other_content"),
            (2, "unit", "unknown_label_without_like"),
        ]

    def test_an_unknown_word_is_one_group_however_often_it_is_there(self, load: Load, tmp_path: Path) -> None:
        load(write_csv(tmp_path, ROW))
        spellings = ["Bejegenning", "BEJEGENNING ", "bejegenning"]
        rows = [{**ROW, "reference": f"R{number}", "nature": spellings[number % 3]} for number in range(1_100)]

        report = load(write_csv(tmp_path, *rows), create_labels=False)

        groups = [(one.first.column, one.first.value, one.first.nearest, one.rows, one.count) for one in report.findings.groups.values()]
        assert groups == [("nature", "Bejegenning", ("Bejegening",), [2, 3, 4, 5, 6], 1_100)]
        assert {fault.nearest for fault in report.faults} == {("Bejegening",)}

    def test_faults_of_the_file_and_of_the_organisation_come_in_one_go(self, load: Load, tmp_path: Path) -> None:
        rows = [{**ROW, "unit": "Onbekende afdeling"}, {**ROW, "reference": "B", "received_on": "gisteren"}]

        report = load(write_csv(tmp_path, *rows), create_labels=False)

        words = ("unit", "kind", "channel", "nature", "procedure", "outcome", "handled_by")
        assert {(fault.row, fault.column) for fault in report.faults} == {
            *((row, column) for row in (2, 3) for column in words),
            (3, "received_on"),
        }

    def test_a_thousand_faults_are_listed_and_the_rest_is_a_count(self, load: Load, tmp_path: Path) -> None:
        rows = [{**OPEN, "reference": f"R{number}", "received_on": "nooit"} for number in range(1_200)]

        answer = load(write_csv(tmp_path, *rows)).as_json()

        assert (len(answer["faults"]), answer["faults_total"], answer["rows"]) == (1_000, 1_200, 1_200)

    def test_a_file_that_is_no_table_is_one_fault_without_a_row(self, load: Load, tmp_path: Path) -> None:
        report = load(write_bytes(tmp_path, b"%PDF-1.7"))

        assert (report.is_readable, codes(report.faults)) == (False, [(None, None, "not_text")])
        assert_nothing_was_written()

    def test_personal_data_stays_out_of_the_report(self, load: Load, tmp_path: Path) -> None:
        secret = "Geheimpje"
        row = {
            **ROW,
            "name": secret * 30,
            "address": secret + " 111222333",
            "email": secret,
            "story": secret * 20_000,
            "handler_email": f"{secret}@voorbeeld.example",
            "unit": f"{secret.lower()}@voorbeeld.example",
            "closed_on": "nooit",
        }

        report = load(write_csv(tmp_path, row), create_labels=False)

        text = json.dumps(report.as_json()).casefold()
        assert report.has_faults
        assert secret.casefold() not in text
        assert "111222333" not in text

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
    def test_only_a_coordinator_imports(self, load: Load, tmp_path: Path, make_actor: Any, role: Role) -> None:
        with pytest.raises(NotPermitted):
            load(write_csv(tmp_path, ROW), actor=make_actor(role))

        assert_nothing_was_written()

    def test_old_numbers_that_look_like_ours_are_pointed_out_once(self, load: Load, tmp_path: Path) -> None:
        rows = [{**OPEN, "reference": f"2019-0000{number}"} for number in range(3)]

        report = load(write_csv(tmp_path, *rows))

        assert [(w.row, w.value, w.code, dict(w.params)) for w in report.warnings] == [
            (2, "2019-00000", "reference_like_ours", {"number": 3})
        ]


class TestProgress:
    def test_reading_is_the_first_half_and_writing_the_second(
        self, command: Actor, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("complaints.takeover.file.BATCH", 25)
        path = write_csv(tmp_path, *[{**OPEN, "reference": f"R{number:03}"} for number in range(100)])
        told: list[tuple[int, int]] = []

        import_complaints(
            actor=command,
            source=path,
            file_format="csv",
            create_labels=True,
            is_trial=False,
            now=now,
            progress=lambda done, total: told.append((done, total)),
        )

        assert [total for _, total in told] == [1_000] * 9
        assert [done for done, _ in told][4:] == [625, 750, 875, 1_000, 1_000]
        assert sorted(told) == told
