"""Mediation: voluntary, by somebody who stands outside it, and of what is said in it nothing is recorded; the term runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.flows.assignment import assign_complaint
from complaints.flows.mediating import Course, Proposal, end_mediation, propose_mediation, record_mediation
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactWay,
    Identity,
    Mediation,
    MediationOutcome,
    MediationProposer,
    Round,
)
from complaints.web.timeline import shown_event
from complaints.work.mediating import mediations_due
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import Refusal, Refusals
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY, NEXT = date(2025, 3, 12), date(2025, 3, 19)
PROPOSAL = Proposal(proposed_by=MediationProposer.US, other_side="Team inkomen", next_on=NEXT)
BOTH = Course(
    complainant_agreed_on=TODAY,
    complainant_way=ContactWay.PHONE,
    other_agreed_on=TODAY,
    other_way=ContactWay.EMAIL,
    other_agreed_by="De teamleider",
    next_on=NEXT,
)
HELD = replace(BOTH, mediator_name="Mevrouw Bos, Buurtbemiddeling", talks=(date(2025, 3, 12),))


@pytest.fixture
def actor(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def colleague(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


@pytest.fixture
def reference(actor: Actor, colleague: Actor) -> str:
    told = Submission(story="Te laat betaald", involved=(InvolvedTold(user_id=colleague.user_id),))
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    assign_complaint(actor=actor, reference=reference, handler_id=actor.user_id, seen_version=None, now=RECEIVED)
    return reference


def propose(actor: Actor, reference: str, told: Proposal = PROPOSAL) -> Mediation:
    return propose_mediation(actor=actor, reference=reference, told=told, seen_version=None, now=NOW)


def go_on(actor: Actor, reference: str, one: Mediation, course: Course) -> Mediation:
    return record_mediation(actor=actor, reference=reference, mediation_id=one.pk, course=course, seen_version=None, now=NOW)


def end(actor: Actor, reference: str, one: Mediation, outcome: MediationOutcome = MediationOutcome.AGREED, **changed: Any) -> Mediation:
    given: dict[str, Any] = {"actor": actor, "reference": reference, "mediation_id": one.pk, "outcome": outcome, "now": NOW}
    return end_mediation(**given | {"seen_version": None} | changed)


def reference_of_nothing() -> str:
    return str(Mediation().pk)


def refused(work: Callable[[], object]) -> list[tuple[str, str | None]]:
    before = Mediation.objects.values_list().count(), ComplaintEvent.objects.count(), list(Mediation.objects.values_list())
    with pytest.raises(Refusal) as refusal:
        work()
    assert before == (Mediation.objects.count(), ComplaintEvent.objects.count(), list(Mediation.objects.values_list()))
    found = refusal.value.refusals if isinstance(refusal.value, Refusals) else [refusal.value]
    return [(one.code, one.field) for one in found]


@pytest.mark.django_db
def test_mediation_goes_from_proposal_to_an_end_and_the_term_runs_on(actor: Actor, reference: str) -> None:
    due_on = Round.objects.get().due_on

    one = propose(actor, reference)
    go_on(actor, reference, one, BOTH)
    go_on(actor, reference, one, HELD)
    ended = end(actor, reference, one)

    assert (ended.outcome, ended.ended_on, ended.next_on) == ("AGREED", TODAY, None)
    assert Round.objects.get().due_on == due_on
    assert Complaint.objects.get().rounds.get().closed_on is None
    events = list(ComplaintEvent.objects.filter(code__startswith="mediation").order_by("pk"))
    assert [one.code for one in events] == ["mediation_proposed", "mediation_recorded", "mediation_recorded", "mediation_ended"]
    assert [event.personal for event in events] == [None] * 4
    assert events[2].data == {
        "mediation": str(one.pk),
        "complainant_agreed": True,
        "other_agreed": True,
        "has_mediator": True,
        "next_on": "2025-03-19",
        "talks": ["2025-03-12"],
        "version": events[2].data["version"],
        "round": 1,
    }
    told = [shown_event(event, names={}).lines for event in events]
    assert told[0] == ["Voorgesteld door: wij", "Kijk op wo 19 maart 2025 hoe het staat"]
    assert told[3] == ["Zij werden het eens"]


@pytest.mark.django_db
def test_nobody_mediates_before_both_sides_said_yes_and_nothing_half_is_recorded(actor: Actor, reference: str) -> None:
    one = propose(actor, reference)
    alone = replace(HELD, other_agreed_on=None, other_way=None)
    far = replace(BOTH, next_on=date(2025, 9, 13), talks=(TODAY,), complainant_way=None)

    assert refused(lambda: propose(actor, reference)) == [("mediation_runs", None)]
    assert refused(lambda: go_on(actor, reference, one, alone)) == [("both_sides_first", "mediator_id")]
    assert refused(lambda: go_on(actor, reference, one, far)) == [
        ("consent_not_whole", "complainant_way"),
        ("mediator_missing", "talks"),
        ("next_day_unfit", "next_on"),
    ]
    assert refused(lambda: go_on(actor, reference, one, replace(HELD, talks=(date(2025, 3, 13),)))) == [("day_in_future", "talks")]
    assert refused(lambda: end(actor, reference, one)) == [("both_sides_first", "outcome")]
    go_on(actor, reference, one, BOTH)
    assert refused(lambda: end(actor, reference, one, MediationOutcome.NOT_AGREED)) == [("mediator_missing", "outcome")]
    end(actor, reference, one, MediationOutcome.DECLINED)
    assert refused(lambda: go_on(actor, reference, one, HELD)) == [("mediation_ended", None)]
    assert refused(lambda: end(actor, reference, one)) == [("mediation_ended", None)]
    assert propose(actor, reference).pk != one.pk


@pytest.mark.django_db
def test_a_mediator_neither_handles_the_complaint_nor_was_involved(
    actor: Actor, colleague: Actor, make_actor: Callable[..., Actor], reference: str
) -> None:
    one, outsider = propose(actor, reference), make_actor(Role.EMPLOYEE)
    for user_id in (actor.user_id, colleague.user_id):
        course = replace(BOTH, mediator_id=user_id)
        assert refused(lambda course=course: go_on(actor, reference, one, course)) == [("mediator_not_independent", "mediator_id")]
    for role in (Role.COUNCIL_MEMBER, Role.COMMITTEE_MEMBER):
        course = replace(BOTH, mediator_id=make_actor(role).user_id)
        assert refused(lambda course=course: go_on(actor, reference, one, course)) == [("mediator_stands_elsewhere", "mediator_id")]
    both = replace(HELD, mediator_id=outsider.user_id)
    assert refused(lambda: go_on(actor, reference, one, both)) == [("one_mediator", "mediator_id")]
    assert refused(lambda: go_on(actor, reference, one, replace(BOTH, mediator_id=999_999))) == [("unknown_colleague", "mediator_id")]

    kept = go_on(actor, reference, one, replace(BOTH, mediator_id=outsider.user_id, talks=(TODAY, TODAY)))

    assert (kept.mediator_id, kept.talks) == (outsider.user_id, ["2025-03-12"])
    # Whoever is involved does not know that the file is there.
    assert refused(lambda: go_on(colleague, reference, one, HELD)) == [("not_found", None)]


@pytest.mark.django_db
def test_on_its_day_it_is_the_work_of_whoever_has_the_file(actor: Actor, make_actor: Callable[..., Actor], reference: str) -> None:
    one = propose(actor, reference)

    assert mediations_due(actor=actor, today=date(2025, 3, 18)) == ([], 0)
    assert mediations_due(actor=actor, today=NEXT) == ([one], 1)
    assert mediations_due(actor=make_actor(Role.HANDLER), today=NEXT) == ([], 0)
    end(actor, reference, one, MediationOutcome.DECLINED)
    assert mediations_due(actor=actor, today=NEXT) == ([], 0)


@pytest.mark.django_db
def test_the_pages_say_that_it_is_confidential_and_lead_on_to_a_promise(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], reference: str
) -> None:
    client, file = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/"

    def version() -> int:
        return Complaint.objects.get().version

    page = client.get(file + "bemiddeling/").content.decode()
    assert "nooit wat er gezegd wordt" in page
    assert f'href="{file}uitstel/"' in page
    today = f"{timezone.localdate():%d-%m-%Y}"
    client.post(file + "bemiddeling/", {"version": version(), "proposed_by": "US", "other_side": "Team inkomen", "next_on": today})
    one = Mediation.objects.get()
    sides = {"complainant_agreed_on": today, "complainant_way": "PHONE", "other_agreed_on": today, "other_way": "EMAIL"}
    course = {"version": version(), **sides, "mediator_name": "Mevrouw Bos", "talks": f"{today}\n{today}", "next_on": today}
    wrong = client.post(f"{file}bemiddeling/{one.pk}/", course | {"talks": "gisteren"})
    assert wrong.status_code == 422
    assert client.post(f"{file}bemiddeling/{one.pk}/", course).status_code == 302
    assert f'href="{file}bemiddeling/{one.pk}/einde/"' in client.get(file).content.decode()
    ended = client.post(f"{file}bemiddeling/{one.pk}/einde/", {"version": version(), "outcome": "AGREED", "and_then": "1"})
    assert ended.headers["Location"] == f"{file}toezegging/"
    shown = client.get(file).content.decode()
    assert "Zij werden het eens" in shown
    assert "Bemiddelaar: Mevrouw Bos" in shown


@pytest.mark.django_db
def test_who_records_an_end_that_a_colleague_recorded_is_told_which_and_keeps_what_was_typed(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], actor: Actor, reference: str
) -> None:
    client, file = client_at(tenant, make_person(Role.COORDINATOR)), f"/klachten/{reference}/"
    one = propose(actor, reference)
    go_on(actor, reference, one, HELD)
    typed = {"version": Complaint.objects.get().version, "outcome": "AGREED", "ended_on": "12-03-2025"}
    end(actor, reference, one, MediationOutcome.NOT_AGREED)
    events = ComplaintEvent.objects.count()
    told = "Deze bemiddeling is al geëindigd. Zij werden het niet eens, wo 12 maart 2025."

    changed = client.post(f"{file}bemiddeling/{one.pk}/einde/", typed)
    again = client.post(f"{file}bemiddeling/{one.pk}/einde/", typed | {"version": Complaint.objects.get().version})
    course = client.post(f"{file}bemiddeling/{one.pk}/", {"version": 1, "mediator_name": "Mevrouw Bos", "next_on": "19-03-2025"})
    opened = client.get(f"{file}bemiddeling/{one.pk}/einde/", follow=True)

    assert [page.status_code for page in (changed, again, course, opened)] == [422, 422, 422, 200]
    assert [told in page.content.decode() for page in (changed, again, course, opened)] == [True, True, True, True]
    assert ["Wat er intussen veranderde" in page.content.decode() for page in (changed, again)] == [True, False]
    assert "Hoe deze bemiddeling eindigde, staat al in het dossier." in again.content.decode()
    assert [page.context["form"]["outcome"].value() for page in (changed, again)] == ["AGREED", "AGREED"]
    assert course.context["form"]["mediator_name"].value() == "Mevrouw Bos"
    assert opened.redirect_chain == [(file, 302)]
    assert (Mediation.objects.get().outcome, ComplaintEvent.objects.count()) == ("NOT_AGREED", events)
    assert client.get(f"{file}bemiddeling/{reference_of_nothing()}/einde/").status_code == 404


@pytest.mark.django_db
def test_mediation_neither_ends_nor_has_talks_before_it_was_proposed(actor: Actor, reference: str) -> None:
    one = propose(actor, reference, replace(PROPOSAL, proposed_on=date(2025, 3, 11)))
    go_on(actor, reference, one, BOTH)

    assert refused(lambda: end(actor, reference, one, MediationOutcome.DECLINED, ended_on=date(2025, 3, 10))) == [
        ("before_proposal", "ended_on")
    ]
    assert refused(lambda: go_on(actor, reference, one, replace(HELD, talks=(date(2025, 3, 10),)))) == [("before_proposal", "talks")]
    with pytest.raises(Refusal) as early:
        end(actor, reference, one, MediationOutcome.DECLINED, ended_on=date(2025, 3, 10))
    assert early.value.text == "Dit was voordat de bemiddeling werd voorgesteld op di 11 maart 2025. Controleer de dag."


def test_no_name_in_a_mediation_tells_who_is_shielded(actor: Actor) -> None:
    told = Submission(story="Verhaal", filer=Person(name="Fatima Noor", identity=Identity.SHIELDED))
    of = register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference

    other_side = replace(PROPOSAL, other_side="Fatima Noor")
    assert refused(lambda: propose(actor, of, other_side)) == [("text_tells_shielded", "other_side")]
    one = propose(actor, of)
    course = Course(next_on=NEXT, mediator_name="Fatima Noor", complainant_agreed_by="Broer van Noor")
    assert refused(lambda: go_on(actor, of, one, course)) == [
        ("text_tells_shielded", "complainant_agreed_by"),
        ("text_tells_shielded", "mediator_name"),
    ]
