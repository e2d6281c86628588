"""Splitting one letter: two files, one moment of receipt, each its own clock; and who sees which of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.archiving import going_along
from complaints.awb.triage import Announcement, Contested
from complaints.code_lists import HandlingWish, Verdict
from complaints.extending import ExtensionTold
from complaints.flows.acknowledgement import acknowledge_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.committee import put_before_committee
from complaints.flows.contact import record_contact
from complaints.flows.deciding import DecisionTold, record_decision
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.documents import open_document
from complaints.flows.extending import extend_term
from complaints.flows.judging import record_judgment
from complaints.flows.leaving_out import mark_duplicate
from complaints.flows.linking import link_files, unlink_files
from complaints.flows.people import MandateTold, PersonTold, decide_telling, record_mandate, record_person
from complaints.flows.postponing import Agreement, postpone_term
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.splitting import SplitAlready, SplitTold, split_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.judging import JudgmentTold, VerdictTold
from complaints.keeping import keep_documents, take_in
from complaints.linking import documents_shown, linked_files
from complaints.mail import take_back
from complaints.models import (
    AccessRecord,
    Complaint,
    ComplaintEvent,
    ContactResult,
    ContactWay,
    Document,
    DocumentSource,
    FileLink,
    Identity,
    IncomingMessage,
    InvolvedPerson,
    LinkKind,
    MentionedDecision,
    PersonRole,
    Round,
    SentMessage,
    Telling,
)
from complaints.repeated_requests import RequestKey
from complaints.selectors import facts_of_round, messages_of
from complaints.steps import ChangedMeanwhile
from complaints.web.timeline import shown_event, shown_history
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tests.factories.committees import make_member
from tests.factories.documents import PDF, sent
from tests.factories.endings import UPHELD
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)  # Monday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
LETTER = Submission(
    story="Onbeleefd geholpen, en oneens met de afwijzing",
    channel="EMAIL",
    filer=Person(name="M. de Vries", email="m@voorbeeld.example"),
)
TOLD = SplitTold(story="Oneens met de afwijzing", stays="Onbeleefd geholpen")


@pytest.fixture
def actor(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, submission: Submission = LETTER) -> str:
    return register_complaint(confirms_at_once=False, actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def a_document(reference: str, name: str = "brief.pdf", at: datetime = RECEIVED, content: bytes = PDF) -> Any:
    taken, _refused = take_in([sent(content, name)], now=at)
    kept = keep_documents(taken, complaint=file(reference), actor=system_actor(), now=at, source=DocumentSource.UPLOAD)
    return kept.added[0]


def split(actor: Actor, reference: str, told: SplitTold = TOLD, **more: Any) -> Complaint:
    return split_complaint(**{"actor": actor, "reference": reference, "told": told, "seen_version": None, "now": NOW} | more)


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def numbers(actor: Actor, *references: str) -> list[list[str]]:
    """With which files each is shown to belong."""
    files = [file(one) for one in references]
    found = linked_files(actor=actor, complaint_ids=[one.pk for one in files])
    return [[one.complaint.reference for one in found.get(each.pk, [])] for each in files]


def test_the_new_file_has_the_same_receipt_channel_and_people_and_a_clock_of_its_own(actor: Actor) -> None:
    rude, rejected = (make_label(Dimension.NATURE, text, core_code=None) for text in ("Bejegening", "Afwijzing"))
    points = (PointTold(nature=str(rude.pk)), PointTold(nature=str(rejected.pk), description="Bijstand"))
    affected = Person(name="K. de Vries", identity=Identity.SHIELDED)
    reference = register(actor, replace(LETTER, points=points, affected_person=affected))
    moving = file(reference).points.get(description="Bijstand")

    new = split(actor, reference, replace(TOLD, point_ids=(moving.pk,), wish="Herziening"))

    of = file(reference)
    assert (new.received_on, new.received_at, new.channel, of.story) == (date(2025, 3, 3), RECEIVED, of.channel, "Onbeleefd geholpen")
    assert (new.story, new.wish, new.derived_kind, new.rounds.get().due_on) == (
        "Oneens met de afwijzing", "Herziening", "COMPLAINT", date(2025, 4, 14),
    )  # fmt: skip
    people = [("COMPLAINANT", "M. de Vries", ""), ("AFFECTED_PERSON", "K. de Vries", "SHIELDED")]
    assert list(new.parties.order_by("pk").values_list("role", "name", "identity")) == people
    assert [(one.nature, one.description, one.is_main) for one in new.points.all()] == [(rejected, "Bijstand", True)]
    assert [(one.nature, one.is_main) for one in of.points.all()] == [(rude, True)]
    assert numbers(actor, reference, new.reference) == [[new.reference], [reference]]
    here = ComplaintEvent.objects.get(complaint=of, code="split")
    assert (here.data["with"], here.personal["story"], shown_event(here, names={}).lines) == (
        new.reference, LETTER.story, ["1 onderwerp ging mee"],
    )  # fmt: skip
    there = ComplaintEvent.objects.filter(complaint=new).order_by("pk").values_list("code", "data__with")
    assert list(there) == [("registered", None), ("split_from", reference)]


@pytest.mark.parametrize(
    ("contested", "stays", "goes"),
    [
        (Contested.BOTH, [Contested.MANNER], [Contested.CONTENT]),
        (Contested.CONTENT, [], [Contested.CONTENT]),
    ],
)
def test_what_is_contested_goes_to_the_objection_and_the_manner_stays_a_complaint(
    actor: Actor, contested: Contested, stays: list[str], goes: list[str]
) -> None:
    reference = register(actor)
    told = DecisionTold(what="Afwijzing", contested=contested, announcement=Announcement.WRITTEN, announced_on=date(2025, 2, 18))
    record_decision(actor=actor, reference=reference, told=told, seen_version=None, now=NOW)

    new = split(actor, reference, replace(TOLD, decision_ids=(MentionedDecision.objects.get().pk,)))

    assert list(file(reference).mentioned_decisions.values_list("contested", flat=True)) == stays
    assert list(new.mentioned_decisions.values_list("contested", "announced_on")) == [(one, date(2025, 2, 18)) for one in goes]


def test_sent_twice_it_is_split_once(actor: Actor) -> None:
    reference, key = register(actor), RequestKey(key="k", digest="d")

    first, second = (split(actor, reference, request_key=key, seen_version=1) for _ in range(2))
    with pytest.raises(Refusal, match="changed_meanwhile"):
        split(actor, reference, seen_version=1)

    assert (first.pk, Complaint.objects.count(), FileLink.objects.count()) == (second.pk, 2, 1)


def test_a_letter_with_which_somebody_came_back_was_received_that_day(actor: Actor) -> None:
    reference = register(actor)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    close_complaint(**same, ending=UPHELD)
    return_complaint(**same, reason="Toch niet")

    new = split(actor, reference)

    assert (new.received_on, new.received_at, new.rounds.get().opened_on) == (date(2025, 3, 12), None, date(2025, 3, 12))


def test_what_the_whole_letter_was_given_holds_for_both_parts(actor: Actor) -> None:
    make_member(is_chair=True)
    reference = register(actor)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None}
    letters = dict.fromkeys(("complainant_sent_on", "subject_sent_on"), date(2025, 5, 8))
    agreement = Agreement(reason="Ziek", until=date(2025, 6, 20), document_id=a_document(reference).pk, consented_on=date(2025, 5, 9))
    acknowledge_complaint(**same, way=ContactWay.EMAIL, now=RECEIVED)
    record_contact(actor=actor, reference=reference, happened_at=NOW, way=ContactWay.PHONE, result=ContactResult.SPOKEN, now=NOW)
    put_before_committee(**same, told_on=date(2025, 3, 12), way=ContactWay.LETTER, now=NOW)
    extend_term(**same, told=ExtensionTold(weeks=4, reason="Druk", **letters), now=datetime(2025, 5, 8, 9, tzinfo=UTC))
    postpone_term(**same, agreement=agreement, now=datetime(2025, 5, 9, 9, tzinfo=UTC))

    new = split(actor, reference, now=datetime(2025, 5, 12, 9, tzinfo=UTC))
    signal = split(actor, register(actor), replace(TOLD, handling_wish=HandlingWish.ONLY_TELL))

    of, to = file(reference).rounds.get(), new.rounds.get()
    told = ("committee_id", "regime", "mode", "due_on", "notice_due_on", "acknowledged_on", "acknowledged_by", "first_contact_on")
    assert [getattr(to, name) for name in told] == [getattr(of, name) for name in told]
    assert (to.due_on, to.regime, facts_of_round(to)) == (date(2025, 6, 20), "commission", facts_of_round(of))
    assert (to.extensions.get().reason, to.agreed_dates.get().consent_document_id) == ("", agreement.document_id)
    assert (signal.rounds.get().regime, signal.rounds.get().due_on) == ("norm", date(2025, 3, 17))
    events = ComplaintEvent.objects.filter(complaint__in=[new, signal], code="split_from").order_by("pk")
    assert [shown_event(one, names={}).lines for one in events] == [["Uiterste dag vr 20 juni 2025, zoals van de hele brief"], []]
    # A person who is put right has been reached all the same.
    update_complaint(
        actor=actor,
        reference=new.reference,
        changes={"filer": {"phone": "0612345678"}},
        seen_version=None,
        now=datetime(2025, 5, 12, tzinfo=UTC),
    )
    assert new.rounds.get().first_contact_on == date(2025, 3, 12)


def test_a_confirmation_that_did_not_arrive_confirms_neither_part(actor: Actor) -> None:
    reference = register(actor)
    acknowledge_complaint(actor=actor, reference=reference, way=ContactWay.EMAIL, seen_version=None, now=RECEIVED)
    new = split(actor, reference)
    assert new.rounds.get().acknowledged_by == ContactWay.EMAIL

    with transaction.atomic():
        take_back(SentMessage.objects.get(), now=NOW)

    assert list(Round.objects.values_list("acknowledged_on", "acknowledged_by")) == [(None, "")] * 2
    assert ComplaintEvent.objects.get(complaint=new, code="mail_not_delivered").data["acknowledged_was"] == "2025-03-03"


def test_what_cannot_be_split_is_told_at_once_and_nothing_happened(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    handler = make_actor(Role.HANDLER)
    reference = register(actor, replace(LETTER, involved=(InvolvedTold(user_id=actor.user_id), InvolvedTold(name="Jan"))))
    of = file(reference)
    (colleague, jan), point = of.involved_people.order_by("pk").values_list("pk", flat=True), of.points.get()
    record_judgment(
        actor=handler,
        reference=reference,
        told=JudgmentTold(verdicts=(VerdictTold(point_id=point.pk, verdict=Verdict.UPHELD),)),
        seen_version=None,
        now=NOW,
    )
    before = (Complaint.objects.count(), ComplaintEvent.objects.count())
    told = SplitTold(story=" ", stays="", point_ids=(point.pk,), provider_id=0, involved_here=(jan,), involved_there=(jan, colleague))

    with pytest.raises(Refusal) as refused:
        split(handler, reference, told)
    with pytest.raises(NotFound) as unknown:
        split(handler, reference, replace(TOLD, point_ids=(0,)))

    assert codes(refused) == [
        ("nothing_stays", "point_ids"),
        ("judged_point_stays", "point_ids"),
        ("involved_twice", "involved_here"),
        ("involvement_not_yours", "involved_there"),
        ("text_missing", "story"),
        ("text_missing", "stays"),
        ("unknown_provider", "provider_id"),
    ]
    assert (codes(unknown), file(reference).version) == ([("not_found", "point_ids")], 2)
    assert (Complaint.objects.count(), ComplaintEvent.objects.count()) == before


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (SplitTold(story=LETTER.story, stays=LETTER.story), ("whole_stays", "stays")),
        (SplitTold(story=f" {LETTER.story.upper()}\n"), ("whole_stays", "stays")),
        (SplitTold(story=LETTER.story, stays="Onbeleefd geholpen"), ("whole_goes", "story")),
        (SplitTold(story="Onbeleefd geholpen", stays="Onbeleefd geholpen"), ("whole_stays", "stays")),
    ],
)
def test_two_files_that_tell_the_same_are_no_split(actor: Actor, told: SplitTold, found: tuple[str, str]) -> None:
    reference = register(actor)

    with pytest.raises(Refusal) as refused:
        split(actor, reference, told)

    assert codes(refused) == [found]
    assert (Complaint.objects.count(), FileLink.objects.count(), file(reference).version) == (1, 0, 1)


def test_the_same_words_about_another_body_are_two_files(actor: Actor) -> None:
    new = split(actor, register(actor), SplitTold(story=LETTER.story, other_body="Zorgbedrijf"))

    assert (new.story, new.other_body) == (LETTER.story, "Zorgbedrijf")


def test_whoever_is_involved_in_one_sees_nothing_of_it_in_the_other(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(actor, replace(LETTER, involved=()))
    about_here, about_there = make_actor(Role.HANDLER), make_actor(Role.HANDLER)
    document = a_document(reference)
    came = {"message_id": "<1>", "nature": "MESSAGE", "arrived_at": RECEIVED, "taken_in_at": RECEIVED}
    IncomingMessage.objects.create(complaint=file(reference), round=file(reference).rounds.get(), **came)
    involved = file(reference).involved_people
    here, there = (involved.create(user_id=one.user_id).pk for one in (about_here, about_there))
    new = split(actor, reference, replace(TOLD, involved_here=(here,), involved_there=(there,)))
    later = a_document(reference, "later.pdf", at=datetime(2025, 3, 13, tzinfo=UTC), content=PDF + b"\n")

    def sees(who: Actor) -> list[Any]:
        shown = documents_shown(actor=who, complaints=[file(reference), new])
        return [
            *numbers(who, reference, new.reference),
            [one.name for one in shown[file(reference).pk]],
            [one.name for one in shown[new.pk]],
        ]

    assert sees(actor) == [[new.reference], [reference], ["later.pdf", "brief.pdf"], ["brief.pdf"]]
    assert sees(about_there) == [[], [reference], ["later.pdf"], ["brief.pdf"]]
    assert sees(about_here) == [[new.reference], [], ["later.pdf", "brief.pdf"], []]
    assert [len(messages_of(file(reference), actor=one)) for one in (actor, about_there)] == [1, 0]
    leaving = [[one.name for one in going_along(new, actor=who, sensitive_too=True)[0]] for who in (actor, about_here)]
    assert leaving == [["brief.pdf"], []]
    open_document(actor=actor, reference=new.reference, document_id=document.pk, now=NOW)
    assert AccessRecord.objects.get().complaint_id == new.pk
    for who, number, what in ((about_here, new.reference, document), (about_there, reference, document), (actor, new.reference, later)):
        with pytest.raises(NotFound):
            open_document(actor=who, reference=number, document_id=what.pk, now=NOW)


def test_the_letter_and_from_whom_it_is_kept_stay_with_the_part_that_is_kept_longer(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    reference, other = register(actor), register(actor)
    document, (about_here, about_there) = a_document(reference), (make_actor(Role.HANDLER) for _ in range(2))
    involved = file(reference).involved_people
    here, there = (involved.create(user_id=one.user_id, name="H. Jansen").pk for one in (about_here, about_there))
    involved.create(name="Jan")
    new = split(actor, reference, replace(TOLD, involved_here=(here,), involved_there=(there,)))
    link_files(actor=actor, reference=other, other_reference=reference, kind=LinkKind.MIRROR, reason="x", seen_version=None, now=NOW)
    kept_here = a_document(other, "later.pdf")

    destroy(actor, make_actor(Role.ADMINISTRATOR), reference)

    document.refresh_from_db()
    shown = [documents_shown(actor=one, complaints=[new])[new.pk] for one in (actor, about_here)]
    assert (document.complaint_id, shown, list(Document.objects.exclude(pk=document.pk))) == (new.pk, [[document], []], [kept_here])
    assert list(InvolvedPerson.objects.filter(complaint__reference=reference).values_list("user_id", "name")) == [(about_here.user_id, "")]
    assert "Onbeleefd" not in str(list(ComplaintEvent.objects.filter(complaint__reference=reference).values_list("personal")))
    assert list(FileLink.objects.values_list("kind")) == [("SPLIT",)]
    destroy(actor, make_actor(Role.ADMINISTRATOR), new.reference)
    assert (FileLink.objects.count(), InvolvedPerson.objects.count()) == (0, 0)


def test_the_letter_stays_from_who_is_involved_in_the_part_that_was_destroyed(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    reference, handler = register(actor), make_actor(Role.HANDLER)
    involved = file(reference).involved_people.create(user_id=handler.user_id).pk
    a_document(reference)
    new = split(actor, reference, replace(TOLD, involved_there=(involved,)))

    destroy(actor, make_actor(Role.ADMINISTRATOR), new.reference)

    of = file(reference)
    shown = [[one.name for one in documents_shown(actor=one, complaints=[of])[of.pk]] for one in (actor, handler)]
    assert shown == [["brief.pdf"], []]


def test_what_protects_somebody_in_one_part_holds_in_the_other(actor: Actor) -> None:
    reference = register(actor)
    same: dict[str, Any] = {"actor": actor, "seen_version": None, "now": NOW}
    decide_telling(**same, reference=reference, person="FILER", telling=Telling.NOTHING, reason="Adres veilig")
    mandated = record_person(**same, reference=reference, told=PersonTold(role=PersonRole.LAWYER, name="mr. A"))
    record_mandate(**same, reference=reference, person=str(mandated.pk), told=MandateTold(document_id=a_document(reference).pk))
    new, double, of = split(actor, reference), register(actor), file(reference)
    mark_duplicate(**same, reference=double, of_reference=reference, reason="Dubbel")

    update_complaint(**same, reference=new.reference, changes={"filer": {"identity": Identity.SHIELDED}})

    assert [one.parties.get().identity for one in (of, new, file(double))] == ["SHIELDED"] * 3
    assert [ComplaintEvent.objects.get(complaint=one, code="shield_shared").data["version"] for one in (of, file(double))] == [6, 3]
    people = ("who", "telling", "name", "mandate_document")
    here, there = (list(one.file_people.order_by("who").values_list(*people)) for one in (of, new))
    assert (there, len(there)) == (here, 2)
    assert new.file_people.get(who="FILER").telling_reason == ""


def destroy(proposer: Actor, other: Actor, reference: str, *, closed_at: datetime = NOW) -> None:
    close_complaint(actor=proposer, reference=reference, ending=UPHELD, seen_version=None, now=closed_at)
    long_after = closed_at + timedelta(days=6 * 366)
    proposal = propose_destruction(actor=proposer, references=[reference], now=long_after)
    carry_out_destruction(actor=other, destruction_id=proposal.pk, now=long_after)


def test_two_files_are_linked_once_and_the_link_is_taken_back_with_a_reason(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    mother, father = register(actor), register(actor)
    same: dict[str, Any] = {"actor": actor, "seen_version": None, "now": NOW}
    link_files(**same, reference=mother, other_reference=father, kind=LinkKind.MIRROR, reason="Andere ouder")

    with pytest.raises(Refusal) as twice:
        link_files(**same, reference=father, other_reference=mother, kind=LinkKind.RELATED, reason=" ")
    with pytest.raises(Refusal) as itself:
        link_files(**same, reference=father, other_reference=father, kind=LinkKind.RELATED, reason="x")
    with pytest.raises(NotFound) as unknown:
        link_files(**same, reference=father, other_reference="2025-99999", kind=LinkKind.RELATED, reason="x")

    assert [codes(one) for one in (twice, itself, unknown)] == [
        [("text_missing", "reason"), ("already_linked", "other_reference")],
        [("linked_to_itself", "other_reference")],
        [("not_found", "other_reference")],
    ]
    assert numbers(actor, mother, father) == [[father], [mother]]
    unlink_files(**same, reference=father, link_id=FileLink.objects.get().pk, reason="Ander gezin")
    events = ComplaintEvent.objects.exclude(code="registered").order_by("pk")
    assert [(one.complaint.reference, one.code, one.data["with"], one.personal["reason"]) for one in events] == [
        (father, "linked", mother, "Andere ouder"),
        (mother, "linked", father, "Andere ouder"),
        (mother, "unlinked", father, "Ander gezin"),
        (father, "unlinked", mother, "Ander gezin"),
    ]
    new = split(actor, mother)
    with pytest.raises(Refusal, match="split_stays"):
        unlink_files(**same, reference=new.reference, link_id=FileLink.objects.get().pk, reason="x")


def test_why_files_belong_together_tells_in_neither_who_is_shielded_in_the_other(actor: Actor) -> None:
    hidden = replace(LETTER, filer=Person(name="Sanne Geheim", identity=Identity.SHIELDED))
    mother, father = register(actor, hidden), register(actor)
    same: dict[str, Any] = {"actor": actor, "seen_version": None, "now": NOW}

    for reference, other in ((mother, father), (father, mother)):
        with pytest.raises(Refusal) as refused:
            link_files(**same, reference=reference, other_reference=other, kind=LinkKind.MIRROR, reason="Verteld door Sanne Geheim")
        assert codes(refused) == [("text_tells_shielded", "reason")]
    assert FileLink.objects.count() == 0

    link_files(**same, reference=mother, other_reference=father, kind=LinkKind.MIRROR, reason="Ouders van hetzelfde kind")
    with pytest.raises(Refusal, match="text_tells_shielded"):
        unlink_files(**same, reference=father, link_id=FileLink.objects.get().pk, reason="Zei Geheim")
    assert FileLink.objects.count() == 1


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


def test_on_the_page_it_is_split_once_and_both_files_show_it(client: Client, actor: Actor) -> None:
    reference = register(actor, replace(LETTER, involved=(InvolvedTold(name="J. Bakker"),)))
    document = a_document(reference)
    at = client.get(f"/klachten/{reference}/splitsen/")["Location"]
    page = client.get(at).content.decode()
    assert "Betrokken: J. Bakker" in page
    assert page.count(LETTER.story) == 1  # what stays, to take out of
    jan = file(reference).involved_people.get().pk
    given = {"version": "1", "story": "Oneens", "stays": "Onbeleefd", "handling_wish": "HANDLE", f"involved_{jan}": "here"}

    assert client.post(at, given | {"story": ""}).status_code == 422
    for _again in range(2):
        assert client.post(at, given)["Location"] == f"/klachten/{reference}/"

    new = Complaint.objects.exclude(reference=reference).get()
    assert (new.story, new.involved_people.count()) == ("Oneens", 0)
    here, there = (client.get(f"/klachten/{one}/").content.decode() for one in (reference, new.reference))
    assert f'Gesplitst; een ander deel staat in: <a class="link" href="/klachten/{new.reference}/">' in here
    assert f'Afgesplitst van: <a class="link" href="/klachten/{reference}/">' in there
    assert f'href="/klachten/{new.reference}/documenten/{document.pk}/"' in there
    assert f"/klachten/{new.reference}/documenten/{document.pk}/verwijderen/" not in there
    given = {"version": "1", "other_reference": reference, "kind": "RELATED", "reason": "Zelfde zaak"}
    refused = client.post(f"/klachten/{new.reference}/hoort-bij/", given)
    assert (refused.status_code, FileLink.objects.count()) == (422, 1)


def test_the_api_tells_with_which_files_it_belongs_at_the_same_cost_for_three(client: Client, actor: Actor) -> None:
    reference, other = register(actor), register(actor)
    asked = "linked { nodes { reference kind isOrigin reason } }"
    mutation = (
        f"mutation ($input: SplitComplaintInput!) {{ splitComplaint(input: $input) {{ complaint {{ {asked} }} errors {{ code }} }} }}"
    )
    given = {"reference": reference, "version": 1, "story": "Oneens", "idempotencyKey": "k"}

    answers = [ask(client, mutation, input=given)["splitComplaint"] for _again in range(2)]
    new = Complaint.objects.exclude(reference__in=[reference, other]).get()
    split_off = {"reference": new.reference, "kind": "SPLIT", "isOrigin": False, "reason": ""}
    assert answers == [{"complaint": {"linked": {"nodes": [split_off]}}, "errors": []}] * 2

    def cost(first: int) -> int:
        with CaptureQueriesContext(connection) as asked_for:
            ask(
                client,
                f"{{ complaints(first: {first}) {{ edges {{ node {{ reference {asked} documents {{ nodes {{ name address }} }} }} }} }} }}",
            )
        return len(asked_for)

    link_files(actor=actor, reference=other, other_reference=new.reference, kind=LinkKind.MIRROR, reason="x", seen_version=None, now=NOW)
    assert cost(1) == cost(3)


def ask(client: Client, query: str, **variables: Any) -> Any:
    answer = client.post("/graphql/", json.dumps({"query": query, "variables": variables}), content_type="application/json").json()
    assert "errors" not in answer, answer
    return answer["data"]


# What was there before the split


def test_a_letter_is_split_once(actor: Actor) -> None:
    reference = register(actor)
    new = split(actor, reference)

    for one in (reference, new.reference):
        with pytest.raises(SplitAlready):
            split(actor, one, replace(TOLD, story="Nog iets", stays="Blijft"))
    assert FileLink.objects.count() == 1


def test_who_was_taken_out_reads_nothing_of_before_by_an_older_version(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(actor)
    handler = make_actor(Role.HANDLER)
    involved = file(reference).involved_people.create(user_id=handler.user_id).pk
    update_complaint(actor=actor, reference=reference, changes={"story": f"{LETTER.story} Nog meer"}, seen_version=None, now=NOW)
    split(actor, reference, replace(TOLD, involved_there=(involved,)))

    with pytest.raises(ChangedMeanwhile) as refused:
        update_complaint(actor=handler, reference=reference, changes={"wish": "x"}, seen_version=1, now=NOW)

    values = {one["field"]: one for one in refused.value.details["values"]}
    assert (values["story"]["now"], "was" in values["story"]) == (TOLD.stays, False)
    history = shown_history(ComplaintEvent.objects.filter(complaint__reference=reference), names={}, unsent_rounds=(), stays_out=None)
    assert [one.before for one in history] == [[]] * len(history)
