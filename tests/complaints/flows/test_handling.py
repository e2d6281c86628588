"""Handling, first part: who may do what in which state, what each outcome asks, and that a refusal changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from celery.exceptions import Ignore
from django.core import mail
from django.db import connection
from django.test import Client

from complaints import tasks
from complaints.access import access_complaint, visible_complaints
from complaints.advising import Advised
from complaints.awb.triage import Announcement, Contested
from complaints.code_lists import ConductOf, HandlingWish, HandOverKind, Sayer
from complaints.ending import Ending
from complaints.extending import ExtensionTold
from complaints.flows.acknowledgement import TASK, acknowledge_complaint, give_up_unsent, send_acknowledgement
from complaints.flows.advising import record_advice
from complaints.flows.apologising import ApologyTold, record_apology
from complaints.flows.assignment import assign_complaint
from complaints.flows.behaviour_rules import RuleTold, record_behaviour_rule
from complaints.flows.closing import close_complaint
from complaints.flows.committee import put_before_committee, take_back_from_committee
from complaints.flows.contact import record_contact
from complaints.flows.copying import record_copy
from complaints.flows.deciding import DecisionTold, record_decision, record_objection_told
from complaints.flows.documents import attach_documents, remove_document
from complaints.flows.extending import extend_term, take_back_extension
from complaints.flows.feedback import FeedbackTold, record_feedback
from complaints.flows.handing_over import end_hand_over, record_hand_over
from complaints.flows.hearing import Invitation, Talk, invite_to_hearing, record_hearing, record_reply
from complaints.flows.judging import record_judgment
from complaints.flows.learning import LessonTold, MeasureTold, end_measure, record_lesson, record_measure
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error, restore
from complaints.flows.letters import begin_letter
from complaints.flows.linking import link_files
from complaints.flows.mediating import Proposal, end_mediation, propose_mediation
from complaints.flows.messages import mark_answered, mark_read
from complaints.flows.notes import add_note
from complaints.flows.ombudsman_cases import EntryTold, answer_ombudsman, record_ombudsman_entry
from complaints.flows.people import PersonTold, record_person
from complaints.flows.postponing import Agreement, postpone_term, take_back_postponement
from complaints.flows.promises import Promiser, add_promise, keep_promise
from complaints.flows.reactions import ReactionAsked, ask_reaction, withdraw_reaction
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.reviewing import review_not_taken_up
from complaints.flows.splitting import SplitTold, split_complaint
from complaints.flows.transferring import transfer_complaint
from complaints.flows.updating import correct_receipt, update_complaint
from complaints.flows.waiving import Waiver, waive_hearing
from complaints.handing_over import HandOverTold
from complaints.hearing import Heard
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.judging import JudgmentTold
from complaints.keeping import keep_documents, take_in
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.models import (
    Closing,
    Complaint,
    ComplaintEvent,
    ContactResult,
    ContactWay,
    CopyToSubject,
    DocumentSource,
    HandOver,
    HeardSide,
    Hearing,
    HistoricalTotal,
    Improvement,
    IncomingMessage,
    InvolvedPerson,
    Judgment,
    LessonLevel,
    Letter,
    LinkKind,
    Mediation,
    MediationOutcome,
    MediationProposer,
    MentionedDecision,
    NotTakenUp,
    OmbudsmanEntry,
    OmbudsmanStep,
    PersonRole,
    PreferredContact,
    Promise,
    ReactionRequest,
    Round,
    SentMessage,
    Transfer,
    TransferKind,
)
from complaints.next_steps import next_step
from complaints.not_taking_up import NotTakenUpFacts
from complaints.repeated_requests import RequestKey
from complaints.statuses import STEPS, FileState, Step, allows
from complaints.steps import ChangedMeanwhile
from complaints.transferring import TransferTold
from complaints.web.timeline import shown_event
from complaints.work.reasons import Reason
from complaints.work.work_list import open_work
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Permission, Role
from tests.factories.committees import lay_before, make_member
from tests.factories.documents import PDF, sent
from tests.factories.endings import SAID, UPHELD, as_solved
from tests.factories.mail_server import answer_with, away, busy, gone, no_address, unwanted
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 12)
BY_MAIL = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example", address="Straat 1"))
LETTERS_SENT = ExtensionTold(weeks=4, reason="Ziek", complainant_sent_on=TODAY, subject_sent_on=TODAY)
DECISION = DecisionTold(what="Afwijzing bijstand", contested=Contested.CONTENT, announcement=Announcement.UNKNOWN)
COMPLAINANT, SUBJECT = Heard(side=HeardSide.COMPLAINANT), Heard(side=HeardSide.SUBJECT, name="J. Bakker")
SPOKEN = {"way": ContactWay.PHONE, "result": ContactResult.SPOKEN}

APOLOGY = ApologyTold(said_by="De teamleider", said_to="De klager", way=ContactWay.PHONE, regret="Het spijt ons")

REACTION = ReactionAsked(name="Zorg Oost", question="Hoe ging het?", passages=("Te laat betaald",), answer_by=TODAY + timedelta(days=7))

PROPOSAL = Proposal(proposed_by=MediationProposer.US, other_side="Team inkomen", next_on=TODAY + timedelta(days=7))

LESSON = LessonTold(text="Terugbellen op de afgesproken dag", level=LessonLevel.METHOD)

ASKED = EntryTold(step=OmbudsmanStep.INQUIRY, ombudsman="Nationale ombudsman", text="Hoe staat het ervoor?", answer_by=TODAY)


TO_WHOM: dict[str, Any] = {"body": "Waterschap Elders", "why": "Zij gaan erover", "handed_way": ContactWay.PHONE}
FORWARDED = TransferTold(kind=TransferKind.FORWARDED, **TO_WHOM, told_on=TODAY, told_way=ContactWay.PHONE)
AGREED: dict[str, Any] = {"agreed_by": Sayer.COMPLAINANT, "agreed_on": TODAY, "agreed_way": ContactWay.PHONE}
TRANSFERRED = TransferTold(kind=TransferKind.WARM, **TO_WHOM, **AGREED, contact="De Wit", note="Bel terug")
FEEDBACK = FeedbackTold(is_in=False, text="Zij antwoorden niet")


BREACH = HandOverTold(kind=HandOverKind.DATA_BREACH, text="Brief verkeerd", owner_name="Functionaris", told_way=ContactWay.PHONE)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def register(actor: Actor, submission: Submission = BY_MAIL) -> str:
    return register_complaint(confirms_at_once=False, actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def history(reference: str) -> list[str]:
    return [event.code for event in ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk")]


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def a_document(reference: str) -> uuid.UUID:
    """A document in the file, without a step."""
    taken, _refused = take_in([sent(PDF, "brief.pdf")], now=NOW)
    kept = keep_documents(taken, complaint=file(reference), actor=system_actor(), now=NOW, source=DocumentSource.UPLOAD)
    return (kept.added or list(file(reference).documents.all()))[0].pk


def a_message(reference: str) -> uuid.UUID:
    """A mail that waits in the file, without a step."""
    of = file(reference)
    message = IncomingMessage.objects.create(
        complaint=of, round=of.rounds.get(), nature="MESSAGE", digest=uuid.uuid4().hex, text="Nog iets", arrived_at=NOW, taken_in_at=NOW
    )
    return message.pk


def a_decision(reference: str) -> date:
    """A decision that is mentioned in the file, without a step; the day of today."""
    facts = {"what": DECISION.what, "contested": DECISION.contested, "announcement": DECISION.announcement}
    MentionedDecision.objects.create(complaint=file(reference), **facts, recorded_at=NOW)
    return TODAY


def a_measure_of(actor: Actor) -> MeasureTold:
    return MeasureTold(text="Werkafspraak", owner_id=actor.user_id or 0, due_on=TODAY + timedelta(days=30))


def a_measure(reference: str, actor: Actor) -> uuid.UUID:
    """A measure in the file, without a step."""
    told = a_measure_of(actor)
    made = Improvement.objects.create(
        complaint=file(reference), text=told.text, owner_id=file(reference).registered_by_id or 0, due_on=told.due_on, recorded_at=NOW
    )
    return made.pk


def a_rule(reference: str) -> RuleTold:
    same: dict[str, Any] = {"behaviour": "Schelden", "rule": "Schriftelijk", "ends_on": TODAY + timedelta(days=30)}
    there = file(reference).documents.first()
    return RuleTold(**same, document_id=there.pk if there else a_document(reference), keeps_ombudsman=True, keeps_writing=True)


def an_entry(reference: str) -> uuid.UUID:
    """What the ombudsman asked, without a step."""
    return OmbudsmanEntry.objects.create(
        complaint=file(reference), step="INQUIRY", ombudsman="O", text="?", came_on=TODAY, answer_by=TODAY, recorded_at=NOW
    ).pk


def not_taken_up(reference: str) -> str:
    """That a criminal investigation stood in the way, without a step; what was found of it."""
    closing, _made = Closing.objects.get_or_create(round=file(reference).rounds.get(), defaults={"closed_at": NOW})
    NotTakenUp.objects.create(closing=closing, notice_sent_on=TODAY, review_on=TODAY)
    return "Het onderzoek is klaar"


def a_promise(reference: str) -> uuid.UUID:
    """A promise in the file, without a step."""
    promise = Promise.objects.create(
        complaint=file(reference), text="Bellen", name="De wethouder", said_on=TODAY, due_on=TODAY, recorded_at=NOW
    )
    return promise.pk


def a_transfer(reference: str) -> uuid.UUID:
    """A warm transfer in the file, without a step."""
    days: dict[str, Any] = {"received_on": TODAY, "handed_on": TODAY, "due_on": TODAY}
    return Transfer.objects.create(round=file(reference).rounds.get(), kind=TransferKind.WARM, body="Elders", **days, recorded_at=NOW).pk


def a_hand_over(reference: str) -> uuid.UUID:
    """A data breach that was handed over, without a step."""
    days: dict[str, Any] = {"known_at": NOW, "due_on": TODAY, "told_on": TODAY}
    return HandOver.objects.create(complaint=file(reference), kind="DATA_BREACH", text="Brief", owner_name="F", **days, recorded_at=NOW).pk


def a_talk(reference: str) -> uuid.UUID:
    """A talk that was held, without a step."""
    return Hearing.objects.create(
        round=file(reference).rounds.get(), side="COMPLAINANT", result="HELD", held_at=NOW, report="Verslag", recorded_at=NOW
    ).pk


def told_of_committee() -> date:
    """There is a committee with somebody on it; the day on which the person was told."""
    make_member()
    return TODAY


def an_adviser(actor: Actor, reference: str) -> Actor:
    """A member of the committee before which the file lies, without a step; whoever handles nothing stays who they are."""
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return actor
    lay_before(reference)
    return make_member()


def a_question(reference: str) -> uuid.UUID:
    """A question for a reaction, without a step."""
    of = file(reference)
    asked = {"name": "Zorg Oost", "question": "Hoe ging het?", "passages": ["Te laat betaald"], "answer_by": TODAY, "asked_at": NOW}
    return ReactionRequest.objects.create(complaint=of, round=of.rounds.get(), **asked).pk


def a_mediation(reference: str) -> uuid.UUID:
    """A proposal, without a step."""
    told: dict[str, Any] = {"proposed_by": "US", "proposed_on": TODAY, "other_side": "Team", "next_on": TODAY, "recorded_at": NOW}
    return Mediation.objects.create(round=file(reference).rounds.get(), **told).pk


# The state graph, pair by pair


def letter_that_fits(reference: str) -> LetterCode:
    if Round.objects.filter(complaint__reference=reference, closed_on=None).exists():
        return LetterCode.DECISION
    as_solved(reference, TODAY)
    return LetterCode.SETTLED


def act(step: Step, actor: Actor, reference: str, other: str) -> object:
    same: dict[str, Any] = {"actor": actor, "reference": reference, "now": NOW}
    steps: dict[Step, Callable[[], object]] = {
        Step.UPDATE: lambda: update_complaint(**same, changes={"wish": "Excuses"}, seen_version=None),
        Step.CORRECT_RECEIPT: lambda: correct_receipt(
            **same, received_at=datetime(2025, 3, 6, tzinfo=UTC), reason="stempel", seen_version=None
        ),
        Step.ASSIGN: lambda: assign_complaint(**same, handler_id=actor.user_id or 0, seen_version=None),
        Step.ACKNOWLEDGE: lambda: acknowledge_complaint(**same, way=ContactWay.EMAIL),
        Step.RECORD_CONTACT: lambda: record_contact(**same, **SPOKEN, happened_at=NOW),  # type: ignore[arg-type]
        Step.EXPLORE: lambda: update_complaint(**same, changes={"meaning": "Slapeloos"}, step=Step.EXPLORE, seen_version=None),
        Step.ADD_NOTE: lambda: add_note(**same, text="Notitie"),
        Step.WRITE_LETTER: lambda: begin_letter(**same, code=letter_that_fits(reference), addressee=Addressee.COMPLAINANT),
        Step.ATTACH: lambda: attach_documents(**same, files=[sent(PDF, "brief.pdf")]),
        Step.REMOVE_DOCUMENT: lambda: remove_document(**same, document_id=a_document(reference), reason="Verkeerde brief"),
        Step.HANDLE_MESSAGE: lambda: mark_read(**same, message_id=a_message(reference)),
        Step.EXTEND: lambda: extend_term(**same, told=LETTERS_SENT, seen_version=None),
        Step.TAKE_BACK_EXTENSION: lambda: take_back_extension(**same, reason="Vergist", seen_version=None),
        Step.TAKE_BACK_POSTPONEMENT: lambda: take_back_postponement(**same, reason="Vergist", seen_version=None),
        Step.POSTPONE: lambda: postpone_term(
            **same, agreement=Agreement(reason="Stukken", until=date(2025, 6, 2), message_id=a_message(reference)), seen_version=None
        ),
        Step.RECORD_DECISION: lambda: record_decision(**same, told=DECISION, seen_version=None),
        Step.TELL_OBJECTION: lambda: record_objection_told(**same, told_on=a_decision(reference), way=ContactWay.PHONE, seen_version=None),
        Step.ADD_PROMISE: lambda: add_promise(**same, text="Bellen", by=Promiser(name="De wethouder"), due_on=TODAY),
        Step.SETTLE_PROMISE: lambda: keep_promise(**same, promise_id=a_promise(reference), seen_version=None),
        Step.SEND_COPY: lambda: record_copy(**same, subject=SUBJECT, sent_on=None, way=ContactWay.EMAIL, seen_version=None),
        Step.INVITE: lambda: invite_to_hearing(**same, invitation=Invitation(person=COMPLAINANT), seen_version=None),
        Step.RECORD_HEARING: lambda: record_hearing(**same, talk=Talk(held_at=NOW, report="Zij vertelde het"), seen_version=None),
        Step.REPLY_TO_REPORT: lambda: record_reply(**same, hearing_id=a_talk(reference), report_sent_on=TODAY, seen_version=None),
        Step.WAIVE_HEARING: lambda: waive_hearing(**same, waiver=Waiver(ground="A", explanation="Er is niets gebeurd"), seen_version=None),
        Step.TAKE_BACK_FROM_COMMITTEE: lambda: take_back_from_committee(**same, reason="Vergist", seen_version=None),
        Step.PUT_BEFORE_COMMITTEE: lambda: put_before_committee(
            **same, told_on=told_of_committee(), way=ContactWay.LETTER, seen_version=None
        ),
        Step.ADVISE: lambda: record_advice(
            **same | {"actor": an_adviser(actor, reference)}, told=Advised(advice="Gegrond", verdicts={}), seen_version=None
        ),
        Step.JUDGE: lambda: record_judgment(**same, told=JudgmentTold(findings="Het klopt"), seen_version=None),
        Step.APOLOGISE: lambda: record_apology(**same, told=APOLOGY, seen_version=None),
        Step.RECORD_LESSON: lambda: record_lesson(**same, told=LESSON, seen_version=None),
        Step.RECORD_MEASURE: lambda: record_measure(**same, told=a_measure_of(actor), seen_version=None),
        Step.SETTLE_MEASURE: lambda: end_measure(**same, measure_id=a_measure(reference, actor), is_done=True, how="", seen_version=None),
        Step.RECORD_RULE: lambda: record_behaviour_rule(**same, told=a_rule(reference), seen_version=None),
        Step.RECORD_OMBUDSMAN: lambda: record_ombudsman_entry(**same, told=ASKED, seen_version=None),
        Step.ANSWER_OMBUDSMAN: lambda: answer_ombudsman(**same, entry_id=an_entry(reference), answer="Ja", seen_version=None),
        Step.FORWARD: lambda: transfer_complaint(**same, told=FORWARDED, seen_version=None),
        Step.TRANSFER: lambda: transfer_complaint(**same, told=TRANSFERRED, seen_version=None),
        Step.SETTLE_TRANSFER: lambda: record_feedback(**same, transfer_id=a_transfer(reference), told=FEEDBACK, seen_version=None),
        Step.HAND_OVER: lambda: record_hand_over(**same, told=BREACH, seen_version=None),
        Step.SETTLE_HAND_OVER: lambda: end_hand_over(
            **same, hand_over_id=a_hand_over(reference), is_done=True, result="Gemeld", seen_version=None
        ),
        Step.CLOSE: lambda: close_complaint(**same, ending=UPHELD, seen_version=None),
        Step.REVIEW: lambda: review_not_taken_up(**same, found=not_taken_up(reference), review_on=None, seen_version=None),
        Step.RETURN: lambda: return_complaint(**same, reason="Toch niet", seen_version=None),
        Step.PROPOSE_MEDIATION: lambda: propose_mediation(**same, told=PROPOSAL, seen_version=None),
        Step.SETTLE_MEDIATION: lambda: end_mediation(
            **same, mediation_id=a_mediation(reference), outcome=MediationOutcome.DECLINED, seen_version=None
        ),
        Step.ASK_REACTION: lambda: ask_reaction(**same, told=REACTION),
        Step.WITHDRAW_REACTION: lambda: withdraw_reaction(**same, reaction_id=a_question(reference), reason="Gesproken", seen_version=None),
        Step.RECORD_PERSON: lambda: record_person(**same, told=PersonTold(role=PersonRole.CHILD, name="K"), seen_version=None),
        Step.SPLIT: lambda: split_complaint(**same, told=SplitTold(story="Oneens", stays="Te laat betaald"), seen_version=None),
        Step.LINK: lambda: link_files(**same, other_reference=other, kind=LinkKind.RELATED, reason="Zelfde zaak", seen_version=None),
        Step.MARK_DUPLICATE: lambda: mark_duplicate(**same, of_reference=other, reason="Dubbel", seen_version=None),
        Step.MARK_IN_ERROR: lambda: mark_registered_in_error(**same, reason="Geen klacht", seen_version=None),
        Step.RESTORE: lambda: restore(**same, reason="Toch wel", seen_version=None),
    }
    return steps[step]()


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("step", list(Step))
def test_a_step_is_done_where_the_graph_has_it_and_refused_elsewhere(
    coordinator: Actor, handler: Actor, state: FileState, step: Step
) -> None:
    told = replace(BY_MAIL, involved=(InvolvedTold(name="J. Bakker"),))
    other, reference = register(coordinator), register(coordinator, told)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    if state in (FileState.IN_HANDLING, FileState.CLOSED):
        assign_complaint(**same, handler_id=handler.user_id or 0)
    if state is FileState.CLOSED:
        close_complaint(**same, ending=UPHELD)
    if state is FileState.LEFT_OUT:
        mark_registered_in_error(**same, reason="Geen klacht")
    if step is Step.TAKE_BACK_EXTENSION and allows(state, step):
        extend_term(**same, told=LETTERS_SENT)
    if step is Step.TAKE_BACK_POSTPONEMENT and allows(state, step):
        postpone_term(**same, agreement=Agreement(reason="Stukken", until=date(2025, 6, 2), message_id=a_message(reference)))
    if step is Step.TAKE_BACK_FROM_COMMITTEE and allows(state, step):
        lay_before(reference)
    before = file(reference)

    if allows(state, step):
        act(step, coordinator, reference, other)
        assert (file(reference).version, len(history(reference))) == (before.version + 1, before.version + 1)
    else:
        with pytest.raises(Refusal, match="not_in_this_state"):
            act(step, coordinator, reference, other)
        assert (file(reference).version, len(history(reference))) == (before.version, before.version)


def test_every_step_exists_in_some_state_and_every_state_leads_on() -> None:
    assert set().union(*STEPS.values()) == set(Step)
    assert {state for state in FileState if STEPS[state] <= {Step.ADD_NOTE, Step.ATTACH, Step.REMOVE_DOCUMENT}} == set()


# Assigning (9:7)


def test_a_handler_is_assigned_and_another_takes_over(coordinator: Actor, handler: Actor, make_actor: Callable[..., Actor]) -> None:
    reference, second = register(coordinator), make_actor(Role.HANDLER)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}

    assign_complaint(**same, handler_id=handler.user_id or 0)
    with pytest.raises(Refusal, match="already_the_handler"):
        assign_complaint(**same, handler_id=handler.user_id or 0)
    assign_complaint(**same, handler_id=second.user_id or 0)

    assert file(reference).rounds.get().handler_id == second.user_id
    assigned = ComplaintEvent.objects.filter(code="assigned").order_by("pk")
    assert [(event.data["before"], event.data["handler"]) for event in assigned] == [
        (None, handler.user_id),
        (handler.user_id, second.user_id),
    ]


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.ADMINISTRATOR, Role.COUNCIL_REGISTRY, Role.COUNCIL_MEMBER])
def test_somebody_who_handles_nothing_here_is_not_assigned(coordinator: Actor, make_actor: Callable[..., Actor], role: Role) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal) as refused:
        assign_complaint(actor=coordinator, reference=reference, handler_id=make_actor(role).user_id or 0, seen_version=None, now=NOW)

    assert codes(refused) == [("handles_nothing_here", "handler_id")]
    assert (file(reference).rounds.get().handler_id, history(reference)) == (None, ["registered"])


def test_whoever_was_involved_is_not_assigned_but_by_the_exception_with_its_reason(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator, replace(BY_MAIL, involved=(InvolvedTold(user_id=handler.user_id),)))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "handler_id": handler.user_id, "seen_version": None, "now": NOW}

    with pytest.raises(Refusal) as refused:
        assign_complaint(**same, exception_reason="  ")
    assert codes(refused) == [("handler_is_involved", "handler_id")]
    assert visible_complaints(actor=handler).count() == 0

    assign_complaint(**same, conduct_of=ConductOf.CHAIR, exception_reason="Gaat over de burgemeester zelf")

    assert access_complaint(actor=handler, reference=reference).reference == reference
    event = ComplaintEvent.objects.get(code="assigned")
    assert (event.data, event.personal) == (
        {"version": 2, "round": 1, "handler": handler.user_id, "before": None, "fields": ["handler"]},
        {"conduct_of": "CHAIR", "exception_reason": "Gaat over de burgemeester zelf"},
    )


# Acknowledging (9:6)


def test_what_came_by_mail_is_acknowledged_by_mail_once(coordinator: Actor) -> None:
    reference = register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    queued = OutboxMessage.objects.get(task_name="complaints.send_acknowledgement")
    message = SentMessage.objects.get()

    assert queued.payload == {"message_id": message.message_id}
    assert [send_acknowledgement(message_id=message.message_id, now=NOW) for _ in range(2)] == [True, False]

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["m@voorbeeld.example"], f"Wij hebben uw bericht ontvangen ({reference})")
    assert ("7 maart 2025" in sent.body, "22 april 2025" in sent.body, "Te laat betaald" in sent.body) == (True, True, False)
    assert file(reference).rounds.get().acknowledged_on == TODAY
    with pytest.raises(Refusal, match="already_acknowledged"):
        acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.LETTER, now=NOW)


def test_a_confirmation_whose_address_went_meanwhile_is_not_one_and_the_file_says_so(coordinator: Actor) -> None:
    reference = register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    update_complaint(
        actor=coordinator, reference=reference, changes={"filer": Person(name="M", phone="0612345678")}, seen_version=None, now=NOW
    )
    message = SentMessage.objects.get()

    assert [send_acknowledgement(message_id=message.message_id, now=NOW) for _ in range(2)] == [False, False]

    one = file(reference).rounds.get()
    assert (mail.outbox, one.acknowledged_on, one.acknowledged_by) == ([], None, "")
    event = ComplaintEvent.objects.get(code="mail_not_sent")
    assert event.data == {"letter": "L01", "acknowledged_was": "2025-03-12", "why": "no_address"}


def test_no_confirmation_goes_of_a_file_that_was_registered_by_mistake(coordinator: Actor) -> None:
    reference = register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    message_id = SentMessage.objects.get().message_id
    mark_registered_in_error(actor=coordinator, reference=reference, reason="Proef", seen_version=None, now=NOW)

    assert [send_acknowledgement(message_id=message_id, now=NOW) for _ in range(2)] == [False, False]

    assert (mail.outbox, file(reference).rounds.get().acknowledged_on) == ([], None)
    event = ComplaintEvent.objects.get(code="mail_not_sent")
    assert event.data == {"letter": "L01", "acknowledged_was": "2025-03-12", "why": "in_error"}
    restore(actor=coordinator, reference=reference, reason="Toch niet", seen_version=None, now=NOW)
    with pytest.raises(Refusal, match="confirm_by_mail"):
        acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.LETTER, now=NOW)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    assert send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=NOW)
    assert len(mail.outbox) == 1


def test_the_confirmation_of_a_file_that_is_double_still_goes(coordinator: Actor) -> None:
    """Receipt of what somebody wrote is confirmed, whichever file counts; an answer to it lands on that one."""
    other, reference = register(coordinator), register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    mark_duplicate(actor=coordinator, reference=reference, of_reference=other, reason="Zelfde", seen_version=None, now=NOW)

    assert send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=NOW)

    assert len(mail.outbox) == 1


def test_a_confirmation_promises_no_answer_by_a_day_that_is_over(coordinator: Actor) -> None:
    reference = register(coordinator)
    late = NOW + timedelta(days=60)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=late)

    assert send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=late)

    text = mail.outbox[0].body
    assert "U had uiterlijk op 22 april 2025 ons antwoord moeten krijgen. Dat is niet gelukt en dat spijt ons." in text
    assert ("U hoort zo snel mogelijk van ons." in text, "U krijgt uiterlijk" in text) == (True, False)


@pytest.mark.parametrize("answer", [gone, unwanted, no_address])
def test_a_confirmation_that_the_mail_server_refuses_for_good_is_not_one_and_the_file_says_so(
    coordinator: Actor, answer: Callable[[str], Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    message = SentMessage.objects.get()
    asked = answer_with(monkeypatch, {"m@voorbeeld.example": answer})

    assert [send_acknowledgement(message_id=message.message_id, now=NOW) for _ in range(2)] == [False, False]

    one, message = file(reference).rounds.get(), SentMessage.objects.get()
    assert (asked, one.acknowledged_on, one.acknowledged_by) == (["m@voorbeeld.example"], None, "")
    assert (message.sent_at, message.returned_at, message.text) == (None, NOW, "")
    event = ComplaintEvent.objects.get(code="mail_not_sent")
    assert event.data == {"letter": "L01", "acknowledged_was": "2025-03-12", "why": "refused"}
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.LETTER, now=NOW)


@pytest.mark.parametrize("answer", [busy, away])
def test_a_confirmation_that_cannot_go_now_stays_and_is_sent_once_later(
    coordinator: Actor, answer: Callable[[str], Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reference = register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    message_id = SentMessage.objects.get().message_id
    with monkeypatch.context() as patched:
        answer_with(patched, {"m@voorbeeld.example": answer})
        with pytest.raises(Ignore):
            tasks.send_acknowledgement(message_id=message_id, outbox_id=OutboxMessage.objects.get(task_name=TASK).pk)

    assert (OutboxMessage.objects.get(task_name=TASK).done_at, SentMessage.objects.get().waits) == (None, True)
    assert (file(reference).rounds.get().acknowledged_on, "m@voorbeeld" in caplog.text) == (TODAY, False)
    assert [send_acknowledgement(message_id=message_id, now=NOW) for _ in range(2)] == [True, False]
    assert [one.to for one in mail.outbox] == [["m@voorbeeld.example"]]


def test_a_confirmation_that_the_outbox_gave_up_is_not_one_also_when_it_is_tried_again_by_hand(coordinator: Actor) -> None:
    reference = register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    assert give_up_unsent(actor=system_actor(), now=NOW) == 0
    OutboxMessage.objects.filter(task_name=TASK).update(failed_at=NOW, failure="not_done")

    assert [give_up_unsent(actor=system_actor(), now=NOW) for _ in range(2)] == [1, 0]

    assert file(reference).rounds.get().acknowledged_on is None
    assert ComplaintEvent.objects.get(code="mail_not_sent").data["why"] == "tried_in_vain"
    assert not send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=NOW)
    assert mail.outbox == []


def test_a_confirmation_that_waits_an_hour_is_on_the_file_and_work_of_today(
    coordinator: Actor, tenant: Tenant, client_at: Callable[..., Client]
) -> None:
    client = client_at(tenant, User.objects.get(pk=coordinator.user_id))
    reference = register(coordinator)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    assign_complaint(actor=coordinator, reference=reference, handler_id=coordinator.user_id or 0, seen_version=None, now=NOW)

    record_contact(actor=coordinator, reference=reference, **SPOKEN, happened_at=NOW, now=NOW)

    def work(now: datetime) -> list[tuple[Reason, Step, date]]:
        return [
            (row.work.reason, row.work.step, row.work.by) for group in open_work(actor=coordinator, now=now).groups for row in group.rows
        ]

    assert work(NOW + timedelta(minutes=59)) == []
    assert work(NOW + timedelta(hours=1)) == [(Reason.UNSENT_MAIL, Step.RECORD_CONTACT, TODAY)]
    assert "Onze mail is nog niet weg" in client.get(f"/klachten/{reference}/").content.decode()
    SentMessage.objects.update(sent_at=NOW)
    assert work(NOW + timedelta(hours=1)) == []
    assert "Onze mail is nog niet weg" not in client.get(f"/klachten/{reference}/").content.decode()


def test_a_confirmation_of_a_file_that_was_destroyed_is_sent_to_nobody(coordinator: Actor) -> None:
    assert not send_acknowledgement(message_id="<weg>", now=NOW)


@pytest.mark.parametrize(
    ("told", "way", "on", "code"),
    [
        (replace(BY_MAIL, filer=Person(name="M", phone="0612345678")), ContactWay.EMAIL, None, ("no_address_for_mail", "way")),
        (replace(BY_MAIL, channel="LETTER"), ContactWay.EMAIL, None, ("not_reachable_by_mail", "has_agreed_to_mail")),
        (replace(BY_MAIL, channel="PHONE"), ContactWay.EMAIL, None, ("not_reachable_by_mail", "has_agreed_to_mail")),
        (BY_MAIL, ContactWay.LETTER, None, ("confirm_by_mail", "way")),
        (BY_MAIL, ContactWay.PHONE, None, ("confirm_by_mail", "way")),
        (replace(BY_MAIL, channel="WEB_FORM"), ContactWay.LETTER, None, ("confirm_by_mail", "way")),
        (BY_MAIL, ContactWay.EMAIL, date(2025, 3, 11), ("mail_goes_today", "acknowledged_on")),
        (replace(BY_MAIL, channel="LETTER"), ContactWay.PHONE, None, ("confirm_in_writing", "way")),
        (replace(BY_MAIL, filer=Person(name="M", phone="0612345678")), ContactWay.VIDEO, None, ("confirm_in_writing", "way")),
        (replace(BY_MAIL, channel="LETTER"), ContactWay.LETTER, date(2025, 3, 13), ("day_in_future", "acknowledged_on")),
        (replace(BY_MAIL, channel="LETTER"), ContactWay.LETTER, date(2025, 3, 6), ("day_before_receipt", "acknowledged_on")),
    ],
)
def test_an_acknowledgement_that_cannot_be(
    coordinator: Actor, told: Submission, way: ContactWay, on: date | None, code: tuple[str, str]
) -> None:
    reference = register(coordinator, told)

    with pytest.raises(Refusal) as refused:
        acknowledge_complaint(actor=coordinator, reference=reference, way=way, acknowledged_on=on, now=NOW)

    assert codes(refused) == [code]
    assert (history(reference), SentMessage.objects.count(), OutboxMessage.objects.count()) == (["registered"], 0, 0)


@pytest.mark.parametrize(
    ("told", "way"),
    [
        (replace(BY_MAIL, channel="LETTER"), ContactWay.LETTER),
        (replace(BY_MAIL, channel="LETTER"), ContactWay.DESK),
        (replace(BY_MAIL, filer=Person(name="M", phone="0612345678")), ContactWay.LETTER),
        (replace(BY_MAIL, channel="PHONE"), ContactWay.PHONE),
    ],
)
def test_where_a_mail_is_not_right_what_was_done_is_noted_with_its_day(coordinator: Actor, told: Submission, way: ContactWay) -> None:
    reference = register(coordinator, told)

    acknowledge_complaint(actor=coordinator, reference=reference, way=way, acknowledged_on=date(2025, 3, 10), now=NOW)

    one = file(reference).rounds.get()
    assert (one.acknowledged_on, one.acknowledged_by, SentMessage.objects.count()) == (date(2025, 3, 10), way, 0)


@pytest.mark.parametrize("channel", ["PHONE", "LETTER"])
def test_who_did_not_file_electronically_and_says_that_mail_is_right_is_mailed(coordinator: Actor, channel: str) -> None:
    reference = register(coordinator, replace(BY_MAIL, channel=channel))

    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, has_agreed_to_mail=True, now=NOW)

    opened, event = file(reference).rounds.get(), ComplaintEvent.objects.get(code="acknowledged")
    assert (opened.acknowledged_on, opened.acknowledged_by, event.data["agreed_to_mail"]) == (TODAY, ContactWay.EMAIL, True)
    assert OutboxMessage.objects.get(task_name=TASK).payload["message_id"] == SentMessage.objects.get().message_id


def test_a_mail_may_be_sent_again_after_one_that_did_not_arrive(coordinator: Actor) -> None:
    reference = register(coordinator)
    for _ in range(2):
        acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, acknowledged_on=TODAY, now=NOW)
        OutboxMessage.objects.filter(task_name=TASK).update(failed_at=NOW, failure="not_done")
        give_up_unsent(actor=system_actor(), now=NOW)

    assert (SentMessage.objects.filter(returned_at=NOW).count(), file(reference).rounds.get().acknowledged_on) == (2, None)


def test_the_exception_ends_when_somebody_else_handles_it_and_the_history_says_so(
    coordinator: Actor, handler: Actor, make_actor: Callable[..., Actor]
) -> None:
    other = make_actor(Role.HANDLER)
    reference = register(coordinator, replace(BY_MAIL, involved=(InvolvedTold(user_id=handler.user_id),)))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(**same, handler_id=handler.user_id, conduct_of=ConductOf.BODY, exception_reason="Het college zelf")

    assign_complaint(**same, handler_id=other.user_id)

    with pytest.raises(NotFound):
        access_complaint(actor=handler, reference=reference)
    last = ComplaintEvent.objects.order_by("pk").last()
    assert last is not None
    assert last.personal == {"exception_ended": [handler.user_id]}
    assert shown_event(last, names={}).lines == ["Wie het dossier ondanks betrokkenheid behandelde, ziet het niet meer."]


def test_the_exception_ends_when_the_person_comes_back(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator, replace(BY_MAIL, involved=(InvolvedTold(user_id=handler.user_id),)))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(**same, handler_id=handler.user_id, conduct_of=ConductOf.BODY, exception_reason="Het college zelf")
    close_complaint(**same, ending=UPHELD)
    assert visible_complaints(actor=handler).count() == 1

    return_complaint(**same, reason="Toch niet")

    assert visible_complaints(actor=handler).count() == 0
    assert ComplaintEvent.objects.get(code="returned").personal == {"exception_ended": [handler.user_id]}


@pytest.mark.parametrize(("reason", "code"), [("a\x00b", "unreadable_character"), ("l" * 100_001, "text_too_long")])
def test_a_reason_for_the_exception_that_cannot_be_kept_is_refused(coordinator: Actor, handler: Actor, reason: str, code: str) -> None:
    reference = register(coordinator, replace(BY_MAIL, involved=(InvolvedTold(user_id=handler.user_id),)))

    with pytest.raises(Refusal) as refused:
        assign_complaint(
            actor=coordinator, reference=reference, handler_id=handler.user_id or 0, exception_reason=reason, seen_version=None, now=NOW
        )

    assert codes(refused) == [(code, "exception_reason")]
    assert (InvolvedPerson.objects.get().handles_by_exception, history(reference)) == (False, ["registered"])


@pytest.mark.parametrize("work", ["note", "contact", "document"])
def test_a_repeated_request_is_answered_to_nobody_who_lost_the_file(coordinator: Actor, handler: Actor, work: str) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": handler, "reference": reference, "request_key": RequestKey(key="een", digest="d" * 64), "now": NOW}
    works: dict[str, Callable[[], object]] = {
        "note": lambda: add_note(**same, text="Notitie"),
        "contact": lambda: record_contact(**same, **SPOKEN, happened_at=NOW),  # type: ignore[arg-type]
        "document": lambda: attach_documents(**same, files=[sent(PDF, "brief.pdf")]),
    }
    works[work]()
    works[work]()
    InvolvedPerson.objects.create(complaint=file(reference), user_id=handler.user_id)

    with pytest.raises(NotFound):
        works[work]()


def test_a_repeated_registration_is_answered_to_nobody_who_became_involved(coordinator: Actor, handler: Actor) -> None:
    same: dict[str, Any] = {"actor": handler, "received_at": RECEIVED, "now": RECEIVED, "submission": BY_MAIL}
    key = RequestKey(key="een", digest="d" * 64)
    reference = register_complaint(**same, request_key=key).reference
    assert register_complaint(**same, request_key=key).reference == reference
    InvolvedPerson.objects.create(complaint=file(reference), user_id=handler.user_id)

    with pytest.raises(NotFound):
        register_complaint(**same, request_key=key)

    assert Complaint.objects.count() == 1


# Contact: a talk stops the norm, a try does not


def contact(actor: Actor, reference: str, day: int, way: ContactWay, result: ContactResult) -> None:
    record_contact(actor=actor, reference=reference, happened_at=datetime(2025, 3, day, 8, tzinfo=UTC), way=way, result=result, now=NOW)


def test_only_a_talk_stops_the_contact_norm_and_a_try_is_kept_apart(coordinator: Actor) -> None:
    reference = register(coordinator)
    contact(coordinator, reference, 11, ContactWay.PHONE, ContactResult.NOT_REACHED)
    contact(coordinator, reference, 10, ContactWay.PHONE, ContactResult.MESSAGE_LEFT)
    contact(coordinator, reference, 11, ContactWay.EMAIL, ContactResult.EXCHANGED)
    one = file(reference).rounds.get()
    assert (one.first_attempt_on, one.first_contact_on) == (date(2025, 3, 10), None)

    contact(coordinator, reference, 12, ContactWay.PHONE, ContactResult.SPOKEN)
    contact(coordinator, reference, 11, ContactWay.DESK, ContactResult.SPOKEN)

    one.refresh_from_db()
    assert (one.first_attempt_on, one.first_contact_on, one.contacts.count()) == (date(2025, 3, 10), date(2025, 3, 11), 5)


def test_writing_back_and_forth_counts_for_whoever_prefers_writing(coordinator: Actor) -> None:
    prefers = replace(BY_MAIL.filer, preferred_contact=PreferredContact.WRITING)
    reference = register(coordinator, replace(BY_MAIL, filer=prefers))

    contact(coordinator, reference, 11, ContactWay.EMAIL, ContactResult.EXCHANGED)

    assert file(reference).rounds.get().first_contact_on == date(2025, 3, 11)


def test_what_was_written_counts_as_soon_as_the_person_turns_out_to_prefer_writing(coordinator: Actor) -> None:
    reference = register(coordinator)
    contact(coordinator, reference, 11, ContactWay.EMAIL, ContactResult.EXCHANGED)
    contact(coordinator, reference, 12, ContactWay.PHONE, ContactResult.SPOKEN)

    def first_contact_with(preferred: PreferredContact) -> date | None:
        changes = {"filer": {"preferred_contact": preferred}}
        update_complaint(actor=coordinator, reference=reference, changes=changes, seen_version=None, now=NOW)
        return file(reference).rounds.get().first_contact_on

    assert first_contact_with(PreferredContact.WRITING) == date(2025, 3, 11)
    assert first_contact_with(PreferredContact.ANY) == date(2025, 3, 12)


def test_contact_that_was_taken_over_stays_when_a_preference_is_noted(coordinator: Actor) -> None:
    reference = register(coordinator)
    Complaint.objects.update(taken_over_at=NOW)
    file(reference).rounds.update(first_contact_on=date(2025, 3, 10))
    contact(coordinator, reference, 11, ContactWay.EMAIL, ContactResult.EXCHANGED)

    changes = {"filer": {"preferred_contact": PreferredContact.WRITING}}
    update_complaint(actor=coordinator, reference=reference, changes=changes, seen_version=None, now=NOW)

    assert file(reference).rounds.get().first_contact_on == date(2025, 3, 10)


@pytest.mark.parametrize(
    ("day", "way", "result", "code"),
    [
        (13, ContactWay.PHONE, ContactResult.SPOKEN, ("contact_in_future", "happened_at")),
        (6, ContactWay.PHONE, ContactResult.SPOKEN, ("contact_before_receipt", "happened_at")),
        (11, ContactWay.EMAIL, ContactResult.SPOKEN, ("writing_is_no_talk", "result")),
        (11, ContactWay.PHONE, ContactResult.EXCHANGED, ("talk_is_no_writing", "result")),
        (11, ContactWay.VISIT, ContactResult.EXCHANGED, ("talk_is_no_writing", "result")),
        (11, ContactWay.DESK, ContactResult.MESSAGE_LEFT, ("no_message_left_there", "result")),
        (11, ContactWay.VIDEO, ContactResult.MESSAGE_LEFT, ("no_message_left_there", "result")),
    ],
)
def test_a_contact_that_cannot_be(coordinator: Actor, day: int, way: ContactWay, result: ContactResult, code: tuple[str, str]) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal) as refused:
        contact(coordinator, reference, day, way, result)

    assert codes(refused) == [code]
    assert (file(reference).rounds.get().contacts.count(), history(reference)) == (0, ["registered"])


# Closing


@pytest.mark.parametrize(
    ("ending", "found"),
    [
        (Ending(outcome="ONBEKEND WOORD"), [("unknown_code", "outcome")]),
        (Ending(outcome="Nog in te delen"), [("outcome_not_clear", "outcome")]),
        (Ending(outcome="UPHELD_OR_PARTLY"), [("outcome_for_totals_only", "outcome")]),
        (Ending(outcome="SETTLED"), [
            ("confirmer_missing", "confirmed_by"), ("words_missing", "complainants_words"), ("confirmation_day_missing", "confirmed_on"),
            ("confirmation_way_missing", "confirmed_way"), ("control_question_missing", "is_asked_if_solved"),
        ]),
        (Ending(outcome="SETTLED", **SAID, complainants_words="Dank", confirmed_on=date(2025, 3, 13)), [("day_in_future", "confirmed_on")]),
        (Ending(outcome="SETTLED", **SAID, complainants_words="Ja", confirmed_on=TODAY, closed_on=date(2025, 3, 11)), [
            ("said_after_closing", "confirmed_on"),
        ]),
        (Ending(outcome="SETTLED", **SAID, complainants_words="\u200b\ufeff", confirmed_on=TODAY), [
            ("words_missing", "complainants_words"),
        ]),
        (Ending(outcome="NO_JUDGMENT", is_asked_if_solved=True, explanation="\u00ad\x01"), [("explanation_missing", "explanation")]),
        (Ending(outcome="WITHDRAWN", **SAID, confirmed_on=TODAY), [("words_missing", "complainants_words")]),
        (Ending(outcome="NOT_TAKEN_UP"), [
            ("ground_missing", "ground"), ("nobody_tried", "outcome"), ("explanation_missing", "explanation"),
        ]),
        (Ending(outcome="NOT_TAKEN_UP", ground="9_9", explanation="x"), [("unknown_code", "ground"), ("nobody_tried", "outcome")]),
        (replace(UPHELD, not_taken_up=NotTakenUpFacts(court="Rechtbank")), [("ground_does_not_apply", "ground")]),
        (replace(UPHELD, ground="9_8_2"), [("ground_does_not_apply", "ground")]),
        (replace(UPHELD, outcome="NO_JUDGMENT", ground="9_8_1_A"), [
            ("ground_does_not_apply", "ground"), ("explanation_missing", "explanation"),
        ]),
        (replace(UPHELD, confirmed_on=date(2025, 3, 13)), [("day_in_future", "confirmed_on")]),
        (replace(UPHELD, outcome="NO_JUDGMENT"), [("explanation_missing", "explanation")]),
        (replace(UPHELD, closed_on=date(2025, 3, 13)), [("day_in_future", "closed_on")]),
        (Ending(outcome="SETTLED", **SAID, closed_on=date(2025, 3, 6), complainants_words="a\x00"), [
            ("unreadable_character", "complainants_words"),
            ("day_before_receipt", "closed_on"),
            ("confirmation_day_missing", "confirmed_on"),
        ]),
    ],
)  # fmt: skip
def test_an_ending_that_lacks_something_says_all_of_it_and_changes_nothing(
    coordinator: Actor, ending: Ending, found: list[tuple[str, str]]
) -> None:
    make_label(Dimension.OUTCOME, "Nog in te delen")
    reference = register(coordinator)

    with pytest.raises(Refusals) as refused:
        close_complaint(actor=coordinator, reference=reference, ending=ending, seen_version=None, now=NOW)

    assert codes(refused) == found
    assert (file(reference).rounds.get().closed_on, history(reference)) == (None, ["registered"])


def test_not_reaching_somebody_ends_no_klaagschrift_and_takes_a_recorded_try(coordinator: Actor) -> None:
    ending = Ending(outcome="CLOSED_UNREACHABLE", explanation="Drie keer gebeld")
    written, oral = register(coordinator, replace(BY_MAIL, is_signed=True)), register(coordinator, replace(BY_MAIL, channel="PHONE"))

    with pytest.raises(Refusals, match="klaagschrift_needs_decision"):
        close_complaint(actor=coordinator, reference=written, ending=ending, seen_version=None, now=NOW)
    with pytest.raises(Refusals) as refused:
        close_complaint(actor=coordinator, reference=oral, ending=ending, seen_version=None, now=NOW)
    assert (codes(refused), history(oral)) == ([("nobody_tried", "outcome")], ["registered"])
    record_contact(
        actor=coordinator, reference=oral, happened_at=NOW, way=ContactWay.PHONE, result=ContactResult.NOT_REACHED, text="", now=NOW
    )
    close_complaint(actor=coordinator, reference=oral, ending=ending, seen_version=None, now=NOW)

    assert [file(reference).rounds.get().closed_on for reference in (written, oral)] == [None, TODAY]


def test_settled_holds_the_complainants_own_words(coordinator: Actor) -> None:
    reference = register(coordinator)
    ending = Ending(
        outcome="SETTLED", **SAID, complainants_words="Ik ben er blij mee", confirmed_on=date(2025, 3, 11), closed_on=date(2025, 3, 11)
    )

    close_complaint(actor=coordinator, reference=reference, ending=ending, seen_version=None, now=NOW)

    closed = file(reference).rounds.get()
    assert (closed.closed_on, str(closed.outcome)) == (date(2025, 3, 11), "Naar tevredenheid opgelost")
    assert (closed.closing.complainants_words, closed.closing.confirmed_on) == ("Ik ben er blij mee", date(2025, 3, 11))
    assert shown_event(ComplaintEvent.objects.get(code="closed"), names={}).lines == [
        "Naar tevredenheid opgelost",
        "Wie de klacht indiende, telefonisch",
    ]
    assert "blij" not in str(ComplaintEvent.objects.values_list("data", flat=True))


def test_a_reason_or_note_in_which_nothing_can_be_seen_is_missing(coordinator: Actor) -> None:
    reference = register(coordinator)
    asked = {"actor": coordinator, "reference": reference, "now": NOW}

    for blank in ("\u200b", "\u2060\ufeff", "\u00ad", "\x01 \x1f"):
        with pytest.raises(Refusal) as no_reason:
            mark_registered_in_error(**asked, reason=blank, seen_version=None)
        with pytest.raises(Refusal) as no_note:
            add_note(**asked, text=blank)
        assert [(one.value.code, one.value.field) for one in (no_reason, no_note)] == [("text_missing", "reason"), ("text_missing", "text")]
    contact = record_contact(**asked, happened_at=NOW, **SPOKEN, text="\u200b")

    assert (contact.text, history(reference), file(reference).notes.count()) == ("", ["registered", "contact_recorded"], 0)


def test_a_year_known_as_totals_takes_no_closing(coordinator: Actor) -> None:
    reference = register(coordinator)
    HistoricalTotal.objects.create(year=2025, measure="handled", dimension="total", count=3, taken_over_at=NOW)

    with pytest.raises(Refusals, match="year_known_as_totals"):
        close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)


# Coming back


def test_coming_back_opens_a_round_with_its_own_term_in_the_same_file(coordinator: Actor) -> None:
    reference = register(coordinator)
    close_complaint(actor=coordinator, reference=reference, ending=replace(UPHELD, closed_on=date(2025, 3, 10)), seen_version=None, now=NOW)

    return_complaint(
        actor=coordinator, reference=reference, returned_on=date(2025, 3, 11), reason="Niet betaald", seen_version=None, now=NOW
    )

    # Tuesday 11 March + 6 weeks = Tuesday 22 April.
    assert list(file(reference).rounds.values_list("number", "opened_on", "closed_on", "due_on", "return_reason")) == [
        (1, date(2025, 3, 7), date(2025, 3, 10), date(2025, 4, 22), ""),
        (2, date(2025, 3, 11), None, date(2025, 4, 22), "Niet betaald"),
    ]
    assert history(reference) == ["registered", "closed", "returned"]


@pytest.mark.parametrize(
    ("channel", "is_written", "has_statutory_term"),
    [("PHONE", True, True), ("PHONE", None, False), ("PHONE", False, False), ("EMAIL", None, True), ("EMAIL", False, False)],
)
def test_whoever_comes_back_in_writing_has_the_term_of_the_law_whatever_else_is_corrected(
    coordinator: Actor, channel: str, is_written: bool | None, has_statutory_term: bool
) -> None:
    reference = register(coordinator, replace(BY_MAIL, channel=channel))
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)

    return_complaint(actor=coordinator, reference=reference, reason="Niet betaald", is_written=is_written, seen_version=None, now=NOW)
    update_complaint(actor=coordinator, reference=reference, changes={"is_signed": True}, seen_version=None, now=NOW)

    last = file(reference).rounds.get(number=2)
    assert (last.has_statutory_term, last.regime, last.notice_due_on is not None) == (has_statutory_term, "internal", has_statutory_term)
    assert ComplaintEvent.objects.get(code="returned").data["is_written"] is is_written


def come_back(coordinator: Actor, *, channel: str, is_written: bool | None) -> str:
    """A file that was closed and whose person came back."""
    reference = register(coordinator, replace(BY_MAIL, channel=channel))
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    return_complaint(actor=coordinator, reference=reference, reason="Niet betaald", is_written=is_written, seen_version=None, now=NOW)
    return reference


def terms_of(reference: str) -> list[bool | None]:
    return list(file(reference).rounds.order_by("number").values_list("has_statutory_term", flat=True))


@pytest.mark.parametrize(
    ("channel", "is_written", "corrected", "before", "after"),
    [
        ("EMAIL", True, "PHONE", [True, True], [False, True]),
        ("PHONE", False, "EMAIL", [False, False], [True, False]),
        # Who came back as the complaint came in, did so by the channel that turned out to be right.
        ("PHONE", None, "EMAIL", [False, False], [True, True]),
    ],
)
def test_a_corrected_channel_is_about_the_first_time_and_not_about_how_somebody_came_back(
    coordinator: Actor, channel: str, is_written: bool | None, corrected: str, before: list[bool], after: list[bool]
) -> None:
    reference = come_back(coordinator, channel=channel, is_written=is_written)
    assert terms_of(reference) == before

    update_complaint(actor=coordinator, reference=reference, changes={"channel": corrected}, seen_version=None, now=NOW)

    assert terms_of(reference) == after


def test_the_history_says_that_the_term_of_the_first_time_followed(coordinator: Actor) -> None:
    reference = come_back(coordinator, channel="EMAIL", is_written=True)

    update_complaint(actor=coordinator, reference=reference, changes={"channel": "PHONE"}, seen_version=None, now=NOW)

    event = ComplaintEvent.objects.get(complaint__reference=reference, code="updated")
    assert event.data["follows"] == {"first_has_statutory_term": [True, False]}
    assert shown_event(event, names={}).lines == ["Gewijzigd: Hoe het binnenkwam", "Voor de eerste keer geldt onze eigen norm"]


@pytest.mark.parametrize(("channel", "is_written", "step"), [("PHONE", True, Step.ACKNOWLEDGE), ("LETTER", False, Step.CLOSE)])
def test_who_came_back_in_writing_gets_a_confirmation_and_who_told_us_does_not(
    coordinator: Actor, channel: str, is_written: bool, step: Step
) -> None:
    reference = come_back(coordinator, channel=channel, is_written=is_written)
    assign_complaint(actor=coordinator, reference=reference, handler_id=coordinator.user_id or 0, seen_version=None, now=NOW)

    record_contact(actor=coordinator, reference=reference, happened_at=NOW, **SPOKEN, now=NOW)

    assert next_step(actor=coordinator, complaint=file(reference), today=TODAY) is step
    work = open_work(actor=coordinator, now=NOW)
    [row] = [work.next_row] if work.next_row else [row for group in work.groups for row in group.rows]
    assert row.work.step is step


def test_a_return_in_writing_of_what_was_told_is_not_confirmed_by_phone(coordinator: Actor) -> None:
    reference = come_back(coordinator, channel="PHONE", is_written=True)

    with pytest.raises(Refusal, match="confirm_in_writing"):
        acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.PHONE, now=NOW)

    assert file(reference).rounds.get(number=2).acknowledged_on is None


def test_a_return_that_was_told_of_a_letter_is_confirmed_by_phone(coordinator: Actor) -> None:
    reference = come_back(coordinator, channel="LETTER", is_written=False)

    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.PHONE, now=NOW)

    assert file(reference).rounds.get(number=2).acknowledged_by == ContactWay.PHONE


def test_rounds_from_before_it_was_kept_came_in_as_their_history_says(coordinator: Actor) -> None:
    told = [come_back(coordinator, channel="PHONE", is_written=is_written) for is_written in (True, False, None, None)]
    Round.objects.update(is_written=None)
    Round.objects.filter(complaint__reference=told[3], number=2).update(has_statutory_term=True)

    with connection.cursor() as cursor:
        cursor.execute(import_module("complaints.migrations.0026_how_existing_rounds_came_in").FROM_HISTORY)

    rounds = Round.objects.order_by("complaint__reference", "number").values_list("number", "is_written")
    assert list(rounds) == [(1, None), (2, True), (1, None), (2, False), (1, None), (2, None), (1, None), (2, True)]


def test_somebody_cannot_come_back_before_it_was_closed(coordinator: Actor) -> None:
    reference = register(coordinator)
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)

    with pytest.raises(Refusal, match="return_before_closing"):
        return_complaint(actor=coordinator, reference=reference, returned_on=date(2025, 3, 11), reason="x", seen_version=None, now=NOW)

    assert file(reference).rounds.count() == 1


# Double, or by mistake


def test_a_double_file_names_the_other_and_can_be_taken_back_in(coordinator: Actor) -> None:
    first, second = register(coordinator), register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "seen_version": None, "now": NOW}

    mark_duplicate(**same, reference=second, of_reference=first, reason="Belde twee keer")
    assert (file(second).exclusion, str(file(second).duplicate_of)) == ("DUPLICATE_OF", first)
    with pytest.raises(Refusal, match="other_is_left_out"):
        mark_duplicate(**same, reference=first, of_reference=second, reason="x")
    restore(**same, reference=second, reason="Toch iets anders")

    assert (file(second).exclusion, file(second).duplicate_of, file(second).exclusion_reason) == ("", None, "")
    assert history(second) == ["registered", "marked_duplicate", "restored"]


def test_a_file_that_counts_for_its_doubles_is_not_left_out_itself(coordinator: Actor) -> None:
    counts, double, third = register(coordinator), register(coordinator), register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "seen_version": None, "now": NOW}
    mark_duplicate(**same, reference=double, of_reference=counts, reason="Belde twee keer")

    for work in (
        lambda: mark_registered_in_error(**same, reference=counts, reason="Geen klacht"),
        lambda: mark_duplicate(**same, reference=counts, of_reference=third, reason="Dubbel"),
    ):
        with pytest.raises(Refusal, match="counts_for_others") as refused:
            work()
        assert refused.value.details == {"references": [double]}
    assert (file(counts).exclusion, history(counts)) == ("", ["registered"])

    restore(**same, reference=double, reason="Toch iets anders")
    mark_registered_in_error(**same, reference=counts, reason="Geen klacht")
    assert file(counts).exclusion == "REGISTERED_IN_ERROR"


def test_whoever_is_involved_in_a_double_or_in_the_file_that_counts_has_lost_both(
    coordinator: Actor, handler: Actor, make_actor: Callable[..., Actor]
) -> None:
    other, third = make_actor(Role.HANDLER), make_actor(Role.HANDLER)
    counts = register(coordinator, replace(BY_MAIL, involved=(InvolvedTold(user_id=other.user_id),)))
    double = register(coordinator, replace(BY_MAIL, involved=(InvolvedTold(user_id=handler.user_id, is_subject=False),)))
    same: dict[str, Any] = {"actor": coordinator, "seen_version": None, "now": NOW}
    assign_complaint(**same, reference=counts, handler_id=handler.user_id)
    assert [visible_complaints(actor=actor).count() for actor in (handler, other, third)] == [1, 1, 2]

    mark_duplicate(**same, reference=double, of_reference=counts, reason="Belde twee keer")

    assert [visible_complaints(actor=actor).count() for actor in (handler, other, third)] == [0, 0, 2]
    assert file(counts).rounds.get().handler_id is None
    assert history(counts) == ["registered", "assigned", "involvement_shared"]
    assert history(double) == ["registered", "involvement_shared", "marked_duplicate"]
    assert list(file(counts).involved_people.order_by("user_id").values_list("user_id", "is_subject")) == [
        (handler.user_id, False),
        (other.user_id, True),
    ]

    everybody = tuple(InvolvedTold(user_id=actor.user_id) for actor in (handler, other, third))
    update_complaint(**same, reference=counts, changes={"involved": everybody})

    assert [visible_complaints(actor=actor).count() for actor in (handler, other, third)] == [0, 0, 0]
    assert history(double) == ["registered", "involvement_shared", "marked_duplicate", "involvement_shared"]


def test_a_double_in_which_the_same_people_are_involved_changes_nothing_else(coordinator: Actor, handler: Actor) -> None:
    told = replace(BY_MAIL, involved=(InvolvedTold(user_id=handler.user_id), InvolvedTold(name="De baliemedewerker")))
    counts, double = register(coordinator, told), register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "seen_version": None, "now": NOW}
    update_complaint(**same, reference=double, changes={"involved": (InvolvedTold(user_id=handler.user_id),)})

    mark_duplicate(**same, reference=double, of_reference=counts, reason="Belde twee keer")

    assert (file(counts).version, history(counts)) == (1, ["registered"])
    assert (file(double).involved_people.count(), history(double)) == (1, ["registered", "updated", "marked_duplicate"])


def test_why_a_file_was_left_out_stays_in_the_history_when_it_counts_again(coordinator: Actor) -> None:
    first, second = register(coordinator), register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": second, "seen_version": None, "now": NOW}
    mark_registered_in_error(**same, reason="Geen klacht")
    restore(**same, reason="Toch wel")
    mark_duplicate(**same, of_reference=first, reason="Belde twee keer")
    restore(**same, reason="Iets anders")

    assert [event.personal for event in ComplaintEvent.objects.filter(complaint=file(second)).order_by("pk")] == [
        None,
        {"reason": "Geen klacht"},
        {"reason": "Toch wel"},
        {"reason": "Belde twee keer"},
        {"reason": "Iets anders"},
    ]


def test_a_mail_of_an_earlier_round_answered_in_that_round_stops_no_norm_of_the_new_one(coordinator: Actor) -> None:
    reference = register(coordinator)
    message = a_message(reference)
    IncomingMessage.objects.update(arrived_at=datetime(2025, 3, 7, 10, tzinfo=UTC))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "now": NOW}
    close_complaint(**same, ending=replace(UPHELD, closed_on=date(2025, 3, 10)), seen_version=None)
    return_complaint(**same, returned_on=date(2025, 3, 11), reason="Niet betaald", seen_version=None)

    mark_answered(**same, message_id=message, way=ContactWay.PHONE, answered_at=datetime(2025, 3, 10, 9, tzinfo=UTC))

    again = file(reference).rounds.get(number=2)
    assert (again.first_attempt_on, again.first_contact_on, again.contacts.count()) == (None, None, 1)


def test_receipt_is_not_corrected_past_the_day_the_person_said_it_is_solved(coordinator: Actor) -> None:
    reference = register(coordinator)
    ending = Ending(outcome="SETTLED", **SAID, complainants_words="Opgelost", confirmed_on=date(2025, 3, 10), closed_on=TODAY)
    close_complaint(actor=coordinator, reference=reference, ending=ending, seen_version=None, now=NOW)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "Poststempel", "seen_version": None, "now": NOW}

    with pytest.raises(Refusal, match="receipt_after_other_days") as refused:
        correct_receipt(**same, received_at=datetime(2025, 3, 11, 9, tzinfo=UTC))

    assert (refused.value.details["first"], file(reference).received_on) == (date(2025, 3, 10), date(2025, 3, 7))
    assert correct_receipt(**same, received_at=datetime(2025, 3, 10, 8, tzinfo=UTC)).received_on == date(2025, 3, 10)


@pytest.mark.parametrize("done", ["copy", "talk", "invitation", "judgment", "waits"])
def test_receipt_is_not_corrected_past_what_was_sent_or_said(coordinator: Actor, done: str) -> None:
    reference = register(coordinator)
    one, day = file(reference).rounds.get(), date(2025, 3, 10)
    if done == "copy":
        CopyToSubject.objects.create(round=one, name="J. Bakker", sent_on=day, way="LETTER", recorded_at=NOW)
    elif done == "talk":
        held_at = datetime(2025, 3, 10, 9, tzinfo=UTC)
        Hearing.objects.create(round=one, side="COMPLAINANT", held_at=held_at, result="HELD", recorded_at=NOW)
    elif done == "invitation":
        Hearing.objects.create(round=one, side="COMPLAINANT", invited_on=day, recorded_at=NOW)
    elif done == "judgment":
        Judgment.objects.create(round=one, letter_sent_on=day, names_ombudsman=True, is_signed_by_mandate=True, recorded_at=NOW)
    else:
        Letter.objects.create(complaint=one.complaint, round=one, code="L10", addressee="COMPLAINANT", begun_at=NOW, changed_at=NOW)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "Poststempel", "seen_version": None, "now": NOW}

    if done != "waits":
        with pytest.raises(Refusal, match="receipt_after_other_days") as refused:
            correct_receipt(**same, received_at=datetime(2025, 3, 11, 9, tzinfo=UTC))
        assert (refused.value.details["first"], file(reference).received_on) == (day, date(2025, 3, 7))
        correct_receipt(**same, received_at=datetime(2025, 3, 10, 8, tzinfo=UTC))
        assert file(reference).received_on == day
        return
    # A draft went on no day.
    correct_receipt(**same, received_at=datetime(2025, 3, 11, 9, tzinfo=UTC))
    assert file(reference).received_on == date(2025, 3, 11)


def test_receipt_is_not_corrected_past_the_first_contact(coordinator: Actor) -> None:
    reference = register(coordinator)
    file(reference).rounds.update(first_contact_on=date(2025, 3, 10))

    with pytest.raises(Refusal, match="receipt_after_other_days"):
        correct_receipt(
            actor=coordinator,
            reference=reference,
            received_at=datetime(2025, 3, 11, 9, tzinfo=UTC),
            reason="Poststempel",
            seen_version=None,
            now=NOW,
        )

    assert file(reference).rounds.get().opened_on == date(2025, 3, 7)


def test_a_file_is_not_the_double_of_itself_or_of_one_that_cannot_be_seen(coordinator: Actor) -> None:
    reference, council = register(coordinator), register(coordinator, replace(BY_MAIL, is_about_council=True))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "x", "seen_version": None, "now": NOW}

    with pytest.raises(Refusal, match="double_of_itself"):
        mark_duplicate(**same, of_reference=reference)
    for unseen in (council, "2025-99999"):
        with pytest.raises(NotFound):
            mark_duplicate(**same, of_reference=unseen)

    assert history(reference) == ["registered"]


# Changing what is known


def test_a_change_keeps_what_it_was_and_kind_and_term_follow(coordinator: Actor) -> None:
    reference = register(coordinator)
    changes = {
        "handling_wish": HandlingWish.ONLY_TELL,
        "story": "Nieuw",
        "points": (PointTold(nature="PRIVACY"), PointTold(description="en dit")),
    }

    update_complaint(actor=coordinator, reference=reference, changes=changes, seen_version=1, now=NOW)

    complaint, one = file(reference), file(reference).rounds.get()
    assert (complaint.story, complaint.derived_kind, complaint.version) == ("Nieuw", "SIGNAL", 2)
    assert (one.regime, one.due_on, one.notice_due_on, one.has_statutory_term) == ("norm", date(2025, 3, 21), None, False)
    assert [(point.is_main, str(point.nature or "")) for point in complaint.points.all()] == [(True, "Privacy"), (False, "")]
    event = ComplaintEvent.objects.get(code="updated")
    assert (event.data["fields"], event.data["was"]) == (["handling_wish", "points", "story"], {"handling_wish": "HANDLE"})
    assert (event.personal or {})["story"] == "Te laat betaald"


def test_whoever_becomes_involved_loses_the_file_at_once_and_is_no_longer_its_handler(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator)
    assign_complaint(actor=coordinator, reference=reference, handler_id=handler.user_id or 0, seen_version=None, now=NOW)

    changes = {"involved": (InvolvedTold(user_id=handler.user_id),)}
    update_complaint(actor=coordinator, reference=reference, changes=changes, seen_version=None, now=NOW)

    assert file(reference).rounds.get().handler_id is None
    with pytest.raises(NotFound):
        add_note(actor=handler, reference=reference, text="x", now=NOW)


def test_a_change_of_nothing_and_an_impossible_one_change_nothing(coordinator: Actor) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal, match="nothing_changed"):
        update_complaint(actor=coordinator, reference=reference, changes={"story": BY_MAIL.story}, seen_version=None, now=NOW)
    with pytest.raises(Refusals) as refused:
        update_complaint(actor=coordinator, reference=reference, changes={"law": "X", "channel": "DUIF"}, seen_version=None, now=NOW)

    assert codes(refused) == [("unknown_code", "law"), ("unknown_word", "channel")]
    assert (file(reference).version, history(reference)) == (1, ["registered"])


def test_no_points_for_a_file_that_has_none_is_no_change_and_takes_out_what_there_is(coordinator: Actor) -> None:
    step: dict[str, Any] = {"actor": coordinator, "seen_version": None, "now": NOW}
    reference, other = register(coordinator), register(coordinator, replace(BY_MAIL, points=(PointTold(description="Eerst"),)))

    with pytest.raises(Refusal, match="nothing_changed"):
        update_complaint(**step, reference=reference, changes={"points": ()})
    update_complaint(**step, reference=reference, changes={"points": (), "wish": "Geld"})
    update_complaint(**step, reference=other, changes={"points": ()})

    assert [ComplaintEvent.objects.filter(complaint=file(one)).latest("pk").data["fields"] for one in (reference, other)] == [
        ["wish"],
        ["points"],
    ]
    assert [point.description for point in file(other).points.all()] == [""]


def test_the_exception_of_an_involved_handler_survives_a_change(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator, replace(BY_MAIL, involved=(InvolvedTold(user_id=handler.user_id),)))
    assign_complaint(
        actor=coordinator, reference=reference, handler_id=handler.user_id or 0, conduct_of=ConductOf.BODY,
        exception_reason="college zelf", seen_version=None, now=NOW,
    )  # fmt: skip

    update_complaint(actor=coordinator, reference=reference, changes={"wish": "Excuses"}, seen_version=None, now=NOW)

    assert InvolvedPerson.objects.get().handles_by_exception is True
    assert file(reference).rounds.get().handler_id == handler.user_id


def test_of_two_in_one_file_the_second_is_told_what_changed_and_nothing_is_overwritten(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator)
    before = file(reference).story
    update_complaint(actor=handler, reference=reference, changes={"story": "Van de een"}, seen_version=1, now=NOW)

    with pytest.raises(ChangedMeanwhile) as refused:
        update_complaint(actor=coordinator, reference=reference, changes={"story": "Van de ander"}, seen_version=1, now=NOW)

    assert file(reference).story == "Van de een"
    by_whom = {"by": handler.user_id, "at": "2025-03-12T09:00:00+00:00"}
    assert refused.value.details == {
        "complaint_id": file(reference).pk,
        "version": 2,
        "changes": [{"code": "updated", "fields": ["story"], **by_whom}],
        "values": [{"field": "story", "was": before, "now": "Van de een", **by_whom}],
    }


# The day of receipt


def test_receipt_is_corrected_with_a_reason_and_every_date_follows(coordinator: Actor) -> None:
    reference = register(coordinator)

    correct_receipt(
        actor=coordinator,
        reference=reference,
        received_at=datetime(2025, 3, 3, 12, tzinfo=UTC),
        reason="Poststempel",
        seen_version=1,
        now=NOW,
    )

    # Monday 3 March + 6 weeks = Monday 14 April; the notice of 9:8(3) Monday 31 March; contact Monday 10 March.
    one = file(reference).rounds.get()
    assert (one.opened_on, one.due_on, one.notice_due_on, one.contact_due_on) == (
        date(2025, 3, 3), date(2025, 4, 14), date(2025, 3, 31), date(2025, 3, 10),
    )  # fmt: skip
    event = ComplaintEvent.objects.get(code="receipt_corrected")
    assert (event.data["was"]["received_on"], event.personal) == ("2025-03-07", {"reason": "Poststempel"})


@pytest.mark.parametrize(
    ("received_at", "reason", "code"),
    [
        (datetime(2025, 3, 6, tzinfo=UTC), " ", "text_missing"),
        (RECEIVED, "x", "nothing_changed"),
        (datetime(2025, 3, 13, tzinfo=UTC), "x", "received_in_future"),
        (datetime(2025, 3, 12, tzinfo=UTC), "x", "receipt_after_other_days"),
    ],
)
def test_a_receipt_that_cannot_be_changes_nothing(coordinator: Actor, received_at: datetime, reason: str, code: str) -> None:
    reference = register(coordinator)
    contact(coordinator, reference, 11, ContactWay.PHONE, ContactResult.SPOKEN)

    with pytest.raises(Refusal, match=code):
        correct_receipt(actor=coordinator, reference=reference, received_at=received_at, reason=reason, seen_version=None, now=NOW)

    assert (file(reference).received_at, history(reference)) == (RECEIVED, ["registered", "contact_recorded"])


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, Role.ADMINISTRATOR, Role.COUNCIL_MEMBER])
def test_who_does_not_handle_complaints_takes_no_step(coordinator: Actor, make_actor: Callable[..., Actor], role: Role) -> None:
    reference, other = register(coordinator), register(coordinator)
    actor = make_actor(role)

    for step in Step:
        # A manager settles a measure or a hand-over of their own, and finds no other.
        is_owners = role is Role.MANAGER and step in (Step.SETTLE_MEASURE, Step.SETTLE_HAND_OVER)
        with pytest.raises(NotFound if is_owners else NotPermitted):
            act(step, actor, reference, other)

    assert history(reference) == ["registered"]
