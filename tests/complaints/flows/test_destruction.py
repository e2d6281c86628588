"""What is personal goes when retention has ended: by two people, once, and what figures count stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.access import registered_by, visible_complaints
from complaints.code_lists import ConductOf, HandOverKind
from complaints.ending import Ending
from complaints.flows.apologising import ApologyTold, record_apology
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.contact import record_contact
from complaints.flows.destruction import carry_out_destruction, propose_destruction, withdraw_destruction
from complaints.flows.documents import attach_documents, remove_document
from complaints.flows.feedback import FeedbackTold, chase_feedback, record_feedback
from complaints.flows.forgetting import forget_requests
from complaints.flows.handing_over import end_hand_over, record_hand_over
from complaints.flows.learning import LessonTold, MeasureTold, check_measure, end_measure, record_lesson, record_measure
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error, restore
from complaints.flows.looking import open_file, reveal_identity
from complaints.flows.notes import add_note
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.step_drafts import Place, keep_step_draft
from complaints.flows.transferring import transfer_complaint
from complaints.flows.updating import update_complaint
from complaints.handing_over import HandOverTold
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.keeping import documents_storage
from complaints.models import (
    AccessRecord,
    Closing,
    Compartment,
    Complaint,
    ComplaintEvent,
    ContactResult,
    ContactWay,
    Destruction,
    Document,
    DocumentContent,
    Effect,
    ExportRun,
    Identity,
    InvolvedPerson,
    LessonLevel,
    RememberedRequest,
    Round,
    StepDraft,
    TransferKind,
)
from complaints.read_log import ReadLogFilters, who_looked
from complaints.statuses import Step
from complaints.transferring import TransferTold
from oversight.yearly_figures import yearly_figures
from tenants.actors import Actor, command_actor, system_actor
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.history import empty_personal_payloads
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import ROLES, Permission, Role
from tests.factories.documents import MAIL, PDF, carry_out_outbox, sent
from tests.factories.endings import SAID, UPHELD

TODAY = date(2026, 11, 21)

SECRET = "geheim"
CLOSED = datetime(2020, 3, 10, 9, tzinfo=UTC)
# Five years after 10 March 2020: kept up to and including that day.
LAST_DAY = datetime(2025, 3, 10, 9, tzinfo=UTC)
AFTER = datetime(2025, 3, 11, 9, tzinfo=UTC)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


@pytest.fixture
def reference(coordinator: Actor) -> str:
    """A file closed on 10 March 2020, with something personal wherever there can be."""
    OrganisationSettings.objects.update(retention_class="13.1")
    told = Submission(
        story=SECRET,
        wish=SECRET,
        other_body=SECRET,
        filer=Person(name=f"{SECRET}lijk", phone=f"{SECRET} 112", identity=Identity.SHIELDED),
        points=(PointTold(nature="TREATMENT", description=SECRET),),
        involved=(InvolvedTold(name=SECRET),),
    )
    received = datetime(2020, 3, 2, 9, tzinfo=UTC)
    reference = register_complaint(actor=coordinator, submission=told, received_at=received, now=received).reference
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "now": CLOSED}
    update_complaint(**same, changes={"story": SECRET + " 2"}, seen_version=None)
    add_note(**same, text=SECRET)
    place = Place(reference=reference, step=Step.ADD_NOTE, page="add_note?")
    keep_step_draft(actor=coordinator, place=place, content={"text": SECRET}, seen_version=0, now=CLOSED)
    record_contact(**same, happened_at=CLOSED, way=ContactWay.PHONE, result=ContactResult.SPOKEN, text=SECRET)
    reveal_identity(**same, reason=f"Terugbellen over {SECRET}")
    attach_documents(**same, files=[sent(PDF, f"{SECRET}.pdf"), sent(MAIL, "bericht.eml")])
    mistaken, letter = Document.objects.get(kind="eml"), Document.objects.get(kind="pdf")
    Round.objects.get().mediations.create(proposed_by="US", proposed_on=CLOSED, other_side=SECRET, recorded_at=CLOSED, outcome="DECLINED")
    letter.marks.create(start=0, end=5, reason="OTHER", reason_text=SECRET, marked_at=CLOSED)
    remove_document(**same, document_id=mistaken.pk, reason=SECRET)
    ending = Ending(outcome="SETTLED", **SAID, complainants_words=SECRET, confirmed_on=date(2020, 3, 10))
    told_so = ApologyTold(regret=SECRET, said_by=SECRET, said_to=SECRET, way=ContactWay.PHONE)
    first = record_apology(**same, told=told_so, seen_version=None)
    record_apology(**same, told=replace(told_so, regret="Spijt"), apology_id=first.pk, seen_version=None)
    lesson = LessonTold(text=SECRET, level=LessonLevel.CASE)
    first_lesson = record_lesson(**same, told=lesson, seen_version=None)
    record_lesson(**same, told=replace(lesson, text="Anders", not_told_because=SECRET), lesson_id=first_lesson.pk, seen_version=None)
    agreed: dict[str, Any] = {"agreed_by": "COMPLAINANT", "agreed_on": date(2020, 3, 10), "agreed_way": ContactWay.PHONE}
    gone: dict[str, Any] = {"body": SECRET, "contact": SECRET, "why": SECRET, "note": SECRET, "passages": (SECRET,)}
    warm = TransferTold(kind=TransferKind.WARM, **agreed, **gone, handed_way=ContactWay.PHONE)
    went = transfer_complaint(**same, told=warm, seen_version=None)
    asked: dict[str, Any] = {**same, "transfer_id": went.pk, "seen_version": None}
    chase_feedback(**asked, way=ContactWay.PHONE, remark=SECRET, new_due_on=date(2020, 4, 1))
    for text in (SECRET, "Anders"):
        told_back = FeedbackTold(is_in=True, text=text, from_whom=SECRET, way=ContactWay.PHONE, not_told_because=SECRET)
        record_feedback(**asked, told=told_back)
    beside: dict[str, Any] = {"text": SECRET, "owner_name": SECRET, "told_way": ContactWay.PHONE, "phoned_whom": SECRET}
    handed = HandOverTold(kind=HandOverKind.DANGER, **beside, phoned_at=CLOSED)
    passed_on = record_hand_over(**same, told=handed, seen_version=None)
    end_hand_over(**same, hand_over_id=passed_on.pk, is_done=True, result=SECRET, seen_version=None)
    measure = MeasureTold(text=SECRET, owner_id=coordinator.user_id or 0, due_on=date(2020, 4, 10))
    planned = record_measure(**same, told=measure, seen_version=None)
    end_measure(**same, measure_id=planned.pk, is_done=True, how=SECRET, seen_version=None)
    check_measure(**same, measure_id=planned.pk, effect=Effect.WORKS, text=SECRET, seen_version=None)
    close_complaint(**same, ending=ending, seen_version=None)
    return reference


def everything_kept() -> str:
    """All that the schema that is set holds, table by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'complaints_%'")
        kept = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(json_agg(t ORDER BY t::text), '[]') FROM {table} t")
            kept[table] = cursor.fetchone()[0]
    return json.dumps(kept)


def test_class_and_day_are_set_at_closing_and_go_when_somebody_comes_back(coordinator: Actor, reference: str) -> None:
    closed = Complaint.objects.get()
    assert (closed.retention_class, closed.destroy_after) == ("13.1", date(2025, 3, 10))

    return_complaint(actor=coordinator, reference=reference, reason="Weer", seen_version=None, now=CLOSED)

    again = Complaint.objects.get()
    assert (again.retention_class, again.destroy_after) == ("", None)


def test_two_people_destroy_what_is_personal_and_the_figures_stay(coordinator: Actor, administrator: Actor, reference: str) -> None:
    figures = yearly_figures(today=TODAY, actor=command_actor(), year=2020)
    events = list(ComplaintEvent.objects.order_by("pk").values("pk", "code", "data", "happened_at", "actor_id"))
    assert SECRET in everything_kept()
    content = Document.objects.get().content.key
    assert documents_storage().open(content).read() == PDF

    proposal = propose_destruction(actor=coordinator, references=[reference, reference], now=AFTER)
    carried_out = carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    assert SECRET not in everything_kept()
    assert (Document.objects.count(), StepDraft.objects.count()) == (0, 0)
    carry_out_outbox("complaints.remove_contents")
    assert (DocumentContent.objects.count(), documents_storage().exists(content)) == (0, False)
    assert yearly_figures(today=TODAY, actor=command_actor(), year=2020) == figures
    assert list(ComplaintEvent.objects.order_by("pk").values("pk", "code", "data", "happened_at", "actor_id"))[:-1] == events
    assert ComplaintEvent.objects.order_by("pk").last().code == "destroyed"  # type: ignore[union-attr]
    assert (carried_out.proposed_by_id, carried_out.carried_out_by_id) == (coordinator.user_id, administrator.user_id)
    assert carried_out.declaration == {
        "files": [{"reference": reference, "class": "13.1", "destroy_after": "2025-03-10"}],
        "purposes_before": "2020-03-11T09:00:00+00:00",
    }
    assert Complaint.objects.get().destroyed_at == AFTER


def test_nothing_comes_into_a_file_that_was_destroyed(coordinator: Actor, administrator: Actor, reference: str) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)
    contents = DocumentContent.objects.count()
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "now": AFTER}

    for work in (
        lambda: add_note(**same, text=SECRET),
        lambda: update_complaint(**same, changes={"story": SECRET}, seen_version=None),
        lambda: attach_documents(**same, files=[sent(PDF, SECRET)]),
        lambda: return_complaint(**same, reason=SECRET, seen_version=None),
    ):
        with pytest.raises(NotFound):
            work()
    with pytest.raises(Refusal, match="not_in_this_state"):
        add_note(**(same | {"actor": command_actor()}), text=SECRET)

    assert SECRET not in everything_kept()
    assert DocumentContent.objects.count() == contents


def test_whoever_was_involved_never_gets_back_what_is_left_and_is_named_nowhere(
    coordinator: Actor, administrator: Actor, make_actor: Callable[..., Actor]
) -> None:
    """Neither in the register, nor among what somebody registered, nor in who looked; nobody else sees it either."""
    involved = make_actor(Role.COORDINATOR, Role.ADMINISTRATOR)
    told = Submission(story=SECRET, channel="EMAIL", involved=(InvolvedTold(user_id=involved.user_id),))
    reference = register_complaint(actor=involved, submission=told, received_at=CLOSED, now=CLOSED).reference
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": CLOSED}
    assign_complaint(**same, handler_id=involved.user_id or 0, conduct_of=ConductOf.BODY, exception_reason="Het college zelf")
    named: dict[str, Any] = {"changes": {"involved": (InvolvedTold(user_id=coordinator.user_id),)}, "involved_reason": SECRET}
    update_complaint(**same, **named)
    other = make_actor(Role.COORDINATOR)
    named = {"changes": {"involved": (InvolvedTold(user_id=involved.user_id),)}, "involved_reason": SECRET}
    update_complaint(**(same | {"actor": other}), **named)
    open_file(actor=other, reference=reference, now=CLOSED)
    close_complaint(**(same | {"actor": other}), ending=UPHELD)

    proposal = propose_destruction(actor=other, references=[reference], now=AFTER)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    for actor in (involved, coordinator, other):
        assert not visible_complaints(actor=actor).exists()
        assert not registered_by(actor=actor).exists()
    for actor in (involved, administrator):
        assert [one.complaint_id for one in who_looked(actor=actor, filters=ReadLogFilters()).items] == []
    assert [sorted(event.data) for event in ComplaintEvent.objects.order_by("pk")] == [
        ["authority", "channel", "due_on", "kind", "points", "regime", "wish"],
        ["before", "fields", "handler", "round", "version"],
        ["fields", "round", "version", "was"],
        ["fields", "round", "version", "was"],
        ["fields", "ground", "on", "outcome", "round", "version"],
        ["destruction"],
    ]
    assert set(ComplaintEvent.objects.values_list("personal", flat=True)) == {None}


@pytest.mark.parametrize("way", ["mistake", "double"])
def test_a_file_left_out_while_open_is_kept_from_that_day_and_destroyed_without_being_closed(
    coordinator: Actor, administrator: Actor, way: str
) -> None:
    OrganisationSettings.objects.update(retention_class="13.1")
    told = Submission(story=SECRET, channel="EMAIL")
    counts, reference = (
        register_complaint(actor=coordinator, submission=told, received_at=CLOSED, now=CLOSED).reference for _file in range(2)
    )
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": SECRET, "seen_version": None, "now": CLOSED}

    def leave_out() -> Complaint:
        return mark_registered_in_error(**same) if way == "mistake" else mark_duplicate(**same, of_reference=counts)

    leave_out()
    left_out = Complaint.objects.get(reference=reference)
    assert (left_out.retention_class, left_out.destroy_after) == ("13.1", date(2025, 3, 10))
    restore(**same)
    again = Complaint.objects.get(reference=reference)
    assert (again.retention_class, again.destroy_after) == ("", None)
    leave_out()

    with pytest.raises(Refusal, match="still_kept"):
        propose_destruction(actor=coordinator, references=[reference], now=LAST_DAY)
    with pytest.raises(Refusal, match="still_kept"):
        propose_destruction(actor=coordinator, references=[counts], now=AFTER)
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    assert Complaint.objects.get(reference=reference).destroyed_at == AFTER
    assert Complaint.objects.get(reference=counts).story == SECRET


def test_a_closed_file_that_is_left_out_is_kept_from_its_closing(coordinator: Actor, reference: str) -> None:
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": LAST_DAY}
    # Closed before it was kept who said that it was solved.
    Closing.objects.update(confirmed_by="")
    mark_registered_in_error(**same, reason="Geen klacht")
    assert Complaint.objects.get().destroy_after == date(2025, 3, 10)

    restore(**same, reason="Toch wel")

    assert Complaint.objects.get().destroy_after == date(2025, 3, 10)


def test_what_an_export_was_for_goes_along_when_it_is_as_old_as_a_file_is_kept_and_nothing_else_of_looking(
    coordinator: Actor, administrator: Actor, reference: str
) -> None:
    for happened_at in (CLOSED, CLOSED + timedelta(days=2)):
        AccessRecord.objects.create(
            happened_at=happened_at, actor_kind="person", code="exported", data={"found": 3}, personal={"purpose": SECRET}
        )
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)

    carried_out = carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    exports = AccessRecord.objects.filter(code="exported").order_by("happened_at")
    assert list(exports.values_list("data", "personal")) == [({"found": 3}, None), ({"found": 3}, {"purpose": SECRET})]
    assert carried_out.declaration["purposes_before"] == "2020-03-11T09:00:00+00:00"


def test_a_remembered_request_is_kept_for_thirty_days(coordinator: Actor, reference: str) -> None:
    same: dict[str, Any] = {"caller": "person:1", "operation": "add_note", "digest": "d" * 64, "complaint": Complaint.objects.get()}
    for key, asked_at in (("oud", CLOSED - timedelta(seconds=1)), ("nieuw", CLOSED)):
        RememberedRequest.objects.create(**same, key=key, asked_at=asked_at)

    forget_requests(actor=system_actor(), now=CLOSED + timedelta(days=30))

    assert list(RememberedRequest.objects.values_list("key", flat=True)) == ["nieuw"]


def test_a_list_taken_along_that_was_not_fetched_yet_is_not_handed_out_after_a_destruction(
    coordinator: Actor, administrator: Actor, reference: str
) -> None:
    run = ExportRun.objects.create(
        started_by_id=coordinator.user_id or 0, started_at=AFTER, state="ready", file_format="csv", count=1, stored_file="exports/x.csv"
    )
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)

    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    run.refresh_from_db()
    assert (run.state, run.failure, run.stored_file) == ("failed", "export_overtaken", "")


def test_whoever_proposed_it_does_not_carry_it_out_and_no_command_does(coordinator: Actor, reference: str) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    before = everything_kept()

    for actor in (coordinator, command_actor()):
        with pytest.raises(Refusal, match="another_person_needed"):
            carry_out_destruction(actor=actor, destruction_id=proposal.pk, now=AFTER)

    assert everything_kept() == before


def test_what_is_still_kept_open_or_unknown_is_refused_by_reference(coordinator: Actor, reference: str) -> None:
    with pytest.raises(Refusal, match="still_kept") as refused:
        propose_destruction(actor=coordinator, references=[reference, "2020-99999"], now=LAST_DAY)

    assert refused.value.details == {"references": f"{reference}, 2020-99999"}
    assert Destruction.objects.count() == 0


def test_whoever_is_involved_destroys_nothing_and_is_told_what_is_told_of_a_file_that_is_not_there(
    make_actor: Callable[..., Actor], coordinator: Actor, reference: str
) -> None:
    involved = make_actor(Role.ADMINISTRATOR)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user_id=involved.user_id)

    with pytest.raises(Refusal, match="still_kept") as refused:
        propose_destruction(actor=involved, references=[reference, "2020-99999"], now=AFTER)

    assert refused.value.details == {"references": f"{reference}, 2020-99999"}
    assert SECRET in everything_kept()


@pytest.mark.parametrize("hidden_by", ["involved", "compartment"])
def test_a_proposal_with_a_file_one_may_not_know_of_is_not_there(
    make_actor: Callable[..., Actor], administrator: Actor, coordinator: Actor, reference: str, hidden_by: str
) -> None:
    proposal = propose_destruction(actor=administrator, references=[reference], now=AFTER)
    other = make_actor(Role.COORDINATOR)
    if hidden_by == "involved":
        InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user_id=other.user_id)
    else:
        Complaint.objects.update(compartment=Compartment.COUNCIL)

    for work in (carry_out_destruction, withdraw_destruction):
        with pytest.raises(NotFound) as refused:
            work(actor=other, destruction_id=proposal.pk, now=AFTER)
        assert reference not in f"{refused.value} {vars(refused.value)}"

    proposal.refresh_from_db()
    assert (proposal.carried_out_at, proposal.withdrawn_at, SECRET in everything_kept()) == (None, None, True)
    withdraw_destruction(actor=make_actor(Role.ADMINISTRATOR), destruction_id=proposal.pk, now=AFTER)
    proposal.refresh_from_db()
    assert proposal.withdrawn_at == AFTER


def test_a_proposal_with_a_file_that_was_destroyed_meanwhile_is_withdrawn(coordinator: Actor, administrator: Actor, reference: str) -> None:
    overtaken, proposal = (propose_destruction(actor=coordinator, references=[reference], now=AFTER) for _ in range(2))
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    with pytest.raises(Refusal, match="still_kept"):
        carry_out_destruction(actor=administrator, destruction_id=overtaken.pk, now=AFTER)
    withdraw_destruction(actor=coordinator, destruction_id=overtaken.pk, now=AFTER)

    overtaken.refresh_from_db()
    assert overtaken.withdrawn_at == AFTER


@pytest.mark.parametrize(
    ("compartment", "proposes", "may"),
    [
        (Compartment.NONE, Role.COORDINATOR, True),
        (Compartment.NONE, Role.COUNCIL_REGISTRY, False),
        (Compartment.COUNCIL, Role.COORDINATOR, False),
        (Compartment.COUNCIL, Role.COUNCIL_REGISTRY, True),
        (Compartment.COUNCIL, Role.ADMINISTRATOR, True),
    ],
)
def test_the_council_and_the_executive_destroy_their_own(
    make_actor: Callable[..., Actor], reference: str, compartment: Compartment, proposes: Role, may: bool
) -> None:
    Complaint.objects.update(compartment=compartment)
    actor = make_actor(proposes)

    if may:
        assert propose_destruction(actor=actor, references=[reference], now=AFTER).references == [reference]
    else:
        with pytest.raises(Refusal, match="still_kept"):
            propose_destruction(actor=actor, references=[reference], now=AFTER)


def test_a_file_that_somebody_came_back_on_after_the_proposal_is_not_destroyed(
    coordinator: Actor, administrator: Actor, reference: str
) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    return_complaint(actor=coordinator, reference=reference, reason="Weer", seen_version=None, now=AFTER)

    with pytest.raises(Refusal, match="still_kept"):
        carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    assert SECRET in everything_kept()


def test_carried_out_or_withdrawn_once_is_enough(coordinator: Actor, administrator: Actor, reference: str) -> None:
    withdrawn = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    withdraw_destruction(actor=coordinator, destruction_id=withdrawn.pk, now=AFTER)
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    for done in (withdrawn, proposal):
        with pytest.raises(NotFound):
            carry_out_destruction(actor=administrator, destruction_id=done.pk, now=AFTER)
    assert ComplaintEvent.objects.filter(code="destroyed").count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.DESTROY_COMPLAINTS]))
def test_other_roles_destroy_nothing(make_actor: Callable[..., Actor], coordinator: Actor, reference: str, role: Role) -> None:
    actor, proposal = make_actor(role), propose_destruction(actor=coordinator, references=[reference], now=AFTER)

    for work in (
        lambda: propose_destruction(actor=actor, references=[reference], now=AFTER),
        lambda: withdraw_destruction(actor=actor, destruction_id=proposal.pk, now=AFTER),
        lambda: carry_out_destruction(actor=actor, destruction_id=proposal.pk, now=AFTER),
    ):
        with pytest.raises(NotPermitted):
            work()

    assert SECRET in everything_kept()


@pytest.mark.parametrize(
    "changed", ["code = 'x'", "personal = NULL, code = 'x'", "personal = '{}'", "happened_at = now()", "personal = NULL, actor_id = NULL"]
)
def test_the_way_through_the_trigger_empties_the_payload_and_does_nothing_else(
    coordinator: Actor, administrator: Actor, reference: str, changed: str
) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT set_config('polsslag.destruction', %s, true)", [str(proposal.pk)])
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(f"UPDATE complaints_complaintevent SET {changed}")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute("DELETE FROM complaints_complaintevent")


def test_no_setting_opens_the_way_for_what_no_destruction_reached(coordinator: Actor, administrator: Actor, reference: str) -> None:
    received = datetime(2020, 3, 2, 9, tzinfo=UTC)
    beside = register_complaint(actor=coordinator, submission=Submission(story=SECRET), received_at=received, now=received).reference
    update_complaint(actor=coordinator, reference=beside, changes={"story": SECRET + " 2"}, seen_version=None, now=CLOSED)
    AccessRecord.objects.create(happened_at=AFTER, actor_kind="person", code="exported", data={}, personal={"purpose": SECRET})
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)

    def try_to_empty(table: str, *, under: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('polsslag.destruction', %s, true)", [under])
            cursor.execute(f"UPDATE {table} SET personal = NULL WHERE personal IS NOT NULL")

    def try_every_way() -> None:
        for under in ("personal", str(proposal.pk), "00000000-0000-0000-0000-000000000000", ""):
            for table in ("complaints_complaintevent", "complaints_accessrecord"):
                with pytest.raises(IntegrityError, match="append-only"):
                    try_to_empty(table, under=under)

    try_every_way()
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)
    try_every_way()

    assert ComplaintEvent.objects.filter(complaint__reference=beside, personal__isnull=False).count() == 1
    assert AccessRecord.objects.get(code="exported").personal == {"purpose": SECRET}


@pytest.mark.parametrize("ready", ["carried_out", "withdrawn", "declared"])
def test_no_destruction_begins_as_one_that_is_over(coordinator: Actor, administrator: Actor, reference: str, ready: str) -> None:
    told: dict[str, dict[str, Any]] = {
        "carried_out": {"carried_out_by_id": administrator.user_id, "carried_out_at": AFTER},
        "withdrawn": {"withdrawn_at": AFTER},
        "declared": {"declaration": {"purposes_before": "2099-01-01"}},
    }

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Destruction.objects.create(references=[reference], proposed_by_id=coordinator.user_id, proposed_at=AFTER, **told[ready])

    assert Destruction.objects.count() == 0


@pytest.mark.parametrize("kept", ["still kept", "open"])
def test_no_declaration_opens_the_way_for_a_file_that_may_not_go(
    coordinator: Actor, administrator: Actor, reference: str, kept: str
) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    if kept == "open":
        Round.objects.update(closed_on=None)
    Complaint.objects.update(destroyed_at=AFTER, destroy_after=date(2025, 3, 11) if kept == "still kept" else date(2025, 3, 10))
    AccessRecord.objects.create(happened_at=AFTER, actor_kind="person", code="exported", data={}, personal={"purpose": SECRET})
    proposal.carried_out_by_id, proposal.carried_out_at = administrator.user_id, AFTER
    proposal.declaration = {"purposes_before": "2099-01-01T00:00:00+00:00"}
    proposal.save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polsslag.destruction', %s, true)", [str(proposal.pk)])
        for table in ("complaints_complaintevent", "complaints_accessrecord"):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                cursor.execute(f"UPDATE {table} SET personal = NULL WHERE personal IS NOT NULL")

    assert ComplaintEvent.objects.filter(personal__isnull=False).exists()
    assert AccessRecord.objects.get(code="exported").personal == {"purpose": SECRET}


def test_the_way_is_closed_again_behind_the_routine(coordinator: Actor, administrator: Actor, reference: str) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)

    with transaction.atomic(), connection.cursor() as cursor:
        empty_personal_payloads(ComplaintEvent, destruction=proposal.pk, column="complaint_id", values=[Complaint.objects.get().pk])
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute("UPDATE complaints_complaintevent SET personal = NULL")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE complaints_destruction SET declaration = '{}'",
        "UPDATE complaints_destruction SET carried_out_at = NULL, carried_out_by_id = NULL",
        "UPDATE complaints_destruction SET withdrawn_at = now()",
        "UPDATE complaints_destruction SET \"references\" = '[]'",
        "DELETE FROM complaints_destruction",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE complaints_destruction",
    ],
)
def test_a_declaration_of_destruction_is_not_changed_or_taken_away(
    coordinator: Actor, administrator: Actor, reference: str, change: str
) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)
    carry_out_destruction(actor=administrator, destruction_id=proposal.pk, now=AFTER)
    before = Destruction.objects.values().get()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert Destruction.objects.values().get() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE complaints_destruction SET \"references\" = '[]'",
        "UPDATE complaints_destruction SET withdrawn_at = now(), \"references\" = '[]'",
        "UPDATE complaints_destruction SET proposed_at = now()",
        "DELETE FROM complaints_destruction",
    ],
)
def test_a_proposal_of_destruction_is_carried_out_or_withdrawn_and_nothing_else(coordinator: Actor, reference: str, change: str) -> None:
    proposal = propose_destruction(actor=coordinator, references=[reference], now=AFTER)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert withdraw_destruction(actor=coordinator, destruction_id=proposal.pk, now=AFTER).withdrawn_at == AFTER
