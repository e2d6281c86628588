"""saveLetter: what a draft of a letter tells, and how."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.letters import LetterFactsInput, LetterTextsInput
from api.complaints.mutations.letters import LetterMutation, letter_id
from complaints.flows import letters
from complaints.flows.letters import save_letter
from complaints.letters.facts import as_stored
from complaints.models import Letter
from tenants.actors import Actor
from tenants.clock import read_clock


class SaveLetterInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    letter_id = graphene.ID(required=True)
    version = graphene.Int(required=True, description="Of the letter.")
    facts = LetterFactsInput(description='Those that change: what is left out stays as it is, null or "" takes it out.')
    texts = LetterTextsInput(description="All parts you write otherwise. Left out as a whole: as they are.")
    signer = graphene.Int(description="User, one of `signers`. Left out: as it is.")


def _work(actor: Actor, given: dict[str, Any]) -> Letter:
    facts, texts = given.get("facts"), given.get("texts")
    draft = letters.LetterDraft(
        facts=None if facts is None else {name: "" if value is None else as_stored(value) for name, value in facts.items()},
        texts=None if texts is None else {key: text for key, text in texts.items() if text is not None},
        signer_id=given.get("signer"),
    )
    return save_letter(
        actor=actor,
        reference=given["reference"],
        letter_id=letter_id(given),
        draft=draft,
        seen_version=given["version"],
        now=read_clock(),
    )


class SaveLetter(graphene.ObjectType):
    save_letter = LetterMutation(SaveLetterInput, _work)
