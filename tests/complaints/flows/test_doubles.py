"""A double and the file that counts for it are one complaint: what keeps somebody from the one keeps them from the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from complaints.access import visible_complaints
from complaints.flows.leaving_out import mark_duplicate
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import Complaint, ComplaintEvent
from tenants.actors import Actor
from tenants.permissions import Role
from tests.conftest import NOW

TOLD = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="Mevrouw Voorbeeld"))
WHO = Callable[..., Actor]


@pytest.fixture
def coordinator(make_actor: WHO) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, **parts: Any) -> str:
    return register_complaint(actor=actor, submission=replace(TOLD, **parts), received_at=NOW, now=NOW).reference


def mark(actor: Actor, reference: str, *, of: str) -> None:
    mark_duplicate(actor=actor, reference=reference, of_reference=of, reason="Belde twee keer", seen_version=None, now=NOW)


def seen_by(actor: Actor) -> set[str]:
    return set(visible_complaints(actor=actor).values_list("reference", flat=True))


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def history(reference: str) -> list[str]:
    return list(ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk").values_list("code", flat=True))


def test_whoever_is_involved_in_a_new_double_has_lost_the_older_ones_as_well(coordinator: Actor, make_actor: WHO) -> None:
    involved = make_actor(Role.HANDLER)
    counts, older = register(coordinator), register(coordinator)
    mark(coordinator, older, of=counts)
    newer = register(coordinator, involved=(InvolvedTold(user_id=involved.user_id),))
    assert seen_by(involved) == {counts, older}

    mark(coordinator, newer, of=counts)

    assert (seen_by(involved), seen_by(coordinator)) == (set(), {counts, older, newer})
    assert history(older) == ["registered", "marked_duplicate", "involvement_shared"]
    assert ComplaintEvent.objects.filter(complaint=file(older)).latest("pk").data["with"] == counts
