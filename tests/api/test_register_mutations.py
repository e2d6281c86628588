"""Doing by the API what the pages do: same flows, same refusals, an idempotency key where something is made, a version where it changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from complaints.models import (
    AccessRecord,
    Complaint,
    ComplaintEvent,
    ContactRecord,
    IncomingMessage,
    InvolvedPerson,
    Note,
    RememberedRequest,
    Round,
)
from providers.directory.models import Provider
from tenants.accounts.models import User
from tenants.accounts.selectors import names_here
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tests.factories.endings import SAID_BY_API
from tests.factories.register import make_label

REGISTER = """mutation ($input: RegisterComplaintInput!) { registerComplaint(input: $input) {
  receipt { reference kind dueOn hasStatutoryTerm missing } complaint { reference version state story parties { nodes { name identity } } }
  errors { code field message } } }"""
TOLD = {
    "story": "Te laat betaald",
    "channel": "EMAIL",
    "confirmsAtOnce": False,
    "receivedAt": "2025-03-07T09:00:00Z",
    "filer": {"name": "Voorbeeldnaam", "email": "m@voorbeeld.example"},
}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def ask(client: Client, query: str, **given: Any) -> dict[str, Any]:
    body = {"query": query, "variables": {"input": given} if given else {}}
    answer = client.post("/graphql/", json.dumps(body), content_type="application/json").json()
    assert "errors" not in answer, answer
    [data] = answer["data"].values()
    return dict(data)


def do(client: Client, name: str, **given: Any) -> dict[str, Any]:
    kind = name[0].upper() + name[1:] + "Input"
    wanted = "complaint { version state isOpen } errors { code field message difference }"
    return ask(client, f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ {wanted} }} }}", **given)


def test_a_complaint_is_registered_and_comes_back(client: Client) -> None:
    answer = ask(client, REGISTER, **TOLD)

    assert answer == {
        "receipt": {
            "reference": "2025-00001",
            "kind": "COMPLAINT",
            "dueOn": "2025-04-22",
            "hasStatutoryTerm": True,
            "missing": ["signature", "address"],
        },
        "complaint": {
            "reference": "2025-00001",
            "version": 1,
            "state": "registered",
            "story": "Te laat betaald",
            "parties": {"nodes": [{"name": "Voorbeeldnaam", "identity": ""}]},
        },
        "errors": [],
    }


def test_everything_wrong_comes_back_typed_and_nothing_is_saved(client: Client) -> None:
    given = {"channel": "DUIF", "filer": {"email": "geen adres"}, "points": [{"unit": "Nergens"}], "receivedAt": "2999-01-01T00:00:00Z"}

    answer = ask(client, REGISTER, **given)

    assert (answer["receipt"], answer["complaint"]) == (None, None)
    assert [(error["code"], error["field"]) for error in answer["errors"]] == [
        ("email_unusable", "filer.email"),
        ("received_in_future", "receivedAt"),
        ("unknown_word", "channel"),
        ("unknown_word", "points.0.unit"),
    ]
    assert Complaint.objects.count() == 0


def test_the_same_key_makes_one_file_and_other_content_is_refused(client: Client) -> None:
    first, again = (ask(client, REGISTER, **TOLD, idempotencyKey="een") for _ in range(2))
    other = ask(client, REGISTER, **(TOLD | {"story": "Anders"}), idempotencyKey="een")

    assert first == again
    assert [error["code"] for error in other["errors"]] == ["key_used_for_something_else"]
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "\t\n", "\u00a0", "\u200b\ufeff", "x" * 101])
def test_a_key_that_nobody_chose_is_refused_with_what_to_give(client: Client, key: str) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    refused = [
        ask(client, REGISTER, **TOLD, idempotencyKey=key),
        do(client, "addNote", reference=reference, text="Uitzoeken", idempotencyKey=key),
        do(client, "recordContact", reference=reference, way="PHONE", result="NOT_REACHED", idempotencyKey=key),
    ]

    text = "Geef een idempotency key van 1 tot 100 tekens die zichtbaar zijn, zoals een uuid; een nieuwe voor elk nieuw verzoek."
    assert [[(error["code"], error["field"], error["message"]) for error in one["errors"]] for one in refused] == [
        [("unusable_key", "idempotencyKey", text)]
    ] * 3
    assert (Complaint.objects.count(), RememberedRequest.objects.count()) == (1, 0)


def test_an_unusable_key_is_told_with_all_else_that_is_wrong(client: Client) -> None:
    answer = ask(client, REGISTER, channel="DUIF", filer={"email": "geen adres"}, idempotencyKey="x" * 101)

    assert [(error["code"], error["field"]) for error in answer["errors"]] == [
        ("email_unusable", "filer.email"),
        ("unusable_key", "idempotencyKey"),
        ("unknown_word", "channel"),
    ]
    assert (Complaint.objects.count(), RememberedRequest.objects.count()) == (0, 0)


def test_an_outcome_or_ground_that_nobody_knows_is_told_with_the_codes_there_are(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    outcome, ground, none = (
        do(client, "closeComplaint", reference=reference, version=1, **given)["errors"][0]
        for given in ({"outcome": "BESTAATNIET"}, {"outcome": "NOT_TAKEN_UP", "ground": "9_8_1_Z"}, {"outcome": "NOT_TAKEN_UP"})
    )

    assert (outcome["code"], outcome["field"]) == ("unknown_code", "outcome")
    assert outcome["message"] == (
        '"BESTAATNIET" staat niet in de lijst. Kies uit: CLOSED_UNREACHABLE, CONVERTED_TO_OBJECTION, FORWARDED, NOT_TAKEN_UP,'
        " NOT_UPHELD, NO_JUDGMENT, PARTLY_UPHELD, POLICY_EXPLAINED, SETTLED, UPHELD, WARM_TRANSFERRED, WITHDRAWN."
    )
    assert (ground["code"], ground["field"]) == ("unknown_code", "ground")
    assert ground["message"] == ('"9_8_1_Z" staat niet in de lijst. Kies uit: 9_8_1_A, 9_8_1_B, 9_8_1_C, 9_8_1_D, 9_8_1_E, 9_8_1_F, 9_8_2.')
    assert (none["code"], none["field"]) == ("ground_missing", "ground")
    assert Complaint.objects.get().rounds.get().closed_on is None


def test_somebody_shielded_is_not_shown(client: Client) -> None:
    answer = ask(client, REGISTER, **(TOLD | {"filer": {"name": "Geheim", "phone": "0612345678", "identity": "SHIELDED"}}))

    assert answer["complaint"]["parties"]["nodes"] == [{"name": "", "identity": "SHIELDED"}]


def test_an_employee_gets_the_receipt_and_no_file(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    answer = ask(client_at(tenant, make_person(Role.EMPLOYEE)), REGISTER, **TOLD)

    assert (answer["receipt"]["reference"], answer["complaint"], answer["errors"]) == ("2025-00001", None, [])


def test_a_file_from_the_first_call_to_its_return(client: Client, person: User) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("assignComplaint", {"version": 1, "handlerId": person.pk}),
        ("acknowledgeComplaint", {"version": 2, "way": "EMAIL"}),
        ("recordContact", {"way": "PHONE", "result": "SPOKEN", "text": "Gebeld"}),
        ("updateComplaint", {"version": 4, "changes": {"wish": "Excuses"}}),
        (
            "closeComplaint",
            {**SAID_BY_API, "version": 5, "outcome": "SETTLED", "complainantsWords": "Opgelost", "confirmedOn": "2025-03-10"},
        ),
        ("returnComplaint", {"version": 6, "reason": "Toch niet betaald"}),
    ]

    answers = [do(client, name, reference=reference, **given) for name, given in steps]

    assert [answer["errors"] for answer in answers] == [[]] * 6
    assert [(answer["complaint"]["version"], answer["complaint"]["state"]) for answer in answers] == [
        (2, "in_handling"),
        (3, "in_handling"),
        (4, "in_handling"),
        (5, "in_handling"),
        (6, "closed"),
        (7, "registered"),
    ]


def test_an_overtaken_version_is_refused_with_the_difference(client: Client, person: User) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    do(client, "updateComplaint", reference=reference, version=1, changes={"wish": "Excuses"})

    answer = do(client, "updateComplaint", reference=reference, version=1, changes={"wish": "Geld"})

    [error] = answer["errors"]
    assert (answer["complaint"], error["code"], error["field"]) == (None, "changed_meanwhile", "version")
    assert error["difference"]["version"] == 2
    assert [(change["code"], change["by"], change["fields"]) for change in error["difference"]["changes"]] == [
        ("updated", person.pk, ["wish"])
    ]
    assert Complaint.objects.get().wish == "Excuses"


def overtaken(client: Client, reference: str) -> dict[str, Any]:
    """By field what a version that was overtaken is told: was and now, where known."""
    [error] = do(client, "updateComplaint", reference=reference, version=1, changes={"otherBody": "UWV"})["errors"]
    assert error["code"] == "changed_meanwhile"
    return {value["field"]: {side: value[side] for side in ("was", "now") if side in value} for value in error["difference"]["values"]}


def test_the_difference_says_what_it_was_what_it_is_now_who_and_when(client: Client, person: User) -> None:
    make_label(Dimension.UNIT, "Werk")
    reference = ask(client, REGISTER, **TOLD, points=[{"unit": "Werk", "description": "Eerst"}])["receipt"]["reference"]
    do(client, "updateComplaint", reference=reference, version=1, changes={"wish": "Excuses"})
    do(client, "updateComplaint", reference=reference, version=2, changes={"wish": "Geld", "filer": {"phone": "0612345678"}, "points": []})
    do(client, "assignComplaint", reference=reference, version=3, handlerId=person.pk)
    do(client, "correctReceipt", reference=reference, version=4, receivedAt="2025-03-06T09:00:00Z", reason="Poststempel")

    [error] = do(client, "updateComplaint", reference=reference, version=1, changes={"otherBody": "UWV"})["errors"]

    values = {value.pop("field"): value for value in error["difference"]["values"]}
    assert error["difference"]["version"] == 5
    assert [value.pop("by") for value in values.values()] == [person.pk] * 5
    assert sorted(value.pop("at") for value in values.values())[-1] == error["difference"]["changes"][-1]["at"]
    assert values.pop("filer")["now"]["phone"] == "0612345678"
    assert values.pop("points")["was"] == [{"nature": "", "unit": "Werk", "description": "Eerst"}]
    assert values == {
        "wish": {"was": "", "now": "Geld"},
        "handler": {"was": None, "now": person.pk},
        "receivedAt": {"was": "2025-03-07T09:00:00+00:00", "now": "2025-03-06T09:00:00+00:00"},
    }


@pytest.mark.parametrize("first", ["KNOWN", "SHIELDED"])
def test_of_somebody_shielded_then_or_now_the_difference_says_nothing_else(client: Client, first: str) -> None:
    told = TOLD | {"filer": {"name": "Verborgen Naam", "phone": "0612345678", "identity": first}}
    reference = ask(client, REGISTER, **told)["receipt"]["reference"]
    changes = {"identity": "SHIELDED", "phone": "0687654321"} if first == "KNOWN" else {"phone": "0687654321"}
    if first == "SHIELDED":
        ask(client, REVEAL, reference=reference, reason="Terugbellen")
    do(client, "updateComplaint", reference=reference, version=1, changes={"filer": changes})

    difference = overtaken(client, reference)

    assert difference == {"filer": {"was": {"identity": "" if first == "KNOWN" else "SHIELDED"}, "now": {"identity": "SHIELDED"}}}


def test_in_the_difference_a_mark_stands_for_who_is_shielded_where_a_text_of_before_told_it(client: Client) -> None:
    make_label(Dimension.UNIT, "Werk")
    hidden = {"name": "Verborgen Naam", "phone": "0612345678", "identity": "SHIELDED"}
    points = [{"unit": "Werk", "description": "Tegen Verborgen geschreeuwd"}]
    told = TOLD | {"filer": hidden, "story": "Verborgen Naam belt elke week.", "wish": "Bel 06-12345678", "points": points}
    reference = ask(client, REGISTER, **told)["receipt"]["reference"]
    changes = {"story": "De persoon belt elke week.", "wish": "Bel terug", "points": []}
    do(client, "updateComplaint", reference=reference, version=1, changes=changes)

    assert overtaken(client, reference) == {
        "story": {"was": "[afgeschermd] belt elke week.", "now": "De persoon belt elke week."},
        "wish": {"was": "Bel [afgeschermd]", "now": "Bel terug"},
        "points": {
            "was": [{"nature": "", "unit": "Werk", "description": "Tegen [afgeschermd] geschreeuwd"}],
            "now": [{"nature": "", "unit": "", "description": ""}],
        },
    }


def test_who_is_told_the_difference_opened_the_file(client: Client, person: User) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    do(client, "updateComplaint", reference=reference, version=1, changes={"wish": "Excuses"})
    before = AccessRecord.objects.count()

    overtaken(client, reference)

    assert [(one.code, one.actor_id) for one in AccessRecord.objects.order_by("pk")[before:]] == [("opened", person.pk)]


def test_a_contact_sent_twice_is_recorded_once(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    for _ in range(2):
        do(client, "recordContact", reference=reference, way="PHONE", result="NOT_REACHED", idempotencyKey="bel")

    assert ContactRecord.objects.count() == 1


def test_a_double_file_is_marked(client: Client) -> None:
    first, second = (ask(client, REGISTER, **TOLD)["receipt"]["reference"] for _ in range(2))

    answer = do(client, "markDuplicate", reference=second, version=1, ofReference=first, reason="Twee keer gemaild")

    assert (answer["complaint"]["state"], answer["errors"]) == ("left_out", [])


def test_what_was_told_comes_back_as_it_can_be_changed(client: Client, person: User, make_person: Callable[..., User]) -> None:
    provider = Provider.objects.create(name="De Linde", kvk_number="12345678", created_at=datetime(2025, 1, 1, tzinfo=UTC))
    colleague = make_person(Role.HANDLER)
    told = TOLD | {
        "handlingWish": "HANDLE",
        "isSigned": True,
        "isTowardsFiler": False,
        "hasSensitiveText": True,
        "providerId": provider.pk,
        "otherBody": "UWV",
        "involved": [{"userId": colleague.pk}, {"name": "De baliemedewerker", "isSubject": False}],
    }
    reference = ask(client, REGISTER, **told)["receipt"]["reference"]
    do(client, "recordContact", reference=reference, happenedAt="2025-03-10T09:00:00Z", way="PHONE", result="MESSAGE_LEFT", text="Bandje")

    file = ask(
        client,
        f"""{{ complaint(reference: "{reference}") {{ handlingWish isWritten isTowardsFiler isSigned lacksForKlaagschrift
        hasSensitiveText isAboutCouncil exclusion duplicateOf otherBody nextStep provider {{ id name }}
        involved {{ nodes {{ userId name userName isSubject handlesByException }} }}
        contacts {{ nodes {{ way result text round recordedBy }} }} notes {{ nodes {{ text }} }} }} }}""",
    )

    assert file == {
        "handlingWish": "HANDLE",
        "isWritten": True,
        "isTowardsFiler": False,
        "isSigned": True,
        "lacksForKlaagschrift": ["towards_filer", "address"],
        "hasSensitiveText": True,
        "isAboutCouncil": False,
        "exclusion": "",
        "duplicateOf": None,
        "otherBody": "UWV",
        "nextStep": "assign",
        "provider": {"id": provider.pk, "name": "De Linde"},
        "involved": {
            "nodes": [
                {
                    "userId": colleague.pk,
                    "name": "",
                    "userName": names_here([colleague.pk])[colleague.pk],
                    "isSubject": True,
                    "handlesByException": False,
                },
                {"userId": None, "name": "De baliemedewerker", "userName": None, "isSubject": False, "handlesByException": False},
            ]
        },
        "contacts": {"nodes": [{"way": "PHONE", "result": "MESSAGE_LEFT", "text": "Bandje", "round": 1, "recordedBy": person.pk}]},
        "notes": {"nodes": []},
    }


def test_of_a_person_what_is_named_changes_and_the_rest_stays(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    answer = do(client, "updateComplaint", reference=reference, version=1, changes={"filer": {"phone": "0612345678"}})

    party = Complaint.objects.get().parties.get()
    assert answer["errors"] == []
    assert (party.name, party.email, party.phone) == ("Voorbeeldnaam", "m@voorbeeld.example", "0612345678")


@pytest.mark.parametrize(
    "given",
    [
        {"changes": {"filer": {"identity": "KNOWN"}}},
        {"changes": {}, "empty": ["AFFECTED_PERSON"]},
        {"changes": {"affectedPerson": {"identity": "ANONYMOUS"}}},
    ],
    ids=str,
)
def test_a_shield_is_lifted_only_by_who_looked_with_a_reason(client: Client, person: User, given: dict[str, Any]) -> None:
    shielded = {"name": "Verborgen Naam", "identity": "SHIELDED"}
    told = TOLD | {"filer": shielded, "affectedPerson": shielded}
    reference = ask(client, REGISTER, **told)["receipt"]["reference"]

    refused = do(client, "updateComplaint", reference=reference, version=1, **given)
    kept = list(Complaint.objects.get().parties.values_list("name", "identity"))
    client.post(f"/klachten/{reference}/wie/", {"reason": "Terugbellen"})
    lifted = do(client, "updateComplaint", reference=reference, version=1, **given)

    assert [error["code"] for error in refused["errors"]] == ["shield_stays"]
    assert kept == [("Verborgen Naam", "SHIELDED")] * 2
    assert lifted["errors"] == []
    assert Complaint.objects.get().parties.filter(identity="SHIELDED").count() == 1


REVEAL = """mutation ($input: RevealIdentityInput!) { revealIdentity(input: $input) {
  people { role name phone email address } errors { code field } } }"""


def test_who_is_shielded_is_told_for_a_reason_that_is_kept(client: Client, person: User) -> None:
    told = TOLD | {"filer": {"name": "Verborgen Naam", "phone": "0612345678", "identity": "SHIELDED"}}
    reference = ask(client, REGISTER, **told)["receipt"]["reference"]
    before = AccessRecord.objects.count()

    without = ask(client, REVEAL, reference=reference, reason=" ")
    unrecorded = AccessRecord.objects.count() - before
    answer = ask(client, REVEAL, reference=reference, reason="Terugbellen")

    assert without == {"people": None, "errors": [{"code": "text_missing", "field": "reason"}]}
    assert unrecorded == 0
    assert answer == {
        "people": [{"role": "COMPLAINANT", "name": "Verborgen Naam", "phone": "0612345678", "email": "", "address": ""}],
        "errors": [],
    }
    [looked] = AccessRecord.objects.order_by("pk")[before:]
    assert (looked.code, looked.actor_id, looked.personal) == ("revealed", person.pk, {"reason": "Terugbellen"})
    assert "Verborgen" not in str(looked.data)
    assert do(client, "updateComplaint", reference=reference, version=1, changes={"filer": {"identity": "KNOWN"}})["errors"] == []


def test_where_nobody_is_shielded_or_the_file_is_not_theirs_nothing_is_told(client: Client, person: User) -> None:
    plain, lost = (ask(client, REGISTER, **TOLD)["receipt"]["reference"] for _ in range(2))
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(reference=lost), user=person)
    before = AccessRecord.objects.count()

    answers = [ask(client, REVEAL, reference=reference, reason="Terugbellen") for reference in (plain, lost)]

    assert [(one["people"], one["errors"][0]["code"]) for one in answers] == [(None, "nobody_is_shielded"), (None, "not_found")]
    assert AccessRecord.objects.count() == before


def test_how_it_ended_and_what_was_done_can_be_read_with_whose_numbers_they_are(client: Client, person: User) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    do(client, "assignComplaint", reference=reference, version=1, handlerId=person.pk)
    given = {**SAID_BY_API, "outcome": "SETTLED", "complainantsWords": "Opgelost", "confirmedOn": "2025-04-01", "closedOn": "2025-04-01"}
    do(client, "closeComplaint", reference=reference, version=2, **given)
    do(client, "returnComplaint", reference=reference, version=3, reason="Toch niet")

    file = ask(
        client,
        f"""{{ complaint(reference: "{reference}") {{ timeline {{ nodes {{ code userId data }} }}
        rounds {{ nodes {{ handlerId ladderStep returnReason
          closing {{ complainantsWords confirmedOn ground explanation closedBy }} }} }} }} }}""",
    )

    first, second = file["rounds"]["nodes"]
    assert (first["handlerId"], first["ladderStep"], first["returnReason"], second["returnReason"]) == (
        person.pk,
        "STEP_2",
        "",
        "Toch niet",
    )
    assert first["closing"] == {
        "complainantsWords": "Opgelost",
        "confirmedOn": "2025-04-01",
        "ground": "",
        "explanation": "",
        "closedBy": person.pk,
    }
    assert second["closing"] is None
    assert [(one["code"], one["userId"]) for one in file["timeline"]["nodes"]][::-1] == [
        (code, person.pk) for code in ("registered", "assigned", "closed", "returned")
    ]
    assert file["timeline"]["nodes"][2]["data"]["handler"] == person.pk
    assert person.pk in [one["userId"] for one in ask_list(client, "{ colleagues { nodes { userId name } } }")]
    assert ask(client, "{ me { userId } }") == {"userId": person.pk}


def ask_list(client: Client, query: str) -> list[dict[str, Any]]:
    answer = client.post("/graphql/", json.dumps({"query": query}), content_type="application/json").json()
    [rows] = answer["data"].values()
    return list(rows["nodes"])


def test_of_what_a_file_is_double_with_is_told_to_whoever_may_see_it(
    client: Client, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    first, second = (ask(client, REGISTER, **TOLD)["receipt"]["reference"] for _ in range(2))
    do(client, "markDuplicate", reference=second, version=1, ofReference=first, reason="Twee keer gemaild")
    involved = make_person(Role.HANDLER)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(reference=first), user=involved)

    question = f'{{ complaint(reference: "{second}") {{ exclusion duplicateOf }} }}'

    assert ask(client, question) == {"exclusion": "DUPLICATE_OF", "duplicateOf": first}
    assert ask(client_at(tenant, involved), question) == {"exclusion": "DUPLICATE_OF", "duplicateOf": None}


def test_the_history_tells_the_number_of_another_file_to_whoever_may_see_that_one(
    client: Client, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    werk, zorg = make_label(Dimension.UNIT, "Werk"), make_label(Dimension.UNIT, "Zorg")
    involved = [{"userId": make_person(Role.HANDLER).pk}]
    counts = ask(client, REGISTER, **TOLD, points=[{"unit": str(zorg.pk)}], involved=involved)["receipt"]["reference"]
    double = ask(client, REGISTER, **TOLD, points=[{"unit": str(werk.pk)}])["receipt"]["reference"]
    do(client, "markDuplicate", reference=double, version=1, ofReference=counts, reason="Twee keer gemaild")
    event = ComplaintEvent.objects.filter(complaint__reference=double).latest("pk")
    answered = {"message": "1", "came_for": counts, "nature": "MESSAGE"}
    ComplaintEvent.objects.create(complaint=event.complaint, happened_at=event.happened_at, actor_kind="system", code="came", data=answered)
    manager = client_at(tenant, make_person(Role.MANAGER, unit_id=werk.pk))
    question = f'{{ complaint(reference: "{double}") {{ timeline {{ nodes {{ code data }} }} }} }}'

    whole, less = ({one["code"]: one["data"] for one in ask(who, question)["timeline"]["nodes"]} for who in (client, manager))

    assert (whole["involvement_shared"]["with"], whole["marked_duplicate"]["of"], whole["came"]["cameFor"]) == (counts, counts, counts)
    assert less["came"] == {"message": "1", "nature": "MESSAGE"}
    assert less["marked_duplicate"] == {name: value for name, value in whole["marked_duplicate"].items() if name != "of"}
    assert (less.keys(), counts in str(less)) == (whole.keys(), False)


def test_what_was_put_right_counts_again_and_a_note_is_added_once(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    for _ in range(2):
        do(client, "addNote", reference=reference, text="Uitzoeken bij Werk", idempotencyKey="briefje")
    wrong = do(client, "markRegisteredInError", reference=reference, version=2, reason="")
    left_out = do(client, "markRegisteredInError", reference=reference, version=2, reason="Was een proef")
    back = do(client, "restoreComplaint", reference=reference, version=3, reason="Toch niet")
    received = do(client, "correctReceipt", reference=reference, version=4, receivedAt="2025-03-06T23:30:00", reason="Lag al in de bus")

    assert [error["code"] for error in wrong["errors"]] == ["text_missing"]
    assert [one["complaint"]["state"] for one in (left_out, back, received)] == ["left_out", "registered", "registered"]
    file = Complaint.objects.get()
    assert (Note.objects.count(), file.received_on, file.received_at) == (
        1,
        date(2025, 3, 6),
        datetime(2025, 3, 6, 22, 30, tzinfo=UTC),
    )


def test_a_moment_without_an_offset_is_on_the_clock_in_the_netherlands(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD | {"receivedAt": "2025-07-01T00:30:00"})["receipt"]["reference"]
    do(client, "recordContact", reference=reference, happenedAt="2025-07-01T09:00:00", way="PHONE", result="SPOKEN")

    file = Complaint.objects.get()
    assert (file.received_on, file.received_at) == (date(2025, 7, 1), datetime(2025, 6, 30, 22, 30, tzinfo=UTC))
    assert ContactRecord.objects.get().happened_at == datetime(2025, 7, 1, 7, 0, tzinfo=UTC)


def test_a_moment_in_the_hour_that_the_clock_skips_is_refused(client: Client) -> None:
    answer = ask(client, REGISTER, **TOLD | {"receivedAt": "2026-03-29T02:30:00"})

    assert [(error["code"], error["field"]) for error in answer["errors"]] == [("moment_out_of_reach", "receivedAt")]
    assert Complaint.objects.count() == 0
    again = ask(client, REGISTER, **TOLD | {"receivedAt": "2026-03-29T02:30:00+01:00"})
    assert again["errors"] == []
    assert Complaint.objects.get().received_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_who_looked_is_for_the_administrator(
    client: Client, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], person: User
) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    ask(client, f'{{ complaint(reference: "{reference}") {{ reference }} }}')
    make_label(Dimension.UNIT, "Werk")
    ask(client, '{ complaints(unit: "Werk") { totalCount } }')

    administrator = client_at(tenant, make_person(Role.ADMINISTRATOR))
    answer = administrator.post("/graphql/", {"query": "{ readLog { nodes { code userId reference } } }"}).json()

    assert answer["data"]["readLog"]["nodes"] == [
        {"code": "searched", "userId": person.pk, "reference": None},
        {"code": "opened", "userId": person.pk, "reference": reference},
        # The answer to registering gave back what was told.
        {"code": "opened", "userId": person.pk, "reference": reference},
    ]
    assert AccessRecord.objects.get(code="searched").data == {"filters": ["unit"], "found": 0}


def test_the_exception_and_taking_somebody_out_say_why(client: Client, make_person: Callable[..., User]) -> None:
    involved = make_person(Role.HANDLER)
    told = TOLD | {"involved": [{"userId": involved.pk}]}
    reference = ask(client, REGISTER, **told)["complaint"]["reference"]
    same = {"reference": reference, "version": 1}
    give = same | {"handlerId": involved.pk, "exceptionReason": "Het college zelf"}

    refused = [do(client, "assignComplaint", **give), do(client, "updateComplaint", **same, changes={"involved": []})]
    given = do(client, "assignComplaint", **give, conductOf="BODY")
    out = do(client, "updateComplaint", **same | {"version": 2}, changes={"involved": []}, involvedReason="Was er niet bij")

    assert [[(error["code"], error["field"]) for error in one["errors"]] for one in (*refused, given, out)] == [
        [("conduct_of_missing", "conductOf")],
        [("involved_reason_missing", "involvedReason")],
        [],
        [],
    ]
    assert (given["complaint"]["version"], out["complaint"]["version"], InvolvedPerson.objects.count()) == (2, 3, 0)


@pytest.mark.parametrize(
    "changes",
    [{"phone": "0687654321"}, {"phone": "0612345678"}, {"name": "Voorbeeldnaam"}, {"identity": "KNOWN"}, {"preferredContact": "PHONE"}],
)
def test_of_somebody_shielded_nothing_is_corrected_or_guessed_before_a_reveal(client: Client, changes: dict[str, str]) -> None:
    told = TOLD | {"filer": {"name": "Voorbeeldnaam", "phone": "0612345678", "identity": "SHIELDED"}}
    reference = ask(client, REGISTER, **told)["receipt"]["reference"]
    same = {"reference": reference, "version": 1, "changes": {"filer": changes}}

    refused = do(client, "updateComplaint", **same)
    assert ([(one["code"], one["field"]) for one in refused["errors"]], Complaint.objects.get().version) == (
        [("shield_stays", "changes.filer")],
        1,
    )

    ask(client, REVEAL, reference=reference, reason="Belde met een nieuw nummer")
    codes = [one["code"] for one in do(client, "updateComplaint", **same)["errors"]]
    assert codes == (["nothing_changed"] if changes in ({"phone": "0612345678"}, {"name": "Voorbeeldnaam"}) else [])


def test_a_version_that_the_file_never_had_is_no_change_of_a_colleague(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    answer = do(client, "updateComplaint", reference=reference, version=2, changes={"story": "Anders"})

    assert [(one["code"], one["field"], one["difference"]) for one in answer["errors"]] == [("unknown_version", "version", None)]
    assert Complaint.objects.get().version == 1


def test_what_a_file_would_be_double_with_is_not_found_by_its_own_field(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    told = [
        do(client, "markDuplicate", reference=one, version=1, ofReference=other, reason="Dubbel")["errors"]
        for one, other in ((reference, "9999-00001"), ("9999-00001", reference))
    ]

    assert [[(one["code"], one["field"]) for one in errors] for errors in told] == [[("not_found", "ofReference")], [("not_found", None)]]


def test_not_taking_up_by_the_api_gives_the_facts_and_looks_again(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    Round.objects.update(first_attempt_on=Round.objects.get().opened_on)
    sent = Round.objects.get().opened_on.isoformat()
    given = {"version": 1, "outcome": "NOT_TAKEN_UP", "ground": "9_8_1_F", "explanation": "Loopt", "investigation": "Aangifte"}

    refused = do(client, "closeComplaint", reference=reference, **given)
    given |= {"reviewOn": "2099-01-05", "noticeSentOn": sent, "namesOmbudsman": True, "isSignedByMandate": True, "lateReason": "x"}
    taken = do(client, "closeComplaint", reference=reference, **given)
    looked = do(client, "reviewNotTakenUp", reference=reference, version=2, found="Loopt nog", reviewOn="2099-02-05")

    assert [(one["code"], one["field"]) for one in refused["errors"]] == [
        ("review_day_missing", "reviewOn"),
        ("notice_day_missing", "noticeSentOn"),
        ("letter_without_ombudsman", "namesOmbudsman"),
    ]
    assert (taken["errors"], looked["errors"]) == ([], [])
    told = "{ investigation reviewOn noticeSentOn namesOmbudsman isSignedByMandate isNoticeLate lateReason earlierHandling conductOn }"
    [one] = ask(
        client, f"""{{ complaint(reference: "{reference}") {{ rounds {{ nodes {{ closing {{ ground notTakenUp {told} }} }} }} }} }}"""
    )["rounds"]["nodes"]
    assert one["closing"] == {
        "ground": "9_8_1_F",
        "notTakenUp": {
            "investigation": "Aangifte",
            "reviewOn": "2099-02-05",
            "noticeSentOn": sent,
            "namesOmbudsman": True,
            "isSignedByMandate": True,
            "isNoticeLate": False,
            "lateReason": "x",
            "earlierHandling": "",
            "conductOn": None,
        },
    }


def test_a_decision_by_the_api_gives_the_term_of_an_objection_and_that_it_was_told(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    given = {"version": 1, "what": "Afwijzing", "contested": "CONTENT", "announcement": "WRITTEN"}

    refused = do(client, "recordDecision", reference=reference, **given)
    recorded = do(client, "recordDecision", reference=reference, **given, announcedOn="2025-02-18")
    told = do(client, "recordObjectionTold", reference=reference, version=2, way="LETTER", toldOn="2025-03-20")

    assert [(one["code"], one["field"]) for one in refused["errors"]] == [("announcement_day_needed", "announcedOn")]
    assert (recorded["errors"], told["errors"]) == ([], [])
    fields = "what contested announcement announcedOn objectionLastDay objectionLastDayByPost objectionMayBeOpen toldOn toldWay"
    file = ask(client, f"""{{ complaint(reference: "{reference}") {{ mentionedDecisions {{ nodes {{ id {fields} explanation }} }} }} }}""")
    [decision] = file["mentionedDecisions"]["nodes"]
    number, explanation = decision.pop("id"), decision.pop("explanation")
    assert decision == {
        "what": "Afwijzing",
        "contested": "CONTENT",
        "announcement": "WRITTEN",
        "announcedOn": "2025-02-18",
        "objectionLastDay": "2025-04-01",
        "objectionLastDayByPost": "2025-04-08",
        "objectionMayBeOpen": False,
        "toldOn": "2025-03-20",
        "toldWay": "LETTER",
    }
    assert len(explanation) == 2

    given |= {"announcedOn": "2025-02-19", "reference": reference}
    answers = [
        do(client, "recordDecision", **given | {"version": 3, "decisionId": number}),
        do(client, "recordDecision", **given | {"version": 4, "what": "Terugvordering"}),
        do(client, "recordDecision", **given | {"version": 5, "decisionId": number + 100}),
    ]
    file = ask(
        client, f"""{{ complaint(reference: "{reference}") {{ mentionedDecisions {{ nodes {{ what objectionLastDay toldOn }} }} }} }}"""
    )
    assert [[one["code"] for one in answer["errors"]] for answer in answers] == [[], [], ["not_found"]]
    assert file["mentionedDecisions"]["nodes"] == [
        {"what": "Afwijzing", "objectionLastDay": "2025-04-02", "toldOn": None},
        {"what": "Terugvordering", "objectionLastDay": "2025-04-02", "toldOn": None},
    ]


def test_words_that_are_too_long_are_not_missing(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    answer = do(
        client,
        "closeComplaint",
        reference=reference,
        version=1,
        **SAID_BY_API,
        outcome="SETTLED",
        closedOn="2025-03-10",
        confirmedOn="2025-03-10",
        complainantsWords="a" * 100_001,
    )

    assert [(one["code"], one["field"]) for one in answer["errors"]] == [("text_too_long", "complainantsWords")]


ROUNDS = """{ complaint(reference: "%s") { rounds { nodes { dueOn
  extensions { weeks reason complainantSentOn subjectSentOn noSubject dueBefore dueAfter }
  postponements { startsOn endsOn until reason consentedOn messageId } } } } }"""


def test_a_term_is_extended_and_the_round_says_how(client: Client) -> None:
    now = read_clock()
    letters = {"complainantSentOn": dutch_date(now - timedelta(days=2)).isoformat(), "subjectSentOn": dutch_date(now).isoformat()}
    received = {"receivedAt": (now - timedelta(days=20)).isoformat()}
    reference = ask(client, REGISTER, **TOLD | received)["receipt"]["reference"]
    before = ask(client, f'{{ complaint(reference: "{reference}") {{ dueOn }} }}')["dueOn"]

    refused = do(client, "extendTerm", reference=reference, version=1, weeks=5, reason="Ziek", **letters)
    kept = do(client, "extendTerm", reference=reference, version=1, weeks=4, reason="Ziek", **letters)

    assert [(one["code"], one["field"]) for one in refused["errors"]] == [("extension_too_long", "weeks")]
    assert (refused["complaint"], kept["errors"], kept["complaint"]["version"]) == (None, [], 2)
    [one] = ask(client, ROUNDS % reference)["rounds"]["nodes"]
    [extension] = one["extensions"]
    back = do(client, "takeBackExtension", reference=reference, version=2, reason="Vergist")
    again = do(client, "takeBackExtension", reference=reference, version=3, reason="Vergist")
    assert (back["errors"], [(error["code"], error["field"]) for error in again["errors"]]) == ([], [("nothing_to_take_back", None)])
    assert extension == {"weeks": 4, "reason": "Ziek", **letters, "noSubject": "", "dueBefore": before, "dueAfter": one["dueOn"]}


def test_a_term_is_postponed_by_the_mail_that_agrees(client: Client) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    of = Complaint.objects.get()
    at = datetime(2025, 3, 10, 9, tzinfo=UTC)
    IncomingMessage.objects.create(
        complaint=of, round=of.rounds.get(), nature="MESSAGE", digest="a", text="akkoord", arrived_at=at, taken_in_at=at
    )
    [mail] = ask(client, f'{{ complaint(reference: "{reference}") {{ messages {{ nodes {{ id direction }} }} }} }}')["messages"]["nodes"]
    told = {"reference": reference, "version": 1, "until": "2025-09-01", "reason": "Stukken"}

    refused = [
        do(client, "postponeTerm", **told),
        do(client, "postponeTerm", **told, consent={"messageId": "geen"}),
        do(client, "postponeTerm", **told, consent={"messageId": mail["id"], "documentId": mail["id"]}),
    ]
    kept = do(client, "postponeTerm", **told, consent={"messageId": mail["id"]})

    assert [[(one["code"], one["field"]) for one in answer["errors"]] for answer in refused] == [
        [("postponement_without_written_consent", "consent")],
        [("consent_not_in_file", "consent")],
        [("one_consent", "consent")],
    ]
    assert (kept["errors"], kept["complaint"]["version"]) == ([], 2)
    [one] = ask(client, ROUNDS % reference)["rounds"]["nodes"]
    assert (one["dueOn"], one["extensions"]) == ("2025-09-01", [])
    assert one["postponements"] == [
        {"startsOn": None, "endsOn": None, "until": "2025-09-01", "reason": "Stukken", "consentedOn": "2025-03-10", "messageId": mail["id"]}
    ]
    back = [do(client, "takeBackPostponement", reference=reference, version=number, reason="Vergist") for number in (2, 3)]
    assert [[error["code"] for error in answer["errors"]] for answer in back] == [[], ["no_postponement"]]
    assert ask(client, ROUNDS % reference)["rounds"]["nodes"][0]["postponements"] == []


PROMISES = """query ($r: String!) { complaint(reference: $r) { version promises { nodes {
    id text byUser byUnit byName saidOn dueOn state follows endedOn toldBy remark } } } }"""


def promises_of(client: Client, reference: str) -> list[dict[str, Any]]:
    body = {"query": PROMISES, "variables": {"r": reference}}
    answer = client.post("/graphql/", json.dumps(body), content_type="application/json").json()
    return list(answer["data"]["complaint"]["promises"]["nodes"])


def test_a_promise_is_made_not_kept_promised_anew_kept_and_taken_back(client: Client, person: User) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]
    made = {"reference": reference, "text": "Bellen", "byUser": person.pk, "saidOn": "2025-03-10", "dueOn": "2025-03-12"}

    first = [do(client, "addPromise", **made, idempotencyKey="belofte")["complaint"]["version"] for _ in range(2)]
    [old] = promises_of(client, reference)
    do(
        client,
        "breakPromise",
        reference=reference,
        version=2,
        promiseId=old["id"],
        reason="Ziek",
        toldOn="2025-03-13",
        newDueOn="2025-03-14",
    )
    [_old, new] = promises_of(client, reference)
    do(client, "keepPromise", reference=reference, version=3, promiseId=new["id"], keptOn="2025-03-14", toldBy="PHONE", remark="Blij")
    kept = promises_of(client, reference)
    do(client, "withdrawPromise", reference=reference, version=4, promiseId=new["id"], reason="Ander dossier")

    same = {"text": "Bellen", "byUser": person.pk, "byUnit": None, "byName": ""}
    assert first == [2, 2]
    assert old == same | {
        "id": old["id"],
        "saidOn": "2025-03-10",
        "dueOn": "2025-03-12",
        "state": "BROKEN",
        "follows": None,
        "endedOn": None,
        "toldBy": "",
        "remark": "",
    }
    assert kept == [
        old | {"state": "NOT_KEPT", "endedOn": "2025-03-13", "remark": "Ziek"},
        new | {"state": "KEPT", "endedOn": "2025-03-14", "toldBy": "PHONE", "remark": "Blij"},
    ]
    assert (new["follows"], new["saidOn"], new["dueOn"], new["state"]) == (old["id"], "2025-03-13", "2025-03-14", "BROKEN")
    assert [one["state"] for one in promises_of(client, reference)] == ["NOT_KEPT", "WITHDRAWN"]


@pytest.mark.parametrize(
    ("name", "given", "refused"),
    [
        ("addPromise", {"text": "Bellen", "saidOn": "2025-03-12", "dueOn": "2025-03-12"}, ("one_promiser", "byUser")),
        ("addPromise", {"text": "", "byName": "De wethouder", "saidOn": "2025-03-12", "dueOn": "2025-03-12"}, ("text_missing", "text")),
        ("keepPromise", {"version": 1, "promiseId": "00000000-0000-0000-0000-000000000001"}, ("not_found", None)),
        ("breakPromise", {"version": 1, "promiseId": "00000000-0000-0000-0000-000000000001", "reason": "Ziek"}, ("not_found", None)),
        (
            "withdrawPromise",
            {"version": 7, "promiseId": "00000000-0000-0000-0000-000000000001", "reason": "x"},
            ("unknown_version", "version"),
        ),
    ],
)
def test_a_promise_that_cannot_be_is_told_why_and_changes_nothing(
    client: Client, name: str, given: dict[str, Any], refused: tuple[str, str | None]
) -> None:
    reference = ask(client, REGISTER, **TOLD)["receipt"]["reference"]

    answer = do(client, name, reference=reference, **given)

    assert [(error["code"], error["field"]) for error in answer["errors"]] == [refused]
    assert (answer["complaint"], promises_of(client, reference), Complaint.objects.get().version) == (None, [], 1)
