"""The schema is a promise: checked in, with examples that run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from api.refusals import refusals_of_api
from api.schema import schema
from complaints.keeping import keep_documents, take_in
from complaints.models import (
    Complaint,
    DocumentSource,
    FileLink,
    FilePerson,
    HandOver,
    Improvement,
    IncomingMessage,
    Mediation,
    MentionedDecision,
    OmbudsmanEntry,
    Party,
    Promise,
    ReactionRequest,
    RedactionMark,
    ReferenceCounter,
    Transfer,
)
from tenants.accounts.models import User
from tenants.actors import system_actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tests.factories.committees import make_member
from tests.factories.documents import PDF, sent
from tests.factories.pages import letter_with_secret
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_label

EXAMPLES = Path(__file__).resolve().parents[2] / "graphql" / "examples"


def test_the_checked_in_schema_is_what_the_code_says() -> None:
    call_command("export_schema", "--check", stdout=StringIO())


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.graphql")), ids=lambda path: path.stem)
def test_every_example_runs(example: Path, ask: Callable[..., dict[str, Any]]) -> None:
    complaint = make_complaint(
        ComplaintFacts(rounds=(RoundFacts(opened_on=date(2024, 3, 1), closed_on=date(2024, 3, 5)),), channel="Telefoon")
    )
    variables = {"reference": complaint.reference} if "$reference" in example.read_text() else {}

    answer = ask(example.read_text(), **variables)

    assert "errors" not in answer
    assert all(value for value in answer["data"].values())


MUTATIONS = EXAMPLES / "mutations"
IN_MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


def test_every_mutation_has_one_complete_example() -> None:
    assert schema.graphql_schema.mutation_type is not None
    names = {in_snakes(name) for name in schema.graphql_schema.mutation_type.fields}

    assert {path.stem for path in MUTATIONS.glob("*.graphql")} == {path.stem for path in MUTATIONS.glob("*.json")} == names


# What test_register_mutations, test_hearing_mutations and test_letters carry out: it needs a file that was not taken up on a ground
# that ends, the mail of this file, an extension or a postponement, a colleague it is about, a talk, or a letter.
CARRIED_OUT_THERE = {
    *("review_not_taken_up", "postpone_term", "take_back_extension", "take_back_postponement"),
    # And a member of a committee.
    *("record_advice", "take_back_from_committee"),
    *("record_copy_to_subject", "record_hearing_reply", "record_judgment"),
    *("ask_for_look", "look_at_letter"),
    *("save_letter", "send_letter", "send_final_letter", "keep_final_letter", "discard_letter"),
}


@pytest.mark.parametrize(
    "example", sorted(one for one in MUTATIONS.glob("*.graphql") if one.stem not in CARRIED_OUT_THERE), ids=lambda path: path.stem
)
def test_every_example_of_a_mutation_is_carried_out(
    example: Path, settings: Any, tenant: Tenant, client_at: Callable[..., Client], make_person: Callable[..., User]
) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": IN_MEMORY}
    person = make_person(Role.COORDINATOR)
    client = client_at(tenant, person)
    variables = json.loads(example.with_suffix(".json").read_text())
    given = variables["input"]
    prepared = prepare(example.stem, make_person=make_person)
    given |= {name: value for name, value in prepared.items() if name in given}
    operations = {"query": example.read_text(), "variables": variables}

    if "document" in given:
        sent = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.document"]}', "0": SimpleUploadedFile("b.pdf", PDF)}
        answer = client.post("/graphql/", sent).json()
    else:
        answer = client.post("/graphql/", json.dumps(operations), content_type="application/json").json()

    assert "errors" not in answer, answer
    [told] = answer["data"].values()
    assert told["errors"] == []
    assert len(told) > 1
    assert all(value for name, value in told.items() if name != "errors")


def a_document(complaint: Complaint, content: bytes = PDF) -> UUID:
    at = datetime(2026, 10, 21, 9, 0, tzinfo=UTC)
    taken, _refused = take_in([sent(content, "brief.pdf")], now=at)
    return keep_documents(taken, complaint=complaint, actor=system_actor(), now=at, source=DocumentSource.UPLOAD).added[0].pk


def prepare(example: str, *, make_person: Callable[..., User]) -> dict[str, Any]:
    """A file in the state that the example asks for, and what its variables are here."""
    closed_on = date(2026, 11, 2) if example == "return_complaint" else None
    exclusion = "REGISTERED_IN_ERROR" if example == "restore_complaint" else ""
    today = dutch_date(read_clock())
    # Nobody extends a term that is over.
    opened_on = today - timedelta(days=30) if example == "extend_term" else date(2026, 10, 20)
    rounds = (RoundFacts(opened_on=opened_on, closed_on=closed_on),)
    complaint, other = (make_complaint(ComplaintFacts(rounds=rounds, exclusion=one, extra={"story": "Te laat"})) for one in (exclusion, ""))
    # What is registered gets a number that the files made here do not have, whichever those are.
    ReferenceCounter.objects.create(year=2026, last_number=90_000)
    Complaint.objects.update(is_signed=True)
    complaint.channel = make_label(Dimension.CHANNEL, "E-mail", "EMAIL")
    complaint.save()
    identity = "SHIELDED" if example == "reveal_identity" else ""
    Party.objects.create(complaint=complaint, role="COMPLAINANT", name="Jo Voorbeeld", email="jo@voorbeeld.example", identity=identity)
    at = datetime(2026, 10, 21, 9, 0, tzinfo=UTC)
    message = IncomingMessage.objects.create(
        complaint=complaint, round=complaint.rounds.get(), nature="MESSAGE", digest="x", arrived_at=at, taken_in_at=at, text="Nog iets"
    )
    if example == "put_before_committee":
        make_member()
        # Taken over with its ten weeks: to these no last day of six weeks is near.
        complaint.rounds.update(regime="commission")
    if example == "record_objection_told":
        MentionedDecision.objects.create(complaint=complaint, what="Afwijzing", contested="CONTENT", announcement="UNKNOWN", recorded_at=at)
    promise = Promise.objects.create(
        complaint=complaint, text="Bellen", name="De teamleider", said_on=at.date(), due_on=date(2026, 11, 16), recorded_at=at
    )
    handler = make_person(Role.HANDLER)
    is_done = example == "check_measure"
    entry = OmbudsmanEntry.objects.create(
        complaint=complaint, step="RECOMMENDATION", ombudsman="O", text="Excuses", came_on=at.date(), answer_by=at.date(), recorded_at=at
    )
    beside = FilePerson.objects.create(complaint=complaint, role="REPRESENTATIVE", name="G", recorded_at=at)
    question: dict[str, Any] = {"name": "Zorg Oost", "question": "Hoe ging het?", "passages": ["Te laat"], "answer_by": date(2026, 11, 16)}
    if example == "answer_reaction":
        question |= {"name": "", "user": User.objects.exclude(pk=handler.pk).order_by("-pk")[0]}
    reaction = ReactionRequest.objects.create(complaint=complaint, round=complaint.rounds.get(number=1), asked_at=at, **question)
    if example == "ask_reaction":
        Complaint.objects.filter(pk=complaint.pk).update(story="Te laat betaald")
    related = {"first": complaint, "second": other, "kind": "RELATED", "linked_at": at}
    link = FileLink.objects.create(**related) if example == "unlink_complaints" else None
    document = a_document(complaint) if example == "record_behaviour_rule" else ""
    mediation = None
    if example in ("record_mediation", "end_mediation"):
        day: dict[str, Any] = {"proposed_on": at.date(), "complainant_agreed_on": at.date(), "other_agreed_on": at.date()}
        mediation = Mediation.objects.create(
            round=complaint.rounds.get(number=1),
            proposed_by="US",
            other_side="Team inkomen",
            complainant_way="PHONE",
            other_way="PHONE",
            mediator_name="Mevrouw Bos",
            next_on=at.date(),
            recorded_at=at,
            **day,
        )
    mark = None
    if example in ("mark_passages", "unmark_passage", "make_redacted_copy"):
        document = a_document(complaint, letter_with_secret())
        mark = RedactionMark.objects.create(document_id=document, page=1, left=0, top=0, right=9, bottom=9, reason="OTHER", marked_at=at)
    measure = Improvement.objects.create(
        complaint=complaint,
        text="Werkafspraak",
        owner_id=handler.pk,
        due_on=date(2026, 11, 16),
        ended_on=at.date() if is_done else None,
        is_done=is_done,
        recorded_at=at,
    )
    transfer = Transfer.objects.create(
        round=complaint.rounds.get(),
        kind="WARM",
        body="De Linde",
        why="Zij geven de hulp",
        received_on=at.date(),
        handed_on=at.date(),
        handed_way="PHONE",
        due_on=date(2026, 11, 16),
        recorded_at=at,
    )
    told: dict[str, Any] = {"told_on": at.date(), "told_way": "PHONE", "known_at": at, "recorded_at": at}
    handed = HandOver.objects.create(complaint=complaint, kind="DAMAGE_CLAIM", text="Taxi", owner_name="F", due_on=at.date(), **told)
    return {
        "reference": complaint.reference,
        "handOverId": str(handed.pk),
        "transferId": str(transfer.pk),
        "ofReference": other.reference,
        "version": complaint.version,
        "handlerId": handler.pk,
        "messageId": str(message.pk),
        "promiseId": str(promise.pk),
        "measureId": str(measure.pk),
        "entryId": str(entry.pk),
        "documentId": str(document),
        "mediationId": str(mediation.pk) if mediation else "",
        **({"nextOn": (dutch_date(read_clock()) + timedelta(days=7)).isoformat()} if example.endswith("_mediation") else {}),
        "markId": str(mark.pk) if mark else "",
        "ownerId": handler.pk,
        "person": "FILER" if example == "decide_telling" else str(beside.pk),
        "reactionId": str(reaction.pk),
        **({"answerBy": (dutch_date(read_clock()) + timedelta(days=7)).isoformat()} if example.endswith("_reaction") else {}),
        "otherReference": other.reference,
        "linkId": str(link.pk) if link else "",
        **({"complainantSentOn": today.isoformat(), "subjectSentOn": today.isoformat()} if example == "extend_term" else {}),
        **({"receivedAt": "2026-10-19T10:00:00"} if example == "correct_receipt" else {}),
        **({"returnedOn": "2026-11-16"} if example == "return_complaint" else {}),
    }


def in_snakes(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


def test_every_refusal_of_the_api_stands_in_its_table() -> None:
    call_command("export_refusals", "--check", stdout=StringIO())


def test_the_table_of_refusals_holds_what_the_mutations_refuse_and_nothing_of_pages_alone() -> None:
    codes = set(refusals_of_api())

    assert {"changed_meanwhile", "unknown_version", "key_used_for_something_else", "document_has_macros", "not_found"} <= codes
    assert not codes & {"too_many_drafts", "nothing_to_export", "refused"}
