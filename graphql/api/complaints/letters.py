"""Letters as the API gives and takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import graphene

from api.fields import list_of
from complaints import models
from complaints.letter_going import problems_of_going
from complaints.letter_refusals import FACT_NAMES, refusals_of
from complaints.letter_writing import WrittenLetter, read_facts, written_letter
from complaints.letters.catalogue import LETTERS, OF_GROUND, Addressee, Block, LetterCode, blocks_of, facts_of, is_from_register
from complaints.letters.facts import SHAPES, Fact, FactKind
from complaints.second_look import digest_to_look_at
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.organisation.selectors import Signatory

LetterCodeEnum = graphene.Enum("LetterCode", [(code.value, code.value) for code in LetterCode])
AddresseeEnum = graphene.Enum("Addressee", [(one.value, one.value) for one in Addressee])

_SCALARS: dict[FactKind, Any] = {FactKind.DAY: graphene.Date, FactKind.NUMBER: graphene.Int}
_TYPED = dict.fromkeys(
    fact
    for code, letter in LETTERS.items()
    for to in letter.addressees
    for fact in facts_of(code, to=to, values=dict.fromkeys(Fact, "x"))
    if not is_from_register(fact, code)
) | dict.fromkeys(fact for fact in Fact if fact in OF_GROUND)
_KEYS = dict.fromkeys(block.key for letter in LETTERS.values() for block in letter.blocks)

LetterFactsInput = type(
    "LetterFactsInput",
    (graphene.InputObjectType,),
    {
        "__doc__": "What a letter tells that the register does not know. Each letter asks for some of these; any other is refused.",
        **{fact.value: _SCALARS.get(SHAPES[fact].kind, graphene.String)() for fact in _TYPED},
    },
)
LetterTextsInput = type(
    "LetterTextsInput",
    (graphene.InputObjectType,),
    {
        "__doc__": "Parts of a letter that you write otherwise. A part that is left out, or reads as ours, follows the facts.",
        **{key: graphene.String() for key in _KEYS},
    },
)


class LetterPart(graphene.ObjectType):
    """A part of a letter. article: which asks for it; empty where it may be left out."""

    key = graphene.String(required=True)
    title = graphene.String(required=True)
    article = graphene.String(required=True)
    text = graphene.String(required=True)


class LetterAsks(graphene.ObjectType):
    """A fact that a letter asks for. kind: DAY, NUMBER, LINE, TEXT or GROUND (as closeComplaint takes it)."""

    name = graphene.String(required=True, description="Its name in `facts` of saveLetter.")
    label = graphene.String(required=True)
    kind = graphene.String(required=True)


class LetterLack(graphene.ObjectType):
    """Something that has to be there before the letter can go: as sendLetter would refuse it."""

    code = graphene.String(required=True)
    message = graphene.String(required=True)
    sentence = graphene.String(
        description="Of wording that is only doubtful: the sentence, as `meant` of sendLetter and askForLook takes it."
    )


class LetterSigner(graphene.ObjectType):
    """Somebody whose mandate lets them sign it today."""

    user_id = graphene.Int(required=True)
    name = graphene.String(required=True)
    function_title = graphene.String(required=True)


class LetterLook(graphene.ObjectType):
    """That a colleague was asked to look at a draft, and what was found."""

    asked_at = graphene.DateTime(required=True)
    asked_of = graphene.Int(description="User; null: whoever may and did not write it.")
    looked_at = graphene.DateTime(description="null: it waits.")
    looked_by = graphene.Int(description="User.")
    is_approved = graphene.Boolean(required=True, description="As it read then: a change asks for another look.")
    remarks = graphene.String(required=True)

    @staticmethod
    def resolve_asked_of(root: models.LetterLook, info: Any) -> Any:
        return root.asked_of_id

    @staticmethod
    def resolve_looked_by(root: models.LetterLook, info: Any) -> Any:
        return root.looked_by_id


class LetterType(graphene.ObjectType):
    """A letter in a file: a draft, or sent and then never changed."""

    class Meta:
        name = "Letter"

    id = graphene.ID(required=True)
    code = graphene.String(required=True, description="L01 to L14; of an extension L08a and L08b.")
    addressee = graphene.String(required=True, description="COMPLAINANT, SUBJECT, AUTHORITY, OMBUDSMAN, OTHER_BODY or PUBLIC.")
    person_id = graphene.ID(description="Who of `people` was chosen to get it; null: nobody, so who speaks for the complainant or they do.")
    subject_user_id = graphene.Int(description="Who of involved was chosen to get it, with an account; null: nobody so.")
    subject_name = graphene.String(required=True, description="Who of involved was chosen to get it, without an account. Empty: nobody so.")
    round = graphene.Int(required=True)
    version = graphene.Int(required=True)
    changed_at = graphene.DateTime(required=True)
    parts = list_of(LetterPart, description="Of one that was sent all of it; of a draft what somebody wrote otherwise.")
    sent_on = graphene.Date(description="null: a draft.")
    way = graphene.String(required=True, description="Empty: a draft.")
    signed_by = graphene.String(required=True)
    function_title = graphene.String(required=True)
    sha256 = graphene.String(required=True, description="Of the document that was sent.")
    document = graphene.ID(description="The document that was sent, among `documents`.")
    final_document = graphene.ID(description="Of one that was finished elsewhere: the document that waits for a look, among `documents`.")
    looks = list_of(LetterLook, description="Oldest first.")
    checklist = list_of(graphene.String, description="Of one that was finished elsewhere: the keys of the parts that were seen in it.")
    meant = list_of(graphene.String, description="The doubtful sentences of which somebody said that they are meant so.")

    @staticmethod
    def resolve_looks(root: models.Letter, info: Any) -> Any:
        return root.looks.all()

    @staticmethod
    def resolve_round(root: models.Letter, info: Any) -> int:
        return root.round.number

    @staticmethod
    def resolve_parts(root: models.Letter, info: Any) -> list[LetterPart]:
        return _parts(_blocks_of(root), root.texts)

    @staticmethod
    def resolve_signed_by(root: models.Letter, info: Any) -> str:
        return root.signer_name

    @staticmethod
    def resolve_checklist(root: models.Letter, info: Any) -> list[str]:
        return [_camel(key) for key in root.checklist]

    @staticmethod
    def resolve_final_document(root: models.Letter, info: Any) -> Any:
        return root.final_id

    @staticmethod
    def resolve_document(root: models.Letter, info: Any) -> Any:
        return root.document_id


class LetterDraft(graphene.ObjectType):
    """A letter as it reads today, with what it asks and lacks."""

    parts = list_of(LetterPart)
    asks = list_of(LetterAsks)
    lacks = list_of(LetterLack)
    signers = list_of(LetterSigner)
    digest = graphene.String(required=True, description="SHA-256 of what a colleague looks at; lookAtLetter takes it.")
    signer = graphene.Int(description="Who is to sign it; null: nobody was chosen, or that one may not any more.")


def as_draft(letter: models.Letter, *, actor: Actor) -> LetterDraft:
    """As it would be sent today."""
    today = dutch_date(read_clock())
    written = written_letter(letter, actor=actor, on=today)
    found = refusals_of(written.stops, code=LetterCode(letter.code), blocks_there=written.blocks)
    lacks = problems_of_going(letter, written, found=found, way=None, sent_on=today, today=today)
    return LetterDraft(
        parts=_parts(written.blocks, written.texts),
        asks=[LetterAsks(name=_in_api(fact), label=str(FACT_NAMES[fact]), kind=SHAPES[fact].kind.value) for fact in written.asked],
        lacks=[LetterLack(code=one.code, message=one.text, sentence=one.details.get("sentence")) for one in lacks],
        signers=[_signer(one) for one in written.signers],
        digest=digest_to_look_at(letter, written),
        signer=_chosen(written),
    )


def _blocks_of(letter: models.Letter) -> list[Block]:
    """The parts of a letter as it was sent, or as it may have them while it is being written."""
    code = LetterCode(letter.code)
    worded = {one.key: one for one in blocks_of(code, to=Addressee(letter.addressee), values=read_facts(letter.facts))}
    return [worded.get(one.key, one) for one in LETTERS[code].blocks]


def _parts(blocks: Iterable[Block], texts: Any) -> list[LetterPart]:
    return [
        LetterPart(key=_camel(one.key), title=one.title, article=one.article, text=texts[one.key]) for one in blocks if one.key in texts
    ]


def _signer(one: Signatory) -> LetterSigner:
    return LetterSigner(user_id=one.user_id, name=one.name, function_title=one.function_title)


def _chosen(written: WrittenLetter) -> int | None:
    return written.signer.user_id if written.signer else None


def _in_api(fact: Fact) -> str:
    return _camel(fact.value)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)
