"""sendFinalLetter: a letter that was finished elsewhere; the file, by the GraphQL multipart request convention, stays as it came."""

from __future__ import annotations

import re
from typing import Any

import graphene

from api.complaints.inputs import ContactWay, plain
from api.complaints.mutations.letters import LetterMutation, letter_id
from api.fields import Upload
from complaints import models
from complaints.flows.letters import Sending, send_final_letter
from complaints.keeping import SentFile
from tenants.actors import Actor
from tenants.clock import read_clock


class SendFinalLetterInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    letter_id = graphene.ID(required=True)
    version = graphene.Int(required=True, description="Of the letter.")
    document = Upload(description="A PDF or a Word file (.docx), at most 25 MB; by EMAIL a PDF. Left out: the one of keepFinalLetter.")
    ticked = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="The keys of the parts you saw in it; ofThisFile: where final_letter_of_another asks it.",
    )
    way = ContactWay(required=True, description="As in sendLetter.")
    sent_on = graphene.Date(description="Left out: today.")
    has_agreed_to_mail = graphene.Boolean()
    meant = graphene.List(graphene.NonNull(graphene.String), description="As in sendLetter, of the sentences in the document.")


def _work(actor: Actor, given: dict[str, Any]) -> models.Letter:
    document = given.get("document")
    sending = Sending(
        way=models.ContactWay(plain(given["way"])),
        sent_on=given.get("sent_on"),
        has_agreed_to_mail=bool(given.get("has_agreed_to_mail")),
    )
    return send_final_letter(
        actor=actor,
        reference=given["reference"],
        letter_id=letter_id(given),
        final=SentFile(content=document.file, name=document.name) if document else None,
        ticked=[re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", key) for key in given["ticked"]],
        sending=sending,
        meant=given.get("meant") or (),
        seen_version=given["version"],
        now=read_clock(),
    )


class SendFinalLetter(graphene.ObjectType):
    send_final_letter = LetterMutation(SendFinalLetterInput, _work)
