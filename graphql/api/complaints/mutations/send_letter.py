"""sendLetter: it becomes a document of the file and never changes again."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, plain
from api.complaints.mutations.letters import LetterMutation, letter_id
from complaints import models
from complaints.flows.letters import Sending, send_letter
from tenants.actors import Actor
from tenants.clock import read_clock


class SendLetterInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    letter_id = graphene.ID(required=True)
    version = graphene.Int(required=True, description="Of the letter.")
    way = ContactWay(required=True, description="LETTER, DESK or VISIT: you send it, and this notes it. EMAIL: it goes by a secure relay.")
    sent_on = graphene.Date(description="Left out: today. By EMAIL never another day.")
    has_agreed_to_mail = graphene.Boolean(description="Of who did not file electronically: said that e-mail is right (2:8).")
    digest = graphene.String(description="Of the text you saw: where it reads otherwise by now, it does not go. Left out: as it reads now.")
    meant = graphene.List(
        graphene.NonNull(graphene.String),
        description="The sentences of letter_wording_doubtful and letter_day_doubtful, each as it stands: they are meant so.",
    )


def _work(actor: Actor, given: dict[str, Any]) -> models.Letter:
    sending = Sending(
        way=models.ContactWay(plain(given["way"])),
        sent_on=given.get("sent_on"),
        has_agreed_to_mail=bool(given.get("has_agreed_to_mail")),
    )
    return send_letter(
        actor=actor,
        reference=given["reference"],
        letter_id=letter_id(given),
        sending=sending,
        meant=given.get("meant") or (),
        seen_version=given["version"],
        seen_digest=given.get("digest") or "",
        now=read_clock(),
    )


class SendLetter(graphene.ObjectType):
    send_letter = LetterMutation(SendLetterInput, _work)
