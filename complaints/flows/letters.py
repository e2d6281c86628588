"""Letters in a file: begun, written with the draft kept all the while, thrown away, or sent and then never changed.

A letter that misses what the law asks for is not sent, and all that is missing is said at once. What is sent becomes a document of
the file, with its digest. By e-mail it goes after the commit, as the confirmation of receipt does (`complaints.flows.acknowledgement`).
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint, visible_complaints
from complaints.awb.refusals import ClockRefusal
from complaints.checks import checked_text
from complaints.document_refusals import refusal_of
from complaints.documents.faults import UNREADABLE, UnfitDocument
from complaints.documents.pages import text_of_words, words_of
from complaints.documents.readable import text_of
from complaints.extending import keep_extension, told_by_letters
from complaints.hearing import Heard, SubjectUnknown, checked_person, subjects_of
from complaints.inviting import keep_what_letter_did
from complaints.keeping import SentFile, TakenIn, documents_storage, in_history, keep_documents, take_in
from complaints.letter_drafts import (
    LetterChangedMeanwhile,
    check_draft,
    check_not_lapsed,
    draft_in_hand,
    found_letter,
    letter_in_history,
    meant_in_history,
    say_meant,
)
from complaints.letter_going import problems_of_going, problems_of_repeating, why_not_now
from complaints.letter_refusals import LetterSignerMissing, LetterUnprintable, lacks_elsewhere, refusals_of, refusals_of_document
from complaints.letter_writing import (
    WrittenLetter,
    facts_as_they_went,
    is_older_than_judgment,
    lacks_of_final,
    offered_letters,
    suggested_facts,
    told_forwarding,
    told_of_decisions,
    written_letter,
)
from complaints.letters.catalogue import OF_EXTENSION, OF_GROUND, Addressee, LetterCode
from complaints.letters.checks import is_said
from complaints.letters.composing import is_same_text
from complaints.letters.docx import letter_docx
from complaints.letters.facts import Fact, as_stored, read_fact
from complaints.letters.pdf import PrintedLetter, Unprintable, letter_pdf
from complaints.mail import new_message_id
from complaints.models import (
    Complaint,
    ContactWay,
    Document,
    DocumentContent,
    DocumentSource,
    FilePerson,
    Letter,
    ScanState,
    SentMessage,
)
from complaints.people import problems_of_recipient
from complaints.records import row_of_file
from complaints.repeated_requests import RequestKey, earlier_request, remember
from complaints.second_look import FinalLetterKeptFirst, LetterNeedsNoLook, digest_of, needs_look, problems_of_kept_final, problems_of_look
from complaints.shielding import in_words
from complaints.statuses import Step
from complaints.steps import FileInHand, check_step, finish_step, take_in_hand
from complaints.term_changes import TermRefused, dates_with
from complaints.terms import lawful_extension
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.organisation.letters import LETTERS as LETTER_NAMES
from tenants.outbox import after_commit
from tenants.permissions import Permission

OPERATION = "begin_letter"
FINAL_KINDS = ("pdf", "docx")
# What is ticked where a document does not show itself that it belongs to its file.
OF_THIS_FILE = "of_this_file"


class LetterPartUnknown(Refusal):
    code = "letter_part_unknown"
    message = _("This letter does not have that part, or does not ask for that.")


class LetterFactUnreadable(Refusal):
    code = "letter_fact_unreadable"
    message = _("This cannot be read. Write a day as 2026-11-21, and a number in figures.")


class FinalLetterMissing(Refusal):
    code = "final_letter_missing"
    message = _("Choose the letter as it goes.")


class FinalLetterKind(Refusal):
    code = "final_letter_kind"
    message = _("A letter is a PDF or a Word file (.docx); by e-mail a PDF. Save it as a PDF.")


class FinalLetterNotScanned(Refusal):
    code = "final_letter_not_scanned"
    message = _("The virus scanner does not answer now. Try again in a quarter of an hour.")


class FinalLetterUnread(Refusal):
    code = "final_letter_unread"
    message = _(
        "Somebody is shielded in this file or wants to stay anonymous, and no text can be read in this document, as on a scan: nobody sees"
        " whether it tells who. Save it as a PDF where you wrote it."
    )


class FinalLetterTellsShielded(Refusal):
    code = "final_letter_tells_shielded"
    message = _(
        "This document tells who is shielded or wants to stay anonymous: %(what)s stands in it. Whoever gets this letter may not know."
        " Take it out, and choose the letter again."
    )


class FinalLetterOfAnother(Refusal):
    code = "final_letter_of_another"
    message = _(
        "In this document stands neither the number of this file (%(reference)s) nor the name of whoever gets the letter. Is it the right"
        " document? Then tick that it is the letter of this file. If it is not, choose the right one."
    )


class LetterBlockNotTicked(Refusal):
    code = "letter_block_not_ticked"
    message = _('Look whether "%(block)s" is in the letter (%(article)s), and tick it. Is it not? Then put it in first.')


@dataclass(frozen=True, kw_only=True)
class LetterDraft:
    """What somebody typed of a letter. facts: by name, as text, of those that change ("" takes one out); texts: of blocks
    by key, all of them. None: as it was.
    signer_id: who is to sign.
    """

    facts: Mapping[str, str] | None = None
    texts: Mapping[str, str] | None = None
    signer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How a letter goes. sent_on: today when blank. has_agreed_to_mail: the person said that e-mail is right (2:8)."""

    way: ContactWay
    sent_on: date | None = None
    has_agreed_to_mail: bool = False


def begin_letter(
    *,
    actor: Actor,
    reference: str,
    code: LetterCode,
    addressee: Addressee,
    person_id: uuid.UUID | None = None,
    subject: Heard | None = None,
    request_key: RequestKey | None = None,
    now: datetime,
) -> Letter:
    """Begin a letter. person_id: somebody in the file who gets it, of one to whoever complains; None: the representative with a mandate,
    else who came to us. subject: who gets it, of one to those it is about; None: whom its address names, of an extension the only one there
    is.

    Raises NotFound, NotPermitted, NotInThisState, LetterMakesNoSenseNow or what comes first, KeyUsedForSomethingElse, and why this
    person does not get it, at once: SubjectUnknown, NotToBeTold, OutcomeAlone, TellingUndecided, MandateMissing, JudgmentToldToThem.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=visible_complaints(actor=actor))
        if earlier is not None:
            begun = Letter.objects.select_related("complaint", "round").filter(pk=earlier.answer["letter"]).first()
            if begun is None:
                # Thrown away since.
                raise NotFound
            return begun
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        person = row_of_file(FilePerson, in_hand.complaint, person_id, field="person_id") if person_id else None
        if person is not None and addressee is not Addressee.COMPLAINANT:
            raise NotFound(field="person_id")
        subject = _subject_of(subject, code=code, addressee=addressee, of=in_hand.complaint)
        if (code, addressee) not in offered_letters(in_hand.complaint, person=person, today=today):
            raise why_not_now(code, in_round=in_hand.round)
        begins_with = suggested_facts(in_hand.complaint, code=code, to=addressee, person=person, subject=subject, on=today)
        if person is not None or (code, addressee) == (LetterCode.DECISION, Addressee.SUBJECT):
            begins_with |= facts_as_they_went(in_hand.round, code)
        letter = Letter(
            complaint=in_hand.complaint,
            round=in_hand.round,
            person=person,
            subject_user_id=subject.user_id if subject else None,
            subject_name=subject.name if subject else "",
            code=code.value,
            addressee=addressee.value,
            facts={fact.value: as_stored(value) for fact, value in begins_with.items()},
            begun_by_id=actor.user_id,
            begun_at=now,
            changed_at=now,
            changed_by_id=actor.user_id,
        )
        findings = Findings()
        for problem in (*problems_of_recipient(letter, on=today), *problems_of_repeating(letter, sent_on=None)):
            findings.add(problem)
        findings.tell()
        letter.save(force_insert=True)
        signers = written_letter(letter, actor=actor, on=today).signers
        # Whoever writes it signs it, where the mandate says so; else the one person who may.
        own = next((one for one in signers if one.user_id == actor.user_id), signers[0] if len(signers) == 1 else None)
        if own is not None:
            Letter.objects.filter(pk=letter.pk).update(signer_id=own.user_id)
            letter.signer_id = own.user_id
        finish_step(in_hand, actor=actor, now=now, code="letter_begun", data=letter_in_history(letter))
        remember(request_key, actor=actor, operation=OPERATION, complaint=in_hand.complaint, now=now, answer={"letter": str(letter.pk)})
    return letter


def _subject_of(chosen: Heard | None, *, code: LetterCode, addressee: Addressee, of: Complaint) -> Heard | None:
    """Whom it is about and gets the letter. However one of an extension is addressed, it is for the only one there is; a copy says itself
    whom it is for. Raises SubjectUnknown.
    """
    if chosen is None:
        only = subjects_of(of) if code is LetterCode.EXTENSION_TO_SUBJECT else []
        return only[0] if len(only) == 1 else None
    if addressee is not Addressee.SUBJECT:
        raise SubjectUnknown(field="name")
    return checked_person(chosen, complaint=of)


def save_letter(
    *, actor: Actor, reference: str, letter_id: uuid.UUID, draft: LetterDraft, seen_version: int | None, now: datetime
) -> Letter:
    """Keep what somebody typed, finished or not. A block that reads as our text follows the facts again.
    A document of it that was finished elsewhere goes out of hand with a change of what it tells.

    Raises NotFound, NotPermitted, NotInThisState, LetterAlreadySent, LetterChangedMeanwhile, LetterLapsed, and everything that cannot be
    kept at once:
    LetterPartUnknown, LetterFactUnreadable, TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        letter = draft_in_hand(in_hand, letter_id, seen_version=seen_version)
        check_not_lapsed(letter, today=today)
        before = written_letter(letter, actor=actor, on=today)
        findings = Findings()
        facts, texts = dict(letter.facts), dict(letter.texts)
        if draft.facts is not None:
            facts = _checked_facts(draft.facts, was=letter.facts, of=before, findings=findings)
        if draft.texts is not None:
            texts = _checked_texts(draft.texts, of=before, findings=findings)
        if draft.signer_id is not None and draft.signer_id not in {one.user_id for one in before.signers}:
            findings.add(LetterSignerMissing(field="signer", sent_on=today))
        findings.tell()
        was = (letter.facts, letter.texts, letter.signer_id)
        letter.facts = facts
        after = written_letter(letter, actor=actor, on=today)
        ours = [one.ours for one in (before, after)]
        letter.texts = {key: text for key, text in texts.items() if not any(key in one and is_same_text(text, one[key]) for one in ours)}
        letter.signer_id = draft.signer_id or letter.signer_id
        letter.version += 1
        is_old = is_older_than_judgment(letter)
        if (letter.facts, letter.texts) != was[:2] or is_old:
            # Who writes on here, or looked at it since the judgment, does not send the document of elsewhere; who says who signs it does.
            letter.final = None
        if (letter.facts, letter.texts, letter.signer_id) != was or is_old:
            # Who only presses the button wrote nothing, unless that says that it fits a judgment of since.
            _write_down_writer(letter, actor=actor, now=now)
        letter.save()
    return letter


def discard_letter(*, actor: Actor, reference: str, letter_id: uuid.UUID, seen_version: int | None, now: datetime) -> Complaint:
    """Throw a draft away; the history keeps that there was one.

    Raises NotFound, NotPermitted, NotInThisState, LetterAlreadySent, LetterChangedMeanwhile.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        letter = draft_in_hand(in_hand, letter_id, seen_version=seen_version)
        data = letter_in_history(letter)
        letter.delete()
        return finish_step(in_hand, actor=actor, now=now, code="letter_discarded", data=data)


def send_letter(
    *,
    actor: Actor,
    reference: str,
    letter_id: uuid.UUID,
    sending: Sending,
    meant: Collection[str] = (),
    seen_version: int | None,
    seen_digest: str = "",
    now: datetime,
) -> Letter:
    """Send a letter: from then on it stays as it is, a document of the file with its digest. By e-mail it goes after the commit; any
    other way notes what was done on a day. A confirmation of receipt on paper is noted as such with it. meant: the sentences, each as
    it stands, of which whoever sends it says that they are meant so (LetterWordingDoubtful); kept with it. seen_digest: of the text that
    was shown, "" where nobody says: what it takes from the file may have changed since.

    Raises NotFound, NotPermitted, NotInThisState, LetterAlreadySent, LetterChangedMeanwhile, LetterUnprintable, and everything that
    stands in the way at once: LetterLapsed, LetterMakesNoSenseNow or what comes first, JudgmentToldToThem, LetterNotLookedAt,
    LetterChangedSinceLook, what `complaints.letter_refusals` holds,
    LetterWayUnfit, MailNotSecure, NotAgreedToMail, NoAddressForLetter, LetterGoesToday, what `problems_of_recipient` and, of the
    judgment on a klaagschrift, `complaints.judging.problems_of_deciding` hold, of a ground of article 9:8 NobodyTried,
    LateNoticeNeedsReason and what `complaints.not_taking_up.problems_of_ground` holds, DayInFuture, DayBeforeReceipt.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    complaint = access_complaint(actor=actor, reference=reference)
    check_step(complaint, Step.WRITE_LETTER)
    letter = found_letter(complaint, letter_id)
    check_draft(letter, seen_version=seen_version)
    if seen_digest and digest_of(written_letter(letter, actor=actor, on=dutch_date(now))) != seen_digest:
        raise LetterChangedMeanwhile(field="version", version=letter.version)
    say_meant(letter, meant)
    sent_on = sending.sent_on or dutch_date(now)
    ready = _ready(letter, actor=actor, sending=sending, sent_on=sent_on, today=dutch_date(now))
    # Outside every transaction: looking at a document and writing it takes a while.
    content = _printed(ready.printed)
    taken, refused = take_in([SentFile(content=io.BytesIO(content), name=_file_name(letter, sent_on))], now=now)
    if refused:
        raise refused[0].refusal
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        letter = draft_in_hand(in_hand, letter_id, seen_version=seen_version)
        say_meant(letter, meant)
        if _ready(letter, actor=actor, sending=sending, sent_on=sent_on, today=dutch_date(now)).printed != ready.printed:
            raise LetterChangedMeanwhile(field="version", version=letter.version)
        letter.texts, letter.facts = dict(ready.texts), {fact.value: as_stored(value) for fact, value in ready.values.items()}
        letter.meant = list(ready.meant)
        document = _as_document(taken, in_hand=in_hand, actor=actor, now=now)
        _finish_sending(letter, ready, document, in_hand=in_hand, sending=sending, sent_on=sent_on, actor=actor, now=now)
    return letter


def keep_final_letter(
    *, actor: Actor, reference: str, letter_id: uuid.UUID, final: SentFile | None, seen_version: int | None, now: datetime
) -> Letter:
    """Keep a letter that was finished elsewhere, a PDF or Word file, for a colleague to look at before `send_final_letter`. Whoever
    brings it in counts as who wrote it.

    Raises NotFound, NotPermitted, NotInThisState, LetterAlreadySent, LetterChangedMeanwhile, LetterLapsed, LetterNeedsNoLook,
    FinalLetterMissing, FinalLetterKind, FinalLetterNotScanned, what its words may not say (`complaints.letter_refusals`), and why a file
    is not kept (DocumentRefusal), also where nobody could read it later. What is only doubtful is asked when it goes.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    complaint = access_complaint(actor=actor, reference=reference)
    check_step(complaint, Step.WRITE_LETTER)
    letter = found_letter(complaint, letter_id)
    check_draft(letter, seen_version=seen_version)
    if not needs_look(letter):
        raise LetterNeedsNoLook
    if final is None:
        raise FinalLetterMissing(field="document")
    taken, refused = take_in([final], now=now)
    if refused:
        raise refused[0].refusal
    # Outside every transaction: reading a document takes a while.
    said = _said_in(taken[0])
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        letter = draft_in_hand(in_hand, letter_id, seen_version=seen_version)
        check_not_lapsed(letter, today=dutch_date(now))
        lacks = lacks_of_final(letter, written_letter(letter, actor=actor, on=dutch_date(now)), said=said or "")
        barred = refusals_of_document((one for one in lacks if not one.is_doubt), code=LetterCode(letter.code))
        _tell_all(_problems_of_final(taken[0], sending=None) + barred)
        letter.final = _as_document(taken, in_hand=in_hand, actor=actor, now=now)
        letter.version += 1
        _write_down_writer(letter, actor=actor, now=now)
        letter.save()
        data = letter_in_history(letter) | {"sha256": letter.final.sha256} | in_history([letter.final])
        finish_step(in_hand, actor=actor, now=now, code="final_letter_kept", data=data)
    return letter


def send_final_letter(
    *,
    actor: Actor,
    reference: str,
    letter_id: uuid.UUID,
    final: SentFile | None,
    ticked: Collection[str],
    sending: Sending,
    meant: Collection[str] = (),
    seen_version: int | None,
    now: datetime,
) -> Letter:
    """Send a letter that was finished elsewhere: final, a PDF or Word file, becomes the document that stays; None: the one that was kept
    for a colleague to look at. ticked: the keys of the blocks that whoever sends it saw in it; kept with it; with OF_THIS_FILE that it is
    the letter of this file, where neither its number nor the name of whoever gets it can be read in it. What the register knows of days and
    mandates is judged as ever, and its words are read where they can be; meant: as in `send_letter`.

    Raises what `send_letter` does of its words too, with FinalLetterMissing, FinalLetterKind, FinalLetterKeptFirst, FinalLetterNotScanned,
    LetterBlockNotTicked (of each block the law asks for, at once), FinalLetterUnread, FinalLetterTellsShielded, FinalLetterOfAnother, and
    why a file is not kept (DocumentRefusal), also where nobody could read it later.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    complaint = access_complaint(actor=actor, reference=reference)
    check_step(complaint, Step.WRITE_LETTER)
    letter = found_letter(complaint, letter_id)
    check_draft(letter, seen_version=seen_version)
    sent_on, today = sending.sent_on or dutch_date(now), dutch_date(now)
    asked: dict[str, Any] = {"actor": actor, "sending": sending, "sent_on": sent_on, "today": today, "ticked": ticked}
    _ready_elsewhere(letter, final=final, **asked)
    taken, refused = take_in([final] if final is not None else [], now=now)
    if refused:
        raise refused[0].refusal
    goes = taken[0] if taken else letter.final
    assert goes is not None
    # Outside every transaction: reading a document takes a while.
    said = _said_in(goes)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        letter = draft_in_hand(in_hand, letter_id, seen_version=seen_version)
        ready = _ready_elsewhere(letter, final=final, **asked)
        if not taken and letter.final != goes:
            raise LetterChangedMeanwhile(field="version", version=letter.version)
        lacks = lacks_of_final(letter, ready, said=said or "")
        say_meant(letter, meant)
        letter.meant = [one.words for one in lacks if one.is_doubt and one.words in letter.meant]
        left = refusals_of_document((one for one in lacks if one.words not in letter.meant), code=LetterCode(letter.code))
        problems = [*left, *_problems_of_what_it_says(said, ready, ticked=ticked)] if goes.kind in FINAL_KINDS else []
        _tell_all(_problems_of_final(goes, sending=sending) + problems)
        seen = [*(block.key for block in ready.blocks), OF_THIS_FILE]
        letter.texts, letter.checklist = {}, [key for key in seen if key in ticked]
        letter.was_read = bool(said)
        letter.facts = {fact.value: as_stored(value) for fact, value in ready.values.items()}
        document = _as_document(taken, in_hand=in_hand, actor=actor, now=now) if taken else letter.final
        assert document is not None
        _finish_sending(letter, ready, document, in_hand=in_hand, sending=sending, sent_on=sent_on, actor=actor, now=now)
    return letter


def letter_to_finish(*, actor: Actor, reference: str, letter_id: uuid.UUID, now: datetime) -> bytes:
    """A draft as a Word file, as it stands. Raises NotFound, NotPermitted, LetterAlreadySent."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        letter = found_letter(access_complaint(actor=actor, reference=reference), letter_id)
        check_draft(letter, seen_version=None)
        return letter_docx(written_letter(letter, actor=actor, on=dutch_date(now)).printed)


def _ready_elsewhere(
    letter: Letter, *, actor: Actor, final: SentFile | None, ticked: Collection[str], sending: Sending, sent_on: date, today: date
) -> WrittenLetter:
    """Raises Refusals of everything that stands in the way of a letter that was finished elsewhere."""
    written = written_letter(letter, actor=actor, on=sent_on, today=today, is_draft=False)
    problems: list[Refusal] = [] if final is not None or letter.final is not None else [FinalLetterMissing(field="document")]
    problems += [
        LetterBlockNotTicked(field="ticked", block=block.title, article=block.article)
        for block in written.blocks
        if block.is_mandatory and block.key not in ticked
    ]
    problems += refusals_of(lacks_elsewhere(written.lacks), code=LetterCode(letter.code), blocks_there=written.blocks)
    if final is not None and needs_look(letter):
        problems.append(FinalLetterKeptFirst(field="document"))
    elif final is None and letter.final is not None:
        problems += problems_of_kept_final(letter) + problems_of_look(letter, letter.final.sha256)
    _tell(problems, letter, written, sending=sending, sent_on=sent_on, today=today)
    return written


def _tell(found: Sequence[Refusal], letter: Letter, written: WrittenLetter, *, sending: Sending, sent_on: date, today: date) -> None:
    """Raises all that was found of the text, with what else stands in the way."""
    how: dict[str, Any] = {"way": sending.way, "has_agreed_to_mail": sending.has_agreed_to_mail}
    _tell_all(problems_of_going(letter, written, found=found, **how, sent_on=sent_on, today=today))


def _problems_of_final(taken: TakenIn | Document, *, sending: Sending | None) -> list[Refusal]:
    """Of the file as its bytes say it is. sending: None where it does not go yet."""
    if taken.kind not in FINAL_KINDS or (sending is not None and sending.way is ContactWay.EMAIL and taken.kind != "pdf"):
        return [FinalLetterKind(field="document")]
    return [FinalLetterNotScanned(field="document")] if taken.scan_state == ScanState.WAITING else []


def _tell_all(problems: Sequence[Refusal]) -> None:
    findings = Findings()
    for one in problems:
        findings.add(one)
    findings.tell()


def _said_in(goes: TakenIn | Document) -> str | None:
    """The words of a letter as it goes; None where there are none, as on a scan. Raises DocumentRefusal for a PDF that nobody can open."""
    with documents_storage().open(DocumentContent.objects.get(pk=goes.content_id).key) as content:
        given = content.read()
    try:
        if goes.kind == "docx":
            return text_of(given, kind=goes.kind, with_deleted=True) or None
        return text_of_words(words_of(given, kind=goes.kind)[1]) or None if goes.kind in FINAL_KINDS else None
    except UnfitDocument as fault:
        if fault.code in UNREADABLE:
            raise refusal_of(fault) from None
        return None


def _problems_of_what_it_says(said: str | None, ready: WrittenLetter, *, ticked: Collection[str]) -> list[Refusal]:
    if said is None:
        return [FinalLetterUnread(field="document")] if ready.stays_out is not None else []
    printed = ready.printed
    # Of a name the last word: "mevrouw De Vries" is M. de Vries.
    name = printed.addressee.partition("\n")[0].split()[-1:]
    is_named = any(is_said(one, said) for one in (printed.reference, *name))
    problems: list[Refusal] = []
    if not is_named and OF_THIS_FILE not in ticked:
        problems.append(FinalLetterOfAnother(field="ticked", reference=printed.reference))
    if ready.stays_out is not None and (told := ready.told_in(said)):
        problems.append(FinalLetterTellsShielded(field="document", what=in_words(told)))
    return problems


def _write_down_writer(letter: Letter, *, actor: Actor, now: datetime) -> None:
    wrote = {*letter.writers, letter.changed_by_id, actor.user_id}
    letter.writers = sorted(one for one in wrote if one is not None)
    letter.changed_at, letter.changed_by_id = now, actor.user_id


def _as_document(taken: Sequence[TakenIn], *, in_hand: FileInHand, actor: Actor, now: datetime) -> Document:
    """Raises DocumentRefusal."""
    kept = keep_documents(
        taken,
        complaint=in_hand.complaint,
        actor=actor,
        now=now,
        source=DocumentSource.LETTER,
        holds_sensitive_data=in_hand.complaint.has_sensitive_text,
    )
    if kept.refused:
        raise kept.refused[0].refusal
    return (kept.added or kept.there)[0]


def _finish_sending(
    letter: Letter,
    ready: WrittenLetter,
    document: Document,
    *,
    in_hand: FileInHand,
    sending: Sending,
    sent_on: date,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down that it went."""
    _keep_sent(letter, ready, document=document, sending=sending, sent_on=sent_on, actor=actor, now=now)
    data = {**letter_in_history(letter), "way": sending.way.value, "on": sent_on.isoformat(), "sha256": letter.sha256}
    data |= {"ticked": letter.checklist} if letter.checklist else {}
    data |= meant_in_history(letter) | ({} if letter.was_read else {"unread": True})
    data |= in_history([document]) | _confirmed_by(letter, in_hand=in_hand, sending=sending, sent_on=sent_on)
    data |= _told_by(letter, in_hand=in_hand, sending=sending, sent_on=sent_on)
    if sending.way is ContactWay.EMAIL:
        _queue_mail(letter, in_hand=in_hand, now=now)
    finish_step(in_hand, actor=actor, now=now, code="letter_sent", data=data)
    _record_extension(letter, in_hand=in_hand, actor=actor, now=now)
    for code, did in keep_what_letter_did(letter, in_round=in_hand.round, sent_on=sent_on, way=sending.way, actor=actor, now=now):
        finish_step(in_hand, actor=actor, now=now, code=code, data=did)
    if _told_of_objection(letter, sending=sending, sent_on=sent_on):
        data = {"on": sent_on.isoformat(), "way": sending.way.value, "letter": str(letter.pk), "letter_code": letter.code}
        finish_step(in_hand, actor=actor, now=now, code="objection_told", data=data)


def _record_extension(letter: Letter, *, in_hand: FileInHand, actor: Actor, now: datetime) -> None:
    """With the last letter of an extension the term is extended (9:11(2)). Raises TermRefused."""
    told = told_by_letters(in_hand.complaint, in_hand.round) if letter.code in OF_EXTENSION else None
    if told is None:
        return
    extension = lawful_extension(weeks=told.weeks, notified_on=max(day for day in (told.complainant_sent_on, told.subject_sent_on) if day))
    try:
        dates = dates_with(in_hand.round, extensions=(extension,))
    except ClockRefusal as refusal:
        raise TermRefused(refusal, field="code") from None
    data = keep_extension(told, in_round=in_hand.round, dates=dates, actor=actor, now=now, letter=letter)
    finish_step(in_hand, actor=actor, now=now, code="term_extended", data=data, personal={"reason": told.reason})


def preview_letter(*, actor: Actor, reference: str, letter_id: uuid.UUID, now: datetime) -> bytes:
    """A draft as PDF, as it stands, marked as a draft. Raises NotFound, NotPermitted, LetterUnprintable."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        letter = found_letter(access_complaint(actor=actor, reference=reference), letter_id)
        printed = written_letter(letter, actor=actor, on=letter.sent_on or dutch_date(now)).printed
    return _printed(printed)


def _checked_facts(given: Mapping[str, str], *, was: Mapping[str, str], of: WrittenLetter, findings: Findings) -> dict[str, str]:
    """What the letter asks, as it was where nothing else is given; "" takes one out, and stands there where it would follow."""
    asked = {fact.value for fact in of.asked}
    # With a ground come the days that it asks.
    asked |= {fact.value for fact in OF_GROUND} if Fact.GROUND in of.asked else set()
    facts = {name: text for name, text in was.items() if name in asked}
    for name, text in given.items():
        if name not in asked:
            findings.add(LetterPartUnknown(field=f"facts.{name}"))
            continue
        with findings.noting():
            told = _checked_fact(Fact(name), text)
            facts[name] = told
    follows = {fact.value: str(value) for fact, value in of.follows.items()}
    # What reads as what it follows goes on following it.
    return {name: text for name, text in facts.items() if (not is_same_text(text, follows[name]) if name in follows else text)}


def _checked_fact(fact: Fact, text: str) -> str:
    clean = checked_text(text, field=f"facts.{fact}")
    try:
        value = read_fact(fact, clean)
    except ValueError:
        raise LetterFactUnreadable(field=f"facts.{fact}") from None
    return "" if value is None else as_stored(value)


def _checked_texts(given: Mapping[str, str], *, of: WrittenLetter, findings: Findings) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, text in given.items():
        if key not in of.texts:
            findings.add(LetterPartUnknown(field=f"texts.{key}"))
            continue
        with findings.noting():
            texts[key] = checked_text(text, field=f"texts.{key}")
    return texts


def _ready(letter: Letter, *, actor: Actor, sending: Sending, sent_on: date, today: date) -> WrittenLetter:
    """The letter as it goes. Raises Refusals of everything that stands in the way."""
    written = written_letter(letter, actor=actor, on=sent_on, way=sending.way, today=today, is_draft=False)
    found = refusals_of(written.stops, code=LetterCode(letter.code), blocks_there=written.blocks)
    found += problems_of_look(letter, digest_of(written))
    _tell(found, letter, written, sending=sending, sent_on=sent_on, today=today)
    return written


def _printed(printed: PrintedLetter) -> bytes:
    try:
        return letter_pdf(printed)
    except Unprintable:
        raise LetterUnprintable from None


def _file_name(letter: Letter, sent_on: date) -> str:
    """Of the letter and its day; of nobody."""
    return f"{letter.code} {LETTER_NAMES[letter.code[:3]]} {sent_on.isoformat()}.pdf"


def _keep_sent(
    letter: Letter, ready: WrittenLetter, *, document: Document, sending: Sending, sent_on: date, actor: Actor, now: datetime
) -> None:
    letter.sent_on, letter.sent_at, letter.sent_by_id = sent_on, now, actor.user_id
    letter.way, letter.has_agreed_to_mail = sending.way, sending.has_agreed_to_mail
    letter.signer_name, letter.function_title = ready.printed.signer, ready.printed.function_title
    letter.document, letter.sha256, letter.final = document, document.sha256, None
    letter.version += 1
    letter.changed_at = now
    letter.save()


def _confirmed_by(letter: Letter, *, in_hand: FileInHand, sending: Sending, sent_on: date) -> dict[str, object]:
    """Receipt is confirmed by the letter that does so (9:6)."""
    opened = in_hand.round
    if letter.code != LetterCode.CONFIRMATION or not letter.tells_complainant or opened.acknowledged_on is not None:
        return {}
    opened.acknowledged_on, opened.acknowledged_by = sent_on, sending.way
    opened.save(update_fields=["acknowledged_on", "acknowledged_by"])
    return {"fields": ["acknowledged_on"]}


def _told_by(letter: Letter, *, in_hand: FileInHand, sending: Sending, sent_on: date) -> dict[str, object]:
    """Whoever complains is told of a forwarding by the letter that does so (2:3(1))."""
    if letter.code != LetterCode.FORWARDING or not letter.tells_complainant:
        return {}
    told = told_forwarding(in_hand.round, letter.facts.get(Fact.FORWARDED_TO))
    if told is None or told.told_on is not None or told.handed_on > sent_on:
        return {}
    told.told_on, told.told_way = sent_on, sending.way
    told.save(update_fields=["told_on", "told_way"])
    return {"told_on": sent_on.isoformat()}


def _told_of_objection(letter: Letter, *, sending: Sending, sent_on: date) -> bool:
    """Whether the confirmation told whoever complains what they can do about a decision, of which nobody told them yet: written down."""
    if letter.code != LetterCode.CONFIRMATION or not letter.tells_complainant:
        return False
    told = told_of_decisions(letter.complaint, on=sent_on)
    ids = [one.pk for fact, decisions in told.items() if fact in letter.facts for one in decisions]
    return bool(letter.complaint.mentioned_decisions.filter(pk__in=ids, told_on=None).update(told_on=sent_on, told_way=sending.way.value))


def _queue_mail(letter: Letter, *, in_hand: FileInHand, now: datetime) -> None:
    message = SentMessage.objects.create(
        complaint=in_hand.complaint,
        round=in_hand.round,
        letter_code=letter.code,
        letter=letter,
        message_id=new_message_id(in_hand.complaint),
        queued_at=now,
    )
    after_commit("complaints.send_letter", now=now, message_id=message.message_id)
