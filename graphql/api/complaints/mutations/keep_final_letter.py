"""keepFinalLetter: a letter that was finished elsewhere, kept for a colleague to look at before it goes."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.letters import LetterMutation, letter_id
from api.fields import Upload
from complaints import models
from complaints.flows.letters import keep_final_letter
from complaints.keeping import SentFile
from tenants.actors import Actor
from tenants.clock import read_clock


class KeepFinalLetterInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    letter_id = graphene.ID(required=True)
    version = graphene.Int(required=True, description="Of the letter.")
    document = Upload(required=True, description="A PDF or a Word file (.docx), at most 25 MB.")


def _work(actor: Actor, given: dict[str, Any]) -> models.Letter:
    document = given["document"]
    return keep_final_letter(
        actor=actor,
        reference=given["reference"],
        letter_id=letter_id(given),
        final=SentFile(content=document.file, name=document.name),
        seen_version=given["version"],
        now=read_clock(),
    )


class KeepFinalLetter(graphene.ObjectType):
    keep_final_letter = LetterMutation(KeepFinalLetterInput, _work)
