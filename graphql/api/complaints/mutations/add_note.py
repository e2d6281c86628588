"""addNote: a note for colleagues in a file. The complainant may ask to see it (AVG 15)."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation, request_key
from complaints.flows.notes import add_note
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class AddNoteInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    text = graphene.String(required=True)
    idempotency_key = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    key = request_key(given)
    add_note(actor=actor, reference=given["reference"], text=given["text"], request_key=key, now=read_clock())
    return str(given["reference"])


class AddNote(graphene.ObjectType):
    add_note = ComplaintMutation(AddNoteInput, _work, permission=Permission.HANDLE_COMPLAINTS)
