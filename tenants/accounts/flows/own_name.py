"""A person says how they are called: colleagues see it instead of the e-mail address, at every organisation they work for."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.accounts.models import User
from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.permissions import Permission

LONGEST_NAME = 150


class UnusableName(Refusal):
    code = "unusable_name"
    message = _("Write your name in at most 150 characters, as colleagues know you.")


def set_own_name(*, actor: Actor, name: str) -> User:
    """Give the own account a name. It is the person's alone: no administrator changes it. Raises NotSignedIn, UnusableName."""
    guard(actor, Permission.OWN_ACCOUNT)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UnusableName(field="name")
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update().get(pk=actor.user_id or 0)
        user.name = name
        user.save(update_fields=["name"])
    return user
