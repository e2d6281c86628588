"""What somebody has typed of a complaint so far: saved as they type, theirs alone, there again after a closed laptop."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.drafting import DraftChangedElsewhere, begin_draft, owner_of, was_registered
from complaints.keeping import remove_documents
from complaints.models import Document, RegistrationDraft, StepDraft
from complaints.step_drafts import forget_of_lost_files
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import NotFound, Refusal
from tenants.models import Tenant
from tenants.permissions import Permission

LARGEST = 300_000
KEPT_FOR = timedelta(days=30)


class DraftTooLarge(Refusal):
    code = "draft_too_large"
    message = _("This is too much to keep as a draft. Register the complaint and attach the rest as a document.")


def save_draft(*, actor: Actor, draft_id: uuid.UUID, content: Mapping[str, Any], seen_version: int, now: datetime) -> RegistrationDraft:
    """Keep what was typed. draft_id: chosen by whoever begins, so that a first save that is sent twice makes one draft.

    seen_version: the version this window last saw; 0 for the first save. Raises NotPermitted, NotFound (another person's),
    DraftTooLarge, TooManyDrafts, DraftChangedElsewhere.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    owner_id = owner_of(actor)
    if len(json.dumps(content)) > LARGEST:
        raise DraftTooLarge
    with transaction.atomic(durable=True):
        draft = RegistrationDraft.objects.select_for_update().filter(pk=draft_id).first()
        if draft is None:
            if seen_version or was_registered(actor=actor, draft_id=draft_id):
                # Registered or thrown away in another window: a late save does not bring it back.
                raise NotFound
            draft = begin_draft(draft_id=draft_id, owner_id=owner_id, now=now)
        if draft.owner_id != owner_id:
            raise NotFound
        if draft.content == dict(content):
            return draft
        if seen_version != draft.version:
            raise DraftChangedElsewhere(version=draft.version, content=draft.content)
        draft.content, draft.version, draft.changed_at = dict(content), draft.version + 1, now
        draft.save(update_fields=["content", "version", "changed_at"])
    return draft


def discard_draft(*, actor: Actor, draft_id: uuid.UUID, now: datetime) -> None:
    """Throw a draft away. Raises NotPermitted, NotFound."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    with transaction.atomic(durable=True):
        if not _remove(RegistrationDraft.objects.filter(pk=draft_id, owner_id=owner_of(actor)), now=now):
            raise NotFound


def clear_old_drafts(*, actor: Actor, now: datetime) -> int:
    """Remove drafts that nobody touched for thirty days, or whose writer may not go on with them: they hold personal data. Returns how
    many."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    with transaction.atomic(durable=True):
        of_steps, _models = StepDraft.objects.filter(changed_at__lt=now - KEPT_FOR).delete()
        old = of_steps + _remove(RegistrationDraft.objects.filter(changed_at__lt=now - KEPT_FOR), now=now)
        writers = {*StepDraft.objects.values_list("writer", flat=True), *RegistrationDraft.objects.values_list("owner", flat=True)}
        return old + sum(_remove_lost(one, now=now) for one in User.objects.filter(pk__in=writers))


def clear_lost_drafts(*, actor: Actor, user_id: int, now: datetime) -> int:
    """A colleague's role ended: what they typed where they may not go on is gone. Returns how many drafts."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    with transaction.atomic(durable=True):
        return sum(_remove_lost(one, now=now) for one in User.objects.filter(pk=user_id))


def _remove_lost(writer: User, *, now: datetime) -> int:
    tenant = Tenant.objects.get(schema_name=current_schema())
    person = actor_for(user=writer, tenant=tenant, today=dutch_date(now), has_second_factor=True)
    gone = forget_of_lost_files(person=person)
    if person.may(Permission.REGISTER_COMPLAINTS):
        return gone
    return gone + _remove(RegistrationDraft.objects.filter(owner=writer), now=now)


def _remove(drafts: QuerySet[RegistrationDraft], *, now: datetime) -> int:
    """With the files that were added to them, and their content. Returns how many drafts."""
    ids = list(drafts.select_for_update().values_list("pk", flat=True))
    remove_documents(Document.objects.filter(draft__in=ids), now=now)
    RegistrationDraft.objects.filter(pk__in=ids).delete()
    return len(ids)
