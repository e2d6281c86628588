"""Everybody chooses which messages they get here. The last reminder of a term by law always reaches a coordinator."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.models import NoticeChoice, NoticeWish
from tenants.actors import Actor, guard
from tenants.errors import NotPermitted, Refusal
from tenants.permissions import Permission


class UnknownWish(Refusal):
    code = "unknown_wish"
    message = _("Choose one of the three.")


def choose_notices(*, actor: Actor, wish: str) -> NoticeChoice:
    """Set the own choice. Raises NotPermitted, UnknownWish."""
    guard(actor, Permission.CHOOSE_NOTICES)
    if actor.user_id is None:
        raise NotPermitted
    if wish not in NoticeWish.values:
        raise UnknownWish(field="wish")
    with transaction.atomic(durable=True):
        choice, _created = NoticeChoice.objects.update_or_create(user_id=actor.user_id, defaults={"wish": wish})
    return choice
