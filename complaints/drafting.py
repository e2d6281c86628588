"""A draft in hand: what the flows of drafts share. Opens no transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from complaints.models import RegistrationDraft
from complaints.repeated_requests import RequestKey, is_remembered, request_key
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal

MOST_DRAFTS = 50
OF_A_DRAFT = "draft:"
# Begun by a file: nothing was typed yet, so the first save of what is typed has seen this one.
NOTHING_TYPED = 0


class TooManyDrafts(Refusal):
    code = "too_many_drafts"
    message = _("You have 50 drafts. Register one or throw one away first.")


class DraftChangedElsewhere(Refusal):
    """details: version and content as they are kept now."""

    code = "draft_changed_elsewhere"
    message = _("You typed in this draft in another window meanwhile. Compare, and choose what should stand.")


def key_of_draft(draft_id: uuid.UUID, content: Mapping[str, str]) -> RequestKey:
    """What registering a draft is remembered by: sent twice it is done once, whatever window, back button or lost answer.

    content: what was typed, as the page sent it.
    """
    return request_key(f"{OF_A_DRAFT}{draft_id}", asked=content)


def was_registered(*, actor: Actor, draft_id: uuid.UUID) -> bool:
    """Whether this person registered what this draft held."""
    return is_remembered(f"{OF_A_DRAFT}{draft_id}", actor=actor)


def owner_of(actor: Actor) -> int:
    """Whose drafts these are. Raises NotPermitted for who is nobody."""
    if actor.user_id is None:
        raise NotPermitted
    return actor.user_id


def draft_in_hand(*, actor: Actor, draft_id: uuid.UUID, now: datetime) -> RegistrationDraft:
    """This person's draft, locked and touched now; one with nothing typed when there was none.

    Raises NotPermitted, NotFound, TooManyDrafts.
    """
    draft = RegistrationDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        if was_registered(actor=actor, draft_id=draft_id):
            raise NotFound
        draft = begin_draft(draft_id=draft_id, owner_id=owner_of(actor), now=now)
    if draft.owner_id != owner_of(actor):
        raise NotFound
    draft.changed_at = now
    draft.save(update_fields=["changed_at"])
    return draft


def begin_draft(*, draft_id: uuid.UUID, owner_id: int, now: datetime) -> RegistrationDraft:
    """A new draft in which nothing was typed, locked; or the one that was begun with this number at the same moment, whosever.

    Raises TooManyDrafts.
    """
    if RegistrationDraft.objects.filter(owner_id=owner_id).count() >= MOST_DRAFTS:
        raise TooManyDrafts
    begun = RegistrationDraft(pk=draft_id, owner_id=owner_id, version=NOTHING_TYPED, created_at=now, changed_at=now)
    RegistrationDraft.objects.bulk_create([begun], ignore_conflicts=True)
    return RegistrationDraft.objects.select_for_update().get(pk=draft_id)
