"""Taking the list along: exactly what is seen, for a purpose that is kept, and nothing that must not leave."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from odf import opendocument
from odf.table import Table, TableCell, TableRow

from complaints.checks import TextMissing
from complaints.finding.columns import Column
from complaints.finding.filters import ComplaintFilters
from complaints.finding.sorting import Sort
from complaints.flows import exporting
from complaints.flows.exporting import (
    ExportGone,
    ExportOrder,
    ExportOvertaken,
    NothingToExport,
    export_complaints,
    fetch_export,
    remove_old_exports,
    run_export,
    start_export,
)
from complaints.models import (
    AccessRecord,
    Compartment,
    Complaint,
    ComplaintPoint,
    ExportRun,
    ExportState,
    Identity,
    InvolvedPerson,
    Party,
    Round,
)
from tenants.accounts.models import Membership
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted
from tenants.models import OutboxMessage
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tenants.spreadsheets import FileFormat
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_label

NOW = datetime(2025, 3, 7, 9, 5, tzinfo=UTC)
ORDER = ExportOrder(
    filters=ComplaintFilters(),
    sort=Sort.NEWEST,
    columns=(Column.NUMBER, Column.SUBJECT, Column.DESCRIPTION, Column.PERSON, Column.RECEIVED, Column.STATE),
    file_format=FileFormat.CSV,
    purpose="Overleg team Werk",
    organisation="Samenwerking Voorbeeldstreek",
    sentence="2 klachten",
    order_text="nieuwste eerst",
    language="nl",
)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def a_file(day: int, *, story: str = "", name: str = "", identity: str = "", handler: Actor | None = None, **facts: Any) -> Complaint:
    extra = {"story": story, **facts.pop("extra", {})}
    made = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, day)),), nature="Bejegening", extra=extra, **facts))
    if name:
        Party.objects.create(complaint=made, role="COMPLAINANT", name=name, identity=identity)
    if handler:
        Round.objects.filter(complaint=made).update(handler_id=handler.user_id)
    return made


def exported(actor: Actor, **changed: Any) -> bytes:
    to = BytesIO()
    export_complaints(actor=actor, order=replace(ORDER, **changed), to=to, now=NOW)
    return to.getvalue()


def sheets_of(content: bytes, file_format: FileFormat) -> list[list[list[str]]]:
    """Both parts of a file, as the texts somebody sees; trailing empty cells left out."""
    if file_format is FileFormat.CSV:
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        # The second empty line parts the two.
        cut = [place for place, row in enumerate(rows) if not row][1]
        return [rows[:cut], rows[cut + 1 :]]
    if file_format is FileFormat.XLSX:
        book = openpyxl.load_workbook(BytesIO(content))
        assert [cell.data_type for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
        return [[[_shown(value) for value in _cut(row)] for row in sheet.iter_rows(values_only=True)] for sheet in book]
    document = opendocument.load(BytesIO(content))
    return [
        [
            ["\n".join(str(line) for line in one.childNodes) for one in row.getElementsByType(TableCell)]
            for row in table.getElementsByType(TableRow)
        ]
        for table in document.spreadsheet.getElementsByType(Table)
    ]


def _lines(one: Any) -> str:
    return "\n".join(str(line) for line in one.childNodes)


def _cut(row: tuple[Any, ...]) -> list[Any]:
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _shown(value: Any) -> str:
    return "" if value is None else value.date().isoformat() if isinstance(value, datetime) else str(value)


def rows_of(content: bytes) -> list[list[str]]:
    return sheets_of(content, FileFormat.CSV)[1][1:]


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_the_file_says_what_it_is_and_holds_the_columns_in_their_order(coordinator: Actor, file_format: FileFormat) -> None:
    late, last = a_file(1, story="=1+1"), a_file(7, story="Boos & <b>\nlang", name="Annelies Jansen", handler=coordinator)
    Round.objects.filter(complaint=late).update(due_on=date(2025, 3, 2))
    day = (lambda one: date(2025, 3, one).isoformat()) if file_format is not FileFormat.ODS else (lambda one: f"{one:02d}-03-2025")

    about, complaints = sheets_of(exported(coordinator, file_format=file_format), file_format)

    assert [row for row in about if any(row)][:6] == [
        ["Organisatie", "Samenwerking Voorbeeldstreek"],
        ["Wat erin staat", "2 klachten"],
        ["Volgorde", "nieuwste eerst"],
        ["Gemaakt op", "vr 7 maart 2025, 10:05"],
        ["Aantal klachten", "2"],
        ["Kolom", "Wat het betekent"],
    ]
    assert [row[0] for row in about if row][-6:] == ["Nummer", "Onderwerp", "In het kort", "Wie, in mijn dossiers", "Ontvangen", "Stand"]
    assert complaints == [
        ["Nummer", "Onderwerp", "In het kort", "Wie, in mijn dossiers", "Ontvangen", "Stand"],
        [last.reference, "Bejegening", "Boos & <b> lang", "Annelies Jansen", day(7), "open"],
        [late.reference, "Bejegening", "'=1+1", "", day(1), "te laat"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
@pytest.mark.parametrize("file_format", list(FileFormat))
def test_nothing_becomes_a_formula(coordinator: Actor, file_format: FileFormat, start: str) -> None:
    a_file(1, story=f"{start}HYPERLINK(1)\x07")

    assert sheets_of(exported(coordinator, file_format=file_format), file_format)[1][1][2] == f"'{start}HYPERLINK(1)"


def test_all_rows_are_in_it_in_the_order_of_the_list(coordinator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.flows.exporting.BATCH", 3)
    files = [a_file(day).reference for day in range(1, 9)]

    assert [row[0] for row in rows_of(exported(coordinator, sort=Sort.OLDEST))] == files
    assert [row[0] for row in rows_of(exported(coordinator, filters=ComplaintFilters(received_from=date(2025, 3, 7))))] == files[:5:-1]


def test_what_must_not_leave_does_not(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    handler = make_actor(Role.HANDLER)
    involved = a_file(1, story="Over Kim")
    InvolvedPerson.objects.create(complaint=involved, user_id=handler.user_id)
    councils = a_file(2, extra={"compartment": "COUNCIL"})
    sensitive = a_file(3, story="medisch geheim", handler=handler, extra={"has_sensitive_text": True, "summary": "ook geheim"})
    shielded = a_file(4, name="Verborgen Naam", identity="SHIELDED", handler=handler)
    others = a_file(5, name="Pieter Anders", handler=coordinator)
    every = tuple(Column)

    contents = {file_format: exported(handler, columns=every, file_format=file_format) for file_format in FileFormat}

    rows = {row[0]: row for row in rows_of(contents[FileFormat.CSV])}
    assert set(rows) == {sensitive.reference, shielded.reference, others.reference}
    assert (rows[sensitive.reference][3], rows[shielded.reference][4], rows[others.reference][4]) == ("gevoelige tekst", "afgeschermd", "")
    for file_format, content in contents.items():
        text = str(sheets_of(content, file_format))
        assert not any(secret in text for secret in ("geheim", "Verborgen", "Pieter", "Over Kim", involved.reference, councils.reference))
    assert [row[0] for row in rows_of(exported(make_actor(Role.COUNCIL_REGISTRY)))] == [councils.reference]


def test_it_is_recorded_who_took_what_along_and_why_without_its_content(coordinator: Actor) -> None:
    a_file(1, story="Jansen")

    exported(coordinator, filters=ComplaintFilters(derived_kind="COMPLAINT", received_from=date(2025, 1, 1)), sort=Sort.DUE)
    exported(coordinator)

    first, second = AccessRecord.objects.order_by("pk")
    assert (first.code, first.actor_id, first.happened_at, first.complaint_id) == ("exported", coordinator.user_id, NOW, None)
    assert first.data == {
        "filters": ["derived_kind", "received_from"],
        "sort": "due",
        "columns": ["number", "subject", "description", "person", "received", "state"],
        "format": "csv",
        "found": 1,
    }
    assert (first.personal, second.personal) == ({"purpose": "Overleg team Werk"}, {"purpose": "Overleg team Werk"})
    assert "Jansen" not in str(first.data)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.EMPLOYEE, Role.COUNCIL_MEMBER])
def test_whoever_may_not_export_gets_nothing_and_nothing_is_recorded(make_actor: Callable[..., Actor], role: Role) -> None:
    a_file(1)
    to = BytesIO()

    with pytest.raises(NotPermitted):
        export_complaints(actor=make_actor(role), order=ORDER, to=to, now=NOW)
    with pytest.raises(NotPermitted):
        start_export(actor=make_actor(role), order=ORDER, now=NOW)

    assert (to.getvalue(), AccessRecord.objects.count(), ExportRun.objects.count(), OutboxMessage.objects.count()) == (b"", 0, 0, 0)


@pytest.mark.parametrize("export", [lambda actor, order: export_complaints(actor=actor, order=order, to=BytesIO(), now=NOW),
                                    lambda actor, order: start_export(actor=actor, order=order, now=NOW)])  # fmt: skip
def test_without_rows_or_a_purpose_there_is_no_file(coordinator: Actor, export: Callable[[Actor, ExportOrder], Any]) -> None:
    with pytest.raises(NothingToExport):
        export(coordinator, ORDER)
    a_file(1)
    with pytest.raises(TextMissing) as refused:
        export(coordinator, replace(ORDER, purpose="  "))

    assert refused.value.field == "purpose"
    assert (AccessRecord.objects.count(), ExportRun.objects.count()) == (0, 0)


def test_statements_do_not_grow_with_the_rows(coordinator: Actor) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            exported(coordinator, columns=tuple(Column))
        return len(asked)

    a_file(1, handler=coordinator, name="Jansen")
    for_one = statements()
    a_file(2, handler=coordinator, name="Jansen")
    a_file(3)

    assert statements() == for_one


def test_a_long_list_is_made_by_a_worker_and_fetched_by_whoever_asked(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    made = a_file(1, story="Jansen belde")
    order = replace(ORDER, filters=ComplaintFilters(received_from=date(2025, 1, 1), derived_kind="COMPLAINT"))
    expected = exported(coordinator, filters=order.filters)
    run = start_export(actor=coordinator, order=order, now=NOW)
    with pytest.raises(ExportGone):
        fetch_export(actor=coordinator, run_id=run.pk, now=NOW)

    assert [run_export(run_id=run.pk, now=NOW) for _twice in range(2)] == [True, True]

    found, file = fetch_export(actor=coordinator, run_id=run.pk, now=NOW)
    with file:
        content = file.read()
    assert content == expected
    assert made.reference in content.decode()
    assert (found.state, found.count, found.content) == (ExportState.READY, 1, {})
    assert [message.task_name for message in OutboxMessage.objects.all()] == ["complaints.run_export"]
    assert AccessRecord.objects.filter(code="exported").count() == 2
    with pytest.raises(NotFound):
        fetch_export(actor=make_actor(Role.COORDINATOR), run_id=run.pk, now=NOW)


def test_search_words_and_purpose_stay_no_longer_than_the_work_takes(coordinator: Actor) -> None:
    from complaints.flows.after_import import index_imported_files

    a_file(1, story="Jansen belde")
    index_imported_files(actor=system_actor())
    run = start_export(actor=coordinator, order=replace(ORDER, filters=ComplaintFilters(text="jansen")), now=NOW)
    assert (run.content["words"], "jansen" in str(run.asked).lower()) == ("jansen", False)

    run_export(run_id=run.pk, now=NOW)

    kept = ExportRun.objects.get()
    assert (kept.state, kept.content) == (ExportState.READY, {})
    assert "jansen" not in str(kept.asked).lower() + kept.stored_file
    assert "jansen" not in str(list(OutboxMessage.objects.values())).lower()


def test_whoever_became_involved_meanwhile_fetches_nothing(coordinator: Actor) -> None:
    made = a_file(1)
    before, after = (start_export(actor=coordinator, order=ORDER, now=NOW) for _twice in range(2))
    run_export(run_id=before.pk, now=NOW)

    InvolvedPerson.objects.create(complaint=made, user_id=coordinator.user_id)
    run_export(run_id=after.pk, now=NOW)

    with pytest.raises(ExportOvertaken):
        fetch_export(actor=coordinator, run_id=before.pk, now=NOW)
    after.refresh_from_db()
    assert (after.state, after.failure, after.stored_file, after.content) == (ExportState.FAILED, "export_overtaken", "", {})
    assert AccessRecord.objects.filter(code="exported").count() == 1


def to_another_unit(made: Complaint) -> None:
    ComplaintPoint.objects.filter(complaint=made, is_main=True).update(unit=make_label(Dimension.UNIT, "Zorg"))


WITHDRAWN: dict[str, Callable[[Complaint], object]] = {
    "to the council": lambda made: Complaint.objects.filter(pk=made.pk).update(compartment=Compartment.COUNCIL),
    "to another unit": to_another_unit,
    "sensitive": lambda made: Complaint.objects.filter(pk=made.pk).update(has_sensitive_text=True),
    "shielded": lambda made: Party.objects.filter(complaint=made).update(identity=Identity.SHIELDED),
    "anonymous": lambda made: Party.objects.filter(complaint=made).update(identity=Identity.ANONYMOUS),
    "to another handler": lambda made: Round.objects.filter(complaint=made).update(handler=None),
    "destroyed": lambda made: Complaint.objects.filter(pk=made.pk).update(destroyed_at=NOW),
}


@pytest.mark.parametrize("withdraw", WITHDRAWN.values(), ids=WITHDRAWN)
def test_a_file_with_something_that_was_withdrawn_since_is_not_fetched(
    coordinator: Actor, monkeypatch: pytest.MonkeyPatch, withdraw: Callable[[Complaint], object]
) -> None:
    monkeypatch.setattr("complaints.flows.exporting.BATCH", 2)
    made = [a_file(day, story="Belde", name="Jansen", handler=coordinator, unit="Werk") for day in (1, 2, 3)]
    run = start_export(actor=coordinator, order=ORDER, now=NOW)
    run_export(run_id=run.pk, now=NOW)
    fetch_export(actor=coordinator, run_id=run.pk, now=NOW)[1].close()

    withdraw(made[0])

    with pytest.raises(ExportOvertaken):
        fetch_export(actor=coordinator, run_id=run.pk, now=NOW)


def test_what_is_withdrawn_while_the_file_is_made_cannot_be_fetched(coordinator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    made = a_file(1, story="geheim")
    written = exporting.write_export

    def withdrawn_meanwhile(batches: Any, **given: Any) -> None:
        def each() -> Any:
            for batch in batches:
                Complaint.objects.filter(pk=made.pk).update(has_sensitive_text=True)
                yield batch

        written(each(), **given)

    monkeypatch.setattr("complaints.flows.exporting.write_export", withdrawn_meanwhile)
    run = start_export(actor=coordinator, order=ORDER, now=NOW)
    run_export(run_id=run.pk, now=NOW)

    with pytest.raises(ExportOvertaken):
        fetch_export(actor=coordinator, run_id=run.pk, now=NOW)


def test_what_merely_happens_to_a_file_keeps_the_export_fetchable(coordinator: Actor) -> None:
    made = a_file(1, story="Belde", name="Jansen")
    run = start_export(actor=coordinator, order=ORDER, now=NOW)
    run_export(run_id=run.pk, now=NOW)

    Complaint.objects.filter(pk=made.pk).update(version=7, changed_at=NOW + timedelta(hours=1), story="Belde weer")
    a_file(2, extra={"has_sensitive_text": True})

    found, file = fetch_export(actor=coordinator, run_id=run.pk, now=NOW)
    file.close()
    assert (found.count, found.complaints) == (1, [made.pk])


def test_whose_role_ended_gets_no_file(coordinator: Actor) -> None:
    a_file(1)
    run = start_export(actor=coordinator, order=ORDER, now=NOW)
    Membership.objects.filter(user_id=coordinator.user_id).update(ended_at=NOW - timedelta(days=1))

    run_export(run_id=run.pk, now=NOW)

    run.refresh_from_db()
    assert (run.state, run.stored_file, AccessRecord.objects.count()) == (ExportState.FAILED, "", 0)


def test_a_file_is_kept_for_a_day(coordinator: Actor) -> None:
    a_file(1)
    run = start_export(actor=coordinator, order=ORDER, now=NOW)
    run_export(run_id=run.pk, now=NOW)
    run.refresh_from_db()
    later = NOW + timedelta(days=1)
    far_later = datetime(2100, 1, 1, tzinfo=UTC)

    with pytest.raises(ExportGone):
        fetch_export(actor=coordinator, run_id=run.pk, now=later)
    assert remove_old_exports(actor=system_actor(), now=NOW) == 0
    assert remove_old_exports(actor=system_actor(), now=far_later) == 1
    assert (ExportRun.objects.count(), default_storage.exists(run.stored_file)) == (0, False)
