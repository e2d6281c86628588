"""An organisation's own words: what they mean in the core lists, and in which order they are shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import NotFound, Refusal
from tenants.models import Municipality
from tenants.organisation.core_lists import CORE_LISTS, DIMENSIONS_WITHOUT_CORE_LIST, Dimension
from tenants.organisation.models import Label
from tenants.organisation.records import record_organisation_event
from tenants.outbox import after_commit
from tenants.permissions import Permission


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


# What files were taken over with in these words, or came in by, decides their kind and term: they follow a new meaning.
DIMENSIONS_A_TERM_RESTS_ON = frozenset({Dimension.KIND, Dimension.PROCEDURE, Dimension.CHANNEL})


class MapsOntoNothing(Refusal):
    code = "maps_onto_nothing"
    message = _("Units and people who handle complaints are your own: they are not mapped onto a list.")


class UnknownCoreCode(Refusal):
    code = "unknown_core_code"
    message = _("This meaning is not in the list. Choose one that is.")


class MeaningUnchanged(Refusal):
    code = "meaning_unchanged"
    message = _("The word has this meaning already.")


class AlreadyAtTheEnd(Refusal):
    code = "already_at_the_end"
    message = _("The word cannot go further this way.")


def map_label(*, actor: Actor, label_id: UUID, core_code: str | None, now: datetime) -> Label:
    """Say what a word means in the core list; None makes it "nog in te delen" again.

    Raises NotFound, MapsOntoNothing, UnknownCoreCode, MeaningUnchanged.
    """
    guard(actor, Permission.MANAGE_LABELS)
    with transaction.atomic(durable=True):
        label = _label(label_id)
        dimension = Dimension(label.dimension)
        if dimension in DIMENSIONS_WITHOUT_CORE_LIST:
            raise MapsOntoNothing(field="core_code")
        if core_code is not None and not _is_known(dimension, core_code):
            raise UnknownCoreCode(field="core_code")
        if label.core_code == core_code:
            raise MeaningUnchanged(field="core_code")
        before, label.core_code = label.core_code, core_code
        label.save(update_fields=["core_code"])
        _record("label_mapped", label, actor=actor, now=now, before=before, after=core_code)
        if dimension in DIMENSIONS_A_TERM_RESTS_ON:
            after_commit("complaints.follow_meaning", now=now, label_id=str(label.pk))
    return label


def move_label(*, actor: Actor, label_id: UUID, direction: Direction, now: datetime) -> Label:
    """Let a word change places with the one above or below it. Raises NotFound, AlreadyAtTheEnd."""
    guard(actor, Permission.MANAGE_LABELS)
    with transaction.atomic(durable=True):
        label = _label(label_id)
        ordered = list(Label.objects.select_for_update().filter(dimension=label.dimension).order_by("position", "text"))
        place = next(index for index, one in enumerate(ordered) if one.pk == label.pk)
        other = place + (-1 if direction is Direction.UP else 1)
        if not 0 <= other < len(ordered):
            raise AlreadyAtTheEnd
        ordered[place], ordered[other] = ordered[other], ordered[place]
        # Positions may hold gaps or the same number twice: write the order as it is now.
        for position, one in enumerate(ordered):
            if one.position != position:
                Label.objects.filter(pk=one.pk).update(position=position)
        _record("label_moved", label, actor=actor, now=now, before=place, after=other)
    label.refresh_from_db()
    return label


def _label(label_id: UUID) -> Label:
    label = Label.objects.select_for_update().filter(pk=label_id).first()
    if label is None:
        raise NotFound
    return label


def _is_known(dimension: Dimension, core_code: str) -> bool:
    if dimension is Dimension.MUNICIPALITY:
        return Municipality.objects.filter(code=core_code).exists()
    return core_code in CORE_LISTS[dimension]


def _record(code: str, label: Label, *, actor: Actor, now: datetime, before: object, after: object) -> None:
    data = {"label": str(label.pk), "dimension": label.dimension, "before": before, "after": after}
    record_organisation_event(actor=actor, now=now, code=code, data=data)
