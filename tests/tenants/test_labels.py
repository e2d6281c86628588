"""The organisation's own words: their meaning and their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.flows.labels import (
    AlreadyAtTheEnd,
    Direction,
    MapsOntoNothing,
    MeaningUnchanged,
    UnknownCoreCode,
    map_label,
    move_label,
)
from tenants.organisation.models import Label, OrganisationEvent
from tenants.organisation.selectors import count_labels_to_map
from tenants.permissions import Role
from tests.factories.register import make_label


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def label(dimension: Dimension, text: str) -> Label:
    made = make_label(dimension, text)
    assert made is not None
    return made


def test_a_word_is_mapped_and_unmapped_with_history(coordinator: Actor, now: datetime) -> None:
    word = label(Dimension.OUTCOME, "Niet ontvankelijk")
    assert count_labels_to_map(actor=coordinator) == 1

    map_label(actor=coordinator, label_id=word.pk, core_code="NOT_TAKEN_UP", now=now)
    mapped = count_labels_to_map(actor=coordinator)
    map_label(actor=coordinator, label_id=word.pk, core_code=None, now=now)

    assert (mapped, count_labels_to_map(actor=coordinator)) == (0, 1)
    events = OrganisationEvent.objects.filter(code="label_mapped").order_by("pk")
    assert [(event.code, event.data["before"], event.data["after"]) for event in events] == [
        ("label_mapped", None, "NOT_TAKEN_UP"),
        ("label_mapped", "NOT_TAKEN_UP", None),
    ]


@pytest.mark.parametrize(
    ("dimension", "text", "core_code", "refusal"),
    [
        (Dimension.UNIT, "Wmo", "PHONE", MapsOntoNothing),
        (Dimension.CHANNEL, "Duif", "PIGEON", UnknownCoreCode),
        (Dimension.MUNICIPALITY, "Ergens", "GM9999", UnknownCoreCode),
        (Dimension.CHANNEL, "Telefoon", "PHONE", MeaningUnchanged),
    ],
)
def test_a_meaning_that_cannot_be_is_refused(
    coordinator: Actor, now: datetime, dimension: Dimension, text: str, core_code: str, refusal: type[Exception]
) -> None:
    word = label(dimension, text)

    with pytest.raises(refusal):
        map_label(actor=coordinator, label_id=word.pk, core_code=core_code, now=now)

    assert OrganisationEvent.objects.filter(code="label_mapped").count() == 0


def test_words_change_places_and_stop_at_the_end(coordinator: Actor, now: datetime) -> None:
    first, second, third = (label(Dimension.UNIT, text) for text in ("Werk", "Inkomen", "Wmo"))
    Label.objects.update(position=7)

    def order() -> list[str]:
        return list(Label.objects.filter(dimension=Dimension.UNIT).order_by("position", "text").values_list("text", flat=True))

    start = order()
    move_label(actor=coordinator, label_id=third.pk, direction=Direction.UP, now=now)
    with pytest.raises(AlreadyAtTheEnd):
        move_label(actor=coordinator, label_id=second.pk, direction=Direction.UP, now=now)

    assert (start, order()) == (["Inkomen", "Werk", "Wmo"], ["Inkomen", "Wmo", "Werk"])
    assert first.pk in set(Label.objects.values_list("pk", flat=True))


def test_an_unknown_word_and_a_role_without_it_are_refused(coordinator: Actor, make_actor: Callable[..., Actor], now: datetime) -> None:
    word = label(Dimension.CHANNEL, "Duif")

    with pytest.raises(NotFound):
        map_label(actor=coordinator, label_id=UUID(int=1), core_code=None, now=now)
    with pytest.raises(NotPermitted):
        map_label(actor=make_actor(Role.HANDLER), label_id=word.pk, core_code="PHONE", now=now)


def test_the_page_shows_what_waits_first_and_saves_without_javascript(
    tenant: Tenant, make_person: Callable[..., object], client_at: Callable[..., Client]
) -> None:
    word = label(Dimension.CHANNEL, "Duif")
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))

    before = client.get("/indeling/").content.decode()
    client.post(f"/indeling/{word.pk}/", {"core_code": "LETTER"})
    after = client.get("/indeling/").content.decode()

    assert before.index("Nog in te delen") < before.index(">Kanalen</h2>")
    assert "Elk woord is ingedeeld." in after
