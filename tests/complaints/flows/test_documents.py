"""Documents get in whole or not at all, are opened by who may see the file alone, and leave nothing behind."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django_tenants.utils import schema_context

from complaints import keeping, tasks
from complaints.flows.document_storage import LEFT_BEHIND_AFTER, left_behind
from complaints.flows.documents import add_to_draft, attach_documents, open_document, remove_document, remove_from_draft
from complaints.flows.drafts import clear_old_drafts, discard_draft, save_draft
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Submission
from complaints.keeping import MOST_AT_ONCE, Kept, documents_storage
from complaints.models import AccessRecord, Complaint, ComplaintEvent, Document, DocumentContent, InvolvedPerson, RegistrationDraft
from complaints.repeated_requests import KeyUsedForSomethingElse, RequestKey
from config.settings.base import STORAGES
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.models import OutboxMessage, Tenant
from tenants.permissions import ROLES, Permission, Role
from tests.factories.clamd import StandIn, virus_scanner
from tests.factories.documents import CUT_OFF_PDF, EICAR, KEPT_MAIL, LOCKED_PDF, MAIL, PDF, carry_out_outbox, picture, sent

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
LATER = NOW + LEFT_BEHIND_AFTER + timedelta(seconds=1)
DRAFT = uuid.UUID(int=1)
NAME = "Brief van mevrouw Voorbeeld.pdf"


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    """A storage of this test alone."""
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def reference(coordinator: Actor) -> str:
    return register(coordinator)


@pytest.fixture
def scanner(settings: Any) -> Iterator[StandIn]:
    with virus_scanner() as server:
        settings.CLAMAV_ADDRESS = server.address
        yield server


def register(actor: Actor, draft_id: uuid.UUID | None = None, **told: Any) -> str:
    submission = Submission(story="Te laat betaald", **told)
    return register_complaint(actor=actor, submission=submission, received_at=NOW, now=NOW, draft_id=draft_id).reference


def attach(actor: Actor, reference: str, *files: tuple[bytes, str], **changed: Any) -> Kept:
    given = {"actor": actor, "reference": reference, "files": [sent(*one) for one in files or ((PDF, NAME),)], "now": NOW}
    return attach_documents(**(given | changed))


def add(actor: Actor, *files: tuple[bytes, str], draft_id: uuid.UUID = DRAFT) -> Kept:
    return add_to_draft(actor=actor, draft_id=draft_id, files=[sent(*one) for one in files or ((PDF, NAME),)], now=NOW)


def stored() -> list[bytes]:
    """Everything in the storage of this organisation."""
    storage, folder = documents_storage(), connection.schema_name
    names = storage.listdir(folder)[1] if storage.exists(folder) else []
    return [storage.open(f"{folder}/{name}").read() for name in sorted(names)]


def history() -> list[tuple[str, dict[str, Any]]]:
    return [(event.code, event.data) for event in ComplaintEvent.objects.order_by("pk")]


def test_a_file_is_kept_whole_and_the_history_knows_it_by_number(coordinator: Actor, reference: str) -> None:
    [document] = attach(coordinator, reference, holds_sensitive_data=True).added

    assert (document.name, document.kind, document.size, document.source) == (NAME, "pdf", len(PDF), "UPLOAD")
    assert (document.uploaded_by_id, document.uploaded_at) == (coordinator.user_id, NOW)
    assert (document.scan_state, document.holds_sensitive_data) == ("NOT_SCANNED", True)
    assert documents_storage().open(document.content.key).read() == PDF
    assert document.content.key == f"{connection.schema_name}/{document.content_id.hex}"
    assert history()[1:] == [
        (
            "document_attached",
            {"version": 2, "round": 1, "documents": [{"document": str(document.pk), "kind": "pdf", "size": len(PDF), "source": "UPLOAD"}]},
        )
    ]


def test_of_several_files_the_good_ones_are_kept_and_each_other_one_says_why(coordinator: Actor, reference: str) -> None:
    kept = attach(coordinator, reference, (PDF, "een.pdf"), (b"", "twee.pdf"), (MAIL, "drie.eml"), (PDF, "../vier.exe"))

    assert [document.name for document in kept.added] == ["een.pdf", "drie.eml"]
    assert [(one.name, one.refusal.code) for one in kept.refused] == [
        ("twee.pdf", "document_empty"),
        ("vier.exe", "document_is_program"),
    ]
    assert sorted(stored()) == sorted([PDF, KEPT_MAIL])
    assert (Complaint.objects.get().version, len(history())) == (2, 2)


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [(PDF, "b.pdf", ""), (CUT_OFF_PDF, "b.pdf", "DAMAGED"), (LOCKED_PDF, "b.pdf", "LOCKED"), (MAIL, "b.eml", "")],
)
def test_of_what_nobody_can_read_that_stands_with_it_and_it_is_kept(
    coordinator: Actor, reference: str, content: bytes, name: str, fault: str
) -> None:
    kept = attach_documents(actor=coordinator, reference=reference, files=[sent(content, name)], now=NOW)

    assert ([one.reading_fault for one in kept.added], kept.refused) == ([fault], [])
    assert Document.objects.get().reading_fault == fault


def test_when_none_is_kept_nothing_happened(coordinator: Actor, reference: str) -> None:
    kept = attach(coordinator, reference, (b"", "leeg.pdf"))

    assert (kept.added, stored(), DocumentContent.objects.count()) == ([], [], 0)
    assert (Complaint.objects.get().version, len(history())) == (1, 1)
    with pytest.raises(Refusal, match="document_missing"):
        attach(coordinator, reference, files=[])


def test_a_picture_is_kept_without_the_place_it_was_taken(coordinator: Actor, reference: str) -> None:
    [document] = attach(coordinator, reference, (picture(with_place=True), "foto.jpg")).added

    assert stored() == [picture()]
    assert document.size == len(picture())


def test_the_same_file_twice_is_there_once(coordinator: Actor, reference: str) -> None:
    [first] = attach(coordinator, reference).added

    again = attach(coordinator, reference, (PDF, "anders genoemd.pdf"), (MAIL, "b.eml"), (MAIL, "b.eml"))

    assert ([one.pk for one in again.there], [one.name for one in again.added]) == ([first.pk, again.added[0].pk], ["b.eml"])
    assert carry_out_outbox("complaints.remove_contents") == 2
    assert sorted(stored()) == sorted([PDF, KEPT_MAIL])


def test_a_request_that_is_sent_twice_is_done_once(coordinator: Actor, reference: str) -> None:
    key = RequestKey(key="een", digest="d" * 64)
    [document] = attach(coordinator, reference, request_key=key).added

    again = attach(coordinator, reference, request_key=key)

    assert ([one.pk for one in again.there], len(history())) == ([document.pk], 2)
    with pytest.raises(KeyUsedForSomethingElse):
        attach(coordinator, reference, request_key=RequestKey(key="een", digest="e" * 64))
    carry_out_outbox("complaints.remove_contents")
    tasks.remove_contents(content_ids=[str(one) for one in left_behind(actor=system_actor(), now=LATER)])
    assert stored() == [PDF]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_keep_the_same_file_once(tenant: Tenant, make_actor: Callable[..., Actor]) -> None:
    actors = [make_actor(Role.COORDINATOR), make_actor(Role.HANDLER)]
    reference, start, answers = register(actors[0]), threading.Barrier(2), []

    def send(actor: Actor) -> None:
        with schema_context(tenant.schema_name):
            start.wait()
            answers.append(attach(actor, reference))
        connection.close()

    threads = [threading.Thread(target=send, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(len(kept.added) for kept in answers) == [0, 1]
    assert (Document.objects.count(), Complaint.objects.get().version) == (1, 2)


def test_too_many_are_refused_and_nothing_of_them_stays(coordinator: Actor, reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_IN_A_FILE", 1)
    many = [(PDF + bytes([number]), "x.pdf") for number in range(MOST_AT_ONCE + 1)]

    kept = attach(coordinator, reference, *many)

    assert (len(kept.added), sorted({one.refusal.code for one in kept.refused})) == (1, ["too_many_at_once", "too_many_documents"])
    carry_out_outbox("complaints.remove_contents")
    assert stored() == [PDF + b"\x00"]


# Who may


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.HANDLE_COMPLAINTS]))
def test_who_handles_no_complaints_adds_and_removes_nothing(
    coordinator: Actor, reference: str, make_actor: Callable[..., Actor], role: Role
) -> None:
    [document] = attach(coordinator, reference).added
    actor = make_actor(role)

    for work in (
        lambda: attach(actor, reference, (MAIL, "b.eml")),
        lambda: remove_document(actor=actor, reference=reference, document_id=document.pk, reason="x", now=NOW),
    ):
        with pytest.raises(NotPermitted):
            work()

    assert (stored(), DocumentContent.objects.count()) == ([PDF], 1)


def test_whoever_is_involved_has_lost_the_documents_too(coordinator: Actor, reference: str, make_actor: Callable[..., Actor]) -> None:
    [document] = attach(coordinator, reference).added
    involved = make_actor(Role.COORDINATOR)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user_id=involved.user_id)

    for work in (
        lambda: attach(involved, reference, (MAIL, "b.eml")),
        lambda: remove_document(actor=involved, reference=reference, document_id=document.pk, reason="x", now=NOW),
        lambda: open_document(actor=involved, reference=reference, document_id=document.pk, now=NOW),
    ):
        with pytest.raises(NotFound):
            work()

    assert (stored(), AccessRecord.objects.count()) == ([PDF], 0)


def test_a_document_is_opened_from_its_own_file_alone_and_that_is_recorded(coordinator: Actor, reference: str) -> None:
    other = register(coordinator)
    [document] = attach(coordinator, reference).added

    with pytest.raises(NotFound):
        open_document(actor=coordinator, reference=other, document_id=document.pk, now=NOW)
    assert AccessRecord.objects.count() == 0
    assert open_document(actor=coordinator, reference=reference, document_id=document.pk, now=NOW).content.key == document.content.key

    looked = AccessRecord.objects.get()
    assert (looked.code, looked.actor_id, looked.data, looked.personal) == (
        "document_opened",
        coordinator.user_id,
        {"document": str(document.pk)},
        None,
    )


# Removed


def test_a_mistaken_document_goes_with_its_name_and_the_history_says_why(coordinator: Actor, reference: str) -> None:
    [document] = attach(coordinator, reference).added

    remove_document(actor=coordinator, reference=reference, document_id=document.pk, reason=" Van iemand anders ", seen_version=2, now=NOW)

    event = ComplaintEvent.objects.order_by("pk").last()
    assert event
    assert (event.code, event.data["documents"][0]["document"], event.personal) == (
        "document_removed",
        str(document.pk),
        {"reason": "Van iemand anders"},
    )
    assert (Document.objects.count(), stored()) == (0, [PDF])
    assert carry_out_outbox("complaints.remove_contents") == 1
    assert (stored(), DocumentContent.objects.count()) == ([], 0)


def test_a_removal_that_is_refused_removes_nothing(coordinator: Actor, reference: str) -> None:
    [document] = attach(coordinator, reference).added
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "document_id": document.pk, "now": NOW}

    for changed, code in (
        ({"reason": "  "}, "text_missing"),
        ({"reason": "x", "seen_version": 1}, "changed_meanwhile"),
        ({"reason": "x", "document_id": uuid.uuid4()}, "not_found"),
    ):
        with pytest.raises(Refusal, match=code):
            remove_document(**(same | changed))

    assert (Document.objects.count(), len(history()), OutboxMessage.objects.count()) == (1, 2, 0)


# Beside what somebody is typing


def test_a_file_dropped_before_a_word_is_typed_goes_along_when_it_is_registered(coordinator: Actor) -> None:
    [document] = add(coordinator).added
    save_draft(actor=coordinator, draft_id=DRAFT, content={"story": "Te laat"}, seen_version=0, now=NOW)

    reference = register(coordinator, draft_id=DRAFT)

    moved = Document.objects.get()
    assert (moved.pk, moved.draft_id, moved.complaint.reference if moved.complaint else None) == (document.pk, None, reference)
    assert [code for code, _data in history()] == ["registered", "document_attached"]
    assert history()[1][1]["documents"][0]["document"] == str(document.pk)
    assert (RegistrationDraft.objects.count(), stored()) == (0, [PDF])


def test_the_file_of_who_is_involved_goes_along_and_is_gone_for_them(coordinator: Actor) -> None:
    [document] = add(coordinator).added

    reference = register(coordinator, draft_id=DRAFT, involved=(InvolvedTold(user_id=coordinator.user_id),))

    with pytest.raises(NotFound):
        open_document(actor=coordinator, reference=reference, document_id=document.pk, now=NOW)
    assert Document.objects.get().complaint_id == Complaint.objects.get().pk


def test_somebody_elses_draft_takes_and_gives_no_files(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    other = make_actor(Role.EMPLOYEE)
    [document] = add(coordinator).added

    with pytest.raises(NotFound):
        add(other, (MAIL, "b.eml"))
    with pytest.raises(NotFound):
        remove_from_draft(actor=other, draft_id=DRAFT, document_id=document.pk, now=NOW)
    register(other, draft_id=DRAFT)

    assert Document.objects.get().draft_id == DRAFT
    tasks.remove_contents(content_ids=[str(one) for one in left_behind(actor=system_actor(), now=LATER)])
    assert stored() == [PDF]


def test_a_draft_that_is_thrown_away_takes_its_files_along(coordinator: Actor) -> None:
    add(coordinator)

    discard_draft(actor=coordinator, draft_id=DRAFT, now=NOW)

    carry_out_outbox("complaints.remove_contents")
    assert (stored(), DocumentContent.objects.count(), Document.objects.count()) == ([], 0, 0)


def test_a_draft_that_nobody_touched_takes_its_files_along(coordinator: Actor) -> None:
    add(coordinator)

    assert clear_old_drafts(actor=system_actor(), now=NOW + timedelta(days=31)) == 1

    carry_out_outbox("complaints.remove_contents")
    assert (stored(), DocumentContent.objects.count()) == ([], 0)


def test_one_file_is_taken_away_from_a_draft(coordinator: Actor) -> None:
    first, second = add(coordinator, (PDF, "a.pdf"), (MAIL, "b.eml")).added

    remove_from_draft(actor=coordinator, draft_id=DRAFT, document_id=first.pk, now=NOW)

    carry_out_outbox("complaints.remove_contents")
    assert (list(Document.objects.values_list("pk", flat=True)), stored()) == ([second.pk], [KEPT_MAIL])


def test_who_may_not_register_adds_nothing_to_a_draft(make_actor: Callable[..., Actor]) -> None:
    with pytest.raises(NotPermitted):
        add(make_actor(Role.COUNCIL_MEMBER))

    assert (stored(), DocumentContent.objects.count()) == ([], 0)


# Between database and storage


def test_a_stop_before_the_document_is_there_leaves_nothing_for_good(
    coordinator: Actor, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("complaints.flows.documents.keep_documents", stop)
        with pytest.raises(KeyboardInterrupt):
            attach(coordinator, reference)
    attach(coordinator, reference, (MAIL, "b.eml"))
    assert sorted(stored()) == sorted([PDF, KEPT_MAIL])

    # Within the day it may still become a document.
    assert left_behind(actor=system_actor(), now=NOW + LEFT_BEHIND_AFTER) == []
    monkeypatch.setattr(tasks, "read_clock", lambda: LATER)
    assert tasks.clear_contents_here() == 1

    assert (stored(), DocumentContent.objects.count(), tasks.clear_contents_here()) == ([KEPT_MAIL], 1, 0)


def test_a_stop_between_storage_and_row_is_finished_the_next_time(
    coordinator: Actor, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [document] = attach(coordinator, reference).added
    remove_document(actor=coordinator, reference=reference, document_id=document.pk, reason="x", now=NOW)
    documents_storage().delete(document.content.key)

    assert carry_out_outbox("complaints.remove_contents") == 1

    assert DocumentContent.objects.count() == 0


def test_content_that_a_document_refers_to_is_never_removed(coordinator: Actor, reference: str) -> None:
    [document] = attach(coordinator, reference).added

    tasks.remove_contents(content_ids=[str(document.content_id), str(uuid.uuid4())])

    assert (stored(), DocumentContent.objects.count()) == ([PDF], 1)


def test_every_night_and_every_ten_minutes_each_organisation_looks_after_its_own(
    tenant: Tenant, other_tenant: Tenant, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    for beat, name in (("clear-documents", "clear_contents"), ("scan-documents", "scan_waiting")):
        queued: list[str] = []
        monkeypatch.setattr(getattr(tasks, f"{name}_here"), "delay", lambda queued=queued: queued.append(connection.schema_name))

        assert configured.CELERY_BEAT_SCHEDULE[beat]["task"] == getattr(tasks, name).name
        getattr(tasks, name)()

        assert sorted(queued) == sorted([tenant.schema_name, other_tenant.schema_name])


# The virus scanner


def test_a_virus_is_refused_and_the_rest_is_marked_as_scanned(coordinator: Actor, reference: str, scanner: StandIn) -> None:
    kept = attach(coordinator, reference, (EICAR, "brief.txt"), (PDF, NAME))

    assert [(one.name, one.refusal.code) for one in kept.refused] == [("brief.txt", "document_has_virus")]
    assert [(one.name, one.scan_state) for one in kept.added] == [(NAME, "CLEAN")]
    assert (scanner.scanned, stored()) == ([EICAR, PDF], [PDF])


def test_while_the_scanner_is_silent_a_document_waits_and_nobody_opens_it(coordinator: Actor, reference: str, settings: Any) -> None:
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    clean, infected = attach(coordinator, reference, (PDF, NAME), (EICAR, "brief.txt")).added

    assert [one.scan_state for one in (clean, infected)] == ["WAITING", "WAITING"]
    with pytest.raises(Refusal, match="waits_for_scanner"):
        open_document(actor=coordinator, reference=reference, document_id=clean.pk, now=NOW)
    assert AccessRecord.objects.count() == 0
    assert carry_out_outbox("complaints.scan_document") == 2
    assert tasks.scan_waiting_here() == 0

    with virus_scanner() as server:
        settings.CLAMAV_ADDRESS = server.address
        assert (tasks.scan_waiting_here(), tasks.scan_waiting_here()) == (2, 0)

    assert [(one.pk, one.scan_state) for one in Document.objects.all()] == [(clean.pk, "CLEAN")]
    assert open_document(actor=coordinator, reference=reference, document_id=clean.pk, now=NOW).pk == clean.pk
    assert [(code, data["documents"][0]["document"]) for code, data in history()[2:]] == [("document_infected", str(infected.pk))]
    carry_out_outbox("complaints.remove_contents")
    assert stored() == [PDF]


def test_a_document_that_waits_is_scanned_by_the_outbox_as_well_and_once(
    coordinator: Actor, reference: str, settings: Any, scanner: StandIn
) -> None:
    scanner.answer = b"INSTREAM size limit exceeded. ERROR\n"
    [document] = attach(coordinator, reference).added
    assert document.scan_state == "WAITING"
    scanner.answer = b""

    tasks.scan_document(document_id=str(document.pk))
    tasks.scan_document(document_id=str(document.pk))

    assert (Document.objects.get().scan_state, len(scanner.scanned)) == ("CLEAN", 2)


def test_what_was_kept_before_there_was_a_scanner_is_scanned_once_there_is(coordinator: Actor, reference: str, settings: Any) -> None:
    attach(coordinator, reference)
    assert tasks.scan_waiting_here() == 0

    with virus_scanner() as server:
        settings.CLAMAV_ADDRESS = server.address
        assert tasks.scan_waiting_here() == 1

    assert Document.objects.get().scan_state == "CLEAN"


def test_the_folder_of_documents_is_for_the_service_alone(coordinator: Actor, reference: str, settings: Any, tmp_path: Any) -> None:
    options = {**STORAGES["documents"]["OPTIONS"], "location": tmp_path / "documents"}
    settings.STORAGES = {**configured.STORAGES, "documents": STORAGES["documents"] | {"OPTIONS": options}}

    [document] = attach(coordinator, reference).added

    path = tmp_path / "documents" / document.content.key
    assert (path.read_bytes(), path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (PDF, 0o600, 0o700)


@pytest.mark.parametrize("is_sensitive", [True, False])
def test_what_was_added_while_registering_is_as_sensitive_as_the_file_becomes(coordinator: Actor, is_sensitive: bool) -> None:
    draft_id = uuid.UUID(int=9)
    add_to_draft(actor=coordinator, draft_id=draft_id, files=[sent(PDF, "a.pdf"), sent(MAIL, "b.eml")], now=NOW)

    told = Submission(story="Over mijn gezondheid", has_sensitive_text=is_sensitive)
    register_complaint(actor=coordinator, submission=told, received_at=NOW, draft_id=draft_id, now=NOW)

    documents = Document.objects.filter(complaint__isnull=False)
    assert [one.holds_sensitive_data for one in documents] == [is_sensitive, is_sensitive]
