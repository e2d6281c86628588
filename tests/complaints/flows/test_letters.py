"""Letters in a file: begun where they make sense, kept while typing, sent whole or not at all, and then never changed."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils.translation import override
from docx import Document as WordFile
from pypdf import PdfReader

from complaints.code_lists import Verdict
from complaints.ending import Ending
from complaints.extending import ExtensionTold
from complaints.flows.acknowledgement import give_up_unsent, send_acknowledgement
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.documents import remove_document
from complaints.flows.extending import extend_term
from complaints.flows.judging import record_judgment
from complaints.flows.letters import (
    OF_THIS_FILE,
    LetterDraft,
    Sending,
    begin_letter,
    discard_letter,
    letter_to_finish,
    preview_letter,
    save_letter,
    send_final_letter,
    send_letter,
)
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.hearing import Heard
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.judging import JudgmentTold, VerdictTold
from complaints.keeping import SentFile, documents_storage, keep_documents, take_in
from complaints.letter_going import ConsentNotRecorded
from complaints.letter_writing import documents_to_put_with, lacks_of_final, letters_of_file, undelivered_among, written_letter
from complaints.letters.catalogue import LETTERS, Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.letters.pdf import letter_pdf
from complaints.models import (
    AgreedDate,
    Complaint,
    ComplaintEvent,
    ContactWay,
    CopyToSubject,
    Document,
    DocumentSource,
    HeardSide,
    Hearing,
    HearingWaiver,
    Identity,
    IncomingMessage,
    Judgment,
    Letter,
    LetterTemplate,
    MentionedDecision,
    OmbudsmanEntry,
    Round,
    SentMessage,
    Transfer,
)
from complaints.repeated_requests import RequestKey
from complaints.second_look import digest_of
from complaints.term_changes import ExtensionWeeksDiffer
from complaints.web.hearing_wording import shown_hearings
from complaints.web.timeline import shown_event
from complaints.web.wording import shown_letters
from tenants.accounts.models import Membership, User
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.models import OutboxMessage
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Authority, CompetentOmbudsman, SigningMandate
from tenants.permissions import Role
from tests.factories.committees import lay_before
from tests.factories.documents import CUT_OFF_PDF, LOCKED_PDF, MAIL, PDF, sent
from tests.factories.endings import SAID, UPHELD, as_solved
from tests.factories.mail_server import answer_with, away, no_address
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday; six weeks on is Good Friday, so the last day is Tuesday 22 April
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 12)
BY_MAIL = Submission(
    story="Te laat betaald", channel="EMAIL", filer=Person(name="M. de Vries", email="m@voorbeeld.example", address="Straat 1, Voorbeeld")
)
ON_PAPER = replace(BY_MAIL, channel="LETTER")
SETTLED = {"agreed": "U krijgt elke maand een overzicht."}
BY_POST = Sending(way=ContactWay.LETTER)
TO = Addressee.COMPLAINANT


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def signer(make_actor: Callable[..., Actor]) -> Actor:
    found = make_actor(Role.MANAGER)
    let_sign(found)
    return found


def let_sign(actor: Actor, code: str = "*", **days: date) -> None:
    period = {"valid_from": date(2020, 1, 1), **days}
    title = "Hoofd Klachten" if code == "*" else f"Tekent {code}"
    SigningMandate.objects.create(
        authority=Authority.objects.get(is_default=True), user_id=actor.user_id, function_title=title, letter_code=code, **period
    )


def register(actor: Actor, told: Submission = ON_PAPER) -> str:
    return register_complaint(confirms_at_once=False, actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def tried_to_reach(reference: str) -> str:
    file(reference).rounds.update(first_attempt_on=date(2025, 3, 10))
    return reference


def begin(actor: Actor, reference: str, code: LetterCode = LetterCode.SETTLED, to: Addressee = TO) -> Letter:
    if code is LetterCode.SETTLED:
        as_solved(reference, TODAY)
    return begin_letter(actor=actor, reference=reference, code=code, addressee=to, now=NOW)


def save(actor: Actor, letter: Letter, **draft: Any) -> Letter:
    given = LetterDraft(**draft)
    return save_letter(
        actor=actor, reference=letter.complaint.reference, letter_id=letter.pk, draft=given, seen_version=letter.version, now=NOW
    )


def send(actor: Actor, letter: Letter, sending: Sending = BY_POST, now: datetime = NOW) -> Letter:
    return send_letter(
        actor=actor, reference=letter.complaint.reference, letter_id=letter.pk, sending=sending, seen_version=letter.version, now=now
    )


def texts(actor: Actor, letter: Letter, *, on: date = TODAY) -> dict[str, str]:
    return dict(written_letter(Letter.objects.get(pk=letter.pk), actor=actor, on=on).texts)


def refused(actor: Actor, letter: Letter, sending: Sending = BY_POST, now: datetime = NOW) -> list[tuple[str, str | None]]:
    """Why it is not sent; nothing was sent, kept or told."""
    before = (list(ComplaintEvent.objects.values_list("code", flat=True)), Letter.objects.values().get(pk=letter.pk))
    with pytest.raises(Refusal) as told:
        send(actor, letter, sending, now)
    after = (list(ComplaintEvent.objects.values_list("code", flat=True)), Letter.objects.values().get(pk=letter.pk))
    assert (after, Document.objects.count(), SentMessage.objects.count(), mail.outbox) == (before, 0, 0, [])
    found = told.value.refusals if isinstance(told.value, Refusals) else (told.value,)
    return [(one.code, one.field) for one in found]


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def history(reference: str) -> list[str]:
    return list(ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk").values_list("code", flat=True))


def pdf_text(document: Document) -> str:
    with documents_storage().open(document.content.key) as stored:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(stored.read())).pages)


# Begun


def test_a_letter_begins_with_what_the_file_knows_and_with_who_may_sign(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)

    letter = begin(coordinator, reference, LetterCode.EXTENSION)

    assert (letter.signer_id, letter.version, history(reference)) == (signer.user_id, 1, ["registered", "letter_begun"])
    assert texts(coordinator, letter) == {
        "opening": "Beste M. de Vries,",
        "reason": "U zou uiterlijk op 22 april 2025 antwoord krijgen op uw klacht. Dat lukt niet. [reden]",
        "weeks": "Wij nemen [weken] langer de tijd. U krijgt uiterlijk op [nieuwe uiterste dag] antwoord.",
        "questions": f"Neem contact op met Samenwerking Voorbeeldstreek. Noem daarbij het nummer {reference}.",
    }


def test_what_was_agreed_and_recorded_is_told_and_not_asked_again(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    opened = file(reference).rounds.get()
    AgreedDate.objects.create(
        round=opened,
        due_on=date(2025, 6, 2),
        reason="Wij wachten op het verslag.",
        due_before=opened.due_on,
        due_after=date(2025, 6, 2),
        consented_on=date(2025, 3, 11),
        recorded_at=NOW,
    )
    opened.due_on = date(2025, 6, 2)
    opened.save()

    letter = begin(coordinator, reference, LetterCode.POSTPONEMENT)

    assert list(texts(coordinator, letter).values())[1:4] == [
        "U zou uiterlijk op 22 april 2025 antwoord krijgen. Wij spraken met u af dat het later mag. Wij wachten op het verslag.",
        "Op 11 maart 2025 schreef u ons dat u dat goed vindt. Een kopie daarvan zit bij deze brief.",
        "U krijgt uiterlijk op 2 juni 2025 antwoord op uw klacht.",
    ]
    assert send(coordinator, letter).is_sent


def agreed_on_a_later_day(reference: str, **proof: Any) -> None:
    opened = file(reference).rounds.get()
    days: dict[str, Any] = {"due_before": opened.due_on, "due_on": date(2025, 6, 2), "due_after": date(2025, 6, 2)}
    AgreedDate.objects.create(round=opened, reason="Ziek.", consented_on=date(2025, 3, 11), recorded_at=NOW, **days, **proof)
    Round.objects.filter(pk=opened.pk).update(due_on=date(2025, 6, 2))


def a_mail_with(reference: str, text: str) -> IncomingMessage:
    of = file(reference)
    came = {"complaint": of, "round": of.rounds.get(), "taken_in_at": RECEIVED, "arrived_at": RECEIVED}
    return IncomingMessage.objects.create(**came, nature="MESSAGE", digest="a", text=text)


def test_the_mail_in_which_somebody_agreed_to_a_later_day_goes_along_in_the_letter(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    said = "Akkoord met 2 juni.\nAnders maak ik bezwaar.\n\nM. de Vries"
    agreed_on_a_later_day(reference, consent_message=a_mail_with(reference, f" {said}\n"))

    letter = begin(coordinator, reference, LetterCode.POSTPONEMENT)
    gone = send(coordinator, letter)

    assert list(texts(coordinator, letter).values())[-1] == said
    assert documents_to_put_with(letter) == set()
    assert gone.document is not None
    pages = pdf_text(gone.document)
    places = [pages.index(words) for words in ("Ziek.", "Hoofd Klachten", "Bijlage: het bericht waarin u instemde", "Akkoord met 2 juni.")]
    assert places == sorted(places)


def test_a_consent_that_is_no_mail_with_a_text_is_put_with_the_letter(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    taken, _refused = take_in([sent(PDF, "Akkoord.pdf"), sent(MAIL, "Foto.eml")], now=NOW)
    kept, other = keep_documents(taken, complaint=file(reference), actor=coordinator, now=NOW, source=DocumentSource.API).added
    agreed_on_a_later_day(reference, consent_document=kept)

    letter = begin(coordinator, reference, LetterCode.POSTPONEMENT)

    assert (documents_to_put_with(letter), "enclosed_consent" in texts(coordinator, letter)) == ({kept.pk}, False)
    empty = a_mail_with(reference, " ")
    empty.documents.add(other)
    AgreedDate.objects.update(consent_document=None, consent_message=empty)
    letter.refresh_from_db()
    assert (documents_to_put_with(letter), "enclosed_consent" in texts(coordinator, letter)) == ({other.pk}, False)


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (ContactWay.EMAIL, "Op 11 maart 2025 schreef u ons dat u dat goed vindt. Een kopie daarvan krijgt u apart, op papier."),
        (ContactWay.LETTER, "Op 11 maart 2025 schreef u ons dat u dat goed vindt. Een kopie daarvan zit bij deze brief."),
    ],
)
def test_a_letter_says_of_the_consent_what_is_true_of_the_way_it_goes(
    coordinator: Actor, signer: Actor, settings: Any, way: ContactWay, told: str
) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    reference = register(coordinator, BY_MAIL)
    taken, _refused = take_in([sent(PDF, "Akkoord.pdf")], now=NOW)
    [kept] = keep_documents(taken, complaint=file(reference), actor=coordinator, now=NOW, source=DocumentSource.API).added
    agreed_on_a_later_day(reference, consent_document=kept)

    gone = send(coordinator, begin(coordinator, reference, LetterCode.POSTPONEMENT), Sending(way=way))

    assert [text for key, text in gone.texts.items() if key.startswith("consent")] == [told]
    assert gone.document is not None
    assert told.rpartition(". ")[2] in " ".join(pdf_text(gone.document).split())


def test_a_mail_with_the_consent_goes_along_in_a_letter_by_e_mail_too(coordinator: Actor, signer: Actor, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    reference = register(coordinator, BY_MAIL)
    agreed_on_a_later_day(reference, consent_message=a_mail_with(reference, "Akkoord"))

    gone = send(coordinator, begin(coordinator, reference, LetterCode.POSTPONEMENT), Sending(way=ContactWay.EMAIL))

    assert (gone.texts["consent"].endswith("zit bij deze brief."), gone.texts["enclosed_consent"]) == (True, "Akkoord")


def test_the_report_of_talks_begins_with_what_is_recorded_of_them(coordinator: Actor) -> None:
    reference = register(coordinator)
    opened = file(reference).rounds.get()
    same: dict[str, Any] = {"round": opened, "result": "HELD", "recorded_at": NOW}
    Hearing.objects.create(**same, side="COMPLAINANT", held_at=RECEIVED, report="Niemand belde terug.", present="Een vriendin")
    Hearing.objects.create(
        **same, side="SUBJECT", name="P", held_at=NOW, report="Het bericht bleef liggen.", heard_by_id=coordinator.user_id
    )
    Hearing.objects.create(**same | {"result": "DID_NOT_COME"}, side="WITNESS", name="W", report="Niets")

    letter = begin(coordinator, reference, LetterCode.HEARING_REPORT)

    assert letter.facts == {
        "heard_on": "2025-03-12",
        "said_by_complainant": "Niemand belde terug.",
        "said_by_subject": "Het bericht bleef liggen.",
        "reply_by": "2025-03-26",
    }
    written = written_letter(letter, actor=coordinator, on=TODAY)
    hearer = User.objects.get(pk=coordinator.user_id).get_full_name()
    assert Fact.PRESENT not in written.asked
    assert written.values[Fact.PRESENT] == f"Op 7 maart 2025: u, Een vriendin.\nOp 12 maart 2025: degene over wie de klacht gaat, {hearer}."
    assert [title for title, _text in written.printed.parts] == [
        "",
        "Wanneer en met wie",
        "Wat u vertelde",
        "Wat de betrokkene vertelde",
        "Klopt dit verslag?",
        "Hebt u vragen?",
    ]
    # Of an earlier day it tells who were there by then.
    letter = save(coordinator, letter, facts={"heard_on": "2025-03-07"})
    assert written_letter(letter, actor=coordinator, on=TODAY).values[Fact.PRESENT] == "U\nEen vriendin"


def test_a_report_to_one_of_two_it_is_about_tells_of_their_own_talk_and_names_nobody_who_is_shielded(
    coordinator: Actor, signer: Actor
) -> None:
    told = replace(ON_PAPER, involved=(InvolvedTold(name="P. Pietersen"), InvolvedTold(name="K. Bakker")))
    reference = register(coordinator, told)
    same: dict[str, Any] = {"round": file(reference).rounds.get(), "result": "HELD", "recorded_at": NOW, "held_at": RECEIVED}
    said = {"present": "M. de Vries", "report": "Niemand belde terug."}
    Hearing.objects.create(**same, side="COMPLAINANT", **said)
    own = Hearing.objects.create(**same, side="SUBJECT", name="P. Pietersen", report="Het bericht bleef liggen.")
    other = Hearing.objects.create(**same, side="SUBJECT", name="K. Bakker", report="Ik was ziek.")
    file(reference).parties.update(identity=Identity.SHIELDED)
    of = Heard(side=HeardSide.SUBJECT, name="P. Pietersen")
    asked: dict[str, Any] = {"code": LetterCode.HEARING_REPORT, "addressee": Addressee.SUBJECT}

    letter = begin_letter(actor=coordinator, reference=reference, **asked, subject=of, now=NOW)

    assert (letter.facts["said_by_subject"], letter.facts["heard_on"]) == ("Het bericht bleef liggen.", "2025-03-07")
    written = written_letter(letter, actor=coordinator, on=TODAY)
    assert written.values[Fact.PRESENT] == "De klager\n[afgeschermd]\nU"
    assert [block.title for block in written.blocks][2:4] == ["Wat de klager vertelde", "Wat u vertelde"]
    gone = send(coordinator, letter, replace(BY_POST, way=ContactWay.DESK))
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.report_sent_on, other.report_sent_on) == (TODAY, None)
    [event] = ComplaintEvent.objects.filter(code="hearing_reply_recorded")
    assert {name: event.data[name] for name in ("hearing", "side", "sent_on", "letter")} == {
        "hearing": str(own.pk),
        "side": "SUBJECT",
        "sent_on": "2025-03-12",
        "letter": str(gone.pk),
    }


def test_a_report_asks_by_which_day_somebody_says_what_is_not_right_and_leaves_a_week(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"round": file(reference).rounds.get(), "result": "HELD", "recorded_at": NOW}
    talk = Hearing.objects.create(**same, side="COMPLAINANT", held_at=RECEIVED, report="Niemand belde terug.", report_sent_on=TODAY)
    letter = begin(coordinator, reference, LetterCode.HEARING_REPORT)

    letter = save(coordinator, letter, facts={"said_by_subject": "Niet gehoord.", "reply_by": ""})
    assert refused(coordinator, letter) == [("letter_fact_missing", "facts.reply_by")]
    letter = save(coordinator, letter, facts={"reply_by": "2025-03-18"})
    assert refused(coordinator, letter) == [("letter_reply_too_soon", "facts.reply_by")]
    letter = save(coordinator, letter, facts={"reply_by": "2025-03-19"})

    assert send(coordinator, letter).is_sent
    # That it had the report already stands there once.
    assert (history(reference)[-1], Hearing.objects.get(pk=talk.pk).report_sent_on) == ("letter_sent", TODAY)


def test_a_report_is_of_a_talk_that_was_held_and_of_its_day(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    planned = {"round": file(reference).rounds.get(), "side": "COMPLAINANT", "planned_at": NOW, "recorded_at": NOW}
    talk_of = Hearing.objects.create(**planned)
    with pytest.raises(Refusal, match="talk_not_recorded"):
        begin(coordinator, reference, LetterCode.HEARING_REPORT)
    assert (Letter.objects.count(), history(reference)) == (0, ["registered"])

    Hearing.objects.filter(pk=talk_of.pk).update(result="HELD", held_at=NOW, report="Niemand belde terug.", present="M. de Vries")
    letter = begin(coordinator, reference, LetterCode.HEARING_REPORT)
    letter = save(coordinator, letter, facts={"said_by_subject": "Niet gehoord.", "heard_on": "2025-03-11"})
    assert refused(coordinator, letter) == [("nobody_heard_that_day", "facts.heard_on")]
    letter = save(coordinator, letter, facts={"heard_on": "2025-03-12"})
    Hearing.objects.update(result="CALLED_OFF", held_at=None)
    assert refused(coordinator, letter) == [("talk_not_recorded", "code"), ("letter_fact_not_in_register", "facts.present")]
    Hearing.objects.update(result="HELD", held_at=NOW)
    assert send(coordinator, letter).is_sent


ELSEWHERE = {"enclosed": "De klacht", "addressee": "Gemeente Elders\nPostbus 1\n1000 AA Elders"}


def forwarded(reference: str, **changes: Any) -> Transfer:
    given: dict[str, Any] = {
        "kind": "FORWARDED",
        "body": "Gemeente Elders",
        "why": "Zij beslissen",
        "handed_on": TODAY,
        "handed_way": "LETTER",
    }
    given |= {"received_on": RECEIVED.date(), "recorded_at": NOW, "told_remark": "De brief gaat vandaag"}
    return Transfer.objects.create(round=file(reference).rounds.get(), **given | changes)


def test_another_body_gets_a_letter_only_of_a_forwarding_to_it_once_who_complains_was_told(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    for to in (TO, Addressee.OTHER_BODY):
        with pytest.raises(Refusal, match="transfer_not_recorded"):
            begin(coordinator, reference, LetterCode.FORWARDING, to)
    assert (Letter.objects.count(), history(reference)) == (0, ["registered"])

    told = forwarded(reference)
    letter = save(coordinator, begin(coordinator, reference, LetterCode.FORWARDING, Addressee.OTHER_BODY), facts=ELSEWHERE)
    assert refused(coordinator, letter) == [("sender_told_first", "code")]
    letter = save(coordinator, letter, facts={"forwarded_to": "UWV"})
    assert ("transfer_not_recorded", "facts.forwarded_to") in refused(coordinator, letter)
    letter = save(coordinator, letter, facts={"forwarded_to": "Gemeente Elders"})
    send(coordinator, begin(coordinator, reference, LetterCode.FORWARDING))
    told.refresh_from_db()
    assert told.told_on == TODAY
    letter = send(coordinator, letter)
    assert letter.texts["same_day"] == "Wij stuurden de klacht op 12 maart 2025 door. Wij lieten de klager dat weten op 12 maart 2025."


def test_a_forwarding_that_was_taken_back_is_told_to_nobody(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    forwarded(reference)
    letters = [begin(coordinator, reference, LetterCode.FORWARDING, to) for to in (TO, Addressee.OTHER_BODY)]
    Transfer.objects.update(end="WITHDRAWN", ended_on=TODAY)

    for letter in letters:
        assert ("transfer_not_recorded", "code") in refused(coordinator, letter)


def test_of_who_cannot_be_reached_another_body_reads_that_they_could_not_be_told(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator, replace(ON_PAPER, filer=Person(name="M. de Vries")))
    forwarded(reference)
    letter = save(coordinator, begin(coordinator, reference, LetterCode.FORWARDING, Addressee.OTHER_BODY), facts=ELSEWHERE)

    assert send(coordinator, letter).texts["same_day"].endswith(" Wij konden de klager dat niet laten weten.")


def test_what_was_put_before_a_committee_after_its_confirmation_is_confirmed_anew_with_its_name_and_last_day(
    coordinator: Actor, signer: Actor
) -> None:
    reference = register(coordinator)
    assign_complaint(actor=coordinator, reference=reference, handler_id=coordinator.user_id or 0, seen_version=None, now=NOW)
    send(coordinator, begin(coordinator, reference, LetterCode.CONFIRMATION))
    with pytest.raises(Refusal, match="letter_makes_no_sense_now"):
        begin(coordinator, reference, LetterCode.CONFIRMATION)
    before = lay_before(reference)
    assert before.committee is not None

    anew = send(coordinator, begin(coordinator, reference, LetterCode.CONFIRMATION))

    assert anew.texts["committee"] == f"Over uw klacht adviseert {before.committee.name}."
    with pytest.raises(Refusal, match="letter_makes_no_sense_now"):
        begin(coordinator, reference, LetterCode.CONFIRMATION)


def test_a_day_of_another_ground_stands_in_no_letter(coordinator: Actor) -> None:
    letter = begin(coordinator, register(coordinator), LetterCode.NOT_TAKEN_UP)
    letter = save(coordinator, letter, facts={"ground": "9_8_1_F", "review_on": "2025-09-01"})
    assert "1 september 2025" in texts(coordinator, letter)["review"]

    assert "review" not in texts(coordinator, save(coordinator, letter, facts={"ground": "9_8_1_B"}))


def test_a_recommendation_of_the_ombudsman_is_answered_also_once_the_person_is_back(coordinator: Actor) -> None:
    reference = register(coordinator)
    with pytest.raises(Refusal, match="letter_makes_no_sense_now"):
        begin(coordinator, reference, LetterCode.ANSWER_TO_OMBUDSMAN, Addressee.OMBUDSMAN)
    entry = {"complaint": file(reference), "ombudsman": "O", "came_on": TODAY, "text": "Betaal terug", "recorded_at": NOW}
    OmbudsmanEntry.objects.create(**entry, step="RECOMMENDATION")

    assert begin(coordinator, reference, LetterCode.ANSWER_TO_OMBUDSMAN, Addressee.OMBUDSMAN).code == "L13"


def test_the_answer_to_the_ombudsman_begins_with_the_recommendation_that_waits_longest_for_one(coordinator: Actor) -> None:
    reference = register(coordinator)
    days = [(date(2025, 3, 9), TODAY), (date(2025, 3, 10), None), (date(2025, 3, 11), None)]
    for came_on, answered_on in days:
        entry = {"complaint": file(reference), "ombudsman": "O", "came_on": came_on, "text": f"Aanbeveling {came_on.day}"}
        OmbudsmanEntry.objects.create(**entry, answered_on=answered_on, step="RECOMMENDATION", recorded_at=NOW)
    # What is no recommendation is not answered with this letter.
    OmbudsmanEntry.objects.create(**entry | {"came_on": date(2025, 3, 8)}, step="INQUIRY", recorded_at=NOW)

    def begun() -> str:
        letter = begin(coordinator, reference, LetterCode.ANSWER_TO_OMBUDSMAN, Addressee.OMBUDSMAN)
        return texts(coordinator, letter)["recommendation"]

    assert begun() == "Op 10 maart 2025 deed u ons deze aanbeveling:\n\nAanbeveling 10"
    Letter.objects.all().delete()
    OmbudsmanEntry.objects.update(answered_on=TODAY)
    assert begun() == "Op 11 maart 2025 deed u ons deze aanbeveling:\n\nAanbeveling 11"


def test_the_letter_with_the_answer_to_a_recommendation_is_the_answer_in_the_file(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    entry = {"complaint": file(reference), "ombudsman": "O", "answer_by": date(2025, 4, 9), "recorded_at": NOW}
    asked = OmbudsmanEntry.objects.create(**entry, step="RECOMMENDATION", came_on=TODAY, text="Betaal terug")
    OmbudsmanEntry.objects.create(**entry, step="RECOMMENDATION", came_on=date(2025, 3, 13), text="Bied excuses aan")
    letter = begin(coordinator, reference, LetterCode.ANSWER_TO_OMBUDSMAN, Addressee.OMBUDSMAN)
    told = {"addressee": "De ombudsman\nPostbus 1", "followed": "Wij volgen uw aanbeveling.", "motivation": "U hebt gelijk."}

    send(coordinator, save(coordinator, letter, facts=told))

    answered = OmbudsmanEntry.objects.get(answered_on__isnull=False)
    assert (answered.pk, answered.answered_on, answered.is_followed) == (asked.pk, TODAY, None)
    assert answered.answer == "Wij volgen uw aanbeveling.\n\nU hebt gelijk."
    assert ComplaintEvent.objects.get(code="ombudsman_answered").data["letter"] == str(letter.pk)


@pytest.mark.parametrize("weeks", [1, 2, 3, 4])
def test_the_new_last_day_of_an_extension_is_the_clocks(coordinator: Actor, weeks: int) -> None:
    # From Friday 18 April; a week on is 25 April, then 2, 9 and 16 May.
    days = {1: "25 april 2025", 2: "2 mei 2025", 3: "9 mei 2025", 4: "16 mei 2025"}
    letter = begin(coordinator, register(coordinator), LetterCode.EXTENSION)

    save(coordinator, letter, facts={"weeks": str(weeks), "reason": "Ziekte."})

    told = "1 week" if weeks == 1 else f"{weeks} weken"
    assert texts(coordinator, letter)["weeks"] == f"Wij nemen {told} langer de tijd. U krijgt uiterlijk op {days[weeks]} antwoord."


def test_a_letter_that_makes_no_sense_is_not_begun(coordinator: Actor, signer: Actor) -> None:
    by_mail, closed = register(coordinator, BY_MAIL), register(coordinator)
    close_complaint(actor=coordinator, reference=closed, ending=UPHELD, seen_version=None, now=NOW)

    for reference, code in ((by_mail, LetterCode.CONFIRMATION), (closed, LetterCode.DECISION), (by_mail, LetterCode.YEARLY_LIST)):
        with pytest.raises(Refusal, match="letter_makes_no_sense_now"):
            begin(coordinator, reference, code)

    assert (Letter.objects.count(), history(by_mail), history(closed)) == (0, ["registered"], ["registered", "closed"])


def test_a_letter_asked_for_twice_with_one_key_is_begun_once(coordinator: Actor) -> None:
    reference, key = register(coordinator), RequestKey(key="een", digest="a" * 64)
    as_solved(reference, TODAY)
    asked: dict[str, Any] = {"actor": coordinator, "reference": reference, "code": LetterCode.SETTLED, "addressee": TO, "now": NOW}

    first, second = (begin_letter(**asked, request_key=key) for _ in range(2))

    assert (first.pk, Letter.objects.count(), history(reference)) == (second.pk, 1, ["registered", "letter_begun"])


# Kept while typing


def test_a_part_follows_the_facts_until_somebody_rewrites_it(coordinator: Actor) -> None:
    letter = begin(coordinator, register(coordinator))
    shown = texts(coordinator, letter)

    letter = save(coordinator, letter, facts={"agreed": "Eerst dit."}, texts=shown)
    assert (letter.texts, texts(coordinator, letter)["agreed"][-10:]) == ({}, "Eerst dit.")

    letter = save(coordinator, letter, facts={"agreed": "Toch dat."}, texts={"come_back": "U kunt altijd terugkomen, echt.\r\n"})
    assert letter.texts == {"come_back": "U kunt altijd terugkomen, echt."}
    assert (texts(coordinator, letter)["agreed"][-9:], letter.version) == ("Toch dat.", 3)

    letter = save(coordinator, letter, texts={})
    assert (letter.texts, letter.facts) == ({}, {"agreed": "Toch dat."})


def test_who_comes_second_overwrites_nothing(coordinator: Actor) -> None:
    letter = begin(coordinator, register(coordinator))
    save(coordinator, letter, facts={"agreed": "Van de een"})

    with pytest.raises(Refusal, match="letter_changed_meanwhile") as told:
        save(coordinator, letter, facts={"agreed": "Van de ander"})

    assert (told.value.details, Letter.objects.get().facts) == ({"version": 2}, {"agreed": "Van de een"})


def test_what_cannot_be_kept_is_told_at_once_and_nothing_is(coordinator: Actor) -> None:
    letter = begin(coordinator, register(coordinator), LetterCode.EXTENSION)

    with pytest.raises(Refusals) as told:
        save(coordinator, letter, facts={"weeks": "veel", "received_on": "2025-03-01", "reason": "Goed"}, texts={"slot": "x"}, signer_id=1)

    assert [(one.code, one.field) for one in told.value.refusals] == [
        ("letter_fact_unreadable", "facts.weeks"),
        ("letter_part_unknown", "facts.received_on"),
        ("letter_part_unknown", "texts.slot"),
        ("letter_signer_missing", "signer"),
    ]
    assert Letter.objects.values_list("facts", "version").get() == ({}, 1)


def test_a_draft_is_thrown_away_and_the_history_says_there_was_one(coordinator: Actor) -> None:
    reference = register(coordinator)
    letter = begin(coordinator, reference)

    discard_letter(actor=coordinator, reference=reference, letter_id=letter.pk, seen_version=None, now=NOW)

    assert (Letter.objects.count(), history(reference)) == (0, ["registered", "letter_begun", "letter_discarded"])


@pytest.mark.parametrize("is_judged", [False, True])
def test_that_who_complains_is_satisfied_is_told_only_of_what_was_closed_as_solved(
    coordinator: Actor, signer: Actor, is_judged: bool
) -> None:
    reference = register(coordinator)
    ask: dict[str, Any] = {"actor": coordinator, "reference": reference, "code": LetterCode.SETTLED, "addressee": TO, "now": NOW}
    with pytest.raises(Refusal, match="settlement_not_recorded"):
        begin_letter(**ask)
    if is_judged:
        of = file(reference).rounds.get()
        Judgment.objects.create(round=of, findings="F", reasoning="M", letter_sent_on=TODAY, recorded_at=NOW)
        with pytest.raises(Refusal, match="judgment_told_already"):
            begin_letter(**ask)
        as_solved(reference, TODAY)
        with pytest.raises(Refusal, match="letter_makes_no_sense_now"):
            begin_letter(**ask)
        assert history(reference) == ["registered"]
        return
    ending = Ending(outcome="SETTLED", **SAID, complainants_words="Ja", confirmed_on=TODAY)
    close_complaint(actor=coordinator, reference=reference, ending=ending, seen_version=None, now=NOW)
    assert begin_letter(**ask).code == "L07"


def test_a_draft_that_it_is_solved_does_not_go_from_a_file_that_was_closed_otherwise(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED)
    Round.objects.update(outcome=make_label(Dimension.OUTCOME, "Ingetrokken", "WITHDRAWN"))

    assert refused(coordinator, letter) == [("letter_lapsed", "code")]

    Round.objects.update(outcome=None, closed_on=None)
    assert refused(coordinator, letter) == [("settlement_not_recorded", "code")]


# Sent


def test_a_letter_that_reads_otherwise_than_was_shown_does_not_go(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)
    shown = digest_of(written_letter(letter, actor=coordinator, on=TODAY))
    LetterTemplate.objects.create(code="L07", block="come_back", text="U kunt altijd terugkomen, bij ons.", changed_at=NOW)

    def sent_with(digest: str) -> Letter:
        sending: dict[str, Any] = {"sending": BY_POST, "seen_version": letter.version, "seen_digest": digest, "now": NOW}
        return send_letter(actor=coordinator, reference=reference, letter_id=letter.pk, **sending)

    with pytest.raises(Refusal) as told:
        sent_with(shown)

    assert (told.value.code, told.value.field) == ("letter_changed_meanwhile", "version")
    assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)
    assert sent_with(digest_of(written_letter(letter, actor=coordinator, on=TODAY))).is_sent


def test_a_letter_on_paper_becomes_a_document_that_stays(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)

    letter = send(coordinator, letter, Sending(way=ContactWay.DESK, sent_on=date(2025, 3, 11)))

    document = Document.objects.get()
    assert (document.name, document.kind, document.source) == ("L07 Afsluiting naar tevredenheid 2025-03-11.pdf", "pdf", "LETTER")
    with documents_storage().open(document.content.key) as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == letter.sha256 == document.sha256
    assert (letter.sent_on, letter.way, letter.sent_by_id, letter.function_title) == (
        date(2025, 3, 11),
        "DESK",
        coordinator.user_id,
        "Hoofd Klachten",
    )
    told = pdf_text(document)
    for line in ("M. de Vries", "Straat 1, Voorbeeld", "Datum: 11 maart 2025", "U krijgt elke maand een overzicht.", "Hoofd Klachten"):
        assert line in told
    event = ComplaintEvent.objects.get(code="letter_sent")
    assert (event.data["way"], event.data["on"], event.data["sha256"], event.personal) == ("DESK", "2025-03-11", letter.sha256, None)
    assert (mail.outbox, OutboxMessage.objects.filter(task_name="complaints.send_letter").count()) == ([], 0)

    for change in (
        lambda: send(coordinator, letter),
        lambda: save(coordinator, letter, facts={}),
        lambda: discard_letter(actor=coordinator, reference=reference, letter_id=letter.pk, seen_version=None, now=NOW),
    ):
        with pytest.raises(Refusal, match="letter_already_sent"):
            change()
    with pytest.raises(Refusal, match="document_is_sent_letter"):
        remove_document(actor=coordinator, reference=reference, document_id=document.pk, reason="Weg ermee", now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(sha256="0" * 64)
    assert (Letter.objects.get().sha256, Document.objects.count()) == (letter.sha256, 1)


def test_everything_that_is_missing_is_told_at_once_and_nothing_goes(coordinator: Actor) -> None:
    letter = begin(coordinator, register(coordinator), LetterCode.NOT_TAKEN_UP)
    letter = save(coordinator, letter, texts={"motivation": " "})

    assert refused(coordinator, letter, Sending(way=ContactWay.PHONE, sent_on=date(2025, 3, 13))) == [
        ("day_in_future", "sent_on"),
        ("letter_fact_missing", "facts.ground"),
        ("letter_fact_missing", "facts.ground_facts"),
        ("letter_fact_missing", "facts.motivation"),
        ("letter_fact_not_in_register", "facts.ombudsman"),
        ("letter_block_missing", "texts.motivation"),
        ("nobody_may_sign", "signer"),
        ("nobody_tried", "code"),
        ("letter_way_unfit", "way"),
    ]


def test_a_letter_names_the_ombudsman_of_its_authority_on_its_day(coordinator: Actor, signer: Actor) -> None:
    authority = Authority.objects.get(is_default=True)
    CompetentOmbudsman.objects.create(authority=authority, name="de oude ombudsman", valid_until=date(2024, 12, 31))
    CompetentOmbudsman.objects.create(authority=authority, name="de Nationale ombudsman", valid_from=date(2025, 1, 1))
    facts = {"ground": "9_8_2", "ground_facts": "Eén euro.", "motivation": "Het kost drie dagen."}
    letter = save(coordinator, begin(coordinator, tried_to_reach(register(coordinator)), LetterCode.NOT_TAKEN_UP), facts=facts)

    assert "de Nationale ombudsman" in pdf_text(send(coordinator, letter).document)  # type: ignore[arg-type]


def test_no_letter_tells_that_objection_was_possible_while_it_still_is(coordinator: Actor, signer: Actor) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = tried_to_reach(register(coordinator))
    MentionedDecision.objects.create(
        complaint=file(reference),
        what="Afwijzing",
        contested="CONTENT",
        announcement="WRITTEN",
        announced_on=date(2025, 3, 1),
        recorded_at=NOW,
    )
    facts = {"ground": "9_8_1_C", "ground_facts": "Het besluit van 1 maart 2025.", "motivation": "Er was bezwaar."}
    facts["decision_announced_on"] = "2025-01-06"
    letter = save(coordinator, begin(coordinator, reference, LetterCode.NOT_TAKEN_UP), facts=facts)

    assert refused(coordinator, letter) == [("objection_may_be_open", "facts.ground")]

    assert send(coordinator, save(coordinator, letter, facts=facts | {"ground": "9_8_1_A"})).is_sent


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"ground": "9_8_1_B"}, [("conduct_day_missing", "facts.conduct_on")]),
        ({"ground": "9_8_1_B", "conduct_on": "2024-03-07"}, [("conduct_within_a_year", "facts.conduct_on")]),  # a year to the day
        ({"ground": "9_8_1_B", "conduct_on": "2025-03-10"}, [("conduct_after_complaint", "facts.conduct_on")]),
        ({"ground": "9_8_1_B", "conduct_on": "2024-03-06"}, []),
        ({"ground": "9_8_1_C"}, [("announcement_day_missing", "facts.decision_announced_on"), ("decision_not_recorded", "facts.ground")]),
        (
            {"ground": "9_8_1_C", "decision_announced_on": "2025-03-03"},
            [("decision_not_recorded", "facts.ground"), ("objection_may_be_open", "facts.decision_announced_on")],
        ),
        ({"ground": "9_8_1_D", "decision_announced_on": "2025-01-06"}, [("decision_not_recorded", "facts.ground")]),
        ({"ground": "9_8_1_F"}, [("review_day_missing", "facts.review_on")]),
        ({"ground": "9_8_1_F", "review_on": "2025-03-12"}, [("review_not_ahead", "facts.review_on")]),
        ({"ground": "9_8_1_F", "review_on": "2025-03-13"}, []),
        ({"ground": "9_8_1_A", "conduct_on": ""}, []),
    ],
)
def test_nobody_is_told_a_ground_without_what_it_rests_on(
    coordinator: Actor, signer: Actor, facts: dict[str, str], found: list[tuple[str, str]]
) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = tried_to_reach(register(coordinator))
    told = {"ground_facts": "De feiten.", "motivation": "Daarom."} | facts
    letter = save(coordinator, begin(coordinator, reference, LetterCode.NOT_TAKEN_UP), facts=told)

    if found:
        assert refused(coordinator, letter) == found
    else:
        assert send(coordinator, letter).is_sent


def test_a_letter_names_another_file_than_its_own_as_the_earlier_one(coordinator: Actor, signer: Actor) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = tried_to_reach(register(coordinator))
    told = {"ground": "9_8_1_A", "ground_facts": f"Wij behandelden dit op 3 juni 2024 al onder {reference}.", "motivation": "Daarom."}
    letter = save(coordinator, begin(coordinator, reference, LetterCode.NOT_TAKEN_UP), facts=told)

    assert refused(coordinator, letter) == [("earlier_handling_is_this_file", "facts.ground_facts")]
    letter = save(coordinator, letter, facts={"ground_facts": f"Uw klacht {reference} gaat over hetzelfde als 2024-00017."})
    assert send(coordinator, letter).is_sent


def test_no_letter_says_for_the_reasons_of_another_file_that_it_is_too_slight(coordinator: Actor, signer: Actor) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    facts = {"ground": "9_8_2", "ground_facts": "Eén euro.", "motivation": "Het kost drie dagen."}
    first, second = (
        save(coordinator, begin(coordinator, tried_to_reach(register(coordinator)), LetterCode.NOT_TAKEN_UP), facts=facts) for _ in range(2)
    )
    send(coordinator, first)

    with pytest.raises(Refusal) as told:
        send(coordinator, second)
    assert (told.value.code, told.value.field) == ("motivation_of_another_file", "facts.motivation")
    assert (Letter.objects.get(pk=second.pk).is_sent, Document.objects.count()) == (False, 1)
    assert send(coordinator, save(coordinator, second, facts={"motivation": "Alle post van 2023 nalezen kost drie dagen."})).is_sent


def test_after_the_four_weeks_and_before_anybody_tried_it_is_told_at_once_what_is_in_the_way(coordinator: Actor, signer: Actor) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    facts = {"ground": "9_8_2", "ground_facts": "Eén euro.", "motivation": "Het kost drie dagen."}
    letter = save(coordinator, begin(coordinator, register(coordinator), LetterCode.NOT_TAKEN_UP), facts=facts)
    late = datetime(2025, 4, 5, 9, 0, tzinfo=UTC)  # Saturday; the four weeks ended on Friday 4 April

    assert refused(coordinator, letter, now=late) == [("nobody_tried", "code"), ("late_notice_needs_reason", "facts.late_reason")]

    tried_to_reach(letter.complaint.reference)
    assert send(coordinator, save(coordinator, letter, facts={"late_reason": "Wij wachtten op stukken."}), now=late).is_sent


def test_another_letter_that_it_is_not_taken_up_says_which_one_it_replaces_and_why(coordinator: Actor, signer: Actor) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = tried_to_reach(register(coordinator))
    facts = {"ground": "9_8_2", "ground_facts": "Eén euro.", "motivation": "Het kost drie dagen."}
    first, second = (save(coordinator, begin(coordinator, reference, LetterCode.NOT_TAKEN_UP), facts=facts) for _one in range(2))
    assert "replaces" not in texts(coordinator, first)
    send(coordinator, first)

    second = save(coordinator, second, facts={"ground": "9_8_1_A"})

    for why in ("", "."):
        second = save(coordinator, second, facts={"why_anew": why})
        with pytest.raises(Refusal) as told:
            send(coordinator, second)
        assert (told.value.code, told.value.field) == ("letter_fact_missing", "facts.why_anew")
    assert [one.pk for one in Letter.objects.exclude(sent_at=None)] == [first.pk]

    second = save(coordinator, second, facts={"why_anew": "Wij noemden de verkeerde reden."})
    assert texts(coordinator, second)["replaces"] == (
        "Wij schreven u hier al over op 12 maart 2025. Deze brief komt in plaats van die brief. Wij noemden de verkeerde reden."
    )
    assert send(coordinator, second).is_sent


@pytest.mark.parametrize("has_returned", [False, True])
def test_a_judgment_after_all_says_that_it_replaces_the_letter_that_it_is_not_taken_up(
    coordinator: Actor, signer: Actor, has_returned: bool
) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = tried_to_reach(register(coordinator, ON_PAPER))
    not_taken_up = {"ground": "9_8_2", "ground_facts": "Eén euro.", "motivation": "Het kost drie dagen."}
    facts = {"findings": "F", "motivation": "M", "conclusions": "C", "judgment": "Gegrond."}
    letter = save(coordinator, begin(coordinator, reference, LetterCode.DECISION), facts=facts)
    assert "replaces" not in texts(coordinator, letter)
    went = send(coordinator, save(coordinator, begin(coordinator, reference, LetterCode.NOT_TAKEN_UP), facts=not_taken_up))
    if has_returned:
        message = {"complaint": went.complaint, "round": went.round, "letter": went, "letter_code": "L05"}
        SentMessage.objects.create(**message, message_id="<1@test>", queued_at=NOW, sent_at=NOW, returned_at=NOW)
        assert "replaces" not in send(coordinator, letter).texts
        return

    for text, lacks in (
        ("Wij kijken er nog eens naar.", ["letter_fact_not_named", "letter_sentence_missing"]),
        ("", ["letter_block_missing"]),
    ):
        letter = save(coordinator, letter, texts={"replaces": text})
        with pytest.raises(Refusal) as told:
            send(coordinator, letter)
        found = told.value.refusals if isinstance(told.value, Refusals) else (told.value,)
        assert [(one.code, one.field) for one in found] == [(code, "texts.replaces") for code in lacks]
    later = send(coordinator, save(coordinator, letter, texts={}), now=NOW + timedelta(days=1))

    assert later.texts["replaces"] == "Wij namen opnieuw een beslissing. Deze brief komt in plaats van onze brief van 12 maart 2025."


def test_what_did_not_arrive_is_replaced_by_no_letter(coordinator: Actor, signer: Actor) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = tried_to_reach(register(coordinator))
    facts = {"ground": "9_8_2", "ground_facts": "Eén euro.", "motivation": "Het kost drie dagen."}
    first, second = (save(coordinator, begin(coordinator, reference, LetterCode.NOT_TAKEN_UP), facts=facts) for _one in range(2))
    sent_letter = send(coordinator, first)
    message = {"complaint": sent_letter.complaint, "round": sent_letter.round, "letter": sent_letter, "letter_code": "L05"}
    SentMessage.objects.create(**message, message_id="<1@test>", queued_at=NOW, sent_at=NOW, returned_at=NOW)

    assert "replaces" not in texts(coordinator, second)
    assert send(coordinator, second).is_sent


def test_the_letter_that_rests_on_consent_waits_for_the_recorded_consent(coordinator: Actor, signer: Actor) -> None:
    with pytest.raises(ConsentNotRecorded) as refusal:
        begin(coordinator, register(coordinator), LetterCode.POSTPONEMENT)

    assert (refusal.value.code, refusal.value.field, Letter.objects.count()) == ("consent_not_recorded", "code", 0)


def test_a_letter_begun_before_something_else_happened_is_judged_anew(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    letter = begin(coordinator, reference, LetterCode.EXTENSION)
    letter = save(coordinator, letter, facts={"weeks": "4", "reason": "Ziekte."})

    late = datetime(2025, 4, 23, 9, 0, tzinfo=UTC)
    assert ("letter_after_term", "facts.due_on") in refused(coordinator, letter, now=late)
    assert ("letter_makes_no_sense_now", "code") in refused(coordinator, letter, now=late)


def test_both_letters_of_an_extension_and_its_record_tell_of_the_same_weeks(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator, replace(ON_PAPER, involved=(InvolvedTold(name="J. Bakker"),)))
    first = begin(coordinator, reference, LetterCode.EXTENSION)
    send(coordinator, save(coordinator, first, facts={"weeks": "2", "reason": "Ziekte."}))

    second = begin(coordinator, reference, LetterCode.EXTENSION_TO_SUBJECT, Addressee.SUBJECT)
    assert second.facts["weeks"] == "2"
    second = save(coordinator, second, facts={"weeks": "4", "reason": "Ziekte.", "addressee": "J. Bakker"})
    with pytest.raises(ExtensionWeeksDiffer) as refusal:
        send(coordinator, second)
    assert (refusal.value.field, Letter.objects.get(pk=second.pk).is_sent) == ("facts.weeks", False)

    def extend(weeks: int) -> Complaint:
        told = ExtensionTold(weeks=weeks, reason="Ziekte", complainant_sent_on=TODAY, subject_sent_on=TODAY)
        return extend_term(actor=coordinator, reference=reference, told=told, seen_version=None, now=NOW + timedelta(minutes=1))

    with pytest.raises(ExtensionWeeksDiffer) as refusal:
        extend(4)
    assert (refusal.value.field, file(reference).rounds.get().extended_weeks) == ("weeks", 0)
    assert send(coordinator, save(coordinator, second, facts={"weeks": "2"})).is_sent
    assert file(reference).rounds.get().extended_weeks == 2
    # What is recorded is over: a second one tells of its own weeks.
    assert "weeks" not in begin(coordinator, reference, LetterCode.EXTENSION).facts


def test_a_sign_that_cannot_be_printed_is_told(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts={"agreed": "Dank \N{GRINNING FACE}"})

    assert refused(coordinator, letter) == [("letter_unprintable", None)]


def test_a_confirmation_on_paper_confirms_receipt(coordinator: Actor, signer: Actor, make_actor: Callable[..., Actor]) -> None:
    reference, handler = register(coordinator), make_actor(Role.HANDLER)
    assign_complaint(actor=coordinator, reference=reference, handler_id=handler.user_id or 0, seen_version=None, now=NOW)
    opened = file(reference).rounds.get()
    assert opened.handler is not None
    opened.handler.name = "Karin Kort"
    opened.handler.save()

    send(coordinator, begin(coordinator, reference, LetterCode.CONFIRMATION), Sending(way=ContactWay.LETTER, sent_on=date(2025, 3, 10)))

    opened = file(reference).rounds.get()
    assert (opened.acknowledged_on, opened.acknowledged_by) == (date(2025, 3, 10), "LETTER")


# Who signs


def test_only_who_holds_a_mandate_that_day_and_was_not_involved_signs(
    coordinator: Actor, signer: Actor, make_actor: Callable[..., Actor]
) -> None:
    before, of_another, of_this = (make_actor(Role.HANDLER) for _ in range(3))
    let_sign(before, valid_until=date(2025, 3, 11))
    let_sign(of_another, "L10")
    let_sign(of_this, "L08")
    reference = register(coordinator)
    letter = begin(coordinator, reference, LetterCode.EXTENSION)

    def signers() -> set[int]:
        return {one.user_id for one in written_letter(Letter.objects.get(), actor=coordinator, on=TODAY).signers}

    assert (signers(), letter.signer_id) == ({signer.user_id, of_this.user_id}, None)
    involved = {"involved": (InvolvedTold(user_id=signer.user_id),)}
    update_complaint(actor=coordinator, reference=reference, changes=involved, seen_version=None, now=NOW)
    assert signers() == {of_this.user_id}


def test_who_was_chosen_and_may_not_sign_on_the_day_of_the_letter_is_told_with_that_day(
    coordinator: Actor, signer: Actor, make_actor: Callable[..., Actor]
) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED, signer_id=signer.user_id)
    SigningMandate.objects.filter(user_id=signer.user_id).update(valid_from=TODAY)
    let_sign(make_actor(Role.MANAGER))

    with pytest.raises(Refusal, match="letter_signer_missing") as told:
        send(coordinator, letter, Sending(way=ContactWay.LETTER, sent_on=date(2025, 3, 10)))
    assert told.value.details == {"sent_on": date(2025, 3, 10)}
    assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)


def test_that_nobody_may_sign_is_said_of_the_day_of_the_letter(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED)
    SigningMandate.objects.filter(user_id=signer.user_id).update(valid_from=TODAY)

    with pytest.raises(Refusal, match="nobody_may_sign") as told:
        send(coordinator, letter, Sending(way=ContactWay.LETTER, sent_on=date(2025, 3, 11)))

    with override("nl"):
        assert told.value.text == (
            f"Niemand mag deze brief ondertekenen namens {letter.complaint.authority.name} op di 11 maart 2025: niemand met een rol"
            " hier mocht dat op die dag. Klopt deze dag van de brief? Dan legt een beheerder vast wie mag ondertekenen, en vanaf welke"
            " dag, bij Organisatie."
        )
    assert Letter.objects.get().is_sent is False


def test_a_letter_of_before_the_role_of_whoever_signed_it_is_noted_with_its_own_day(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED)
    Membership.objects.filter(user_id=signer.user_id).update(starts_on=TODAY)

    sent_before = send(coordinator, letter, Sending(way=ContactWay.LETTER, sent_on=date(2025, 3, 11)))

    assert (sent_before.is_sent, sent_before.sent_on, sent_before.signer_id) == (True, date(2025, 3, 11), signer.user_id)


def test_whoever_left_signed_the_letters_of_before_and_none_after(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED)
    Membership.objects.filter(user_id=signer.user_id).update(ended_at=datetime(2025, 3, 11, 12, 0, tzinfo=UTC))

    assert refused(coordinator, letter) == [("nobody_may_sign", "signer")]
    assert send(coordinator, letter, Sending(way=ContactWay.LETTER, sent_on=date(2025, 3, 11))).is_sent


def test_who_was_chosen_and_may_not_sign_any_more_holds_the_letter_up(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED)
    SigningMandate.objects.filter(user_id=signer.user_id).update(valid_until=date(2025, 3, 11))

    assert refused(coordinator, letter) == [("nobody_may_sign", "signer")]


# By e-mail


def test_a_letter_goes_by_no_mail_that_is_not_secure(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator, BY_MAIL)), facts=SETTLED)

    assert refused(coordinator, letter, Sending(way=ContactWay.EMAIL)) == [("mail_not_secure", "way")]


def test_by_a_secure_relay_it_goes_after_the_commit_once_and_the_mail_tells_nothing(
    coordinator: Actor, signer: Actor, settings: Any
) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    reference = register(coordinator, BY_MAIL)
    letter = send(coordinator, save(coordinator, begin(coordinator, reference), facts=SETTLED), Sending(way=ContactWay.EMAIL))
    message = SentMessage.objects.get()
    queued = OutboxMessage.objects.get(task_name="complaints.send_letter")

    assert (queued.payload, mail.outbox, message.letter_id) == ({"message_id": message.message_id}, [], letter.pk)
    assert [send_acknowledgement(message_id=message.message_id, now=NOW) for _ in range(2)] == [True, False]

    [gone] = mail.outbox
    assert (gone.to, gone.subject) == (["m@voorbeeld.example"], f"Een brief voor u ({reference})")
    assert [word for word in ("Vries", "betaald", "overzicht", "tevreden") if word in gone.body] == []
    [(name, content, kind)] = gone.attachments  # type: ignore[misc]
    assert (name, kind, hashlib.sha256(content).hexdigest()) == (f"Brief {reference}.pdf", "application/pdf", letter.sha256)  # type: ignore[arg-type]


def test_who_did_not_file_electronically_gets_mail_only_after_saying_so(coordinator: Actor, signer: Actor, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED)
    by_mail = Sending(way=ContactWay.EMAIL)

    assert refused(coordinator, letter, by_mail) == [("not_agreed_to_mail", "has_agreed_to_mail")]
    assert refused(coordinator, letter, replace(by_mail, has_agreed_to_mail=True, sent_on=date(2025, 3, 11))) == [
        ("letter_goes_today", "sent_on")
    ]
    assert send(coordinator, letter, replace(by_mail, has_agreed_to_mail=True)).has_agreed_to_mail


def test_only_whoever_complains_and_has_an_address_gets_mail(coordinator: Actor, signer: Actor, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    told = replace(BY_MAIL, filer=Person(name="M", phone="030 1234567"), involved=(InvolvedTold(name="De baliemedewerker"),))
    reference = register(coordinator, told)
    to_subject = begin(coordinator, reference, LetterCode.COPY_TO_SUBJECT, Addressee.SUBJECT)

    assert ("no_address_for_letter", "way") in refused(coordinator, to_subject, Sending(way=ContactWay.EMAIL))
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)
    assert refused(coordinator, letter, Sending(way=ContactWay.EMAIL)) == [("no_address_for_letter", "way")]


def test_a_letter_goes_to_who_complains_whose_address_stands_on_the_envelope_alone(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator, replace(ON_PAPER, filer=Person(name="M. de Vries", phone="030 1234567", address=" ")))
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)

    assert send(coordinator, letter).way == ContactWay.LETTER


def test_who_is_shielded_gets_a_letter_by_post_at_the_address_that_stands_on_no_letter(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    file(reference).parties.update(identity=Identity.SHIELDED)
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)

    gone = send(coordinator, letter)

    assert gone.document is not None
    assert "Straat 1" not in pdf_text(gone.document)


@pytest.mark.parametrize(
    ("addressee", "expected"),
    [("Gemeente Elders", [("no_postal_address", "way")]), ("Gemeente Elders\nPostbus 1\n1000 AA Elders", [])],
)
def test_another_body_gets_a_letter_by_post_at_the_address_that_was_typed(
    coordinator: Actor, signer: Actor, addressee: str, expected: list[tuple[str, str]]
) -> None:
    reference = register(coordinator)
    forwarded(reference, told_on=TODAY)
    letter = begin(coordinator, reference, LetterCode.FORWARDING, Addressee.OTHER_BODY)
    letter = save(coordinator, letter, facts={"addressee": addressee, "enclosed": "De klacht"})

    if expected:
        assert refused(coordinator, letter) == expected
        assert send(coordinator, letter, Sending(way=ContactWay.DESK)).is_sent
    else:
        assert send(coordinator, letter).is_sent


@pytest.mark.parametrize(("server", "why"), [(no_address, "refused"), (away, "tried_in_vain")])
def test_a_letter_that_does_not_arrive_is_told_on_the_file(
    coordinator: Actor, signer: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch, server: Callable[..., Any], why: str
) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    reference = register(coordinator, BY_MAIL)
    send(coordinator, save(coordinator, begin(coordinator, reference), facts=SETTLED), Sending(way=ContactWay.EMAIL))
    message = SentMessage.objects.get()
    answer_with(monkeypatch, {"m@voorbeeld.example": server})

    if why == "refused":
        assert not send_acknowledgement(message_id=message.message_id, now=NOW)
    else:
        OutboxMessage.objects.filter(task_name="complaints.send_letter").update(failed_at=NOW)
        assert give_up_unsent(actor=system_actor(), now=NOW) == 1

    message.refresh_from_db()
    event = ComplaintEvent.objects.get(code="mail_not_sent")
    assert (message.returned_at, event.data) == (NOW, {"letter": "L07", "why": why})


def test_a_letter_for_which_no_secure_relay_is_left_says_so_in_the_file_until_another_goes(
    coordinator: Actor, signer: Actor, settings: Any
) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    reference = register(coordinator, BY_MAIL)
    lost = send(coordinator, save(coordinator, begin(coordinator, reference), facts=SETTLED), Sending(way=ContactWay.EMAIL))
    settings.MAIL_RELAY_IS_SECURE = False

    assert not send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=NOW)

    event = ComplaintEvent.objects.get(code="mail_not_sent")
    assert (event.data, mail.outbox) == ({"letter": "L07", "why": "not_secure"}, [])
    lines = shown_event(event, names={}).lines
    assert lines == [
        "Afsluiting naar tevredenheid",
        "Deze installatie heeft geen beveiligde mail meer, en een brief gaat niet met andere mail.",
    ]

    def undelivered() -> set[Any]:
        return undelivered_among(letters_of_file(actor=coordinator, complaint=file(reference)))

    assert undelivered() == {lost.pk}
    by_post = save(coordinator, begin(coordinator, reference), facts=SETTLED)
    send(coordinator, by_post, now=NOW + timedelta(minutes=5))
    assert undelivered() == set()


def test_a_lost_letter_that_can_go_no_more_is_not_asked_for(coordinator: Actor, signer: Actor, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    reference = register(coordinator, BY_MAIL)
    agreed_on_a_later_day(reference, consent_message=a_mail_with(reference, "Akkoord"))
    lost = send(coordinator, begin(coordinator, reference, LetterCode.POSTPONEMENT), Sending(way=ContactWay.EMAIL))
    settings.MAIL_RELAY_IS_SECURE = False
    assert not send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=NOW)

    def asked_for() -> list[Any]:
        shown = shown_letters(letters_of_file(actor=coordinator, complaint=file(reference)), today=TODAY)
        return [row["letter"].pk for row in shown if row["is_lost"]]

    before = asked_for()
    close_complaint(
        actor=coordinator,
        reference=reference,
        ending=Ending(outcome="NO_JUDGMENT", explanation="x", is_asked_if_solved=True),
        seen_version=None,
        now=NOW,
    )

    assert (before, asked_for()) == ([lost.pk], [])


def test_facts_that_are_not_given_stay_and_an_empty_one_goes(coordinator: Actor) -> None:
    letter = begin(coordinator, register(coordinator), LetterCode.HEARING_INVITATION)
    first = save(coordinator, letter, facts={"hearing_on": "2025-03-20", "hearing_place": "10 uur, stadhuis"}).facts
    other = save(coordinator, Letter.objects.get(), facts={"hearing_place": "11 uur, stadhuis"}).facts
    less = save(coordinator, Letter.objects.get(), facts={"hearing_on": ""}).facts

    assert other == first | {"hearing_place": "11 uur, stadhuis"}
    assert less == {name: text for name, text in other.items() if name != "hearing_on"}


# Finished elsewhere


def send_final(actor: Actor, letter: Letter, *, ticked: tuple[str, ...] = ("agreed", "come_back"), **other: Any) -> Letter:
    given: dict[str, Any] = {"final": sent(PDF, "Definitief.pdf"), "sending": BY_POST, "seen_version": letter.version, "now": NOW, **other}
    return send_final_letter(actor=actor, reference=letter.complaint.reference, letter_id=letter.pk, ticked=ticked, **given)


def test_a_letter_leaves_as_a_word_file_that_may_come_back(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)

    taken_along = letter_to_finish(actor=coordinator, reference=reference, letter_id=letter.pk, now=NOW)
    told = [one.text for one in WordFile(io.BytesIO(taken_along)).paragraphs]
    assert told[1:5] == [
        "M. de Vries\nStraat 1, Voorbeeld",
        f"Datum:\nOns kenmerk: {reference}",
        "Uw klacht is opgelost",
        "Beste M. de Vries,",
    ]
    assert "U krijgt elke maand een overzicht." in told

    letter = send_final(coordinator, letter, final=sent(taken_along, "Brief.docx"), sending=Sending(way=ContactWay.DESK))

    document = Document.objects.get()
    assert (letter.checklist, letter.texts, letter.way, letter.sha256) == (["agreed", "come_back"], {}, "DESK", document.sha256)
    assert (document.name, document.kind, document.source) == ("Brief.docx", "docx", "LETTER")
    assert ComplaintEvent.objects.get(code="letter_sent").data["ticked"] == ["agreed", "come_back"]
    with pytest.raises(Refusal, match="letter_already_sent"):
        letter_to_finish(actor=coordinator, reference=reference, letter_id=letter.pk, now=NOW)


def a_word_file(*lines: str) -> bytes:
    made, kept = WordFile(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(kept)
    return kept.getvalue()


OUTRIGHT, DOUBTFUL = "U kunt bezwaar maken tegen deze brief.", "U kunt terecht bij de bestuursrechter."


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_a_letter_from_elsewhere_may_not_say_is_refused_and_what_is_doubtful_goes_once_that_is_said_to_be_meant(
    coordinator: Actor, signer: Actor, kind: str
) -> None:
    reference = register(coordinator)
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)

    def made(*lines: str) -> SentFile:
        parts = tuple(("Een kop", line) for line in lines)
        printed = replace(written_letter(letter, actor=coordinator, on=TODAY).printed, parts=parts)
        return sent(a_word_file(reference, *lines) if kind == "docx" else letter_pdf(printed), f"Brief.{kind}")

    def found(*lines: str, **other: Any) -> list[tuple[str, str | None]]:
        with pytest.raises(Refusal) as told:
            send_final(coordinator, letter, final=made(*lines), **other)
        one = told.value
        assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)
        return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]

    assert found(OUTRIGHT) == [("letter_offers_objection", "document")]
    assert found("U kunt terugkomen binnen een maand.") == [("letter_takes_back", "document")]
    assert found(DOUBTFUL) == [("letter_wording_doubtful", "meant")]
    assert found(DOUBTFUL, meant=["Iets anders."]) == [("letter_wording_doubtful", "meant")]
    gone = send_final(coordinator, letter, final=made(DOUBTFUL), meant=[DOUBTFUL])

    assert (gone.is_sent, gone.was_read, Letter.objects.get().meant) == (True, True, [DOUBTFUL])
    data = ComplaintEvent.objects.get(code="letter_sent").data
    assert (data["meant"], "unread" in data) == (1, False)


@pytest.mark.parametrize("split", [" ", "\n"])
def test_a_letter_from_elsewhere_with_a_gap_is_refused(coordinator: Actor, signer: Actor, split: str) -> None:
    reference = register(coordinator)
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)
    final = sent(a_word_file(reference, f"U komt op [gesprek{split}op],", "[tijd en plaats]. Neem [iets] mee."), "Brief.docx")

    with pytest.raises(Refusals) as told:
        send_final(coordinator, letter, final=final)

    found = [(one.code, one.field, one.details["words"]) for one in told.value.refusals]
    assert found == [("letter_has_gap", "document", "[gesprek op]"), ("letter_has_gap", "document", "[tijd en plaats]")]
    assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)


def test_a_letter_from_elsewhere_without_a_text_goes_by_its_list_and_the_history_says_so(coordinator: Actor, signer: Actor) -> None:
    letter = save(coordinator, begin(coordinator, register(coordinator)), facts=SETTLED)

    gone = send_final(coordinator, letter)

    assert (gone.was_read, gone.checklist) == (False, ["agreed", "come_back"])
    event = ComplaintEvent.objects.get(code="letter_sent")
    assert event.data["unread"] is True


def test_a_judgment_from_elsewhere_says_nothing_else_than_the_register(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator, replace(ON_PAPER, points=(PointTold(description="Bejegening"),)))
    [point] = file(reference).points.all()
    told = JudgmentTold(findings="F", reasoning="R", verdicts=(VerdictTold(point_id=point.pk, verdict=Verdict.UPHELD),))
    record_judgment(actor=coordinator, reference=reference, told=told, seen_version=None, now=NOW)
    letter = begin(coordinator, reference, LetterCode.DECISION)
    written = written_letter(letter, actor=coordinator, on=TODAY)

    def lacks(*lines: str) -> list[tuple[str, str]]:
        found = lacks_of_final(letter, written, said="\n".join(lines))
        return [(one.problem.value, one.block) for one in found]

    assert lacks("Ons oordeel", "Bejegening: gegrond.", "Uw klacht is gegrond.") == []
    assert lacks("Ons oordeel", "Uw klacht is ongegrond.") == [("letter_contrary_verdict", "judgment")]


def test_each_part_that_is_not_ticked_is_told_at_once_and_nothing_goes(coordinator: Actor) -> None:
    letter = begin(coordinator, register(coordinator))

    with pytest.raises(Refusals) as told:
        send_final(coordinator, letter, ticked=("opening",), final=None)

    assert [(one.code, one.field) for one in told.value.refusals] == [
        ("final_letter_missing", "document"),
        ("letter_block_not_ticked", "ticked"),
        ("letter_block_not_ticked", "ticked"),
        ("nobody_may_sign", "signer"),
    ]
    assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)


@pytest.mark.parametrize(
    ("content", "name", "code"), [(MAIL, "brief.eml", "final_letter_kind"), (b"MZ", "brief.pdf", "document_not_what_it_says")]
)
def test_what_is_no_letter_is_not_sent(coordinator: Actor, signer: Actor, content: bytes, name: str, code: str) -> None:
    letter = begin(coordinator, register(coordinator))

    with pytest.raises(Refusal) as told:
        send_final(coordinator, letter, final=sent(content, name))

    assert (told.value.code, Letter.objects.get().is_sent, Document.objects.count()) == (code, False, 0)


@pytest.mark.parametrize(("content", "code"), [(CUT_OFF_PDF, "document_damaged"), (LOCKED_PDF, "document_encrypted")])
def test_what_nobody_could_read_later_is_no_letter_that_went(coordinator: Actor, signer: Actor, content: bytes, code: str) -> None:
    letter = begin(coordinator, register(coordinator))

    with pytest.raises(Refusal) as told:
        send_final(coordinator, letter, final=sent(content, "Brief.pdf"))

    assert (told.value.code, told.value.field) == (code, "document")
    assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)


def test_a_document_that_names_neither_its_reader_nor_its_file_goes_once_that_is_said_to_be_right(
    coordinator: Actor, signer: Actor
) -> None:
    letter = begin(coordinator, register(coordinator))
    made, written = io.BytesIO(), WordFile()
    written.add_paragraph("Getuige Piet Geheim")
    written.save(made)

    with pytest.raises(Refusal) as told:
        send_final(coordinator, letter, final=sent(made.getvalue(), "Brief.docx"))

    assert (told.value.code, told.value.field) == ("final_letter_of_another", "ticked")
    assert (Letter.objects.get().is_sent, Document.objects.count()) == (False, 0)
    ticked = ("agreed", "come_back", OF_THIS_FILE)
    assert send_final(coordinator, letter, final=sent(made.getvalue(), "Brief.docx"), ticked=ticked).checklist == [*ticked]


@pytest.mark.parametrize("words", ["Beste mevrouw De Vries,", "Ons kenmerk: {reference}"])
def test_a_document_that_names_its_reader_or_its_file_asks_nothing_more(coordinator: Actor, signer: Actor, words: str) -> None:
    reference = register(coordinator)
    made, written = io.BytesIO(), WordFile()
    written.add_paragraph(words.format(reference=reference))
    written.save(made)

    assert send_final(coordinator, begin(coordinator, reference), final=sent(made.getvalue(), "Brief.docx")).is_sent


def test_a_term_that_is_over_is_extended_by_no_letter_from_elsewhere(coordinator: Actor, signer: Actor) -> None:
    letter = begin(coordinator, register(coordinator), LetterCode.EXTENSION)

    with pytest.raises(Refusals) as told:
        send_final(coordinator, letter, ticked=("reason", "weeks"), now=datetime(2025, 4, 23, 9, 0, tzinfo=UTC))

    assert [one.code for one in told.value.refusals] == ["letter_makes_no_sense_now", "letter_after_term"]


# Who sees what


def test_of_somebody_shielded_the_letter_holds_neither_name_nor_address(coordinator: Actor, signer: Actor) -> None:
    told = replace(ON_PAPER, filer=replace(ON_PAPER.filer, identity=Identity.SHIELDED))  # type: ignore[type-var]
    letter = save(coordinator, begin(coordinator, register(coordinator, told)), facts=SETTLED)

    assert texts(coordinator, letter)["opening"] == "Geachte heer, mevrouw,"
    told_in_it = pdf_text(send(coordinator, letter).document)  # type: ignore[arg-type]
    assert [word for word in ("Vries", "Straat 1") if word in told_in_it] == []


def test_whoever_was_involved_or_handles_nothing_knows_of_no_letter(
    coordinator: Actor, signer: Actor, make_actor: Callable[..., Actor]
) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(coordinator, replace(ON_PAPER, involved=(InvolvedTold(user_id=involved.user_id),)))
    letter = save(coordinator, begin(coordinator, reference), facts=SETTLED)
    whose: dict[str, Any] = {"reference": reference, "letter_id": letter.pk, "now": NOW}

    for actor, expected in ((involved, NotFound), (make_actor(Role.EMPLOYEE), NotPermitted)):
        for use in (
            lambda actor: begin(actor, reference),
            lambda actor: save(actor, letter, facts=SETTLED),
            lambda actor: send(actor, letter),
            lambda actor: preview_letter(actor=actor, **whose),
            lambda actor: discard_letter(actor=actor, **whose, seen_version=None),
        ):
            with pytest.raises(expected):
                use(actor)
        with pytest.raises(NotFound):
            letters_of_file(actor=actor, complaint=letter.complaint)
    with pytest.raises(NotFound):
        preview_letter(actor=coordinator, reference=register(coordinator), letter_id=letter.pk, now=NOW)
    with pytest.raises(NotFound):
        preview_letter(actor=coordinator, **whose | {"letter_id": uuid.uuid4()})
    assert (Letter.objects.count(), Document.objects.count()) == (1, 0)


def test_every_subject_gets_a_judgment_by_its_name(coordinator: Actor, signer: Actor) -> None:
    told = replace(ON_PAPER, points=(PointTold(description="De bejegening"), PointTold(description="De wachttijd")))
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    facts = {"findings": "F", "motivation": "M", "conclusions": "C", "judgment": "De bejegening: gegrond."}
    letter = save(coordinator, begin(coordinator, register(coordinator, told), LetterCode.DECISION), facts=facts)

    assert refused(coordinator, letter) == [("letter_point_left_out", "texts.judgment")]

    letter = save(coordinator, letter, facts=facts | {"judgment": "De bejegening: gegrond. De wachttijd: ongegrond."})
    assert send(coordinator, letter).is_sent


def test_the_letter_tells_the_verdicts_as_they_are_recorded_when_it_goes(coordinator: Actor, signer: Actor) -> None:
    told = replace(ON_PAPER, points=(PointTold(description="Te laat"),))
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = register(coordinator, told)
    opened = file(reference).rounds.get()
    judgment = Judgment.objects.create(round=opened, findings="F", reasoning="M", conclusions="C", recorded_at=NOW)
    judgment.points.create(point=opened.complaint.points.get(), verdict="UPHELD")
    letter = begin(coordinator, reference, LetterCode.DECISION)
    begun = texts(coordinator, letter)["judgment"]

    with pytest.raises(Refusal) as typed:
        save(coordinator, letter, facts={"judgment": "Te laat: ongegrond."})
    judgment.points.update(verdict="NOT_UPHELD")
    letter = save(coordinator, letter, texts={"judgment": "Te laat: gegrond."})
    found = refused(coordinator, letter)
    sent_letter = send(coordinator, save(coordinator, letter, texts={}))

    assert (typed.value.code, typed.value.field) == ("letter_part_unknown", "facts.judgment")
    assert found == [("letter_fact_not_named", "texts.judgment")]
    assert (begun, sent_letter.texts["judgment"]) == ("Te laat: Gegrond.", "Te laat: Ongegrond.")


def decision(actor: Actor, **tested: Any) -> tuple[Letter, Judgment]:
    """The letter with the judgment on one subject, begun, and the judgment it rests on."""
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = register(actor, replace(ON_PAPER, points=(PointTold(description="Te laat"),)))
    opened = file(reference).rounds.get()
    judgment = Judgment.objects.create(round=opened, findings="F", reasoning="M", conclusions="C", recorded_at=NOW)
    judgment.points.create(point=opened.complaint.points.get(), verdict="UPHELD", **tested)
    return begin(actor, reference, LetterCode.DECISION), judgment


@pytest.mark.parametrize(
    ("lawful", "proper", "norms", "expected"),
    [
        (None, None, [], ""),
        (True, True, [], " Dit mocht volgens de regels, en wij vinden het behoorlijk."),
        (True, False, [], " Dit mocht volgens de regels, maar wij vinden het niet behoorlijk."),
        (False, True, [], " Dit mocht niet volgens de regels. Wij vinden het wel behoorlijk."),
        (None, False, [], " Wij vinden dit niet behoorlijk."),
        (
            None,
            False,
            ["B3"],
            " Wij vinden dit niet behoorlijk. De overheid hoort mensen fatsoenlijk te behandelen (fatsoenlijke bejegening). Dat is hier"
            " niet"
            " goed gegaan.",
        ),
        (
            False,
            False,
            ["A2", "C4"],
            " Dit mocht niet volgens de regels, en wij vinden het niet behoorlijk. De overheid hoort goede, volledige informatie op tijd te"
            " geven (goede informatieverstrekking) en snel te doen wat nodig is (voortvarendheid). Dat is hier niet goed gegaan.",
        ),
    ],
)
def test_the_judgment_says_of_each_subject_what_was_tested_and_which_norms_were_not_kept(
    coordinator: Actor, signer: Actor, lawful: bool | None, proper: bool | None, norms: list[str], expected: str
) -> None:
    letter, _judgment = decision(coordinator, lawful=lawful, proper=proper, norms=norms)

    assert texts(coordinator, letter)["judgment"] == f"Te laat: Gegrond.{expected}"
    assert send(coordinator, letter).texts["judgment"] == f"Te laat: Gegrond.{expected}"


def test_what_a_letter_takes_from_the_judgment_follows_it_until_somebody_writes_it_anew(coordinator: Actor, signer: Actor) -> None:
    letter, judgment = decision(coordinator)
    told = "Op 7 maart 2025 kregen wij deze klacht.\n\n"
    letter = save(coordinator, letter, facts={"findings": "F", "motivation": "Daarom."})

    Judgment.objects.filter(pk=judgment.pk).update(findings="Toch anders", reasoning="Nieuwe reden", conclusions="Excuses")
    after = texts(coordinator, letter)
    sent_letter = send(coordinator, letter)

    assert (after["findings"], after["motivation"], after["conclusions"]) == (f"{told}Toch anders", "Daarom.", "Excuses")
    assert {name: sent_letter.facts[name] for name in ("findings", "motivation", "conclusions")} == {
        "findings": "Toch anders",
        "motivation": "Daarom.",
        "conclusions": "Excuses",
    }


def test_what_is_recorded_of_a_complaint_without_subjects_by_name_is_not_said_by_its_opposite(coordinator: Actor, signer: Actor) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = register(coordinator)
    opened = file(reference).rounds.get()
    judgment = Judgment.objects.create(round=opened, findings="F", reasoning="M", conclusions="C", recorded_at=NOW)
    judgment.points.create(point=opened.complaint.points.get(), verdict="UPHELD")

    letter = save(coordinator, begin(coordinator, reference, LetterCode.DECISION), texts={"judgment": "Uw klacht is ongegrond."})

    assert refused(coordinator, letter) == [("letter_fact_not_named", "texts.judgment")]


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        ("judgment", "Te laat: Gegrond. Uw klacht is ongegrond.", [("letter_contrary_verdict", "texts.judgment")]),
        ("motivation", "Daarom vinden wij uw klacht niet gegrond.", [("letter_contrary_verdict", "texts.motivation")]),
        ("conclusions", "Uw klacht is ongegrond. Wij doen niets.", [("letter_contrary_verdict", "texts.conclusions")]),
        ("motivation", "Daarom is uw klacht gegrond. Uw bezwaar is wel ongegrond.", []),
    ],
)
def test_no_part_of_the_letter_goes_against_the_verdict(
    coordinator: Actor, signer: Actor, part: str, text: str, expected: list[tuple[str, str]]
) -> None:
    letter, _judgment = decision(coordinator)
    letter = save(coordinator, letter, texts={part: text})

    if expected:
        assert refused(coordinator, letter) == expected
    else:
        assert send(coordinator, letter).is_sent


def test_a_doubtful_sentence_goes_once_whoever_sends_it_says_that_it_is_meant_so(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    letter = save(coordinator, begin(coordinator, reference), facts={"agreed": "U mag een bezwaarschrift\nindienen. Wij bellen u."})
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "letter_id": letter.pk, "sending": BY_POST, "now": NOW}

    with pytest.raises(Refusal) as refusal:
        send_letter(**same, seen_version=None)
    assert (refusal.value.code, refusal.value.field, refusal.value.details["sentence"]) == (
        "letter_wording_doubtful",
        "meant",
        "Wij spraken af: U mag een bezwaarschrift indienen.",
    )
    # A sentence that changed is another one.
    with pytest.raises(Refusal, match="letter_wording_doubtful"):
        send_letter(**same, meant=["U mag een bezwaarschrift indienen."], seen_version=None)
    assert (history(reference), Document.objects.count(), Letter.objects.get().meant) == (["registered", "letter_begun"], 0, [])

    said = ["Wij spraken af: U mag een bezwaarschrift indienen.", "Een zin die er niet staat."]
    gone = send_letter(**same, meant=said, seen_version=None)

    assert (gone.is_sent, Letter.objects.get().meant) == (True, said[:1])
    event = ComplaintEvent.objects.get(code="letter_sent")
    assert (event.data["meant"], "bezwaarschrift" in json.dumps(event.data), event.personal) == (1, False, None)


def test_what_is_certain_and_what_is_missing_goes_by_no_word_of_whoever_sends_it(coordinator: Actor, signer: Actor) -> None:
    reference = register(coordinator)
    against = "Tegen deze brief kunt u bezwaar maken."
    written = {"questions": against, "come_back": "U kunt langskomen."}
    letter = save(coordinator, begin(coordinator, reference), texts=written, facts=SETTLED)

    with pytest.raises(Refusals) as refusal:
        send_letter(
            actor=coordinator, reference=reference, letter_id=letter.pk, sending=BY_POST, meant=[against], seen_version=None, now=NOW
        )

    assert [(one.code, one.field) for one in refusal.value.refusals] == [
        ("letter_sentence_missing", "texts.come_back"),
        ("letter_offers_objection", "texts.questions"),
    ]
    assert (Letter.objects.get().meant, Document.objects.count()) == ([], 0)


def test_what_was_written_by_hand_is_looked_at_again_once_the_judgment_changed(coordinator: Actor, signer: Actor) -> None:
    letter, judgment = decision(coordinator)
    letter = save(coordinator, letter, texts={"motivation": "U belde drie keer."}, facts={"conclusions": "Wij bellen u."})
    Judgment.objects.filter(pk=judgment.pk).update(reasoning="Hij belde terug", recorded_at=NOW + timedelta(hours=1))
    judgment.points.update(verdict="NOT_UPHELD")
    later = NOW + timedelta(hours=2)
    letter.refresh_from_db()

    found = refused(coordinator, letter, now=later)
    unchanged = {"facts": None, "texts": None}
    letter = save_letter(
        actor=coordinator,
        reference=letter.complaint.reference,
        letter_id=letter.pk,
        draft=LetterDraft(**unchanged),
        seen_version=letter.version,
        now=later,
    )

    assert found == [("letter_older_than_judgment", "texts.motivation"), ("letter_older_than_judgment", "texts.conclusions")]
    assert send(coordinator, letter, now=later).texts["judgment"] == "Te laat: Ongegrond."


def test_unfounded_though_not_proper_goes_once_whoever_sends_it_says_that_it_is_meant_so(coordinator: Actor, signer: Actor) -> None:
    letter, judgment = decision(coordinator, lawful=True, proper=False, norms=["B3"])
    judgment.points.update(verdict="NOT_UPHELD")
    reference = letter.complaint.reference
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "letter_id": letter.pk, "sending": BY_POST, "now": NOW}
    sentence = "Te laat: Ongegrond. Dit mocht volgens de regels, maar wij vinden het niet behoorlijk."

    with pytest.raises(Refusal) as refusal:
        send_letter(**same, seen_version=None)
    told = refusal.value.details["sentence"], str(refusal.value.details["like"])
    before = (refusal.value.code, refusal.value.field, *told, history(reference), Document.objects.count())
    gone = send_letter(**same, meant=[sentence], seen_version=None)

    assert before == (
        "letter_wording_doubtful",
        "meant",
        sentence,
        "een vergissing: wat niet behoorlijk was, is meestal gegrond, ook als het mocht",
        ["registered", "letter_begun"],
        0,
    )
    assert (gone.is_sent, Letter.objects.get().meant) == (True, [sentence])


@pytest.mark.parametrize(("verdict", "proper"), [("UPHELD", False), ("NOT_UPHELD", True), ("NOT_UPHELD", None), ("NO_JUDGMENT", False)])
def test_other_verdicts_ask_nothing_of_what_is_proper(coordinator: Actor, signer: Actor, verdict: str, proper: bool | None) -> None:
    letter, judgment = decision(coordinator, proper=proper)
    judgment.points.update(verdict=verdict)

    assert send(coordinator, letter).is_sent


def test_a_decision_in_which_nobody_wrote_follows_a_judgment_that_changed(coordinator: Actor, signer: Actor) -> None:
    letter, judgment = decision(coordinator)
    Judgment.objects.filter(pk=judgment.pk).update(conclusions="Wij bellen u binnen twee dagen.", recorded_at=NOW + timedelta(hours=1))

    # As it was begun it keeps what was found then, which nobody wrote.
    assert (letter.texts, letter.facts["judgment"]) == ({}, "Te laat: Gegrond.")
    gone = send(coordinator, letter, now=NOW + timedelta(hours=2))

    assert (gone.texts["judgment"], gone.texts["conclusions"]) == ("Te laat: Gegrond.", "Wij bellen u binnen twee dagen.")


@pytest.mark.parametrize(
    ("text", "verdict", "is_refused"),
    [
        ("Uw klacht is gegrond.", "NOT_UPHELD", True),
        ("Uw klacht is ongegrond.", "UPHELD", True),
        ("Wij geven geen oordeel.", "UPHELD", True),
        ("Te laat: ongegrond.", "UPHELD", True),
        ("Uw klacht is gegrond.", "UPHELD", False),
        ("U krijgt gelijk.", "NOT_UPHELD", False),  # In words that nobody here reads.
    ],
)
def test_a_first_verdict_against_the_letter_that_went_is_decided_anew(
    coordinator: Actor, signer: Actor, text: str, verdict: str, is_refused: bool
) -> None:
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    reference = register(coordinator, replace(ON_PAPER, points=(PointTold(description="Te laat"),)))
    told = {"findings": "F", "judgment": text, "motivation": "M", "conclusions": "C"}
    send(coordinator, save(coordinator, begin(coordinator, reference, LetterCode.DECISION), facts=told))
    point = file(reference).points.get()

    def judge(why_anew: str = "") -> Complaint:
        found = JudgmentTold(verdicts=(VerdictTold(point_id=point.pk, verdict=Verdict(verdict)),), why_anew=why_anew)
        return record_judgment(actor=coordinator, reference=reference, told=found, seen_version=None, now=NOW + timedelta(hours=1))

    if is_refused:
        with pytest.raises(Refusals) as refusals:
            judge()
        assert [(one.code, one.field) for one in refusals.value.refusals] == [("judgment_is_sent", "verdicts")]
        assert Judgment.objects.count() == 0
        judge("Er kwam een nieuw stuk.")
        assert Judgment.objects.get().decided_anew_at == NOW + timedelta(hours=1)
    else:
        judge()
        assert Judgment.objects.get().decided_anew_at is None


def klaagschrift(actor: Actor) -> Letter:
    """The letter with the judgment on a complaint in writing about somebody with a name, as it stands without a copy or a talk."""
    told = replace(ON_PAPER, is_signed=True, is_towards_filer=True, involved=(InvolvedTold(name="J. Bakker"),))
    CompetentOmbudsman.objects.create(authority=Authority.objects.get(is_default=True), name="de ombudsman")
    facts = {"findings": "F", "motivation": "M", "conclusions": "C", "judgment": "Gegrond."}
    return save(actor, begin(actor, register(actor, told), LetterCode.DECISION), facts=facts)


def talk(letter: Letter, side: str, name: str = "") -> None:
    Hearing.objects.create(round=letter.round, side=side, name=name, held_at=NOW, result="HELD", recorded_at=NOW)


def test_the_judgment_on_a_klaagschrift_goes_once_both_were_heard_with_the_copy_before_them(coordinator: Actor, signer: Actor) -> None:
    letter = klaagschrift(coordinator)
    ticked = [block.key for block in LETTERS[LetterCode.DECISION].blocks if block.is_mandatory]
    whose: dict[str, Any] = {"actor": coordinator, "reference": letter.complaint.reference, "letter_id": letter.pk, "now": NOW}
    not_yet = [("copy_not_sent", "code"), ("complainant_not_heard", "code"), ("subject_not_heard", "code")]

    found = [refused(coordinator, letter)]
    with pytest.raises(Refusals) as elsewhere:
        send_final_letter(**whose, final=sent(PDF, "brief.pdf"), ticked=ticked, sending=BY_POST, seen_version=None)
    CopyToSubject.objects.create(round=letter.round, name="J. Bakker", sent_on=TODAY, way="LETTER", recorded_at=NOW)
    talk(letter, "COMPLAINANT")
    found.append(refused(coordinator, letter))
    talk(letter, "SUBJECT", "J. Bakker")

    assert (found, [(one.code, one.field) for one in elsewhere.value.refusals]) == ([not_yet, [("subject_not_heard", "code")]], not_yet)
    assert send(coordinator, letter).is_sent


def test_a_klaagschrift_of_which_nobody_was_heard_as_plainly_unfounded_is_not_upheld_by_letter(coordinator: Actor, signer: Actor) -> None:
    letter = klaagschrift(coordinator)
    CopyToSubject.objects.create(round=letter.round, name="J. Bakker", sent_on=TODAY, way="LETTER", recorded_at=NOW)
    talk(letter, "SUBJECT", "J. Bakker")
    HearingWaiver.objects.create(round=letter.round, ground="A", explanation="Kennelijk ongegrond", recorded_at=NOW)
    judgment = Judgment.objects.create(round=letter.round, findings="F", reasoning="M", recorded_at=NOW)
    verdict = judgment.points.create(point=letter.complaint.points.get(), verdict="UPHELD")

    assert refused(coordinator, letter) == [("waiver_contradicts", "code")]

    judgment.points.filter(pk=verdict.pk).update(verdict="NOT_UPHELD")
    assert send(coordinator, letter).is_sent


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Gegrond.", "waiver_contradicts"),
        ("Gedeeltelijk gegrond.", "waiver_contradicts"),
        ("Wij geven geen oordeel.", "waiver_contradicts"),
        ("U leest hieronder wat wij vinden.", "verdict_missing"),
    ],
)
def test_a_letter_on_what_is_plainly_unfounded_says_so_before_any_verdict_is_recorded(
    coordinator: Actor, signer: Actor, said: str, found: str
) -> None:
    letter = klaagschrift(coordinator)
    CopyToSubject.objects.create(round=letter.round, name="J. Bakker", sent_on=TODAY, way="LETTER", recorded_at=NOW)
    talk(letter, "SUBJECT", "J. Bakker")
    HearingWaiver.objects.create(round=letter.round, ground="A", explanation="Kennelijk ongegrond", recorded_at=NOW)

    letter = save(coordinator, letter, facts={"judgment": said})
    assert refused(coordinator, letter) == [(found, "code")]
    assert send(coordinator, save(coordinator, letter, facts={"judgment": "Ongegrond."})).is_sent


def test_one_subject_that_is_upheld_is_not_plainly_unfounded_whatever_the_letter_says(coordinator: Actor, signer: Actor) -> None:
    letter = klaagschrift(coordinator)
    letter.complaint.points.create(position=1, description="Te laat")
    CopyToSubject.objects.create(round=letter.round, name="J. Bakker", sent_on=TODAY, way="LETTER", recorded_at=NOW)
    talk(letter, "SUBJECT", "J. Bakker")
    HearingWaiver.objects.create(round=letter.round, ground="A", explanation="Kennelijk ongegrond", recorded_at=NOW)
    judgment = Judgment.objects.create(round=letter.round, findings="F", reasoning="M", recorded_at=NOW)
    judgment.points.create(point=letter.complaint.points.first(), verdict="UPHELD")

    letter = save(coordinator, letter, facts={"judgment": "Te laat: ongegrond."})

    assert refused(coordinator, letter) == [("waiver_contradicts", "code")]


def turns_out_involved(actor: Actor, letter: Letter, user_id: int | None) -> None:
    involved = (InvolvedTold(name="J. Bakker"), InvolvedTold(user_id=user_id, is_subject=False))
    given = {"actor": actor, "reference": letter.complaint.reference, "seen_version": None, "now": NOW}
    update_complaint(**given, changes={"involved": involved})


def test_who_was_heard_by_somebody_who_turned_out_to_be_involved_was_not_heard(
    coordinator: Actor, signer: Actor, make_actor: Callable[..., Actor]
) -> None:
    hearer, letter = make_actor(Role.HANDLER), klaagschrift(coordinator)
    CopyToSubject.objects.create(round=letter.round, name="J. Bakker", sent_on=TODAY, way="LETTER", recorded_at=NOW)
    talk(letter, "SUBJECT", "J. Bakker")
    talk(letter, "COMPLAINANT")
    Hearing.objects.update(heard_by_id=hearer.user_id)

    turns_out_involved(coordinator, letter, hearer.user_id)

    assert refused(coordinator, letter) == [("complainant_not_heard", "code"), ("subject_not_heard", "code")]
    shown = shown_hearings(file(letter.complaint.reference), file(letter.complaint.reference).rounds.get(), names={})
    assert ([one["is_by_involved"] for one in shown["talks"]], shown["has_earlier_talks"]) == ([True, True], False)
    # By exception they may (9:7(2)), and what they did stays when the exception ended.
    personal = {"conduct_of": "BODY", "exception_reason": "Het college zelf"}
    ComplaintEvent.objects.create(
        complaint=letter.complaint, code="assigned", happened_at=NOW, data={"handler": hearer.user_id}, personal=personal
    )
    assert send(coordinator, letter).is_sent


def test_what_somebody_wrote_who_turned_out_to_be_involved_goes_once_somebody_else_read_it_as_their_own(
    coordinator: Actor, signer: Actor, make_actor: Callable[..., Actor]
) -> None:
    writer = make_actor(Role.HANDLER)
    letter = save(writer, klaagschrift(coordinator), facts={"findings": "Anders"})
    CopyToSubject.objects.create(round=letter.round, name="J. Bakker", sent_on=TODAY, way="LETTER", recorded_at=NOW)
    talk(letter, "SUBJECT", "J. Bakker")
    talk(letter, "COMPLAINANT")

    turns_out_involved(coordinator, letter, writer.user_id)

    letter.refresh_from_db()
    assert refused(coordinator, letter) == [("letter_writer_involved", "meant")]
    said = []
    for language in ("nl", "en"):
        with override(language):
            said.append([one.words for one in written_letter(Letter.objects.get(), actor=coordinator, on=TODAY).doubts])
    name = User.objects.get(pk=writer.user_id).get_full_name()
    assert said == [[f"{name} schreef mee aan deze brief en blijkt betrokken te zijn; ik heb alles opnieuw gelezen."]] * 2
    given = {"actor": coordinator, "reference": letter.complaint.reference, "letter_id": letter.pk, "sending": BY_POST, "now": NOW}
    with override("en"):
        assert send_letter(**given, meant=said[0], seen_version=None).is_sent


def test_destruction_leaves_nothing_of_letters(coordinator: Actor, signer: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(coordinator)
    ending = Ending(outcome="SETTLED", **SAID, complainants_words="Ja", confirmed_on=TODAY)
    close_complaint(actor=coordinator, reference=reference, ending=ending, seen_version=None, now=NOW)
    send(coordinator, save(coordinator, begin(coordinator, reference), facts=SETTLED))
    begin(coordinator, reference)
    later = NOW + timedelta(days=6 * 366)
    proposal = propose_destruction(actor=coordinator, references=[reference], now=later)

    carry_out_destruction(actor=make_actor(Role.ADMINISTRATOR), destruction_id=proposal.pk, now=later)

    assert (Letter.objects.count(), Document.objects.count(), SentMessage.objects.count()) == (0, 0, 0)
    assert "maand" not in str(list(ComplaintEvent.objects.values_list("data", "personal")))
