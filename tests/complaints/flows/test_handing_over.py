"""What is somebody else's work while the complaint goes on: by when it is done, who hears it, and that the complaint does not wait."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from complaints.code_lists import HAND_OVERS, HandOverKind
from complaints.flows.handing_over import end_hand_over, move_hand_over, record_hand_over
from complaints.flows.leaving_out import mark_registered_in_error
from complaints.flows.notices import make_digests, send_notice
from complaints.flows.registration import register_complaint
from complaints.handing_over import RULES, HandOverLaterThanLaw, HandOverTold, due_of
from complaints.intake import InvolvedTold, Submission
from complaints.models import Complaint, ComplaintEvent, ContactWay, HandOver, Notice
from complaints.web.timeline import shown_event
from complaints.work.handed import hand_overs_due
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.selectors import current_statutory_calendar

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday, ten o'clock
TODAY = date(2025, 3, 12)
BREACH = HandOverTold(
    kind=HandOverKind.DATA_BREACH, text="Brief naar een verkeerd adres", owner_name="Functionaris", told_way=ContactWay.PHONE
)
DANGER = replace(BREACH, kind=HandOverKind.DANGER, phoned_whom="Crisisdienst", phoned_at=NOW - timedelta(minutes=10))
CLAIM = replace(BREACH, kind=HandOverKind.DAMAGE_CLAIM, due_on=date(2025, 4, 1))


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def register(actor: Actor, **told: Any) -> str:
    submission = Submission(**({"story": "Mijn brief lag bij de buren", "channel": "EMAIL"} | told))
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def hand_over(actor: Actor, reference: str, told: HandOverTold = BREACH, now: datetime = NOW) -> HandOver:
    return record_hand_over(actor=actor, reference=reference, told=told, seen_version=None, now=now)


def end(actor: Actor, kept: HandOver, **given: Any) -> HandOver:
    same: dict[str, Any] = {
        "actor": actor,
        "reference": kept.complaint.reference,
        "hand_over_id": kept.pk,
        "seen_version": None,
        "now": NOW,
    }
    return end_hand_over(**(same | {"is_done": True, "result": "Gemeld"} | given))


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


@pytest.mark.parametrize(
    ("kind", "known_at", "due"),
    [
        # 72 hours by the clock, over a weekend and over the night the clock goes forward (Sunday 30 March 2025).
        (HandOverKind.DATA_BREACH, NOW, (datetime(2025, 3, 15, 9, tzinfo=UTC), date(2025, 3, 15))),
        (
            HandOverKind.DATA_BREACH,
            datetime(2025, 3, 28, 22, 30, tzinfo=UTC),
            (datetime(2025, 3, 31, 22, 30, tzinfo=UTC), date(2025, 4, 1)),
        ),
        # A month, to the same day; a shorter month ends it earlier, a Saturday does not move it.
        (HandOverKind.ACCESS_REQUEST, NOW, (None, date(2025, 4, 12))),
        (HandOverKind.ACCESS_REQUEST, datetime(2025, 1, 31, 9, tzinfo=UTC), (None, date(2025, 2, 28))),
        # Four weeks; from Friday 21 March they end on Goede Vrijdag, so on Tuesday after Easter.
        (HandOverKind.WOO_REQUEST, NOW, (None, date(2025, 4, 9))),
        (HandOverKind.WOO_REQUEST, datetime(2025, 3, 21, 9, tzinfo=UTC), (None, date(2025, 4, 22))),
        (HandOverKind.DANGER, NOW, (None, TODAY)),
        (HandOverKind.DAMAGE_CLAIM, NOW, None),
        (HandOverKind.CONDUCT, NOW, None),
        (HandOverKind.AGGRESSION, NOW, None),
    ],
)
def test_each_kind_has_its_own_day(
    tenant: Tenant, kind: HandOverKind, known_at: datetime, due: tuple[datetime | None, date] | None
) -> None:
    assert due_of(kind, known_at=known_at, calendar=current_statutory_calendar()) == due


def test_every_kind_has_a_rule_and_a_name() -> None:
    assert set(RULES) == set(HAND_OVERS) == set(HandOverKind)


def test_a_data_breach_is_kept_with_its_moment_and_the_complaint_goes_on(actor: Actor) -> None:
    reference = register(actor)
    due_on = Complaint.objects.get().rounds.get().due_on

    kept = hand_over(actor, reference)

    assert (kept.due_at, kept.due_on, kept.told_on) == (datetime(2025, 3, 15, 9, tzinfo=UTC), date(2025, 3, 15), TODAY)
    one = Complaint.objects.get().rounds.get()
    assert (one.due_on, one.closed_on) == (due_on, None)
    event = ComplaintEvent.objects.get(code="handed_over")
    assert shown_event(event, names={}).lines == ["Vermoeden van een datalek", "Klaar voor za 15 maart 2025, 10:00"]
    assert "adres" not in str(event.data) + str(event.personal)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (replace(BREACH, text=" ", owner_name=""), [("text_missing", "text"), ("hand_over_owner_missing", "owner_id")]),
        (replace(BREACH, owner_id=987654), [("hand_over_owner_missing", "owner_id"), ("owner_cannot_see", "owner_id")]),
        (replace(BREACH, owner_id=987654, owner_name=""), [("owner_cannot_see", "owner_id")]),
        (replace(BREACH, owner_name="x" * 201), [("text_too_long", "owner_name")]),
        (replace(BREACH, told_way=None), [("owner_told_way_missing", "told_way")]),
        (replace(BREACH, due_on=TODAY), [("hand_over_day_set", "due_on")]),
        (replace(BREACH, known_at=NOW - timedelta(days=1)), [("owner_told_late", "late_remark")]),
        (replace(BREACH, known_at=NOW + timedelta(minutes=1)), [("known_in_future", "known_at")]),
        (replace(BREACH, known_at=datetime(2025, 3, 6, 9, tzinfo=UTC), late_remark="x"), [("day_before_receipt", "known_at")]),
        (replace(BREACH, told_on=date(2025, 3, 11)), [("day_before_receipt", "told_on")]),
        (replace(BREACH, told_on=date(2025, 3, 13)), [("day_in_future", "told_on")]),
        (replace(DANGER, phoned_whom=""), [("phone_first", "phoned_whom")]),
        (replace(DANGER, phoned_at=None), [("phone_first", "phoned_whom")]),
        (replace(DANGER, phoned_at=NOW + timedelta(minutes=1)), [("phoned_in_future", "phoned_at")]),
        (replace(CLAIM, due_on=None), [("hand_over_day_needed", "due_on")]),
        (replace(CLAIM, due_on=date(2025, 3, 11)), [("hand_over_due_in_past", "due_on")]),
        (replace(CLAIM, due_on=date(2026, 3, 13)), [("hand_over_due_too_far", "due_on")]),
    ],
)
def test_what_is_missing_is_told_at_once_and_nothing_happens(actor: Actor, told: HandOverTold, found: list[tuple[str, str]]) -> None:
    reference = register(actor)

    with pytest.raises(Refusal) as refused:
        hand_over(actor, reference, told)

    assert codes(refused) == found
    assert (HandOver.objects.count(), Complaint.objects.get().version, Notice.objects.filter(key__startswith="hand_over").count()) == (
        0,
        1,
        0,
    )


def test_danger_is_kept_with_who_was_phoned_and_a_late_owner_with_why(actor: Actor) -> None:
    danger = hand_over(actor, register(actor), DANGER)
    late = hand_over(actor, register(actor), replace(BREACH, known_at=NOW - timedelta(days=1), late_remark="Pas vandaag gezien"))

    assert (danger.phoned_whom, danger.phoned_at, danger.due_on) == ("Crisisdienst", NOW - timedelta(minutes=10), TODAY)
    assert (late.due_at, late.late_remark) == (datetime(2025, 3, 14, 9, tzinfo=UTC), "Pas vandaag gezien")


def test_its_owner_gets_a_message_and_says_what_came_of_it(actor: Actor, make_person: Callable[..., User], tenant: Tenant) -> None:
    colleague = make_person(Role.HANDLER)
    owner = actor_for(user=colleague, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)
    kept = hand_over(actor, register(actor), replace(BREACH, owner_id=colleague.pk, owner_name=""))

    notice = Notice.objects.get(recipient=colleague, key=f"hand_over:{kept.pk}")
    assert send_notice(actor=system_actor(), notice_id=notice.pk, now=NOW)
    assert "iets in dit dossier is aan u doorgegeven" in mail.outbox[-1].body
    assert "adres" not in mail.outbox[-1].body
    assert [row.is_own for row in hand_overs_due(actor=owner, now=NOW)[0]] == [True]
    end(owner, kept)
    assert (HandOver.objects.get().is_done, hand_overs_due(actor=owner, now=NOW)) == (True, ([], 0))


def test_a_message_about_what_ended_meanwhile_does_not_go(actor: Actor, make_person: Callable[..., User]) -> None:
    colleague = make_person(Role.HANDLER)
    kept = hand_over(actor, register(actor), replace(BREACH, owner_id=colleague.pk, owner_name=""))
    end(actor, kept, is_done=False, result="De brief was niet geopend")

    assert not send_notice(actor=system_actor(), notice_id=Notice.objects.get(key=f"hand_over:{kept.pk}").pk, now=NOW)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"result": " "}, [("text_missing", "result")]),
        ({"ended_on": date(2025, 3, 11)}, [("day_before_receipt", "ended_on")]),
        ({"ended_on": date(2025, 3, 13)}, [("day_in_future", "ended_on")]),
    ],
)
def test_an_end_that_cannot_be_is_refused(actor: Actor, given: dict[str, Any], found: list[tuple[str, str]]) -> None:
    kept = hand_over(actor, register(actor))

    with pytest.raises(Refusal) as refused:
        end(actor, kept, **given)

    assert (codes(refused), HandOver.objects.get().ended_on) == (found, None)


def test_it_ends_once(actor: Actor) -> None:
    kept = hand_over(actor, register(actor))
    end(actor, kept)

    with pytest.raises(Refusal, match="hand_over_ended"):
        end(actor, kept, result="Anders")

    assert HandOver.objects.get().result == "Gemeld"
    done = ComplaintEvent.objects.get(code="hand_over_done")
    assert shown_event(done, names={}).lines == ["Vermoeden van een datalek", "wo 12 maart 2025"]


def move(actor: Actor, kept: HandOver, **given: Any) -> HandOver:
    same: dict[str, Any] = {
        "actor": actor,
        "reference": kept.complaint.reference,
        "hand_over_id": kept.pk,
        "seen_version": None,
        "now": NOW,
    }
    return move_hand_over(**(same | {"new_due_on": date(2025, 4, 8), "reason": "De verzekeraar vraagt tijd"} | given))


# Three months after Wednesday 12 March; six weeks after it.
@pytest.mark.parametrize(
    ("told", "day"),
    [
        (CLAIM, date(2026, 3, 12)),
        (CLAIM, TODAY),
        (replace(BREACH, kind=HandOverKind.ACCESS_REQUEST), date(2025, 6, 12)),
        (replace(BREACH, kind=HandOverKind.WOO_REQUEST), date(2025, 4, 23)),
    ],
)
def test_it_gets_another_day_as_far_as_the_law_goes(actor: Actor, told: HandOverTold, day: date) -> None:
    kept = hand_over(actor, register(actor), told)
    due_before = kept.due_on

    move(actor, kept, new_due_on=day)

    moved = ComplaintEvent.objects.get(code="hand_over_moved")
    assert (HandOver.objects.get().due_on, moved.data["due_before"]) == (day, due_before.isoformat())
    assert moved.personal == {"reason": "De verzekeraar vraagt tijd"}


@pytest.mark.parametrize(
    ("told", "given", "found"),
    [
        (BREACH, {}, [("hand_over_cannot_wait", None)]),
        (DANGER, {}, [("hand_over_cannot_wait", None)]),
        (CLAIM, {"reason": " "}, [("text_missing", "reason")]),
        (CLAIM, {"new_due_on": date(2025, 3, 11)}, [("hand_over_due_in_past", "new_due_on")]),
        (CLAIM, {"new_due_on": date(2026, 3, 13)}, [("hand_over_due_too_far", "new_due_on")]),
        (
            replace(BREACH, kind=HandOverKind.ACCESS_REQUEST),
            {"new_due_on": date(2025, 6, 13)},
            [("hand_over_later_than_law", "new_due_on")],
        ),
        (replace(BREACH, kind=HandOverKind.WOO_REQUEST), {"new_due_on": date(2025, 4, 24)}, [("hand_over_later_than_law", "new_due_on")]),
    ],
)
def test_a_day_that_cannot_be_is_refused(actor: Actor, told: HandOverTold, given: dict[str, Any], found: list[tuple[str, str]]) -> None:
    kept = hand_over(actor, register(actor), told)

    with pytest.raises(Refusal) as refused:
        move(actor, kept, **given)

    assert (codes(refused), HandOver.objects.get().due_on, Complaint.objects.get().version) == (found, kept.due_on, 2)


def test_what_ended_gets_no_other_day(actor: Actor) -> None:
    kept = hand_over(actor, register(actor), CLAIM)
    end(actor, kept)

    with pytest.raises(Refusal, match="hand_over_ended"):
        move(actor, kept)

    assert HandOver.objects.get().due_on == date(2025, 4, 1)


def test_the_term_of_a_data_breach_runs_in_a_file_that_is_left_out_too(actor: Actor) -> None:
    reference = register(actor)
    kept = hand_over(actor, reference)
    mark_registered_in_error(actor=actor, reference=reference, reason="Geen klacht", seen_version=None, now=NOW)

    assert hand_overs_due(actor=actor, now=NOW)[1] == 1
    assert end(actor, kept).is_done


def test_who_was_involved_another_file_and_whoever_does_not_own_it_find_nothing(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    involved, manager = make_actor(Role.HANDLER), make_actor(Role.MANAGER)
    reference, other = register(actor, involved=(InvolvedTold(user_id=involved.user_id),)), register(actor)
    kept = hand_over(actor, reference)

    for who, where in ((involved, reference), (actor, other), (manager, reference)):
        with pytest.raises(NotFound):
            end(who, kept, reference=where)
    for who, where in ((involved, reference), (actor, other)):
        with pytest.raises(NotFound):
            move(who, kept, reference=where)
    with pytest.raises(NotFound):
        hand_over(involved, reference)
    with pytest.raises(Refusal, match="owner_cannot_see"):
        hand_over(actor, reference, replace(BREACH, owner_id=involved.user_id, owner_name=""))
    assert [hand_overs_due(actor=one, now=NOW)[1] for one in (actor, involved, manager)] == [1, 0, 0]
    assert HandOver.objects.get().ended_on is None


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (datetime(2025, 3, 24, 9, tzinfo=UTC), []),
        (datetime(2025, 3, 25, 9, tzinfo=UTC), [False]),
        (datetime(2025, 4, 1, 21, tzinfo=UTC), [False]),
        (datetime(2025, 4, 2, 9, tzinfo=UTC), [True]),
    ],
)
def test_it_stands_in_my_work_from_a_week_before_its_day(actor: Actor, now: datetime, late: list[bool]) -> None:
    hand_over(actor, register(actor), CLAIM)

    assert [row.is_late for row in hand_overs_due(actor=actor, now=now)[0]] == late


@pytest.mark.parametrize(("minutes", "late"), [(-1, False), (0, False), (1, True)])
def test_a_data_breach_is_late_by_the_minute(actor: Actor, minutes: int, late: bool) -> None:
    hand_over(actor, register(actor))

    [row] = hand_overs_due(actor=actor, now=datetime(2025, 3, 15, 9, tzinfo=UTC) + timedelta(minutes=minutes))[0]

    assert row.is_late is late


def test_the_digest_tells_that_its_day_is_near_and_that_it_passed(actor: Actor) -> None:
    hand_over(actor, register(actor), CLAIM)  # Tuesday 1 April; three working days before is Thursday 27 March

    for day in (26, 27, 28, 31):
        make_digests(actor=system_actor(), now=datetime(2025, 3, day, 10, tzinfo=UTC))
    for day in (1, 2, 3):
        make_digests(actor=system_actor(), now=datetime(2025, 4, day, 10, tzinfo=UTC))

    told = {one.key: [line["why"] for line in one.lines if line["why"].startswith("hand_over")] for one in Notice.objects.all()}
    assert {key: whys for key, whys in told.items() if whys} == {
        "digest:2025-03-27": ["hand_over_near"],
        "digest:2025-04-02": ["hand_over_late"],
    }


def test_the_pages_record_it_and_what_came_of_it(client: Client, actor: Actor) -> None:
    reference = register(actor)
    told = {"version": "1", "kind": "DATA_BREACH", "text": "Brief verkeerd", "owner_name": "Functionaris", "told_way": "PHONE"}

    # What was typed in a part that is not asked for is left out.
    danger = client.post(f"/klachten/{reference}/doorgeven/", told | {"kind": "DANGER", "due_on": "2099-01-01"})
    sent = client.post(f"/klachten/{reference}/doorgeven/", told | {"due_on": "2099-01-01", "phoned_whom": "112"})
    kept = HandOver.objects.get()
    shown, work = client.get(f"/klachten/{reference}/").content.decode(), client.get("/").content.decode()
    done = client.post(f"/klachten/{reference}/doorgeven/{kept.pk}/klaar/", {"version": "2", "is_done": "done", "result": "Gemeld"})
    after = client.get(f"/klachten/{reference}/").content.decode()

    assert (danger.status_code, "Bel eerst." in danger.content.decode()) == (422, True)
    assert (sent.status_code, kept.phoned_whom) == (302, "")
    assert '<p class="alert__title">Vermoeden van een datalek</p>' in shown
    assert "(AVG 33 lid 1)" in shown
    assert f'href="/klachten/{reference}/doorgeven/{kept.pk}/klaar/"' in work
    assert (done.status_code, HandOver.objects.get().result) == (302, "Gemeld")
    assert '<p class="alert__title">Vermoeden van een datalek</p>' not in after
    assert client.get(f"/klachten/{reference}/doorgeven/{uuid.uuid4()}/klaar/").status_code == 404


def test_a_term_that_is_over_is_not_made_longer(actor: Actor) -> None:
    told = HandOverTold(kind=HandOverKind.WOO_REQUEST, text="Stukken", owner_name="Juridisch", told_way=ContactWay.PHONE)
    kept = hand_over(actor, register(actor), told)
    of = {"actor": actor, "reference": kept.complaint.reference, "hand_over_id": kept.pk, "seen_version": None}

    with pytest.raises(HandOverLaterThanLaw):
        move_hand_over(**of, new_due_on=date(2025, 4, 23), reason="Druk", now=datetime(2025, 4, 18, 9, tzinfo=UTC))

    assert HandOver.objects.get().due_on == kept.due_on == date(2025, 4, 9)
