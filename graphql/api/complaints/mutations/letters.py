"""What the mutations of letters share: the letter as it is now, with what it asks and lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import graphene

from api.complaints.letters import LetterDraft, LetterType, as_draft
from api.complaints.mutations.base import MutationError, MutationField, shown_or_none
from api.complaints.types import ComplaintType
from api.fields import list_of
from complaints.models import Letter
from tenants.actors import Actor
from tenants.errors import NotFound
from tenants.permissions import Permission


class LetterPayload(graphene.ObjectType):
    """The letter as it is now, or why nothing was done."""

    complaint = graphene.Field(ComplaintType)
    letter = graphene.Field(LetterType, description="null where nothing was done.")
    draft = graphene.Field(LetterDraft, description="How it reads and what it lacks; null once it was sent.")
    errors = list_of(MutationError)


class LetterMutation(MutationField):
    """A mutation of one letter. work: (actor, input) -> the letter."""

    def __init__(self, input_type: type, work: Callable[[Actor, dict[str, Any]], Letter]) -> None:
        def carried_out(info: Any, given: dict[str, Any]) -> LetterPayload:
            actor = info.context.actor
            letter = work(actor, given)
            # What a letter says is content, as that of a file that is opened.
            info.context.openings.note(letter.complaint_id)
            draft = None if letter.is_sent else as_draft(letter, actor=actor)
            complaint = shown_or_none(actor=actor, reference=letter.complaint.reference)
            return LetterPayload(complaint=complaint, letter=letter, draft=draft, errors=[])

        super().__init__(LetterPayload, input_type, carried_out, permission=Permission.HANDLE_COMPLAINTS)


def letter_id(given: dict[str, Any]) -> UUID:
    """The id of a letter. Raises NotFound: what is no number is the number of nothing."""
    try:
        return UUID(given["letter_id"])
    except ValueError:
        raise NotFound(field="letter_id") from None
