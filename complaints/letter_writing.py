"""What a letter knows of its file: the facts, who may sign, the text as it stands, and what it still lacks. Writes nothing.

A later step in handling that records a fact (a hearing, an advice) adds it to `known_facts`: from then on it is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from complaints.access import may_see
from complaints.acknowledging import has_address, ways_to_confirm
from complaints.advising import differs, given_advice
from complaints.awb.refusals import ClockRefusal
from complaints.awb.triage import Announcement, Contested
from complaints.awb.wording import name_of_non_day
from complaints.closing_advice import (
    key_of_subject,
    keys_of_reader,
    owes_receipt,
    owes_sender,
    subject_now,
    subjects_told,
    untold_forwarding,
)
from complaints.code_lists import NORM_NAMES, NORMS_IN_LETTERS, VERDICTS, Verdict
from complaints.deciding import judged, triage_of
from complaints.extending import recorded_extension
from complaints.hearing import Heard, day_off, is_after_term, is_held_with, lost_to, subjects_of
from complaints.intake import Person
from complaints.inviting import chosen_subject
from complaints.judging import (
    decided_on,
    decision_letters,
    first_told_on,
    is_unfounded_though_improper,
    judgment_of,
    verdicts_of_all,
)
from complaints.letters.catalogue import (
    DAYS_OF_GROUND,
    OF_EXTENSION,
    OF_OURSELVES,
    THAT_DECIDE,
    Addressee,
    Block,
    LetterCode,
    blocks_of,
    facts_of,
    is_from_register,
    name_of,
)
from complaints.letters.checks import JudgedAs, Lack, Problem, by_lines, is_said, lacks_of, lacks_of_document, lacks_of_verdict
from complaints.letters.choice import Situation, letters_for
from complaints.letters.composing import Templates, composed
from complaints.letters.facts import MANDATE_WORDS, MISSING_WORDS, Fact, Value, as_told, greeted, is_bystander, read_fact
from complaints.letters.pdf import Looks, PrintedLetter
from complaints.letters.wording import plain
from complaints.models import (
    Advice,
    Complaint,
    ConsentedChange,
    ContactWay,
    FileLink,
    FilePerson,
    HeardSide,
    Hearing,
    HearingResult,
    Identity,
    InvolvedPerson,
    Letter,
    LetterTemplate,
    LinkKind,
    MentionedDecision,
    OmbudsmanStep,
    PointAdvice,
    PointJudgment,
    Regime,
    Round,
    Transfer,
    TransferKind,
    Who,
)
from complaints.people import (
    OUTCOME_LETTERS,
    Recipient,
    asks_mandate_in_writing,
    lacks_mandate,
    problems_of_recipient,
    read_by,
    recipient_of,
    told_that_it_is_solved,
)
from complaints.selectors import current_round, filer_of, klaagschrift_lacks, main_point, points_of, standing_waiver
from complaints.shielding import StaysOut, Tells, in_words, what_tells, who_stays_out
from complaints.term_changes import dates_with, days_of_recorded, first_told_extension
from complaints.terms import lawful_extension
from tenants.accounts.selectors import full_names
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import NotFound, Refusal
from tenants.models import Tenant
from tenants.organisation.checks import is_in_force
from tenants.organisation.core_lists import Outcome
from tenants.organisation.models import OrganisationSettings
from tenants.organisation.selectors import Signatory, who_may_sign
from tenants.selectors import current_statutory_calendar

_SAID_BY: dict[str, Fact] = {HeardSide.COMPLAINANT: Fact.SAID_BY_COMPLAINANT, HeardSide.SUBJECT: Fact.SAID_BY_SUBJECT}
_SIDES = {HeardSide.COMPLAINANT: "de klager", HeardSide.SUBJECT: "degene over wie de klacht gaat", HeardSide.WITNESS: "een getuige"}
# What nobody types in a letter, yet somebody wrote in the file; a mark stands there for whoever the reader may not know of.
_WRITTEN_IN_THE_FILE = (Fact.POINTS, Fact.PRESENT, Fact.JUDGMENT, Fact.ADVICE, Fact.ADVICE_REPORT, Fact.DEVIATION, Fact.CONSENT_TEXT)
_SHIELDED = "[afgeschermd]"
# Whether it was lawful and proper, as a letter says it.
_TESTED: dict[tuple[bool | None, bool | None], str] = {
    (True, True): "Dit mocht volgens de regels, en wij vinden het behoorlijk.",
    (True, False): "Dit mocht volgens de regels, maar wij vinden het niet behoorlijk.",
    (False, True): "Dit mocht niet volgens de regels. Wij vinden het wel behoorlijk.",
    (False, False): "Dit mocht niet volgens de regels, en wij vinden het niet behoorlijk.",
    (True, None): "Dit mocht volgens de regels.",
    (False, None): "Dit mocht niet volgens de regels.",
    (None, True): "Wij vinden dit behoorlijk.",
    (None, False): "Wij vinden dit niet behoorlijk.",
}
# In which somebody says what is not right in a report.
TIME_TO_REPLY = timedelta(weeks=2)
# Each of those it is about gets these once.
_ONCE_TO_EACH = frozenset({LetterCode.COPY_TO_SUBJECT, LetterCode.DECISION})


@dataclass(frozen=True, kw_only=True)
class WrittenLetter:
    """A letter as it stands on a day.

    known: what the register tells, which nobody types; values: with what was typed. follows: what stands in the register, or in the letter
    that went before, and there while nobody typed something else. asked: the facts to type, in order. blocks: what
    it is made of, worded for who reads it; texts: of each. signers: who may sign it; signer: who is to, None where nobody was chosen
    or that one may not any more. stays_out: who the reader may not know; reader: what the file calls who may read it. doubts: sentences
    that may say what a letter may not say, and wait until somebody says that they are meant so; meant: those of which that was said.
    """

    known: Mapping[Fact, Value]
    values: Mapping[Fact, Value]
    follows: Mapping[Fact, Value]
    asked: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    texts: Mapping[str, str]
    ours: Mapping[str, str]
    lacks: tuple[Lack, ...]
    signers: tuple[Signatory, ...]
    signer: Signatory | None
    stays_out: StaysOut | None
    reader: tuple[str, ...]
    printed: PrintedLetter
    doubts: tuple[Lack, ...] = ()
    meant: tuple[str, ...] = ()

    def told_in(self, text: str) -> list[Tells]:
        """What a text of it tells of who the reader may not know. The reader, who signs it and what is ours tell of nobody else."""
        if self.stays_out is None:
            return []
        ours = [as_told(fact, self.values[fact]) for fact in OF_OURSELVES if fact in self.values]
        return self.stays_out.told_in(text, ours=[*ours, *self.reader, self.printed.signer])

    @property
    def may_go(self) -> bool:
        """Whether nothing is missing, the name under it included; what is only doubtful goes once that is said to be meant so."""
        return not self.lacks and self.signer is not None

    @property
    def stops(self) -> tuple[Lack, ...]:
        """All that its text lacks, with what is doubtful and was not said to be meant so."""
        return (*self.lacks, *self.doubts)


@dataclass(frozen=True, kw_only=True)
class LettersNow:
    """What makes sense for a file on a day, found once for everybody who may get a letter. now: where nobody was chosen. lacks_parts: of
    the klaagschrift. is_in_writing: how the organisation wants a mandate.
    """

    complaint: Complaint
    opened: Round
    now: Situation
    lacks_parts: bool
    is_in_writing: bool

    @cached_property
    def told(self) -> list[LetterCode]:
        """The letters that told who complains how it ended."""
        return [code for code in LetterCode if code in OUTCOME_LETTERS and last_sent(self.opened, code) is not None]

    def offered_to(self, person: FilePerson | None) -> list[tuple[LetterCode, Addressee]]:
        """person: to somebody of the complainant's side; what told the complainant how it ended can go to them as well, also once it is
        closed."""
        if person is None:
            return letters_for(self.now)
        lacks = lacks_mandate(self.complaint, person, on=self.now.today, is_in_writing=self.is_in_writing)
        owes = _owes_extension(self.opened, LetterCode.EXTENSION, Addressee.COMPLAINANT, person, on=self.now.today)
        offered = letters_for(replace(self.now, is_incomplete=self.lacks_parts or lacks, owes_extension=owes))
        if person.who == Who.FILER:
            return offered
        return sorted({*offered, *((code, Addressee.COMPLAINANT) for code in self.told)})


def _read_once(complaint: Complaint) -> None:
    """What letters ask of a file time and again, and no letter changes."""
    prefetch_related_objects([complaint], "parties", "file_people", "involved_people", "points__nature")


def letters_now(complaint: Complaint, *, today: date) -> LettersNow:
    """The letters of a file on a day, whoever gets them."""
    _read_once(complaint)
    opened, is_in_writing = current_round(complaint), asks_mandate_in_writing()
    prefetch_related_objects([opened], "letters__messages", "extensions")
    lacks_parts = bool(klaagschrift_lacks(complaint))
    now = Situation(
        today=today,
        due_on=opened.due_on,
        is_open=opened.closed_on is None,
        is_confirmed=opened.acknowledged_on is not None,
        is_mailed=ways_to_confirm(complaint, opened=opened) == (ContactWay.EMAIL,),
        has_term_of_law=opened.is_under_law,
        is_incomplete=lacks_parts or lacks_mandate(complaint, None, on=today, is_in_writing=is_in_writing),
        has_subject=_subjects(complaint).exists(),
        weeks_extended=opened.extended_weeks,
        is_decided=(decided := decided_on(opened)) is not None and decided <= today,
        is_told=first_told_on(opened) is not None,
        has_later_day=_last_agreed(opened) is not None,
        owes_extension=_owes_extension(opened, LetterCode.EXTENSION, Addressee.COMPLAINANT, None, on=today),
        owes_extension_to_subject=_owes_extension(opened, LetterCode.EXTENSION_TO_SUBJECT, Addressee.SUBJECT, None, on=today),
        is_settled=opened.outcome is not None and opened.outcome.core_code == Outcome.SETTLED,
        has_talk=bool(heard_on(opened)),
        has_recommendation=complaint.ombudsman_entries.filter(step=OmbudsmanStep.RECOMMENDATION).exists(),
        owes_committee=_owes_committee(opened),
        has_transfer=opened.transfers.standing().exists(),
        owes_receipt=owes_receipt(complaint, opened),
        owes_sender=owes_sender(complaint, opened),
    )
    return LettersNow(complaint=complaint, opened=opened, now=now, lacks_parts=lacks_parts, is_in_writing=is_in_writing)


def offered_letters(complaint: Complaint, *, person: FilePerson | None = None, today: date) -> list[tuple[LetterCode, Addressee]]:
    """The letters that make sense for a file now. person: to somebody of the complainant's side."""
    return letters_now(complaint, today=today).offered_to(person)


def has_lapsed(letter: Letter, *, today: date) -> bool:
    """Whether a draft goes no more: what it was written in was closed meanwhile, and it is none of those that still make sense then."""
    return letter.pk in lapsed_among([letter], today=today)


def undelivered_among(letters: Iterable[Letter]) -> set[UUID]:
    """Those that went by a mail that did not arrive, of which no other went since to the same person. Uses what is loaded."""
    arrived: dict[object, datetime] = {}
    lost: list[tuple[object, Letter]] = []
    for one in letters:
        whom = (one.round_id, one.code, one.addressee, one.person_id, one.subject)
        if one.sent_at is not None and one.has_returned:
            lost.append((whom, one))
        elif one.sent_at is not None:
            arrived[whom] = max(one.sent_at, arrived.get(whom, one.sent_at))
    return {one.pk for whom, one in lost if one.sent_at is not None and not (whom in arrived and arrived[whom] > one.sent_at)}


def lapsed_among(letters: Iterable[Letter], *, today: date) -> set[UUID]:
    """Those drafts that go no more."""
    drafts = [one for one in letters if not one.is_sent and one.round.closed_on is not None]
    return {one.pk for one in drafts} - offered_among(drafts, today=today)


def offered_among(letters: Iterable[Letter], *, today: date) -> set[UUID]:
    """Those of the last round that make sense as things stand, so that another one like it may be begun. What makes sense is found once
    for each file."""
    found: dict[UUID, LettersNow] = {}
    offered = set()
    for one in letters:
        if one.complaint_id not in found:
            found[one.complaint_id] = letters_now(one.complaint, today=today)
        of = found[one.complaint_id]
        if one.round_id == of.opened.pk and (LetterCode(one.code), Addressee(one.addressee)) in of.offered_to(one.person):
            offered.add(one.pk)
    return offered


def _owes_extension(opened: Round, code: LetterCode, to: Addressee, person: FilePerson | None, *, on: date) -> bool:
    return recorded_extension(_unbegun(opened, code, to, person), on=on) is not None


def letters_to_people(complaint: Complaint, *, today: date) -> list[tuple[FilePerson, list[LetterCode], list[Refusal]]]:
    """Everybody recorded in a file beside who gets its letters by itself, with the letters they may get now: as was decided of them, or
    by their mandate. Where there is none, why not.
    """
    prefetch_related_objects([complaint], "rounds__extensions")
    now = letters_now(complaint, today=today)
    same = {"complaint": complaint, "round": now.opened, "addressee": Addressee.COMPLAINANT}
    usual = recipient_of(Letter(**same, code=LetterCode.DECISION), on=today)
    found = []
    for one in complaint.file_people.all():
        if one == usual.person or (one.who == Who.FILER and usual.is_filer):
            continue
        problems: dict[LetterCode, list[Refusal]] = {
            code: problems_of_recipient(Letter(**same, code=code, person=one), on=today, is_in_writing=now.is_in_writing)
            for code, to in now.offered_to(one)
            if to is Addressee.COMPLAINANT
        }
        codes = [code for code, why in problems.items() if not why]
        found.append((one, codes, [] if codes else next(iter(problems.values()), [])))
    return found


def facts_as_they_went(opened: Round, code: LetterCode) -> dict[Fact, Value]:
    """What was typed of the last letter of this kind to who complains: what one to somebody else begins with. Of a judgment the letter
    that stands, without the measures: these may be about somebody who is none of their business."""
    since = getattr(judgment_of(opened), "decided_anew_at", None) if code is LetterCode.DECISION else None
    went = last_sent(opened, code, after=since)
    if went is None:
        return {}
    told = read_facts(went.facts)
    asked = facts_of(code, to=Addressee.COMPLAINANT, values=told)
    return {fact: told[fact] for fact in asked if fact in told and fact is not Fact.MEASURES and not is_from_register(fact, code)}


def written_letter(
    letter: Letter,
    *,
    actor: Actor,
    on: date,
    way: ContactWay | None = None,
    today: date | None = None,
    is_draft: bool = True,
    templates: Templates | None = None,
) -> WrittenLetter:
    """The letter with everything it rests on. on: the day it is, or would be, sent. way: None while nobody said how it goes. today: None
    for that day. Raises NotPermitted."""
    complaint, code, to = letter.complaint, LetterCode(letter.code), Addressee(letter.addressee)
    _read_once(complaint)
    prefetch_related_objects([letter.round], "judgment__points")
    typed = {fact: value for fact, value in read_facts(letter.facts).items() if not _is_recorded(fact, letter)}
    typed = {fact: value for fact, value in typed.items() if fact not in _not_asked_with(typed)}
    recipient = recipient_of(letter, on=on) if to is Addressee.COMPLAINANT else None
    known = known_facts(complaint, opened=letter.round, code=code, recipient=recipient, typed=typed, on=on)
    known |= _replaced(letter) | _extended(letter, on=on) | _present(letter, heard_on=typed.get(Fact.HEARD_ON))
    if way is ContactWay.EMAIL and documents_to_put_with(letter):
        known[Fact.CONSENT_APART] = "ja"
    if to is Addressee.SUBJECT and (named := str(typed.get(Fact.ADDRESSEE, "")).partition("\n")[0].strip()):
        known[Fact.NAME] = greeted(named)
    stays_out = _who_stays_out(letter, known)
    if stays_out is not None:
        known |= {fact: stays_out.masked(str(known[fact]), _SHIELDED) for fact in _WRITTEN_IN_THE_FILE if fact in known}
    follows = _followed(letter, on=on)
    # What somebody emptied in the letter stays empty.
    values = {**{fact: value for fact, value in follows.items() if fact not in letter.facts}, **typed, **known}
    ours = composed(code=code, to=to, values=values, templates=own_templates() if templates is None else templates)
    texts = {key: letter.texts.get(key, text) for key, text in ours.items()}
    signers = _signers(complaint, actor=actor, code=code, on=on, today=today or on)
    signer = next((one for one in signers if one.user_id == letter.signer_id), None)
    blocks = blocks_of(code, to=to, values=values)
    lacks = _but_recorded_days(lacks_of(code=code, to=to, values=values, texts=texts, on=on), known=known, on=on)
    lacks += _doubts_of_moment(letter, values, on=on)
    written = WrittenLetter(
        known=known,
        values=values,
        follows=follows,
        asked=tuple(one for one in facts_of(code, to=to, values=values) if one not in known and not _is_recorded(one, letter)),
        blocks=blocks,
        texts=texts,
        ours=ours,
        lacks=_with_judgment(letter, lacks, values=values, texts=texts, stays_out=stays_out),
        signers=tuple(signers),
        signer=signer,
        stays_out=stays_out,
        reader=tuple(_reader(letter, known=known, follows=follows)) if stays_out is not None else (),
        printed=PrintedLetter(
            title=name_of(code, to=to, values=values),
            reference=complaint.reference,
            addressee=str(values.get(Fact.ADDRESSEE, "")),
            dated_on=None if is_draft else on,
            parts=_printed((block for block in blocks if not block.is_enclosed), texts),
            enclosed=_printed((block for block in blocks if block.is_enclosed), texts),
            authority=complaint.authority.name,
            signer=signer.name if signer else "",
            function_title=signer.function_title if signer else "",
            looks=_looks(),
        ),
    )
    lacks = [*written.lacks, *_lacks_of_telling(written), *_lacks_of_writers(letter)]
    doubtful = [one for one in lacks if one.is_doubt]
    return replace(
        written,
        lacks=tuple(one for one in lacks if one not in doubtful),
        doubts=tuple(one for one in doubtful if one.words not in letter.meant),
        meant=tuple(dict.fromkeys(one.words for one in doubtful if one.words in letter.meant)),
    )


def _printed(blocks: Iterable[Block], texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(("" if block.key == "opening" else block.title, texts[block.key]) for block in blocks if texts[block.key].strip())


def _not_asked_with(typed: Mapping[Fact, Value]) -> set[Fact]:
    """The days that somebody typed of another ground of article 9:8 than the letter gives, and until when to answer where the moment of
    the talk was agreed."""
    if Fact.GROUND not in typed:
        return {Fact.REPLY_BY} if Fact.MOMENT_AGREED_ON in typed else set()
    return {day for days in DAYS_OF_GROUND.values() for day in days} - {*DAYS_OF_GROUND.get(str(typed[Fact.GROUND]), ())}


def decisions_to_same(letter: Letter) -> list[Letter]:
    """The letters with a judgment that went in its round to whoever this one is for; of those it is about, by name."""
    return _sent_to_same(letter, LetterCode.DECISION)


def _sent_to_same(letter: Letter, code: LetterCode) -> list[Letter]:
    went = letter.round.letters.filter(code=code.value, sent_at__isnull=False).exclude(pk=letter.pk)
    found = list(went.filter(addressee=letter.addressee, person=letter.person).order_by("sent_at"))
    for one in found:
        one.complaint = letter.complaint
    return [one for one in found if _is_to_same(one, letter)] if letter.addressee == Addressee.SUBJECT else found


def _is_to_same(one: Letter, other: Letter) -> bool:
    """Of those it is about: to one the file knows, else by what was written."""
    mine, theirs = keys_of_reader(one), keys_of_reader(other)
    if mine and theirs:
        return bool(mine & theirs)
    return plain(one.facts.get(Fact.ADDRESSEE, "")) == plain(other.facts.get(Fact.ADDRESSEE, ""))


def _replaced(letter: Letter) -> dict[Fact, Value]:
    """The day of the letter that this one replaces: of a judgment that was decided anew since, or that it was not taken up, which its
    letter alone decides. What did not arrive told nothing."""
    if letter.code not in (LetterCode.NOT_TAKEN_UP, LetterCode.DECISION):
        return {}
    went, days = _sent_to_same(letter, LetterCode.NOT_TAKEN_UP), list[date]()
    if letter.code == LetterCode.DECISION:
        stands, judgment = decision_letters(letter.round), judgment_of(letter.round)
        went += [one for one in decisions_to_same(letter) if one not in stands]
        if letter.tells_complainant and judgment is not None and judgment.replaced_sent_on is not None:
            days.append(judgment.replaced_sent_on)
    days += [one.sent_on for one in went if one.sent_on is not None and not one.has_returned]
    return {Fact.REPLACES: max(days)} if days else {}


def _extended(letter: Letter, *, on: date) -> dict[Fact, Value]:
    """Of a letter about an extension that is recorded already: its weeks and days."""
    recorded = recorded_extension(letter, on=on)
    days = days_of_recorded(recorded) if recorded is not None else None
    if recorded is None or days is None:
        return {}
    return {Fact.WEEKS: recorded.weeks, Fact.DUE_ON: days[0], Fact.NEW_DUE_ON: days[1]}


def _but_recorded_days(lacks: Iterable[Lack], *, known: Mapping[Fact, Value], on: date) -> list[Lack]:
    """Without that who complains is told on the day of a forwarding, where that is recorded: the letter says when they were told. Nor that
    the last day is over of an extension that is recorded: that was in time, whoever still has to hear of it.
    """
    forwarded_on = known.get(Fact.FORWARDED_ON)
    told = {Problem.NOT_SAME_DAY} if isinstance(forwarded_on, date) and forwarded_on < on else set()
    told |= {Problem.TERM_OVER} if Fact.WEEKS in known else set()
    return [lack for lack in lacks if lack.problem not in told]


def _doubts_of_moment(letter: Letter, values: Mapping[Fact, Value], *, on: date) -> list[Lack]:
    """What may be a slip in the day of a talk that a letter invites to."""
    day = values.get(Fact.HEARING_ON)
    if letter.code != LetterCode.HEARING_INVITATION or not isinstance(day, date):
        return []
    told, words = as_told(Fact.HEARING_ON, day), list[str]()
    if is_after_term(day, told_on=on, due_on=letter.round.due_on):
        words.append(
            f"Het gesprek is op {told}, na de laatste dag om op de klacht te antwoorden: {as_told(Fact.DUE_ON, letter.round.due_on)}."
        )
    if (off := day_off(day)) is not None:
        words.append(f"Het gesprek is op {told}, en dat is {name_of_non_day(off, language='nl')}.")
    return [Lack(problem=Problem.DAY_DOUBTFUL, block="invitation", fact=Fact.HEARING_ON, words=one) for one in words]


def read_facts(stored: Mapping[str, str]) -> dict[Fact, Value]:
    """The facts as somebody typed them, without those that no letter asks for any more."""
    names = {fact.value for fact in Fact}
    read = {Fact(name): read_fact(Fact(name), text) for name, text in stored.items() if name in names}
    return {fact: value for fact, value in read.items() if value is not None}


def known_facts(
    complaint: Complaint, *, opened: Round, code: LetterCode, recipient: Recipient | None, typed: Mapping[Fact, Value], on: date
) -> dict[Fact, Value]:
    """What the register knows. Of somebody shielded neither name nor address: who sends the letter writes them on the envelope."""
    reach = OrganisationSettings.objects.only("phone", "phone_hours", "email").get()
    ombudsman = next((one for one in complaint.authority.ombudsmen.all() if is_in_force(one, day=on)), None)
    committee = opened.committee or next((one for one in complaint.authority.committees.all() if is_in_force(one, day=on)), None)
    known: dict[Fact, Value | None] = {
        Fact.REFERENCE: complaint.reference,
        Fact.ORGANISATION: _organisation().name,
        Fact.AUTHORITY: complaint.authority.name,
        Fact.PHONE: reach.phone,
        Fact.PHONE_HOURS: reach.phone_hours,
        Fact.EMAIL: reach.email,
        Fact.RECEIVED_ON: complaint.received_on if code is LetterCode.FORWARDING else opened.opened_on,
        # What was closed without anybody in charge of it, was handled by the organisation.
        Fact.HANDLER: opened.handler.get_full_name() if opened.handler else _organisation().name if opened.closed_on else "",
        Fact.DUE_ON: opened.due_on,
        Fact.COMMITTEE: committee.name if committee and opened.regime == Regime.COMMISSION else "",
        Fact.OMBUDSMAN: ombudsman.name if ombudsman else "",
        Fact.OMBUDSMAN_CONTACT: ombudsman.contact if ombudsman else "",
        Fact.POINTS: _points(complaint),
        Fact.NAME: greeted(recipient.name) if recipient else "",
        Fact.ADDRESSEE: "\n".join(part for part in (recipient.name, recipient.address) if part) if recipient else "",
        Fact.NEW_DUE_ON: _new_last_day(opened, typed.get(Fact.WEEKS), on=on) if code in OF_EXTENSION else None,
    }
    reads = read_by(complaint, recipient, on=on) if recipient else {}
    known |= reads
    if code is LetterCode.CONFIRMATION and (not reads or Fact.ON_BEHALF_OF in reads):
        known |= _of_decisions(complaint, on=on)
    if code is LetterCode.CONFIRMATION:
        known[Fact.CLOSED_ON] = opened.closed_on
    if code in (LetterCode.CONFIRMATION, LetterCode.COPY_TO_SUBJECT):
        known[Fact.TERM_OVER] = "ja" if opened.due_on < on else None
    warm = told_warm_transfer(opened, typed.get(Fact.FORWARDED_TO)) if code is LetterCode.FORWARDING else None
    if warm is not None:
        days: dict[Fact, Value | None] = {
            Fact.FORWARDED_ON: warm.handed_on,
            Fact.TRANSFER_AGREED_ON: warm.agreed_on,
            Fact.FEEDBACK_BY: warm.due_on,
        }
        known |= {Fact.WARM: "ja"} | days
    elif code is LetterCode.FORWARDING and recipient is not None:
        known |= _forwarded(told_forwarding(opened, typed.get(Fact.FORWARDED_TO)), on=on)
    elif code is LetterCode.FORWARDING and (there := forwarding_to(opened, typed.get(Fact.FORWARDED_TO))) is not None:
        known |= {Fact.FORWARDED_ON: there.handed_on, Fact.SENDER_TOLD_ON: there.told_on}
    if code is LetterCode.SETTLED and recipient is not None:
        known |= told_that_it_is_solved(complaint, opened, recipient, on=on)
    if code is LetterCode.POSTPONEMENT:
        known |= _agreed(opened)
    if code is LetterCode.DECISION:
        known |= _advised(complaint, opened)
        # Whoever it is about hears of their own conduct: what that is somebody says.
        found = verdicts_of_all(complaint, opened) if recipient is not None else []
        known[Fact.JUDGMENT] = _as_judged(complaint, found)
    return {fact: value for fact, value in known.items() if value not in ("", None)}


def told_forwarding(opened: Round, forwarded_to: Value | None) -> Transfer | None:
    """The recorded forwarding that a letter to who complains tells: the one to this body, else one they do not know of. None: none."""
    named = next((one for one in opened.transfers.standing().select_related("provider") if one.receiver == forwarded_to), None)
    if named is None:
        return untold_forwarding(opened)
    return named if named.kind == TransferKind.FORWARDED else None


def told_warm_transfer(opened: Round, forwarded_to: Value | None) -> Transfer | None:
    """The warm transfer to whom a letter names; None where it names nobody to whom one is recorded."""
    warm = opened.transfers.standing().filter(kind=TransferKind.WARM).select_related("provider")
    return next((one for one in warm if is_said(one.receiver, str(forwarded_to or ""))), None)


def forwarding_to(opened: Round, forwarded_to: Value | None) -> Transfer | None:
    """The forwarding to the body that a letter names; None where none to it is recorded."""
    there = opened.transfers.standing().filter(kind=TransferKind.FORWARDED).select_related("provider")
    return next((one for one in there if is_said(one.receiver, str(forwarded_to or ""))), None)


def _forwarded(told: Transfer | None, *, on: date) -> dict[Fact, Value | None]:
    """When it went, once that is recorded, and whether who complains was not told on that day (2:3(1)), which is over."""
    if told is None:
        return {}
    is_late = told.handed_on < on and (told.told_on is None or told.told_on > told.handed_on)
    return {Fact.FORWARDED_ON: told.handed_on, Fact.TOLD_LATE: "ja" if is_late else None}


def told_of_decisions(complaint: Complaint, *, on: date) -> dict[Fact, list[MentionedDecision]]:
    """What the confirmation tells of the decisions that the file mentions, each with those it is about: until when whoever complains can
    object, the first of these days; or what there is to do where no such day can be given (law: 3:41, 6:12, 6:15)."""
    found: dict[Fact, list[MentionedDecision]] = {}
    terms: dict[date, list[MentionedDecision]] = {}
    for one in judged(complaint, complaint.mentioned_decisions.all(), calendar=current_statutory_calendar()):
        way, term = one.triage, one.triage.term
        if term is not None and term.last_day >= on and way.must_be_told(today=on):
            terms.setdefault(term.last_day, []).append(one.decision)
        elif way.contested is Contested.NOT_MADE:
            found.setdefault(Fact.DECISION_OVERDUE, []).append(one.decision)
        elif way.came_as_objection:
            found.setdefault(Fact.OBJECTION_AFTER_TERM, []).append(one.decision)
        elif term is None and way.may_be_open(today=on):
            is_phone = one.decision.announcement == Announcement.TELEPHONE
            found.setdefault(Fact.DECISION_BY_PHONE if is_phone else Fact.OBJECTION_UNDATED, []).append(one.decision)
    return found | ({Fact.OBJECTION_UNTIL: terms[min(terms)]} if terms else {})


def _of_decisions(complaint: Complaint, *, on: date) -> dict[Fact, Value | None]:
    told = told_of_decisions(complaint, on=on)
    facts: dict[Fact, Value | None] = dict.fromkeys(told, "ja")
    # An objection is made in writing (6:4, 6:5): what somebody told us is none.
    facts[Fact.ORAL] = "ja" if told and complaint.is_written is False else None
    facts[Fact.MANNER_ALONE] = "ja" if told and not _is_against_decision(complaint) else None
    if Fact.OBJECTION_UNTIL in told:
        calendar = current_statutory_calendar()
        term = triage_of(complaint, told[Fact.OBJECTION_UNTIL][0], calendar=calendar).term
        facts[Fact.OBJECTION_UNTIL] = term.last_day if term is not None else None
    return facts


def _is_against_decision(complaint: Complaint) -> bool:
    """Whether what came in is against what was decided, or what was parted from it is (6:15): then all of it came in as an objection."""
    parted = FileLink.objects.filter(Q(first=complaint) | Q(second=complaint), kind=LinkKind.SPLIT).values_list("first", "second")
    of = {complaint.pk, *(pk for pair in parted for pk in pair)}
    return MentionedDecision.objects.filter(complaint__in=of, contested__in=[Contested.CONTENT, Contested.BOTH]).exists()


def suggested_facts(
    complaint: Complaint, *, code: LetterCode, to: Addressee, person: FilePerson | None = None, subject: Heard | None = None, on: date
) -> dict[Fact, Value]:
    """What a letter begins with of what is to be typed: a guess that somebody looks at. person, subject: somebody chosen to get it."""
    suggested: dict[Fact, Value] = {}
    opened = current_round(complaint)
    if to is Addressee.SUBJECT:
        names = _names_of_subjects(complaint)
        told = subjects_told(opened, code) if code in _ONCE_TO_EACH else set()
        left = [name for key, name in names.items() if key_of_subject(*key) not in told and not any(is_said(name, each) for each in told)]
        if subject is not None:
            left = [names[subject.user_id, subject.name]]
        if len(left) == 1:
            suggested[Fact.ADDRESSEE] = left[0]
    if to is Addressee.OMBUDSMAN:
        found = next((one for one in complaint.authority.ombudsmen.all() if is_in_force(one, day=on)), None)
        suggested[Fact.ADDRESSEE] = "\n".join(part for part in (found.name, found.contact) if part) if found else ""
    if to is Addressee.AUTHORITY:
        suggested[Fact.ADDRESSEE] = complaint.authority.name
    if code is LetterCode.COMPLETION:
        # Of what whoever complains left out somebody else is not asked their name or signature.
        asked = klaagschrift_lacks(complaint) if person is None or person.who != Who.OTHER else ()
        mandate = [MANDATE_WORDS] if lacks_mandate(complaint, person, on=on) else []
        suggested[Fact.MISSING_PARTS] = "\n".join([*(MISSING_WORDS[one] for one in asked), *mandate])
    if code is LetterCode.HEARING_REPORT:
        suggested |= _heard(_unbegun(opened, code, to, person), subject=subject)
        suggested[Fact.REPLY_BY] = on + TIME_TO_REPLY
    suggested |= _recommended(complaint, code)
    suggested |= _of_later_day(_unbegun(opened, code, to, person), on=on)
    if code is LetterCode.FORWARDING:
        suggested |= {Fact.FORWARDED_ON: on} | _handed_over(complaint, to=to)
    if code is LetterCode.DECISION:
        judgment = judgment_of(opened)
        suggested[Fact.JUDGMENT] = _as_judged(complaint, judgment.points.all()) if judgment is not None else ""
    return {fact: value for fact, value in suggested.items() if value != ""}


def _unbegun(opened: Round, code: LetterCode, to: Addressee, person: FilePerson | None) -> Letter:
    return Letter(complaint=opened.complaint, round=opened, code=code.value, addressee=to.value, person=person)


def _recommended(complaint: Complaint, code: LetterCode) -> dict[Fact, Value]:
    """Of a letter that answers the ombudsman: the recommendation that waits longest for it, else the last one."""
    if code is not LetterCode.ANSWER_TO_OMBUDSMAN:
        return {}
    found = list(complaint.ombudsman_entries.filter(step=OmbudsmanStep.RECOMMENDATION).order_by("came_on", "recorded_at"))
    asked = next((one for one in found if one.answered_on is None), found[-1] if found else None)
    return {Fact.RECOMMENDED_ON: asked.came_on, Fact.RECOMMENDATION: asked.text} if asked is not None else {}


def _of_later_day(letter: Letter, *, on: date) -> dict[Fact, Value]:
    """What was agreed on a later day, or told or recorded of an extension."""
    code, opened = letter.code, letter.round
    if (recorded := recorded_extension(letter, on=on)) is not None:
        return {Fact.REASON: recorded.reason}
    if code == LetterCode.POSTPONEMENT and (change := _last_agreed(opened)) is not None:
        return {Fact.REASON: change.reason}
    if code in OF_EXTENSION and (first := first_told_extension(opened)) is not None:
        return {fact: value for fact, value in read_facts(first.facts).items() if fact is Fact.WEEKS}
    return {}


def _followed(letter: Letter, *, on: date) -> dict[Fact, Value]:
    """What was recorded of the judgment (Awb 9:12), and the measures, stand in its letter while nobody typed something else there.
    Whoever gets it beside who complains reads what that letter told, and of measures what somebody writes there."""
    judgment = judgment_of(letter.round) if letter.code == LetterCode.DECISION else None
    if judgment is None:
        return {}
    is_beside = letter.person_id is not None or letter.addressee == Addressee.SUBJECT
    if is_beside and (went := facts_as_they_went(letter.round, LetterCode.DECISION)):
        return {fact: went[fact] for fact in (Fact.FINDINGS, Fact.MOTIVATION, Fact.CONCLUSIONS) if fact in went}
    texts = {Fact.FINDINGS: judgment.findings, Fact.MOTIVATION: judgment.reasoning, Fact.CONCLUSIONS: judgment.conclusions}
    texts[Fact.CONCLUSIONS] = texts[Fact.CONCLUSIONS] or _apologised(letter)
    if not is_beside:
        texts[Fact.MEASURES] = _measures(letter, on=on)
    return {fact: text for fact, text in texts.items() if text}


def _measures(letter: Letter, *, on: date) -> str:
    """The measures that were recorded since the round began and not dropped, a paragraph each with its day; none that is overdue, for of
    that one nobody knows its day. One that names somebody involved is told by nobody but whoever writes the letter."""
    involved = letter.complaint.involved_people.select_related("user")
    names = {name for one in involved for name in (one.user.get_full_name() if one.user else one.name, *one.former_names)}
    of_somebody = what_tells([Person(name=name) for name in sorted(names)])
    standing = letter.complaint.improvements.filter(
        Q(ended_on=None, due_on__gte=on) | Q(is_done=True), recorded_at__date__gte=letter.round.opened_on
    )
    told = [(one.text.rstrip(), "Dat is gedaan op" if one.is_done else "Dat is klaar op", one.ended_on or one.due_on) for one in standing]
    told = [one for one in told if not of_somebody.told_in(one[0])]
    return "\n\n".join(
        f"{text}{'' if text.endswith(tuple('.!?')) else '.'} {done} {as_told(Fact.RECEIVED_ON, day)}." for text, done, day in told
    )


def _apologised(letter: Letter) -> str:
    """That an apology was made since the round began: what a decision concludes where nothing else was recorded."""
    made = letter.complaint.apologies.filter(said_on__gte=letter.round.opened_on).order_by("said_on").last()
    return f"Op {as_told(Fact.RECEIVED_ON, made.said_on)} zijn er excuses aangeboden." if made else ""


def _as_judged(complaint: Complaint, verdicts: Iterable[PointJudgment]) -> str:
    """What was found of each subject in words: the verdict, whether it was lawful and proper where that was tested, and the norms that
    were not kept (law: 6)."""
    found = list(verdicts)
    lines = [f"{line}." for _name, line in _verdicts(complaint, found)]
    return "\n".join(" ".join((line, *tested_words(one))) for line, one in zip(lines, found, strict=True))


def tested_words(one: PointJudgment) -> list[str]:
    """What a letter says of one subject beside the verdict; nothing of what was not tested."""
    said = [_TESTED[one.lawful, one.proper]] if (one.lawful, one.proper) in _TESTED else []
    norms = [f"{NORMS_IN_LETTERS[norm]} ({NORM_NAMES[norm][0].lower()}{NORM_NAMES[norm][1:]})" for norm in one.norms if norm in NORM_NAMES]
    return [*said, *([f"De overheid hoort {' en '.join(norms)}. Dat is hier niet goed gegaan."] if norms else [])]


def _verdicts(complaint: Complaint, verdicts: Iterable[PointJudgment | PointAdvice]) -> list[tuple[str, str]]:
    """What was found of each subject, a line each with its name; "" where it has none."""
    names = {one.pk: one.description or (one.nature.text if one.nature else "") for one in points_of(complaint)}
    found = [(names.get(one.point_id, ""), VERDICTS[Verdict(one.verdict)]) for one in verdicts]
    return [(name, ": ".join(part for part in (name, verdict) if part)) for name, verdict in found]


def _in_lines(verdicts: list[tuple[str, str]]) -> str:
    return "\n".join(f"{line}." for _name, line in verdicts)


def _handed_over(complaint: Complaint, *, to: Addressee) -> dict[Fact, Value]:
    """What was recorded of the last transfer of this round, or of one that who complains does not know of, so that the letters of it
    (L14) are not typed twice."""
    opened = current_round(complaint)
    untold = untold_forwarding(opened) if to is Addressee.COMPLAINANT else None
    last = untold or opened.transfers.standing().select_related("provider").first()
    if last is None:
        return {}
    # In the letter another sentence comes after it.
    why = last.why if last.why.endswith((".", "!", "?")) else f"{last.why}."
    told: dict[Fact, Value] = {Fact.FORWARDED_TO: last.receiver, Fact.WHY_FORWARDED: why, Fact.FORWARDED_ON: last.handed_on}
    if to is Addressee.OTHER_BODY:
        told[Fact.ADDRESSEE] = "\n".join(part for part in (last.receiver, last.contact) if part)
        filer = filer_of(complaint) if last.shares_sender else None
        sender = (filer.name, filer.address, filer.phone, filer.email) if filer and filer.identity == Identity.KNOWN else ()
        told[Fact.ENCLOSED] = "\n".join(part for part in (*sender, *last.passages, last.note) if part)
    return told


def _advised(complaint: Complaint, opened: Round) -> dict[Fact, Value | None]:
    """What the committee advised, as its members gave it, and why what was found differs (9:16): all as it was recorded."""
    advice = given_advice(opened)
    if advice is None:
        return {}
    judgment = judgment_of(opened)
    return {
        Fact.ADVICE: advice.advice,
        Fact.ADVICE_REPORT: "\n\n".join(
            f"{title}\n{text}" if title else text for title, text in _report(complaint, opened, advice) if text.strip()
        ),
        Fact.DEVIATION: judgment.deviation if judgment is not None else "",
    }


def _is_recorded(fact: Fact, letter: Letter) -> bool:
    """Whether nobody types it: the register alone tells it, as it does what was found, once that is of each subject or after an advice."""
    if fact is Fact.JUDGMENT and (letter.code, letter.addressee) == (LetterCode.DECISION, Addressee.COMPLAINANT):
        return given_advice(letter.round) is not None or bool(verdicts_of_all(letter.complaint, letter.round))
    return is_from_register(fact, LetterCode(letter.code))


def _with_judgment(
    letter: Letter, lacks: list[Lack], *, values: Mapping[Fact, Value], texts: Mapping[str, str], stays_out: StaysOut | None
) -> tuple[Lack, ...]:
    """What a letter lacks; the decision says what was recorded of each subject, to whom it is about and to a bystander of those it names,
    and where a committee advised why that differs from the advice (9:16)."""
    if letter.code != LetterCode.DECISION:
        return tuple(lacks)
    advice, text = given_advice(letter.round), texts.get("judgment", "")
    recorded = verdicts_of_all(letter.complaint, letter.round)
    verdicts = _verdicts(letter.complaint, recorded)
    if stays_out is not None:
        verdicts = [(stays_out.masked(name, _SHIELDED), stays_out.masked(line, _SHIELDED)) for name, line in verdicts]
    if advice is not None and not verdicts and letter.addressee != Addressee.SUBJECT:
        others = [lack for lack in lacks if lack.fact is not Fact.JUDGMENT]
        return (*others, Lack(problem=Problem.NOT_IN_REGISTER, block="judgment", fact=Fact.JUDGMENT))
    if letter.addressee == Addressee.SUBJECT or is_bystander(values):
        # Whoever writes to the one who complains says whether this is meant so.
        recorded = []
        verdicts = [(name, line) for name, line in verdicts if not name or is_said(name, text)]
    improper = [
        " ".join((f"{line}.", *tested_words(one)[:1]))
        for (_name, line), one in zip(verdicts, recorded, strict=False)
        if is_unfounded_though_improper(one) and is_said(line, text)
    ]
    lacks = [
        *lacks,
        *(Lack(problem=Problem.DOUBTFUL, block="judgment", words=one, may_be=Problem.UNFOUNDED_THOUGH_IMPROPER) for one in improper),
    ]
    unsaid = [line for _name, line in verdicts if not is_said(line, text)]
    lacks = [*lacks, *(Lack(problem=Problem.NOT_NAMED, block="judgment", fact=Fact.JUDGMENT, words=line) for line in unsaid)]
    judgment = judgment_of(letter.round)
    contrary = _contrary_parts(letter, texts, values=values)
    lacks += [one for one in contrary if not (unsaid and one.block == "judgment")] + _parts_of_before(letter, texts)
    if advice is not None and differs(advice, judgment) and not (judgment is not None and judgment.deviation):
        lacks.append(Lack(problem=Problem.NOT_IN_REGISTER, block="advice", fact=Fact.DEVIATION))
    return tuple(lacks)


def lacks_of_final(letter: Letter, written: WrittenLetter, *, said: str) -> list[Lack]:
    """Where the words of a letter that was finished elsewhere say what they may not say, and what is doubtful in them or in its days."""
    code, to, text = LetterCode(letter.code), Addressee(letter.addressee), by_lines(said)
    lacks = [one for one in (*written.lacks, *written.doubts) if one.problem is Problem.DAY_DOUBTFUL]
    judged = _judged_as(letter, written.values) if code is LetterCode.DECISION else None
    lacks += lacks_of_document(code, to=to, values=written.values, text=text, judged=judged)
    if code is not LetterCode.DECISION:
        return lacks
    recorded = verdicts_of_all(letter.complaint, letter.round)
    of_reader = [] if to is Addressee.SUBJECT or is_bystander(written.values) else recorded
    lines = [line for _name, line in _verdicts(letter.complaint, of_reader)]
    improper = [line for line, one in zip(lines, of_reader, strict=True) if is_unfounded_though_improper(one) and is_said(line, text)]
    doubt = {"problem": Problem.DOUBTFUL, "block": "judgment", "may_be": Problem.UNFOUNDED_THOUGH_IMPROPER}
    return [*lacks, *(Lack(**doubt, words=line) for line in improper)]  # type: ignore[arg-type]


# Where a letter says what was found, and why; by hand, or as the register has it.
_OF_JUDGMENT = {"findings": Fact.FINDINGS, "judgment": Fact.JUDGMENT, "motivation": Fact.MOTIVATION, "conclusions": Fact.CONCLUSIONS}


def _contrary_parts(letter: Letter, texts: Mapping[str, str], *, values: Mapping[Fact, Value]) -> list[Lack]:
    """Parts that give another verdict than the ones that are recorded of every subject."""
    judged = _judged_as(letter, values)
    if judged is None:
        return []
    blocks = ("judgment", "motivation", "conclusions")
    return [lack for block in blocks for lack in lacks_of_verdict(block, texts.get(block, ""), judged=judged)]


def _judged_as(letter: Letter, values: Mapping[Fact, Value]) -> JudgedAs | None:
    """None while not every subject has a verdict."""
    recorded = verdicts_of_all(letter.complaint, letter.round)
    if not recorded:
        return None
    names = [one for one in str(values.get(Fact.POINTS, "")).splitlines() if one.strip()]
    words = ", ".join(sorted({VERDICTS[Verdict(one.verdict)] for one in recorded}))
    return JudgedAs(verdicts=frozenset(one.verdict for one in recorded), names=names, words=words)


def _parts_of_before(letter: Letter, texts: Mapping[str, str]) -> list[Lack]:
    """Parts of a draft that somebody wrote by hand before the judgment was recorded as it is now."""
    if not is_older_than_judgment(letter):
        return []
    # What a draft began with and the register tells, nobody wrote.
    typed = {fact for fact in _OF_JUDGMENT.values() if letter.facts.get(fact) and not _is_recorded(fact, letter)}
    by_hand = [block for block, fact in _OF_JUDGMENT.items() if block in texts and (block in letter.texts or fact in typed)]
    return [Lack(problem=Problem.JUDGMENT_CHANGED, block=block) for block in by_hand]


def is_older_than_judgment(letter: Letter) -> bool:
    """Whether a draft with a judgment was written before that was recorded as it is now."""
    judgment = judgment_of(letter.round)
    return letter.code == LetterCode.DECISION and not letter.is_sent and judgment is not None and letter.changed_at < judgment.recorded_at


def _who_stays_out(letter: Letter, known: Mapping[Fact, Value]) -> StaysOut | None:
    """Who is not told of in a letter to another body, to whom it is about, or to somebody beside who complains."""
    is_to_others = letter.addressee in (Addressee.OTHER_BODY, Addressee.SUBJECT) or is_bystander(known)
    return who_stays_out(letter.complaint, reader=letter.person) if is_to_others else None


def _reader(letter: Letter, *, known: Mapping[Fact, Value], follows: Mapping[Fact, Value]) -> list[str]:
    """What the file calls whoever may read a letter, with how they are greeted. What was typed as the address is not among it: somebody
    else may stand there."""
    if letter.addressee == Addressee.SUBJECT:
        chosen = subject_now(letter)
        named = [(key, names) for key, names in _known_names_of_subjects(letter.complaint).items() if chosen in (None, key)]
        theirs = [name for _key, names in named for name in names]
        greeting = str(known.get(Fact.NAME, ""))
        return [*theirs, greeting] if any(is_said(greeted(name), greeting) for name in theirs) else theirs
    told = known if Fact.ADDRESSEE in known else follows
    bodies = [letter.complaint.other_body, letter.complaint.provider.name if letter.complaint.provider else ""]
    return [*str(told.get(Fact.ADDRESSEE, "")).splitlines(), *bodies]


def writers_of(letter: Letter) -> frozenset[int | None]:
    """Who ever wrote in it, began it, or brought in its document."""
    return frozenset({*letter.writers, letter.begun_by_id, letter.changed_by_id})


def _lacks_of_writers(letter: Letter) -> list[Lack]:
    """Whoever turned out to be involved wrote in a letter that decides (9:7): somebody else reads it as their own."""
    involved = lost_to(letter.complaint, writers_of(letter)) if letter.code in THAT_DECIDE else frozenset()
    if not involved:
        return []
    names = ", ".join(sorted(full_names(involved).values()))
    # In one language, as the letter is: what one reader said is meant so, another reads alike.
    words = f"{names} schreef mee aan deze brief en blijkt betrokken te zijn; ik heb alles opnieuw gelezen."
    return [Lack(problem=Problem.WRITER_INVOLVED, words=words)]


def _lacks_of_telling(written: WrittenLetter) -> list[Lack]:
    """Where a letter tells who stays out of it: in the text, or in its address, which goes as well."""
    told = {block: written.told_in(text) for block, text in written.texts.items()}
    lacks = [Lack(problem=Problem.TELLS_SHIELDED, block=block, words=in_words(kinds)) for block, kinds in told.items() if kinds]
    if Fact.ADDRESSEE in written.asked and (kinds := written.told_in(written.printed.addressee)):
        lacks.append(Lack(problem=Problem.ADDRESS_TELLS_SHIELDED, fact=Fact.ADDRESSEE, words=in_words(kinds)))
    return lacks


def _report(complaint: Complaint, opened: Round, advice: Advice) -> list[tuple[str, str]]:
    """The parts of what a committee sends (9:15(4)): its findings, what was said when both were heard, and the advice on each subject."""
    members = full_names(advice.given_by)
    given = f"{as_told(Fact.RECEIVED_ON, advice.given_on)}: {', '.join(members.values())}" if advice.given_on else ""
    return [
        ("Bevindingen", advice.findings),
        ("Verslag van het horen", _said_to(opened, until=advice.given_on)),
        ("Overwegingen", advice.considerations),
        ("Advies", "\n".join(part for part in (_in_lines(_verdicts(complaint, advice.points.all())), advice.advice) if part)),
        ("Gegeven op", given),
    ]


def _said_to(opened: Round, *, until: date | None) -> str:
    """What everybody said whom the committee heard, with what they replied to that report, or why the complainant was not. until: what
    came after this day was not before the committee.
    """
    talks = opened.hearings.filter(result=HearingResult.HELD, held_at__isnull=False, by_committee=True).order_by("held_at", "recorded_at")
    said = []
    for one in talks:
        assert one.held_at is not None
        said.append(f"{as_told(Fact.HEARD_ON, dutch_date(one.held_at))}, {_SIDES[HeardSide(one.side)]}:\n{one.report}")
        if one.reply and one.replied_on is not None and (until is None or one.replied_on <= until):
            said.append(f"{as_told(Fact.HEARD_ON, one.replied_on)}, reactie op dit verslag:\n{one.reply}")
    waiver = standing_waiver(opened)
    return "\n\n".join(
        [*said, *([f"De klager is niet gehoord (artikel 9:10, tweede lid, onder {waiver.ground.lower()})."] if waiver else [])]
    )


def printed_advice(complaint: Complaint) -> PrintedLetter:
    """What the committee sends to whoever decides (L11), of an advice that is given."""
    opened = current_round(complaint)
    advice = given_advice(opened)
    assert advice is not None
    assert advice.given_on is not None
    assert opened.committee is not None
    return PrintedLetter(
        title=name_of(LetterCode.ADVICE, to=Addressee.AUTHORITY, values={}),
        reference=complaint.reference,
        addressee=complaint.authority.name,
        dated_on=advice.given_on,
        parts=tuple((title, text) for title, text in _report(complaint, opened, advice) if text.strip()),
        authority=opened.committee.name,
        signer="",
        function_title="",
        looks=_looks(),
    )


def _agreed(opened: Round) -> dict[Fact, Value | None]:
    """What was agreed of a later day, once that is recorded: the days before and after, and that of the consent."""
    change = _last_agreed(opened)
    if change is None:
        return {}
    agreed: dict[Fact, Value | None] = {Fact.DUE_ON: change.due_before, Fact.NEW_DUE_ON: change.due_after}
    agreed |= {Fact.CONSENTED_ON: change.consented_on}
    return agreed | {Fact.CONSENT_TEXT: change.consent_message.text.strip() if change.consent_message else None}


def documents_to_put_with(letter: Letter) -> set[UUID]:
    """Documents that the letter says go along and that do not stand in it: the written consent to a later day (9:11(3)), where it is no
    mail with a text."""
    change = _last_agreed(letter.round) if letter.code == LetterCode.POSTPONEMENT else None
    if change is None or (change.consent_message is not None and change.consent_message.text.strip()):
        return set()
    came_with = change.consent_message.documents.values_list("pk", flat=True) if change.consent_message is not None else ()
    return {*came_with, *([change.consent_document_id] if change.consent_document_id else [])}


def _last_agreed(opened: Round) -> ConsentedChange | None:
    changes = [*opened.postponements.all(), *opened.agreed_dates.all()]
    recorded = [one for one in changes if one.recorded_at is not None and one.due_before is not None and one.due_after is not None]
    return max(recorded, key=lambda one: (one.recorded_at, one.pk), default=None)


def _owes_committee(opened: Round) -> bool:
    """Whether receipt was confirmed of what lies before a committee that no confirmation sent since names."""
    if opened.committee is None or opened.acknowledged_on is None:
        return False
    went = opened.letters.filter(code=LetterCode.CONFIRMATION.value, sent_at__isnull=False)
    since = opened.committee_since or opened.opened_on
    return not any(
        one.tells_complainant and one.sent_on >= since and one.facts.get(Fact.COMMITTEE) == opened.committee.name
        for one in went
        if one.sent_on is not None
    )


def heard_on(opened: Round) -> list[date]:
    """The days on which somebody was heard in a round, the first of them first."""
    held = opened.hearings.filter(result=HearingResult.HELD, held_at__isnull=False).values_list("held_at", flat=True)
    return sorted({dutch_date(moment) for moment in held if moment is not None})


def talks_told(letter: Letter, *, heard_on: Value | None) -> list[Hearing]:
    """The talks that a report tells of: the last with each who was heard, by the day that it gives; to one of those it is about none with
    another of them. Uses nothing that is loaded."""
    held = letter.round.hearings.filter(result=HearingResult.HELD, held_at__isnull=False, side__in=_SAID_BY)
    talks = list(held.order_by("held_at", "recorded_at"))
    # Of a day before any talk the letter does not go: what it tells stays as it was.
    last = {(one.side, one.user_id, one.name): one for one in [one for one in talks if _is_by(one, heard_on)] or talks}
    told = sorted(last.values(), key=lambda one: (one.held_at, one.side))
    reader = _reader_of_report(letter)
    if reader is None or reader.side is not HeardSide.SUBJECT:
        return told
    return [one for one in told if one.side != HeardSide.SUBJECT or is_held_with(one, reader, by=None)]


def _reader_of_report(letter: Letter) -> Heard | None:
    """Who reads the report and was heard; None where that is somebody else, or one of several of whom nobody was chosen."""
    if letter.addressee == Addressee.COMPLAINANT:
        return Heard(side=HeardSide.COMPLAINANT) if letter.person_id is None else None
    subjects = subjects_of(letter.complaint)
    return chosen_subject(letter) or (subjects[0] if len(subjects) == 1 else None)


def _is_by(talk: Hearing, day: Value | None) -> bool:
    return not isinstance(day, date) or talk.held_at is None or dutch_date(talk.held_at) <= day


def _heard(letter: Letter, *, subject: Heard | None) -> dict[Fact, Value]:
    """What was told in the talks of a report, where that is in the file."""
    if subject is not None:
        letter.subject_user_id, letter.subject_name = subject.user_id, subject.name
    told: dict[Fact, Value] = {}
    for one in talks_told(letter, heard_on=None):
        if one.report and one.held_at is not None:
            said = "\n\n".join(part for part in (str(told.get(_SAID_BY[one.side], "")), one.report) if part)
            told |= {Fact.HEARD_ON: dutch_date(one.held_at), _SAID_BY[one.side]: said}
    return told


def _present(letter: Letter, *, heard_on: Value | None) -> dict[Fact, Value]:
    """Who were there, as the talks of a report have it: who was heard by their part in it, who heard them, and who else."""
    if letter.code != LetterCode.HEARING_REPORT:
        return {}
    talks = talks_told(letter, heard_on=heard_on)
    hearers, reader = full_names({one.heard_by_id for one in talks if one.heard_by_id is not None}), _reader_of_report(letter)
    told: dict[datetime, list[str]] = {}
    for one in talks:
        assert one.held_at is not None
        is_reader = reader is not None and is_held_with(one, reader, by=None)
        others = [line.strip() for line in one.present.splitlines() if line.strip()]
        hearer = [hearers[one.heard_by_id]] if one.heard_by_id in hearers else []
        told.setdefault(one.held_at, []).extend(["u" if is_reader else _SIDES[HeardSide(one.side)], *hearer, *others])
    there = [(held_at, list(dict.fromkeys(names))) for held_at, names in told.items()]
    if len(there) == 1:
        return {Fact.PRESENT: "\n".join(f"{name[0].upper()}{name[1:]}" for name in there[0][1])}
    days = [f"Op {as_told(Fact.HEARD_ON, dutch_date(held_at))}: {', '.join(names)}." for held_at, names in there]
    return {Fact.PRESENT: "\n".join(days)} if days else {}


def _subjects(complaint: Complaint) -> QuerySet[InvolvedPerson]:
    return complaint.involved_people.filter(is_subject=True).order_by("pk")


def _names_of_subjects(complaint: Complaint) -> dict[tuple[int | None, str], str]:
    """What each is called whom it is about, by how a letter keeps who was chosen."""
    return {key: names[0] for key, names in _known_names_of_subjects(complaint).items()}


def _known_names_of_subjects(complaint: Complaint) -> dict[tuple[int | None, str], list[str]]:
    """The same, with the names under which the file had them before."""
    return {
        (one.user_id, "" if one.user else one.name): [one.user.get_full_name() if one.user else one.name, *one.former_names]
        for one in _subjects(complaint).select_related("user")
    }


def _points(complaint: Complaint) -> str:
    """The subjects, a line each: every one of them gets a judgment."""
    names = [one.description or (one.nature.text if one.nature else "") for one in points_of(complaint)]
    return "\n".join(dict.fromkeys(name for name in names if name)) if main_point(complaint) else ""


def _new_last_day(opened: Round, weeks: Value | None, *, on: date) -> date | None:
    """What the clock makes of so many weeks more; None where that is not lawful."""
    if not isinstance(weeks, int) or opened.regime == Regime.NORM:
        return None
    try:
        return dates_with(opened, extensions=(lawful_extension(weeks=weeks, notified_on=on),)).due_on
    except ClockRefusal:
        return None


def _signers(complaint: Complaint, *, actor: Actor, code: LetterCode, on: date, today: date) -> list[Signatory]:
    """Nobody who was involved signs (9:7, 9:12), unless the file is theirs by the exception."""
    involved = set(complaint.involved_people.filter(handles_by_exception=False).values_list("user_id", flat=True))
    found = who_may_sign(actor=actor, authority=complaint.authority, letter_code=code.value, day=on, today=today)
    return [one for one in found if one.user_id not in involved]


def _organisation() -> Tenant:
    return Tenant.objects.get(schema_name=current_schema())


def _looks() -> Looks:
    settings = OrganisationSettings.objects.get()
    return Looks(
        organisation=_organisation().name,
        colour=settings.primary_colour,
        logo=bytes(settings.logo or b""),
        logo_type=settings.logo_type,
        logo_text=settings.logo_text,
    )


def letters_of_file(*, actor: Actor, complaint: Complaint) -> list[Letter]:
    """The letters of a file this person was let into, newest first. Raises NotFound."""
    letters = _letters_of(actor, complaint).select_related("document", "sent_by", "person", "round", "complaint")
    return list(letters.prefetch_related("messages"))


def letter_of_file(*, actor: Actor, complaint: Complaint, letter_id: UUID) -> Letter | None:
    """One of them; None where the file has no such letter. Raises NotFound."""
    found = _letters_of(actor, complaint).select_related("round__handler", "person").filter(pk=letter_id).first()
    if found is not None:
        found.complaint = complaint
    return found


def own_templates() -> dict[tuple[str, str], str]:
    """The texts that the organisation wrote itself, by letter and block."""
    return {(one.code, one.block): one.text for one in LetterTemplate.objects.all()}


def last_sent(one: Round, code: LetterCode, *, after: datetime | None = None) -> Letter | None:
    """The last letter of this kind that went in a round to whom it is meant for; None where none did. after: since then alone.

    For a step that records what the letter told. What went to somebody beside who complains told the complainant nothing.
    """
    beside = Q(facts__has_key=Fact.THE_COMPLAINT.value) & ~Q(facts__has_key=Fact.ON_BEHALF_OF.value)
    judgment_to_subject = Q(code=LetterCode.DECISION, addressee=Addressee.SUBJECT)
    sent = one.letters.filter(code=code.value, sent_at__isnull=False).exclude(beside | judgment_to_subject)
    return (sent if after is None else sent.filter(sent_at__gt=after)).order_by("sent_at").last()


def may_go_by_mail(letter: Letter, *, on: date) -> bool:
    """Whether there is an address of ours to mail to: that of who came to us, where they get it themselves."""
    is_theirs = letter.addressee == Addressee.COMPLAINANT and recipient_of(letter, on=on).is_filer
    return is_theirs and has_address(letter.complaint)


def _letters_of(actor: Actor, complaint: Complaint) -> QuerySet[Letter]:
    if not may_see(actor=actor, complaint=complaint):
        raise NotFound
    return Letter.objects.filter(complaint=complaint)
