"""Four eyes on a letter that decides: somebody who did not write it approves this very text, and a change asks for another look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured

from complaints.code_lists import Verdict
from complaints.ending import Ending
from complaints.flows.closing import close_complaint
from complaints.flows.contact import record_contact
from complaints.flows.judging import record_judgment
from complaints.flows.letter_looks import ask_for_look, look_at_letter
from complaints.flows.letters import LetterDraft, Sending, begin_letter, keep_final_letter, save_letter, send_final_letter, send_letter
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.judging import JudgmentTold, VerdictTold
from complaints.letter_drafts import without_lapsed
from complaints.letter_writing import written_letter
from complaints.letters.catalogue import LETTERS, Addressee, LetterCode
from complaints.models import Closing, ComplaintEvent, ContactResult, ContactWay, Judgment, Letter, LetterLook, NotTakenUp
from complaints.not_taking_up import NotTakenUpFacts
from complaints.second_look import digest_to_look_at
from complaints.work.looking_on import LooksOf, looks_of
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.organisation.models import Authority, CompetentOmbudsman, OrganisationSettings, SigningMandate
from tenants.permissions import Role
from tests.factories.documents import PDF, sent
from tests.factories.endings import UPHELD

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ON_PAPER = Submission(story="Te laat betaald", channel="LETTER", filer=Person(name="M. de Vries", address="Straat 1"))
FACTS = {"findings": "Er is te laat betaald.", "judgment": "Gegrond.", "motivation": "Dat hoort niet.", "conclusions": "Excuses."}


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def writer(make_actor: Callable[..., Actor]) -> Actor:
    found = make_actor(Role.HANDLER)
    authority = Authority.objects.get(is_default=True)
    day = date(2020, 1, 1)
    SigningMandate.objects.create(authority=authority, user_id=found.user_id, function_title="Behandelaar", valid_from=day)
    CompetentOmbudsman.objects.create(authority=authority, name="de Nationale ombudsman")
    OrganisationSettings.objects.update(decisions_need_second_look=True)
    return found


@pytest.fixture
def colleague(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def draft(writer: Actor, code: LetterCode = LetterCode.DECISION, facts: dict[str, str] = FACTS) -> Letter:
    reference = register_complaint(actor=writer, submission=ON_PAPER, received_at=RECEIVED, now=RECEIVED).reference
    letter = begin_letter(actor=writer, reference=reference, code=code, addressee=Addressee.COMPLAINANT, now=NOW)
    return change(writer, letter, facts=facts)


def same(actor: Actor, letter: Letter, now: datetime = NOW) -> dict[str, Any]:
    return {"actor": actor, "reference": letter.complaint.reference, "letter_id": letter.pk, "seen_version": None, "now": now}


def change(actor: Actor, letter: Letter, now: datetime = NOW, **told: Any) -> Letter:
    return save_letter(**same(actor, letter, now), draft=LetterDraft(**told))


def ask(actor: Actor, letter: Letter, asked_of: int | None = None) -> Letter:
    return ask_for_look(**same(actor, letter), asked_of=asked_of)


def look(actor: Actor, letter: Letter, remarks: str = "", *, is_approved: bool = True, **told: Any) -> Letter:
    now = Letter.objects.get(pk=letter.pk)
    digest = digest_to_look_at(now, written_letter(now, actor=actor, on=LATER.date()))
    return look_at_letter(**same(actor, letter, LATER) | {"seen_digest": digest} | told, is_approved=is_approved, remarks=remarks)


def send(actor: Actor, letter: Letter, sent_on: date | None = None) -> Letter:
    return send_letter(**same(actor, letter, LATER), sending=Sending(way=ContactWay.LETTER, sent_on=sent_on))


def refuse(work: Callable[[], object]) -> list[tuple[str, str | None]]:
    """The refusals; nothing was kept or told."""

    def kept() -> list[Any]:
        return [list(model._default_manager.order_by("pk").values()) for model in (Letter, LetterLook, ComplaintEvent, Judgment, Closing)]

    before = kept()
    with pytest.raises(Refusal) as refused:
        work()
    assert kept() == before
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def looks(actor: Actor) -> LooksOf:
    return without_lapsed(looks_of(actor=actor), today=LATER.date())


def history() -> list[str]:
    return list(ComplaintEvent.objects.order_by("pk").values_list("code", flat=True))


def test_a_letter_that_decides_goes_once_a_colleague_approved_it(writer: Actor, colleague: Actor) -> None:
    letter = draft(writer)
    assert refuse(lambda: send(writer, letter)) == [("letter_not_looked_at", "look")]

    ask(writer, letter)
    assert ([one.letter for one in looks(colleague).to_take], looks(writer).to_take) == ([letter], [])
    look(colleague, letter, "Mooi zo")
    assert ([one.letter for one in looks(writer).approved], looks(colleague).to_take) == ([letter], [])
    # On another day as well: the text is the same.
    gone = send(writer, letter, date(2025, 3, 11))

    found = LetterLook.objects.get()
    assert (found.asked_by_id, found.looked_by_id, found.looked_at, found.remarks) == (writer.user_id, colleague.user_id, LATER, "Mooi zo")
    assert (gone.sent_on, looks(writer).approved) == (date(2025, 3, 11), [])
    assert history() == ["registered", "letter_begun", "letter_look_asked", "letter_approved", "letter_sent"]
    assert ComplaintEvent.objects.get(code="letter_approved").data["sha256"] == found.sha256


def test_a_change_after_the_look_asks_for_another_one(writer: Actor, colleague: Actor) -> None:
    letter = draft(writer)
    ask(writer, letter)
    look(colleague, letter)

    change(writer, letter, LATER + timedelta(minutes=1), facts=FACTS | {"judgment": "Ongegrond."})
    assert (refuse(lambda: send(writer, letter)), looks(writer).approved) == ([("letter_changed_since_look", "look")], [])
    # Back to what was approved: that very text may go.
    change(writer, letter, LATER, facts=FACTS)
    assert send(writer, letter).is_sent


def test_what_the_register_changed_of_it_asks_for_another_look_too(writer: Actor, colleague: Actor) -> None:
    letter = draft(writer)
    ask(writer, letter)
    look(colleague, letter)

    update_complaint(
        actor=writer,
        reference=letter.complaint.reference,
        changes={"filer": Person(name="N. de Vries", address="Straat 1")},
        seen_version=None,
        now=LATER,
    )
    assert refuse(lambda: send(writer, letter)) == [("letter_changed_since_look", "look")]


def test_the_look_of_somebody_who_turned_out_to_be_involved_does_not_count(
    writer: Actor, colleague: Actor, make_actor: Callable[..., Actor]
) -> None:
    letter, third = draft(writer), make_actor(Role.HANDLER)
    ask(writer, letter)
    look(colleague, letter)
    involved = {"involved": (InvolvedTold(user_id=colleague.user_id),)}
    update_complaint(actor=writer, reference=letter.complaint.reference, changes=involved, seen_version=None, now=LATER)

    assert refuse(lambda: send(writer, letter)) == [("looker_was_involved", "look")]
    ask(writer, letter)
    look(third, letter)
    assert send(writer, letter).is_sent


def test_sent_back_with_remarks_it_is_changed_and_asked_anew(writer: Actor, colleague: Actor) -> None:
    letter = draft(writer)
    ask(writer, letter)
    assert refuse(lambda: look(colleague, letter, is_approved=False)) == [("remarks_missing", "remarks")]

    look(colleague, letter, "Noem de dag", is_approved=False)
    assert [one.remarks for one in looks(writer).sent_back] == ["Noem de dag"]
    assert refuse(lambda: send(writer, letter)) == [("letter_not_looked_at", "look")]
    ask(writer, letter)
    assert (looks(writer).sent_back, history()[-2:]) == ([], ["letter_sent_back", "letter_look_asked"])


def test_nobody_approves_what_they_wrote_or_asked_for(writer: Actor, colleague: Actor, make_actor: Callable[..., Actor]) -> None:
    letter = draft(writer)
    asker = make_actor(Role.HANDLER)
    ask(asker, letter)
    for one in (writer, asker):
        assert refuse(lambda one=one: look(one, letter)) == [("own_letter_looked_at", None)]
    # Who only presses save wrote nothing; who writes in it does.
    change(colleague, letter)
    change(colleague, letter, facts=FACTS | {"judgment": "Ongegrond."})
    assert refuse(lambda: look(colleague, letter)) == [("own_letter_looked_at", None)]
    assert [len(looks(one).to_take) for one in (writer, asker, colleague)] == [0, 0, 0]


def test_whom_is_asked_may_look_and_was_not_involved(writer: Actor, colleague: Actor, make_actor: Callable[..., Actor]) -> None:
    letter = draft(writer)
    involved, manager, other = make_actor(Role.HANDLER), make_actor(Role.MANAGER), make_actor(Role.HANDLER)
    told = (InvolvedTold(user_id=involved.user_id),)
    reference = letter.complaint.reference
    update_complaint(actor=writer, reference=reference, changes={"involved": told}, seen_version=None, now=NOW)

    for unfit in (involved, manager, writer):
        assert refuse(lambda unfit=unfit: ask(writer, letter, unfit.user_id)) == [("looker_unfit", "asked_of")]
    ask(writer, letter, colleague.user_id)
    assert [len(looks(one).to_take) for one in (colleague, other, involved)] == [1, 0, 0]
    with pytest.raises(NotFound):
        look(involved, letter)
    with pytest.raises(NotPermitted):
        look(manager, letter)
    assert LetterLook.objects.get().looked_at is None


def test_two_looks_are_not_asked_for_at_once_and_the_second_to_look_finds_it_done(
    writer: Actor, colleague: Actor, make_actor: Callable[..., Actor]
) -> None:
    letter = draft(writer)
    assert refuse(lambda: look(colleague, letter)) == [("look_not_asked", None)]
    ask(writer, letter)
    assert refuse(lambda: ask(writer, letter)) == [("look_asked_already", None)]

    seen = Letter.objects.get().version
    assert refuse(lambda: look(colleague, letter, seen_digest="0" * 64)) == [("letter_changed_meanwhile", "version")]
    assert refuse(lambda: look(colleague, letter, seen_version=seen + 1)) == [("letter_changed_meanwhile", "version")]
    look(colleague, letter, seen_version=seen)
    assert refuse(lambda: look(make_actor(Role.HANDLER), letter)) == [("look_not_asked", None)]


def test_a_letter_that_lacks_something_is_not_looked_at_and_another_letter_needs_no_look(writer: Actor) -> None:
    letter = draft(writer, facts=FACTS | {"motivation": ""})
    assert refuse(lambda: ask(writer, letter))[0] == ("letter_fact_missing", "facts.motivation")

    reference = letter.complaint.reference
    invitation = begin_letter(
        actor=writer, reference=reference, code=LetterCode.HEARING_INVITATION, addressee=Addressee.COMPLAINANT, now=NOW
    )
    assert refuse(lambda: ask(writer, invitation)) == [("letter_needs_no_look", None)]
    OrganisationSettings.objects.update(decisions_need_second_look=False)
    assert refuse(lambda: ask(writer, letter)) == [("letter_needs_no_look", None)]
    assert send(writer, change(writer, letter, facts=FACTS)).is_sent


def test_who_wrote_in_it_before_others_did_does_not_approve_it(writer: Actor, colleague: Actor) -> None:
    letter = draft(writer, facts={})
    change(colleague, letter, facts=FACTS)
    change(writer, letter, facts=FACTS | {"conclusions": "Excuses!"})
    ask(writer, letter)

    assert looks(colleague).to_take == []
    assert refuse(lambda: look(colleague, letter)) == [("own_letter_looked_at", None)]


def test_a_colleague_approves_a_doubtful_sentence_with_that_it_is_meant_so(writer: Actor, colleague: Actor) -> None:
    doubtful = "Wendt u zich tot de bestuursrechter."
    letter = draft(writer, facts=FACTS | {"motivation": f"Dat hoort niet. {doubtful}"})
    assert refuse(lambda: ask(writer, letter)) == [("letter_wording_doubtful", "meant")]

    ask_for_look(**same(writer, letter), asked_of=None, meant=[doubtful])
    assert (Letter.objects.get().meant, ComplaintEvent.objects.get(code="letter_look_asked").data["meant"]) == ([doubtful], 1)
    look(colleague, letter)
    # Who looked approved it with this sentence; without it, it is another letter.
    Letter.objects.update(meant=[])
    assert refuse(lambda: send(writer, letter)) == [("letter_wording_doubtful", "meant"), ("letter_changed_since_look", "look")]
    Letter.objects.update(meant=[doubtful])
    gone = send(writer, letter)

    assert (gone.is_sent, gone.meant, ComplaintEvent.objects.get(code="letter_sent").data["meant"]) == (True, [doubtful], 1)


def test_a_doubtful_sentence_that_changed_after_it_was_said_to_be_meant_so_is_asked_anew(writer: Actor, colleague: Actor) -> None:
    doubtful = "Wendt u zich tot de bestuursrechter."
    letter = draft(writer, facts=FACTS | {"motivation": doubtful})
    ask_for_look(**same(writer, letter), asked_of=None, meant=[doubtful])
    change(writer, letter, facts=FACTS | {"motivation": "Wendt u zich nu tot de bestuursrechter."})

    assert refuse(lambda: look(colleague, letter)) == [("letter_wording_doubtful", "meant")]


def test_what_was_finished_elsewhere_is_kept_and_goes_once_another_than_who_brought_it_in_approved_it(
    writer: Actor, colleague: Actor, make_actor: Callable[..., Actor]
) -> None:
    letter = draft(writer, facts={})  # Nobody wrote a word of it here.
    ticked = [block.key for block in LETTERS[LetterCode.DECISION].blocks if block.is_mandatory]

    def finish(actor: Actor, name: str = "") -> Letter:
        given = {"final": sent(PDF, name) if name else None, "ticked": ticked, "sending": Sending(way=ContactWay.LETTER)}
        return send_final_letter(**same(actor, letter, LATER), **given)

    assert refuse(lambda: finish(colleague, "brief.pdf")) == [("final_letter_kept_first", "document")]
    assert refuse(lambda: finish(colleague)) == [("final_letter_missing", "document")]
    kept = keep_final_letter(**same(colleague, letter), final=sent(PDF, "brief.pdf"))
    assert (kept.is_sent, kept.final and kept.final.name, kept.writers) == (
        False,
        "brief.pdf",
        sorted([writer.user_id or 0, colleague.user_id or 0]),
    )
    assert refuse(lambda: finish(writer)) == [("letter_not_looked_at", "look")]
    ask(writer, letter)
    for one in (writer, colleague):
        assert refuse(lambda one=one: look(one, letter)) == [("own_letter_looked_at", None)]
    look(make_actor(Role.HANDLER), letter)
    # What was approved is that document, not what stands here.
    assert ("letter_changed_since_look", "look") in refuse(lambda: send(writer, letter))
    gone = finish(colleague)

    assert (gone.is_sent, gone.document, gone.final, LetterLook.objects.get().sha256) == (True, kept.final, None, gone.sha256)
    assert history() == ["registered", "letter_begun", "final_letter_kept", "letter_look_asked", "letter_approved", "letter_sent"]


def test_another_document_or_a_change_here_asks_for_another_look_at_what_was_finished_elsewhere(writer: Actor, colleague: Actor) -> None:
    letter = draft(writer)
    signer_id = letter.signer_id
    Letter.objects.update(signer_id=None)
    keep_final_letter(**same(writer, letter), final=sent(PDF, "brief.pdf"))
    assert refuse(lambda: ask(writer, letter)) == [("letter_signer_missing", "signer")]
    change(writer, letter, signer_id=signer_id)  # Who signs it is said here, and changes no document.
    ask(writer, letter)
    look(colleague, letter)
    keep_final_letter(**same(writer, letter, LATER), final=sent(PDF + b"%%", "beter.pdf"))
    ticked = [block.key for block in LETTERS[LetterCode.DECISION].blocks if block.is_mandatory]
    given: dict[str, Any] = {"final": None, "ticked": ticked, "sending": Sending(way=ContactWay.LETTER)}
    assert refuse(lambda: send_final_letter(**same(writer, letter, LATER), **given)) == [("letter_changed_since_look", "look")]

    change(writer, letter, LATER, facts=FACTS | {"judgment": "Ongegrond."})
    assert refuse(lambda: send_final_letter(**same(writer, letter, LATER), **given)) == [("final_letter_missing", "document")]
    OrganisationSettings.objects.update(decisions_need_second_look=False)
    assert refuse(lambda: keep_final_letter(**same(writer, letter), final=sent(PDF, "brief.pdf"))) == [("letter_needs_no_look", None)]


def test_a_document_that_was_approved_before_the_judgment_was_turned_round_does_not_go_as_the_decision(
    writer: Actor, colleague: Actor
) -> None:
    letter = draft(writer)
    point_id = letter.complaint.points.get().pk
    ticked = [block.key for block in LETTERS[LetterCode.DECISION].blocks if block.is_mandatory]

    def found(verdict: Verdict, minute: int) -> None:
        told = JudgmentTold(
            findings="Dit.", reasoning="Zo.", conclusions="Excuses", verdicts=(VerdictTold(point_id=point_id, verdict=verdict),)
        )
        now = LATER + timedelta(minutes=minute)
        record_judgment(actor=writer, reference=letter.complaint.reference, told=told, seen_version=None, now=now)

    def keep(minute: int) -> None:
        keep_final_letter(**same(writer, letter, LATER + timedelta(minutes=minute)), final=sent(PDF, "gegrond.pdf"))

    def approve(minute: int) -> None:
        now = LATER + timedelta(minutes=minute)
        seen = Letter.objects.select_related("final").get(pk=letter.pk).final
        look_at_letter(**same(colleague, letter, now), is_approved=True, seen_digest=seen.sha256 if seen else "")

    def finish(minute: int) -> Letter:
        given = {"final": None, "ticked": ticked, "sending": Sending(way=ContactWay.LETTER)}
        return send_final_letter(**same(writer, letter, LATER + timedelta(minutes=minute)), **given)

    found(Verdict.UPHELD, 1)
    keep(2)
    ask(writer, letter)
    approve(3)
    assert [one.letter for one in looks(writer).approved] == [letter]
    found(Verdict.NOT_UPHELD, 4)
    old = [("final_letter_older_than_judgment", "document"), ("letter_changed_since_look", "look")]

    assert looks(writer).approved == []
    assert refuse(lambda: finish(5)) == old
    assert refuse(lambda: ask(writer, letter)) == old[:1]
    keep(6)  # The very document: somebody says that it fits, and a colleague looks at it anew.
    assert refuse(lambda: finish(7)) == old[1:]
    ask(writer, letter)
    approve(8)
    assert finish(9).is_sent


def judge(actor: Actor, reference: str, sent_on: date | None, **told: Any) -> Judgment:
    given = JudgmentTold(findings="Er is te laat betaald.", letter_sent_on=sent_on, names_ombudsman=True, is_signed_by_mandate=True, **told)
    return record_judgment(actor=actor, reference=reference, told=given, seen_version=None, now=LATER).rounds.get().judgment


def end(actor: Actor, reference: str, sent_on: date | None) -> date | None:
    told = NotTakenUpFacts(
        burden="Drie dagen zoeken", slightness="Een euro", notice_sent_on=sent_on, names_ombudsman=True, is_signed_by_mandate=True
    )
    ending = Ending(outcome="NOT_TAKEN_UP", ground="9_8_2", not_taken_up=told)
    return close_complaint(actor=actor, reference=reference, ending=ending, seen_version=None, now=LATER).rounds.get().closed_on


def send_from_elsewhere(writer: Actor, colleague: Actor, letter: Letter, sent_on: date) -> None:
    keep_final_letter(**same(writer, letter, LATER), final=sent(PDF, "brief.pdf"))
    ask(writer, letter)
    look(colleague, letter)
    ticked = [block.key for block in LETTERS[LetterCode(letter.code)].blocks if block.is_mandatory]
    sending = Sending(way=ContactWay.LETTER, sent_on=sent_on)
    send_final_letter(**same(writer, letter, LATER), final=None, ticked=ticked, sending=sending)


def test_a_day_that_is_typed_goes_round_no_second_look_at_the_letter_with_a_judgment(writer: Actor, colleague: Actor) -> None:
    letter, day = draft(writer), date(2025, 3, 11)
    reference = letter.complaint.reference
    assert refuse(lambda: judge(writer, reference, day)) == [("letter_day_needs_look", "letter_sent_on")]
    assert refuse(lambda: judge(writer, reference, date(2025, 3, 13))) == [("day_in_future", "letter_sent_on")]
    assert judge(writer, reference, None).letter_sent_on is None

    send_from_elsewhere(writer, colleague, letter, day)

    assert refuse(lambda: judge(writer, reference, date(2025, 3, 10))) == [("letter_went_from_here", "letter_sent_on")]
    assert judge(writer, reference, day).letter_sent_on == day


def test_what_went_to_whom_it_is_about_is_no_letter_with_a_judgment_to_who_complains(writer: Actor, colleague: Actor) -> None:
    told, days = replace(ON_PAPER, involved=(InvolvedTold(name="J. Bakker"),)), (date(2025, 3, 11), date(2025, 3, 12))
    reference = register_complaint(actor=writer, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    for to, day in zip((Addressee.COMPLAINANT, Addressee.SUBJECT), days, strict=True):
        letter = begin_letter(actor=writer, reference=reference, code=LetterCode.DECISION, addressee=to, now=LATER)
        send_from_elsewhere(writer, colleague, letter, day)

    assert refuse(lambda: judge(writer, reference, days[1])) == [("letter_went_from_here", "letter_sent_on")]
    assert judge(writer, reference, days[0]).letter_sent_on == days[0]


def test_a_day_that_was_recorded_before_letters_needed_a_second_look_stays(writer: Actor) -> None:
    reference, day = draft(writer).complaint.reference, date(2025, 3, 11)
    OrganisationSettings.objects.update(decisions_need_second_look=False)
    assert judge(writer, reference, day).letter_sent_on == day
    OrganisationSettings.objects.update(decisions_need_second_look=True)

    assert judge(writer, reference, day, conclusions="Excuses.").conclusions == "Excuses."
    assert refuse(lambda: judge(writer, reference, date(2025, 3, 12))) == [("letter_day_needs_look", "letter_sent_on")]


def test_a_complaint_that_is_not_taken_up_is_closed_on_the_day_of_a_letter_somebody_looked_at(writer: Actor, colleague: Actor) -> None:
    facts = {"ground": "9_8_2", "ground_facts": "Een euro.", "motivation": "Te licht."}
    letter, day = draft(writer, LetterCode.NOT_TAKEN_UP, facts), date(2025, 3, 11)
    reference = letter.complaint.reference
    tried: dict[str, Any] = {"happened_at": RECEIVED + timedelta(hours=1), "way": ContactWay.PHONE, "result": ContactResult.NOT_REACHED}
    record_contact(actor=writer, reference=reference, **tried, now=NOW)
    assert refuse(lambda: end(writer, reference, day)) == [("letter_day_needs_look", "notice_sent_on")]
    assert refuse(lambda: end(writer, reference, None)) == [("notice_day_missing", "notice_sent_on")]

    send_from_elsewhere(writer, colleague, letter, day)

    assert end(writer, reference, day) == day
    assert NotTakenUp.objects.get().notice_sent_on == day


def test_without_the_setting_a_typed_day_of_a_letter_stands(writer: Actor) -> None:
    OrganisationSettings.objects.update(decisions_need_second_look=False)
    reference = draft(writer).complaint.reference
    tried: dict[str, Any] = {"happened_at": RECEIVED + timedelta(hours=1), "way": ContactWay.PHONE, "result": ContactResult.NOT_REACHED}
    record_contact(actor=writer, reference=reference, **tried, now=NOW)

    assert end(writer, reference, date(2025, 3, 11)) == date(2025, 3, 11)
    another = draft(writer).complaint.reference
    assert judge(writer, another, date(2025, 3, 11)).letter_sent_on == date(2025, 3, 11)


def test_of_a_draft_that_lapsed_when_the_complaint_was_closed_no_look_is_asked_or_taken(writer: Actor, colleague: Actor) -> None:
    letter = draft(writer)
    ask(writer, letter)
    other = draft(writer)
    for one in (letter, other):
        close_complaint(actor=writer, reference=one.complaint.reference, ending=UPHELD, seen_version=None, now=NOW)

    assert refuse(lambda: look(colleague, letter)) == [("letter_lapsed", "code")]
    assert refuse(lambda: ask(writer, other)) == [("letter_lapsed", "code")]
    assert looks(colleague).to_take == []
