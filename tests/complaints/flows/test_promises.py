"""Promises: recorded once, kept, not kept and taken back; a refusal changes nothing; whoever may see the file is reminded, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.leaving_out import mark_registered_in_error
from complaints.flows.notice_choice import choose_notices
from complaints.flows.notices import make_digests, send_notice
from complaints.flows.promises import Promiser, add_promise, break_promise, keep_promise, withdraw_promise
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.intake_choices import promiser_choices
from complaints.models import Complaint, ComplaintEvent, ContactWay, Identity, InvolvedPerson, Notice, NoticeWish, Promise
from complaints.repeated_requests import KeyUsedForSomethingElse, RequestKey
from complaints.steps import ChangedMeanwhile
from complaints.web.promises import shown_promise
from complaints.web.timeline import shown_event
from complaints.work.promised import pressing_promises
from complaints.work.promises import ENDS, PromiseState, promise_points, remind_from, state_of_promise
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Absence
from tenants.permissions import Role
from tenants.selectors import current_statutory_calendar
from tests.factories.endings import UPHELD
from tests.factories.register import make_label

MADE = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)  # Monday 10:00 in Amsterdam
TODAY = date(2025, 3, 10)
DUE = date(2025, 3, 21)  # Friday; near from Tuesday 18 March
TEXT = "Mevrouw Jansen krijgt haar geld terug"


def at(day: int, month: int = 3) -> datetime:
    return datetime(2025, month, day, 9, 0, tzinfo=UTC)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


@pytest.fixture
def second(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


@pytest.fixture
def reference(coordinator: Actor, handler: Actor) -> str:
    """A file of 7 March that the handler has."""
    told = Submission(story="Te laat betaald", channel="PHONE", filer=Person(name="Jansen", phone="0612345678"))
    found = register_complaint(actor=coordinator, submission=told, received_at=at(7), now=at(7)).reference
    assign_complaint(actor=coordinator, reference=found, handler_id=handler.user_id or 0, seen_version=None, now=at(7))
    Notice.objects.all().delete()
    return found


def promised(actor: Actor, reference: str, *, now: datetime = MADE, **parts: Any) -> Promise:
    given: dict[str, Any] = {"text": TEXT, "by": Promiser(user_id=actor.user_id), "due_on": DUE} | parts
    return add_promise(actor=actor, reference=reference, now=now, **given)


def history(reference: str) -> list[str]:
    return [event.code for event in ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk")]


def lines(reference: str) -> list[str]:
    events = ComplaintEvent.objects.filter(complaint__reference=reference, code__startswith="promise_").order_by("pk")
    shown = [shown_event(event, names={}) for event in events]
    return [line for one in shown for line in (one.name, *one.lines)]


def state(promise: Promise, today: date = TODAY) -> str:
    now = Promise.objects.select_related("unit").get(pk=promise.pk)
    return state_of_promise(end=now.end, due_on=now.due_on, today=today, calendar=current_statutory_calendar()).value


# The days, and what may become of a promise (pure)


@pytest.mark.parametrize(
    ("due_on", "near_from"),
    [
        (date(2025, 3, 21), date(2025, 3, 18)),  # Friday, Tuesday
        (date(2025, 3, 24), date(2025, 3, 19)),  # Monday, Wednesday
        (date(2025, 3, 23), date(2025, 3, 19)),  # Sunday, Wednesday
        (date(2025, 4, 22), date(2025, 4, 15)),  # Tuesday after Easter, Tuesday: Good Friday and Easter Monday do not count
    ],
)
def test_a_promise_is_near_three_working_days_before_its_day(tenant: object, due_on: date, near_from: date) -> None:
    calendar = current_statutory_calendar()

    assert remind_from(due_on, calendar=calendar) == near_from
    days = [near_from - timedelta(days=1), near_from, due_on, due_on + timedelta(days=1)]
    assert [state_of_promise(end="", due_on=due_on, today=day, calendar=calendar).value for day in days] == ["OPEN", "DUE", "DUE", "BROKEN"]


@pytest.mark.parametrize(
    ("recorded_on", "points"),
    [
        (date(2025, 3, 10), [("DUE", date(2025, 3, 18)), ("BROKEN", date(2025, 3, 22))]),
        (date(2025, 3, 20), [("DUE", date(2025, 3, 21)), ("BROKEN", date(2025, 3, 22))]),
        (date(2025, 3, 21), [("BROKEN", date(2025, 3, 22))]),
        (date(2025, 3, 28), [("BROKEN", date(2025, 3, 29))]),
    ],
)
def test_each_point_is_told_after_it_was_recorded(tenant: object, recorded_on: date, points: list[tuple[str, date]]) -> None:
    found = promise_points(due_on=DUE, recorded_on=recorded_on, calendar=current_statutory_calendar())

    assert [(point.value, day) for point, day in found] == points


def end(promise: Promise, becomes: PromiseState, actor: Actor, reference: str) -> None:
    same: dict[str, Any] = {"actor": actor, "reference": reference, "promise_id": promise.pk, "seen_version": None, "now": MADE}
    if becomes is PromiseState.KEPT:
        keep_promise(**same)
    elif becomes is PromiseState.NOT_KEPT:
        break_promise(**same, reason="Ziek")
    else:
        withdraw_promise(**same, reason="Verkeerd dossier")


ENDINGS = (PromiseState.KEPT, PromiseState.NOT_KEPT, PromiseState.WITHDRAWN)


@pytest.mark.parametrize("becomes", ENDINGS)
@pytest.mark.parametrize("now", list(PromiseState))
def test_a_promise_ends_where_the_graph_has_it_and_is_left_alone_elsewhere(
    handler: Actor, reference: str, now: PromiseState, becomes: PromiseState
) -> None:
    due = {PromiseState.DUE: TODAY, PromiseState.BROKEN: date(2025, 3, 9)}.get(now, DUE)
    promise = promised(handler, reference, due_on=due, said_on=date(2025, 3, 8))
    if now in ENDINGS:
        end(promise, now, handler, reference)
    assert state(promise) == now.value
    before, rows = history(reference), list(Promise.objects.values())

    if becomes in ENDS[now]:
        end(promise, becomes, handler, reference)
        assert state(promise) == becomes.value
    else:
        with pytest.raises(Refusal, match="promise_settled"):
            end(promise, becomes, handler, reference)
        assert (history(reference), list(Promise.objects.values())) == (before, rows)


# Recording


def test_a_promise_holds_what_by_whom_by_when_and_when_it_was_said(handler: Actor, reference: str) -> None:
    unit = make_label(Dimension.UNIT, "Werk")
    assert unit
    promised(handler, reference, said_on=date(2025, 3, 7))
    promised(handler, reference, by=Promiser(unit="werk"), text="Brief sturen", due_on=TODAY)
    promised(handler, reference, by=Promiser(name="De wethouder"), text="Bellen", due_on=date(2025, 3, 11))

    rows = Promise.objects.order_by("recorded_at", "due_on").values_list("text", "promised_by", "unit", "name", "said_on", "due_on")
    assert sorted(rows) == sorted(
        [
            (TEXT, handler.user_id, None, "", date(2025, 3, 7), DUE),
            ("Brief sturen", None, unit.pk, "", TODAY, TODAY),
            ("Bellen", None, None, "De wethouder", TODAY, date(2025, 3, 11)),
        ]
    )
    assert history(reference)[-3:] == ["promise_added"] * 3
    assert "Jansen" not in str(list(ComplaintEvent.objects.values("data", "personal")))


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        ({"text": " \u200b"}, ("text_missing", "text")),
        ({"text": "x" * 100_001}, ("text_too_long", "text")),
        ({"text": "a\x00b"}, ("unreadable_character", "text")),
        ({"by": Promiser()}, ("one_promiser", "by_user")),
        ({"by": Promiser(unit="Werk", name="De wethouder")}, ("one_promiser", "by_user")),
        ({"by": Promiser(user_id=1, name="De wethouder")}, ("one_promiser", "by_user")),
        ({"by": Promiser(user_id=999_999)}, ("unknown_colleague", "by_user")),
        ({"by": Promiser(unit="Nergens")}, ("unknown_word", "by_unit")),
        ({"by": Promiser(name="x" * 201)}, ("text_too_long", "by_name")),
        ({"said_on": date(2025, 3, 11)}, ("day_in_future", "said_on")),
        ({"said_on": date(2025, 3, 6)}, ("day_before_receipt", "said_on")),
        ({"due_on": date(2025, 3, 9)}, ("due_before_said", "due_on")),
        ({"due_on": date(2030, 3, 11)}, ("due_too_far", "due_on")),
    ],
)
def test_a_promise_that_cannot_be_is_refused_and_changes_nothing(
    handler: Actor, reference: str, parts: dict[str, Any], refused: tuple[str, str]
) -> None:
    before = history(reference)

    with pytest.raises(Refusal) as refusal:
        promised(handler, reference, **parts)

    assert (refusal.value.code, refusal.value.field) == refused
    assert (Promise.objects.count(), history(reference)) == (0, before)


def test_whoever_is_shielded_is_not_named_as_who_promised(coordinator: Actor) -> None:
    told = Submission(story="Verhaal", filer=Person(name="Fatima Noor", identity=Identity.SHIELDED))
    of = register_complaint(actor=coordinator, submission=told, received_at=at(3), now=at(3)).reference

    with pytest.raises(Refusal) as refused:
        promised(coordinator, of, by=Promiser(name="Fatima Noor"))

    assert (refused.value.code, refused.value.field, Promise.objects.count()) == ("text_tells_shielded", "by_name", 0)


def test_the_last_day_that_may_be_promised_is_in_five_years(handler: Actor, reference: str) -> None:
    assert promised(handler, reference, due_on=date(2030, 3, 10)).due_on == date(2030, 3, 10)


def test_sent_twice_it_is_one_promise_and_other_content_is_refused(handler: Actor, reference: str) -> None:
    key = RequestKey(key="een", digest="a" * 64)

    both = [promised(handler, reference, request_key=key).pk for _ in range(2)]

    assert both[0] == both[1]
    assert (Promise.objects.count(), history(reference).count("promise_added")) == (1, 1)
    with pytest.raises(KeyUsedForSomethingElse):
        promised(handler, reference, request_key=RequestKey(key="een", digest="b" * 64))
    assert Promise.objects.count() == 1


# What became of it


def test_kept_says_when_and_how_it_was_told_and_later_than_promised_is_said(handler: Actor, reference: str) -> None:
    on_time, late = promised(handler, reference), promised(handler, reference, due_on=date(2025, 3, 12))
    same: dict[str, Any] = {"actor": handler, "reference": reference, "seen_version": None, "now": at(14)}

    keep_promise(**same, promise_id=on_time.pk, told_by=ContactWay.PHONE, remark="Was er blij mee")
    keep_promise(**same, promise_id=late.pk, kept_on=date(2025, 3, 13))

    rows = [shown_promise(one, names={}, today=date(2025, 3, 14)) for one in Promise.objects.order_by("-due_on")]
    assert [row["words"] for row in rows] == ["Nagekomen op vr 14 maart 2025", "Nagekomen op do 13 maart 2025, later dan toegezegd"]
    assert [(row["promise"].told_by, row["promise"].remark, row["promise"].ended_by_id) for row in rows] == [
        ("PHONE", "Was er blij mee", handler.user_id),
        ("", "", handler.user_id),
    ]
    assert "Gedaan op do 13 maart 2025; aan deze persoon verteld: nog niet verteld" in lines(reference)


def test_not_kept_with_a_new_day_makes_a_promise_that_follows_the_old_one(handler: Actor, reference: str) -> None:
    old = promised(handler, reference)

    new = break_promise(
        actor=handler,
        reference=reference,
        promise_id=old.pk,
        reason="De bank was dicht",
        told_on=date(2025, 3, 20),
        new_due_on=date(2025, 3, 28),
        seen_version=None,
        now=at(21),
    )

    assert (new.follows_id, new.text, new.promised_by_id) == (old.pk, TEXT, handler.user_id)
    assert (new.said_on, new.due_on, new.end) == (date(2025, 3, 20), date(2025, 3, 28), "")
    was = Promise.objects.get(pk=old.pk)
    assert (was.end, was.ended_on, was.remark, was.due_on) == ("NOT_KEPT", date(2025, 3, 20), "De bank was dicht", DUE)
    assert lines(reference)[2:] == [
        "Toezegging niet nagekomen",
        "Gezegd op ma 10 maart 2025, uiterlijk gedaan op vr 21 maart 2025",
        "Aan deze persoon verteld op do 20 maart 2025",
        "Opnieuw toegezegd: uiterlijk gedaan op vr 28 maart 2025",
        "Reden: De bank was dicht",
    ]


def test_not_kept_without_a_new_day_asks_for_nothing_more(handler: Actor, reference: str) -> None:
    old = promised(handler, reference)
    same: dict[str, Any] = {"actor": handler, "reference": reference, "seen_version": None, "now": at(24)}

    break_promise(**same, promise_id=old.pk, reason="Mag niet van de wet")

    assert [one.pk for one in Promise.objects.all()] == [old.pk]
    assert pressing_promises(actor=handler, today=date(2025, 3, 24)).count == 0


def test_what_was_said_of_it_stays_in_the_history_when_it_is_taken_back(handler: Actor, reference: str) -> None:
    promise = promised(handler, reference)
    same: dict[str, Any] = {"actor": handler, "reference": reference, "promise_id": promise.pk, "seen_version": None, "now": at(11)}
    keep_promise(**same, remark="Betaald")

    withdraw_promise(**same, reason="Was een ander dossier")

    assert lines(reference)[-4:] == [
        "Toezegging ingetrokken: per vergissing vastgelegd",
        "Gezegd op ma 10 maart 2025, uiterlijk gedaan op vr 21 maart 2025",
        "Reden: Was een ander dossier",
        "Wat er eerder over stond: Betaald",
    ]


@pytest.mark.parametrize(
    ("what", "parts", "refused"),
    [
        (keep_promise, {"kept_on": date(2025, 3, 12)}, ("day_in_future", "kept_on")),
        (keep_promise, {"kept_on": date(2025, 3, 9)}, ("before_promise", "kept_on")),
        (keep_promise, {"remark": "a\x00"}, ("unreadable_character", "remark")),
        (break_promise, {"reason": " "}, ("text_missing", "reason")),
        (break_promise, {"reason": "Ziek", "told_on": date(2025, 3, 12)}, ("day_in_future", "told_on")),
        (break_promise, {"reason": "Ziek", "told_on": date(2025, 3, 9)}, ("before_promise", "told_on")),
        (break_promise, {"reason": "Ziek", "new_due_on": date(2025, 3, 10)}, ("due_before_said", "new_due_on")),
        (break_promise, {"reason": "Ziek", "new_due_on": date(2031, 1, 1)}, ("due_too_far", "new_due_on")),
        (withdraw_promise, {"reason": ""}, ("text_missing", "reason")),
    ],
)
def test_an_end_that_cannot_be_is_refused_and_changes_nothing(
    handler: Actor, reference: str, what: Callable[..., Promise], parts: dict[str, Any], refused: tuple[str, str]
) -> None:
    promise = promised(handler, reference)
    before, rows = history(reference), list(Promise.objects.values())

    with pytest.raises(Refusal) as refusal:
        what(actor=handler, reference=reference, promise_id=promise.pk, seen_version=None, now=at(11), **parts)

    assert (refusal.value.code, refusal.value.field) == refused
    assert (history(reference), list(Promise.objects.values())) == (before, rows)


@pytest.mark.parametrize("becomes", ENDINGS)
def test_a_promise_of_another_file_does_not_exist_here(coordinator: Actor, handler: Actor, reference: str, becomes: PromiseState) -> None:
    told = Submission(story="Iets anders", channel="PHONE")
    other = register_complaint(actor=coordinator, submission=told, received_at=at(7), now=at(7)).reference
    promise = promised(coordinator, other)

    with pytest.raises(NotFound):
        end(promise, becomes, handler, reference)

    assert state(promise) == "OPEN"


def test_of_two_who_settle_it_the_second_is_told_what_changed(coordinator: Actor, handler: Actor, reference: str) -> None:
    promise = promised(handler, reference)
    seen = Complaint.objects.get(reference=reference).version
    same: dict[str, Any] = {"reference": reference, "promise_id": promise.pk, "seen_version": seen, "now": at(11)}
    keep_promise(actor=handler, **same)

    with pytest.raises(ChangedMeanwhile) as refused:
        break_promise(actor=coordinator, **same, reason="Ziek")

    assert [change["code"] for change in refused.value.details["changes"]] == ["promise_kept"]
    assert state(promise) == "KEPT"


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, Role.ADMINISTRATOR, Role.COUNCIL_MEMBER])
def test_who_does_not_handle_complaints_promises_and_settles_nothing(
    make_actor: Callable[..., Actor], handler: Actor, reference: str, role: Role
) -> None:
    promise, actor = promised(handler, reference), make_actor(role)
    before = history(reference)

    with pytest.raises(NotPermitted):
        promised(actor, reference)
    for becomes in ENDINGS:
        with pytest.raises(NotPermitted):
            end(promise, becomes, actor, reference)

    assert (history(reference), state(promise)) == (before, "OPEN")


def test_whoever_is_involved_has_lost_its_promises_with_the_file(handler: Actor, reference: str) -> None:
    promise = promised(handler, reference)
    InvolvedPerson.objects.create(complaint=promise.complaint, user_id=handler.user_id)

    with pytest.raises(NotFound):
        promised(handler, reference)
    for becomes in ENDINGS:
        with pytest.raises(NotFound):
            end(promise, becomes, handler, reference)

    assert (Promise.objects.count(), state(promise)) == (1, "OPEN")


# Whose work it is


def pressing(actor: Actor, today: date) -> list[tuple[str, str, bool]]:
    rows = pressing_promises(actor=actor, today=today).rows
    return [(row.promise.complaint.reference, row.state.value, row.is_own) for row in rows]


def test_a_promise_presses_from_three_working_days_before_until_it_is_settled(handler: Actor, second: Actor, reference: str) -> None:
    promise = promised(handler, reference)

    days = [date(2025, 3, 17), date(2025, 3, 18), DUE, date(2025, 3, 22), date(2025, 6, 2)]
    assert [pressing(handler, day) for day in days] == [
        [],
        [(reference, "DUE", True)],
        [(reference, "DUE", True)],
        [(reference, "BROKEN", True)],
        [(reference, "BROKEN", True)],
    ]
    assert pressing(second, DUE) == []
    keep_promise(actor=handler, reference=reference, promise_id=promise.pk, seen_version=None, now=at(21))
    assert pressing(handler, DUE) == []


def test_it_is_the_work_of_whoever_has_the_file_and_of_whoever_made_it(
    coordinator: Actor, handler: Actor, second: Actor, reference: str
) -> None:
    promised(handler, reference, by=Promiser(user_id=second.user_id))

    assert pressing(handler, DUE) == [(reference, "DUE", False)]
    assert pressing(second, DUE) == [(reference, "DUE", True)]
    assert pressing(coordinator, DUE) == []


def test_while_the_handler_is_away_it_is_the_work_of_whoever_stands_in(handler: Actor, second: Actor, reference: str) -> None:
    promised(handler, reference, by=Promiser(name="De wethouder"))
    Absence.objects.create(user_id=handler.user_id, substitute_id=second.user_id, first_day=DUE, last_day=DUE)

    assert (pressing(handler, DUE), pressing(second, DUE)) == ([], [(reference, "DUE", False)])


@pytest.mark.parametrize("how", ["closed", "left out"])
def test_a_file_that_is_closed_or_left_out_keeps_reminding(handler: Actor, reference: str, how: str) -> None:
    promised(handler, reference)
    same: dict[str, Any] = {"actor": handler, "reference": reference, "seen_version": None, "now": at(12)}

    if how == "closed":
        close_complaint(**same, ending=UPHELD)
    else:
        mark_registered_in_error(**same, reason="Geen klacht")

    assert pressing(handler, DUE) == [(reference, "DUE", True)]


def test_whoever_made_it_and_was_involved_or_may_see_no_file_gets_nothing(
    make_actor: Callable[..., Actor], handler: Actor, second: Actor, reference: str
) -> None:
    employee = make_actor(Role.EMPLOYEE)
    promised(handler, reference, by=Promiser(user_id=second.user_id))
    promised(handler, reference, by=Promiser(user_id=employee.user_id))
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user_id=second.user_id)

    make_digests(actor=system_actor(), now=at(18))
    deliver(at(18))

    assert (pressing(second, DUE), pressing(employee, DUE)) == ([], [])
    assert {one.to[0] for one in mail.outbox} == {address(handler)}


def test_the_same_number_of_queries_for_one_promise_and_for_many(handler: Actor, reference: str) -> None:
    promised(handler, reference)
    with CaptureQueriesContext(connection) as one:
        assert pressing_promises(actor=handler, today=DUE).count == 1
    for _ in range(11):
        promised(handler, reference)

    with CaptureQueriesContext(connection) as many:
        found = pressing_promises(actor=handler, today=DUE)

    assert (found.count, len(found.rows)) == (12, 10)
    assert (len(one), len(many)) == (9, 9)


# Messages


def deliver(now: datetime) -> list[bool]:
    return [send_notice(actor=system_actor(), notice_id=one.pk, now=now) for one in Notice.objects.filter(settled_at=None).order_by("pk")]


def address(actor: Actor) -> str:
    return User.objects.get(pk=actor.user_id).email


def told(day: datetime) -> list[str]:
    """The line of each message of a day."""
    mail.outbox.clear()
    make_digests(actor=system_actor(), now=day)
    deliver(day)
    return [one.body.splitlines()[0] for one in mail.outbox]


def test_it_is_told_once_when_it_is_near_and_once_when_it_is_broken(handler: Actor, reference: str) -> None:
    promised(handler, reference)
    close_complaint(actor=handler, reference=reference, ending=UPHELD, seen_version=None, now=at(11))

    days = [at(17), at(18), at(19), at(20), at(21), at(24), at(25), at(26)]
    assert [told(day) for day in days] == [
        [],
        [f"{reference}: iets wat is toegezegd, moet bijna gedaan zijn (uiterlijk vr 21 maart 2025)"],
        [],
        [],
        [],
        [f"{reference}: de dag van een toezegging is voorbij; doe het nu, of noem een nieuwe dag (uiterlijk vr 21 maart 2025)"],
        [],
        [],
    ]


def test_a_message_of_a_promise_holds_no_content(handler: Actor, reference: str) -> None:
    promised(handler, reference, by=Promiser(name="De wethouder"))

    told(at(18))

    [message] = mail.outbox
    assert [word for word in ("Jansen", "geld", "wethouder") if word in message.subject + message.body] == []


def test_two_promises_of_one_file_are_one_line(handler: Actor, reference: str) -> None:
    promised(handler, reference)
    promised(handler, reference, text="Brief sturen")

    told(at(18))

    assert [one.body.count(f"{reference}: ") for one in mail.outbox] == [1]


@pytest.mark.parametrize("what", ["kept", "left", "involved", "chose none"])
def test_at_sending_it_is_asked_again_whether_it_is_still_so(handler: Actor, reference: str, what: str) -> None:
    promise = promised(handler, reference)
    close_complaint(actor=handler, reference=reference, ending=UPHELD, seen_version=None, now=at(11))
    make_digests(actor=system_actor(), now=at(18))

    if what == "kept":
        keep_promise(actor=handler, reference=reference, promise_id=promise.pk, seen_version=None, now=at(18))
    elif what == "left":
        User.objects.filter(pk=handler.user_id).update(is_active=False)
    elif what == "involved":
        InvolvedPerson.objects.create(complaint=promise.complaint, user_id=handler.user_id)
    else:
        choose_notices(actor=handler, wish=NoticeWish.DIRECT)

    assert (deliver(at(18)), mail.outbox) == ([False], [])


# Retention


def test_destruction_takes_promises_with_everything_said_of_them(
    make_actor: Callable[..., Actor], coordinator: Actor, handler: Actor, reference: str
) -> None:
    first = promised(handler, reference)
    break_promise(
        actor=handler,
        reference=reference,
        promise_id=first.pk,
        reason="Mevrouw Jansen was ziek",
        new_due_on=date(2025, 3, 28),
        seen_version=None,
        now=at(11),
    )
    close_complaint(actor=handler, reference=reference, ending=UPHELD, seen_version=None, now=at(12))
    after = datetime(2030, 3, 13, 9, tzinfo=UTC)

    proposal = propose_destruction(actor=coordinator, references=[reference], now=after)
    carry_out_destruction(actor=make_actor(Role.ADMINISTRATOR), destruction_id=proposal.pk, now=after)

    assert Promise.objects.count() == 0
    assert "Jansen" not in str(list(ComplaintEvent.objects.values()))
    assert pressing(handler, date(2030, 3, 13)) == []
    with pytest.raises(NotFound):
        promised(handler, reference, now=after, due_on=date(2030, 4, 1))


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.COMMITTEE_MEMBER])
def test_who_sees_no_files_here_has_no_promise_to_keep(
    handler: Actor, reference: str, make_actor: Callable[..., Actor], role: Role
) -> None:
    outsider, before = make_actor(role), history(reference)

    with pytest.raises(Refusal) as refusal:
        promised(handler, reference, by=Promiser(user_id=outsider.user_id))

    assert (refusal.value.code, refusal.value.field) == ("promiser_is_outsider", "by_user")
    assert (Promise.objects.count(), history(reference)) == (0, before)
    colleagues, _units = promiser_choices(actor=handler, today=date(2025, 3, 10))
    assert [str(one.user_id) in dict(colleagues) for one in (handler, outsider)] == [True, False]
