"""The class of the selection list: what stands until an archivist confirms, who confirmed it when, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from celery import current_app
from django.test import Client

from complaints.models import Complaint, ComplaintEvent
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import NotPermitted, Refusals
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.flows.retention import confirm_retention
from tenants.organisation.models import CLASS_TO_CONFIRM, OrganisationEvent, OrganisationSettings
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

D = date
PAGE = "/organisatie/bewaren/"
CONFIRMED: dict[str, Any] = {
    "retention_class": "13.1.2 Geschil afgehandeld",
    "retention_years": 7,
    "confirmed_by": "A. de Vries, archivaris",
}
NOT_YET = (CLASS_TO_CONFIRM, 5, "", None)


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


def kept() -> tuple[str, int, str, date | None]:
    one = OrganisationSettings.objects.get()
    return one.retention_class, one.retention_years, one.retention_confirmed_by, one.retention_confirmed_on


def test_until_somebody_confirms_a_class_it_says_that_it_has_to_be_confirmed(tenant: Tenant) -> None:
    assert kept() == NOT_YET
    assert CLASS_TO_CONFIRM.endswith("(nog te bevestigen)")


def test_who_confirmed_what_is_kept(administrator: Actor, now: datetime) -> None:
    confirm_retention(actor=administrator, now=now, **(CONFIRMED | {"confirmed_by": "  A. de  Vries, archivaris "}))

    assert kept() == ("13.1.2 Geschil afgehandeld", 7, "A. de Vries, archivaris", now.date())
    event = OrganisationEvent.objects.get(code="retention_confirmed")
    assert event.data == {"retention_class": [CLASS_TO_CONFIRM, "13.1.2 Geschil afgehandeld"], "retention_years": [5, 7]}
    assert (event.personal, event.actor_id) == (None, administrator.user_id)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"retention_class": " "}, [("retention_class", "unusable_class")]),
        ({"retention_class": "x" * 201}, [("retention_class", "unusable_class")]),
        ({"retention_class": CLASS_TO_CONFIRM}, [("retention_class", "unusable_class")]),
        ({"retention_years": 0}, [("retention_years", "years_out_of_bounds")]),
        ({"retention_years": 101, "confirmed_by": ""}, [("retention_years", "years_out_of_bounds"), ("confirmed_by", "nobody_confirms")]),
    ],
)
def test_what_confirms_nothing_is_refused(administrator: Actor, now: datetime, given: dict[str, Any], codes: list[tuple[str, str]]) -> None:
    with pytest.raises(Refusals) as refused:
        confirm_retention(actor=administrator, now=now, **(CONFIRMED | given))

    assert [(one.field, one.code) for one in refused.value.refusals] == codes
    assert (kept(), OutboxMessage.objects.count()) == (NOT_YET, 0)


def test_somebody_without_the_permission_changes_nothing(make_actor: Callable[..., Actor], now: datetime) -> None:
    with pytest.raises(NotPermitted):
        confirm_retention(actor=make_actor(Role.COORDINATOR), now=now, **CONFIRMED)

    assert kept() == NOT_YET


def test_files_closed_before_the_first_confirmation_follow_once_and_no_others(administrator: Actor, now: datetime) -> None:
    closed = ComplaintFacts(rounds=(RoundFacts(opened_on=D(2024, 1, 8), closed_on=D(2024, 2, 29)),))
    waiting, destroyed, other = (make_complaint(closed) for _file in range(3))
    is_open = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=D(2026, 3, 2)),)))
    until: dict[str, Any] = {"retention_class": CLASS_TO_CONFIRM, "destroy_after": D(2029, 2, 28)}
    Complaint.objects.filter(pk=waiting.pk).update(**until)
    Complaint.objects.filter(pk=destroyed.pk).update(**until, destroyed_at=now)
    Complaint.objects.filter(pk=other.pk).update(**(until | {"retention_class": "13.9"}))

    confirm_retention(actor=administrator, now=now, **CONFIRMED)
    message = OutboxMessage.objects.get()
    for _time in range(2):
        current_app.tasks[message.task_name](**message.payload, outbox_id=message.pk)

    found = {one.pk: (one.retention_class, one.destroy_after) for one in Complaint.objects.all()}
    assert found == {
        waiting.pk: ("13.1.2 Geschil afgehandeld", D(2031, 2, 28)),
        destroyed.pk: (CLASS_TO_CONFIRM, D(2029, 2, 28)),
        other.pk: ("13.9", D(2029, 2, 28)),
        is_open.pk: ("", None),
    }
    event = ComplaintEvent.objects.get(code="retention_followed")
    assert event.complaint_id == waiting.pk
    assert event.data == {"class": "13.1.2 Geschil afgehandeld", "destroy_after": ["2029-02-28", "2031-02-28"]}


def test_another_class_later_is_for_what_is_closed_later(administrator: Actor, now: datetime) -> None:
    confirm_retention(actor=administrator, now=now, **CONFIRMED)

    confirm_retention(actor=administrator, now=now, **(CONFIRMED | {"retention_class": "13.2"}))

    assert kept()[0] == "13.2"
    assert OutboxMessage.objects.count() == 1


def test_it_is_confirmed_on_its_page(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))

    page: Any = client.get(PAGE)
    refused: Any = client.post(PAGE, CONFIRMED | {"confirmed_by": ""})
    saved: Any = client.post(PAGE, CONFIRMED, follow=True)

    assert f'href="{PAGE}" aria-current="page"' in page.content.decode()
    assert "Niemand heeft dit nog bevestigd." in page.content.decode()
    assert (refused.status_code, '<a href="#id_confirmed_by">' in refused.content.decode()) == (422, True)
    assert "Bevestigd door A. de Vries, archivaris op" in saved.content.decode()
    assert kept()[:3] == ("13.1.2 Geschil afgehandeld", 7, "A. de Vries, archivaris")


def test_somebody_else_does_not_see_the_page(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    assert client_at(tenant, make_person(Role.COORDINATOR)).get(PAGE).status_code == 403
