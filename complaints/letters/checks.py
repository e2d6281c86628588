"""Whether a letter says what it has to say (pure): everything that is missing at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from complaints.code_lists import Verdict
from complaints.letters.catalogue import (
    NAMED_ON_THE_PAGE,
    OBJECTION,
    OF_EXTENSION,
    Addressee,
    Block,
    LetterCode,
    blocks_of,
    facts_of,
    is_from_register,
    is_optional,
)
from complaints.letters.facts import SHAPES, Fact, Values, as_told, is_beside, is_bystander, time_in
from complaints.letters.language import gap_of
from complaints.letters.wording import (
    PARTLY,
    Reading,
    asks_completion_first,
    bars_documents,
    contrary_verdicts,
    limits_return,
    offers_objection,
    plain,
    says,
)
from complaints.visible_text import says_something

MOST_WEEKS = 4
# A term for an answer that nobody can call unreasonably short.
SHORTEST_TERM = timedelta(days=7)


class Problem(StrEnum):
    """Why a letter cannot be sent; the value is the code of the refusal."""

    FACT_MISSING = "letter_fact_missing"
    NOT_IN_REGISTER = "letter_fact_not_in_register"
    BLOCK_EMPTY = "letter_block_missing"
    GAP_LEFT = "letter_has_gap"
    NOT_NAMED = "letter_fact_not_named"
    NOT_SAID = "letter_sentence_missing"
    BY_CONDITION = "template_says_it_sometimes"
    OBJECTION_CLAUSE = "letter_offers_objection"
    BARS_DOCUMENTS = "letter_bars_documents"
    DAY_NOT_AHEAD = "letter_day_not_ahead"
    DAY_AHEAD = "letter_day_ahead"
    NOT_ONE_TO_FOUR = "letter_weeks_out_of_range"
    TIME_MISSING = "letter_time_missing"
    REPLY_TOO_SOON = "letter_reply_too_soon"
    REPLY_AFTER_TALK = "letter_reply_after_talk"
    TAKEN_BACK = "letter_takes_back"
    TERM_OVER = "letter_after_term"
    NOT_LATER = "letter_new_day_not_later"
    NOT_SAME_DAY = "letter_not_same_day"
    POINT_LEFT_OUT = "letter_point_left_out"
    TELLS_SHIELDED = "letter_tells_shielded"
    ADDRESS_TELLS_SHIELDED = "letter_address_tells_shielded"
    CONTRARY_VERDICT = "letter_contrary_verdict"
    JUDGMENT_CHANGED = "letter_older_than_judgment"
    UNFOUNDED_THOUGH_IMPROPER = "letter_unfounded_though_improper"
    DOUBTFUL = "letter_wording_doubtful"
    WRITER_INVOLVED = "letter_writer_involved"
    DAY_DOUBTFUL = "letter_day_doubtful"


# What goes once whoever sends the letter says that it is meant so.
MAY_BE_MEANT = frozenset({Problem.DOUBTFUL, Problem.WRITER_INVOLVED, Problem.DAY_DOUBTFUL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """block: the key of the block it is about; fact: the fact. words: what should stand there, as it should; of what is only doubtful
    the sentence that does. may_be: of that, what it may be.
    """

    problem: Problem
    block: str = ""
    fact: Fact | None = None
    words: str = ""
    may_be: Problem | None = None

    @property
    def is_doubt(self) -> bool:
        """Whether the letter goes once somebody says that it is meant so."""
        return self.problem in MAY_BE_MEANT


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAs:
    """What was found of the subjects. names: of the subjects, which find nothing; words: the verdicts as a letter says them."""

    verdicts: frozenset[str]
    names: Sequence[str]
    words: str


_AHEAD = frozenset({Fact.REPLY_BY, Fact.HEARING_ON})
_PAST = frozenset({Fact.HEARD_ON, Fact.MOMENT_AGREED_ON, Fact.CONSENTED_ON, Fact.RECOMMENDED_ON})
# What others wrote or said, the ground in the words of the law, and the name of a committee, which may be of objections too: a letter
# passes it on.
_QUOTED = (
    *(Fact.GROUND, Fact.COMMITTEE, Fact.SAID_BY_COMPLAINANT, Fact.SAID_BY_SUBJECT, Fact.ADVICE, Fact.ADVICE_REPORT),
    Fact.CONSENT_TEXT,
)
# What comes from others and goes along with a letter: in its document the words of either cannot be told apart.
_FROM_OTHERS = frozenset(
    {Fact.ENCLOSED, Fact.SAID_BY_COMPLAINANT, Fact.SAID_BY_SUBJECT, Fact.ADVICE, Fact.ADVICE_REPORT, Fact.CONSENT_TEXT}
)
# Stands for a block where a letter was finished elsewhere.
DOCUMENT = "document"
# Blocks whose sentence of the law is not taken back by another one: coming back has no term (9:5), completing is no condition (9:2).
_NOT_TAKEN_BACK = {"come_back": limits_return, "voluntary": asks_completion_first}


def lacks_of(*, code: LetterCode, to: Addressee, values: Values, texts: Mapping[str, str], on: date) -> list[Lack]:
    """What is missing or wrong; empty for a letter that may go. texts: of each block by its key. on: the day it is sent."""
    missing = [
        Lack(problem=_missing(fact, code), fact=fact, block=_block_with(code, to, values, fact))
        for fact in facts_of(code, to=to, values=values)
        if not _is_told(fact, values) and not is_optional(fact) and not (fact is Fact.NEW_DUE_ON and code in OF_EXTENSION)
    ]
    found = [lack for block in blocks_of(code, to=to, values=values) for lack in lacks_of_block(block, values, texts.get(block.key, ""))]
    return [*missing, *_lacks_of_days(code, values, on), *found, *_lacks_of_letter(code, to, values, texts)]


def _is_told(fact: Fact, values: Values) -> bool:
    told = values.get(fact)
    return told is not None and (not isinstance(told, str) or says_something(told))


def _missing(fact: Fact, code: LetterCode) -> Problem:
    return Problem.NOT_IN_REGISTER if is_from_register(fact, code) else Problem.FACT_MISSING


def _block_with(code: LetterCode, to: Addressee, values: Values, fact: Fact) -> str:
    if fact is Fact.ADDRESSEE and to in NAMED_ON_THE_PAGE:
        return ""
    return next((block.key for block in blocks_of(code, to=to, values=values) if fact in block.facts), "")


def lacks_of_block(block: Block, values: Values, text: str) -> list[Lack]:
    """What is missing or wrong in one block."""
    said = plain(text)
    if not said:
        return [Lack(problem=Problem.BLOCK_EMPTY, block=block.key)] if block.is_mandatory else []
    # A fact that is missing was told; what stands in its place is told where nobody asks for the fact.
    absent = {fact for fact in block.facts if fact not in values}
    gaps = [fact for fact, shape in SHAPES.items() if gap_of(shape.word) in text and fact not in absent]
    lacks = [Lack(problem=Problem.GAP_LEFT, block=block.key, fact=fact, words=gap_of(SHAPES[fact].word)) for fact in gaps]
    for fact in block.named:
        if fact in values and plain(as_told(fact, values[fact])) not in said:
            lacks.append(Lack(problem=Problem.NOT_NAMED, block=block.key, fact=fact, words=as_told(fact, values[fact])))
    # What waits for a fact may bring these words with it.
    is_waiting = any(gap_of(SHAPES[fact].word) in text for fact in absent)
    unsaid = [] if is_waiting else [group[0] for group in block.says if not says(said, group)]
    lacks += [Lack(problem=Problem.NOT_SAID, block=block.key, words=words) for words in unsaid]
    if block.key not in OBJECTION:
        lacks += _lacks_of_wording(Problem.OBJECTION_CLAUSE, block.key, offers_objection(text, quoted=_quotes(values)))
    if block.key in _NOT_TAKEN_BACK:
        lacks += _lacks_of_wording(Problem.TAKEN_BACK, block.key, _NOT_TAKEN_BACK[block.key](text), words=block.says[0][0])
    return lacks


def _lacks_of_wording(problem: Problem, block: str, found: Sequence[Reading], *, words: str = "") -> list[Lack]:
    """One where it is certain, and beside that one of each sentence that is doubtful. words: what it says where it is certain."""
    certain = [Lack(problem=problem, block=block, words=words)] if any(one.is_certain for one in found) else []
    doubtful = dict.fromkeys(one.sentence for one in found if not one.is_certain)
    return [*certain, *(Lack(problem=Problem.DOUBTFUL, block=block, words=one, may_be=problem) for one in doubtful)]


def lacks_of_document(code: LetterCode, *, to: Addressee, values: Values, text: str, judged: JudgedAs | None = None) -> list[Lack]:
    """Where the words of a letter that was finished elsewhere say what it may not say: all of them together, for its parts cannot be told
    apart. Nothing is certain where something of others goes along with it. text: `by_lines`; judged: of a letter that tells it."""
    blocks = {block.key: block for block in blocks_of(code, to=to, values=values)}
    is_ours_alone = not _FROM_OTHERS & {*facts_of(code, to=to, values=values)}
    quoted = [one for quote in _quotes(values) for one in (quote, by_lines(quote))]

    def read(problem: Problem, block: str, readings: Iterable[Reading], words: str = "") -> list[Lack]:
        told = [replace(one, is_certain=one.is_certain and is_ours_alone) for one in readings]
        return _lacks_of_wording(problem, block, told, words=words)

    # A line that ends within a gap was given a full stop.
    one_line = " ".join(text.replace(".", " ").split())
    gaps = {gap_of(shape.word): fact for fact, shape in SHAPES.items()} if is_ours_alone else {}
    lacks = [Lack(problem=Problem.GAP_LEFT, block=DOCUMENT, fact=fact, words=gap) for gap, fact in gaps.items() if gap in one_line]
    if not OBJECTION & {*blocks}:
        lacks += read(Problem.OBJECTION_CLAUSE, DOCUMENT, offers_objection(text, quoted=quoted))
    for key, reads in _NOT_TAKEN_BACK.items():
        if key in blocks:
            lacks += read(Problem.TAKEN_BACK, key, reads(text), blocks[key].says[0][0])
    if code is LetterCode.HEARING_INVITATION:
        lacks += read(Problem.BARS_DOCUMENTS, DOCUMENT, bars_documents(text))
    if judged is not None:
        lacks += read(Problem.CONTRARY_VERDICT, "judgment", _contrary(text, judged, quoted=quoted), judged.words)
    return lacks


def by_lines(text: str) -> str:
    """A text in which a heading, or a line of a list, is a sentence of its own."""
    return "\n".join(line if line.endswith((*".!?:;,",)) else f"{line}." for line in map(str.strip, text.splitlines()) if line)


def lacks_of_verdict(block: str, text: str, *, judged: JudgedAs) -> list[Lack]:
    """Where a part finds otherwise than the verdicts on the subjects."""
    return _lacks_of_wording(Problem.CONTRARY_VERDICT, block, _contrary(text, judged), words=judged.words)


def _contrary(text: str, judged: JudgedAs, *, quoted: Iterable[str] = ()) -> list[Reading]:
    return contrary_verdicts(text, lambda said: may_be_said(said, judged.verdicts), quoted=[*judged.names, *quoted])


def without(text: str, quoted: Iterable[str]) -> str:
    """A text on one line without what it quotes, whatever the capitals and lines of that."""
    one_line = " ".join(text.split())
    for words in filter(None, (" ".join(one.split()) for one in quoted)):
        one_line = re.sub(re.escape(words), " ", one_line, flags=re.IGNORECASE)
    return one_line


def _quotes(values: Values) -> list[str]:
    """What the letter quotes: what others said or advised, and the name of a subject before what was found of it. Nor is a ground
    of 9:8, that objection or appeal was possible, an offer of it.
    """
    quoted = [as_told(fact, values[fact], beside=is_beside(values)) for fact in _QUOTED if fact in values]
    return quoted + [f"{one.strip()}:" for one in str(values.get(Fact.POINTS, "")).splitlines() if one.strip()]


def _lacks_of_days(code: LetterCode, values: Values, on: date) -> list[Lack]:
    lacks = [Lack(problem=Problem.DAY_NOT_AHEAD, fact=fact) for fact in _days(values, _AHEAD) if values[fact] <= on]  # type: ignore[operator]
    lacks += [Lack(problem=Problem.DAY_AHEAD, fact=fact) for fact in _days(values, _PAST) if values[fact] > on]  # type: ignore[operator]
    reply_by = values.get(Fact.REPLY_BY)
    if isinstance(reply_by, date) and on < reply_by < on + SHORTEST_TERM:
        lacks.append(Lack(problem=Problem.REPLY_TOO_SOON, fact=Fact.REPLY_BY, words=as_told(Fact.REPLY_BY, on + SHORTEST_TERM)))
    hearing_on = values.get(Fact.HEARING_ON)
    if isinstance(reply_by, date) and isinstance(hearing_on, date) and on < hearing_on < reply_by:
        lacks.append(Lack(problem=Problem.REPLY_AFTER_TALK, fact=Fact.REPLY_BY))
    if Fact.HEARING_PLACE in values and time_in(str(values[Fact.HEARING_PLACE])) is None:
        lacks.append(Lack(problem=Problem.TIME_MISSING, fact=Fact.HEARING_PLACE))
    due, new = values.get(Fact.DUE_ON), values.get(Fact.NEW_DUE_ON)
    if code in OF_EXTENSION and isinstance(due, date) and on > due:
        lacks.append(Lack(problem=Problem.TERM_OVER, fact=Fact.DUE_ON))
    if isinstance(due, date) and isinstance(new, date) and new <= due:
        lacks.append(Lack(problem=Problem.NOT_LATER, fact=Fact.NEW_DUE_ON))
    if values.get(Fact.FORWARDED_ON, on) != on and not {Fact.TOLD_LATE, Fact.WARM} & {*values} and not is_bystander(values):
        lacks.append(Lack(problem=Problem.NOT_SAME_DAY, fact=Fact.FORWARDED_ON))
    weeks = values.get(Fact.WEEKS)
    # Without a day from the clock these are more weeks than are left.
    if isinstance(weeks, int) and (not 1 <= weeks <= MOST_WEEKS or new is None):
        lacks.append(Lack(problem=Problem.NOT_ONE_TO_FOUR, fact=Fact.WEEKS))
    return lacks


def _days(values: Values, facts: frozenset[Fact]) -> list[Fact]:
    return [fact for fact in Fact if fact in facts and isinstance(values.get(fact), date)]


def _lacks_of_letter(code: LetterCode, to: Addressee, values: Values, texts: Mapping[str, str]) -> list[Lack]:
    if code is LetterCode.COMPLETION:
        said = {block.key: block.says[0][0] for block in blocks_of(code, to=to, values=values) if block.key in _NOT_TAKEN_BACK}
        readings = {key: asks_completion_first(text) for key, text in texts.items() if key not in said}
        words = said.get("voluntary", "")
        return [lack for key, found in readings.items() for lack in _lacks_of_wording(Problem.TAKEN_BACK, key, found, words=words)]
    if code is LetterCode.HEARING_INVITATION:
        return [lack for key, text in texts.items() for lack in _lacks_of_wording(Problem.BARS_DOCUMENTS, key, bars_documents(text))]
    # Who complains gets a judgment of each subject; whoever it is about, and a bystander, of what concerns them.
    if code is not LetterCode.DECISION or to is not Addressee.COMPLAINANT or is_bystander(values):
        return []
    points = [line for line in str(values.get(Fact.POINTS, "")).splitlines() if line.strip()]
    judgment = plain(texts.get("judgment", ""))
    if len(points) < 2 or not judgment or Fact.JUDGMENT not in values:
        return []
    return [Lack(problem=Problem.POINT_LEFT_OUT, block="judgment", words=one) for one in points if plain(one) not in judgment]


def is_said(words: str, text: str) -> bool:
    """Whether these words stand in a text, whole, whatever its capitals and lines."""
    return re.search(rf"(?<!\w){re.escape(plain(words))}(?!\w)", plain(text)) is not None


def may_be_said(said: Collection[str], found: Collection[str]) -> bool:
    """Whether what a text finds of a complaint does not go against the verdicts on its subjects. Nothing of what was left undecided: that a
    text gives no judgment on something else goes with every verdict."""
    upheld, not_upheld = Verdict.UPHELD in found, Verdict.NOT_UPHELD in found
    return (upheld or not {Verdict.UPHELD, PARTLY} & {*said}) and (not_upheld or Verdict.NOT_UPHELD not in said)
