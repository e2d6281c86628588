"""Notes for colleagues in a file. They are part of it: the complainant may ask to see them (AVG 15)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from complaints.access import visible_complaints
from complaints.checks import checked_text
from complaints.models import Note
from complaints.repeated_requests import RequestKey, earlier_request, remember
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.permissions import Permission

OPERATION = "add_note"


def add_note(*, actor: Actor, reference: str, text: str, request_key: RequestKey | None = None, now: datetime) -> Note:
    """Add a note. Raises NotFound, NotPermitted, TextMissing, TextTooLong, UnreadableCharacter, KeyUsedForSomethingElse."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    text = checked_text(text, field="text", is_needed=True)
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=visible_complaints(actor=actor))
        if earlier is not None:
            return Note.objects.get(pk=earlier.answer["note"])
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ADD_NOTE)
        note = Note.objects.create(complaint=in_hand.complaint, text=text, written_by_id=actor.user_id, written_at=now)
        complaint = finish_step(in_hand, actor=actor, now=now, code="note_added", data={"note": note.pk})
        remember(request_key, actor=actor, operation=OPERATION, complaint=complaint, now=now, answer={"note": note.pk})
    return note
