"""Letters to somebody beside whoever complains: chosen where it was decided, worded for who reads it, and no letter to the complainant."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from complaints.code_lists import FilerRole, Sayer, Verdict
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.committee import put_before_committee
from complaints.flows.judging import record_judgment
from complaints.flows.letters import LetterDraft, Sending, begin_letter, save_letter, send_final_letter, send_letter
from complaints.flows.people import MandateTold, PersonTold, decide_telling, record_mandate, record_person
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.judging import JudgmentTold, VerdictTold, decided_on
from complaints.keeping import SentFile
from complaints.letter_going import LetterMakesNoSenseNow
from complaints.letter_refusals import LetterTellsShielded
from complaints.letter_writing import last_sent, letters_of_file, letters_to_people, written_letter
from complaints.letters.catalogue import LETTERS, Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, ComplaintEvent, ContactWay, FilePerson, Identity, Judgment, Letter, PersonRole, Round, Telling
from complaints.selectors import current_round
from complaints.web.timeline import shown_event
from complaints.web.wording import shown_letters
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.models import Authority, OrganisationSettings, SigningMandate
from tenants.permissions import Role
from tests.factories.committees import make_committee, make_member
from tests.factories.documents import PDF, sent
from tests.factories.endings import SAID, UPHELD, Ending, as_solved

RECEIVED = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)  # Monday; six weeks on is Monday 14 April
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
LATER = datetime(2025, 3, 20, 9, 0, tzinfo=UTC)  # Thursday
TODAY = date(2025, 3, 12)
MOTHER = Submission(
    story="Te laat betaald",
    channel="LETTER",
    filer=Person(name="M. de Vries", address="Straat 1"),
    affected_person=Person(name="Kind de Vries", address="Straat 1"),
)
LAWYER_FILES = replace(MOTHER, filer=Person(name="Mr. A. Bos", address="Plein 3"), filer_role=FilerRole.LAWYER)
FATHER = PersonTold(role=PersonRole.OTHER_PARENT, name="P. Jansen", address="Laan 2")
LAWYER = PersonTold(role=PersonRole.LAWYER, name="Mr. A. Bos", address="Plein 3")
SUPPORTER = PersonTold(role=PersonRole.CLIENT_SUPPORTER, name="S. Steun", address="Markt 4")
FOUND = {
    "findings": "De betaling bleef liggen.", "judgment": "Gegrond.", "motivation": "Het duurde te lang.", "conclusions": "Wij betalen nu.",
}  # fmt: skip


@pytest.fixture
def actor(make_actor: Callable[..., Actor]) -> Actor:
    found = make_actor(Role.COORDINATOR)
    authority = Authority.objects.get(is_default=True)
    title = {"function_title": "Hoofd Klachten", "letter_code": "*", "valid_from": date(2020, 1, 1)}
    SigningMandate.objects.create(authority=authority, user_id=found.user_id, **title)
    authority.ombudsmen.create(name="de Nationale ombudsman", valid_from=date(2020, 1, 1))
    return found


def register(actor: Actor, submission: Submission = MOTHER) -> str:
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def person(actor: Actor, reference: str, told: PersonTold, telling: Telling | None = None) -> FilePerson:
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    found = record_person(**same, told=told)
    if telling is not None:
        decide_telling(**same, person=str(found.pk), telling=telling, reason="Gezamenlijk gezag")
    found.refresh_from_db()
    return found


def mandated(actor: Actor, reference: str, told: PersonTold = LAWYER) -> FilePerson:
    found = person(actor, reference, told)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    return record_mandate(**same, person=str(found.pk), told=MandateTold())


def begin(actor: Actor, reference: str, code: LetterCode, to: FilePerson | None = None, now: datetime = NOW) -> Letter:
    asked: dict[str, Any] = {"actor": actor, "reference": reference, "code": code, "addressee": Addressee.COMPLAINANT}
    return begin_letter(**asked, person_id=to.pk if to else None, now=now)


def send(actor: Actor, letter: Letter, now: datetime = NOW, **facts: str) -> Letter:
    same: dict[str, Any] = {"actor": actor, "reference": letter.complaint.reference, "letter_id": letter.pk, "seen_version": None}
    save_letter(**same, draft=LetterDraft(facts=facts, signer_id=actor.user_id), now=now)
    return send_letter(**same, sending=Sending(way=ContactWay.LETTER), now=now)


def said(actor: Actor, letter: Letter, key: str, on: date = TODAY) -> str:
    return written_letter(Letter.objects.get(pk=letter.pk), actor=actor, on=on).texts[key]


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def choices(reference: str, today: date = TODAY) -> dict[str, str]:
    """By role: the letters they may get, or why there is none."""
    return {
        one.role: " ".join(codes) or " ".join(refusal.code for refusal in why)
        for one, codes, why in letters_to_people(file(reference), today=today)
    }


def test_whoever_is_told_gets_the_letters_that_were_decided_and_no_other(actor: Actor) -> None:
    reference = register(actor)
    person(actor, reference, FATHER, Telling.OUTCOME)
    person(actor, reference, SUPPORTER, Telling.EVERYTHING)
    person(actor, reference, replace(FATHER, role=PersonRole.CHILD), Telling.NOTHING)
    person(actor, reference, replace(SUPPORTER, role=PersonRole.CONFIDANT))
    mandated(actor, reference, replace(SUPPORTER, role=PersonRole.FAMILY_CARER))

    everything = "L01 L02 L04 L05 L08a L10"
    assert choices(reference) == {
        "OTHER_PARENT": "L05 L10",
        "CLIENT_SUPPORTER": everything,
        "CHILD": "not_to_be_told",
        # Nothing was decided: they may be asked for a mandate.
        "CONFIDANT": "L02",
        "FAMILY_CARER": everything,
    }


def test_a_representative_with_a_mandate_gets_the_letters_of_who_complains_without_being_chosen(actor: Actor) -> None:
    reference = register(actor)
    mandated(actor, reference)

    letter = begin(actor, reference, LetterCode.DECISION)

    assert choices(reference) == {}
    assert (said(actor, letter, "opening"), said(actor, letter, "for_whom"), said(actor, letter, "findings")) == (
        "Beste Mr. A. Bos,",
        "U krijgt deze brief als vertegenwoordiger van M. de Vries.",
        "Op 3 maart 2025 kregen wij de klacht van M. de Vries.\n\n[bevindingen]",
    )


def test_who_came_to_us_for_another_reads_on_whose_behalf_they_complained_and_that_person_reads_of_their_own_complaint(
    actor: Actor,
) -> None:
    reference = register(actor, LAWYER_FILES)
    affected = FilePerson.objects.create(complaint=file(reference), who="AFFECTED_PERSON", recorded_at=NOW)

    to_lawyer, to_affected = begin(actor, reference, LetterCode.CONFIRMATION), begin(actor, reference, LetterCode.CONFIRMATION, affected)

    assert [said(actor, one, "receipt") for one in (to_lawyer, to_affected)] == [
        "Op 3 maart 2025 kregen wij de klacht die u namens Kind de Vries indiende.",
        "Wij hebben uw klacht ontvangen op 3 maart 2025. Dank u wel dat u dit aan ons vertelt.",
    ]


@pytest.mark.parametrize(
    ("submission", "expected"),
    [
        (replace(LAWYER_FILES, affected_person=Person(name="Kind de Vries", identity=Identity.SHIELDED)),
         "de klacht die u namens degene voor wie u optreedt indiende"),
        (replace(LAWYER_FILES, affected_person=None), "de klacht die u namens degene voor wie u optreedt indiende"),
    ],
)  # fmt: skip
def test_of_somebody_shielded_or_unknown_no_letter_tells_the_name(actor: Actor, submission: Submission, expected: str) -> None:
    letter = begin(actor, register(actor, submission), LetterCode.CONFIRMATION)

    assert said(actor, letter, "receipt") == f"Op 3 maart 2025 kregen wij {expected}."


def test_where_who_complains_is_shielded_nobody_else_reads_who_it_is(actor: Actor) -> None:
    reference = register(actor, replace(MOTHER, filer=replace(MOTHER.filer, identity=Identity.SHIELDED)))
    father, supporter = person(actor, reference, FATHER, Telling.OUTCOME), mandated(actor, reference, SUPPORTER)

    letters = [begin(actor, reference, LetterCode.DECISION, one) for one in (father, supporter)]

    told = ["\n".join(written_letter(one, actor=actor, on=TODAY).texts.values()) for one in letters]
    assert not any(name in text for name in ("Vries", "Jansen", "Steun") for text in told)
    assert [said(actor, one, "for_whom") for one in letters] == [
        "U krijgt deze brief omdat u te maken hebt met deze klacht.",
        "U krijgt deze brief als vertegenwoordiger van degene voor wie u optreedt.",
    ]


def test_whoever_is_only_asked_for_a_mandate_does_not_read_who_complains(actor: Actor) -> None:
    reference = register(actor)

    letter = begin(actor, reference, LetterCode.COMPLETION, person(actor, reference, LAWYER))

    assert said(actor, letter, "missing").startswith(
        "Op 3 maart 2025 kregen wij een klacht van iemand voor wie u optreedt. Wij missen nog:"
    )
    assert "Vries" not in "\n".join(written_letter(letter, actor=actor, on=TODAY).texts.values())


def test_a_mandate_that_is_missing_is_asked_for_also_where_the_complaint_is_complete(actor: Actor) -> None:
    # Signed, with name and address: nothing else is missing.
    complete = replace(MOTHER, is_signed=True, affected_person=None)
    reference, filed = register(actor, complete), register(actor, replace(complete, filer_role=FilerRole.LAWYER))
    lawyer, _supporter = person(actor, reference, LAWYER), person(actor, reference, SUPPORTER)

    before = choices(reference)
    letter = begin(actor, reference, LetterCode.COMPLETION, lawyer)
    with pytest.raises(LetterMakesNoSenseNow):
        begin(actor, filed, LetterCode.COMPLETION)
    OrganisationSettings.objects.update(requires_written_mandate=True)
    of_filer = begin(actor, filed, LetterCode.COMPLETION)

    assert before == {"LAWYER": "L02", "CLIENT_SUPPORTER": "telling_undecided"}
    mandate = "een machtiging: een brief met een handtekening, waarin staat dat u in deze klacht voor iemand anders mag optreden"
    assert [one.facts["missing_parts"] for one in (letter, of_filer)] == [mandate, mandate]


def test_a_letter_to_somebody_beside_tells_the_complainant_nothing(actor: Actor) -> None:
    reference = register(actor)
    father = person(actor, reference, FATHER, Telling.EVERYTHING)
    assign_complaint(actor=actor, reference=reference, handler_id=actor.user_id, seen_version=None, now=NOW)

    send(actor, begin(actor, reference, LetterCode.DECISION, father), **FOUND)
    send(actor, begin(actor, reference, LetterCode.CONFIRMATION, father))

    opened = current_round(file(reference))
    assert (decided_on(opened), last_sent(opened, LetterCode.DECISION), opened.acknowledged_on) == (None, None, None)
    lawyer = mandated(actor, reference)
    sent = send(actor, begin(actor, reference, LetterCode.DECISION), **FOUND)
    assert (decided_on(current_round(file(reference))), sent.facts["addressee"]) == (TODAY, f"{lawyer.name}\n{lawyer.address}")
    events = ComplaintEvent.objects.filter(code="letter_sent").order_by("pk")
    assert [shown_event(one, names={}).lines[0] for one in events] == [
        "Afdoening, aan: de andere ouder", "Ontvangstbevestiging, aan: de andere ouder", "Afdoening, aan de klager",
    ]  # fmt: skip


def test_what_told_how_it_ended_still_goes_to_who_is_told_after_closing_with_the_same_facts(actor: Actor) -> None:
    reference = register(actor)
    father = person(actor, reference, FATHER, Telling.OUTCOME)
    send(actor, begin(actor, reference, LetterCode.DECISION), **FOUND)
    close_complaint(actor=actor, reference=reference, ending=UPHELD, seen_version=None, now=NOW)

    assert choices(reference, LATER.date()) == {"OTHER_PARENT": "L10"}
    letter = begin(actor, reference, LetterCode.DECISION, father, now=LATER)

    assert letter.facts == FOUND
    texts = written_letter(letter, actor=actor, on=LATER.date()).texts
    assert texts["for_whom"] == "U krijgt deze brief omdat u te maken hebt met de klacht van M. de Vries."
    # How it ended, without what everybody said or why.
    assert list(texts) == ["opening", "for_whom", "judgment", "conclusions", "ombudsman", "questions"]
    assert send(actor, letter, LATER).sent_on == LATER.date()
    with pytest.raises(LetterMakesNoSenseNow):
        begin(actor, reference, LetterCode.DECISION, now=LATER)
    with pytest.raises(LetterMakesNoSenseNow):
        begin(actor, reference, LetterCode.NOT_TAKEN_UP, father, now=LATER)


def test_the_other_parent_is_told_the_ground_that_whoever_complains_was_told(actor: Actor) -> None:
    reference = register(actor)
    father = person(actor, reference, FATHER, Telling.OUTCOME)
    Round.objects.update(first_attempt_on=TODAY)
    facts = {"ground": "9_8_2", "ground_facts": "Een euro.", "motivation": "Te klein."}
    send(actor, begin(actor, reference, LetterCode.NOT_TAKEN_UP), **facts)
    letter = begin(actor, reference, LetterCode.NOT_TAKEN_UP, father)

    with pytest.raises(Refusal) as refused:
        send(actor, letter, **facts | {"ground": "9_8_1_A"})

    assert (refused.value.code, refused.value.field) == ("ground_of_letter_differs", "facts.ground")
    assert not Letter.objects.get(pk=letter.pk).is_sent
    assert send(actor, letter, **facts).is_sent


@pytest.mark.parametrize(
    ("submission", "confirmed_by", "expected"),
    [
        # To who complains; to the other parent; to the lawyer.
        (MOTHER, Sayer.COMPLAINANT, ["U vertelde ons dat u tevreden bent over hoe uw klacht van", "Wij hoorden van M. de Vries dat",
                                     "Wij hoorden van M. de Vries dat"]),
        (MOTHER, Sayer.REPRESENTATIVE, ["Wij hoorden van uw vertegenwoordiger dat", "Wij hoorden van een vertegenwoordiger dat",
                                        "U vertelde ons namens M. de Vries dat"]),
        (MOTHER, Sayer.AFFECTED_PERSON, ["Wij hoorden van degene om wie het gaat dat"] * 3),
        (LAWYER_FILES, Sayer.COMPLAINANT, ["U vertelde ons namens Kind de Vries dat", "Wij hoorden van een vertegenwoordiger dat",
                                           "Wij hoorden van een vertegenwoordiger dat"]),
        (LAWYER_FILES, Sayer.AFFECTED_PERSON, ["Wij hoorden van Kind de Vries dat"] * 3),
        (LAWYER_FILES, Sayer.REPRESENTATIVE, ["Wij hoorden van een vertegenwoordiger dat"] * 3),
    ],
)  # fmt: skip
def test_the_letter_says_who_was_satisfied_and_who_said_so(
    actor: Actor, submission: Submission, confirmed_by: Sayer, expected: list[str]
) -> None:
    reference = register(actor, submission)
    father = person(actor, reference, FATHER, Telling.OUTCOME)
    filer = FilePerson.objects.create(complaint=file(reference), who="FILER", recorded_at=NOW)
    lawyer = mandated(actor, reference)
    words = {"complainants_words": "Zo is het goed", "confirmed_on": TODAY}
    ending = Ending(outcome="SETTLED", **SAID | {"confirmed_by": confirmed_by} | words)
    close_complaint(actor=actor, reference=reference, ending=ending, seen_version=None, now=NOW)

    letters = [begin(actor, reference, LetterCode.SETTLED, one) for one in (filer, father, lawyer)]

    found = [said(actor, one, "agreed") for one in letters]
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


def test_on_the_page_somebody_beside_is_chosen_with_their_letter_or_it_says_what_to_decide_first(
    actor: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    reference = register(actor)
    father, supporter = person(actor, reference, FATHER, Telling.OUTCOME), person(actor, reference, SUPPORTER, Telling.NOTHING)
    client, at = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/brief/"

    page = client.get(at).content.decode()
    begun = client.post(at, {"letter": f"L10:COMPLAINANT:{father.pk}"})

    assert [page.count(f'value="{code}:COMPLAINANT:{father.pk}"') for code in ("L10", "L07", "L05", "L14", "L04")] == [1, 0, 1, 0, 0]
    assert "De andere ouder: P. Jansen" in page
    assert "“Ons oordeel over de klacht”" in page
    assert f"/klachten/{reference}/persoon/{supporter.pk}/vertellen/" in page
    assert "Er is besloten dat deze persoon niets hoort." in page
    letter = Letter.objects.get()
    assert (begun.status_code, letter.person_id, letter.code) == (302, father.pk, "L10")
    written = client.get(f"/klachten/{reference}/brief/{letter.pk}/").content.decode()
    assert "Aan: de andere ouder" in written
    assert "U krijgt deze brief omdat u te maken hebt met de klacht van M. de Vries." in written
    refused = client.post(at, {"letter": f"L04:COMPLAINANT:{father.pk}"})
    assert (refused.status_code, Letter.objects.count()) == (422, 1)


# To whoever it is about


def to_subject(actor: Actor, reference: str, code: LetterCode, now: datetime = NOW) -> Letter:
    return begin_letter(actor=actor, reference=reference, code=code, addressee=Addressee.SUBJECT, now=now)


ABOUT_BAKKER = replace(MOTHER, involved=(InvolvedTold(name="J. Bakker"),))


def test_each_of_whom_it_is_about_reads_the_judgment_on_their_own_conduct_as_it_was_recorded(actor: Actor) -> None:
    points = (PointTold(description="Bakker was grof"), PointTold(description="Visser belde niet terug"))
    reference = register(actor, replace(ABOUT_BAKKER, involved=(*ABOUT_BAKKER.involved, InvolvedTold(name="K. Visser")), points=points))
    opened = current_round(file(reference))
    judgment = Judgment.objects.create(round=opened, findings="F", reasoning="M", conclusions="C", recorded_at=NOW)
    for point, verdict in zip(opened.complaint.points.order_by("pk"), ("UPHELD", "NOT_UPHELD"), strict=True):
        judgment.points.create(point=point, verdict=verdict)
    whole = send(actor, begin(actor, reference, LetterCode.DECISION))
    letter = to_subject(actor, reference, LetterCode.DECISION)

    with pytest.raises(Refusal) as otherwise:
        send(actor, letter, addressee="J. Bakker", judgment="Bakker was grof: ongegrond.")
    sent = send(actor, letter, addressee="J. Bakker", judgment="Bakker was grof: gegrond.")

    assert whole.texts["judgment"] == "Bakker was grof: Gegrond.\nVisser belde niet terug: Ongegrond."
    assert (otherwise.value.code, otherwise.value.field) == ("letter_fact_not_named", "texts.judgment")
    assert sent.texts["judgment"] == "Bakker was grof: gegrond."


def test_whoever_it_is_about_hears_the_judgment_on_no_day_before_who_complains(actor: Actor) -> None:
    reference = register(actor, ABOUT_BAKKER)
    send(actor, begin(actor, reference, LetterCode.DECISION), **FOUND)
    letter = to_subject(actor, reference, LetterCode.DECISION)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": NOW}
    save_letter(**same, draft=LetterDraft(signer_id=actor.user_id))

    with pytest.raises(LetterMakesNoSenseNow):
        send_letter(**same, sending=Sending(way=ContactWay.LETTER, sent_on=TODAY - timedelta(days=1)))

    assert send_letter(**same, sending=Sending(way=ContactWay.LETTER, sent_on=TODAY)).sent_on == TODAY


def test_whoever_it_is_about_hears_the_judgment_after_who_complains_also_once_the_file_is_closed(actor: Actor) -> None:
    reference = register(actor, ABOUT_BAKKER)
    with pytest.raises(LetterMakesNoSenseNow):
        to_subject(actor, reference, LetterCode.DECISION)
    send(actor, begin(actor, reference, LetterCode.DECISION), **FOUND)
    close_complaint(actor=actor, reference=reference, ending=UPHELD, seen_version=None, now=NOW)

    letter = send(actor, to_subject(actor, reference, LetterCode.DECISION, LATER), LATER)

    assert letter.facts["addressee"] == "J. Bakker"
    assert list(letter.texts) == ["opening", "findings", "judgment", "motivation", "conclusions", "questions"]
    assert letter.texts["judgment"] == "Gegrond."
    printed = written_letter(letter, actor=actor, on=LATER.date()).printed
    assert printed.title == "Het oordeel over de klacht over uw werk"
    # The year for the ombudsman runs from the letter to who complains.
    opened = current_round(file(reference))
    assert (decided_on(opened), str(last_sent(opened, LetterCode.DECISION).sent_on)) == (TODAY, "2025-03-12")


def test_neither_whoever_it_is_about_nor_the_other_parent_is_told_who_is_shielded(actor: Actor) -> None:
    shielded = Person(name="Fatima El Amrani", address="Schuilstraat 9, 3511 AB Utrecht", identity=Identity.SHIELDED)
    reference = register(actor, replace(ABOUT_BAKKER, filer=shielded, affected_person=None))
    father = person(actor, reference, FATHER, Telling.EVERYTHING)
    found = FOUND | {"findings": "Fatima woont sinds mei op Schuilstraat 9. De heer Jansen, Laan 2, zei niets."}
    send(actor, begin(actor, reference, LetterCode.DECISION), **found)

    # Each begins with what went to who complains.
    for letter in (begin(actor, reference, LetterCode.DECISION, father), to_subject(actor, reference, LetterCode.DECISION)):
        with pytest.raises(LetterTellsShielded) as refused:
            send(actor, letter)

        assert refused.value.field == "texts.findings"
        assert refused.value.details["words"] == "de naam, het adres"
    assert Letter.objects.filter(sent_at__isnull=False).count() == 1

    # Nobody is kept from themselves.
    send(actor, Letter.objects.get(person=father), findings="De betaling bleef liggen. De heer Jansen, Laan 2, zei niets.")
    send(actor, Letter.objects.get(addressee=Addressee.SUBJECT), findings="De betaling bleef liggen.")
    assert Letter.objects.filter(sent_at__isnull=False).count() == 3


def test_a_measure_is_told_to_nobody_but_who_complains_unless_somebody_writes_it_there(actor: Actor) -> None:
    reference = register(actor, replace(ABOUT_BAKKER, affected_person=None))
    father = person(actor, reference, FATHER, Telling.EVERYTHING)
    send(actor, begin(actor, reference, LetterCode.DECISION), **FOUND | {"measures": "P. Visser krijgt een gesprek."})

    begun = [begin(actor, reference, LetterCode.DECISION, father), to_subject(actor, reference, LetterCode.DECISION)]

    for letter in begun:
        values = written_letter(letter, actor=actor, on=TODAY).values
        assert (values[Fact.FINDINGS], values.get(Fact.MEASURES)) == (FOUND["findings"], None)


def word_file(text: str, *, deleted: str = "") -> SentFile:
    made, written = io.BytesIO(), WordFile()
    paragraph = written.add_paragraph(text)
    if deleted:
        taken_out = f'<w:del {nsdecls("w")} w:id="1" w:author="A"><w:r><w:delText>{deleted}</w:delText></w:r></w:del>'
        paragraph._p.append(parse_xml(taken_out))
    written.save(made)
    return sent(made.getvalue(), "brief.docx")


def test_all_that_is_wrong_with_a_finished_letter_is_told_at_once(actor: Actor, settings: Any) -> None:
    shielded = Person(name="Fatima Bakker", address="Schuilstraat 9, 3511 AB Utrecht", identity=Identity.SHIELDED)
    reference = register(actor, replace(ABOUT_BAKKER, filer=shielded, affected_person=None))
    send(actor, begin(actor, reference, LetterCode.DECISION), **FOUND)
    letter = to_subject(actor, reference, LetterCode.DECISION)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": NOW}
    save_letter(**same, draft=LetterDraft(signer_id=actor.user_id))
    ticked = [block.key for block in LETTERS[LetterCode.DECISION].blocks]
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"

    with pytest.raises(Refusals) as refused:
        send_final_letter(**same, final=word_file("Fatima zei het."), ticked=ticked, sending=Sending(way=ContactWay.LETTER))

    told = [(one.code, one.field) for one in refused.value.refusals]
    assert told == [
        ("final_letter_not_scanned", "document"),
        ("final_letter_of_another", "ticked"),
        ("final_letter_tells_shielded", "document"),
    ]
    assert not Letter.objects.get(pk=letter.pk).is_sent


@pytest.mark.parametrize(
    ("final", "code"),
    [
        (word_file("Aan J. Bakker. Fatima woont op Schuilstraat 9."), "final_letter_tells_shielded"),
        (word_file("Aan J. Bakker.", deleted="Fatima woont op Schuilstraat 9."), "final_letter_tells_shielded"),
        (sent(PDF, "scan.pdf"), "final_letter_unread"),
        (word_file("J. Bakker\nDe betaling bleef liggen."), None),
    ],
)
def test_nor_does_a_letter_that_was_finished_elsewhere(actor: Actor, final: SentFile, code: str | None) -> None:
    shielded = Person(name="Fatima Bakker", address="Schuilstraat 9, 3511 AB Utrecht", identity=Identity.SHIELDED)
    reference = register(actor, replace(ABOUT_BAKKER, filer=shielded, affected_person=None))
    send(actor, begin(actor, reference, LetterCode.DECISION), **FOUND | {"findings": "Fatima vertelde het."})
    letter = to_subject(actor, reference, LetterCode.DECISION)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": NOW}
    save_letter(**same, draft=LetterDraft(signer_id=actor.user_id))
    ticked = [block.key for block in LETTERS[LetterCode.DECISION].blocks]

    found = []
    try:
        send_final_letter(**same, final=final, ticked=ticked, sending=Sending(way=ContactWay.LETTER))
    except Refusal as refusal:
        found = [(refusal.code, refusal.field)]

    # What the draft says does not go.
    assert found == ([(code, "document")] if code else [])
    assert Letter.objects.get(pk=letter.pk).is_sent is (code is None)


def test_the_verdict_on_a_subject_that_names_who_is_shielded_goes_to_the_other_parent_with_a_mark(actor: Actor) -> None:
    shielded = Person(name="Fatima El Amrani", identity=Identity.SHIELDED)
    told = replace(MOTHER, filer=shielded, affected_person=None, points=(PointTold(description="Het gesprek met El Amrani"),))
    reference = register(actor, told)
    father = person(actor, reference, FATHER, Telling.OUTCOME)
    verdict = VerdictTold(point_id=file(reference).points.get().pk, verdict=Verdict.UPHELD)
    told_now = JudgmentTold(verdicts=(verdict,), findings="Het bleef liggen", reasoning="Te lang")
    record_judgment(actor=actor, reference=reference, told=told_now, seen_version=None, now=NOW)

    letter = send(actor, begin(actor, reference, LetterCode.DECISION, father), conclusions="Wij betalen nu.")

    assert letter.texts["judgment"] == "Het gesprek met [afgeschermd]: Gegrond."


def test_the_copy_to_whoever_it_is_about_says_who_hears_them_and_promises_what_is_done(actor: Actor) -> None:
    reference = register(actor, ABOUT_BAKKER)
    committee = make_committee()
    make_member()
    put_before_committee(
        actor=actor, reference=reference, told_on=TODAY, way=ContactWay.LETTER, seen_version=None, now=NOW
    )  # fmt: skip
    assign_complaint(actor=actor, reference=reference, handler_id=actor.user_id, seen_version=None, now=NOW)

    letter = to_subject(actor, reference, LetterCode.COPY_TO_SUBJECT)

    assert said(actor, letter, "committee") == (
        f"De klacht ligt voor advies bij {committee.name}. Die hoort u en de klager, en adviseert ons over de klacht."
    )
    assert said(actor, letter, "procedure").endswith(
        "behandelt de klacht. Uiterlijk op 12 mei 2025 krijgt de klager antwoord."
        " Geven wij een oordeel over de klacht? Dan krijgt u dat ook in een brief."
    )


def test_the_api_words_a_letter_for_who_gets_it_as_the_page_does(
    actor: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    reference = register(actor)
    father = person(actor, reference, FATHER, Telling.OUTCOME)
    client = client_at(tenant, make_person(Role.COORDINATOR))
    query = "mutation ($i: BeginLetterInput!) { beginLetter(input: $i) { draft { parts { key title text } } errors { code field } } }"

    def begun(code: str) -> Any:
        given = {"reference": reference, "code": code, "addressee": "COMPLAINANT", "personId": str(father.pk)}
        sent = json.dumps({"query": query, "variables": {"i": given}})
        return client.post("/graphql/", sent, content_type="application/json").json()["data"]["beginLetter"]

    refused = begun("L04")
    as_solved(reference, TODAY)
    answered = begun("L07")

    parts = {one["key"]: (one["title"], one["text"]) for one in answered["draft"]["parts"]}
    assert answered["errors"] == []
    assert (parts["forWhom"], parts["comeBack"]) == (
        ("Waarom u deze brief krijgt", "U krijgt deze brief omdat u te maken hebt met de klacht van M. de Vries."),
        (
            "Terugkomen kan altijd",
            "Gaat het toch niet goed? Dan kan M. de Vries altijd terugkomen. Dan behandelen wij de klacht alsnog.",
        ),
    )
    assert refused["errors"] == [{"code": "outcome_alone", "field": None}]


def test_the_letters_of_everybody_beside_who_complains_cost_no_queries_of_their_own(actor: Actor) -> None:
    reference = register(actor, ABOUT_BAKKER)
    of, counts = {"complaint": Complaint.objects.get(reference=reference), "recorded_at": NOW}, []
    for names in ("A", "BCDE"):
        for name in names:
            FilePerson.objects.create(**of, role=PersonRole.LAWYER, name=name, address="Weg 1")
        with CaptureQueriesContext(connection) as asked:
            found = letters_to_people(Complaint.objects.get(reference=reference), today=NOW.date())
        counts.append((len(found), len(asked)))

    assert counts == [(1, counts[0][1]), (5, counts[0][1])]


def test_whether_drafts_lapsed_is_found_once_for_a_file(actor: Actor) -> None:
    counts = []
    for drafts in (1, 3):
        reference = register(actor, ABOUT_BAKKER)
        for _ in range(drafts):
            begin(actor, reference, LetterCode.HEARING_INVITATION)
        as_solved(reference, NOW.date())
        complaint = Complaint.objects.get(reference=reference)
        letters = letters_of_file(actor=actor, complaint=complaint)
        with CaptureQueriesContext(connection) as asked:
            rows = shown_letters(letters, today=NOW.date())
        counts.append(([row["has_lapsed"] for row in rows], len(asked)))

    assert [lapsed for lapsed, _queries in counts] == [[True], [True] * 3]
    assert counts[0][1] == counts[1][1]
