"""What was not done when a file is closed: said before and after, each with where it is done, and never a bar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.closing_advice import NotDone, not_done
from complaints.code_lists import Sayer, Verdict
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.hearing import Invitation, Talk, invite_to_hearing, record_hearing
from complaints.flows.judging import record_judgment
from complaints.flows.letters import (
    LetterDraft,
    Sending,
    begin_letter,
    discard_letter,
    save_letter,
    send_letter,
)
from complaints.flows.people import MandateTold, PersonTold, record_mandate, record_person
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.transferring import transfer_complaint
from complaints.hearing import Heard
from complaints.intake import InvolvedTold, Person, Submission
from complaints.judging import JudgmentTold, VerdictTold
from complaints.letter_going import JudgmentToldToThem, LetterMakesNoSenseNow
from complaints.letter_writing import written_letter
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactWay,
    Document,
    FilePerson,
    HeardSide,
    Hearing,
    HearingResult,
    Identity,
    Lesson,
    LessonLevel,
    Letter,
    PersonRole,
    Round,
    Transfer,
    TransferKind,
)
from complaints.next_steps import next_step
from complaints.selectors import complaint_file, current_round
from complaints.statuses import Step
from complaints.transferring import TransferTold
from complaints.web.wording import shown_not_done
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.models import Authority, SigningMandate
from tenants.permissions import Role
from tests.factories.endings import UPHELD, Ending

RECEIVED = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)  # Monday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
LATER = datetime(2025, 3, 20, 9, 0, tzinfo=UTC)  # Thursday
TODAY = date(2025, 3, 12)
ON_PAPER = Submission(story="Te laat", channel="LETTER", filer=Person(name="M", address="Straat 1"), involved=(InvolvedTold(name="B"),))
FOUND = {"findings": "Het bleef liggen.", "judgment": "Gegrond.", "motivation": "Te lang.", "conclusions": "Wij betalen nu."}
TO, SUBJECT = Addressee.COMPLAINANT, Addressee.SUBJECT


@pytest.fixture
def actor(make_actor: Callable[..., Actor]) -> Actor:
    found = make_actor(Role.COORDINATOR)
    authority = Authority.objects.get(is_default=True)
    title = {"function_title": "Hoofd Klachten", "letter_code": "*", "valid_from": date(2020, 1, 1)}
    SigningMandate.objects.create(authority=authority, user_id=found.user_id, **title)
    authority.ombudsmen.create(name="de Nationale ombudsman", valid_from=date(2020, 1, 1))
    return found


def register(actor: Actor, told: Submission = ON_PAPER) -> str:
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    assign_complaint(actor=actor, reference=reference, handler_id=actor.user_id, seen_version=None, now=NOW)
    return reference


def send(
    actor: Actor,
    reference: str,
    code: LetterCode,
    to: Addressee = TO,
    now: datetime = NOW,
    person: FilePerson | None = None,
    **facts: str,
) -> Letter:
    beside = person.pk if person else None
    letter = begin_letter(actor=actor, reference=reference, code=code, addressee=to, person_id=beside, now=now)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": now}
    save_letter(**same, draft=LetterDraft(facts=facts, signer_id=actor.user_id))
    return send_letter(**same, sending=Sending(way=ContactWay.LETTER))


def close(actor: Actor, reference: str, ending: Ending = UPHELD) -> None:
    close_complaint(actor=actor, reference=reference, ending=ending, seen_version=None, now=NOW)


def forward(actor: Actor, reference: str) -> None:
    told = TransferTold(
        kind=TransferKind.FORWARDED,
        why="Zij beslissen hierover",
        body="Gemeente Elders",
        handed_on=TODAY,
        handed_way=ContactWay.LETTER,
        told_remark="Nog niet bereikt",
    )
    transfer_complaint(actor=actor, reference=reference, told=told, seen_version=None, now=NOW)


def left(actor: Actor, reference: str) -> list[NotDone]:
    found = complaint_file(actor=actor, reference=reference)
    return not_done(found, current_round(found))


def step_of(actor: Actor, reference: str) -> Step | None:
    return next_step(actor=actor, complaint=complaint_file(actor=actor, reference=reference), today=TODAY)


def test_what_was_not_done_is_told_until_it_is_and_keeps_nobody_from_closing(actor: Actor) -> None:
    reference = register(actor)
    found = [left(actor, reference)]

    send(actor, reference, LetterCode.DECISION, **FOUND)
    found.append(left(actor, reference))
    close(actor, reference)
    found.append(left(actor, reference))
    send(actor, reference, LetterCode.CONFIRMATION, now=LATER)
    send(actor, reference, LetterCode.DECISION, SUBJECT, now=LATER)
    found.append(left(actor, reference))

    receipt, talk, subject, lesson = NotDone.RECEIPT, NotDone.TALK, NotDone.SUBJECT, NotDone.LESSON
    assert found == [[receipt, talk], [receipt, talk, subject], [receipt, subject, lesson], [lesson]]


def test_who_is_still_expected_at_a_talk_is_told_before_closing_until_it_is_called_off(actor: Actor) -> None:
    reference = register(actor, replace(ON_PAPER, channel="PHONE"))
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    person = Heard(side=HeardSide.COMPLAINANT)
    talk = Invitation(person=person, planned_at=datetime(2025, 3, 25, 9, 0, tzinfo=UTC), way=ContactWay.PHONE)
    invite_to_hearing(**same, invitation=talk)

    found = [one for one in shown_not_done(Complaint.objects.get()) if one["text"] == "Er wordt nog iemand bij een gesprek verwacht."]
    assert [one["address"] for one in found] == [f"/klachten/{reference}/horen/"]

    called_off = Talk(hearing_id=Hearing.objects.get().pk, result=HearingResult.CALLED_OFF, reason="Al gesproken")
    record_hearing(**same, talk=called_off)
    assert NotDone.PLANNED not in left(actor, reference)


@pytest.mark.parametrize(("side", "talk"), [(HeardSide.COMPLAINANT, []), (HeardSide.SUBJECT, [NotDone.TALK])])
def test_who_was_heard_was_spoken_to(actor: Actor, side: HeardSide, talk: list[NotDone]) -> None:
    reference = register(actor, replace(ON_PAPER, channel="PHONE"))
    name = "B" if side is HeardSide.SUBJECT else ""
    held: dict[str, Any] = {
        "side": side,
        "name": name,
        "result": HearingResult.HELD,
        "held_at": NOW,
        "report": "Zo ging het",
        "way": "PHONE",
    }
    Hearing.objects.create(round=Round.objects.get(), recorded_at=NOW, **held)

    assert left(actor, reference) == talk


def test_a_talk_of_a_closed_complaint_is_expected_no_more(actor: Actor) -> None:
    reference = register(actor, replace(ON_PAPER, channel="PHONE"))
    planned_at = datetime(2025, 3, 25, 9, 0, tzinfo=UTC)
    Hearing.objects.create(round=Round.objects.get(), side=HeardSide.COMPLAINANT, planned_at=planned_at, recorded_at=NOW)
    before = left(actor, reference)
    close(actor, reference)

    assert (NotDone.PLANNED in before, NotDone.PLANNED in left(actor, reference)) == (True, False)


def begin(actor: Actor, reference: str, code: LetterCode) -> Letter:
    return begin_letter(actor=actor, reference=reference, code=code, addressee=TO, now=NOW)


def keep(actor: Actor, letter: Letter, **facts: str) -> None:
    told = LetterDraft(facts=facts, signer_id=actor.user_id)
    save_letter(actor=actor, reference=letter.complaint.reference, letter_id=letter.pk, draft=told, seen_version=None, now=LATER)


def refused(work: Callable[[], object]) -> list[tuple[str, str | None]]:
    """The refusals; nothing was kept or told."""

    def kept() -> list[Any]:
        return [list(model._default_manager.order_by("pk").values()) for model in (Letter, Document, ComplaintEvent)]

    before = kept()
    with pytest.raises(Refusal) as told:
        work()
    assert kept() == before
    one = told.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def test_a_draft_that_lies_there_is_told_when_the_complaint_is_closed_and_until_it_is_gone(actor: Actor) -> None:
    reference = register(actor, replace(ON_PAPER, channel="PHONE"))
    draft = begin(actor, reference, LetterCode.HEARING_INVITATION)
    said = [[one["text"] for one in shown_not_done(Complaint.objects.get(reference=reference))]]

    close(actor, reference)
    said.append([one["text"] for one in shown_not_done(Complaint.objects.get(reference=reference))])
    discard_letter(actor=actor, reference=reference, letter_id=draft.pk, seen_version=None, now=LATER)

    assert said[0][-1] == (
        "Nog niet verstuurd: Uitnodiging voor het hoorgesprek, aan de klager."
        " Is de klacht gesloten, dan kunnen de meeste brieven niet meer weg."
    )
    assert said[1][0] == "Nog niet verstuurd: Uitnodiging voor het hoorgesprek, aan de klager."
    assert NotDone.DRAFT not in left(actor, reference)


def test_a_draft_that_does_not_fit_a_closed_file_is_neither_written_nor_sent_and_one_that_fits_still_goes(actor: Actor) -> None:
    reference = register(actor)
    lapsed, fits = begin(actor, reference, LetterCode.HEARING_INVITATION), begin(actor, reference, LetterCode.CONFIRMATION)
    close(actor, reference)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": LATER}

    assert refused(lambda: keep(actor, lapsed, hearing_on="2025-03-20")) == [("letter_lapsed", "code")]
    assert ("letter_lapsed", "code") in refused(lambda: send_letter(**same, letter_id=lapsed.pk, sending=Sending(way=ContactWay.LETTER)))
    keep(actor, fits)
    send_letter(**same, letter_id=fits.pk, sending=Sending(way=ContactWay.LETTER))

    assert [(one.code, one.is_sent) for one in Letter.objects.order_by("code")] == [("L01", True), ("L04", False)]


def test_a_draft_of_before_the_person_came_back_goes_no_more(actor: Actor) -> None:
    reference = register(actor)
    draft = begin(actor, reference, LetterCode.CONFIRMATION)
    close(actor, reference)
    return_complaint(actor=actor, reference=reference, reason="Toch niet opgelost", seen_version=None, now=LATER)

    assert refused(lambda: keep(actor, draft)) == [("letter_lapsed", "code")]


def test_after_the_letter_that_ends_it_the_next_step_is_to_record_the_judgment_and_then_to_close(actor: Actor) -> None:
    judged, not_taken_up = register(actor), register(actor)
    assert [step_of(actor, one) for one in (judged, not_taken_up)] == [Step.RECORD_CONTACT] * 2

    send(actor, judged, LetterCode.DECISION, **FOUND)
    facts = {"ground": "9_8_2", "ground_facts": "Eén euro.", "motivation": "Het kost drie dagen."}
    Complaint.objects.get(reference=not_taken_up).rounds.update(first_attempt_on=TODAY)
    send(actor, not_taken_up, LetterCode.NOT_TAKEN_UP, **facts)
    after = [step_of(actor, one) for one in (judged, not_taken_up)]
    verdicts = tuple(VerdictTold(point_id=one.pk, verdict=Verdict.UPHELD) for one in Complaint.objects.get(reference=judged).points.all())
    record_judgment(actor=actor, reference=judged, told=JudgmentTold(verdicts=verdicts), seen_version=None, now=NOW)

    assert after == [Step.JUDGE, Step.CLOSE]
    assert step_of(actor, judged) is Step.CLOSE


def test_of_what_was_told_orally_no_receipt_is_owed_and_without_a_judgment_nothing_to_whom_it_is_about(actor: Actor) -> None:
    assert left(actor, register(actor, replace(ON_PAPER, channel="PHONE"))) == [NotDone.TALK]


def test_receipt_is_confirmed_after_closing_in_words_that_fit(actor: Actor) -> None:
    reference = register(actor)
    close(actor, reference)

    letter = send(actor, reference, LetterCode.CONFIRMATION, now=LATER)

    assert list(letter.texts) == ["opening", "receipt", "handler", "closed", "questions"]
    handler = Complaint.objects.get(reference=reference).rounds.get().handler
    assert handler is not None
    assert [letter.texts[key] for key in ("handler", "closed")] == [
        f"{handler.get_full_name()} heeft uw klacht behandeld.",
        "Wij hebben de klacht afgesloten op 12 maart 2025. Terugkomen kan altijd.",
    ]
    assert current_round(Complaint.objects.get(reference=reference)).acknowledged_on == LATER.date()
    with pytest.raises(LetterMakesNoSenseNow):
        begin_letter(actor=actor, reference=reference, code=LetterCode.CONFIRMATION, addressee=TO, now=LATER)


def test_who_was_not_told_of_a_forwarding_is_told_after_closing_that_it_is_late(actor: Actor) -> None:
    reference = register(actor)
    forward(actor, reference)
    close(actor, reference, Ending(outcome="FORWARDED"))
    before = left(actor, reference)

    letter = send(actor, reference, LetterCode.FORWARDING, now=LATER)

    assert (before, left(actor, reference)) == ([NotDone.RECEIPT, NotDone.SENDER, NotDone.LESSON], [NotDone.RECEIPT, NotDone.LESSON])
    assert letter.texts["forwarded_on"] == (
        "Wij stuurden uw klacht op 12 maart 2025 door. Wij hadden u dat op dezelfde dag moeten laten weten. Dat doen wij nu."
    )
    with pytest.raises(LetterMakesNoSenseNow):
        begin_letter(actor=actor, reference=reference, code=LetterCode.FORWARDING, addressee=Addressee.OTHER_BODY, now=LATER)


def test_on_the_day_itself_the_letter_says_when_and_owes_no_excuse(actor: Actor) -> None:
    reference = register(actor)
    forward(actor, reference)
    close(actor, reference, Ending(outcome="FORWARDED"))

    letter = begin_letter(actor=actor, reference=reference, code=LetterCode.FORWARDING, addressee=TO, now=NOW)

    assert written_letter(letter, actor=actor, on=TODAY).texts["forwarded_on"] == "Wij stuurden uw klacht op 12 maart 2025 door."


def told_of(reference: str) -> list[tuple[str, date | None, str]]:
    found = Transfer.objects.filter(round__complaint__reference=reference).order_by("handed_on")
    return [(one.receiver, one.told_on, one.told_way) for one in found]


def test_who_was_not_told_of_a_forwarding_is_told_later_while_the_file_is_open_and_that_is_recorded(actor: Actor) -> None:
    reference = register(actor)
    forward(actor, reference)
    letter = begin_letter(actor=actor, reference=reference, code=LetterCode.FORWARDING, addressee=TO, now=LATER)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "letter_id": letter.pk, "seen_version": None, "now": LATER}

    with pytest.raises(Refusal) as typed:
        save_letter(**same, draft=LetterDraft(facts={"forwarded_on": "2025-03-20"}))
    with pytest.raises(Refusal) as before:
        send_letter(**same, sending=Sending(way=ContactWay.LETTER, sent_on=date(2025, 3, 11)))
    sent = send_letter(**same, sending=Sending(way=ContactWay.LETTER))

    assert [(one.value.code, one.value.field) for one in (typed, before)] == [
        ("letter_part_unknown", "facts.forwarded_on"),
        ("letter_not_same_day", "facts.forwarded_on"),
    ]
    assert sent.texts["forwarded_on"] == (
        "Wij stuurden uw klacht op 12 maart 2025 door. Wij hadden u dat op dezelfde dag moeten laten weten. Dat doen wij nu."
    )
    assert told_of(reference) == [("Gemeente Elders", LATER.date(), "LETTER")]
    assert NotDone.SENDER not in left(actor, reference)


def test_a_second_representative_reads_later_that_who_complains_knew_it_that_day(actor: Actor) -> None:
    reference = register(actor)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    lawyers = [record_person(**same, told=PersonTold(role=PersonRole.LAWYER, name=name, address="Plein 3")) for name in ("A", "B")]
    for one in lawyers:
        record_mandate(**same, person=str(one.pk), told=MandateTold())
    forward(actor, reference)
    send(actor, reference, LetterCode.FORWARDING)

    sent = send(actor, reference, LetterCode.FORWARDING, now=LATER, person=lawyers[0])

    assert sent.texts["forwarded_on"] == "Wij stuurden de klacht van M op 12 maart 2025 door."
    assert told_of(reference) == [("Gemeente Elders", TODAY, "LETTER")]


def test_the_letter_of_an_earlier_warm_transfer_tells_nobody_of_a_forwarding(actor: Actor) -> None:
    reference = register(actor)
    agreed: dict[str, Any] = {"agreed_by": Sayer.COMPLAINANT, "agreed_on": TODAY, "agreed_way": ContactWay.PHONE}
    told = TransferTold(
        kind=TransferKind.WARM, body="Wonen", contact="De Wit", why="Zij verhuren", note="Bel", handed_way=ContactWay.PHONE, **agreed
    )
    transfer_complaint(actor=actor, reference=reference, told=told, seen_version=None, now=NOW)
    send(actor, reference, LetterCode.FORWARDING, next_contact="De Wit belt u vandaag.")
    forward(actor, reference)

    assert NotDone.SENDER in left(actor, reference)
    assert send(actor, reference, LetterCode.FORWARDING, now=LATER).facts["forwarded_to"] == "Gemeente Elders"
    assert NotDone.SENDER not in left(actor, reference)


def test_each_of_whom_it_is_about_is_told_and_who_is_left_is_suggested(actor: Actor) -> None:
    reference = register(actor, replace(ON_PAPER, involved=(InvolvedTold(name="J. Bakker"), InvolvedTold(name="K. Visser"))))
    send(actor, reference, LetterCode.DECISION, **FOUND)

    first = send(actor, reference, LetterCode.DECISION, SUBJECT, addressee="J. Bakker\nHuispost")
    with pytest.raises(JudgmentToldToThem):
        send(actor, reference, LetterCode.DECISION, SUBJECT, addressee="J. bakker Huispost")
    found = [left(actor, reference)]
    second = send(actor, reference, LetterCode.DECISION, SUBJECT)
    found.append(left(actor, reference))

    assert [NotDone.SUBJECT in one for one in found] == [True, False]
    assert [one.facts["addressee"] for one in (first, second)] == ["J. Bakker\nHuispost", "K. Visser"]


def test_what_can_never_be_done_is_not_asked(actor: Actor) -> None:
    reference = register(actor, replace(ON_PAPER, filer=Person(identity=Identity.ANONYMOUS)))
    forward(actor, reference)
    found = [left(actor, reference)]
    close(actor, reference, Ending(outcome="FORWARDED"))
    found.append(left(actor, reference))
    with pytest.raises(LetterMakesNoSenseNow):
        begin_letter(actor=actor, reference=reference, code=LetterCode.CONFIRMATION, addressee=TO, now=LATER)

    assert found == [[], [NotDone.LESSON]]


def test_what_somebody_who_stays_anonymous_can_be_told_is_asked_as_ever(actor: Actor) -> None:
    reference = register(actor, replace(ON_PAPER, filer=Person(identity=Identity.ANONYMOUS, phone="06 12345678")))

    assert left(actor, reference) == [NotDone.RECEIPT, NotDone.TALK]


def test_receipt_of_a_file_that_nobody_had_is_confirmed_after_closing_by_the_organisation(actor: Actor) -> None:
    reference = register_complaint(actor=actor, submission=ON_PAPER, received_at=RECEIVED, now=RECEIVED).reference
    close(actor, reference)

    letter = send(actor, reference, LetterCode.CONFIRMATION, now=LATER)

    assert letter.texts["handler"] == "Samenwerking Voorbeeldstreek heeft uw klacht behandeld."
    assert left(actor, reference) == [NotDone.LESSON]


def test_the_pages_say_it_with_one_click_to_do_it(
    actor: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    reference = register(actor)
    send(actor, reference, LetterCode.DECISION, **FOUND)
    client, base = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/"

    closing = client.get(f"{base}afsluiten/").content.decode()
    open_page = client.get(base).content.decode()
    close(actor, reference)
    closed_page = client.get(base).content.decode()

    told = [
        ("De ontvangst van deze klacht is niet bevestigd (artikel 9:6).", f"{base}bevestigen/"),
        ("Niemand heeft deze persoon nog gesproken.", f"{base}contact/"),
        ("Degene over wie de klacht gaat, heeft het oordeel nog niet.", f"{base}brief/?brief=L10:SUBJECT"),
    ]
    assert all(text in closing and f'href="{address}"' in closing for text, address in told)
    assert "Dit is nog niet gedaan" not in open_page
    assert "Dit is nog niet gedaan" in closed_page
    assert [one["address"] for one in shown_not_done(Complaint.objects.get(reference=reference))] == [
        f"{base}brief/?brief=L01:COMPLAINANT",
        f"{base}brief/?brief=L10:SUBJECT",
        f"{base}geleerd/",
    ]
    chosen = client.get(f"{base}brief/?brief=L10:SUBJECT").content.decode()
    assert re.search(r'value="L10:SUBJECT:\d+" id="letter_2" required checked', chosen)


def test_after_closing_the_file_asks_what_was_learned_until_it_is_said_with_one_press_that_it_was_nothing(
    actor: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    reference = register(actor)
    client, base = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/"
    asked = "Wat hebben wij geleerd?"
    before = client.get(base).content.decode()
    close(actor, reference)
    closed = client.get(base).content.decode()
    sent = dict(re.findall(r'name="(version|text|level|not_told_because)" value="([^"]*)"', closed))

    answer = client.post(f"{base}geleerd/", sent)

    lesson = Lesson.objects.get()
    assert [asked in page for page in (before, closed, client.get(base).content.decode())] == [False, True, False]
    assert (answer["Location"], lesson.level, lesson.told_on) == (base, LessonLevel.NONE, None)
    assert (lesson.text, lesson.not_told_because) == ("Er is niets te verbeteren.", "Er is niets geleerd.")
    assert [*Lesson.objects.untold()] == []
