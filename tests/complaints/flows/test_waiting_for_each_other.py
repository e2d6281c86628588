"""Two people at one file at the same moment: who waited is judged by what is true afterwards, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction

from complaints.access import access_complaint
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.destruction import propose_destruction
from complaints.flows.leaving_out import mark_duplicate
from complaints.flows.meanings import follow_meaning
from complaints.flows.notes import add_note
from complaints.flows.recomputation import recompute_open_terms
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, PointTold, Submission
from complaints.models import Complaint, ComplaintEvent, Destruction, Note, Round
from tenants.actors import Actor, system_actor
from tenants.errors import Refusal
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label, OrganisationSettings
from tenants.permissions import Role
from tests.factories.endings import UPHELD

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CLOSED = datetime(2020, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def colleague(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, at: datetime = NOW) -> str:
    submission = Submission(story="Te laat betaald", channel="EMAIL")
    return register_complaint(actor=actor, submission=submission, received_at=at, now=at).reference


def outcome_of(work: Callable[[], object]) -> str:
    try:
        work()
    except Refusal as refusal:
        return refusal.code
    except Exception as error:  # what PostgreSQL does with two who wait for each other is told by its name
        return type(error).__name__
    return "done"


def both(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, *, pause_at: str, first: Callable[[], object], second: Callable[[], object]
) -> dict[str, str]:
    """What comes of two works of which the second begins while the first is at `pause_at`, a function that it calls.

    The first goes on once PostgreSQL says that somebody waits for a lock, or the second is done.
    """
    module, _dot, name = pause_at.rpartition(".")
    halfway, outcomes = threading.Event(), dict[str, str]()
    real = getattr(__import__(module, fromlist=[name]), name)

    def pausing(*args: Any, **given: Any) -> Any:
        result = real(*args, **given)
        if not halfway.is_set():
            halfway.set()
            until_somebody_waits(outcomes)
        return result

    def work(which: str, do: Callable[[], object]) -> None:
        connection.set_tenant(tenant)
        try:
            outcomes[which] = outcome_of(do)
        finally:
            connections.close_all()

    def later() -> None:
        assert halfway.wait(20)
        work("second", second)

    monkeypatch.setattr(pause_at, pausing)
    threads = [threading.Thread(target=work, args=("first", first)), threading.Thread(target=later)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def until_somebody_waits(outcomes: dict[str, str]) -> None:
    """Asks PostgreSQL until a session of this database waits for a lock: no clock decides."""
    with connection.cursor() as cursor:
        for _try in range(100_000):
            if "second" in outcomes:
                return
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits for the other")


def involve(coordinator: Actor, reference: str, person: Actor) -> Complaint:
    changes = {"involved": (InvolvedTold(user_id=person.user_id),)}
    return update_complaint(actor=coordinator, reference=reference, changes=changes, seen_version=None, now=NOW)


@pytest.mark.parametrize("work", ["note", "change"])
def test_whoever_became_involved_while_waiting_writes_nothing_and_is_told_nothing(
    tenant: Tenant, coordinator: Actor, colleague: Actor, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    reference = register(coordinator)
    works: dict[str, Callable[[], object]] = {
        "note": lambda: add_note(actor=colleague, reference=reference, text="Van wie betrokken is", now=NOW),
        "change": lambda: update_complaint(actor=colleague, reference=reference, changes={"story": "Anders"}, seen_version=1, now=NOW),
    }

    outcomes = both(
        tenant,
        monkeypatch,
        pause_at="complaints.flows.updating.index_complaints",
        first=lambda: involve(coordinator, reference, colleague),
        second=works[work],
    )

    assert outcomes == {"first": "done", "second": "not_found"}
    assert (Note.objects.count(), Complaint.objects.get().story, Complaint.objects.get().version) == (0, "Te laat betaald", 2)


def test_whoever_became_involved_while_waiting_proposes_no_destruction(
    tenant: Tenant, coordinator: Actor, make_actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = make_actor(Role.ADMINISTRATOR)
    reference = register(coordinator, at=CLOSED)
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=CLOSED)

    outcomes = both(
        tenant,
        monkeypatch,
        pause_at="complaints.flows.updating.index_complaints",
        first=lambda: involve(coordinator, reference, administrator),
        second=lambda: propose_destruction(actor=administrator, references=[reference], now=NOW),
    )

    assert outcomes == {"first": "done", "second": "still_kept"}
    assert Destruction.objects.count() == 0


def test_a_file_that_went_to_another_unit_while_waiting_is_not_given_to_its_former_manager(
    tenant: Tenant, coordinator: Actor, make_actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = (Label.objects.create(dimension=Dimension.UNIT, text=name, key=name.lower(), position=0) for name in ("Werk", "Jeugd"))
    manager = make_actor(Role.MANAGER, unit_id=ours.pk)
    told = Submission(story="Te laat betaald", channel="EMAIL", points=(PointTold(unit=str(ours.pk)),))
    reference = register_complaint(actor=coordinator, submission=told, received_at=NOW, now=NOW).reference
    changes = {"points": (PointTold(unit=str(theirs.pk)),)}

    def take() -> None:
        with transaction.atomic():
            access_complaint(actor=manager, reference=reference, for_change=True)

    assert outcome_of(take) == "done"
    outcomes = both(
        tenant,
        monkeypatch,
        pause_at="complaints.flows.updating.index_complaints",
        first=lambda: update_complaint(actor=coordinator, reference=reference, changes=changes, seen_version=None, now=NOW),
        second=take,
    )

    assert outcomes == {"first": "done", "second": "not_found"}


def test_terms_computed_anew_wait_for_who_works_in_the_file(
    tenant: Tenant, coordinator: Actor, make_actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, reference = make_actor(Role.HANDLER), register(coordinator)
    OrganisationSettings.objects.update(contact_norm_days=9)

    outcomes = both(
        tenant,
        monkeypatch,
        pause_at="complaints.flows.assignment.may_handle_in",
        first=lambda: assign_complaint(actor=coordinator, reference=reference, handler_id=handler.user_id or 0, seen_version=None, now=NOW),
        second=lambda: recompute_open_terms(actor=system_actor(), now=NOW),
    )

    assert outcomes == {"first": "done", "second": "done"}
    assert list(ComplaintEvent.objects.order_by("pk").values_list("code", flat=True)) == ["registered", "assigned", "terms_recomputed"]


def test_a_word_that_got_another_meaning_waits_for_who_works_in_the_file(
    tenant: Tenant, coordinator: Actor, make_actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, reference = make_actor(Role.HANDLER), register(coordinator)
    word = Label.objects.create(dimension=Dimension.PROCEDURE, text="Huisregels", key="huisregels", core_code="FORMAL", position=9)
    Complaint.objects.update(taken_over_at=NOW)
    Round.objects.update(procedure=word, regime="norm", has_statutory_term=None)

    outcomes = both(
        tenant,
        monkeypatch,
        pause_at="complaints.flows.assignment.may_handle_in",
        first=lambda: assign_complaint(actor=coordinator, reference=reference, handler_id=handler.user_id or 0, seen_version=None, now=NOW),
        second=lambda: follow_meaning(actor=system_actor(), label_id=word.pk, now=NOW),
    )

    assert outcomes == {"first": "done", "second": "done"}
    assert (Round.objects.get().regime, Round.objects.get().handler_id) == ("internal", handler.user_id)


def test_two_who_call_each_others_file_the_double_do_not_wait_for_each_other_whatever_number_they_give(
    tenant: Tenant, coordinator: Actor, colleague: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = register(coordinator), register(coordinator)
    # Sorted by what was typed, the two would be locked in the other order by whoever gives the number of the source.
    Complaint.objects.filter(reference=one).update(source_reference="Z-1")
    same: dict[str, Any] = {"reason": "Dubbel", "seen_version": None, "now": NOW}

    outcomes = both(
        tenant,
        monkeypatch,
        pause_at="complaints.flows.leaving_out.access_complaint",
        first=lambda: mark_duplicate(actor=coordinator, reference=one, of_reference=two, **same),
        second=lambda: mark_duplicate(actor=colleague, reference=two, of_reference="Z-1", **same),
    )

    assert outcomes == {"first": "other_is_left_out", "second": "done"}
    assert Complaint.objects.get(reference=two).duplicate_of == Complaint.objects.get(reference=one)
