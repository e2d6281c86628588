"""The mail after somebody got a role. The same words for who has an account already and who has none yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tenants.accounts.mail import send_invitation_mail
from tenants.accounts.models import Membership, MembershipEvent
from tenants.actors import Actor, guard
from tenants.permissions import Permission


def send_invitation(*, actor: Actor, membership_id: int, now: datetime) -> bool:
    """Send the mail, once. Returns False when it was sent before, or the role was ended in the meantime."""
    guard(actor, Permission.MANAGE_MEMBERSHIPS)
    with transaction.atomic(durable=True):
        membership = Membership.objects.select_for_update(of=("self",)).select_related("user", "tenant").get(pk=membership_id)
        if membership.ended_at is not None or membership.events.filter(code="invited").exists():
            return False
        send_invitation_mail(membership=membership)
        MembershipEvent.objects.create(
            tenant_id=membership.tenant_id,
            membership=membership,
            happened_at=now,
            actor_kind=actor.kind,
            actor_id=actor.user_id,
            code="invited",
        )
    return True
