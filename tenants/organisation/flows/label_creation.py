"""An organisation gets words of its own, in the order in which they are to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.models import Tenant
from tenants.organisation.core_lists import LONGEST_LABEL, Dimension, label_key
from tenants.organisation.records import open_label_book
from tenants.permissions import Permission


class LabelTextUnusable(Refusal):
    code = "label_text_unusable"
    message = _("Give a word of at most %(most)s characters.")


def add_labels(*, actor: Actor, tenant: Tenant, texts: Mapping[Dimension, Iterable[str]], now: datetime) -> None:
    """Add the words that are not there yet, at the end of their lists. Given twice, the second changes nothing.

    Raises LabelTextUnusable.
    """
    guard(actor, Permission.MANAGE_LABELS)
    with transaction.atomic(durable=True):
        book = open_label_book(tenant=tenant)
        for dimension, words in texts.items():
            for text in words:
                if not 1 <= len(label_key(text)) <= LONGEST_LABEL or len(text) > LONGEST_LABEL or "\x00" in text:
                    raise LabelTextUnusable(field=str(dimension), most=LONGEST_LABEL)
                book.find_or_add(dimension=dimension, text=text)
        book.save_new(actor=actor, now=now)
