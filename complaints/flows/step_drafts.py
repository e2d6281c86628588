"""What somebody typed on the page of a step so far: kept as they type, theirs alone, there again after a closed laptop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint
from complaints.drafting import owner_of
from complaints.models import Complaint, StepDraft
from complaints.statuses import Step
from complaints.steps import NotInThisState, check_step
from tenants.actors import Actor, guard
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission

LARGEST = 100_000
MOST_STEP_DRAFTS = 200
LONGEST_PAGE = 200


class StepDraftTooLarge(Refusal):
    code = "step_draft_too_large"
    message = _("This is too much to keep while you type. It stays in this window: send it, or attach a part as a document.")


class TooManyStepDrafts(Refusal):
    code = "too_many_step_drafts"
    message = _("You began 200 steps without finishing them. What you type stays in this window: send it, or begin one of the others anew.")


class StepDraftChangedElsewhere(Refusal):
    code = "step_draft_changed_elsewhere"
    message = _("You type on this page in another window too. What you type here stays in this window: send it here, or go on there.")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody types. page: the page of the step in a file, with what of the file it is about."""

    reference: str
    step: Step
    page: str


def keep_step_draft(*, actor: Actor, place: Place, content: Mapping[str, Any], seen_version: int, now: datetime) -> int:
    """Keep what was typed; nothing typed any more is nothing kept. Returns the version to go on from.

    seen_version: the one this window last saw; 0 before the first. Raises NotPermitted, StepDraftTooLarge, TooManyStepDrafts,
    StepDraftChangedElsewhere, and NotFound: of a file this person does not see, a step it does not take now, and what was sent or
    thrown away in another window.
    """
    guard(actor, Permission.SEE_COMPLAINTS)
    writer_id = owner_of(actor)
    if len(json.dumps(content)) > LARGEST:
        raise StepDraftTooLarge
    if len(place.page) > LONGEST_PAGE:
        raise NotFound
    with transaction.atomic(durable=True):
        complaint = _file_that_takes(place, actor=actor)
        draft = StepDraft.objects.filter(complaint=complaint, writer_id=writer_id, page=place.page).first()
        if draft is None:
            if seen_version:
                raise NotFound
            if not content:
                return 0
            if StepDraft.objects.filter(writer_id=writer_id).count() >= MOST_STEP_DRAFTS:
                raise TooManyStepDrafts
            draft = StepDraft(complaint=complaint, writer_id=writer_id, step=place.step, page=place.page, version=0)
        elif draft.content == dict(content):
            return draft.version
        elif seen_version != draft.version:
            raise StepDraftChangedElsewhere
        if not content:
            draft.delete()
            return 0
        draft.content, draft.version, draft.changed_at = dict(content), draft.version + 1, now
        draft.save()
    return draft.version


def discard_step_draft(*, actor: Actor, place: Place) -> None:
    """Nothing is kept of what this person typed there, if anything was. Raises NotPermitted."""
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        StepDraft.objects.filter(complaint__reference=place.reference, writer_id=owner_of(actor), page=place.page).delete()


def _file_that_takes(place: Place, *, actor: Actor) -> Complaint:
    """The file, locked, so that who loses it at this moment keeps nothing. Raises NotFound."""
    complaint = access_complaint(actor=actor, reference=place.reference, for_change=True)
    try:
        check_step(complaint, place.step)
    except NotInThisState:
        raise NotFound from None
    return complaint
