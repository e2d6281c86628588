"""New words of an organisation: once each, in order, and none that cannot be kept."""

from __future__ import annotations

from datetime import datetime

import pytest

from tenants.actors import Actor
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.flows.label_creation import LabelTextUnusable, add_labels
from tenants.organisation.models import Label, OrganisationEvent

pytestmark = pytest.mark.django_db


def texts() -> list[str]:
    return list(Label.objects.filter(dimension="nature").order_by("position").values_list("text", flat=True))


def test_words_are_added_once_in_their_order(tenant: Tenant, command: Actor, now: datetime) -> None:
    add_labels(actor=command, tenant=tenant, texts={Dimension.NATURE: ["Privacy", "Bejegening"]}, now=now)
    events = OrganisationEvent.objects.count()

    add_labels(actor=command, tenant=tenant, texts={Dimension.NATURE: [" bejegening", "Privacy"]}, now=now)

    assert texts() == ["Privacy", "Bejegening"]
    assert OrganisationEvent.objects.count() == events


@pytest.mark.parametrize("text", ["", "  ", "a" * 201, "ß" * 101, "a\x00"])
def test_a_word_that_cannot_be_kept_is_refused(tenant: Tenant, command: Actor, now: datetime, text: str) -> None:
    with pytest.raises(LabelTextUnusable):
        add_labels(actor=command, tenant=tenant, texts={Dimension.NATURE: ["Privacy", text]}, now=now)

    assert texts() == []
