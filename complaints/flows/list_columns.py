"""The columns that somebody wants to see in the list here."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from complaints.finding.columns import Column, columns_there_are, in_order
from complaints.models import ListColumns
from tenants.actors import Actor, guard
from tenants.permissions import Permission


def choose_columns(*, actor: Actor, chosen: Sequence[str]) -> tuple[Column, ...]:
    """Keep the columns for this person at this organisation; what is no column is left out, the number always stays."""
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        columns = in_order(chosen, there_are=columns_there_are())
        if actor.user_id is not None:
            ListColumns.objects.update_or_create(user_id=actor.user_id, defaults={"columns": [column.value for column in columns]})
    return columns
