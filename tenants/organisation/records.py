"""Writes on the organisation's own lists that several flows share: finding and creating labels. Opens no transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from tenants.actors import Actor
from tenants.models import Municipality, Participation, Tenant, TenantKind
from tenants.organisation.core_lists import CORE_LISTS, LONGEST_LABEL, Dimension, label_key, proposed_core_code
from tenants.organisation.models import Label, OrganisationEvent
from tenants.organisation.spelling import near

MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class KnownLabel:
    """A label by its id, with the code of the core list it is mapped onto."""

    id: uuid.UUID
    text: str
    core_code: str | None


class LabelBook:
    """The labels of one organisation, and the new ones that a file brings: found by text, created in order of appearance.

    A new label has its id at once, so that rows can point at it; `save_new` writes it.
    """

    def __init__(self, *, tenant: Tenant, labels: Iterable[Label], code_of_municipality: Mapping[str, str], own_codes: set[str]) -> None:
        self._tenant = tenant
        self._known: dict[Dimension, dict[str, KnownLabel]] = {dimension: {} for dimension in Dimension}
        self._last_position = dict.fromkeys(Dimension, 0)
        self._new: list[tuple[Dimension, KnownLabel]] = []
        self._code_of_municipality = code_of_municipality
        self._own_codes = own_codes
        for label in labels:
            dimension = Dimension(label.dimension)
            self._known[dimension][label.key] = KnownLabel(label.pk, label.text, label.core_code)
            self._last_position[dimension] = max(self._last_position[dimension], label.position)

    def find(self, *, dimension: Dimension, text: str) -> KnownLabel | None:
        """The label with this text, whatever its case and the white space around it; new ones included."""
        return self._known[dimension].get(label_key(text))

    def find_or_add(self, *, dimension: Dimension, text: str) -> KnownLabel:
        """The label with this text, or a new one with this spelling and, where the word leaves no doubt, its core code."""
        return self.find(dimension=dimension, text=text) or self._add(dimension=dimension, text=text)

    def is_own_municipality(self, *, dimension: Dimension, text: str) -> bool:
        """Whether the text names the municipality itself or a participant: known, though it may have no label yet."""
        return dimension is Dimension.MUNICIPALITY and self._code_of_municipality.get(label_key(text)) in self._own_codes

    def suggest(self, *, dimension: Dimension, text: str) -> list[str]:
        """The known texts that must be meant: of the same meaning, or the same words but for a slip; best first, at most three."""
        known = {label.text: label.core_code for label in self._known[dimension].values()}
        if dimension is Dimension.MUNICIPALITY:
            known = dict.fromkeys(Municipality.objects.filter(code__in=self._own_codes).values_list("name", flat=True)) | known
        meaning = proposed_core_code(dimension=dimension, text=text)
        close = []
        for name, core_code in known.items():
            slips = near(text[:LONGEST_LABEL], name)
            if meaning and core_code:
                # Two meanings that leave no doubt say more than letters: "deels gegrond" is not "(deels) gegrond".
                slips = 0 if meaning == core_code else None
            if slips is not None:
                close.append((slips, name))
        return [name for _slips, name in sorted(close, key=lambda pair: pair[0])][:MOST_SUGGESTED]

    @property
    def new_texts(self) -> dict[str, list[str]]:
        """The texts of the new labels by dimension, in order of appearance."""
        texts: dict[str, list[str]] = {}
        for dimension, label in self._new:
            texts.setdefault(str(dimension), []).append(label.text)
        return texts

    def save_new(self, *, actor: Actor, now: datetime) -> None:
        """Write the new labels, and make a municipality that is new to a joint authority its participant."""
        Label.objects.bulk_create(self._rows_of_new())
        joining = {
            label.core_code for dimension, label in self._new if dimension is Dimension.MUNICIPALITY and label.core_code is not None
        } - self._own_codes
        if joining and self._tenant.kind == TenantKind.GR:
            Participation.objects.bulk_create(Participation(tenant=self._tenant, municipality_id=code) for code in sorted(joining))
            record_organisation_event(actor=actor, now=now, code="participants_added", data={"municipalities": sorted(joining)})
            self._own_codes |= joining
        if self._new:
            counts = {dimension: len(texts) for dimension, texts in self.new_texts.items()}
            record_organisation_event(actor=actor, now=now, code="labels_created", data={"labels": counts})

    def _add(self, *, dimension: Dimension, text: str) -> KnownLabel:
        text = " ".join(text.split())
        code = (
            self._code_of_municipality.get(label_key(text))
            if dimension is Dimension.MUNICIPALITY
            else proposed_core_code(dimension=dimension, text=text)
        )
        label = KnownLabel(uuid.uuid4(), text, code)
        self._known[dimension][label_key(text)] = label
        self._new.append((dimension, label))
        return label

    def _rows_of_new(self) -> list[Label]:
        rows = []
        for dimension, label in self._new:
            self._last_position[dimension] += 1
            rows.append(
                Label(
                    id=label.id,
                    dimension=dimension,
                    text=label.text,
                    key=label_key(label.text),
                    core_code=label.core_code,
                    position=self._last_position[dimension],
                )
            )
        return rows


def open_label_book(*, tenant: Tenant) -> LabelBook:
    """The labels of the schema that is set, with the municipalities that its rows may name."""
    codes: dict[str, str] = {}
    ambiguous: set[str] = set()
    for code, name in Municipality.objects.values_list("code", "name"):
        key = label_key(name)
        if key in codes:
            ambiguous.add(key)
        codes[key] = code
    own = set(Participation.objects.filter(tenant=tenant).values_list("municipality_id", flat=True))
    if tenant.municipality_id:
        own.add(tenant.municipality_id)
    own_names = Municipality.objects.filter(code__in=own).values_list("code", "name")
    # Of two municipalities with one name, only the organisation's own leaves no doubt.
    codes = {key: code for key, code in codes.items() if key not in ambiguous} | {label_key(name): code for code, name in own_names}
    return LabelBook(tenant=tenant, labels=Label.objects.order_by("dimension", "position"), code_of_municipality=codes, own_codes=own)


def label_for(*, dimension: Dimension, given: str) -> Label | None:
    """The label somebody means: by its id, by the core code it is mapped onto, or by its text. None when there is none.

    A core code without a word of the organisation's own gets one: the name the core list gives it.
    """
    labels = Label.objects.filter(dimension=dimension)
    try:
        return labels.filter(pk=uuid.UUID(given)).first()
    except ValueError:
        pass
    found = labels.filter(core_code=given, is_active=True).first() or labels.filter(key=label_key(given)).first()
    name = CORE_LISTS.get(dimension, {}).get(given)
    if found is not None or name is None:
        return found
    last = labels.aggregate(last=Max("position"))["last"] or 0
    label, _created = Label.objects.get_or_create(
        dimension=dimension, key=label_key(name), defaults={"text": name, "core_code": given, "position": last + 1}
    )
    return label


def record_organisation_event(*, actor: Actor, now: datetime, code: str, data: Mapping[str, Any]) -> None:
    """Add to the organisation's history: codes and counts, no personal data."""
    OrganisationEvent.objects.create(happened_at=now, actor_kind=actor.kind, actor_id=actor.user_id, code=code, data=dict(data))
