"""What sending a letter did stands in the file at once: the copy it brought (Awb 9:9), the talk it invited to (Awb 9:10), the extension
that it told (Awb 9:11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.loaders import _next_steps
from complaints.closing_advice import subjects_told
from complaints.extending import ExtensionTold
from complaints.flows.assignment import assign_complaint
from complaints.flows.copying import record_copy
from complaints.flows.extending import extend_term, take_back_extension
from complaints.flows.hearing import Invitation, Talk, invite_to_hearing, record_hearing
from complaints.flows.letters import Sending, begin_letter, send_final_letter, send_letter
from complaints.flows.people import PersonTold, decide_telling, record_person
from complaints.flows.updating import correct_receipt, update_complaint
from complaints.flows.waiving import Waiver, waive_hearing
from complaints.hearing import Heard, invitation_came_back
from complaints.intake import InvolvedTold, Person, Submission
from complaints.judging import problems_of_hearing
from complaints.letter_writing import offered_letters, written_letter
from complaints.letters.catalogue import LETTERS, Addressee, LetterCode
from complaints.letters.facts import Fact, as_told
from complaints.mail import take_back
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactWay,
    CopyToSubject,
    Document,
    Extension,
    HeardSide,
    Hearing,
    HearingResult,
    HearingWaiver,
    Identity,
    Judgment,
    Letter,
    NoSubject,
    PersonRole,
    Regime,
    Round,
    SentMessage,
    Telling,
)
from complaints.next_steps import next_step
from complaints.selectors import complaint_file
from complaints.statuses import Step
from complaints.work.work_list import open_work
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.organisation.models import AdvisoryCommittee, Authority
from tenants.permissions import Role
from tests.complaints.flows.test_letters import BY_POST, NOW, ON_PAPER, TODAY, begin, let_sign, refused, save, send, texts
from tests.complaints.flows.test_letters import register as register_alone
from tests.factories.documents import PDF, sent

KLAAGSCHRIFT = replace(ON_PAPER, is_signed=True, is_towards_filer=True, involved=(InvolvedTold(name="J. Bakker"),))
COMPLAINANT, SUBJECT = Heard(side=HeardSide.COMPLAINANT), Heard(side=HeardSide.SUBJECT, name="J. Bakker")
TO, ABOUT = Addressee.COMPLAINANT, Addressee.SUBJECT
TALK = {"hearing_on": "2025-03-27", "hearing_place": "om 14.30 uur in het stadhuis", "reply_by": "2025-03-20"}
AT = datetime(2025, 3, 27, 13, 30, tzinfo=UTC)  # Thursday, 14:30 in Amsterdam
COPIES = {"enclosed": "Het klaagschrift"}


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    found = make_actor(Role.COORDINATOR)
    let_sign(found)
    return found


def register(actor: Actor, told: Submission) -> str:
    """A file with somebody in charge of it."""
    reference = register_alone(actor, told)
    assign_complaint(actor=actor, reference=reference, handler_id=actor.user_id or 0, seen_version=None, now=NOW)
    return reference


def copy_letter(actor: Actor, reference: str, **facts: str) -> Letter:
    return save(actor, begin(actor, reference, LetterCode.COPY_TO_SUBJECT, ABOUT), facts=COPIES | facts)


def invitation(actor: Actor, reference: str, to: Addressee = TO, **facts: str) -> Letter:
    return save(actor, begin(actor, reference, LetterCode.HEARING_INVITATION, to), facts=TALK | facts)


def events(reference: str) -> list[tuple[str, dict[str, Any]]]:
    """Since the letter was begun, without what every step tells."""
    found = ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk")
    told = [(one.code, {name: value for name, value in one.data.items() if name not in ("version", "round")}) for one in found]
    return told[[code for code, _data in told].index("letter_sent") + 1 :]


def file(reference: str) -> tuple[Complaint, Round]:
    complaint = Complaint.objects.get(reference=reference)
    return complaint, complaint.rounds.get()


def lacking(reference: str) -> list[str]:
    complaint, opened = file(reference)
    return [one.code for one in problems_of_hearing(of=complaint, in_round=opened, field="outcome")]


def test_the_letter_with_the_copy_records_that_it_was_sent_and_to_whom(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    before = lacking(reference)

    letter = send(coordinator, copy_letter(coordinator, reference), replace(BY_POST, way=ContactWay.DESK, sent_on=date(2025, 3, 11)))

    copy = CopyToSubject.objects.get()
    assert (copy.name, copy.sent_on, copy.way, copy.letter_id, copy.recorded_by_id, copy.recorded_at) == (
        "J. Bakker",
        date(2025, 3, 11),
        "DESK",
        letter.pk,
        coordinator.user_id,
        NOW,
    )
    told = {"copy": copy.pk, "on": "2025-03-11", "way": "DESK", "letter": str(letter.pk), "letter_code": "L03"}
    assert events(reference) == [("copy_sent", told)]
    assert (before, lacking(reference)) == (
        ["copy_not_sent", "complainant_not_heard", "subject_not_heard"],
        ["complainant_not_heard", "subject_not_heard"],
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (22, "Uiterlijk op 22 april 2025 krijgt de klager antwoord."),
        (
            23,
            "De klager had uiterlijk op 22 april 2025 antwoord moeten krijgen. Dat is niet gelukt.",
        ),
    ],
)
def test_a_copy_promises_no_answer_by_a_day_that_is_over(coordinator: Actor, day: int, told: str) -> None:
    letter = copy_letter(coordinator, register(coordinator, KLAAGSCHRIFT))

    sent = send(coordinator, letter, now=datetime(2025, 4, day, 9, tzinfo=UTC))

    assert told in sent.texts["procedure"]
    assert sent.texts["procedure"].count("22 april 2025") == 1


def test_a_copy_that_was_recorded_by_hand_stays_as_it_is(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    record_copy(**same, subject=SUBJECT, sent_on=date(2025, 3, 10), way=ContactWay.VISIT)

    send(coordinator, copy_letter(coordinator, reference, addressee="J. Bakker"))

    assert list(CopyToSubject.objects.values_list("sent_on", "way", "letter")) == [(date(2025, 3, 10), "VISIT", None)]
    assert events(reference) == []


def test_a_copy_is_recorded_of_those_alone_whom_its_address_names(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    colleague = make_actor(Role.EMPLOYEE)
    User.objects.filter(pk=colleague.user_id or 0).update(name="P. Pietersen")
    two = (InvolvedTold(name="J. Bakker"), InvolvedTold(user_id=colleague.user_id))
    reference = register(coordinator, replace(KLAAGSCHRIFT, involved=two))

    first = send(coordinator, copy_letter(coordinator, reference, addressee="Mevrouw P. Pietersen\nAfdeling Werk"))
    second = begin(coordinator, reference, LetterCode.COPY_TO_SUBJECT, ABOUT)
    nobody = copy_letter(coordinator, reference, addressee="Afdeling Werk")

    assert list(CopyToSubject.objects.values_list("user_id", "name", "letter")) == [(colleague.user_id, "", first.pk)]
    assert second.facts == {"addressee": "J. Bakker"}
    with pytest.raises(Refusal) as told:
        send(coordinator, nobody)
    assert (told.value.code, told.value.field) == ("copy_names_nobody", "facts.addressee")
    assert [code for code, _data in events(reference)].count("copy_sent") == 1
    assert "copy_not_sent" in lacking(reference)


def test_a_copy_goes_to_nobody_who_is_not_in_the_file_also_when_it_was_finished_elsewhere(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    letter = copy_letter(coordinator, reference, addressee="K. Smit\nAfdeling Werk")
    ticked = [block.key for block in LETTERS[LetterCode.COPY_TO_SUBJECT].blocks if block.is_mandatory]
    whose: dict[str, Any] = {"actor": coordinator, "reference": reference, "letter_id": letter.pk, "now": NOW}

    assert refused(coordinator, letter) == [("copy_names_nobody", "facts.addressee")]
    for addressee in ("K. Smit", ""):
        letter = save(coordinator, letter, facts={"addressee": addressee})
        with pytest.raises(Refusal) as told:
            send_final_letter(**whose, final=sent(PDF, "L03.pdf"), ticked=ticked, sending=BY_POST, seen_version=None)
        assert (told.value.code, told.value.field) == ("copy_names_nobody", "facts.addressee")
    assert (CopyToSubject.objects.count(), Letter.objects.get().is_sent, Document.objects.count()) == (0, False, 0)


def test_of_two_whom_it_is_about_a_letter_counts_for_who_was_chosen_however_the_address_is_written(coordinator: Actor) -> None:
    two = (InvolvedTold(name="J. Bakker"), InvolvedTold(name="P. Jansen"))
    reference = register(coordinator, replace(KLAAGSCHRIFT, involved=two))
    chosen = {"code": LetterCode.COPY_TO_SUBJECT, "addressee": ABOUT, "subject": Heard(side=HeardSide.SUBJECT, name="P. Jansen")}

    letter = begin_letter(actor=coordinator, reference=reference, **chosen, now=NOW)  # type: ignore[arg-type]
    begun_with = letter.facts["addressee"]
    wrong = save(coordinator, letter, facts=COPIES | {"addressee": "J. Bakker\nStraat 1"})
    mixed_up = refused(coordinator, wrong)
    send(coordinator, save(coordinator, wrong, facts=COPIES | {"addressee": "Piet, team Wmo"}))

    assert (begun_with, mixed_up) == ("P. Jansen", [("letter_names_another", "facts.addressee")])
    assert [(one.user_id, one.name, one.letter_id) for one in CopyToSubject.objects.all()] == [(None, "P. Jansen", letter.pk)]
    assert "copy_not_sent" in lacking(reference)


@pytest.mark.parametrize("code", [LetterCode.HEARING_INVITATION, LetterCode.EXTENSION_TO_SUBJECT])
def test_no_letter_to_one_of_two_it_is_about_counts_for_the_other(coordinator: Actor, code: LetterCode) -> None:
    two = (InvolvedTold(name="J. Bakker"), InvolvedTold(name="P. Jansen"))
    reference = register(coordinator, replace(KLAAGSCHRIFT, involved=two))
    facts = TALK if code is LetterCode.HEARING_INVITATION else MORE_TIME
    chosen = Heard(side=HeardSide.SUBJECT, name="P. Jansen")

    letter = begin_letter(actor=coordinator, reference=reference, code=code, addressee=ABOUT, subject=chosen, now=NOW)
    letter = save(coordinator, letter, facts=facts | {"addressee": "J. Bakker\nStraat 1"})
    mixed_up = refused(coordinator, letter)
    send(coordinator, more_time(coordinator, reference))
    send(coordinator, more_time(coordinator, reference, ABOUT, addressee="J. Bakker"))
    before = extensions(reference)[0]
    send(coordinator, save(coordinator, letter, facts=facts | {"addressee": "P. Jansen\nStraat 1"}))

    assert (mixed_up, before) == ([("letter_names_another", "facts.addressee")], [])
    assert [one.name for one in Hearing.objects.all()] == (["P. Jansen"] if code is LetterCode.HEARING_INVITATION else [])
    assert len(extensions(reference)[0]) == (1 if code is LetterCode.EXTENSION_TO_SUBJECT else 0)


def test_of_two_whom_it_is_about_each_is_told_the_judgment_once_by_who_was_chosen(
    coordinator: Actor, make_actor: Callable[..., Actor]
) -> None:
    colleague = make_actor(Role.EMPLOYEE)
    Authority.objects.get(is_default=True).ombudsmen.create(name="de Nationale ombudsman", valid_from=date(2020, 1, 1))
    two = (InvolvedTold(user_id=colleague.user_id), InvolvedTold(name="P. Jansen"))
    reference = register(coordinator, replace(ON_PAPER, involved=two))
    found = {"findings": "Te laat.", "judgment": "Gegrond.", "motivation": "Te lang.", "conclusions": "Excuses."}
    send(coordinator, save(coordinator, begin(coordinator, reference, LetterCode.DECISION), facts=found))

    def tell(subject: Heard, address: str) -> Letter:
        letter = begin_letter(actor=coordinator, reference=reference, code=LetterCode.DECISION, addressee=ABOUT, subject=subject, now=NOW)
        return save(coordinator, letter, facts=found | {"addressee": address})

    first, second = Heard(side=HeardSide.SUBJECT, user_id=colleague.user_id), Heard(side=HeardSide.SUBJECT, name="P. Jansen")
    told = [len(subjects_told(file(reference)[1]))]
    for subject in (first, second):
        # Both work at the same desk: what is written on the envelope tells nothing.
        send(coordinator, tell(subject, "Team Wmo"))
        told.append(len(subjects_told(file(reference)[1])))

    assert told == [0, 1, 2]
    with pytest.raises(Refusal, match="judgment_told_to_them"):
        begin_letter(actor=coordinator, reference=reference, code=LetterCode.DECISION, addressee=ABOUT, subject=first, now=NOW)


@pytest.mark.parametrize(("to", "name"), [(ABOUT, "Iemand Anders"), (TO, "J. Bakker")])
def test_nobody_is_chosen_who_is_not_in_the_file_or_for_a_letter_to_who_complains(coordinator: Actor, to: Addressee, name: str) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    subject = Heard(side=HeardSide.SUBJECT, name=name)
    before = ComplaintEvent.objects.count()

    with pytest.raises(Refusal, match="subject_unknown"):
        begin_letter(actor=coordinator, reference=reference, code=LetterCode.HEARING_INVITATION, addressee=to, subject=subject, now=NOW)

    assert (Letter.objects.count(), ComplaintEvent.objects.count()) == (0, before)


@pytest.mark.parametrize("written", ["J. Bakker", "Jan Bakker"])
def test_a_letter_that_was_begun_before_its_reader_was_renamed_tells_of_nobody_with_the_same_surname(
    coordinator: Actor, written: str
) -> None:
    filer = Person(name="Anna Bakker", address="Dorpsstraat 12a, 1234 AB Voorbeeld", identity=Identity.SHIELDED)
    reference = register(coordinator, replace(KLAAGSCHRIFT, filer=filer))
    chosen: dict[str, Any] = {"code": LetterCode.COPY_TO_SUBJECT, "addressee": ABOUT, "subject": SUBJECT}
    begun = begin_letter(actor=coordinator, reference=reference, **chosen, now=NOW)
    renamed = (InvolvedTold(name="Jan Bakker", was="J. Bakker"),)
    update_complaint(actor=coordinator, reference=reference, changes={"involved": renamed}, seen_version=None, now=NOW)

    send(coordinator, save(coordinator, begun, facts=COPIES | {"addressee": written}))

    assert [one.name for one in CopyToSubject.objects.all()] == ["Jan Bakker"]


def test_of_two_with_names_in_each_other_only_the_one_that_is_meant_had_the_copy(coordinator: Actor) -> None:
    two = (InvolvedTold(name="Jan"), InvolvedTold(name="Jan Jansen"))
    reference = register(coordinator, replace(KLAAGSCHRIFT, involved=two))

    send(coordinator, copy_letter(coordinator, reference, addressee="De heer Jan Jansen"))

    assert list(CopyToSubject.objects.values_list("name", flat=True)) == ["Jan Jansen"]


@pytest.mark.parametrize(("to", "person", "side", "name"), [(TO, COMPLAINANT, "COMPLAINANT", ""), (ABOUT, SUBJECT, "SUBJECT", "J. Bakker")])
def test_the_invitation_records_who_was_invited_to_which_moment(
    coordinator: Actor, to: Addressee, person: Heard, side: str, name: str
) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)

    letter = send(coordinator, invitation(coordinator, reference, to), replace(BY_POST, sent_on=date(2025, 3, 11)))

    found = Hearing.objects.get()
    assert (found.side, found.name, found.invited_on, found.reply_by, found.planned_at, found.result, found.way, found.letter_id) == (
        side,
        name,
        date(2025, 3, 11),
        date(2025, 3, 20),
        AT,
        "",
        "",
        letter.pk,
    )
    told = {"hearing": str(found.pk), "side": side, "on": "2025-03-11", "planned_at": "2025-03-27T14:30:00+01:00"}
    assert events(reference) == [("hearing_invited", told | {"letter": str(letter.pk), "letter_code": "L04"})]


@pytest.mark.parametrize("first", [AT, None])
def test_a_talk_that_was_planned_by_hand_is_not_planned_twice_and_another_moment_moves_it(
    coordinator: Actor, first: datetime | None
) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    by_hand = Invitation(person=COMPLAINANT, planned_at=first, way=ContactWay.PHONE)
    invite_to_hearing(actor=coordinator, reference=reference, invitation=by_hand, seen_version=None, now=NOW)
    talk = Hearing.objects.get()

    send(coordinator, invitation(coordinator, reference))
    same_moment = list(Hearing.objects.values_list("pk", "planned_at", "way"))
    letter = send(coordinator, invitation(coordinator, reference, hearing_place="om 16.00 uur in het stadhuis"))

    moved = datetime(2025, 3, 27, 15, 0, tzinfo=UTC)
    assert same_moment == [(talk.pk, AT, "PHONE")]
    assert list(Hearing.objects.values_list("pk", "planned_at", "way", "letter")) == [(talk.pk, moved, "PHONE", letter.pk)]
    [(code, data)] = events(reference)[-1:]
    was = "2025-03-27T13:30:00+00:00"
    assert (code, data["moved_from"], data["planned_at"]) == ("hearing_invited", was, "2025-03-27T16:00:00+01:00")
    assert [one.data.get("moved_from") for one in ComplaintEvent.objects.filter(code="hearing_invited").order_by("pk")][:-1] == (
        [None] if first else [None, None]
    )


def test_a_talk_whose_moment_is_over_is_not_moved_by_another_invitation(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    by_hand = Invitation(person=COMPLAINANT, planned_at=AT, way=ContactWay.PHONE)
    invite_to_hearing(actor=coordinator, reference=reference, invitation=by_hand, seen_version=None, now=NOW)
    later = {"hearing_on": "2025-04-10", "reply_by": "2025-04-08"}

    send(coordinator, invitation(coordinator, reference, **later), now=AT + timedelta(days=1))

    moments = list(Hearing.objects.order_by("planned_at").values_list("planned_at", flat=True))
    assert moments == [AT, datetime(2025, 4, 10, 12, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("day", "doubts"),
    [
        ("2025-04-22", []),  # Tuesday, the last day itself
        ("2025-03-29", ["Het gesprek is op 29 maart 2025, en dat is een zaterdag."]),
        ("2025-04-18", ["Het gesprek is op 18 april 2025, en dat is Goede Vrijdag."]),
        ("2025-04-23", ["Het gesprek is op 23 april 2025, na de laatste dag om op de klacht te antwoorden: 22 april 2025."]),
        (
            "2025-05-30",
            [
                "Het gesprek is op 30 mei 2025, na de laatste dag om op de klacht te antwoorden: 22 april 2025.",
                "Het gesprek is op 30 mei 2025, en dat is een dag die bij koninklijk besluit gelijkstaat aan een feestdag.",
            ],
        ),
    ],
)
def test_a_talk_after_the_last_day_or_on_a_day_off_is_asked_after_once(coordinator: Actor, day: str, doubts: list[str]) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    letter = invitation(coordinator, reference, hearing_on=day)

    expected: list[tuple[str, str | None]] = [("letter_day_doubtful", "meant")] * len(doubts)
    if doubts:
        assert refused(coordinator, letter) == expected
        assert Hearing.objects.count() == 0
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "letter_id": letter.pk, "sending": BY_POST, "seen_version": None}
    gone = send_letter(**same, meant=doubts, now=NOW)

    assert (gone.meant, [dutch_date(one.planned_at).isoformat() for one in Hearing.objects.all() if one.planned_at]) == (doubts, [day])


def test_once_the_last_day_is_over_no_talk_is_asked_after_for_that(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    letter = invitation(coordinator, reference, hearing_on="2025-05-15", reply_by="2025-05-08")

    assert send(coordinator, letter, now=datetime(2025, 4, 23, 9, tzinfo=UTC)).is_sent


def test_whoever_got_no_invitation_did_not_stay_away_and_is_invited_anew(coordinator: Actor, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    filer = Person(name="M. de Vries", email="m@voorbeeld.example", address="Straat 1")
    reference = register(coordinator, replace(KLAAGSCHRIFT, channel="EMAIL", filer=filer))
    send(coordinator, copy_letter(coordinator, reference))
    letter = send(coordinator, invitation(coordinator, reference), Sending(way=ContactWay.EMAIL, has_agreed_to_mail=True))
    take_back(SentMessage.objects.get(letter=letter), now=NOW)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None}
    away = Talk(hearing_id=Hearing.objects.get().pk, result=HearingResult.DID_NOT_COME)

    assert invitation_came_back(Hearing.objects.get())
    with pytest.raises(Refusals) as untold:
        record_hearing(**same, talk=away, now=AT + timedelta(days=1))
    again = send(coordinator, invitation(coordinator, reference))

    assert [(one.code, one.field) for one in untold.value.refusals] == [("nobody_was_expected", "result")]
    assert list(Hearing.objects.values_list("pk", "letter", "planned_at")) == [(away.hearing_id, again.pk, AT)]
    assert not invitation_came_back(Hearing.objects.get())
    record_hearing(**same, talk=away, now=AT + timedelta(days=1))
    assert lacking(reference) == ["subject_not_heard"]


def test_that_an_invitation_came_back_after_nobody_came_leaves_the_complainant_to_be_heard(coordinator: Actor, settings: Any) -> None:
    settings.MAIL_RELAY_IS_SECURE = True
    filer = Person(name="M. de Vries", email="m@voorbeeld.example", address="Straat 1")
    reference = register(coordinator, replace(KLAAGSCHRIFT, channel="EMAIL", filer=filer))
    send(coordinator, copy_letter(coordinator, reference))
    letter = send(coordinator, invitation(coordinator, reference), Sending(way=ContactWay.EMAIL, has_agreed_to_mail=True))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": AT + timedelta(days=1)}
    record_hearing(**same, talk=Talk(hearing_id=Hearing.objects.get().pk, result=HearingResult.DID_NOT_COME))
    before = lacking(reference)

    take_back(SentMessage.objects.get(letter=letter), now=AT + timedelta(days=2))

    assert (before, lacking(reference)) == (["subject_not_heard"], ["complainant_not_heard", "subject_not_heard"])
    new = Invitation(person=COMPLAINANT, planned_at=AT + timedelta(days=20), way=ContactWay.PHONE)
    invite_to_hearing(**same | {"now": AT + timedelta(days=3)}, invitation=new)
    assert Hearing.objects.count() == 2


def test_an_invitation_ends_that_the_complainant_need_not_be_heard(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    waiver = Waiver(ground="A", explanation="Kennelijk ongegrond")
    waive_hearing(actor=coordinator, reference=reference, waiver=waiver, seen_version=None, now=NOW)

    send(coordinator, invitation(coordinator, reference))

    assert HearingWaiver.objects.get().ended_at == NOW
    assert events(reference)[0][1]["waiver_ended"] is True


def test_no_letter_of_the_handler_invites_whom_the_committee_decided_not_to_hear(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    letter = invitation(coordinator, reference)
    committee = AdvisoryCommittee.objects.create(
        authority=Authority.objects.get(is_default=True), name="de klachtencommissie", valid_from=date(2020, 1, 1)
    )
    Round.objects.update(regime=Regime.COMMISSION, committee=committee)
    HearingWaiver.objects.create(round=letter.round, ground="A", explanation="Kennelijk ongegrond", recorded_at=NOW)

    assert refused(coordinator, letter) == [("waiver_is_the_committees", None)]
    assert (Hearing.objects.count(), HearingWaiver.objects.get().ended_at) == (0, None)


def test_an_invitation_to_the_other_parent_invites_nobody_who_is_heard(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    parent = record_person(**same, told=PersonTold(role=PersonRole.OTHER_PARENT, name="P. Jansen", address="Laan 2"))
    decide_telling(**same, person=str(parent.pk), telling=Telling.EVERYTHING, reason="Heeft ook gezag")
    whose: dict[str, Any] = {"code": LetterCode.HEARING_INVITATION, "addressee": TO, "person_id": parent.pk}
    letter = begin_letter(actor=coordinator, reference=reference, **whose, now=NOW)

    send(coordinator, save(coordinator, letter, facts=TALK))

    assert (Hearing.objects.count(), events(reference)) == (0, [])


def test_an_invitation_without_a_time_or_with_a_term_that_the_register_refuses_does_not_go(coordinator: Actor) -> None:
    letter = invitation(coordinator, register(coordinator, KLAAGSCHRIFT), hearing_place="Stadhuis, kamer 2", reply_by="2025-03-18")

    assert refused(coordinator, letter) == [("letter_reply_too_soon", "facts.reply_by"), ("letter_time_missing", "facts.hearing_place")]
    assert Hearing.objects.count() == 0


AGREED = {"hearing_on": "2025-03-13", "reply_by": "", "moment_agreed_on": "2025-03-12"}


def test_a_talk_that_was_agreed_by_phone_may_be_tomorrow_and_asks_no_answer(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    letter = invitation(coordinator, reference, **AGREED)
    told = texts(coordinator, letter)

    sent_letter = send(coordinator, letter, replace(BY_POST, way=ContactWay.DESK))

    assert told["agreed_moment"] == (
        "Op 12 maart 2025 spraken wij deze dag en tijd met u af. U hoeft ons niets meer te laten weten. Kunt u toch niet? Bel ons. Dan"
        " zoeken wij samen een andere dag."
    )
    assert ("reply_by" in told, "by_phone" in told, "documents" in told, sent_letter.is_sent) == (False, True, True, True)
    talk = Hearing.objects.get()
    assert (talk.planned_at, talk.reply_by, talk.invited_on) == (datetime(2025, 3, 13, 13, 30, tzinfo=UTC), None, TODAY)


@pytest.mark.parametrize(
    ("facts", "sent_way", "expected"),
    [
        # Posted on Wednesday it may come on Saturday at the latest.
        (AGREED, "LETTER", [("letter_may_come_too_late", "facts.hearing_on")]),
        (
            AGREED | {"hearing_on": "2025-03-15"},
            "LETTER",
            [("letter_day_doubtful", "meant"), ("letter_may_come_too_late", "facts.hearing_on")],
        ),
        (AGREED | {"hearing_on": "2025-03-12"}, "DESK", [("letter_day_not_ahead", "facts.hearing_on")]),
        (AGREED | {"moment_agreed_on": "2025-03-13"}, "DESK", [("letter_day_ahead", "facts.moment_agreed_on")]),
        # Who did not agree to the moment has a week to answer.
        (AGREED | {"moment_agreed_on": ""}, "DESK", [("letter_fact_missing", "facts.reply_by")]),
        (
            AGREED | {"moment_agreed_on": "", "reply_by": "2025-03-13"},
            "DESK",
            [("letter_reply_too_soon", "facts.reply_by")],
        ),
    ],
)
def test_an_invitation_is_there_before_the_talk(
    coordinator: Actor, facts: dict[str, str], sent_way: str, expected: list[tuple[str, str]]
) -> None:
    letter = invitation(coordinator, register(coordinator, KLAAGSCHRIFT), **facts)

    assert refused(coordinator, letter, replace(BY_POST, way=ContactWay(sent_way))) == expected
    assert Hearing.objects.count() == 0


def test_a_day_to_answer_that_was_typed_before_the_moment_was_agreed_is_asked_no_more(coordinator: Actor) -> None:
    letter = invitation(coordinator, register(coordinator, KLAAGSCHRIFT), hearing_on="2025-03-17", reply_by="2025-03-18")

    letter = save(coordinator, letter, facts={"moment_agreed_on": "2025-03-12"})

    assert send(coordinator, letter).is_sent
    assert Hearing.objects.get().reply_by is None


@pytest.mark.parametrize(
    ("address", "enclosed", "told"),
    [
        (
            "J. Bakker\nInzake de klacht van Fatima Yilmaz, Dorpsstraat 12a",
            "Het klaagschrift",
            [("letter_address_tells_shielded", "facts.addressee")],
        ),
        (
            "J. Bakker\nYilmaz",
            "Het klaagschrift van Yilmaz",
            [("letter_tells_shielded", "texts.copy"), ("letter_address_tells_shielded", "facts.addressee")],
        ),
    ],
)
def test_a_letter_tells_in_its_address_of_nobody_who_is_shielded(
    coordinator: Actor, address: str, enclosed: str, told: list[tuple[str, str]]
) -> None:
    who = Person(name="Fatima Yilmaz", address="Dorpsstraat 12a, 1234 AB Voorbeeld", identity=Identity.SHIELDED)
    reference = register(coordinator, replace(KLAAGSCHRIFT, filer=who))
    letter = copy_letter(coordinator, reference, addressee=address, enclosed=enclosed)

    assert refused(coordinator, letter) == told


def test_whom_it_is_about_may_have_the_name_of_who_is_shielded(coordinator: Actor) -> None:
    who = Person(name="Fatima Bakker", identity=Identity.SHIELDED)
    reference = register(coordinator, replace(KLAAGSCHRIFT, filer=who))

    assert send(coordinator, copy_letter(coordinator, reference, addressee="J. Bakker")).is_sent


@pytest.mark.parametrize(
    "address",
    ["P. Jansen\nDorpsstraat 1\n1234 AB Veen", "P. Jansen, Laan van Veen 12b, 1234AB Veen", "P. Jansen\nDorpsstraat 1\n1234 AB\nVeen"],
)
def test_whom_only_the_town_or_street_names_was_sent_no_copy(coordinator: Actor, address: str) -> None:
    told = replace(KLAAGSCHRIFT, involved=(InvolvedTold(name="P. Jansen"), InvolvedTold(name="Veen")))
    reference = register(coordinator, told)

    send(coordinator, copy_letter(coordinator, reference, addressee=address))

    assert list(CopyToSubject.objects.values_list("name", flat=True)) == ["P. Jansen"]


def test_an_invitation_that_asks_an_answer_after_the_talk_does_not_go(coordinator: Actor) -> None:
    letter = invitation(coordinator, register(coordinator, KLAAGSCHRIFT), reply_by="2025-03-28")

    assert refused(coordinator, letter) == [("letter_reply_after_talk", "facts.reply_by")]
    assert Hearing.objects.count() == 0


def test_a_copy_and_an_invitation_finished_elsewhere_are_recorded_as_well(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)

    for letter in (copy_letter(coordinator, reference), invitation(coordinator, reference)):
        ticked = [block.key for block in LETTERS[LetterCode(letter.code)].blocks if block.is_mandatory]
        whose: dict[str, Any] = {"actor": coordinator, "reference": reference, "letter_id": letter.pk, "now": NOW}
        send_final_letter(**whose, final=sent(PDF, f"{letter.code}.pdf"), ticked=ticked, sending=BY_POST, seen_version=None)

    assert [code for code, _data in events(reference) if code in ("copy_sent", "hearing_invited")] == ["copy_sent", "hearing_invited"]
    assert (CopyToSubject.objects.get().sent_on, Hearing.objects.get().planned_at) == (TODAY, AT)


# More time: both letters of an extension (9:11(2))

MORE_TIME = {"weeks": "2", "reason": "Een collega is ziek."}
BEFORE, AFTER = date(2025, 4, 22), date(2025, 5, 2)  # Tuesday after Easter; Friday


def more_time(actor: Actor, reference: str, to: Addressee = TO, **facts: str) -> Letter:
    code = LetterCode.EXTENSION if to is TO else LetterCode.EXTENSION_TO_SUBJECT
    return save(actor, begin(actor, reference, code, to), facts=MORE_TIME | facts)


def asked(actor: Actor, *, now: datetime = NOW) -> list[tuple[str, str]]:
    """What Mijn werk asks for an extension that was told."""
    Round.objects.update(first_contact_on=TODAY, acknowledged_on=TODAY)
    rows = [row for group in open_work(actor=actor, now=now).groups for row in group.rows]
    return [(row.work.reason.value, row.work.step.value) for row in rows if row.work.reason.value.startswith("extension")]


def extensions(reference: str) -> tuple[list[tuple[Any, ...]], date]:
    kept = Extension.objects.filter(round__complaint__reference=reference)
    return list(kept.values_list("weeks", "complainant_sent_on", "subject_sent_on", "due_before", "due_after")), file(reference)[1].due_on


def came_back(letter: Letter) -> None:
    whose = {"complaint": letter.complaint, "round": letter.round, "letter": letter, "letter_code": letter.code}
    SentMessage.objects.create(**whose, message_id="<1@test>", queued_at=NOW, sent_at=NOW, returned_at=NOW)


def steps_of(actor: Actor, reference: str) -> Any:
    return next_step(actor=actor, complaint=complaint_file(actor=actor, reference=reference), today=TODAY)


def record_extension(actor: Actor, reference: str, *, now: datetime = NOW, **told: Any) -> Complaint:
    given: dict[str, Any] = {"weeks": 2, "reason": "Ziekte", "complainant_sent_on": TODAY, "subject_sent_on": TODAY} | told
    return extend_term(actor=actor, reference=reference, told=ExtensionTold(**given), seen_version=None, now=now)


@pytest.mark.parametrize("order", [(TO, ABOUT), (ABOUT, TO)])
def test_with_the_second_letter_the_term_is_extended(coordinator: Actor, order: tuple[Addressee, Addressee]) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)

    send(coordinator, more_time(coordinator, reference, order[0]))
    between = (extensions(reference), asked(coordinator))
    last = send(coordinator, more_time(coordinator, reference, order[1]), now=NOW + timedelta(days=1))

    assert between == (([], BEFORE), [("extension_letter", "write_letter")])
    days = [TODAY, date(2025, 3, 13)] if order[1] is ABOUT else [date(2025, 3, 13), TODAY]
    assert extensions(reference) == ([(2, *days, BEFORE, AFTER)], AFTER)
    assert (Extension.objects.get().reason, asked(coordinator)) == ("Een collega is ziek.", [])
    with pytest.raises(Refusal, match="extension_recorded_already"):
        record_extension(coordinator, reference, now=NOW + timedelta(days=2), complainant_sent_on=days[0], subject_sent_on=days[1])
    event = ComplaintEvent.objects.get(code="term_extended")
    assert (event.data["letter"], event.data["due_on"], event.personal) == (str(last.pk), "2025-05-02", {"reason": "Een collega is ziek."})


def test_once_the_judgment_was_told_nothing_is_asked_of_an_extension(coordinator: Actor) -> None:
    reference = register(coordinator, ON_PAPER)
    letter = send(coordinator, more_time(coordinator, reference))
    before = asked(coordinator)
    columns = {
        name: getattr(letter, name) for name in ("complaint", "round", "begun_at", "changed_at", "sent_on", "way", "document", "sha256")
    }
    Letter.objects.create(code="L10", addressee="COMPLAINANT", sent_at=NOW + timedelta(hours=1), **columns)

    assert (before, asked(coordinator)) == ([("extension", "extend")], [])


def test_of_two_it_is_about_both_have_a_letter_before_the_term_is_extended(coordinator: Actor) -> None:
    two = (InvolvedTold(name="J. Bakker"), InvolvedTold(name="P. Jansen"))
    reference = register(coordinator, replace(KLAAGSCHRIFT, involved=two))

    for to, name in ((TO, ""), (ABOUT, "J. Bakker")):
        send(coordinator, more_time(coordinator, reference, to, **({"addressee": name} if name else {})))
        assert extensions(reference) == ([], BEFORE)
    chosen = {"code": LetterCode.EXTENSION_TO_SUBJECT, "addressee": ABOUT, "subject": Heard(side=HeardSide.SUBJECT, name="P. Jansen")}
    last = begin_letter(actor=coordinator, reference=reference, **chosen, now=NOW)  # type: ignore[arg-type]
    send(coordinator, save(coordinator, last, facts=MORE_TIME | {"addressee": "Piet, team Wmo"}))

    assert extensions(reference) == ([(2, TODAY, TODAY, BEFORE, AFTER)], AFTER)


def test_however_it_is_addressed_a_letter_of_more_time_is_for_the_only_one_it_is_about(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)

    send(coordinator, more_time(coordinator, reference))
    letter = send(coordinator, more_time(coordinator, reference, ABOUT, addressee="Team Wmo"))

    assert (letter.subject_name, extensions(reference)) == ("J. Bakker", ([(2, TODAY, TODAY, BEFORE, AFTER)], AFTER))


def test_a_letter_of_more_time_to_one_of_several_names_whom_it_is_for(coordinator: Actor) -> None:
    two = (InvolvedTold(name="J. Bakker"), InvolvedTold(name="P. Jansen"))
    letter = more_time(coordinator, register(coordinator, replace(KLAAGSCHRIFT, involved=two)), ABOUT, addressee="Team Wmo")

    assert refused(coordinator, letter) == [("letter_names_nobody", "facts.addressee")]
    letter = save(coordinator, letter, facts={"addressee": "P. Jansen, team Wmo"})
    assert send(coordinator, letter).is_sent


def test_a_letter_that_came_back_told_nobody_of_more_time(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    came_back(send(coordinator, more_time(coordinator, reference)))

    send(coordinator, more_time(coordinator, reference, ABOUT))

    assert extensions(reference) == ([], BEFORE)
    assert (asked(coordinator), steps_of(coordinator, reference)) == ([("extension_letter", "write_letter")], Step.WRITE_LETTER)
    send(coordinator, more_time(coordinator, reference))
    assert extensions(reference) == ([(2, TODAY, TODAY, BEFORE, AFTER)], AFTER)


def test_an_extension_of_which_a_letter_came_back_stands_and_is_told_again_on_any_day(coordinator: Actor) -> None:
    reference, later = register(coordinator, KLAAGSCHRIFT), NOW + timedelta(days=1)
    first = send(coordinator, more_time(coordinator, reference, weeks="4"))
    send(coordinator, more_time(coordinator, reference, ABOUT, weeks="4"))
    offered = [offered_letters(file(reference)[0], today=later.date())]
    came_back(first)
    offered.append(offered_letters(file(reference)[0], today=later.date()))

    again = begin_letter(actor=coordinator, reference=reference, code=LetterCode.EXTENSION, addressee=TO, now=later)
    told = send(coordinator, again, now=later).texts["weeks"]

    assert [(LetterCode.EXTENSION, TO) in one for one in offered] == [False, True]
    assert ("4 weken" in told, "16 mei 2025" in told) == (True, True)
    assert extensions(reference)[0] == [(4, TODAY, TODAY, BEFORE, date(2025, 5, 16))]
    assert (LetterCode.EXTENSION, TO) not in offered_letters(file(reference)[0], today=later.date())


def taken_back(actor: Actor) -> tuple[str, datetime]:
    """A file of which the extension that its letters told was taken back, and when."""
    reference, now = register(actor, KLAAGSCHRIFT), NOW + timedelta(days=2)
    for to in (TO, ABOUT):
        send(actor, more_time(actor, reference, to))
    take_back_extension(actor=actor, reference=reference, reason="Toch niet nodig", seen_version=None, now=now)
    return reference, now


def test_an_extension_that_was_taken_back_is_not_the_next_thing_to_record(coordinator: Actor) -> None:
    reference, now = taken_back(coordinator)

    assert extensions(reference) == ([], BEFORE)
    assert (asked(coordinator, now=now), steps_of(coordinator, reference)) == ([], Step.CLOSE)


def test_after_an_extension_was_taken_back_two_new_letters_extend_by_the_weeks_that_they_tell(coordinator: Actor) -> None:
    reference, now = taken_back(coordinator)
    later, anew = now + timedelta(days=1), {"weeks": "1", "reason": "Een getuige is op reis."}

    send(coordinator, save(coordinator, begin(coordinator, reference, LetterCode.EXTENSION), facts=anew), now=later)
    between = (extensions(reference), asked(coordinator, now=later), steps_of(coordinator, reference))
    to_subject = begin(coordinator, reference, LetterCode.EXTENSION_TO_SUBJECT, ABOUT)
    send(coordinator, save(coordinator, to_subject, facts=anew), now=later)

    assert between == (([], BEFORE), [("extension_letter", "write_letter")], Step.WRITE_LETTER)
    on = date(2025, 3, 15)
    assert extensions(reference) == ([(1, on, on, BEFORE, date(2025, 4, 25))], date(2025, 4, 25))
    assert Extension.objects.get().reason == "Een getuige is op reis."


def two_it_is_about(actor: Actor) -> str:
    """A file about two, of whom one was told of more time, and whoever complains."""
    reference = register(actor, replace(KLAAGSCHRIFT, involved=(InvolvedTold(name="J. Bakker"), InvolvedTold(name="P. Jansen"))))
    send(actor, more_time(actor, reference))
    send(actor, more_time(actor, reference, ABOUT, addressee="J. Bakker"))
    return reference


def test_while_one_of_two_it_is_about_has_no_letter_of_more_time_that_letter_is_the_next_thing(coordinator: Actor) -> None:
    reference = two_it_is_about(coordinator)

    assert (asked(coordinator), steps_of(coordinator, reference)) == ([("extension_letter", "write_letter")], Step.WRITE_LETTER)
    Round.objects.update(due_on=TODAY - timedelta(days=1))
    assert steps_of(coordinator, reference) is Step.CLOSE


# The last is the day after the last one there was without the extension.
@pytest.mark.parametrize("days", [0, 1, 42])
def test_whoever_it_is_about_and_had_no_letter_yet_is_told_the_extension_as_it_is_recorded(coordinator: Actor, days: int) -> None:
    reference, later = two_it_is_about(coordinator), NOW + timedelta(days=days)
    record_extension(coordinator, reference)
    chosen = {"code": LetterCode.EXTENSION_TO_SUBJECT, "addressee": ABOUT, "subject": Heard(side=HeardSide.SUBJECT, name="P. Jansen")}

    letter = send(coordinator, begin_letter(actor=coordinator, reference=reference, **chosen, now=later), now=later)  # type: ignore[arg-type]

    assert ("2 weken" in letter.texts["weeks"], "2 mei 2025" in letter.texts["weeks"]) == (True, True)
    assert extensions(reference) == ([(2, TODAY, TODAY, BEFORE, AFTER)], AFTER)
    assert asked(coordinator, now=later) == []


@pytest.mark.parametrize("is_named_first", [False, True])
def test_whoever_it_is_about_and_was_named_after_the_extension_is_told_of_it_and_nobody_else(
    coordinator: Actor, is_named_first: bool
) -> None:
    involved = (InvolvedTold(name="J. Bakker"),) if is_named_first else ()
    told = replace(KLAAGSCHRIFT, involved=involved)
    reference, later = register(coordinator, told), NOW + timedelta(days=1)
    # Told by letters that were made elsewhere.
    nobody: dict[str, Any] = {} if is_named_first else {"subject_sent_on": None, "no_subject": NoSubject.UNKNOWN}
    record_extension(coordinator, reference, **nobody)
    before = asked(coordinator, now=later)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference}
    more = {"involved": (*involved, InvolvedTold(name="P. Jansen"))}
    update_complaint(**same, changes=more, seen_version=None, now=later)

    after = (asked(coordinator, now=later), steps_of(coordinator, reference))
    chosen: dict[str, Any] = {"code": LetterCode.EXTENSION_TO_SUBJECT, "addressee": ABOUT}
    chosen |= {"subject": Heard(side=HeardSide.SUBJECT, name="P. Jansen")}
    letter = send(coordinator, begin_letter(**same, **chosen, now=later), now=later)

    assert (before, after) == ([], ([("extension_letter", "write_letter")], Step.WRITE_LETTER))
    assert "2 mei 2025" in letter.texts["weeks"]
    assert (asked(coordinator, now=later), steps_of(coordinator, reference)) == ([], Step.CLOSE)
    assert Extension.objects.count() == 1


def test_once_the_judgment_was_told_elsewhere_nobody_is_told_of_an_extension(coordinator: Actor) -> None:
    reference, later = register(coordinator, KLAAGSCHRIFT), NOW + timedelta(days=1)
    record_extension(coordinator, reference)
    more = {"involved": (InvolvedTold(name="J. Bakker"), InvolvedTold(name="P. Jansen"))}
    update_complaint(actor=coordinator, reference=reference, changes=more, seen_version=None, now=later)
    before = asked(coordinator, now=later)
    told: dict[str, Any] = {
        "findings": "F",
        "reasoning": "R",
        "letter_sent_on": TODAY,
        "names_ombudsman": True,
        "is_signed_by_mandate": True,
    }
    Judgment.objects.create(round=Round.objects.get(), recorded_at=NOW, **told)

    after = (asked(coordinator, now=later), steps_of(coordinator, reference))

    assert (before, after) == ([("extension_letter", "write_letter")], ([], Step.CLOSE))


def test_the_letter_of_an_extension_that_is_over_is_not_offered_any_more(coordinator: Actor) -> None:
    reference, over = two_it_is_about(coordinator), datetime(2025, 5, 3, 9, tzinfo=UTC)
    record_extension(coordinator, reference)
    draft = begin(coordinator, reference, LetterCode.EXTENSION_TO_SUBJECT, ABOUT)

    offered = [(LetterCode.EXTENSION_TO_SUBJECT, ABOUT) in offered_letters(file(reference)[0], today=day) for day in (AFTER, over.date())]
    assert offered == [True, False]
    with pytest.raises(Refusals) as told:
        send(coordinator, draft, now=over)
    found = [(one.code, one.field) for one in told.value.refusals]
    assert (found[0], ("letter_after_term", "facts.due_on") in found) == (("letter_makes_no_sense_now", "code"), True)
    assert Letter.objects.filter(sent_at=None).count() == 1


def test_a_letter_of_an_extension_that_came_back_goes_again_after_the_last_day_there_was(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    first = send(coordinator, more_time(coordinator, reference))
    send(coordinator, more_time(coordinator, reference, ABOUT))
    came_back(first)

    again = begin_letter(actor=coordinator, reference=reference, code=LetterCode.EXTENSION, addressee=TO, now=LATE)
    sent_again = send(coordinator, again, now=LATE)

    assert ("2 mei 2025" in sent_again.texts["weeks"], "22 april 2025" in sent_again.texts["reason"]) == (True, True)
    assert extensions(reference) == ([(2, TODAY, TODAY, BEFORE, AFTER)], AFTER)


def test_whoever_was_told_of_an_extension_by_a_letter_made_elsewhere_is_told_of_further_weeks_a_day_later(coordinator: Actor) -> None:
    reference, later = register(coordinator, KLAAGSCHRIFT), NOW + timedelta(days=1)
    send(coordinator, more_time(coordinator, reference))
    record_extension(coordinator, reference)
    that_letter = begin(coordinator, reference, LetterCode.EXTENSION_TO_SUBJECT, ABOUT)

    further = begin_letter(actor=coordinator, reference=reference, code=LetterCode.EXTENSION_TO_SUBJECT, addressee=ABOUT, now=later)

    assert Fact.WEEKS in written_letter(further, actor=coordinator, on=later.date()).asked
    assert Fact.WEEKS not in written_letter(that_letter, actor=coordinator, on=TODAY).asked
    # That very letter is put in the file with its day.
    assert "2 mei 2025" in send(coordinator, that_letter, replace(BY_POST, sent_on=TODAY), now=later).texts["weeks"]
    assert extensions(reference) == ([(2, TODAY, TODAY, BEFORE, AFTER)], AFTER)


def test_where_the_file_names_nobody_the_extension_that_was_told_is_the_next_thing_to_record(coordinator: Actor) -> None:
    reference = register(coordinator, ON_PAPER)
    send(coordinator, more_time(coordinator, reference))
    before = (extensions(reference), asked(coordinator), steps_of(coordinator, reference))

    record_extension(coordinator, reference, subject_sent_on=None, no_subject=NoSubject.UNKNOWN)

    assert before == (([], BEFORE), [("extension", "extend")], Step.EXTEND)
    assert (extensions(reference), asked(coordinator)) == (([(2, TODAY, None, BEFORE, AFTER)], AFTER), [])
    assert steps_of(coordinator, reference) is not Step.EXTEND


@pytest.mark.parametrize(("weeks", "due_on"), [(2, AFTER), (4, date(2025, 5, 16))])
def test_what_was_recorded_first_its_letters_tell_and_it_is_not_extended_again(coordinator: Actor, weeks: int, due_on: date) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    record_extension(coordinator, reference, weeks=weeks)
    later = NOW + timedelta(hours=1)

    for to in (TO, ABOUT):
        code = LetterCode.EXTENSION if to is TO else LetterCode.EXTENSION_TO_SUBJECT
        letter = begin(coordinator, reference, code, to)
        told = texts(coordinator, letter)
        assert (letter.facts["reason"], f"{weeks} weken" in told["weeks"], as_told(Fact.DUE_ON, due_on) in told["weeks"]) == (
            "Ziekte",
            True,
            True,
        )
        assert "22 april 2025" in told["reason"]
        send(coordinator, letter, now=later)

    assert extensions(reference) == ([(weeks, TODAY, TODAY, BEFORE, due_on)], due_on)
    assert (asked(coordinator), steps_of(coordinator, reference)) == ([], Step.CLOSE)


def test_after_the_receipt_was_corrected_a_letter_tells_the_last_days_there_are_now(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    for to in (TO, ABOUT):
        send(coordinator, more_time(coordinator, reference, to))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    correct_receipt(**same, received_at=datetime(2025, 3, 3, 9, tzinfo=UTC), reason="Stempel van de post")
    parent = record_person(**same, told=PersonTold(role=PersonRole.OTHER_PARENT, name="P. Jansen", address="Laan 2"))
    decide_telling(**same, person=str(parent.pk), telling=Telling.EVERYTHING, reason="Heeft ook gezag")

    later = NOW + timedelta(days=1)
    whose: dict[str, Any] = {"code": LetterCode.EXTENSION, "addressee": TO, "person_id": parent.pk}
    letter = send(coordinator, begin_letter(actor=coordinator, reference=reference, **whose, now=later), now=later)

    assert ("28 april 2025" in letter.texts["weeks"], "14 april 2025" in letter.texts["reason"]) == (True, True)
    assert extensions(reference) == ([(2, TODAY, TODAY, BEFORE, AFTER)], date(2025, 4, 28))
    assert (asked(coordinator, now=later), steps_of(coordinator, reference)) == ([], Step.CLOSE)


def test_a_further_extension_is_told_by_letters_of_its_own(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    for at in (NOW, NOW + timedelta(days=7)):
        for to in (TO, ABOUT):
            send(coordinator, more_time(coordinator, reference, to), now=at)

    on = date(2025, 3, 19)
    assert extensions(reference) == ([(2, TODAY, TODAY, BEFORE, AFTER), (2, on, on, AFTER, date(2025, 5, 16))], date(2025, 5, 16))


LATE = datetime(2025, 4, 23, 9, tzinfo=UTC)  # Wednesday, the day after the last one


def test_once_the_last_day_is_over_a_typed_day_of_a_letter_alone_extends_nothing(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    version = file(reference)[0].version

    with pytest.raises(Refusal) as told:
        record_extension(coordinator, reference, now=LATE)

    assert (told.value.code, told.value.field) == ("late_record_needs_reason", "late_reason")
    assert (extensions(reference), file(reference)[0].version) == (([], BEFORE), version)


def test_once_the_last_day_is_over_no_letter_is_noted_with_a_day_of_before(coordinator: Actor) -> None:
    reference = register(coordinator, KLAAGSCHRIFT)
    letter = more_time(coordinator, reference)

    assert refused(coordinator, letter, replace(BY_POST, sent_on=BEFORE), now=LATE) == [("letter_noted_after_term", "sent_on")]
    assert extensions(reference) == ([], BEFORE)
    # The way out that it tells.
    record_extension(coordinator, reference, now=LATE, late_reason="De brieven gingen met de hand", complainant_sent_on=BEFORE)
    assert extensions(reference) == ([(2, BEFORE, TODAY, BEFORE, AFTER)], AFTER)


def test_letters_that_went_from_here_in_time_count_also_when_they_are_recorded_later(coordinator: Actor) -> None:
    reference = register(coordinator, ON_PAPER)
    send(coordinator, more_time(coordinator, reference), now=LATE - timedelta(days=1))
    assert asked(coordinator, now=LATE) == []  # The term presses; what is to be done is this.

    with pytest.raises(Refusal) as told:
        record_extension(coordinator, reference, now=LATE, complainant_sent_on=TODAY, subject_sent_on=None, no_subject=NoSubject.BODY)
    assert (told.value.code, told.value.field) == ("late_record_needs_reason", "late_reason")
    assert extensions(reference) == ([], BEFORE)

    record_extension(coordinator, reference, now=LATE, complainant_sent_on=BEFORE, subject_sent_on=None, no_subject=NoSubject.BODY)
    assert extensions(reference) == ([(2, BEFORE, None, BEFORE, AFTER)], AFTER)


@pytest.mark.parametrize(("to", "queries"), [((TO,), (18, 8)), ((TO, ABOUT), (18, 8))])
def test_what_is_left_of_an_extension_asks_the_same_of_three_files_as_of_one(
    coordinator: Actor, to: tuple[Addressee, ...], queries: tuple[int, int]
) -> None:
    asked_for: list[tuple[int, int]] = []
    references: list[str] = []
    for _each in range(3):
        references.append(register(coordinator, KLAAGSCHRIFT))
        for addressee in to:
            send(coordinator, more_time(coordinator, references[-1], addressee))
        Round.objects.update(first_contact_on=TODAY, acknowledged_on=TODAY)
        with CaptureQueriesContext(connection) as of_work:
            open_work(actor=coordinator, now=NOW)
        files = list(Complaint.objects.filter(reference__in=references).prefetch_related("rounds", "incoming_messages"))
        with CaptureQueriesContext(connection) as of_steps:
            assert _next_steps(coordinator, files) == ["close"] * len(files)  # Today all these are late.
        asked_for.append((len(of_work), len(of_steps)))

    assert asked_for == [queries] * 3
