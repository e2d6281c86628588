"""Why a letter cannot be written or sent so, each with what to do; and what its facts are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.letters.catalogue import AFTER_ADVICE, LETTERS, Block, LetterCode
from complaints.letters.checks import DOCUMENT, Lack, Problem
from complaints.letters.facts import Fact
from tenants.errors import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Of what has to stand in a letter as it is, such as a whole advice, its beginning tells which it is.
LONGEST_WORDS = 300

FACT_NAMES: dict[Fact, _StrPromise] = {
    Fact.ADDRESSEE: _("Who gets it: name and address"),
    Fact.RECEIVED_ON: _("the day of receipt"),
    Fact.HANDLER: _("who handles the complaint"),
    Fact.DUE_ON: _("the last day"),
    Fact.COMMITTEE: _("the committee"),
    Fact.WARM: _("that it is a warm transfer, agreed with who complains"),
    Fact.TRANSFER_AGREED_ON: _("the day on which who complains agreed to the transfer"),
    Fact.FEEDBACK_BY: _("by when they tell us what came of it"),
    Fact.NEXT_CONTACT: _("Who contacts this person there, and when"),
    Fact.OBJECTION_UNTIL: _("until when somebody can object"),
    Fact.OBJECTION_UNDATED: _("that somebody may still object to a decision of which we do not know the day"),
    Fact.DECISION_BY_PHONE: _("that a decision was told by phone alone"),
    Fact.OBJECTION_AFTER_TERM: _("that what came in is an objection too, of which the last day is over"),
    Fact.DECISION_OVERDUE: _("that a decision was not made in time"),
    Fact.ORAL: _("that it was told to us, not in writing"),
    Fact.MANNER_ALONE: _("that it is about how it went, and not against the decision"),
    Fact.OMBUDSMAN: _("the ombudsman"),
    Fact.MISSING_PARTS: _("What we still need"),
    Fact.REPLY_BY: _("Last day to answer"),
    Fact.ENCLOSED: _("What goes along with it"),
    Fact.HEARING_ON: _("Day of the talk"),
    Fact.HEARING_PLACE: _("Time and place"),
    Fact.MOMENT_AGREED_ON: _("Day on which you agreed on this moment with this person; empty where you did not"),
    Fact.HEARD_ON: _("Day of the talk that was"),
    Fact.PRESENT: _("Who were there"),
    Fact.SAID_BY_COMPLAINANT: _("What the complainant told"),
    Fact.SAID_BY_SUBJECT: _("What the person it is about told"),
    Fact.GROUND: _("Ground of article 9:8"),
    Fact.GROUND_FACTS: _("The facts of that ground"),
    Fact.CONDUCT_ON: _("Last day of the conduct"),
    Fact.DECISION_ANNOUNCED_ON: _("Day on which the decision was sent"),
    Fact.REVIEW_ON: _("Day on which you look again"),
    Fact.LATE_REASON: _("Why it goes only after the four weeks; empty when it does not"),
    Fact.MOTIVATION: _("Why"),
    Fact.AGREED: _("What was agreed"),
    Fact.REASON: _("Reason"),
    Fact.WEEKS: _("How many weeks longer"),
    Fact.NEW_DUE_ON: _("The new last day"),
    Fact.CONSENTED_ON: _("Day on which the complainant agreed in writing"),
    Fact.CONSENT_TEXT: _("the mail in which the complainant agreed"),
    Fact.CONSENT_APART: _("that a copy of the consent comes on paper, apart from the mail; only by e-mail"),
    Fact.FINDINGS: _("Findings"),
    Fact.JUDGMENT: _("Judgment, of each subject"),
    Fact.CONCLUSIONS: _("Conclusions"),
    Fact.MEASURES: _("Measures"),
    Fact.ADVICE: _("What the committee advised"),
    Fact.ADVICE_REPORT: _("the report and the advice of the committee"),
    Fact.DEVIATION: _("Why we do otherwise than advised"),
    Fact.HEARING_REPORT: _("Report of the hearing"),
    Fact.RECOMMENDATION: _("The recommendation"),
    Fact.RECOMMENDED_ON: _("Day of the recommendation"),
    Fact.FOLLOWED: _("How it is followed"),
    Fact.YEAR: _("Year"),
    Fact.OVERVIEW: _("Overview"),
    Fact.FORWARDED_TO: _("To whom it goes"),
    Fact.FORWARDED_ON: _("Day on which it goes there"),
    Fact.WHY_FORWARDED: _("Why they handle it"),
    Fact.CLOSED_ON: _("the day on which it was closed; only once it is"),
    Fact.TERM_OVER: _("that the last day is over"),
    Fact.TOLD_LATE: _("that who complains is told later than that it was forwarded"),
    Fact.SENDER_TOLD_ON: _("the day on which whoever complains was told that it was forwarded"),
    Fact.OUTCOME_ALONE: _("that whoever reads it is told only how it ended; only to somebody else than who complains"),
    Fact.THE_COMPLAINT: _("the complaint, with whose it is; only to somebody else than who complains"),
    Fact.COMPLAINANT: _("who complains; only to somebody else than who complains"),
    Fact.ON_BEHALF_OF: _("on whose behalf; only to a representative"),
    Fact.TOLD_BY: _("who else said that it is solved"),
    Fact.REPLACES: _("the day of the letter that this one replaces; only where it was decided anew"),
    Fact.WHY_ANEW: _("Why this letter comes instead of the one before"),
    Fact.TOLD_BY_READER: _("that a representative who gets the letter said that it is solved"),
}


class LetterFactMissing(Refusal):
    code = Problem.FACT_MISSING
    message = _("Missing: %(fact)s. Fill it in above.")


class LetterFactNotInRegister(Refusal):
    code = Problem.NOT_IN_REGISTER
    message = _(
        "The register does not know %(fact)s. Record that first: in the file, or under Organisation. What was found, and why that is"
        " otherwise than advised, goes under Judgment."
    )


class LetterBlockMissing(Refusal):
    code = Problem.BLOCK_EMPTY
    message = _('The part "%(block)s" is empty. The law asks for it (%(article)s). Write it, or put back our text.')


class LetterHasGap(Refusal):
    code = Problem.GAP_LEFT
    message = _('In the part "%(block)s" %(words)s still stands. Write what belongs there.')


class LetterFactNotNamed(Refusal):
    code = Problem.NOT_NAMED
    message = _('The part "%(block)s" has to say "%(words)s" (%(article)s). Put it in as it stands here.')


class LetterSentenceMissing(Refusal):
    code = Problem.NOT_SAID
    message = _('The part "%(block)s" has to say "%(words)s" (%(article)s). Put that sentence back.')


class TemplateSaysItSometimes(Refusal):
    code = Problem.BY_CONDITION
    message = _(
        'With the conditions in the part "%(block)s" a letter may go without: %(words)s. The law always asks for it (%(article)s). Put it'
        " before or after the condition, or in each branch of it."
    )


class LetterOffersObjection(Refusal):
    code = Problem.OBJECTION_CLAUSE
    message = _('The part "%(block)s" offers an objection or appeal against this letter. There is none (article 9:3). Take that out.')


class LetterBarsDocuments(Refusal):
    code = Problem.BARS_DOCUMENTS
    message = _("Somebody may bring new documents to the talk. Take out that this is not allowed.")


class LetterTakesBack(Refusal):
    code = Problem.TAKEN_BACK
    message = _('The part "%(block)s" takes back what the law asks (%(article)s): "%(words)s". Take out the term, limit or condition.')


class LetterDayNotAhead(Refusal):
    code = Problem.DAY_NOT_AHEAD
    message = _("%(fact)s: choose a day after the letter goes.")


class LetterDayAhead(Refusal):
    code = Problem.DAY_AHEAD
    message = _("%(fact)s: this day is after the letter goes. Check the day.")


class LetterTimeMissing(Refusal):
    code = Problem.TIME_MISSING
    message = _(
        'At what time is the talk? Write it in figures under "Time and place" (hearingPlace), such as "om 14.00 uur in het stadhuis" (with'
        " 14, not 2)."
    )


class LetterReplyTooSoon(Refusal):
    code = Problem.REPLY_TOO_SOON
    message = _(
        "Give at least a week to answer: until %(words)s or later. Is it an invitation, and did you agree on this talk with this person"
        " already? Fill in on which day; then no answer is asked."
    )


class LetterReplyAfterTalk(Refusal):
    code = Problem.REPLY_AFTER_TALK
    message = _("The last day to answer is after the talk. Choose an earlier day to answer, or a later talk.")


class LetterWeeksOutOfRange(Refusal):
    code = Problem.NOT_ONE_TO_FOUR
    message = _("An extension is one to four weeks, four in all (article 9:11(2)). Choose fewer, or agree on a later day in writing.")


class LetterAfterTerm(Refusal):
    code = Problem.TERM_OVER
    message = _("The last day is over, so nothing is left to extend (article 9:11). Decide now, and tell this person that it is late.")


class LetterNotedAfterTerm(Refusal):
    code = "letter_noted_after_term"
    message = _(
        "The last day was %(due)s, and that is over: this letter is not noted with a day of before. Did the letters of the extension go in"
        " time all the same? Then put them in the file, and record it under Extend the term, with why only now. Did they not? Decide now,"
        " and tell this person that it is late."
    )


class LetterNewDayNotLater(Refusal):
    code = Problem.NOT_LATER
    message = _("The new last day is not later than the one there is. Check the day.")


class LetterNotSameDay(Refusal):
    code = Problem.NOT_SAME_DAY
    message = _("The sender is told on the day the complaint is sent on (article 2:3). Make both days the same.")


class LetterPointLeftOut(Refusal):
    code = Problem.POINT_LEFT_OUT
    message = _('The judgment says nothing of "%(words)s". Give a judgment of each subject, by its name in the file.')


class LetterTellsShielded(Refusal):
    code = Problem.TELLS_SHIELDED
    message = _(
        'The part "%(block)s" tells who is shielded or wants to stay anonymous: %(words)s stands in it. Whoever gets this letter may not'
        " know. Take it out."
    )


class LetterAddressTellsShielded(Refusal):
    code = Problem.ADDRESS_TELLS_SHIELDED
    message = _(
        "The address tells who is shielded or wants to stay anonymous: %(words)s stands in it. Write there only who gets this letter, as"
        " the file names them."
    )


class LetterContraryVerdict(Refusal):
    code = Problem.CONTRARY_VERDICT
    message = _(
        'The part "%(block)s" says otherwise than what was found by the register: %(words)s. Put the part right. Was something else found?'
        " Then record that first, under Judgment."
    )


class LetterOlderThanJudgment(Refusal):
    code = Problem.JUDGMENT_CHANGED
    message = _(
        'The judgment was recorded anew after the part "%(block)s" was written here by hand. Look whether the part still fits, and save the'
        " letter."
    )


class LetterWordingDoubtful(Refusal):
    """details: sentence, as it has to be said to be meant so."""

    code = Problem.DOUBTFUL
    message = _(
        'The part "%(block)s" says: "%(sentence)s" That reads like %(like)s. Write it otherwise. Is it meant so? Then tick it when you send'
        " the letter or ask for a look."
    )


class LetterWriterInvolved(Refusal):
    """details: sentence, as it has to be said."""

    code = Problem.WRITER_INVOLVED
    message = _(
        "%(sentence)s Whoever was involved does not write the letter that decides (article 9:7). Read it as your own, write anew what needs"
        " it, and tick this when you send the letter or ask for a look."
    )


class LetterDayDoubtful(Refusal):
    """details: sentence, as it has to be said to be meant so."""

    code = Problem.DAY_DOUBTFUL
    message = _(
        'Look at the day of the talk. "%(sentence)s" Choose another day. Is it meant so? Then tick it when you send the letter or ask for a'
        " look."
    )


LIKE: dict[Problem, _StrPromise] = {
    Problem.OBJECTION_CLAUSE: _("an objection or appeal against this letter, and there is none (article 9:3)"),
    Problem.BARS_DOCUMENTS: _("a ban on documents, and somebody may bring them to the talk"),
    Problem.TAKEN_BACK: _("a term, limit or condition, and there is none"),
    Problem.CONTRARY_VERDICT: _("another judgment than the register has"),
    Problem.UNFOUNDED_THOUGH_IMPROPER: _("a mistake: what was not proper is usually upheld, also where it was lawful"),
}


class LetterSignerMissing(Refusal):
    code = "letter_signer_missing"
    message = _("Choose who signs this letter: somebody who may on %(sent_on)s. Is that the right day of the letter?")


class NobodyMaySign(Refusal):
    code = "nobody_may_sign"
    message = _(
        "Nobody may sign this letter for %(authority)s on %(sent_on)s: nobody who has a role here was allowed to on that day. Is that the"
        " right day of the letter? Then an administrator records who may sign, and from which day, under Organisation."
    )


class LetterUnprintable(Refusal):
    code = "letter_unprintable"
    message = _("A sign in this letter cannot be printed, such as a smiley. Take it out.")


_BY_PROBLEM: dict[str, type[Refusal]] = {
    one.code: one
    for one in (
        LetterFactMissing,
        LetterFactNotInRegister,
        LetterBlockMissing,
        LetterHasGap,
        LetterFactNotNamed,
        LetterSentenceMissing,
        TemplateSaysItSometimes,
        LetterOffersObjection,
        LetterBarsDocuments,
        LetterTakesBack,
        LetterDayNotAhead,
        LetterDayAhead,
        LetterTimeMissing,
        LetterReplyTooSoon,
        LetterReplyAfterTalk,
        LetterWeeksOutOfRange,
        LetterAfterTerm,
        LetterNewDayNotLater,
        LetterNotSameDay,
        LetterPointLeftOut,
        LetterTellsShielded,
        LetterAddressTellsShielded,
        LetterContraryVerdict,
        LetterOlderThanJudgment,
        LetterWordingDoubtful,
        LetterWriterInvolved,
        LetterDayDoubtful,
    )
}


def lacks_elsewhere(lacks: Iterable[Lack]) -> list[Lack]:
    """Of what a letter lacks, what holds where its words stand elsewhere: what the register knows of its days, of an advice, and of the
    judgment on it.
    """
    return [
        one for one in lacks if one.problem is Problem.TERM_OVER or (one.problem is Problem.NOT_IN_REGISTER and one.fact in AFTER_ADVICE)
    ]


def refusals_of_document(lacks: Iterable[Lack], *, code: LetterCode) -> list[Refusal]:
    """The same of a letter that was finished elsewhere: what stands in it stands in its document."""
    found = refusals_of(lacks, code=code)
    for one in found:
        one.field = "meant" if one.field == "meant" else "document"
    return found


def refusals_of(lacks: Iterable[Lack], *, code: LetterCode, blocks_there: Iterable[Block] = ()) -> list[Refusal]:
    """What a letter lacks, each with its place and what to do. blocks_there: as they are worded in this letter."""
    blocks = {block.key: block for block in (*LETTERS[code].blocks, *blocks_there)}
    blocks[DOCUMENT] = Block(key=DOCUMENT, title=gettext("the document"), text="")
    found = []
    for lack in lacks:
        details: dict[str, object] = {"words": Truncator(lack.words).chars(LONGEST_WORDS)}
        if lack.is_doubt:
            details = {"sentence": lack.words} | ({"like": LIKE[lack.may_be]} if lack.may_be is not None else {})
        if lack.fact is not None:
            details["fact"] = FACT_NAMES.get(lack.fact, lack.fact.value)
        if lack.block:
            details |= {"block": blocks[lack.block].title, "article": blocks[lack.block].article}
        field = f"texts.{lack.block}" if lack.problem in _OF_TEXT or lack.fact is None else f"facts.{lack.fact}"
        # What is doubtful may go: with the step that says so.
        field = "meant" if lack.is_doubt else field
        found.append(_BY_PROBLEM[lack.problem](field=field, **details))
    return found


_OF_TEXT = frozenset(
    {
        Problem.BLOCK_EMPTY,
        Problem.GAP_LEFT,
        Problem.NOT_NAMED,
        Problem.NOT_SAID,
        Problem.BY_CONDITION,
        Problem.OBJECTION_CLAUSE,
        Problem.BARS_DOCUMENTS,
        Problem.TAKEN_BACK,
        Problem.POINT_LEFT_OUT,
        Problem.TELLS_SHIELDED,
        Problem.CONTRARY_VERDICT,
        Problem.JUDGMENT_CHANGED,
    }
)
