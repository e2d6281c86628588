"""People beside whoever complains: their mandate, who is told what, and that letters keep to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.code_lists import FilerRole
from complaints.flows.letters import Sending, begin_letter, send_letter
from complaints.flows.people import MandateTold, PersonTold, decide_telling, record_mandate, record_person
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.keeping import keep_documents, take_in
from complaints.letter_writing import may_go_by_mail, written_letter
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactWay,
    Document,
    DocumentSource,
    FilePerson,
    Identity,
    Letter,
    PersonRole,
    Telling,
)
from complaints.people import TellingUndecided
from complaints.web.timeline import shown_event
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Role
from tests.factories.documents import PDF, sent

RECEIVED = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)  # Monday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 12)
MOTHER = Submission(
    story="Te laat betaald",
    channel="EMAIL",
    filer=Person(name="M. de Vries", email="m@voorbeeld.example", address="Straat 1"),
    affected_person=Person(name="Kind de Vries", address="Straat 1"),
)
FATHER = PersonTold(role=PersonRole.OTHER_PARENT, name="P. Jansen", address="Laan 2")
LAWYER = PersonTold(role=PersonRole.LAWYER, name="Mr. A. Bos", address="Plein 3")


@pytest.fixture
def actor(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def reference(actor: Actor) -> str:
    return register(actor)


def register(actor: Actor, submission: Submission = MOTHER) -> str:
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def same(actor: Actor, reference: str) -> dict[str, Any]:
    return {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}


def letter(actor: Actor, reference: str, code: LetterCode = LetterCode.DECISION, person: FilePerson | None = None) -> Letter:
    asked = {"actor": actor, "reference": reference, "code": code, "addressee": Addressee.COMPLAINANT}
    return begin_letter(**asked, person_id=person.pk if person else None, now=NOW)


def addressed(one: Letter, actor: Actor) -> Any:
    return written_letter(one, actor=actor, on=TODAY).values.get(Fact.ADDRESSEE)


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def a_document(reference: str) -> Any:
    taken, _refused = take_in([sent(PDF, "machtiging.pdf")], now=NOW)
    of = Complaint.objects.get(reference=reference)
    return keep_documents(taken, complaint=of, actor=system_actor(), now=NOW, source=DocumentSource.UPLOAD).added[0].pk


def test_with_a_mandate_our_letters_go_to_the_representative_until_it_ends(actor: Actor, reference: str) -> None:
    lawyer = record_person(**same(actor, reference), told=LAWYER)
    before = letter(actor, reference)
    given = MandateTold(given_on=date(2025, 3, 1), ends_on=TODAY, document_id=a_document(reference), scope="Deze klacht")
    record_mandate(**same(actor, reference), person=str(lawyer.pk), told=given)
    before = Letter.objects.get(pk=before.pk)

    assert (addressed(before, actor), may_go_by_mail(before, on=TODAY)) == ("Mr. A. Bos\nPlein 3", False)
    later = written_letter(before, actor=actor, on=date(2025, 3, 13))
    assert (later.values[Fact.ADDRESSEE], may_go_by_mail(before, on=date(2025, 3, 13))) == ("M. de Vries\nStraat 1", True)
    event = ComplaintEvent.objects.get(code="mandate_recorded")
    assert shown_event(event, names={}).lines == [
        "Advocaat", "Schriftelijk", "Gegeven op za 1 maart 2025, tot en met wo 12 maart 2025",
    ]  # fmt: skip


def test_nobody_gives_a_mandate_in_a_letter_of_ours(actor: Actor, reference: str) -> None:
    lawyer, ours = record_person(**same(actor, reference), told=LAWYER), a_document(reference)
    Document.objects.update(source=DocumentSource.LETTER)

    with pytest.raises(Refusal) as refused:
        record_mandate(**same(actor, reference), person=str(lawyer.pk), told=MandateTold(document_id=ours))

    assert codes(refused) == [("mandate_is_ours", "document_id")]
    assert FilePerson.objects.get(pk=lawyer.pk).mandate_on is None
    assert not ComplaintEvent.objects.filter(code="mandate_recorded").exists()


def test_where_the_organisation_asks_for_it_only_a_written_mandate_gets_letters_with_content(actor: Actor) -> None:
    OrganisationSettings.objects.update(requires_written_mandate=True)
    reference = register(actor, replace(MOTHER, filer_role=FilerRole.REPRESENTATIVE))
    record_mandate(**same(actor, reference), person="FILER", told=MandateTold())

    with pytest.raises(Refusal) as refused:
        letter(actor, reference)
    letter(actor, reference, LetterCode.COMPLETION)
    record_mandate(**same(actor, reference), person="FILER", told=MandateTold(document_id=a_document(reference)))
    letter(actor, reference)

    assert codes(refused) == [("mandate_missing", "person")]
    assert list(Letter.objects.order_by("begun_at", "pk").values_list("code", flat=True)) in (["L02", "L10"], ["L10", "L02"])


def test_the_other_parent_gets_no_letter_before_it_was_decided_and_then_what_was(actor: Actor, reference: str) -> None:
    father = record_person(**same(actor, reference), told=FATHER)

    def outcome(code: LetterCode) -> Any:
        try:
            return addressed(letter(actor, reference, code, father), actor)
        except Refusal as refusal:
            return refusal.code

    found = [outcome(LetterCode.DECISION)]
    for telling in (Telling.NOTHING, Telling.OUTCOME, Telling.EVERYTHING):
        decide_telling(**same(actor, reference), person=str(father.pk), telling=telling, reason=f"Om {telling}")
        found += [outcome(code) for code in (LetterCode.DECISION, LetterCode.HEARING_INVITATION)]

    his = "P. Jansen\nLaan 2"
    assert found == ["telling_undecided", "not_to_be_told", "not_to_be_told", his, "outcome_alone", his, his]
    decided = ComplaintEvent.objects.filter(code="telling_decided").order_by("pk")
    assert [(one.data["was"], one.data["telling"], one.personal["reason"]) for one in decided] == [
        ("", "NOTHING", "Om NOTHING"), ("NOTHING", "OUTCOME", "Om OUTCOME"), ("OUTCOME", "EVERYTHING", "Om EVERYTHING"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", sorted({*PersonRole} - {PersonRole.OTHER_PARENT, PersonRole.CHILD}))
def test_whoever_stands_beside_who_complains_gets_no_letter_before_a_mandate_or_a_decision(actor: Actor, role: PersonRole) -> None:
    reference = register(actor, replace(MOTHER, filer=Person(name="M. de Vries"), affected_person=None))
    beside, mandated = (record_person(**same(actor, reference), told=replace(LAWYER, role=role)) for _ in range(2))
    record_mandate(**same(actor, reference), person=str(mandated.pk), told=MandateTold())

    for code in (LetterCode.DECISION, LetterCode.CONFIRMATION):
        with pytest.raises(TellingUndecided):
            letter(actor, reference, code, beside)
    OrganisationSettings.objects.update(requires_written_mandate=True)
    with pytest.raises(Refusal) as refused:
        letter(actor, reference, LetterCode.DECISION, mandated)
    OrganisationSettings.objects.update(requires_written_mandate=False)

    is_asked_for_a_mandate = role in (PersonRole.REPRESENTATIVE, PersonRole.LAWYER)
    assert codes(refused) == [("mandate_missing" if is_asked_for_a_mandate else "telling_undecided", "person")]
    assert Letter.objects.count() == 0
    # The mandate itself may be asked for.
    for code, person in ((LetterCode.COMPLETION, beside), (LetterCode.DECISION, mandated)):
        assert addressed(letter(actor, reference, code, person), actor) == "Mr. A. Bos\nPlein 3"
    decide_telling(**same(actor, reference), person=str(beside.pk), telling=Telling.EVERYTHING, reason="Zij wil het zo")
    assert addressed(letter(actor, reference, LetterCode.CONFIRMATION, beside), actor) == "Mr. A. Bos\nPlein 3"


@pytest.mark.parametrize("telling", [Telling.NOTHING, Telling.OUTCOME])
def test_nobody_decides_that_who_filed_a_klaagschrift_hears_less_than_the_law_gives_them(actor: Actor, telling: Telling) -> None:
    told = Submission(story="Opgehangen", channel="LETTER", is_signed=True, filer=Person(name="Jo", address="Plein 1"))
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference

    with pytest.raises(Refusal, match="hears_by_law"):
        decide_telling(**same(actor, reference), person="FILER", telling=telling, reason="Lastig")

    assert not FilePerson.objects.exists()
    decide_telling(**same(actor, reference), person="FILER", telling=Telling.EVERYTHING, reason="Zo hoort het")


def test_what_was_decided_later_keeps_a_letter_that_was_begun(actor: Actor, reference: str) -> None:
    begun = letter(actor, reference)
    decide_telling(**same(actor, reference), person="FILER", telling=Telling.NOTHING, reason="Geen gezag")

    with pytest.raises(Refusal) as refused:
        send_letter(**same(actor, reference), letter_id=begun.pk, sending=Sending(way=ContactWay.LETTER))

    assert ("not_to_be_told", "person") in codes(refused)
    assert Letter.objects.get().sent_at is None


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda given: record_person(**given, told=PersonTold(role=PersonRole.CHILD, name=" ", email="x")),
         [("email_unusable", "email"), ("person_name_missing", "name")]),
        (lambda given: record_mandate(**given, person="AFFECTED_PERSON", told=MandateTold()), [("needs_no_mandate", "person")]),
        (lambda given: record_mandate(**given, person="FILER", told=MandateTold()), [("needs_no_mandate", "person")]),
        (lambda given: record_mandate(**given, person="iemand", told=MandateTold()), [("not_found", "person")]),
        (lambda given: record_mandate(**given, person=str(FilePerson.objects.get().pk), told=MandateTold(
            given_on=date(2025, 3, 13), ends_on=date(2025, 3, 12), document_id=FilePerson.objects.get().pk)),
         [("day_in_future", "given_on"), ("mandate_ends_too_early", "ends_on"), ("mandate_document_unknown", "document_id")]),
        (lambda given: decide_telling(**given, person="FILER", telling=Telling.UNDECIDED, reason=" "),
         [("decide_telling", "telling"), ("text_missing", "reason")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_once_and_nothing_happened(actor: Actor, reference: str, work: Any, expected: Any) -> None:
    record_person(**same(actor, reference), told=LAWYER)
    before = (list(FilePerson.objects.values()), ComplaintEvent.objects.count())

    with pytest.raises(Refusal) as refused:
        work(same(actor, reference))

    assert codes(refused) == expected
    assert (list(FilePerson.objects.values()), ComplaintEvent.objects.count()) == before


def test_where_somebody_is_shielded_nobody_beside_them_is_named_but_to_who_looks_with_a_reason(
    actor: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    shielded = replace(MOTHER.filer, identity=Identity.SHIELDED)
    reference = register(actor, replace(MOTHER, filer=shielded))
    father = record_person(**same(actor, reference), told=FATHER)
    decide_telling(**same(actor, reference), person=str(father.pk), telling=Telling.EVERYTHING, reason="Gezag")
    begun = letter(actor, reference, person=father)
    client = client_at(tenant, make_person(Role.COORDINATOR))
    asked = {
        "query": "query ($n: String!) { complaint(reference: $n) { people { nodes { role name address } } } }",
        "variables": {"n": reference},
    }

    told = client.post("/graphql/", json.dumps(asked), content_type="application/json").json()
    page = client.get(f"/klachten/{reference}/").content.decode()

    assert told["data"]["complaint"]["people"]["nodes"] == [{"role": "OTHER_PARENT", "name": "", "address": ""}]
    assert ("De andere ouder" in page, "Jansen" in page, addressed(begun, actor)) == (True, False, None)
    revealed = client.post(f"/klachten/{reference}/wie/", {"reason": "Terugbellen over de brief"}).content.decode()
    assert "P. Jansen" in revealed


def test_on_the_page_somebody_is_recorded_with_mandate_and_decision_and_chosen_for_a_letter(
    actor: Actor, reference: str, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    client, base = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/"
    client.post(f"{base}persoon/", {"version": "1", "role": "LAWYER", "name": "Mr. A. Bos"})
    lawyer = FilePerson.objects.get()
    at = f"{base}persoon/{lawyer.pk}/"
    assert client.post(f"{at}machtiging/", {"version": "2", "scope": "Deze klacht"}).status_code == 302
    assert client.post(f"{at}vertellen/", {"version": "3", "telling": "NOTHING", "reason": "Ingetrokken"}).status_code == 302

    assert "Afdoening, aan: advocaat" in client.get(f"{base}brief/").content.decode()
    refused = client.post(f"{base}brief/", {"letter": f"L10:COMPLAINANT:{lawyer.pk}"})
    assert (refused.status_code, "Er is besloten dat deze persoon niets hoort." in refused.content.decode()) == (422, True)
    page = client.get(base).content.decode()
    assert all(words in page for words in ("Machtiging zoals gezegd op", "Hoort: niets.", "Ingetrokken"))
    for key in ("FILER", "iemand", str(FilePerson().pk)):
        assert client.get(f"{base}persoon/{key}/machtiging/").status_code == 404
    with pytest.raises(NotFound):
        record_person(**same(actor, reference), told=LAWYER, person_id=FilePerson().pk)
