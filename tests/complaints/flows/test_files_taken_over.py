"""Files from an earlier register, of which little is known: what is missing hinders no change, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from complaints.access import visible_complaints
from complaints.code_lists import FilerRole, HandlingWish
from complaints.flows.returning import return_complaint
from complaints.flows.updating import correct_receipt, update_complaint
from complaints.intake import InvolvedTold, Person
from complaints.models import Complaint, Identity, InvolvedPerson, Party, Postponement, Round
from complaints.web.timeline import shown_event
from complaints.web.wording import clock_sentence
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.models import Authority, AuthorityKind
from tenants.permissions import Role
from tests.conftest import NOW, TODAY
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

WHO = Callable[..., Actor]


@pytest.fixture
def coordinator(make_actor: WHO) -> Actor:
    return make_actor(Role.COORDINATOR)


def taken_over(*, channel: str | None = None, derived_kind: str | None = "COMPLAINT", **extra: Any) -> Complaint:
    known = {"taken_over_at": NOW, "source_reference": "OUD-1", "summary": "Te laat teruggebeld"} | extra
    return make_complaint(
        ComplaintFacts(rounds=(RoundFacts(opened_on=date(2026, 10, 5)),), channel=channel, derived_kind=derived_kind, extra=known)
    )


def change(actor: Actor, complaint: Complaint, **changes: Any) -> Complaint:
    return update_complaint(actor=actor, reference=complaint.reference, changes=changes, seen_version=None, now=NOW)


def codes(refused: pytest.ExceptionInfo[Refusals]) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in refused.value.refusals]


# What is missing hinders no change


def test_a_colleague_becomes_involved_where_story_person_and_authority_would_not_pass_today(coordinator: Actor, make_actor: WHO) -> None:
    involved = make_actor(Role.HANDLER)
    one = taken_over()
    Party.objects.create(complaint=one, role=FilerRole.COMPLAINANT, name="Jo", email="geen")
    old = Authority.objects.create(name="Dienst van vroeger", kind=AuthorityKind.EXECUTIVE, valid_until=date(2020, 1, 1))
    Complaint.objects.update(authority=old)

    change(coordinator, one, involved=(InvolvedTold(user_id=involved.user_id),))

    assert not visible_complaints(actor=involved).exists()
    one.refresh_from_db()
    assert (one.authority_id, one.parties.get().email) == (old.pk, "geen")


def test_somebody_with_an_unusable_address_is_shielded_all_the_same(coordinator: Actor) -> None:
    one = taken_over()
    Party.objects.create(complaint=one, role=FilerRole.COMPLAINANT, name="Jo", email="geen")

    change(coordinator, one, filer={"identity": Identity.SHIELDED})

    assert Party.objects.get().identity == Identity.SHIELDED


def test_what_a_change_itself_makes_wrong_is_refused(coordinator: Actor) -> None:
    one = taken_over(story="Te laat")
    Party.objects.create(complaint=one, role=FilerRole.COMPLAINANT, name="Jo", email="geen")

    with pytest.raises(Refusals) as refused:
        change(coordinator, one, story="", filer=Person(name="Jo", email="ook niet"), law="X")
    with pytest.raises(Refusals) as emptied:
        change(coordinator, one, story="", filer=Person())

    assert codes(refused) == [("email_unusable", "filer.email"), ("unknown_code", "law")]
    assert codes(emptied) == [("nothing_told", "story")]
    one.refresh_from_db()
    assert (one.story, one.version, Party.objects.get().email) == ("Te laat", 1, "geen")


def test_the_page_of_change_takes_a_colleague_who_was_involved(
    make_person: Callable[..., User], client_at: Callable[..., Client], tenant: Tenant
) -> None:
    one, colleague = taken_over(), make_person(Role.HANDLER)
    client = client_at(tenant, make_person(Role.COORDINATOR))
    url = reverse("change_complaint", urlconf="config.urls_tenant", args=[one.reference])
    page = client.get(url).context
    filled = {name: page["form"][name].value() or "" for name in page["form"].fields}
    told = {name: value for name, value in filled.items() if value is not False}

    client.post(url, told | page["began"] | {"version": page["version"], "colleague_1": str(colleague.pk)})

    assert InvolvedPerson.objects.get().user_id == colleague.pk


def test_receipt_is_corrected_of_a_file_without_story_or_person(coordinator: Actor) -> None:
    one = taken_over()

    received_at = NOW - timedelta(days=20)
    correct_receipt(actor=coordinator, reference=one.reference, received_at=received_at, reason="Fout", seen_version=1, now=NOW)

    one.refresh_from_db()
    assert (one.received_on, one.rounds.get().opened_on) == (TODAY - timedelta(days=20),) * 2


# Nothing is guessed


@pytest.mark.parametrize("derived_kind", ["FORMAL_COMPLAINT", None])
def test_a_change_of_something_else_leaves_kind_and_term_as_they_were_taken_over(coordinator: Actor, derived_kind: str | None) -> None:
    one = taken_over(derived_kind=derived_kind)
    before = Round.objects.values().get()

    change(coordinator, one, law="WMO")

    one.refresh_from_db()
    assert (one.law, one.derived_kind, one.handling_wish, Round.objects.values().get()) == ("WMO", derived_kind, "", before)
    assert "follows" not in one.events.get().data


def test_a_fact_of_the_law_decides_anew_and_the_history_says_what_followed(coordinator: Actor) -> None:
    one = taken_over(derived_kind="FORMAL_COMPLAINT")

    change(coordinator, one, channel="EMAIL")

    last, event = one.rounds.get(), one.events.get()
    assert (last.has_statutory_term, last.due_on) == (True, date(2026, 11, 16))
    assert event.data["follows"] == {"derived_kind": ["FORMAL_COMPLAINT", "COMPLAINT"], "has_statutory_term": [None, True]}
    assert shown_event(event, names={}).lines == [
        "Gewijzigd: Hoe het binnenkwam",
        "Soort naar de feiten: van Klaagschrift naar Klacht",
        "De termijn van de wet loopt",
    ]


def test_the_history_says_which_last_day_followed(coordinator: Actor) -> None:
    one = taken_over()

    change(coordinator, one, handling_wish=HandlingWish.ONLY_TELL)

    assert shown_event(one.events.get(), names={}).lines == [
        "Gewijzigd: Waar het op neerkomt",
        "Soort naar de feiten: van Klacht naar Signaal",
        "Onze eigen norm loopt, niet de termijn van de wet",
        "Laatste dag: van ma 16 november 2026 naar ma 19 oktober 2026",
    ]


def test_where_the_clock_would_refuse_what_is_in_the_file_its_dates_stay(coordinator: Actor) -> None:
    one = taken_over(channel="Telefoon")
    Postponement.objects.create(round=one.rounds.get(), starts_on=date(2026, 10, 5), ends_on=date(2026, 11, 10))

    change(coordinator, one, channel="EMAIL")

    last = one.rounds.get()
    assert (last.has_statutory_term, last.regime, last.due_on) == (True, "internal", date(2026, 11, 16))


def test_a_receipt_with_which_a_postponement_cannot_stand_is_refused_and_says_why(coordinator: Actor) -> None:
    one = taken_over()
    Postponement.objects.create(round=one.rounds.get(), starts_on=date(2026, 10, 20), ends_on=date(2026, 11, 10))

    received_at = NOW - timedelta(days=5)
    with pytest.raises(Refusal) as refused:
        correct_receipt(actor=coordinator, reference=one.reference, received_at=received_at, reason="Fout", seen_version=1, now=NOW)

    assert (refused.value.code, refused.value.field) == ("receipt_makes_no_term", "received_at")
    assert "20 oktober 2026" in refused.value.text
    one.refresh_from_db()
    assert (one.received_on, one.version, one.rounds.get().opened_on) == (date(2026, 10, 5), 1, date(2026, 10, 5))


def test_a_return_keeps_that_nobody_said_whose_term_it_is(coordinator: Actor) -> None:
    one = taken_over()
    Round.objects.update(closed_on=date(2026, 11, 2))

    return_complaint(actor=coordinator, reference=one.reference, reason="Weer te laat", seen_version=1, now=NOW)

    last = one.rounds.get(number=2)
    assert (last.has_statutory_term, last.regime) == (None, "internal")
    assert clock_sentence(one=last, today=TODAY).startswith("Moet uiterlijk")
