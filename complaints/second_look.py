"""Four eyes on a letter that decides, where the organisation wants it: somebody who did not write it approved this very text, or
the very document of a letter that was finished elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.hearing import lost_to
from complaints.judging import decision_letters
from complaints.letter_refusals import lacks_elsewhere, refusals_of
from complaints.letter_writing import WrittenLetter, is_older_than_judgment
from complaints.letters.catalogue import THAT_DECIDE, LetterCode
from complaints.models import Letter, LetterLook, Round
from tenants.errors import Refusal
from tenants.organisation.models import OrganisationSettings


class LetterNeedsNoLook(Refusal):
    code = "letter_needs_no_look"
    message = _("This letter may go without a colleague looking at it. Send it when it is ready.")


class LookAskedAlready(Refusal):
    code = "look_asked_already"
    message = _("A colleague was asked to look at this letter already. Wait for that, or remind them.")


class LookerUnfit(Refusal):
    code = "looker_unfit"
    message = _("Choose a colleague who handles complaints, was not involved and did not write this letter.")


class LookNotAsked(Refusal):
    code = "look_not_asked"
    message = _("Nobody asks for a look at this letter now. Look at the file again: a colleague may have been first.")


class OwnLetterLookedAt(Refusal):
    code = "own_letter_looked_at"
    message = _("You wrote in this letter, or asked for the look. Somebody else approves it.")


class RemarksMissing(Refusal):
    code = "remarks_missing"
    message = _("Say what has to change before it goes.")


class LetterNotLookedAt(Refusal):
    code = "letter_not_looked_at"
    message = _("A colleague looks at this letter before it goes. Ask for that first.")


class LookerWasInvolved(Refusal):
    code = "looker_was_involved"
    message = _("The colleague who approved this letter turned out to be involved (article 9:7). Ask another one to look at it.")


class LetterChangedSinceLook(Refusal):
    code = "letter_changed_since_look"
    message = _("The letter, or the judgment that it tells, changed since a colleague approved it. Ask for another look.")


class FinalLetterKeptFirst(Refusal):
    code = "final_letter_kept_first"
    message = _("A colleague looks at this letter before it goes. Keep the document first, ask for that look, then send it.")


class FinalLetterOlderThanJudgment(Refusal):
    code = "final_letter_older_than_judgment"
    message = _(
        "The judgment was recorded anew after this document was kept here. Look whether it still says what was found, and keep it anew."
    )


class LetterDayNeedsLook(Refusal):
    code = "letter_day_needs_look"
    message = _(
        "A colleague looks at a letter that decides, also at one that was made elsewhere. Begin it under Letters, keep its document there,"
        " ask for that look, and send it there with the day it went. Then the day is known here."
    )


class LetterWentFromHere(Refusal):
    code = "letter_went_from_here"
    message = _(
        "This letter went from here on %(sent_on)s, so that is its day: write that one. Did it not arrive, and did another one go since?"
        " Write that under Letters first."
    )


def digest_of(written: WrittenLetter) -> str:
    """SHA-256 of all a letter says: to whom, its parts, and the name under it; whatever day it goes."""
    one = written.printed
    said = [one.title, one.reference, one.addressee, (*one.parts, *one.enclosed), one.authority, one.signer, one.function_title]
    # Which sentences are meant so is part of what a colleague approves.
    said += [written.meant] if written.meant else []
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def digest_to_look_at(letter: Letter, written: WrittenLetter) -> str:
    """Of what a colleague looks at: the document where it was finished elsewhere, else what the letter says."""
    return letter.final.sha256 if letter.final is not None else digest_of(written)


def problems_to_look(letter: Letter, written: WrittenLetter) -> list[Refusal]:
    """Why nobody looks at it yet: what it lacks. The words of a letter that was finished elsewhere stand in its document."""
    lacks = lacks_elsewhere(written.lacks) if letter.final_id else written.stops
    return problems_of_kept_final(letter) + refusals_of(lacks, code=LetterCode(letter.code), blocks_there=written.blocks)


def problems_of_kept_final(letter: Letter) -> list[Refusal]:
    """Why the document that waits here tells what was found no more."""
    is_old = letter.final_id is not None and is_older_than_judgment(letter)
    return [FinalLetterOlderThanJudgment(field="document")] if is_old else []


def needs_look(letter: Letter) -> bool:
    """Whether this letter goes only after a second look. One query at most."""
    return letter.code in THAT_DECIDE and decisions_need_look()


def decisions_need_look() -> bool:
    """Whether the organisation wants it. One query."""
    return bool(OrganisationSettings.objects.values_list("decisions_need_second_look", flat=True).get())


def problems_of_typed_day(day: date | None, *, code: LetterCode, in_round: Round, is_anew: bool = False, field: str) -> list[Refusal]:
    """Why a typed day of a letter that decides is not recorded: one that went from here has its own day, and where it needs a look, its
    document and its day go that way alone. is_anew: what went is replaced by it. A letter that was replaced, or came back, is none any
    more. A few queries.
    """
    if day is None:
        return []
    went = decision_letters(in_round) if code is LetterCode.DECISION else in_round.letters.filter(code=code.value, sent_at__isnull=False)
    days = [one.sent_on for one in went if one.sent_on is not None and one.tells_complainant and not one.has_returned]
    if day in days:
        return []
    if days and not is_anew:
        return [LetterWentFromHere(field=field, sent_on=max(days))]
    return [LetterDayNeedsLook(field=field)] if decisions_need_look() else []


def waiting_look(letter: Letter) -> LetterLook | None:
    """The look that was asked for and not taken yet. One query."""
    return letter.looks.filter(looked_at=None).first()


def last_look(letter: Letter) -> LetterLook | None:
    """What was found last. One query."""
    return letter.looks.filter(looked_at__isnull=False).order_by("looked_at", "pk").last()


def problems_of_look(letter: Letter, digest: str) -> list[Refusal]:
    """Why it may not go yet for want of a second look at what has this digest, by who was not involved. A few queries."""
    if not needs_look(letter):
        return []
    looks = [one for one in letter.looks.all() if one.is_approved]
    lost = lost_to(letter.complaint, (one.looked_by_id for one in looks))
    fit = [one for one in looks if one.looked_by_id not in lost]
    if any(one.sha256 == digest and not one.is_overtaken for one in fit):
        return []
    if looks and not fit:
        return [LookerWasInvolved(field="look")]
    return [LetterChangedSinceLook(field="look") if looks else LetterNotLookedAt(field="look")]
