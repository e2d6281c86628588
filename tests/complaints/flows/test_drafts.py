"""A draft survives a closed laptop, is its owner's alone, and is never overwritten from another window."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from complaints import tasks
from complaints.drafting import TooManyDrafts
from complaints.flows.drafts import (
    DraftChangedElsewhere,
    DraftTooLarge,
    clear_old_drafts,
    discard_draft,
    save_draft,
)
from complaints.models import RegistrationDraft
from complaints.selectors import own_draft, own_drafts
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted
from tenants.models import Tenant
from tenants.permissions import Role

NOW = datetime(2025, 3, 7, 9, tzinfo=UTC)
ID = uuid.UUID(int=1)


@pytest.fixture
def employee(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.EMPLOYEE)


def save(actor: Actor, story: str, seen: int, draft_id: uuid.UUID = ID, now: datetime = NOW) -> RegistrationDraft:
    return save_draft(actor=actor, draft_id=draft_id, content={"story": story}, seen_version=seen, now=now)


def test_what_was_typed_is_there_again(employee: Actor) -> None:
    save(employee, "Ik wer", 0)
    save(employee, "Ik werd niet", 1)

    [draft] = own_drafts(actor=employee)
    assert (draft.pk, draft.content, draft.version) == (ID, {"story": "Ik werd niet"}, 2)


def test_a_first_save_that_is_sent_twice_makes_one_draft(employee: Actor) -> None:
    assert [save(employee, "Ik", 0).version for _ in range(2)] == [1, 1]
    assert RegistrationDraft.objects.count() == 1


def test_another_window_is_told_and_nothing_is_overwritten(employee: Actor) -> None:
    save(employee, "een", 0)
    save(employee, "twee", 1)

    with pytest.raises(DraftChangedElsewhere) as refused:
        save(employee, "drie", 1)

    assert refused.value.details == {"version": 2, "content": {"story": "twee"}}
    assert own_draft(actor=employee, draft_id=ID).content == {"story": "twee"}


def test_a_late_save_does_not_bring_back_what_was_thrown_away(employee: Actor) -> None:
    save(employee, "een", 0)
    discard_draft(actor=employee, draft_id=ID, now=NOW)

    with pytest.raises(NotFound):
        save(employee, "een en twee", 1)

    assert own_drafts(actor=employee) == []


def test_a_draft_is_its_owners_alone(employee: Actor, make_actor: Callable[..., Actor]) -> None:
    other = make_actor(Role.COORDINATOR)
    save(employee, "een", 0)

    for work in (
        lambda: save(other, "van mij", 1),
        lambda: save(other, "van mij", 0),
        lambda: discard_draft(actor=other, draft_id=ID, now=NOW),
        lambda: own_draft(actor=other, draft_id=ID),
    ):
        with pytest.raises(NotFound):
            work()

    assert (own_drafts(actor=other), own_draft(actor=employee, draft_id=ID).content) == ([], {"story": "een"})


def test_too_large_and_too_many_are_refused(employee: Actor) -> None:
    with pytest.raises(DraftTooLarge):
        save(employee, "x" * 300_001, 0)
    for number in range(50):
        save(employee, "een", 0, draft_id=uuid.UUID(int=number))
    with pytest.raises(TooManyDrafts):
        save(employee, "een", 0, draft_id=uuid.UUID(int=50))

    assert RegistrationDraft.objects.count() == 50


def test_what_nobody_touched_for_thirty_days_goes(employee: Actor) -> None:
    save(employee, "oud", 0, now=NOW - timedelta(days=30, seconds=1))
    save(employee, "nieuw", 0, draft_id=uuid.UUID(int=2), now=NOW - timedelta(days=30))

    assert clear_old_drafts(actor=system_actor(), now=NOW) == 1
    assert [draft.content["story"] for draft in own_drafts(actor=employee)] == ["nieuw"]


def test_every_night_each_organisation_clears_its_own(
    employee: Actor, tenant: Tenant, other_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(employee, "oud", 0)
    queued_for: list[str] = []
    monkeypatch.setattr(tasks.clear_drafts_here, "delay", lambda: queued_for.append(connection.schema_name))

    assert settings.CELERY_BEAT_SCHEDULE["clear-drafts"]["task"] == tasks.clear_drafts.name
    tasks.clear_drafts()
    connection.set_tenant(tenant)

    assert sorted(queued_for) == sorted([tenant.schema_name, other_tenant.schema_name])
    assert tasks.clear_drafts_here() == 1
    assert own_drafts(actor=employee) == []


def test_who_may_not_register_has_no_drafts(make_actor: Callable[..., Actor]) -> None:
    council_member = make_actor(Role.COUNCIL_MEMBER)

    with pytest.raises(NotPermitted):
        save(council_member, "een", 0)
    with pytest.raises(NotPermitted):
        own_drafts(actor=council_member)
