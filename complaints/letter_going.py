"""Why a letter does not go: what the file, the way and the day ask of it beside its text. The one place for page, API and flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from complaints.acknowledging import may_be_mailed
from complaints.advising import given_advice, problems_of_advice
from complaints.checks import check_day
from complaints.closing_advice import owes_sender
from complaints.code_lists import NON_HANDLING_GROUNDS, NonHandlingGround
from complaints.ending import facts_for_ground, is_motivated_elsewhere, problems_of_trying
from complaints.extending import recorded_extension
from complaints.hearing import subjects_of
from complaints.inviting import chosen_subject, named_in
from complaints.judging import (
    JudgmentToldAlready,
    LetterOfOldJudgment,
    decision_letters,
    first_told_on,
    judgment_of,
    possible_outcomes,
    problems_of_deciding,
)
from complaints.letter_drafts import LetterLapsed
from complaints.letter_refusals import LetterNotedAfterTerm, LetterSignerMissing, NobodyMaySign
from complaints.letter_writing import (
    WrittenLetter,
    decisions_to_same,
    forwarding_to,
    has_lapsed,
    heard_on,
    last_sent,
    may_go_by_mail,
    offered_letters,
    told_forwarding,
)
from complaints.letters.catalogue import OF_EXTENSION, Addressee, LetterCode
from complaints.letters.facts import Fact, as_told, is_bystander
from complaints.models import ContactWay, Letter, Round
from complaints.not_taking_up import (
    DAYS,
    FACTS_OF_GROUND,
    GroundFact,
    GroundOfLetterDiffers,
    LateNoticeNeedsReason,
    MotivationOfAnotherFile,
    NotTakenUpFacts,
    is_notice_late,
    problems_of_ground,
)
from complaints.people import problems_of_recipient
from complaints.term_changes import problems_of_weeks
from tenants.clock import dutch_date
from tenants.errors import Refusal

NOT_AFTER_JUDGMENT = frozenset(
    {LetterCode.NOT_TAKEN_UP, LetterCode.SETTLED, LetterCode.EXTENSION, LetterCode.EXTENSION_TO_SUBJECT, LetterCode.POSTPONEMENT},
)
# A letter that is posted on Friday is there on Monday, or a day later.
TIME_IN_THE_POST = timedelta(days=4)
WAYS = (ContactWay.LETTER, ContactWay.DESK, ContactWay.VISIT, ContactWay.EMAIL)


class LetterMakesNoSenseNow(Refusal):
    code = "letter_makes_no_sense_now"
    message = _("This letter does not fit the file as it is now. Choose another one.")


class JudgmentToldToThem(Refusal):
    code = "judgment_told_to_them"
    message = _(
        "This person was sent the letter with this judgment on %(sent_on)s. Did it not arrive? Send the one in the file once more. Was it"
        " wrong? Then decide anew under Judgment, and write the letter that replaces it."
    )


class ConsentNotRecorded(Refusal):
    code = "consent_not_recorded"
    message = _(
        "In this file stands no later day that whoever complains agreed to in writing (article 9:11(3)). Record that first, under Agree on"
        " a later day, with what they wrote. Then this letter confirms it."
    )


class SettlementNotRecorded(Refusal):
    code = "settlement_not_recorded"
    message = _(
        "This letter says that whoever complains is satisfied (article 9:5). Close the complaint first as solved, with who said so, when"
        " and in which words. Then this letter can go."
    )


class TalkNotRecorded(Refusal):
    code = "talk_not_recorded"
    message = _("In this file stands no talk in which somebody was heard. Record the talk first, under Hearing.")


class LetterMayComeTooLate(Refusal):
    code = "letter_may_come_too_late"
    message = _(
        "By post this letter may come only after the talk. Hand it over or send it by e-mail, or agree on a talk on %(earliest)s or later."
    )


class NobodyHeardThatDay(Refusal):
    code = "nobody_heard_that_day"
    message = _("On this day nobody was heard. In the file stands: %(days)s. Choose that day, or record this talk under Hearing.")


class CopyNamesNobody(Refusal):
    code = "copy_names_nobody"
    message = _(
        "The address names nobody whom the complaint is about by the file, and the copy is for that person alone (article 9:9). Write the"
        " name as it stands in the file, or record first whom it is about (Change the facts)."
    )


class LetterNamesAnother(Refusal):
    code = "letter_names_another"
    message = _(
        "The address names another of those it is about than this letter was begun for, and it would count for the wrong one. Write the"
        " name of whom it was begun for, or begin a letter to whom the address names."
    )


class LetterNamesNobody(Refusal):
    code = "letter_names_nobody"
    message = _(
        "The complaint is about several people, and the address names none of them: whom is this letter for? Write the name as it stands in"
        " the file, or begin the letter for one of them."
    )


class TransferNotRecorded(Refusal):
    code = "transfer_not_recorded"
    message = _(
        "In this file no forwarding or warm transfer to whom this letter names is recorded. Record that first, under Forward or Transfer"
        " warmly. Then this letter tells it."
    )


class SenderToldFirst(Refusal):
    code = "sender_told_first"
    message = _("Whoever complains was not told yet that it was forwarded (article 2:3(1)). Send their letter first. Then this one.")


class LetterWayUnfit(Refusal):
    code = "letter_way_unfit"
    message = _("A letter goes by post, is handed over, or goes by e-mail. Choose one of these.")


class MailNotSecure(Refusal):
    code = "mail_not_secure"
    message = _("This installation has no secure mail, and a letter goes by no other. Print it, send it, and note here when it went.")


class NotAgreedToMail(Refusal):
    code = "not_agreed_to_mail"
    message = _("This person did not file electronically. Ask whether e-mail is right, and say so here, or send it by post (article 2:8).")


class NoAddressForLetter(Refusal):
    code = "no_address_for_letter"
    message = _("There is no e-mail address of whoever gets this letter. Send it by post.")


class NoPostalAddress(Refusal):
    code = "no_postal_address"
    message = _(
        "There is no postal address of whoever gets this letter. Write it under the name, where the letter asks who gets it. Or hand the"
        " letter over."
    )


class LetterGoesToday(Refusal):
    code = "letter_goes_today"
    message = _("By e-mail it is sent now, so it has no other day. Leave the day empty.")


def problems_of_going(
    letter: Letter,
    written: WrittenLetter,
    *,
    found: Sequence[Refusal],
    way: ContactWay | None,
    has_agreed_to_mail: bool = False,
    sent_on: date,
    today: date,
) -> list[Refusal]:
    """What every letter asks, with what was found of its text: that it fits the file, somebody signs it, and its way and day.

    way: None where nobody said yet how it goes.
    """
    complaint, code, to = letter.complaint, LetterCode(letter.code), Addressee(letter.addressee)
    problems: list[Refusal] = []
    try:
        check_day(sent_on, field="sent_on", opened_on=letter.round.opened_on, today=today)
    except Refusal as refusal:
        problems.append(refusal)
    if has_lapsed(letter, today=sent_on):
        problems.append(LetterLapsed(field="code"))
    elif (code, to) not in offered_letters(complaint, person=letter.person, today=sent_on):
        problems.append(why_not_now(code, in_round=letter.round))
    problems += found
    if not written.signers:
        problems.append(NobodyMaySign(field="signer", authority=complaint.authority.name, sent_on=sent_on))
    elif written.signer is None:
        problems.append(LetterSignerMissing(field="signer", sent_on=sent_on))
    problems += problems_of_recipient(letter, on=sent_on) + problems_of_repeating(letter, sent_on=sent_on, way=way)
    problems += _problems_of_decision(letter, written, to=to, sent_on=sent_on) + _problems_of_not_taking_up(
        letter, written, sent_on=sent_on
    )
    if code in OF_EXTENSION and sent_on <= letter.round.due_on < today and recorded_extension(letter, on=sent_on) is None:
        # What is noted only now did not go from here in time.
        problems.append(LetterNotedAfterTerm(field="sent_on", due=letter.round.due_on))
    if code in OF_EXTENSION and Fact.WEEKS in letter.facts:
        problems += problems_of_weeks(letter.facts[Fact.WEEKS], in_round=letter.round, field="facts.weeks")
    problems += _problems_of_subject(letter, written, is_refused=any(one.field == f"facts.{Fact.ADDRESSEE}" for one in found))
    problems += _problems_of_invitation(letter, written, way=way, sent_on=sent_on)
    problems += _problems_of_talk(letter, written) + _problems_of_transfer(letter, written, to=to, sent_on=sent_on)
    if way is not None:
        problems += _problems_of_way(letter, written, way=way, has_agreed_to_mail=has_agreed_to_mail, sent_on=sent_on)
    if way is ContactWay.EMAIL and sent_on != today:
        problems.append(LetterGoesToday(field="sent_on"))
    return problems


def why_not_now(code: LetterCode, *, in_round: Round) -> Refusal:
    """What to do first, where a letter does not fit the file as it is."""
    told_on = first_told_on(in_round)
    if code in NOT_AFTER_JUDGMENT and told_on is not None and in_round.closed_on is None:
        return JudgmentToldAlready(field="code", sent_on=told_on)
    if code is LetterCode.POSTPONEMENT and in_round.closed_on is None and in_round.is_under_law:
        return ConsentNotRecorded(field="code")
    if code is LetterCode.HEARING_REPORT and in_round.closed_on is None:
        return TalkNotRecorded(field="code")
    if code is LetterCode.FORWARDING and in_round.closed_on is None:
        return TransferNotRecorded(field="code")
    if code is LetterCode.SETTLED and in_round.closed_on is None:
        return SettlementNotRecorded(field="code")
    return LetterMakesNoSenseNow(field="code")


def problems_of_repeating(letter: Letter, *, sent_on: date | None, way: ContactWay | None = None) -> list[Refusal]:
    """Nobody gets the same judgment twice, unless it did not arrive. What was told by a letter made elsewhere may be put here with its
    day, and is not mailed once more: of a letter that is begun nobody knows that yet."""
    if letter.code != LetterCode.DECISION:
        return []
    elsewhere = getattr(judgment_of(letter.round), "letter_sent_on", None)
    is_to_complainant = letter.addressee == Addressee.COMPLAINANT and letter.person_id is None
    if is_to_complainant and None not in (elsewhere, sent_on) and (elsewhere != sent_on or way is ContactWay.EMAIL):
        return [JudgmentToldToThem(field="code", sent_on=elsewhere)]
    stands = decision_letters(letter.round)
    went = [one for one in decisions_to_same(letter) if one in stands]
    return [JudgmentToldToThem(field="code", sent_on=went[-1].sent_on)] if went else []


def _problems_of_decision(letter: Letter, written: WrittenLetter, *, to: Addressee, sent_on: date) -> list[Refusal]:
    """The letter with the judgment is the decision (9:12): what comes before that comes before the letter. What was closed has it."""
    if (letter.code, to) != (LetterCode.DECISION, Addressee.COMPLAINANT) or letter.round.closed_on is not None:
        return []
    anew_at = getattr(judgment_of(letter.round), "decided_anew_at", None)
    if anew_at is not None and sent_on < dutch_date(anew_at):
        return [LetterOfOldJudgment(field="sent_on", anew_on=dutch_date(anew_at))]
    of, in_round = letter.complaint, letter.round
    outcomes = possible_outcomes(written.texts.get("judgment", ""), of=of, in_round=in_round, meant=letter.meant)
    problems = problems_of_advice(in_round, by=sent_on, field="sent_on") if given_advice(in_round) is not None else []
    return problems + problems_of_deciding(of=of, in_round=in_round, outcomes=outcomes, by=sent_on, field="code")


def _problems_of_not_taking_up(letter: Letter, written: WrittenLetter, *, sent_on: date) -> list[Refusal]:
    """What a ground of article 9:8 asks is there before anybody is told of it. What was closed so has it."""
    if letter.code != LetterCode.NOT_TAKEN_UP or letter.round.closed_on is not None:
        return []
    told = written.values
    of = facts_for_ground(letter.complaint, letter.round, today=sent_on)
    given = NotTakenUpFacts(
        **{str(fact): told.get(Fact(fact.value)) for fact in DAYS},  # type: ignore[arg-type]
        notice_sent_on=sent_on,
        names_ombudsman=True,
        late_reason=str(told.get(Fact.LATE_REASON, "")),
    )
    problems = problems_of_trying(letter.round, by=sent_on, field="code")
    if Fact.GROUND in told:
        ground = NonHandlingGround(str(told[Fact.GROUND]))
        asked = FACTS_OF_GROUND[ground]
        # What the ground asks in words stands in the letter, which is not sent without; a day of another ground asks nothing of this one.
        words = {str(fact): "-" if fact in asked else "" for fact in GroundFact if fact not in DAYS}
        if GroundFact.EARLIER_HANDLING in asked:
            words[str(GroundFact.EARLIER_HANDLING)] = written.texts.get("ground_facts") or "-"
        days = {str(fact): getattr(given, fact) if fact in asked else None for fact in DAYS}
        given = replace(given, **words, **days)  # type: ignore[arg-type]
        problems += problems_of_ground(ground, given, of=of) + _problems_of_other_ground(letter, written, ground)
        problems += _problems_of_bulk(letter, written, ground)
    if is_notice_late(given, of=of) and not given.late_reason:
        problems.append(LateNoticeNeedsReason(field="facts.late_reason", due_on=of.notice_due_on))
    return [_at_fact(one) for one in problems]


def _problems_of_other_ground(letter: Letter, written: WrittenLetter, ground: NonHandlingGround) -> list[Refusal]:
    """Somebody beside who complains is told the ground that whoever complains was told."""
    went = last_sent(letter.round, LetterCode.NOT_TAKEN_UP) if is_bystander(written.values) else None
    told = went.facts.get(Fact.GROUND) if went is not None and not went.checklist else None
    if went is None or told in (None, ground.value):
        return []
    return [GroundOfLetterDiffers(field="facts.ground", sent_on=went.sent_on, ground=NON_HANDLING_GROUNDS[NonHandlingGround(told)])]


def _problems_of_bulk(letter: Letter, written: WrittenLetter, ground: NonHandlingGround) -> list[Refusal]:
    """What is too slight is so for reasons of its own (9:8(2))."""
    burden, slightness = (str(written.values.get(fact, "")).strip() for fact in (Fact.GROUND_FACTS, Fact.MOTIVATION))
    if ground is not NonHandlingGround.TOO_SLIGHT or not (burden and slightness):
        return []
    is_bulk = is_motivated_elsewhere(letter.complaint, burden=burden, slightness=slightness)
    return [MotivationOfAnotherFile(field="facts.motivation")] if is_bulk else []


def _problems_of_subject(letter: Letter, written: WrittenLetter, *, is_refused: bool) -> list[Refusal]:
    """A letter to whom it is about counts for who was chosen, so it names no other of them; the copy tells what was complained of to whom
    it is about, and to nobody else (9:9); of an extension each of several has a letter (9:11(2)). is_refused: that nobody is named was
    told."""
    if letter.addressee != Addressee.SUBJECT or is_refused:
        return []
    named = named_in(str(written.values.get(Fact.ADDRESSEE, "")), of=letter.complaint)
    chosen = chosen_subject(letter)
    if chosen is not None:
        # Who was chosen may be written otherwise.
        return [] if not named or chosen in named else [LetterNamesAnother(field="facts.addressee")]
    if letter.code == LetterCode.COPY_TO_SUBJECT and not named:
        return [CopyNamesNobody(field="facts.addressee")]
    is_for_one = letter.code == LetterCode.EXTENSION_TO_SUBJECT and len(subjects_of(letter.complaint)) > 1
    return [LetterNamesNobody(field="facts.addressee")] if is_for_one and not named else []


def _problems_of_invitation(letter: Letter, written: WrittenLetter, *, way: ContactWay | None, sent_on: date) -> list[Refusal]:
    """An invitation is there before the talk, also where its moment was agreed by phone (9:10)."""
    hearing_on = written.values.get(Fact.HEARING_ON)
    if letter.code != LetterCode.HEARING_INVITATION or not isinstance(hearing_on, date) or way is not ContactWay.LETTER:
        return []
    earliest = sent_on + TIME_IN_THE_POST
    return [LetterMayComeTooLate(field="facts.hearing_on", earliest=earliest)] if sent_on < hearing_on < earliest else []


def _problems_of_talk(letter: Letter, written: WrittenLetter) -> list[Refusal]:
    """A report is of a talk that was held (9:10(3))."""
    days, told = heard_on(letter.round), written.values.get(Fact.HEARD_ON)
    if letter.code != LetterCode.HEARING_REPORT or told is None or not days or told in days:
        return []
    return [NobodyHeardThatDay(field="facts.heard_on", days=", ".join(as_told(Fact.HEARD_ON, day) for day in days))]


def _problems_of_transfer(letter: Letter, written: WrittenLetter, *, to: Addressee, sent_on: date) -> list[Refusal]:
    """A letter tells of a forwarding or a warm transfer that was recorded, and another body gets it no sooner than who complains is told
    (2:3(1)), where anybody can be reached."""
    named, in_round = written.values.get(Fact.FORWARDED_TO), letter.round
    if letter.code != LetterCode.FORWARDING or Fact.WARM in written.values or named is None or not in_round.transfers.standing().exists():
        return []
    if to is not Addressee.OTHER_BODY:
        return [] if told_forwarding(in_round, named) is not None else [TransferNotRecorded(field="facts.forwarded_to")]
    there = forwarding_to(in_round, named)
    if there is None:
        return [TransferNotRecorded(field="facts.forwarded_to")]
    is_untold = owes_sender(letter.complaint, in_round) if there.told_on is None else there.told_on > sent_on
    return [SenderToldFirst(field="code")] if is_untold else []


def _at_fact(refusal: Refusal) -> Refusal:
    """With the place where the letter asks for it."""
    if refusal.field == GroundFact.EARLIER_HANDLING:
        refusal.field = f"facts.{Fact.GROUND_FACTS}"
    if refusal.field in set(Fact):
        refusal.field = f"facts.{refusal.field}"
    return refusal


def _problems_of_way(letter: Letter, written: WrittenLetter, *, way: ContactWay, has_agreed_to_mail: bool, sent_on: date) -> list[Refusal]:
    if way not in WAYS:
        return [LetterWayUnfit(field="way")]
    if way is ContactWay.LETTER and not _is_addressed(letter, written):
        return [NoPostalAddress(field="way")]
    if way is not ContactWay.EMAIL:
        return []
    problems: list[Refusal] = [] if settings.MAIL_RELAY_IS_SECURE else [MailNotSecure(field="way")]
    if not may_go_by_mail(letter, on=sent_on):
        return [*problems, NoAddressForLetter(field="way")]
    if not may_be_mailed(letter.complaint) and not has_agreed_to_mail:
        problems.append(NotAgreedToMail(field="has_agreed_to_mail"))
    return problems


def _is_addressed(letter: Letter, written: WrittenLetter) -> bool:
    """Whether what was typed of another body or the ombudsman is an address: every postal address has a number. Whom it is about has it
    by the post of the house, and of who complains the pages say where the file knows no address: it may stand on the envelope."""
    if letter.addressee not in (Addressee.OTHER_BODY, Addressee.OMBUDSMAN):
        return True
    address = str(written.values.get(Fact.ADDRESSEE, ""))
    return not address or any(sign.isdigit() for sign in address)
