"""Registering: anything that is told gets in, the clock runs from receipt, and nothing is half-saved."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from complaints.access import access_complaint
from complaints.code_lists import FilerRole, HandlingWish
from complaints.flows.registration import Registered, register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.models import Complaint, ComplaintEvent, HistoricalTotal, Identity, Party, RegistrationDraft, RememberedRequest, SentMessage
from complaints.repeated_requests import KeyUsedForSomethingElse, RequestKey
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusals
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.core_lists import Dimension, Kind
from tenants.organisation.models import Label, OrganisationSettings
from tenants.permissions import ROLES, Permission, Role
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 7, 9, 30, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 7, 9, 45, tzinfo=UTC)
BY_PHONE = Submission(story="Ik werd niet teruggebeld.", channel="PHONE", filer=Person(name="Mevrouw Voorbeeld", phone="0612345678"))
BY_LETTER = replace(BY_PHONE, channel="LETTER", filer=Person(name="Mevrouw Voorbeeld", address="Dorpsstraat 1"), is_signed=True)

# A zero-width space, a word joiner, a byte order mark, a soft hyphen, control characters, and some of them together.
BLANKS = ("\u200b", "\u2060", "\ufeff", "\u00ad", "\x01\x1f", " \u200b\n\x00\ufeff")


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def register(actor: Actor, submission: Submission = BY_PHONE, **changed: Any) -> Registered:
    return register_complaint(**({"actor": actor, "submission": submission, "received_at": RECEIVED, "now": NOW} | changed))


def test_a_call_becomes_a_file_with_its_reference_dates_and_history(handler: Actor) -> None:
    registered = register(handler)

    complaint = Complaint.objects.get()
    opened = complaint.rounds.get()
    assert registered == Registered(
        reference="2025-00001",
        received_on=date(2025, 3, 7),
        kind=Kind.COMPLAINT,
        due_on=date(2025, 4, 22),
        has_statutory_term=False,
        contact_due_on=date(2025, 3, 14),
        missing=("in_writing", "signature", "address", "date"),
        is_visible=True,
    )
    assert (complaint.story, complaint.received_at, complaint.registered_by_id) == (BY_PHONE.story, RECEIVED, handler.user_id)
    assert (opened.number, opened.opened_on, opened.due_on, opened.notice_due_on) == (1, date(2025, 3, 7), date(2025, 4, 22), None)
    assert [(point.is_main, point.nature, point.unit) for point in complaint.points.all()] == [(True, None, None)]
    assert [(event.code, event.actor_id, event.data["kind"]) for event in complaint.events.all()] == [
        ("registered", handler.user_id, "COMPLAINT")
    ]
    assert "Voorbeeld" not in str(ComplaintEvent.objects.values_list("data", "personal"))


# Receipt of what came in electronically is confirmed at once, the same way (2:8, Wmebv)

BY_MAIL = replace(BY_PHONE, channel="EMAIL", filer=Person(name="Mevrouw Voorbeeld", email="jo@voorbeeld.example"))


def confirmed() -> tuple[date | None, str, int]:
    opened = Complaint.objects.get().rounds.get()
    return opened.acknowledged_on, opened.acknowledged_by, SentMessage.objects.filter(round=opened, letter_code="L01").count()


@pytest.mark.parametrize("channel", ["EMAIL", "WEB_FORM"])
@pytest.mark.parametrize("role", [Role.HANDLER, Role.EMPLOYEE])
def test_what_came_in_electronically_is_confirmed_by_mail_with_its_registration(
    make_actor: Callable[..., Actor], channel: str, role: Role
) -> None:
    register(make_actor(role), replace(BY_MAIL, channel=channel))

    assert confirmed() == (date(2025, 3, 7), "EMAIL", 1)
    assert list(OutboxMessage.objects.filter(task_name="complaints.send_acknowledgement").values_list("done_at", flat=True)) == [None]
    assert [(event.code, event.actor_kind, event.data["version"]) for event in ComplaintEvent.objects.filter(code="acknowledged")] == [
        ("acknowledged", "system", 1)
    ]


@pytest.mark.parametrize(
    "submission",
    [BY_PHONE, BY_LETTER, replace(BY_MAIL, filer=Person(name="Mevrouw Voorbeeld")), replace(BY_MAIL, channel="PHONE")],
    ids=["phone", "letter", "no-address", "phone-with-address"],
)
def test_what_came_in_otherwise_or_cannot_be_mailed_is_confirmed_by_its_own_step(handler: Actor, submission: Submission) -> None:
    register(handler, submission)

    assert confirmed() == (None, "", 0)


def test_whoever_registers_may_leave_confirming_to_its_own_step(handler: Actor) -> None:
    register(handler, BY_MAIL, confirms_at_once=False)

    assert confirmed() == (None, "", 0)


def test_registered_twice_with_one_key_it_is_confirmed_once(handler: Actor) -> None:
    key = RequestKey(key="een", digest="d" * 64)
    register(handler, BY_MAIL, request_key=key)
    register(handler, BY_MAIL, request_key=key)

    assert confirmed() == (date(2025, 3, 7), "EMAIL", 1)


# Which kind and which term, from the facts (law.md 1.0): never from a word


@pytest.mark.parametrize(
    ("changed", "kind", "is_statutory", "due_on"),
    [
        # Signed letter with name and address: a klaagschrift. Friday 7 March + 6 weeks is Good Friday: Tuesday 22 April.
        (BY_LETTER, Kind.FORMAL_COMPLAINT, True, date(2025, 4, 22)),
        (replace(BY_LETTER, is_signed=None), Kind.COMPLAINT, True, date(2025, 4, 22)),
        (replace(BY_LETTER, filer=Person(name="Mevrouw Voorbeeld", email="m@voorbeeld.example")), Kind.COMPLAINT, True, date(2025, 4, 22)),
        (replace(BY_LETTER, channel="EMAIL", is_signed=None), Kind.COMPLAINT, True, date(2025, 4, 22)),
        (replace(BY_LETTER, channel="WEB_FORM", is_signed=None), Kind.COMPLAINT, True, date(2025, 4, 22)),
        (replace(BY_LETTER, channel="SOCIAL_MEDIA", is_signed=None), Kind.COMPLAINT, True, date(2025, 4, 22)),
        (replace(BY_LETTER, is_towards_filer=False), Kind.COMPLAINT, False, date(2025, 4, 22)),
        (replace(BY_LETTER, filer_role=FilerRole.THIRD_PARTY), Kind.COMPLAINT, False, date(2025, 4, 22)),
        (replace(BY_LETTER, filer_role=FilerRole.THIRD_PARTY, is_towards_filer=True), Kind.FORMAL_COMPLAINT, True, date(2025, 4, 22)),
        (BY_PHONE, Kind.COMPLAINT, False, date(2025, 4, 22)),
        # Where nothing tells whether it was in writing: the law, until somebody says that it was not.
        *(
            (replace(BY_PHONE, channel=channel), Kind.COMPLAINT, True, date(2025, 4, 22))
            for channel in (
                *("VIA_ALDERMAN", "VIA_COUNCIL_MEMBER", "VIA_MUNICIPALITY", "VIA_STAFF", "VIA_PROVIDER", "VIA_SUPPORTER"),
                *("OMBUDSMAN_REFERRAL", "INTERNAL_SIGNAL", ""),
            )
        ),
        (replace(BY_PHONE, channel="VIA_ALDERMAN", is_written=False), Kind.COMPLAINT, False, date(2025, 4, 22)),
        (replace(BY_PHONE, channel="INTERNAL_SIGNAL", handling_wish=HandlingWish.ONLY_TELL), Kind.SIGNAL, False, date(2025, 3, 21)),
        (replace(BY_PHONE, channel="VIA_ALDERMAN", is_written=True), Kind.COMPLAINT, True, date(2025, 4, 22)),
        # Ten working days after Friday 7 March: Friday 21 March.
        (replace(BY_LETTER, handling_wish=HandlingWish.ONLY_TELL), Kind.SIGNAL, False, date(2025, 3, 21)),
        (replace(BY_LETTER, handling_wish=HandlingWish.REPAIR), Kind.REPORT, False, date(2025, 3, 21)),
        (replace(BY_PHONE, handling_wish=HandlingWish.SUPERVISE), Kind.CONTRACT_SUPERVISION_REQUEST, False, date(2025, 4, 22)),
        (replace(BY_PHONE, handling_wish=HandlingWish.BY_US), Kind.PROACTIVE_CONTACT, False, date(2025, 4, 22)),
    ],
)
def test_kind_and_term_follow_from_the_facts(handler: Actor, changed: Submission, kind: Kind, is_statutory: bool, due_on: date) -> None:
    registered = register(handler, changed)

    opened = Complaint.objects.get().rounds.get()
    assert (registered.kind, registered.has_statutory_term, registered.due_on) == (kind, is_statutory, due_on)
    assert (opened.has_statutory_term, opened.due_on, opened.notice_due_on is not None) == (is_statutory, due_on, is_statutory)


def test_without_the_norm_an_oral_complaint_gets_the_organisations_own_days(handler: Actor) -> None:
    OrganisationSettings.objects.update(oral_complaints_have_norm=False)

    assert register(handler).due_on == date(2025, 3, 21)
    assert register(handler, BY_LETTER).due_on == date(2025, 4, 22)


def test_just_before_midnight_in_amsterdam_is_that_day(handler: Actor) -> None:
    # 22:30 UTC on 30 June is half past midnight on 1 July in Amsterdam.
    registered = register(handler, received_at=datetime(2024, 6, 30, 22, 30, tzinfo=UTC))

    assert (registered.received_on, registered.reference) == (date(2024, 7, 1), "2024-00001")


def test_everything_that_is_known_is_kept(handler: Actor, make_person: Callable[..., Any], tenant: Tenant) -> None:
    colleague = make_person(Role.EMPLOYEE)
    make_label(Dimension.UNIT, "Werk")
    told = replace(
        BY_PHONE,
        wish="Excuses en een gesprek",
        law="PW",
        municipality="GM0321",
        filer_role=FilerRole.CLIENT_SUPPORTER,
        filer=Person(name="Ondersteuner", phone="0612345678", identity=Identity.SHIELDED),
        affected_person=Person(name="Meneer Voorbeeld"),
        points=(PointTold(nature="TREATMENT", unit="werk", description="Toon"), PointTold(nature="HANDLING_TIME")),
        involved=(InvolvedTold(user_id=colleague.pk), InvolvedTold(name="de man aan de balie", is_subject=False)),
        other_body="UWV",
        wants_judgment=True,
        has_sensitive_text=True,
    )
    make_label(Dimension.MUNICIPALITY, "Houten", "GM0321")

    register(handler, told)

    complaint = Complaint.objects.get()
    assert (complaint.wish, complaint.law, complaint.other_body, complaint.has_sensitive_text) == (told.wish, "PW", "UWV", True)
    assert str(complaint.municipality) == "Houten"
    assert [(party.role, party.name, party.identity) for party in complaint.parties.order_by("pk")] == [
        ("CLIENT_SUPPORTER", "Ondersteuner", "SHIELDED"),
        ("AFFECTED_PERSON", "Meneer Voorbeeld", ""),
    ]
    assert [(p.is_main, p.nature and p.nature.core_code, p.unit and p.unit.text, p.description) for p in complaint.points.all()] == [
        (True, "TREATMENT", "Werk", "Toon"),
        (False, "HANDLING_TIME", None, ""),
    ]
    assert [(one.user_id, one.name, one.is_subject) for one in complaint.involved_people.order_by("pk")] == [
        (colleague.pk, "", True),
        (None, "de man aan de balie", False),
    ]
    assert complaint.rounds.get().mode == "FORMAL"


def test_a_core_code_without_an_own_word_gets_the_name_of_the_list_once(handler: Actor) -> None:
    make_label(Dimension.CHANNEL, "Gebeld", "PHONE")

    register(handler)
    register(handler, replace(BY_LETTER, filer=Person(name="x", address="y")))
    register(handler, replace(BY_LETTER, filer=Person(name="x", address="y")))

    words = Label.objects.filter(dimension=Dimension.CHANNEL).order_by("position").values_list("text", "core_code")
    assert list(words) == [("Gebeld", "PHONE"), ("Brief", "LETTER")]


# What is refused: everything at once, and nothing is saved

UNDIALLED = ("abc", "06", "abc1", "06-1234567a", "+31 6 1234567", "0031 6", "12")


@pytest.mark.parametrize("phone", ["112", "14 030", "0800-1234", "4321", "06-12345678 (werk)", "+31 6 12345678", "0612345678/0687654321"])
def test_a_number_that_can_be_dialled_is_kept_as_it_was_written(make_actor: Callable[..., Actor], phone: str) -> None:
    register(make_actor(Role.HANDLER), replace(BY_LETTER, filer=Person(phone=phone)))

    assert Party.objects.get().phone == phone


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"story": "", "filer": Person(name="Alleen een naam")}, [("nothing_told", "story")]),
        ({"story": "x" * 100_001}, [("text_too_long", "story")]),
        ({"story": "a\x00b"}, [("unreadable_character", "story")]),
        *(({"filer": Person(phone=phone)}, [("phone_unusable", "filer.phone")]) for phone in UNDIALLED),
        ({"filer": Person(name="n" * 201, email="geen adres")}, [("email_unusable", "filer.email"), ("text_too_long", "filer.name")]),
        ({"channel": "DUIF"}, [("unknown_word", "channel")]),
        ({"municipality": "Atlantis", "law": "XX"}, [("unknown_code", "law"), ("unknown_word", "municipality")]),
        (
            {"points": (PointTold(unit="Nergens"), PointTold(nature="?"))},
            [("unknown_word", "points.0.unit"), ("unknown_word", "points.1.nature")],
        ),
        ({"points": (PointTold(),) * 21}, [("too_many_points", "points")]),
        (
            {"involved": (InvolvedTold(), InvolvedTold(user_id=10**9))},
            [("involved_person_missing", "involved.0"), ("unknown_colleague", "involved.1")],
        ),
        *(
            ({"story": blank, "filer": Person(name=blank, phone=blank, email=blank, address=blank)}, [("nothing_told", "story")])
            for blank in BLANKS
        ),
        ({"involved": (InvolvedTold(name="\u200b"),)}, [("involved_person_missing", "involved.0")]),
        ({"filer": Person(name="Toch Jan", identity=Identity.UNKNOWN)}, [("name_of_unknown", "filer.name")]),
        ({"authority_id": 10**9}, [("unknown_authority", "authority_id")]),
        ({"provider_id": 10**9}, [("unknown_provider", "provider_id")]),
    ],
)
def test_everything_wrong_is_said_at_once_and_nothing_is_saved(
    handler: Actor, changed: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    labels = Label.objects.count()

    with pytest.raises(Refusals) as refused:
        register(handler, replace(BY_PHONE, **changed))

    assert [(one.code, one.field) for one in refused.value.refusals] == found
    assert (Complaint.objects.count(), ComplaintEvent.objects.count(), Label.objects.count()) == (0, 0, labels)


@pytest.mark.parametrize(
    ("received_at", "code"),
    [
        (datetime(2025, 3, 7, 9, 46, tzinfo=UTC), "received_in_future"),
        (datetime(1989, 12, 30, tzinfo=UTC), "received_too_long_ago"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(handler: Actor, received_at: datetime, code: str) -> None:
    with pytest.raises(Refusals) as refused:
        register(handler, received_at=received_at)

    assert [(one.code, one.field) for one in refused.value.refusals] == [(code, "received_at")]


def test_a_year_known_as_totals_takes_no_case(handler: Actor) -> None:
    HistoricalTotal.objects.create(year=2025, measure="received", dimension="total", count=3, taken_over_at=NOW)

    with pytest.raises(Refusals, match="year_known_as_totals"):
        register(handler)

    assert Complaint.objects.count() == 0


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.REGISTER_COMPLAINTS]))
def test_who_may_not_register_changes_nothing(make_actor: Callable[..., Actor], role: Role) -> None:
    with pytest.raises(NotPermitted):
        register(make_actor(role))

    assert Complaint.objects.count() == 0


# Twice, and at once


def test_the_same_key_gives_the_same_answer_and_one_file(handler: Actor) -> None:
    key = RequestKey(key="een", digest="d" * 64)

    first, again = register(handler, request_key=key), register(handler, request_key=key)

    assert first == again
    assert (Complaint.objects.count(), RememberedRequest.objects.count()) == (1, 1)


def test_a_key_of_something_else_is_refused_and_another_callers_key_is_its_own(handler: Actor, make_actor: Callable[..., Actor]) -> None:
    register(handler, request_key=RequestKey(key="een", digest="d" * 64))

    with pytest.raises(KeyUsedForSomethingElse):
        register(handler, request_key=RequestKey(key="een", digest="e" * 64))
    register(make_actor(Role.COORDINATOR), request_key=RequestKey(key="een", digest="e" * 64))

    assert Complaint.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twice_at_the_same_moment_makes_one_file(tenant: Tenant, make_actor: Callable[..., Actor]) -> None:
    actor, key = make_actor(Role.HANDLER), RequestKey(key="een", digest="d" * 64)
    start, answers = threading.Barrier(2), []

    def send() -> None:
        with schema_context(tenant.schema_name):
            start.wait()
            answers.append(register(actor, request_key=key))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers[0] == answers[1]
    assert Complaint.objects.count() == 1


def test_the_draft_goes_with_the_registration_and_only_ones_own(handler: Actor, make_actor: Callable[..., Actor]) -> None:
    other = make_actor(Role.COORDINATOR)
    drafts = [RegistrationDraft.objects.create(owner_id=owner.user_id, created_at=NOW, changed_at=NOW) for owner in (handler, other)]

    register(handler, draft_id=drafts[0].pk)
    register(handler, draft_id=drafts[1].pk)
    register(handler, draft_id=uuid.uuid4())

    assert list(RegistrationDraft.objects.values_list("pk", flat=True)) == [drafts[1].pk]


# Who sees it afterwards


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HANDLER])
def test_whoever_is_involved_does_not_see_what_they_registered_themselves(make_actor: Callable[..., Actor], role: Role) -> None:
    actor = make_actor(role)

    registered = register(actor, replace(BY_PHONE, involved=(InvolvedTold(user_id=actor.user_id),)))

    assert registered.is_visible is False
    with pytest.raises(NotFound):
        access_complaint(actor=actor, reference=registered.reference)


def test_a_complaint_about_the_council_is_for_the_registry_alone(make_actor: Callable[..., Actor]) -> None:
    coordinator, registry = make_actor(Role.COORDINATOR), make_actor(Role.COUNCIL_REGISTRY)

    registered = register(coordinator, replace(BY_PHONE, is_about_council=True))
    other = register(coordinator)

    assert (registered.is_visible, other.is_visible) == (False, True)
    assert access_complaint(actor=registry, reference=registered.reference).reference == registered.reference
    for actor, reference in ((coordinator, registered.reference), (registry, other.reference)):
        with pytest.raises(NotFound):
            access_complaint(actor=actor, reference=reference)


def test_an_employee_registers_and_gets_a_receipt_alone(make_actor: Callable[..., Actor]) -> None:
    employee = make_actor(Role.EMPLOYEE)

    registered = register(employee)

    assert (registered.reference, registered.is_visible) == ("2025-00001", False)
    with pytest.raises(NotPermitted):
        access_complaint(actor=employee, reference=registered.reference)


def test_what_cannot_be_seen_of_a_person_is_not_kept_and_makes_no_klaagschrift(handler: Actor) -> None:
    blank = "\u200b "
    told = replace(
        BY_LETTER, story="Te laat", wish=blank, filer=Person(name=blank, phone="112", address=blank), points=(PointTold(description=blank),)
    )

    missing = register(handler, told).missing

    complaint = Complaint.objects.get()
    party = complaint.parties.get()
    assert missing == ("name", "address")
    assert (complaint.wish, complaint.points.get().description, party.name, party.phone, party.address) == ("", "", "", "112", "")


def test_a_person_who_is_not_known_leaves_no_party(handler: Actor) -> None:
    register(handler, replace(BY_PHONE, filer=Person()))
    register(handler, replace(BY_PHONE, filer=Person(identity=Identity.ANONYMOUS), filer_role=FilerRole.ANONYMOUS))

    assert list(Party.objects.values_list("role", "identity")) == [("ANONYMOUS", "ANONYMOUS")]


# The channel is corrected: what it tells follows


@pytest.mark.parametrize(
    ("channel", "told", "corrected", "is_written", "is_statutory"),
    [
        ("PHONE", None, "EMAIL", True, True),
        ("EMAIL", None, "PHONE", False, False),
        ("PHONE", True, "DESK", True, True),
        ("EMAIL", False, "LETTER", False, False),
        ("", None, "LETTER", True, True),
    ],
)
def test_a_corrected_channel_tells_whether_it_is_in_writing_unless_somebody_said_so(
    handler: Actor, channel: str, told: bool | None, corrected: str, is_written: bool, is_statutory: bool
) -> None:
    submission = Submission(story="Te laat", channel=channel, is_written=told, filer=Person(name="M"))
    reference = register_complaint(actor=handler, submission=submission, received_at=NOW, now=NOW).reference

    update_complaint(actor=handler, reference=reference, changes={"channel": corrected}, seen_version=None, now=NOW)

    complaint = Complaint.objects.get()
    assert (complaint.is_written, complaint.rounds.get().has_statutory_term) == (is_written, is_statutory)
