"""Ask a colleague to look at a letter before it goes, and look at one: approve this very text, or send it back with remarks."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from complaints.access import involves, may_handle_in
from complaints.checks import checked_text
from complaints.letter_drafts import (
    LetterChangedMeanwhile,
    check_not_lapsed,
    draft_in_hand,
    letter_in_history,
    meant_in_history,
    say_meant,
)
from complaints.letter_refusals import LetterSignerMissing
from complaints.letter_writing import writers_of, written_letter
from complaints.models import Complaint, Letter, LetterLook
from complaints.second_look import (
    LetterNeedsNoLook,
    LookAskedAlready,
    LookerUnfit,
    LookNotAsked,
    OwnLetterLookedAt,
    RemarksMissing,
    digest_to_look_at,
    needs_look,
    problems_to_look,
    waiting_look,
)
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusals
from tenants.permissions import Permission


def ask_for_look(
    *,
    actor: Actor,
    reference: str,
    letter_id: uuid.UUID,
    asked_of: int | None,
    meant: Collection[str] = (),
    seen_version: int | None,
    now: datetime,
) -> Letter:
    """asked_of: the user who is asked; None: whoever may and did not write it. meant: as in `send_letter`; the colleague sees which.

    Raises NotFound, NotPermitted, NotInThisState, LetterAlreadySent, LetterChangedMeanwhile, LetterLapsed, LetterNeedsNoLook,
    LookAskedAlready, and
    Refusals with all that the letter lacks, for nobody looks at what cannot go: see `complaints.letter_refusals`; LookerUnfit.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        letter = draft_in_hand(in_hand, letter_id, seen_version=seen_version)
        check_not_lapsed(letter, today=today)
        if not needs_look(letter):
            raise LetterNeedsNoLook
        if waiting_look(letter) is not None:
            raise LookAskedAlready
        say_meant(letter, meant)
        written = written_letter(letter, actor=actor, on=today)
        problems = problems_to_look(letter, written)
        if written.signer is None:
            problems.append(LetterSignerMissing(field="signer", sent_on=today))
        if asked_of is not None and not _may_look(asked_of, letter=letter, of=in_hand.complaint, actor=actor, today=today):
            problems.append(LookerUnfit(field="asked_of"))
        if problems:
            raise Refusals(problems)
        letter.meant = [] if letter.final_id else list(written.meant)
        letter.save(update_fields=["meant"])
        LetterLook.objects.create(letter=letter, asked_by_id=actor.user_id, asked_of_id=asked_of, asked_at=now)
        data = letter_in_history(letter) | meant_in_history(letter) | ({"asked_of": asked_of} if asked_of is not None else {})
        finish_step(in_hand, actor=actor, now=now, code="letter_look_asked", data=data)
    return letter


def look_at_letter(
    *,
    actor: Actor,
    reference: str,
    letter_id: uuid.UUID,
    is_approved: bool,
    remarks: str = "",
    seen_digest: str,
    seen_version: int | None,
    now: datetime,
) -> Letter:
    """Approve the letter as it reads now, or send it back. seen_digest: of the text or document that was looked at.

    Raises NotFound, NotPermitted, NotInThisState, LetterAlreadySent, LetterChangedMeanwhile, LetterLapsed, LookNotAsked, OwnLetterLookedAt,
    RemarksMissing, TextTooLong, UnreadableCharacter, and Refusals with what the letter lacks by now where it is approved.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    remarks = checked_text(remarks, field="remarks")
    if not is_approved and not remarks:
        raise RemarksMissing(field="remarks")
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WRITE_LETTER)
        letter = draft_in_hand(in_hand, letter_id, seen_version=seen_version)
        check_not_lapsed(letter, today=dutch_date(now))
        look = waiting_look(letter)
        if look is None:
            raise LookNotAsked
        if actor.user_id in writers_of(letter) | {look.asked_by_id}:
            raise OwnLetterLookedAt
        written = written_letter(letter, actor=actor, on=dutch_date(now))
        digest = digest_to_look_at(letter, written)
        if seen_digest != digest:
            raise LetterChangedMeanwhile(field="version", version=letter.version)
        problems = problems_to_look(letter, written) if is_approved else []
        if problems:
            raise Refusals(problems)
        look.looked_by_id, look.looked_at, look.remarks = actor.user_id, now, remarks
        look.sha256 = digest if is_approved else ""
        look.save(update_fields=["looked_by", "looked_at", "remarks", "sha256"])
        data = letter_in_history(letter) | ({"sha256": digest} if is_approved else {})
        finish_step(in_hand, actor=actor, now=now, code="letter_approved" if is_approved else "letter_sent_back", data=data)
    return letter


def _may_look(user_id: int, *, letter: Letter, of: Complaint, actor: Actor, today: date) -> bool:
    if user_id in writers_of(letter) | {actor.user_id}:
        return False
    is_involved = Complaint.objects.filter(involves(user_id), pk=of.pk).exists()
    return not is_involved and may_handle_in(of.compartment, user_id=user_id, today=today)
