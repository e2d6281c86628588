"""Letters by the API: begun, written, sent and thrown away with the refusals of the pages."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as WordFile

from complaints.flows.letters import begin_letter
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import Person, Submission
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.models import AccessRecord, ComplaintEvent, Document, Letter
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.organisation.models import Authority, CompetentOmbudsman, OrganisationSettings, SigningMandate
from tenants.permissions import Role
from tests.factories.documents import PDF
from tests.factories.endings import as_solved

PARTS = "letter { id version sentOn way signedBy sha256 document parts { key text } }"
DRAFT = "draft { parts { key title article text } asks { name label kind } lacks { code message } signers { userId functionTitle } signer }"


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    found = make_person(Role.COORDINATOR)
    found.name = "Karin Kort"
    found.save()
    authority = Authority.objects.get(is_default=True)
    SigningMandate.objects.create(authority=authority, user=found, function_title="Hoofd Klachten", valid_from=date(2020, 1, 1))
    return found


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def reference(person: User, tenant: Tenant) -> str:
    return register(person, tenant)


def register(person: User, tenant: Tenant) -> str:
    now = read_clock()
    told = Submission(story="Te laat betaald", channel="LETTER", filer=Person(name="M. de Vries", address="Straat 1"))
    return register_complaint(actor=actor_of(person, tenant), submission=told, received_at=now, now=now).reference


def actor_of(person: User, tenant: Tenant) -> Any:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


def ask(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = client.post("/graphql/", json.dumps({"query": query, "variables": variables}), content_type="application/json").json()
    assert "errors" not in answer, answer
    return dict(answer["data"])


def do(client: Client, name: str, wanted: str = f"{PARTS} {DRAFT}", **given: Any) -> dict[str, Any]:
    kind = name[0].upper() + name[1:] + "Input"
    query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ {wanted} errors {{ code field message }} }} }}"
    return dict(ask(client, query, input=given)[name])


def codes(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["code"], one["field"]) for one in answer["errors"]]


def test_a_letter_is_begun_written_and_sent(client: Client, reference: str, person: User) -> None:
    as_solved(reference, dutch_date(read_clock()))
    begun = do(client, "beginLetter", reference=reference, code="L07", addressee="COMPLAINANT")
    of = {"reference": reference, "letterId": begun["letter"]["id"]}
    assert begun["draft"]["asks"] == [{"name": "agreed", "label": "Wat is afgesproken", "kind": "TEXT"}]
    assert [one["code"] for one in begun["draft"]["lacks"]] == ["letter_fact_missing"]
    assert begun["draft"]["signers"] == [{"userId": person.pk, "functionTitle": "Hoofd Klachten"}]

    saved = do(
        client, "saveLetter", **of, version=1, facts={"agreed": "Elke maand een overzicht."}, texts={"opening": "Dag mevrouw De Vries,"}
    )
    assert (saved["errors"], saved["draft"]["lacks"], saved["letter"]["version"]) == ([], [], 2)
    assert saved["letter"]["parts"] == [{"key": "opening", "text": "Dag mevrouw De Vries,"}]
    lacking = [do(client, "saveLetter", **of, version=2, facts={})["draft"]["lacks"]]
    lacking.append(do(client, "saveLetter", **of, version=3, facts={"agreed": None})["draft"]["lacks"])
    do(client, "saveLetter", **of, version=4, facts={"agreed": "Elke maand een overzicht."})
    assert [len(one) for one in lacking] == [0, 1]

    sent = do(client, "sendLetter", **of, version=5, way="DESK")
    document = Document.objects.get()
    assert (sent["errors"], sent["draft"]) == ([], None)
    assert (sent["letter"]["way"], sent["letter"]["signedBy"], sent["letter"]["sha256"]) == ("DESK", "Karin Kort", document.sha256)
    assert sent["letter"]["document"] == str(document.pk)
    assert [one["key"] for one in sent["letter"]["parts"]] == ["opening", "agreed", "comeBack", "questions"]
    shown = ask(client, "query ($r: String!) { complaint(reference: $r) { letters { nodes { code addressee round way } } } }", r=reference)
    assert shown["complaint"]["letters"]["nodes"] == [{"code": "L07", "addressee": "COMPLAINANT", "round": 1, "way": "DESK"}]


def test_a_draft_lacks_what_sending_it_would_refuse(client: Client, reference: str) -> None:
    letter = do(client, "beginLetter", reference=reference, code="L05", addressee="COMPLAINANT")["letter"]
    of = {"reference": reference, "letterId": letter["id"]}
    facts = {"ground": "9_8_2", "groundFacts": "Het gaat om 1 euro.", "motivation": "Het kost drie dagen werk."}
    lacks = do(client, "saveLetter", "draft { lacks { code } }", **of, version=1, facts=facts)["draft"]["lacks"]

    refused = do(client, "sendLetter", **of, version=2, way="LETTER")

    assert [one["code"] for one in lacks] == [code for code, _field in codes(refused)] == ["letter_fact_not_in_register", "nobody_tried"]


def test_a_doubtful_sentence_is_told_and_goes_with_that_it_is_meant_so(client: Client, reference: str) -> None:
    as_solved(reference, dutch_date(read_clock()))
    letter = do(client, "beginLetter", reference=reference, code="L07", addressee="COMPLAINANT")["letter"]
    of = {"reference": reference, "letterId": letter["id"]}
    doubtful = "U kunt terecht bij de bestuursrechter."
    typed: dict[str, Any] = {"facts": {"agreed": "Niets."}, "texts": {"questions": doubtful}}
    saved = do(client, "saveLetter", "draft { lacks { code sentence } }", **of, version=1, **typed)
    assert saved["draft"]["lacks"] == [{"code": "letter_wording_doubtful", "sentence": doubtful}]

    refused = do(client, "sendLetter", "letter { meant }", **of, version=2, way="LETTER")
    sent = do(client, "sendLetter", "letter { meant }", **of, version=2, way="LETTER", meant=[doubtful])

    assert (codes(refused), refused["letter"]) == ([("letter_wording_doubtful", "meant")], None)
    assert (codes(sent), sent["letter"]) == ([], {"meant": [doubtful]})


def test_the_words_of_a_letter_finished_elsewhere_are_read(client: Client, reference: str) -> None:
    as_solved(reference, dutch_date(read_clock()))
    letter = do(client, "beginLetter", reference=reference, code="L07", addressee="COMPLAINANT")["letter"]
    given = {"reference": reference, "letterId": letter["id"], "version": 1, "document": None, "ticked": ["agreed", "comeBack"]}
    doubtful = "U kunt terecht bij de bestuursrechter."

    def send(line: str, **other: Any) -> dict[str, Any]:
        made, written = io.BytesIO(), WordFile()
        written.add_paragraph(reference)
        written.add_paragraph(line)
        written.save(made)
        query = "mutation ($input: SendFinalLetterInput!) { sendFinalLetter(input: $input) { letter { meant } errors { code field } } }"
        operations = json.dumps({"query": query, "variables": {"input": given | {"way": "DESK"} | other}})
        file = SimpleUploadedFile("b.docx", made.getvalue())
        answer = client.post("/graphql/", {"operations": operations, "map": '{"0": ["variables.input.document"]}', "0": file})
        return dict(answer.json()["data"]["sendFinalLetter"])

    barred, asked = send("U kunt bezwaar maken tegen deze brief."), send(doubtful)
    nothing = Letter.objects.get().is_sent
    gone = send(doubtful, meant=[doubtful])

    assert barred == {"letter": None, "errors": [{"code": "letter_offers_objection", "field": "document"}]}
    assert (asked, nothing) == ({"letter": None, "errors": [{"code": "letter_wording_doubtful", "field": "meant"}]}, False)
    assert gone == {"letter": {"meant": [doubtful]}, "errors": []}


def test_a_letter_finished_elsewhere_is_sent_with_what_was_seen_in_it(client: Client, reference: str) -> None:
    as_solved(reference, dutch_date(read_clock()))
    letter = do(client, "beginLetter", reference=reference, code="L07", addressee="COMPLAINANT")["letter"]
    given = {"reference": reference, "letterId": letter["id"], "version": 1, "document": None, "ticked": ["agreed"], "way": "LETTER"}

    def send(ticked: list[str]) -> dict[str, Any]:
        query = (
            "mutation ($input: SendFinalLetterInput!) { sendFinalLetter(input: $input) { letter { checklist way } errors { code field } } }"
        )
        operations = json.dumps({"query": query, "variables": {"input": given | {"ticked": ticked}}})
        sent = {"operations": operations, "map": '{"0": ["variables.input.document"]}', "0": SimpleUploadedFile("b.pdf", PDF)}
        return dict(client.post("/graphql/", sent).json()["data"]["sendFinalLetter"])

    assert send(["agreed"]) == {"letter": None, "errors": [{"code": "letter_block_not_ticked", "field": "ticked"}]}
    assert send(["agreed", "comeBack"]) == {"letter": {"checklist": ["agreed", "comeBack"], "way": "LETTER"}, "errors": []}


def test_what_is_refused_is_told_with_its_place_and_nothing_is_done(client: Client, reference: str) -> None:
    as_solved(reference, dutch_date(read_clock()))
    letter = do(client, "beginLetter", reference=reference, code="L07", addressee="COMPLAINANT")["letter"]
    of = {"reference": reference, "letterId": letter["id"], "version": 1}

    assert codes(do(client, "beginLetter", reference=reference, code="L12", addressee="PUBLIC")) == [("letter_makes_no_sense_now", "code")]
    assert codes(do(client, "saveLetter", **of, facts={"weeks": 4}, texts={"ground": "x"}, signer=0)) == [
        ("letter_part_unknown", "facts.weeks"),
        ("letter_part_unknown", "texts.ground"),
        ("letter_signer_missing", "signer"),
    ]
    assert codes(do(client, "sendLetter", **of, way="EMAIL")) == [
        ("letter_fact_missing", None),
        ("mail_not_secure", "way"),
        ("no_address_for_letter", "way"),
    ]
    assert codes(do(client, "sendLetter", **of | {"version": 9}, way="DESK")) == [("letter_changed_meanwhile", "version")]
    assert codes(do(client, "saveLetter", **of | {"letterId": "geen"})) == [("not_found", "letterId")]
    assert (Letter.objects.values_list("version", "sent_on").get(), Document.objects.count()) == ((1, None), 0)
    assert list(ComplaintEvent.objects.order_by("pk").values_list("code", flat=True)) == ["registered", "letter_begun"]


def test_a_draft_is_thrown_away_and_a_key_begins_one_letter(client: Client, reference: str) -> None:
    as_solved(reference, dutch_date(read_clock()))
    asked: dict[str, Any] = {"reference": reference, "code": "L07", "addressee": "COMPLAINANT", "idempotencyKey": "een"}
    first, second = (do(client, "beginLetter", **asked)["letter"]["id"] for _ in range(2))
    assert first == second

    answer = do(client, "discardLetter", "complaint { version letters { nodes { id } } }", reference=reference, letterId=first, version=1)

    assert (answer["errors"], answer["complaint"]["letters"]["nodes"], Letter.objects.count()) == ([], [], 0)


def test_looking_at_a_letter_by_a_change_is_looking_at_the_file(client: Client, reference: str) -> None:
    as_solved(reference, dutch_date(read_clock()))
    do(client, "beginLetter", "letter { id }", reference=reference, code="L07", addressee="COMPLAINANT")

    assert [one.code for one in AccessRecord.objects.all()] == ["opened"]


def test_letters_of_three_files_cost_as_many_statements_as_of_one(client: Client, person: User, tenant: Tenant) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(client, "{ complaints { edges { node { letters { nodes { code round parts { text } } } } } } }")
        return len(captured)

    def a_file_with_letters() -> None:
        reference = register(person, tenant)
        as_solved(reference, dutch_date(read_clock()))
        for _ in range(2):
            begin_letter(
                actor=actor_of(person, tenant),
                reference=reference,
                code=LetterCode.SETTLED,
                addressee=Addressee.COMPLAINANT,
                now=datetime.now(UTC),
            )

    a_file_with_letters()
    statements()
    one = statements()
    a_file_with_letters()
    a_file_with_letters()

    assert statements() == one


def test_a_letter_that_decides_is_looked_at_by_the_api_and_not_by_its_writer(
    client: Client,
    client_at: Callable[..., Client],
    tenant: Tenant,
    reference: str,
    person: User,
    make_person: Callable[..., User],
) -> None:
    OrganisationSettings.objects.update(decisions_need_second_look=True)
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de Nationale ombudsman")
    other = make_person(Role.HANDLER)
    colleague, wanted = client_at(tenant, other), "letter { version looks { askedOf lookedBy isApproved remarks } } draft { digest }"
    begun = do(client, "beginLetter", reference=reference, code="L10", addressee="COMPLAINANT")["letter"]
    facts = {"findings": "Te laat betaald", "judgment": "Gegrond", "motivation": "Dat hoort niet", "conclusions": "Excuses"}
    kept = do(client, "saveLetter", reference=reference, letterId=begun["id"], version=1, facts=facts)["letter"]
    same: dict[str, Any] = {"reference": reference, "letterId": begun["id"], "version": kept["version"]}

    assert do(client, "sendLetter", **same, way="LETTER")["errors"][0]["code"] == "letter_not_looked_at"
    asked = do(client, "askForLook", wanted, **same, askedOf=other.pk)
    own = do(client, "lookAtLetter", wanted, **same, isApproved=True, digest=asked["draft"]["digest"])
    # What it rests on in the file changes after it was read.
    renamed = {"filer": Person(name="N. de Vries", address="Straat 1")}
    update_complaint(actor=actor_of(person, tenant), reference=reference, changes=renamed, seen_version=None, now=read_clock())
    told: dict[str, Any] = {"isApproved": True, "remarks": "Helder", "digest": asked["draft"]["digest"]}
    assert codes(do(colleague, "lookAtLetter", wanted, **same, **told)) == [("letter_changed_meanwhile", "version")]
    same["version"] += 1
    read = do(colleague, "saveLetter", wanted, **same | {"version": kept["version"]})["draft"]
    looked = do(colleague, "lookAtLetter", wanted, **same, **told | {"digest": read["digest"]})
    sent = do(client, "sendLetter", **same, way="LETTER")

    waits = {"askedOf": other.pk, "lookedBy": None, "isApproved": False, "remarks": ""}
    assert (asked["errors"], asked["letter"]["looks"]) == ([], [waits])
    assert [one["code"] for one in own["errors"]] == ["own_letter_looked_at"]
    assert looked["letter"]["looks"] == [waits | {"lookedBy": other.pk, "isApproved": True, "remarks": "Helder"}]
    assert (sent["errors"], sent["letter"]["way"]) == ([], "LETTER")
