"""What having been involved means (Awb 9:7), who decides on it, and what a file that goes to another compartment leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from complaints.access import visible_complaints
from complaints.code_lists import ConductOf
from complaints.finding.export_runs import standing_of
from complaints.flows.assignment import assign_complaint
from complaints.flows.notices import make_digests, send_notice
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import Complaint, ComplaintEvent, InvolvedPerson, Notice
from complaints.web.timeline import shown_event
from complaints.work.work_list import open_work
from tenants.accounts.models import MembershipEvent, User
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.models import Absence, OrganisationSettings
from tenants.permissions import Role
from tests.conftest import NOW, TODAY

TOLD = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="Mevrouw Voorbeeld"))
BY_EXCEPTION = {"conduct_of": ConductOf.CHAIR, "exception_reason": "Gaat over de burgemeester zelf"}
WHO = Callable[..., Actor]


@pytest.fixture
def coordinator(make_actor: WHO) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def involved(make_actor: WHO) -> Actor:
    return make_actor(Role.HANDLER)


def register(actor: Actor, *involved: Actor, **parts: Any) -> str:
    people = tuple(InvolvedTold(user_id=one.user_id) for one in involved)
    told = Submission(story=TOLD.story, channel=TOLD.channel, filer=TOLD.filer, involved=people, **parts)
    return register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def as_it_is(reference: str) -> tuple[object, ...]:
    """What a refusal leaves as it is."""
    people = InvolvedPerson.objects.filter(complaint__reference=reference).order_by("pk")
    return (
        file(reference).version,
        file(reference).rounds.get().handler_id,
        list(people.values_list("user_id", "handles_by_exception")),
        ComplaintEvent.objects.count(),
        Notice.objects.count(),
        OutboxMessage.objects.count(),
    )


def decider(kind: str, make_actor: WHO, coordinator: Actor) -> Actor:
    """Somebody who decides on involvement, or nearly so."""
    if kind == "coordinator":
        return make_actor(Role.COORDINATOR)
    handler = make_actor(Role.HANDLER)
    if kind == "substitute coordinator":
        OrganisationSettings.objects.update(substitute_coordinator_id=handler.user_id)
    if kind == "stand-in":
        days = {"first_day": TODAY, "last_day": TODAY}
        Absence.objects.create(user_id=coordinator.user_id, substitute_id=handler.user_id, **days)
    return handler


DECIDERS = ["coordinator", "substitute coordinator", "stand-in"]


# The exception of 9:7(2)


@pytest.mark.parametrize("kind", DECIDERS)
def test_who_decides_on_it_gives_the_exception_with_whose_conduct_it_is_and_why(
    coordinator: Actor, involved: Actor, make_actor: WHO, kind: str
) -> None:
    reference = register(coordinator, involved)
    who = decider(kind, make_actor, coordinator)

    assign_complaint(actor=who, reference=reference, handler_id=involved.user_id or 0, seen_version=1, **BY_EXCEPTION, now=NOW)

    assert [one.reference for one in visible_complaints(actor=involved)] == [reference]
    event = ComplaintEvent.objects.get(code="assigned")
    assert event.personal == {"conduct_of": "CHAIR", "exception_reason": "Gaat over de burgemeester zelf"}
    assert shown_event(event, names={}).lines == [
        "Gedraging van: De voorzitter ervan, zoals de burgemeester (artikel 9:7, tweede lid)",
        "Was betrokken en behandelt het toch: Gaat over de burgemeester zelf",
    ]


def test_an_ordinary_handler_gives_no_exception_whatever_the_reason(coordinator: Actor, involved: Actor, make_actor: WHO) -> None:
    reference, handler = register(coordinator, involved), make_actor(Role.HANDLER)
    before = as_it_is(reference)

    for given in ({}, BY_EXCEPTION):
        with pytest.raises(Refusal) as refused:
            assign_complaint(actor=handler, reference=reference, handler_id=involved.user_id or 0, seen_version=1, now=NOW, **given)  # type: ignore[arg-type]
        assert (refused.value.code, refused.value.field) == ("involvement_not_yours", "handler_id")

    assert (as_it_is(reference), visible_complaints(actor=involved).count(), mail.outbox) == (before, 0, [])


def test_who_handles_by_exception_gives_nobody_else_one(coordinator: Actor, involved: Actor, make_actor: WHO) -> None:
    excepted = make_actor(Role.COORDINATOR)
    reference = register(coordinator, involved, excepted)
    same: dict[str, Any] = {"reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(actor=coordinator, handler_id=excepted.user_id or 0, **BY_EXCEPTION, **same)
    before = as_it_is(reference)

    with pytest.raises(Refusal, match="involvement_not_yours"):
        assign_complaint(actor=excepted, handler_id=involved.user_id or 0, **BY_EXCEPTION, **same)
    with pytest.raises(Refusal, match="involvement_not_yours"):
        update_complaint(actor=excepted, changes={"involved": ()}, involved_reason="Was er niet bij", **same)

    assert as_it_is(reference) == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, ("handler_is_involved", "handler_id")),
        ({"exception_reason": "Gaat over het college"}, ("conduct_of_missing", "conduct_of")),
        ({"conduct_of": ConductOf.BODY}, ("text_missing", "exception_reason")),
        ({"conduct_of": ConductOf.MEMBER, "exception_reason": "  "}, ("text_missing", "exception_reason")),
    ],
)
def test_the_exception_takes_both_whose_conduct_and_why(
    coordinator: Actor, involved: Actor, given: dict[str, Any], code: tuple[str, str]
) -> None:
    reference = register(coordinator, involved)
    before = as_it_is(reference)

    with pytest.raises(Refusal) as refused:
        assign_complaint(actor=coordinator, reference=reference, handler_id=involved.user_id or 0, seen_version=1, now=NOW, **given)

    assert (refused.value.code, refused.value.field) == code
    assert (as_it_is(reference), visible_complaints(actor=involved).count()) == (before, 0)


def test_in_the_compartment_the_registry_gives_the_exception(make_actor: WHO) -> None:
    registry, involved = make_actor(Role.COUNCIL_REGISTRY), make_actor(Role.COUNCIL_REGISTRY)
    reference = register(registry, involved, is_about_council=True)

    assign_complaint(actor=registry, reference=reference, handler_id=involved.user_id or 0, seen_version=1, **BY_EXCEPTION, now=NOW)

    assert visible_complaints(actor=involved).count() == 1


def test_the_page_asks_whose_conduct_of_who_decides_and_offers_the_involved_to_nobody_else(
    coordinator: Actor, involved: Actor, make_actor: WHO, client_at: Callable[..., Client], tenant: Tenant
) -> None:
    reference, handler = register(coordinator, involved), make_actor(Role.HANDLER)
    address = f"/klachten/{reference}/toewijzen/"
    asked, plain = (client_at(tenant, User.objects.get(pk=who.user_id)) for who in (coordinator, handler))

    pages = [client.get(address).content.decode() for client in (asked, plain)]
    told = {"handler_id": involved.user_id, "version": 1}
    refused = asked.post(address, told)
    done = asked.post(address, told | {"conduct_of": "MEMBER", "exception_reason": "De wethouder zelf"})

    assert [('name="conduct_of"' in page, "(was betrokken)" in page) for page in pages] == [(True, True), (False, False)]
    assert (refused.status_code, "Gaat het om een gedraging" in refused.content.decode(), done.status_code) == (422, True, 302)
    assert (ComplaintEvent.objects.get(code="assigned").personal or {})["conduct_of"] == "MEMBER"


def test_without_anybody_involved_the_page_asks_nothing_of_it(coordinator: Actor, client_at: Callable[..., Client], tenant: Tenant) -> None:
    reference = register(coordinator)

    page = client_at(tenant, User.objects.get(pk=coordinator.user_id)).get(f"/klachten/{reference}/toewijzen/").content.decode()

    assert 'name="conduct_of"' not in page


# Taking somebody out


@pytest.mark.parametrize("kind", DECIDERS)
def test_who_was_not_involved_after_all_is_taken_out_with_a_reason_that_is_kept(
    coordinator: Actor, involved: Actor, make_actor: WHO, kind: str
) -> None:
    reference = register(coordinator, involved)
    who = decider(kind, make_actor, coordinator)
    same: dict[str, Any] = {"actor": who, "reference": reference, "changes": {"involved": ()}, "seen_version": 1, "now": NOW}
    before = as_it_is(reference)
    with pytest.raises(Refusal) as refused:
        update_complaint(**same, involved_reason=" ")
    assert (refused.value.code, refused.value.field) == ("involved_reason_missing", "involved_reason")
    assert (as_it_is(reference), visible_complaints(actor=involved).count()) == (before, 0)

    update_complaint(**same, involved_reason="Was die dag vrij")

    assert visible_complaints(actor=involved).count() == 1
    event = ComplaintEvent.objects.get(code="updated")
    assert ((event.personal or {})["involved_reason"], "Was die dag vrij" in str(event.data)) == ("Was die dag vrij", False)
    assert shown_event(event, names={}).lines[-1] == "Waarom een collega eruit is gehaald: Was die dag vrij"


@pytest.mark.parametrize("instead", [(), (InvolvedTold(name="De baliemedewerker"),)])
def test_an_ordinary_handler_takes_nobody_out_whatever_the_reason(
    coordinator: Actor, involved: Actor, make_actor: WHO, instead: tuple[InvolvedTold, ...]
) -> None:
    reference, handler = register(coordinator, involved), make_actor(Role.HANDLER)
    before = as_it_is(reference)

    with pytest.raises(Refusal) as refused:
        update_complaint(
            actor=handler, reference=reference, changes={"involved": instead}, involved_reason="Zomaar", seen_version=1, now=NOW
        )

    assert (refused.value.code, refused.value.field) == ("involvement_not_yours", "involved")
    assert (as_it_is(reference), visible_complaints(actor=involved).count()) == (before, 0)


def test_an_ordinary_handler_adds_somebody_and_takes_out_a_name_without_account(coordinator: Actor, make_actor: WHO) -> None:
    handler, colleague = make_actor(Role.HANDLER), make_actor(Role.EMPLOYEE)
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": handler, "reference": reference, "seen_version": None, "now": NOW}

    update_complaint(**same, changes={"involved": (InvolvedTold(name="De balie"), InvolvedTold(user_id=colleague.user_id))})
    update_complaint(**same, changes={"involved": (InvolvedTold(user_id=colleague.user_id),)})

    assert [(one.user_id, one.name) for one in InvolvedPerson.objects.all()] == [(colleague.user_id, "")]


def test_the_page_asks_why_and_keeps_what_was_typed(
    coordinator: Actor, involved: Actor, client_at: Callable[..., Client], tenant: Tenant
) -> None:
    reference = register(coordinator, involved)
    client, address = client_at(tenant, User.objects.get(pk=coordinator.user_id)), f"/klachten/{reference}/wijzigen/"
    page = client.get(address)
    held = {field.html_name: field.value() for field in page.context["form"]}
    told = {name: value for name, value in held.items() if value not in (None, "", False)} | page.context["began"]
    told |= {"version": page.context["version"], "colleague_1": "", "wish": "Excuses"}

    refused = client.post(address, told)
    done = client.post(address, told | {"involved_reason": "Was die dag vrij"})

    assert 'name="involved_reason"' in page.content.decode()
    assert (refused.status_code, "ziet het dossier weer. Schrijf op" in refused.content.decode()) == (422, True)
    assert (done.status_code, InvolvedPerson.objects.count(), file(reference).wish) == (302, 0, "Excuses")


# Into the council's compartment, and out of it


def test_a_file_that_goes_to_the_registry_leaves_nothing_with_its_handler(coordinator: Actor, make_actor: WHO) -> None:
    handler, registry = make_actor(Role.HANDLER), make_actor(Role.COUNCIL_REGISTRY)
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(**same, handler_id=handler.user_id or 0)
    exported = standing_of(actor=handler, complaint_ids=[file(reference).pk])

    update_complaint(**same, changes={"is_about_council": True})

    for one in Notice.objects.order_by("pk"):
        send_notice(actor=system_actor(), notice_id=one.pk, now=NOW)
    make_digests(actor=system_actor(), now=NOW)
    assert [(one.recipient_id, one.end) for one in Notice.objects.exclude(end="")] == [
        (handler.user_id, "dropped"),
        (registry.user_id, "sent"),
    ]
    assert {to for one in mail.outbox for to in one.to} == {User.objects.get(pk=registry.user_id).email}
    assert not any(line["round"] for one in Notice.objects.filter(end="").exclude(recipient_id=registry.user_id) for line in one.lines)
    assert file(reference).rounds.get().handler_id is None
    assert [(visible_complaints(actor=who).count(), open_work(actor=who, now=NOW).count) for who in (handler, coordinator, registry)] == [
        (0, 0), (0, 0), (1, 1),
    ]  # fmt: skip
    assert standing_of(actor=handler, complaint_ids=[file(reference).pk]) != exported
    event = ComplaintEvent.objects.get(code="updated")
    assert (event.personal or {})["handler_taken_off"] == handler.user_id
    assert "Niet meer in behandeling bij Mevrouw H" in shown_event(event, names={handler.user_id or 0: "Mevrouw H"}).lines
    with pytest.raises(NotFound):
        update_complaint(**(same | {"actor": handler}), changes={"wish": "x"})


def test_a_file_that_leaves_the_registry_is_handed_out_by_the_coordinator(coordinator: Actor, make_actor: WHO) -> None:
    registry = make_actor(Role.COUNCIL_REGISTRY)
    reference = register(registry, is_about_council=True)
    same: dict[str, Any] = {"actor": registry, "reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(**same, handler_id=registry.user_id or 0)
    Notice.objects.all().delete()

    update_complaint(**same, changes={"is_about_council": False})

    assert (file(reference).rounds.get().handler_id, visible_complaints(actor=registry).count()) == (None, 0)
    assert [(one.recipient_id, one.code) for one in Notice.objects.all()] == [(coordinator.user_id, "unassigned")]


def test_a_handler_of_both_keeps_a_file_that_goes_from_one_to_the_other(coordinator: Actor, make_actor: WHO) -> None:
    both = make_actor(Role.HANDLER, Role.COUNCIL_REGISTRY)
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(**same, handler_id=both.user_id or 0)

    update_complaint(**same, changes={"is_about_council": True})

    assert file(reference).rounds.get().handler_id == both.user_id
    assert "handler_taken_off" not in (ComplaintEvent.objects.get(code="updated").personal or {})


def test_an_exception_does_not_go_along_to_another_compartment(coordinator: Actor, involved: Actor) -> None:
    reference = register(coordinator, involved)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(**same, handler_id=involved.user_id or 0, **BY_EXCEPTION)

    update_complaint(**same, changes={"is_about_council": True})

    assert InvolvedPerson.objects.get().handles_by_exception is False
    assert (ComplaintEvent.objects.get(code="updated").personal or {})["exception_ended"] == [involved.user_id]


@pytest.fixture
def colleague(make_person: Callable[..., User], tenant: Tenant) -> User:
    """Somebody who handles complaints and came in here, by the name "Anna de Boer"."""
    user = make_person(Role.HANDLER, email="a.deboer@voorbeeld.example")
    User.objects.filter(pk=user.pk).update(name="Anna de Boer")
    arrived = {"tenant": tenant, "membership": user.memberships.get(), "actor_kind": "person", "actor_id": user.pk}
    MembershipEvent.objects.create(**arrived, happened_at=NOW, code="arrived")
    user.refresh_from_db()
    return user


@pytest.mark.parametrize(
    "name",
    [
        *("Anna de Boer", "  anna  DE boer ", "a.deboer@voorbeeld.example", "A.deBoer@Voorbeeld.example "),
        *("Änna de Boer", "Anna de Boe\u0308r", "mevr. Anna de Boer", "Boer, Anna de", "A. de Boer"),
    ],
)
def test_the_name_or_address_of_a_colleague_is_refused_and_nothing_is_saved(coordinator: Actor, colleague: User, name: str) -> None:
    told = replace(TOLD, involved=(InvolvedTold(name="De balie"), InvolvedTold(name=name)))

    with pytest.raises(Refusals) as refused:
        register_complaint(actor=coordinator, submission=told, received_at=NOW, now=NOW)

    assert [(one.code, one.field) for one in refused.value.refusals] == [("name_of_colleague", "involved.1")]
    assert refused.value.refusals[0].text.startswith("Anna de Boer ")
    assert (Complaint.objects.count(), InvolvedPerson.objects.count()) == (0, 0)


def test_the_name_of_a_colleague_is_refused_in_a_change_and_the_colleague_keeps_the_file(coordinator: Actor, colleague: User) -> None:
    reference = register(coordinator)
    before = as_it_is(reference)

    with pytest.raises(Refusals) as refused:
        update_complaint(
            actor=coordinator, reference=reference, changes={"involved": (InvolvedTold(name="Anna de Boer"),)}, seen_version=None, now=NOW
        )

    assert [(one.code, one.field) for one in refused.value.refusals] == [("name_of_colleague", "involved.0")]
    assert as_it_is(reference) == before


def test_somebody_else_of_the_same_name_is_recorded_once_it_is_said_and_not_asked_again(coordinator: Actor, colleague: User) -> None:
    told = replace(TOLD, involved=(InvolvedTold(name="Anna de Boer", is_somebody_else=True),))
    reference = register_complaint(actor=coordinator, submission=told, received_at=NOW, now=NOW).reference

    more = (InvolvedTold(name="Anna de Boer"), InvolvedTold(name="De balie"))
    update_complaint(actor=coordinator, reference=reference, changes={"involved": more}, seen_version=None, now=NOW)

    people = InvolvedPerson.objects.order_by("pk").values_list("user_id", "name")
    assert list(people) == [(None, "Anna de Boer"), (None, "De balie")]


def test_the_name_of_somebody_who_never_came_in_here_or_whose_role_ended_stands_for_nobody(
    coordinator: Actor, colleague: User, make_person: Callable[..., User]
) -> None:
    colleague.memberships.update(ended_at=NOW)
    User.objects.filter(pk=make_person(Role.HANDLER).pk).update(name="Bart de Wit")
    told = replace(TOLD, involved=(InvolvedTold(name="Anna de Boer"), InvolvedTold(name="Bart de Wit")))

    register_complaint(actor=coordinator, submission=told, received_at=NOW, now=NOW)

    assert InvolvedPerson.objects.filter(user_id=None).count() == 2


def test_the_page_asks_whether_it_is_somebody_else(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], colleague: User
) -> None:
    client = client_at(tenant, make_person(Role.COORDINATOR))
    given = {"story": "Te laat", "channel": "EMAIL", "colleague_name_1": "Anna de Boer"}
    address = client.get("/klachten/nieuw/", follow=True).request["PATH_INFO"]

    assert "colleague_other_1" not in client.get(address).content.decode()
    refused = client.post(address, given)
    assert (refused.status_code, Complaint.objects.count()) == (422, 0)
    assert 'name="colleague_other_1"' in refused.content.decode()
    saved = client.post(address, given | {"colleague_other_1": "on"})

    assert saved.status_code == 302
    assert InvolvedPerson.objects.values_list("user_id", "name").get() == (None, "Anna de Boer")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (BY_EXCEPTION, "conduct_of"),
        ({"conduct_of": ConductOf.BODY}, "conduct_of"),
        ({"exception_reason": "Voor de zekerheid"}, "exception_reason"),
    ],
)
def test_an_exception_for_somebody_who_was_not_involved_is_refused(
    coordinator: Actor, involved: Actor, given: dict[str, Any], field: str
) -> None:
    reference = register(coordinator)
    before = as_it_is(reference)

    with pytest.raises(Refusal, match="exception_not_needed") as refused:
        assign_complaint(actor=coordinator, reference=reference, handler_id=involved.user_id or 0, seen_version=None, now=NOW, **given)

    assert (refused.value.field, as_it_is(reference)) == (field, before)
