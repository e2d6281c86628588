"""Ten complaints from the first call to the last letter, by the API alone: the people, the days and the letters as they would be.

The stories of "Boos", the benefit seizure and the ombudsman who calls first are those of the yearly report of a social service
(2023); the coordinator who is complained about is from the ombudsman's vision on complaints.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client

from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.organisation.models import Authority, CompetentOmbudsman, OrganisationSettings, SigningMandate
from tenants.permissions import Role
from tests.factories.committees import make_committee, make_member
from tests.factories.documents import carry_out_outbox
from tests.factories.office import Office

PERSON = {"name": "Mevrouw De Vries", "address": "Dorpsstraat 1, 4001 AA Tiel", "phone": "06 12345678"}


@pytest.fixture
def office(
    tenant: Tenant, client_at: Callable[..., Client], make_person: Callable[..., User], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Office:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    office = Office(tenant, client_at, make_person, monkeypatch)
    coordinator = office.person(Role.COORDINATOR)
    coordinator.name = "Karin Kort"
    coordinator.save()
    authority = Authority.objects.get(is_default=True)
    CompetentOmbudsman.objects.create(authority=authority, name="de Nationale ombudsman")
    SigningMandate.objects.create(authority=authority, user=coordinator, function_title="Hoofd Klachten", valid_from=date(2020, 1, 1))
    return office


def test_a_an_angry_mail_a_call_an_error_admitted_and_satisfied_in_three_days(office: Office) -> None:
    office.on(3, 3, 9)
    receipt = office.register(
        story="Ik kreeg de vraag om bewijsstukken veel te laat en nu ook mijn geld. En dan zegt u dat mijn e-mailadres fout stond!",
        channel="EMAIL",
        filer={"name": "Mevrouw De Vries", "email": "devries@voorbeeld.example", "phone": "06 12345678", "address": "Straat 1, Voorbeeld"},
    )
    assert receipt == {
        "receivedOn": "2025-03-03",
        "kind": "COMPLAINT",
        "dueOn": "2025-04-14",
        "hasStatutoryTerm": True,
        "contactDueOn": receipt["contactDueOn"],
        "missing": receipt["missing"],
    }
    carry_out_outbox("complaints.send_acknowledgement")
    assert [(one.to, "boze" in one.body) for one in mail.outbox] == [(["devries@voorbeeld.example"], False)]
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)

    office.on(4, 3)
    office.do("recordContact", way="PHONE", result="SPOKEN", text="Zij heeft spijt van haar boze mail. De fouten zijn van ons.")
    office.do("exploreComplaint", meaning="Ik voelde me niet serieus genomen.", wish="Mijn geld, en dat het niet weer gebeurt.")
    office.do(
        "recordApology",
        whatWentWrong="Het e-mailadres stond verkeerd en er was geen werkproces.",
        regret="Dat spijt ons.",
        responsibility="Beide fouten zijn van ons.",
        whatNow="De berekening wordt met spoed gemaakt.",
        saidBy="Karin Kort",
        saidTo="Mevrouw De Vries",
        way="PHONE",
    )
    office.do("addPromise", text="De betaling staat morgen op de rekening", byUser=office.person(Role.COORDINATOR).pk, dueOn="2025-03-05")
    assert office.promised() == [date(2025, 3, 5)]

    office.on(5, 3)
    office.do("keepPromise", promiseId=office.file()["promises"]["nodes"][0]["id"], toldBy="PHONE")
    office.do(
        "recordLesson", text="Er is nu een werkproces om bewijsstukken op te vragen.", level="METHOD", toldOn="2025-03-05", toldWay="PHONE"
    )
    silent = {
        "complainantsWords": "",
        "confirmedBy": "NOBODY",
        "isAskedIfSolved": True,
        "confirmedOn": "2025-03-05",
        "confirmedWay": "PHONE",
    }
    assert "silence_confirms_nothing" in office.refused("closeComplaint", outcome="SETTLED", **silent)
    words = silent | {"complainantsWords": "Ik ben blij met uw reactie. Wilt u hem mijn excuses aanbieden?", "confirmedBy": "COMPLAINANT"}
    office.do("closeComplaint", outcome="SETTLED", **words)
    letter = office.letter("L07", agreed="De betaling is gedaan en er is een werkproces.")

    file = office.file()
    assert "terugkomen" in letter["comeBack"]
    assert (file["isOpen"], file["rounds"]["nodes"][0]["closedOn"], file["rounds"]["nodes"][0]["outcome"]) == (
        False,
        "2025-03-05",
        {"coreCode": "SETTLED"},
    )
    assert (file["rounds"]["nodes"][0]["firstContactOn"], file["rounds"]["nodes"][0]["acknowledgedOn"]) == ("2025-03-04", "2025-03-03")
    assert office.work() is None


SIGNED = {"channel": "LETTER", "isSigned": True, "filer": PERSON, "receivedAt": "2025-03-07T10:00:00"}


def hear(office: Office, *, by: Any = None, subject: str = "J. Bakker") -> None:
    """Both sides by phone on Tuesday 18 March; each answers the report."""
    office.do("recordCopyToSubject", name=subject, sentOn="2025-03-11", way="EMAIL")
    for side, name in (("COMPLAINANT", None), ("SUBJECT", subject)):
        of = {"side": side} | ({"name": name} if name else {})
        told = {"heldAt": "2025-03-18T10:00:00+01:00", "way": "PHONE", "result": "HELD", "report": f"Gesproken: {name or 'de klager'}."}
        office.do("recordHearing", by=by, **of, **told)
    for one in office.file(by=by)["hearings"]["nodes"]:
        office.do("recordHearingReply", by=by, hearingId=one["id"], reportSentOn="2025-03-19", reply="Zo was het.", repliedOn="2025-03-21")


def verdicts(office: Office, verdict: str, **more: Any) -> list[dict[str, Any]]:
    return [{"pointId": one["id"], "verdict": verdict} | more for one in office.file()["points"]["nodes"]]


def test_b_a_benefit_seizure_is_explained_unfounded_and_the_ombudsman_is_named(office: Office) -> None:
    office.on(7, 3)
    receipt = office.register(
        **SIGNED,
        story="Een deurwaarder legde beslag op mijn uitkering. De Dienst houdt zich niet aan zijn bevoegdheden. Dit is strafbaar.",
        points=[{"description": "Meewerken aan het beslag"}],
        involved=[{"name": "J. Bakker"}],
    )
    # Six weeks end on Good Friday; the term goes on to the day after Easter.
    assert (receipt["kind"], receipt["dueOn"], receipt["missing"]) == ("FORMAL_COMPLAINT", "2025-04-22", [])
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    office.letter("L01")
    office.do("recordContact", way="PHONE", result="SPOKEN", text="Uitgelegd dat wij moeten meewerken; meneer wil een oordeel.")
    office.on(2, 4)
    assert office.refused("closeComplaint", outcome="NOT_UPHELD") == [
        *("copy_not_sent", "complainant_not_heard", "subject_not_heard", "findings_missing", "reasoning_missing", "verdict_missing"),
        "decision_letter_missing",
    ]
    hear(office)
    judgment = {
        "findings": "Een deurwaarder legde beslag; wij betaalden hem een deel van de uitkering.",
        "reasoning": "De wet zegt dat wij moeten meewerken.",
        "conclusions": "Het beslag gaat door volgens de regels van de wet.",
        "verdicts": verdicts(office, "NOT_UPHELD", lawful=True, proper=True),
    }
    office.do("recordJudgment", **judgment)
    letter = office.letter("L10")
    office.do("recordJudgment", **judgment, letterSentOn="2025-04-02", namesOmbudsman=True, isSignedByMandate=True)
    office.do("closeComplaint", outcome="NOT_UPHELD")

    one = office.file()["rounds"]["nodes"][0]
    assert (one["closedOn"], one["outcome"]["coreCode"], one["ombudsmanUntil"]) == ("2025-04-02", "NOT_UPHELD", "2026-04-02")
    assert "de Nationale ombudsman" in letter["ombudsman"]
    assert "volgens de regels van de wet" in letter["conclusions"]


def test_c_with_a_committee_an_extension_and_a_hearing_and_the_advice_is_not_followed(office: Office) -> None:
    make_committee()
    member = User.objects.get(pk=make_member(is_chair=True).user_id)
    office.on(7, 3)
    office.register(**SIGNED, story="Ik werd uitgelachen.", points=[{"description": "Bejegening"}], involved=[{"name": "J. Bakker"}])
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    office.do("putBeforeCommittee", toldOn="2025-03-07", way="LETTER")
    assert office.file()["dueOn"] == "2025-05-16"

    office.on(21, 3)
    hear(office, by=member)
    office.on(9, 5)
    reason = "Een getuige was ziek."
    office.letter("L08a", reason=reason, weeks=4)
    office.letter("L08b", to="SUBJECT", addressee="J. Bakker", reason=reason, weeks=4)
    assert office.file()["dueOn"] == "2025-06-13"
    assert office.refused("extendTerm", weeks=4, reason=reason, complainantSentOn="2025-05-09", subjectSentOn="2025-05-09") != []

    office.on(20, 5)
    advice = {"findings": "Er is gelachen.", "considerations": "Dat is niet netjes.", "advice": "Verklaar de klacht gegrond."}
    office.do("recordAdvice", by=member, **advice, verdicts=verdicts(office, "UPHELD"), givenOn="2025-05-20", givenBy=[member.pk])
    office.on(27, 5)
    judgment = {
        "findings": "Er is gelachen, om iets anders.",
        "reasoning": "Het lachen ging niet over mevrouw.",
        "conclusions": "Wij leggen dit nog eens uit.",
        "verdicts": verdicts(office, "NOT_UPHELD", lawful=True, proper=True),
    }
    office.do("recordJudgment", **judgment, letterSentOn="2025-05-27", namesOmbudsman=True, isSignedByMandate=True)
    assert office.refused("closeComplaint", outcome="NOT_UPHELD") == ["deviation_unexplained"]
    office.do(
        "recordJudgment",
        **judgment,
        deviation="De getuige zag iets anders.",
        letterSentOn="2025-05-27",
        namesOmbudsman=True,
        isSignedByMandate=True,
        enclosesAdvice=True,
    )
    letter = office.letter("L10")
    office.do("closeComplaint", outcome="NOT_UPHELD")

    assert "De getuige zag iets anders." in letter["advice"]
    assert "Verklaar de klacht gegrond." in letter["enclosedAdvice"]
    assert office.file()["rounds"]["nodes"][0]["ombudsmanUntil"] == "2026-05-27"


def test_d_a_complaint_about_the_coordinator_goes_to_another_manager(office: Office) -> None:
    coordinator, other = office.person(Role.COORDINATOR), office.person(Role.HANDLER)
    OrganisationSettings.objects.update(substitute_coordinator=other)
    office.on(7, 3)
    receipt = office.register(**SIGNED, story="De coördinator hing op.", involved=[{"userId": coordinator.pk}])
    assert receipt["dueOn"] == "2025-04-22"

    # Whoever it is about has lost it at once; the other one has it before the day is over.
    assert office.ask(FILE_OF, r=office.reference)["errors"][0]["extensions"]["code"] == "not_found"
    assert (office.work(), office.work(Role.HANDLER)) == (None, ("no_handler", date(2025, 3, 7)))
    to_whom_it_is_about = office.told("assignComplaint", by=Role.HANDLER, handlerId=coordinator.pk)
    assert [one["code"] for one in to_whom_it_is_about["errors"]] == ["handler_is_involved"]
    office.do("assignComplaint", by=Role.HANDLER, handlerId=other.pk)
    office.do("recordContact", by=Role.HANDLER, way="PHONE", result="SPOKEN")
    words = {"complainantsWords": "Netjes dat u belde.", "confirmedBy": "COMPLAINANT", "confirmedOn": "2025-03-07", "confirmedWay": "PHONE"}
    office.do("closeComplaint", by=Role.HANDLER, outcome="SETTLED", isAskedIfSolved=True, **words)

    assert not office.file(by=Role.HANDLER)["isOpen"]
    assert office.ask(FILE_OF, r=office.reference)["errors"][0]["extensions"]["code"] == "not_found"


def test_e_older_than_a_year_is_not_taken_up_within_four_weeks(office: Office) -> None:
    office.on(7, 3)
    office.register(**SIGNED, story="In januari 2024 werd ik weggestuurd.", points=[{"description": "Weggestuurd"}])
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    assert office.file()["clock"]["noticeDue"] == "2025-04-04"

    office.on(25, 3)
    office.do("recordContact", way="PHONE", result="SPOKEN", text="Uitgelegd waarom, en wat wij wel doen.")
    facts = "U werd op 15 januari 2024 weggestuurd."
    letter = office.letter(
        "L05",
        ground="9_8_1_B",
        conductOn="2024-01-15",
        groundFacts=facts,
        motivation="Dat is langer dan een jaar geleden.",
    )
    told = {
        "outcome": "NOT_TAKEN_UP",
        "ground": "9_8_1_B",
        "explanation": "Langer dan een jaar voor de klacht.",
        "namesOmbudsman": True,
        "isSignedByMandate": True,
    }
    assert office.refused("closeComplaint", **told, conductOn="2024-04-15", noticeSentOn="2025-03-25") == ["conduct_within_a_year"]
    office.do("closeComplaint", **told, conductOn="2024-01-15", noticeSentOn="2025-03-25")

    one = office.file()["rounds"]["nodes"][0]
    assert (one["closedOn"], one["outcome"]["coreCode"], one["ombudsmanUntil"]) == ("2025-03-25", "NOT_TAKEN_UP", "2026-03-25")
    assert facts in letter["groundFacts"]
    assert "de Nationale ombudsman" in letter["ombudsman"]


def test_f_a_complaint_and_an_objection_in_one_letter(office: Office) -> None:
    office.on(7, 3)
    office.register(**SIGNED, story="Mijn aanvraag is afgewezen en de medewerker was grof.", points=[{"description": "Grof"}])
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    what = {"what": "Afwijzing huishoudelijke hulp", "contested": "BOTH", "announcement": "WRITTEN", "announcedOn": "2025-02-20"}
    office.do("recordDecision", **what)
    decision = office.ask(DECISIONS, r=office.reference)["data"]["complaint"]["mentionedDecisions"]["nodes"][0]
    assert (decision["objectionLastDay"], decision["objectionMayBeOpen"]) == ("2025-04-03", True)
    assert office.work() == ("objection", date(2025, 3, 7))
    told = {
        "outcome": "NOT_TAKEN_UP",
        "ground": "9_8_1_C",
        "explanation": "Bezwaar kon.",
        "decision": "Afwijzing",
        "namesOmbudsman": True,
        "isSignedByMandate": True,
    }
    assert "objection_not_told" in office.refused("closeComplaint", **told, noticeSentOn="2025-03-07", decisionAnnouncedOn="2025-02-20")

    confirmed = office.letter("L01")
    assert "Een klacht verlengt de bezwaartermijn niet. U kunt tot en met 3 april 2025 bezwaar maken." in confirmed["objection"]
    office.do("recordObjectionTold", way="PHONE", toldOn="2025-03-07")
    objection = {"outcome": "CONVERTED_TO_OBJECTION", "passedTo": "Team bezwaar", "passedOn": "2025-03-07"}
    objection |= {"toldTo": "COMPLAINANT", "toldOn": "2025-03-07", "toldWay": "PHONE"}
    assert office.refused("closeComplaint", **objection) == ["split_first"]
    payload = office.do(
        "splitComplaint",
        wanted="complaint { linked { nodes { reference } } }",
        story="Ik ben het niet eens met de afwijzing.",
        stays="De medewerker was grof.",
        decisionIds=[int(decision["id"])],
        handlingWish="REPAIR",
    )
    here, there = office.file(), office.file(payload["complaint"]["linked"]["nodes"][0]["reference"])
    assert [one["reference"] for one in there["linked"]["nodes"]] == [office.reference]
    assert (here["rounds"]["nodes"][0]["openedOn"], there["rounds"]["nodes"][0]["openedOn"]) == ("2025-03-07", "2025-03-07")
    assert (here["dueOn"], there["isOpen"], there["handlingWish"]) == ("2025-04-22", True, "REPAIR")
    here_mentions, there_mentions = (
        office.ask(DECISIONS, r=one)["data"]["complaint"]["mentionedDecisions"]["nodes"]
        for one in (office.reference, here["linked"]["nodes"][0]["reference"])
    )
    assert (here_mentions, [one["objectionLastDay"] for one in there_mentions]) == (
        [decision | {"id": here_mentions[0]["id"]}],
        ["2025-04-03"],
    )
    assert office.refused("closeComplaint", **objection) == ["no_decision_contested"]
    office.reference = here["linked"]["nodes"][0]["reference"]
    office.do("closeComplaint", **objection)
    ended = office.ask(ENDED, r=office.reference)["data"]["complaint"]["rounds"]["nodes"][0]
    assert ended["outcome"]["coreCode"] == "CONVERTED_TO_OBJECTION"
    assert ended["closing"] == {
        "passedTo": "Team bezwaar",
        "passedOn": "2025-03-07",
        "coversAllPoints": False,
        "toldTo": "COMPLAINANT",
        "toldOn": "2025-03-07",
        "toldWay": "PHONE",
    }


def test_g_a_complaint_about_a_provider_goes_over_warmly_and_what_came_of_it_is_chased(office: Office) -> None:
    office.on(7, 3)
    office.register(**SIGNED, story="De hulp kwam drie weken niet.", points=[{"description": "Niet gekomen"}])
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    office.do("recordContact", way="PHONE", result="SPOKEN", text="Zij vindt het goed dat wij de aanbieder bellen.")
    told: dict[str, Any] = {
        "kind": "WARM",
        "body": "Zorg De Linde",
        "contact": "Mevrouw De Wit",
        "why": "Het gaat over hun hulp.",
        "sharesSender": True,
        "passages": ["De hulp kwam drie weken niet."],
        "handedOn": "2025-03-07",
        "handedWay": "PHONE",
        "dueOn": "2025-03-21",
    }
    office.do("acknowledgeComplaint", way="LETTER")
    assert office.refused("transferComplaint", **told) == ["agreement_missing", "agreement_way_missing", "agreement_day_missing"]
    office.do("transferComplaint", **told, agreedBy="COMPLAINANT", agreedOn="2025-03-07", agreedWay="PHONE")
    office.on(24, 3)
    assert office.awaited() == [date(2025, 3, 21)]
    transfer = office.file()["transfers"]["nodes"][0]["id"]
    office.do("chaseFeedback", transferId=transfer, way="PHONE", newDueOn="2025-03-31")
    office.on(31, 3)
    feedback = {"isIn": True, "text": "Vaste hulp op dinsdag; excuses gemaakt.", "fromWhom": "Mevrouw De Wit", "way": "PHONE"}
    office.do("recordFeedback", transferId=transfer, **feedback, knownOn="2025-03-31", personToldOn="2025-03-31")
    office.do("recordLesson", text="Uitval hoort binnen een dag gemeld te zijn.", level="METHOD", toldOn="2025-03-31", toldWay="PHONE")
    office.do("closeComplaint", outcome="WARM_TRANSFERRED", explanation="De aanbieder loste het op.")

    file = office.file()
    assert (file["rounds"]["nodes"][0]["closedOn"], file["rounds"]["nodes"][0]["outcome"]["coreCode"]) == ("2025-03-31", "WARM_TRANSFERRED")
    assert file["transfers"]["nodes"][0]["feedback"] == "Vaste hulp op dinsdag; excuses gemaakt."
    codes = [one["code"] for one in reversed(file["timeline"]["nodes"])]
    assert codes[-5:] == ["warm_transferred", "feedback_chased", "feedback_recorded", "lesson_recorded", "closed"]


def test_h_two_handlers_at_once_the_second_sees_what_changed_and_nothing_is_lost(office: Office) -> None:
    office.on(7, 3)
    office.register(**SIGNED, story="Te laat betaald.", points=[{"description": "Te laat"}])
    seen = office.file()["version"]
    office.do("updateComplaint", version=seen, changes={"wish": "Mijn geld"})
    query = """mutation ($input: UpdateComplaintInput!) { updateComplaint(input: $input) { errors { code difference } } }"""
    second = {"reference": office.reference, "version": seen, "changes": {"wish": "Excuses"}}
    [error] = office.ask(query, by=Role.HANDLER, input=second)["data"]["updateComplaint"]["errors"]

    assert error["code"] == "changed_meanwhile"
    assert "Mijn geld" in str(error["difference"])
    office.do("updateComplaint", by=Role.HANDLER, changes={"wish": "Mijn geld en excuses"})
    assert [one["code"] for one in office.file()["timeline"]["nodes"]].count("updated") == 2


def test_i_the_ombudsman_calls_first_and_it_is_solved_at_once(office: Office) -> None:
    office.on(7, 3)
    office.register(
        channel="OMBUDSMAN_REFERRAL",
        story="Ik kan mijn rekeningen niet meer betalen: er wordt te veel ingehouden.",
        filer={"name": "Meneer Jansen", "phone": "06 87654321"},
    )
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    entry = {"step": "INQUIRY", "ombudsman": "de Nationale ombudsman", "cameOn": "2025-03-07", "text": "Kunt u dit oplossen?"}
    office.do("recordOmbudsmanEntry", **entry, answerBy="2025-03-14")
    office.do("recordContact", way="PHONE", result="SPOKEN", text="Nieuwe afspraken over de aflossing.")
    office.on(12, 3)
    words = {
        "complainantsWords": "Zo kan ik het betalen.",
        "confirmedBy": "COMPLAINANT",
        "confirmedOn": "2025-03-12",
        "confirmedWay": "PHONE",
    }
    office.do("closeComplaint", outcome="SETTLED", isAskedIfSolved=True, **words)
    office.do(
        "answerOmbudsman",
        entryId=office.file()["ombudsmanEntries"]["nodes"][0]["id"],
        answer="Opgelost: nieuwe afspraken.",
        answeredOn="2025-03-12",
    )

    file = office.file()
    assert (file["isOpen"], file["rounds"]["nodes"][0]["closedOn"]) == (False, "2025-03-12")
    assert [one["code"] for one in reversed(file["timeline"]["nodes"])][-2:] == ["closed", "ombudsman_answered"]


def test_j_a_klaagschrift_of_somebody_who_cannot_be_reached_is_judged_on_paper(office: Office) -> None:
    office.on(7, 3)
    office.register(**SIGNED, story="De balie was dicht.", points=[{"description": "Balie dicht"}], involved=[{"name": "J. Bakker"}])
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    for day in (10, 12, 14):
        office.on(day, 3)
        office.do("recordContact", way="PHONE", result="NOT_REACHED")
    office.do("recordCopyToSubject", name="J. Bakker", sentOn="2025-03-11", way="EMAIL")
    office.letter("L04", hearingOn="2025-03-27", hearingPlace="om 10.00 uur, Gemeentehuis, kamer 2", replyBy="2025-03-25")
    held = {"side": "SUBJECT", "name": "J. Bakker", "heldAt": "2025-03-18T10:00:00+01:00", "way": "PHONE", "result": "HELD"}
    office.on(18, 3, 16)
    office.do("recordHearing", **held, report="De balie was dicht door ziekte.")
    assert "klaagschrift_needs_decision" in office.refused("closeComplaint", outcome="CLOSED_UNREACHABLE")
    office.on(26, 3)
    office.do("waiveHearing", ground="C", askedOn="2025-03-14", answerBy="2025-03-25")
    judgment = {
        "findings": "De balie was op 3 maart dicht door ziekte.",
        "reasoning": "Dat hadden wij moeten vertellen.",
        "conclusions": "Wij bieden excuses aan.",
        "verdicts": verdicts(office, "UPHELD", lawful=True, proper=False, norms=["D2"]),
    }
    office.do("recordJudgment", **judgment)
    letter = office.letter("L10")
    office.do("recordJudgment", **judgment, letterSentOn="2025-03-26", namesOmbudsman=True, isSignedByMandate=True)
    office.do("closeComplaint", outcome="UPHELD")

    file = office.file()
    assert (file["rounds"]["nodes"][0]["closedOn"], file["rounds"]["nodes"][0]["firstContactOn"]) == ("2025-03-26", None)
    assert [one["ground"] for one in file["hearingWaivers"]["nodes"]] == ["C"]
    assert "Wij bieden excuses aan." in letter["conclusions"]


def test_what_a_klaagschrift_lacks_is_asked_for_once_and_the_term_runs_on(office: Office) -> None:
    office.on(7, 3)
    receipt = office.register(channel="LETTER", story="De balie was dicht.", filer=PERSON, receivedAt="2025-03-07T10:00:00")
    assert receipt["missing"] == ["signature"]
    office.do("assignComplaint", handlerId=office.person(Role.COORDINATOR).pk)
    office.do("recordContact", way="PHONE", result="SPOKEN", text="Mevrouw wil een oordeel; zij tekent nog.")
    office.do("acknowledgeComplaint", way="LETTER")
    letter = office.letter("L02", missingParts="Uw handtekening.", replyBy="2025-03-21")
    assert ("Uw handtekening." in letter["missing"], "21 maart 2025" in letter["replyBy"]) == (True, True)

    assert office.work() == ("completion", date(2025, 3, 24))
    office.on(24, 3)
    assert office.work() == ("completion", date(2025, 3, 24))
    office.do("updateComplaint", changes={"isSigned": True})
    assert office.work() is None
    assert (office.file()["derivedKind"], office.file()["dueOn"]) == ("FORMAL_COMPLAINT", "2025-04-22")


FILE_OF = "query ($r: String!) { complaint(reference: $r) { reference } }"
ENDED = """query ($r: String!) { complaint(reference: $r) { rounds { nodes { outcome { coreCode }
  closing { passedTo passedOn coversAllPoints toldTo toldOn toldWay } } } } }"""
DECISIONS = "query ($r: String!) { complaint(reference: $r) { mentionedDecisions { nodes { id objectionLastDay objectionMayBeOpen } } } }"
