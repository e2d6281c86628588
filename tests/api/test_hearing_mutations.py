"""Copy to whoever it is about, hearing and its waiver, by the API: the same flows, the same refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import AccessRecord, Advice, Complaint, CopyToSubject, Hearing, HearingWaiver
from tenants.accounts.models import User
from tenants.actors import system_actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.committees import lay_before, make_member

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)
ASKED = """{ complaint(reference: "%s") {
  copies { nodes { userId name sentOn way round } }
  hearings { nodes { side name invitedOn replyBy plannedAt way result heldAt present report reportSentOn reply repliedOn reason round } }
  hearingWaivers { nodes { ground words declaredOn endedAt round } }
} }"""


@pytest.fixture
def client(tenant: Tenant, client_at: Callable[..., Client], make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


@pytest.fixture
def reference(make_person: Callable[..., User]) -> str:
    subject = make_person(Role.HANDLER)
    told = Submission(
        story="Te laat betaald",
        channel="LETTER",
        is_signed=True,
        filer=Person(name="M", address="Straat 1"),
        involved=(InvolvedTold(user_id=subject.pk), InvolvedTold(name="J. Bakker")),
    )
    return register_complaint(actor=system_actor(), submission=told, received_at=RECEIVED, now=RECEIVED).reference


def ask(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables})
    answer = client.post("/graphql/", body, content_type="application/json").json()
    assert "errors" not in answer, answer
    [data] = answer["data"].values()
    return dict(data)


def do(client: Client, mutation: str, /, **given: Any) -> list[tuple[str, str | None]]:
    """The errors, of a mutation decided on the version the file has now."""
    kind = mutation[0].upper() + mutation[1:] + "Input"
    query = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ complaint {{ version }} errors {{ code field }} }} }}"
    answer = ask(client, query, input=given | {"version": Complaint.objects.get().version})
    return [(one["code"], one["field"]) for one in answer["errors"]]


def test_a_klaagschrift_is_copied_heard_and_reacted_to_by_the_api(client: Client, reference: str) -> None:
    subject = Complaint.objects.get().involved_people.exclude(user=None).get().user_id
    same = {"reference": reference}

    assert do(client, "recordHearing", **same, result="HELD", heldAt="2025-03-12T10:00:00Z", report="Zij vertelde") == [
        ("copy_first", "heldAt")
    ]
    assert do(client, "recordCopyToSubject", **same, userId=subject, sentOn="2025-03-10", way="EMAIL") == []
    assert do(client, "recordCopyToSubject", **same, name="J. Bakker", sentOn="2025-03-11", way="LETTER") == []
    assert do(client, "inviteToHearing", **same, side="COMPLAINANT", invitedOn="2025-03-10", replyBy="2025-03-17", way="PHONE") == []
    [talk] = ask(client, f'{{ complaint(reference: "{reference}") {{ hearings {{ nodes {{ id }} }} }} }}')["hearings"]["nodes"]
    held = {"result": "HELD", "heldAt": "2025-03-12T10:00:00Z", "present": "Een vriendin", "report": "Zij vertelde"}
    assert do(client, "recordHearing", **same, hearingId=talk["id"], **held) == []
    reply = {"reportSentOn": "2025-03-13", "reply": "Klopt", "repliedOn": "2025-03-14"}
    assert do(client, "recordHearingReply", **same, hearingId=talk["id"], **reply) == []

    assert ask(client, ASKED % reference) == {
        "copies": {
            "nodes": [
                {"userId": subject, "name": "", "sentOn": "2025-03-10", "way": "EMAIL", "round": 1},
                {"userId": None, "name": "J. Bakker", "sentOn": "2025-03-11", "way": "LETTER", "round": 1},
            ]
        },
        "hearings": {
            "nodes": [
                {
                    "side": "COMPLAINANT",
                    "name": "",
                    "invitedOn": "2025-03-10",
                    "replyBy": "2025-03-17",
                    "plannedAt": None,
                    "way": "PHONE",
                    "result": "HELD",
                    "heldAt": "2025-03-12T10:00:00+00:00",
                    "present": "Een vriendin",
                    "report": "Zij vertelde",
                    "reportSentOn": "2025-03-13",
                    "reply": "Klopt",
                    "repliedOn": "2025-03-14",
                    "reason": "",
                    "round": 1,
                }
            ]
        },
        "hearingWaivers": {"nodes": []},
    }


def test_a_talk_on_a_day_off_is_planned_once_that_is_said_to_be_meant(client: Client, reference: str) -> None:
    given = {"reference": reference, "side": "COMPLAINANT", "invitedOn": "2025-03-10", "plannedAt": "2025-03-29T10:00:00Z", "way": "PHONE"}

    assert do(client, "inviteToHearing", **given) == [("talk_on_day_off", "plannedAt")]
    assert Hearing.objects.count() == 0
    assert do(client, "inviteToHearing", **given, isDayMeant=True) == []

    asked = f'{{ complaint(reference: "{reference}") {{ hearings {{ nodes {{ plannedAt result invitationCameBack }} }} }} }}'
    [talk] = ask(client, asked)["hearings"]["nodes"]
    assert talk == {"plannedAt": "2025-03-29T10:00:00+00:00", "result": "", "invitationCameBack": False}


def test_a_waiver_is_recorded_with_the_facts_of_its_ground(client: Client, reference: str) -> None:
    given = {"reference": reference, "ground": "B", "words": "Laat maar"}

    assert do(client, "waiveHearing", **given) == [("waiver_fact_missing", "declaredOn")]
    assert do(client, "waiveHearing", **given, declaredOn="2025-03-10") == []

    [waiver] = ask(client, ASKED % reference)["hearingWaivers"]["nodes"]
    assert waiver == {"ground": "B", "words": "Laat maar", "declaredOn": "2025-03-10", "endedAt": None, "round": 1}


@pytest.mark.parametrize("hearing", ["geen", "00000000-0000-0000-0000-000000000001"])
def test_a_talk_that_is_not_there_is_not_found(client: Client, reference: str, hearing: str) -> None:
    same = {"reference": reference, "hearingId": hearing}

    assert do(client, "recordHearing", **same, result="DID_NOT_COME") == [("hearing_not_found", "hearingId")]
    assert do(client, "recordHearingReply", **same, reply="Nee", repliedOn="2025-03-14") == [("hearing_not_found", "hearingId")]
    assert Hearing.objects.count() == 0


def test_who_handles_nothing_does_none_of_it(
    tenant: Tenant, client_at: Callable[..., Client], make_person: Callable[..., User], reference: str
) -> None:
    employee = client_at(tenant, make_person(Role.EMPLOYEE))
    same = {"reference": reference}

    assert do(employee, "recordCopyToSubject", **same, name="J. Bakker", way="EMAIL") == [("not_permitted", None)]
    assert do(employee, "inviteToHearing", **same, side="COMPLAINANT") == [("not_permitted", None)]
    assert do(employee, "waiveHearing", **same, ground="A", explanation="Niets") == [("not_permitted", None)]
    assert (CopyToSubject.objects.count(), Hearing.objects.count(), HearingWaiver.objects.count()) == (0, 0, 0)


def test_whoever_asks_what_was_said_is_recorded_as_having_opened_the_file(client: Client, reference: str) -> None:
    ask(client, ASKED % reference)

    assert AccessRecord.objects.filter(code="opened", complaint__reference=reference).count() == 1


JUDGED = """{ complaint(reference: "%s") { points { nodes { id } } rounds { nodes { judgment {
  findings reasoning conclusions letterSentOn namesOmbudsman verdicts { pointId verdict lawful proper quadrant norms } } } } } }"""


def test_a_judgment_is_recorded_and_closing_asks_what_is_missing(client: Client, reference: str) -> None:
    [point] = ask(client, JUDGED % reference)["points"]["nodes"]
    same = {"reference": reference}
    wrong = [{"pointId": point["id"], "verdict": "UPHELD", "proper": True, "norms": ["B3", "E1"]}]
    verdicts = [{"pointId": point["id"], "verdict": "UPHELD", "lawful": True, "proper": False, "norms": ["B3"]}]

    assert do(client, "recordJudgment", **same, verdicts=wrong) == [
        ("norm_unknown", "verdicts.0.norms"),
        ("norms_but_proper", "verdicts.0.proper"),
    ]
    assert do(client, "recordJudgment", **same, findings="Opgehangen", reasoning="Hoort niet", verdicts=verdicts) == []
    assert do(client, "closeComplaint", **same, outcome="UPHELD") == [
        (code, "outcome") for code in ("copy_not_sent", "complainant_not_heard", "subject_not_heard", "decision_letter_missing")
    ]

    [one] = ask(client, JUDGED % reference)["rounds"]["nodes"]
    assert one["judgment"] == {
        "findings": "Opgehangen",
        "reasoning": "Hoort niet",
        "conclusions": "",
        "letterSentOn": None,
        "namesOmbudsman": False,
        "verdicts": [
            {"pointId": point["id"], "verdict": "UPHELD", "lawful": True, "proper": False, "quadrant": "LAWFUL_IMPROPER", "norms": ["B3"]}
        ],
    }


def test_a_klaagschrift_that_names_nobody_says_why_by_the_api(client: Client, reference: str) -> None:
    Complaint.objects.get().involved_people.all().delete()
    [point] = ask(client, JUDGED % reference)["points"]["nodes"]
    same: dict[str, Any] = {"reference": reference}
    whole = {"findings": "Dicht", "reasoning": "Hoort niet", "verdicts": [{"pointId": point["id"], "verdict": "UPHELD"}]}
    still = ["complainant_not_heard", "decision_letter_missing"]

    assert do(client, "recordJudgment", **same, **whole, noSubject="BODY") == [("no_subject_unexplained", "noSubjectReason")]
    assert do(client, "recordJudgment", **same, **whole) == []
    assert do(client, "closeComplaint", **same, outcome="UPHELD") == [(code, "outcome") for code in (still[0], "nobody_to_hear", still[1])]
    assert do(client, "recordJudgment", **same, **whole, noSubject="BODY", noSubjectReason="Het college sloot de balie") == []
    assert do(client, "closeComplaint", **same, outcome="UPHELD") == [(code, "outcome") for code in still]

    asked = """{ complaint(reference: "%s") { rounds { nodes { judgment { noSubject noSubjectReason } } } } }"""
    assert ask(client, asked % reference)["rounds"]["nodes"][0]["judgment"] == {
        "noSubject": "BODY",
        "noSubjectReason": "Het college sloot de balie",
    }


def test_what_a_letter_told_is_decided_anew_by_the_api_with_why(client: Client, reference: str) -> None:
    [point] = ask(client, JUDGED % reference)["points"]["nodes"]
    told: dict[str, Any] = {"reference": reference, "findings": "Dicht", "reasoning": "Hoort niet"}
    upheld, unfounded = ([{"pointId": point["id"], "verdict": verdict}] for verdict in ("UPHELD", "NOT_UPHELD"))
    letter = {"letterSentOn": "2025-03-20", "namesOmbudsman": True, "isSignedByMandate": True}
    asked = """{ complaint(reference: "%s") { rounds { nodes { judgment { letterSentOn verdicts { verdict } decidedAnewAt } } } } }"""

    def judged() -> tuple[str | None, list[str], bool]:
        [one] = ask(client, asked % reference)["rounds"]["nodes"]
        found = one["judgment"]
        return found["letterSentOn"], [each["verdict"] for each in found["verdicts"]], found["decidedAnewAt"] is not None

    assert do(client, "recordJudgment", **told, verdicts=upheld, whyAnew="Te vroeg") == [("nothing_to_decide_anew", "whyAnew")]
    assert do(client, "recordJudgment", **told, **letter, verdicts=upheld) == []
    assert do(client, "recordJudgment", **told, **letter, verdicts=unfounded) == [("judgment_is_sent", "verdicts")]
    assert judged() == ("2025-03-20", ["UPHELD"], False)

    assert do(client, "recordJudgment", **told, **letter, verdicts=unfounded, whyAnew="Nog een getuige gehoord") == []
    assert judged() == (None, ["NOT_UPHELD"], True)
    assert do(client, "recordJudgment", **told, **letter, verdicts=unfounded) == [("letter_of_old_judgment", "letterSentOn")]
    assert judged() == (None, ["NOT_UPHELD"], True)


ADVICE = """{ complaint(reference: "%s") { rounds { nodes { committee committeeSince
  advice { findings advice verdicts { pointId verdict } givenOn givenBy } judgment { deviation enclosesAdvice } } } } }"""


def test_a_committee_advises_by_the_api_and_its_draft_is_its_members_alone(
    client: Client, client_at: Callable[..., Client], tenant: Tenant, reference: str
) -> None:
    actor = make_member()
    member, same = client_at(tenant, User.objects.get(pk=actor.user_id)), {"reference": reference}
    subject = Complaint.objects.get().involved_people.exclude(user=None).get().user_id
    point = Complaint.objects.get().points.get().pk
    told = {"findings": "Het klopt", "advice": "Gegrond", "verdicts": [{"pointId": point, "verdict": "UPHELD"}]}
    hidden = member.post("/graphql/", json.dumps({"query": ADVICE % reference}), content_type="application/json").json()
    assert hidden["errors"][0]["extensions"]["code"] == "not_found"

    assert do(client, "putBeforeCommittee", **same, toldOn="2025-03-10", way="LETTER") == [("regime_change_after_due", "toldOn")]
    lay_before(reference)
    assert do(client, "takeBackFromCommittee", **same, reason="Vergist") == []
    assert do(client, "takeBackFromCommittee", **same, reason="Vergist") == [("not_before_committee", None)]
    lay_before(reference)
    assert do(client, "recordHearing", **same, result="HELD", heldAt="2025-03-12T10:00:00Z", report="x") == [
        ("hearing_is_the_committees", None)
    ]
    assert do(client, "recordAdvice", **same, **told) == [("not_permitted", None)]
    assert do(member, "recordAdvice", **same, **told) == []
    draft = {"findings": "Het klopt", "advice": "Gegrond", "verdicts": told["verdicts"], "givenOn": None, "givenBy": []}
    shown = {"committee": "Klachtencommissie", "committeeSince": None, "judgment": None}
    assert ask(member, ADVICE % reference)["rounds"]["nodes"] == [shown | {"advice": draft}]
    assert ask(client, ADVICE % reference)["rounds"]["nodes"] == [shown | {"advice": None}]

    assert do(member, "recordAdvice", **same, **told, givenOn="2025-03-20", givenBy=[subject])[0] == ("adviser_unknown", "givenBy")
    do(client, "recordCopyToSubject", **same, userId=subject, sentOn="2025-03-10", way="EMAIL")
    do(client, "recordCopyToSubject", **same, name="J. Bakker", sentOn="2025-03-10", way="EMAIL")
    do(member, "waiveHearing", **same, ground="A", explanation="Niets gebeurd")
    for whom in ({"side": "SUBJECT", "userId": subject}, {"side": "SUBJECT", "name": "J. Bakker"}):
        assert do(member, "recordHearing", **same, **whom, result="HELD", heldAt="2025-03-18T10:00:00Z", way="PHONE", report="Zo") == []
    assert do(member, "recordAdvice", **same, **told, givenOn="2025-03-20", givenBy=[actor.user_id]) == []
    assert do(client, "recordJudgment", **same, deviation="Anders") == []

    given = draft | {"givenOn": "2025-03-20", "givenBy": [actor.user_id]}
    judged = {"judgment": {"deviation": "Anders", "enclosesAdvice": False}}
    assert ask(client, ADVICE % reference)["rounds"]["nodes"] == [shown | judged | {"advice": given}]


def test_the_drafts_of_three_files_cost_the_queries_of_one(client_at: Callable[..., Client], tenant: Tenant) -> None:
    told = Submission(story="Te laat betaald", channel="LETTER")
    member = client_at(tenant, User.objects.get(pk=make_member().user_id))
    query = "{ complaints { edges { node { rounds { nodes { advice { advice } } } } } } }"

    def draft() -> None:
        made = register_complaint(actor=system_actor(), submission=told, received_at=RECEIVED, now=RECEIVED)
        Advice.objects.create(round=lay_before(made.reference), advice="Gegrond", recorded_at=RECEIVED)

    draft()
    ask(member, query)
    with CaptureQueriesContext(connection) as one:
        assert len(ask(member, query)["edges"]) == 1
    draft()
    draft()
    with CaptureQueriesContext(connection) as three:
        found = ask(member, query)["edges"]
    assert found == [{"node": {"rounds": {"nodes": [{"advice": {"advice": "Gegrond"}}]}}}] * 3
    assert len(three) == len(one)
