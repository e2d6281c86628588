"""More time during handling (Awb 9:11(2) and (3)): the worked cases through the flow, what is refused, and that then nothing happened."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints.code_lists import HandlingWish
from complaints.extending import ExtensionTold
from complaints.flows.closing import close_complaint
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.documents import remove_document
from complaints.flows.extending import extend_term, take_back_extension
from complaints.flows.postponing import Agreement, postpone_term, take_back_postponement
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.updating import correct_receipt
from complaints.intake import InvolvedTold, Person, Submission
from complaints.keeping import keep_documents, take_in
from complaints.models import (
    AgreedDate,
    Complaint,
    ComplaintEvent,
    Document,
    DocumentSource,
    Extension,
    IncomingMessage,
    MessageNature,
    NoSubject,
    Postponement,
    Regime,
    Round,
)
from complaints.next_steps import other_steps
from complaints.records import refresh_dates
from complaints.selectors import complaint_file, documents_of_others
from complaints.statuses import Step
from complaints.steps import ChangedMeanwhile
from complaints.term_changes import dates_if_extended
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.permissions import Role
from tests.factories.documents import PDF, sent
from tests.factories.endings import UPHELD

CASES = Path(__file__).parents[2] / "cases"
NOW = datetime(2025, 2, 10, 9, tzinfo=UTC)  # Monday
RECEIVED = date(2025, 1, 14)  # Tuesday, due Tuesday 25 February
WRITTEN = Submission(story="Te laat betaald", channel="LETTER", is_towards_filer=True, filer=Person(name="M"))
LETTERS = {"complainant_sent_on": date(2025, 2, 7), "subject_sent_on": date(2025, 2, 10)}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


LAST = date(2025, 2, 25)


def register(actor: Actor, *, received_on: date = RECEIVED, told: Submission = WRITTEN) -> str:
    at = moment(received_on)
    return register_complaint(actor=actor, submission=told, received_at=at, now=at).reference


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def a_document(reference: str, content: bytes = PDF) -> uuid.UUID:
    taken, _refused = take_in([sent(content, "akkoord.pdf")], now=NOW)
    kept = keep_documents(taken, complaint=file(reference), actor=system_actor(), now=NOW, source=DocumentSource.API)
    return kept.added[0].pk


def a_mail(reference: str, *, arrived_on: date = date(2025, 2, 10), nature: str = MessageNature.MESSAGE) -> uuid.UUID:
    of, at = file(reference), moment(arrived_on)
    mail = IncomingMessage.objects.create(
        complaint=of,
        round=of.rounds.order_by("-number")[0],
        nature=nature,
        digest=uuid.uuid4().hex,
        text="akkoord",
        arrived_at=at,
        taken_in_at=at,
    )
    return mail.pk


def extend(actor: Actor, reference: str, *, now: datetime = NOW, seen_version: int | None = None, **told: Any) -> Complaint:
    given: dict[str, Any] = {"weeks": 4, "reason": "Collega ziek"} | LETTERS | told
    return extend_term(actor=actor, reference=reference, told=ExtensionTold(**given), seen_version=seen_version, now=now)


def postpone(actor: Actor, reference: str, *, now: datetime = NOW, seen_version: int | None = None, **told: Any) -> Complaint:
    given: dict[str, Any] = {"reason": "Wacht op stukken"} | told
    if not given.keys() & {"message_id", "document_id"}:
        given["message_id"] = a_mail(reference)
    return postpone_term(actor=actor, reference=reference, agreement=Agreement(**given), seen_version=seen_version, now=now)


def dates(reference: str) -> tuple[date, date]:
    one = Round.objects.filter(complaint__reference=reference).order_by("-number")[0]
    return one.due_base, one.due_on


def rows_of(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# The worked cases


@pytest.mark.parametrize("row", rows_of("deadlines.csv"), ids=lambda row: row["id"])
def test_the_worked_cases_come_out_step_by_step(coordinator: Actor, row: dict[str, str]) -> None:
    received_on = date.fromisoformat(row["received"])
    reference = register(coordinator, received_on=received_on)
    one = Round.objects.get()
    one.regime = Regime(row["regime"])
    one.save(update_fields=["regime"])
    refresh_dates(one)
    periods = [period.split("..") for period in row["suspensions"].split(";") if period]
    day = received_on + timedelta(days=1)

    for start, end in periods:
        mail = a_mail(reference, arrived_on=day)
        agreed = {"starts_on": date.fromisoformat(start), "ends_on": date.fromisoformat(end), "message_id": mail}
        postpone(coordinator, reference, now=moment(day), **agreed)
    if weeks := int(row["extension_weeks"]):
        extend(coordinator, reference, now=moment(day), weeks=weeks, complainant_sent_on=day, subject_sent_on=day)

    assert tuple(day.isoformat() for day in dates(reference)) == (row["due_base"], row["due_after_extension"])
    assert str(Round.objects.get().notice_due_on) == row["notice_9_8_3_due"]


REFUSED_BY_CASE = {
    "1": ("extension_too_long", "weeks"),
    "2": ("extension_after_due", "complainant_sent_on"),
    "3": ("extension_not_notified_to_both", "subject_sent_on"),
    "4": ("postponement_without_written_consent", "consent"),
    "5": ("postponement_after_due", "starts_on"),
    "6": ("postponement_on_or_before_receipt", "starts_on"),
    "7": ("postponement_ends_before_start", "ends_on"),
}


@pytest.mark.parametrize(
    "row", [row for row in rows_of("deadline_refusals.csv") if row["id"] in REFUSED_BY_CASE], ids=lambda row: row["id"]
)
def test_the_worked_refusals_are_refused_and_nothing_happens(coordinator: Actor, row: dict[str, str]) -> None:
    reference = register(coordinator, received_on=date.fromisoformat(row["received"]))
    extra: dict[str, dict[str, Any]] = {
        "2": {"complainant_sent_on": date(2025, 2, 26), "subject_sent_on": date(2025, 2, 25)},
        "3": {"subject_sent_on": None},
        "4": {"message_id": None},
    }
    told = extra.get(row["id"], {})

    def act() -> object:
        if weeks := int(row["extension_weeks"]):
            return extend(coordinator, reference, now=moment(date(2025, 2, 26)), weeks=weeks, **told)
        start, end = (date.fromisoformat(day) for day in row["suspensions"].split(".."))
        return postpone(coordinator, reference, starts_on=start, ends_on=end, **told)

    with pytest.raises(Refusal) as refused:
        act()

    assert (refused.value.code, refused.value.field) == REFUSED_BY_CASE[row["id"]]
    nothing_happened(reference, due_on=date(2025, 2, 25))


def nothing_happened(reference: str, *, due_on: date) -> None:
    assert (dates(reference)[1], file(reference).version) == (due_on, 1)
    assert [model.objects.count() for model in (Extension, Postponement, AgreedDate)] == [0, 0, 0]
    assert list(ComplaintEvent.objects.values_list("code", flat=True)) == ["registered"]


# Extending


def test_an_extension_keeps_its_letters_its_reason_and_both_last_days(coordinator: Actor) -> None:
    reference = register(coordinator)

    extended = extend(coordinator, reference)

    one = Extension.objects.get()
    assert (one.weeks, one.reason, one.complainant_sent_on, one.subject_sent_on) == (4, "Collega ziek", *LETTERS.values())
    assert (one.due_before, one.due_after, one.recorded_by_id) == (date(2025, 2, 25), date(2025, 3, 25), coordinator.user_id)
    assert (dates(reference), extended.version) == ((date(2025, 2, 25), date(2025, 3, 25)), 2)
    event = ComplaintEvent.objects.get(code="term_extended")
    assert (event.data, event.personal) == (
        {
            "version": 2,
            "round": 1,
            "weeks": 4,
            "complainant_sent_on": "2025-02-07",
            "subject_sent_on": "2025-02-10",
            "no_subject": "",
            "was": {"due_on": "2025-02-25"},
            "due_on": "2025-03-25",
            "fields": ["due_on"],
        },
        {"reason": "Collega ziek"},
    )


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"weeks": 0}, "extension_weeks_invalid", "weeks"),
        ({"weeks": -1}, "extension_weeks_invalid", "weeks"),
        ({"weeks": 2_147_483_647}, "extension_too_long", "weeks"),
        ({"reason": " \u200b "}, "text_missing", "reason"),
        ({"complainant_sent_on": None}, "extension_not_notified_to_both", "complainant_sent_on"),
        ({"complainant_sent_on": None, "subject_sent_on": None}, "extension_not_notified_to_both", "complainant_sent_on"),
        ({"complainant_sent_on": date(2025, 1, 13)}, "day_before_receipt", "complainant_sent_on"),
        ({"subject_sent_on": date(2025, 1, 13)}, "day_before_receipt", "subject_sent_on"),
        ({"complainant_sent_on": date(2025, 2, 11)}, "day_in_future", "complainant_sent_on"),
        ({"subject_sent_on": date(2025, 2, 11)}, "day_in_future", "subject_sent_on"),
        ({"no_subject": NoSubject.BODY}, "subject_letter_and_none", "no_subject"),
    ],
)
def test_an_extension_that_is_not_lawful_is_refused_and_nothing_happens(
    coordinator: Actor, told: dict[str, Any], code: str, field: str
) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal) as refused:
        extend(coordinator, reference, **told)

    assert (refused.value.code, refused.value.field) == (code, field)
    nothing_happened(reference, due_on=date(2025, 2, 25))


@pytest.mark.parametrize("why", [NoSubject.UNKNOWN, NoSubject.BODY])
def test_without_anybody_complained_about_one_letter_is_enough_where_that_is_said(coordinator: Actor, why: NoSubject) -> None:
    reference = register(coordinator)

    extend(coordinator, reference, subject_sent_on=None, no_subject=why)

    assert (dates(reference)[1], Extension.objects.get().no_subject) == (date(2025, 3, 25), why)


@pytest.mark.parametrize("why", [NoSubject.UNKNOWN, NoSubject.BODY])
def test_whom_the_file_names_gets_a_letter(coordinator: Actor, why: NoSubject) -> None:
    told = Submission(story="Onbeleefd", channel="LETTER", is_towards_filer=True, involved=(InvolvedTold(name="De baliemedewerker"),))
    reference = register(coordinator, told=told)

    with pytest.raises(Refusal) as refused:
        extend(coordinator, reference, subject_sent_on=None, no_subject=why)

    assert (refused.value.code, refused.value.field) == ("subject_is_known", "no_subject")
    nothing_happened(reference, due_on=date(2025, 2, 25))


def test_a_second_extension_is_lawful_up_to_four_weeks_in_all_and_within_the_first(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference, weeks=2)  # Tuesday 11 March
    later = {"now": moment(date(2025, 3, 11)), "complainant_sent_on": date(2025, 3, 10), "subject_sent_on": date(2025, 3, 11)}

    with pytest.raises(Refusal, match="extension_too_long"):
        extend(coordinator, reference, weeks=3, **later)
    assert (dates(reference)[1], Extension.objects.count()) == (date(2025, 3, 11), 1)
    extend(coordinator, reference, weeks=2, **later)

    assert (dates(reference)[1], Round.objects.get().extended_weeks) == (date(2025, 3, 25), 4)


def test_what_was_taken_over_counts_towards_the_four_weeks(coordinator: Actor) -> None:
    reference = register(coordinator)
    Round.objects.update(extension_weeks=3, extension_sent_on=date(2025, 2, 3))

    with pytest.raises(Refusal, match="extension_too_long"):
        extend(coordinator, reference, weeks=2)
    extend(coordinator, reference, weeks=1)

    assert dates(reference)[1] == date(2025, 3, 25)


def test_letters_of_the_last_day_are_in_time_when_that_is_written_down_on_that_day(coordinator: Actor) -> None:
    reference = register(coordinator)
    last = date(2025, 2, 25)

    extend(coordinator, reference, now=moment(last), complainant_sent_on=last, subject_sent_on=last)

    assert dates(reference)[1] == date(2025, 3, 25)


@pytest.mark.parametrize(
    "told",
    [
        Submission(story="Onbeleefd aan de balie", channel="PHONE", is_towards_filer=True),
        Submission(story="Een losse tegel", channel="EMAIL", handling_wish=HandlingWish.REPAIR),
    ],
    ids=["oral", "report"],
)
def test_where_our_own_norm_runs_there_is_nothing_to_extend_or_postpone(coordinator: Actor, told: Submission) -> None:
    reference = register(coordinator, told=told)
    before = dates(reference)[1]

    with pytest.raises(Refusal, match="no_term_of_law"):
        extend(coordinator, reference)
    with pytest.raises(Refusal, match="no_term_of_law"):
        postpone(coordinator, reference, until=date(2025, 6, 1))

    nothing_happened(reference, due_on=before)


# Taking back


def test_an_extension_that_is_told_twice_counts_once(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference, weeks=2)

    with pytest.raises(Refusal, match="extension_recorded_already"):
        extend(coordinator, reference, weeks=2)

    assert (Extension.objects.count(), dates(reference)[1], file(reference).version) == (1, date(2025, 3, 11), 2)
    extend(coordinator, reference, weeks=1)
    assert dates(reference)[1] == date(2025, 3, 18)


def test_the_last_extension_is_taken_back_up_to_the_day_it_moved_and_the_history_keeps_both(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference, weeks=1)  # Tuesday 4 March
    extend(coordinator, reference, weeks=2)  # Tuesday 18 March
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "Ander dossier", "seen_version": None}

    take_back_extension(**same, now=moment(date(2025, 3, 4)))

    assert (dates(reference)[1], Round.objects.get().extended_weeks) == (date(2025, 3, 4), 1)
    assert list(ComplaintEvent.objects.order_by("pk").values_list("code", flat=True)) == [
        *("registered", "term_extended", "term_extended", "extension_taken_back")
    ]
    event = ComplaintEvent.objects.get(code="extension_taken_back")
    assert (event.data["weeks"], event.data["was"], event.data["due_on"]) == (2, {"due_on": "2025-03-18"}, "2025-03-04")
    assert event.personal == {"reason": "Ander dossier"}


def test_an_extension_stands_after_the_day_it_moved_and_where_there_is_none_nothing_is_taken_back(coordinator: Actor) -> None:
    reference, plain = register(coordinator), register(coordinator)
    extend(coordinator, reference)
    same: dict[str, Any] = {"actor": coordinator, "seen_version": None, "now": moment(date(2025, 2, 26))}

    for which, reason, code in (
        (reference, "Vergist", "extension_stands"),
        (reference, " ", "text_missing"),
        (plain, "x", "nothing_to_take_back"),
    ):
        with pytest.raises(Refusal, match=code):
            take_back_extension(**same, reference=which, reason=reason)

    assert (dates(reference)[1], file(reference).version, Extension.objects.count()) == (date(2025, 3, 25), 2, 1)
    assert file(plain).version == 1


def test_an_extension_on_which_a_later_postponement_rests_is_not_taken_back(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference)
    postpone(coordinator, reference, starts_on=date(2025, 3, 3), ends_on=date(2025, 3, 5))

    with pytest.raises(Refusal, match="postponement_after_due"):
        take_back_extension(actor=coordinator, reference=reference, reason="Vergist", seen_version=None, now=NOW)

    assert (Extension.objects.count(), file(reference).version) == (1, 3)


@pytest.mark.parametrize(("today", "is_offered"), [(date(2025, 2, 25), True), (date(2025, 2, 26), False)])
def test_taking_back_is_offered_up_to_the_day_the_extension_moved(coordinator: Actor, today: date, is_offered: bool) -> None:
    reference, plain = register(coordinator), register(coordinator)
    extend(coordinator, reference)

    found = [
        Step.TAKE_BACK_EXTENSION
        in other_steps(actor=coordinator, complaint=complaint_file(actor=coordinator, reference=one), today=today)[1]
        for one in (reference, plain)
    ]

    assert found == [is_offered, False]


# Postponing


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"starts_on": date(2025, 2, 12)}, "postponement_incomplete", "ends_on"),
        ({"ends_on": date(2025, 2, 12)}, "postponement_incomplete", "starts_on"),
        ({}, "postponement_incomplete", "starts_on"),
        ({"starts_on": date(2025, 2, 12), "until": date(2025, 6, 1)}, "period_and_date", "until"),
        ({"until": date(2025, 2, 25)}, "agreed_date_not_later", "until"),
        ({"until": date(2025, 6, 1), "reason": ""}, "text_missing", "reason"),
        ({"until": date(2025, 6, 1), "consented_on": date(2025, 2, 11)}, "day_in_future", "consented_on"),
        ({"until": date(2025, 6, 1), "consented_on": date(2025, 1, 13)}, "day_before_receipt", "consented_on"),
        ({"until": date(2025, 6, 1), "message_id": uuid.uuid4()}, "consent_not_in_file", "consent"),
        ({"until": date(2025, 6, 1), "document_id": uuid.uuid4()}, "consent_not_in_file", "consent"),
        ({"until": date(2025, 6, 1), "document_id": uuid.uuid4(), "message_id": uuid.uuid4()}, "one_consent", "consent"),
        ({"starts_on": date(2025, 2, 12), "ends_on": date(9999, 12, 31)}, "year_out_of_range", "ends_on"),
    ],
)
def test_a_postponement_that_is_not_lawful_is_refused_and_nothing_happens(
    coordinator: Actor, told: dict[str, Any], code: str, field: str
) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal) as refused:
        postpone(coordinator, reference, **told)

    assert (refused.value.code, refused.value.field) == (code, field)
    nothing_happened(reference, due_on=date(2025, 2, 25))


def test_what_was_agreed_after_the_last_day_does_not_revive_the_term(coordinator: Actor) -> None:
    reference = register(coordinator)
    late = date(2025, 2, 26)

    for told in ({"starts_on": date(2025, 2, 20), "ends_on": date(2025, 3, 20)}, {"until": date(2025, 6, 1)}):
        with pytest.raises(Refusal, match="consent_after_due"):
            postpone(coordinator, reference, now=moment(late), message_id=a_mail(reference, arrived_on=late), **told)

    nothing_happened(reference, due_on=date(2025, 2, 25))


def test_an_extension_that_is_recorded_after_the_last_day_says_why_so_late(coordinator: Actor) -> None:
    reference = register(coordinator)
    late, told = moment(date(2025, 2, 26)), {"complainant_sent_on": LAST, "subject_sent_on": None, "no_subject": NoSubject.BODY}

    with pytest.raises(Refusal) as refused:
        extend(coordinator, reference, now=late, **told)
    assert (refused.value.code, refused.value.field) == ("late_record_needs_reason", "late_reason")
    nothing_happened(reference, due_on=LAST)

    extend(coordinator, reference, now=late, late_reason="De brief ging uit Word", **told)

    said = ComplaintEvent.objects.get(code="term_extended").personal
    assert (dates(reference)[1], said) == (date(2025, 3, 25), {"reason": "Collega ziek", "late_reason": "De brief ging uit Word"})


def test_of_a_file_that_was_entered_later_an_extension_of_before_is_recorded_as_it_was(coordinator: Actor) -> None:
    late = moment(date(2025, 3, 3))
    reference = register_complaint(actor=coordinator, submission=WRITTEN, received_at=moment(RECEIVED), now=late).reference

    extend(coordinator, reference, now=late, complainant_sent_on=LAST, subject_sent_on=LAST)

    assert dates(reference)[1] == date(2025, 3, 25)


def test_once_the_last_day_is_over_no_mail_of_later_counts_and_a_document_of_later_with_the_reason(coordinator: Actor) -> None:
    reference = register(coordinator)
    late = date(2025, 2, 26)
    came_late, agreement = a_mail(reference, arrived_on=late), a_document(reference)
    Document.objects.update(uploaded_at=moment(late))
    told: dict[str, Any] = {"now": moment(late), "until": date(2025, 6, 1), "consented_on": date(2025, 2, 20)}

    for proof, told_of in (
        ({"message_id": came_late, "late_reason": "Vergeten"}, ("consent_after_due", "consent")),
        ({"document_id": agreement}, ("late_record_needs_reason", "late_reason")),
    ):
        with pytest.raises(Refusal) as refused:
            postpone(coordinator, reference, **told, **proof)
        assert (refused.value.code, refused.value.field) == told_of
    nothing_happened(reference, due_on=LAST)

    postpone(coordinator, reference, **told, document_id=agreement, late_reason="De post lag in een la")
    assert dates(reference)[1] == date(2025, 6, 1)


def test_everything_that_is_wrong_with_more_time_is_told_at_once(coordinator: Actor) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusals) as extension:
        extend(coordinator, reference, reason=" ", weeks=5, subject_sent_on=date(2025, 12, 1))
    with pytest.raises(Refusals) as postponement:
        postpone(coordinator, reference, reason="", message_id=None)
    with pytest.raises(Refusals) as earlier:
        postpone(coordinator, reference, reason="", message_id=None, until=date(2025, 1, 20))

    assert [(one.code, one.field) for one in extension.value.refusals] == [
        ("text_missing", "reason"),
        ("day_in_future", "subject_sent_on"),
        ("extension_too_long", "weeks"),
    ]
    assert [(one.code, one.field) for one in postponement.value.refusals] == [
        ("text_missing", "reason"),
        ("postponement_without_written_consent", "consent"),
        ("postponement_incomplete", "starts_on"),
    ]
    assert [(one.code, one.field) for one in earlier.value.refusals] == [
        ("text_missing", "reason"),
        ("postponement_without_written_consent", "consent"),
        ("agreed_date_not_later", "until"),
    ]
    nothing_happened(reference, due_on=LAST)


@pytest.mark.parametrize("nature", [MessageNature.AUTOMATIC, MessageNature.NOT_DELIVERED])
def test_nobody_agrees_in_what_a_machine_wrote(coordinator: Actor, nature: str) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal, match="consent_by_machine"):
        postpone(coordinator, reference, until=date(2025, 6, 1), message_id=a_mail(reference, nature=nature))

    nothing_happened(reference, due_on=date(2025, 2, 25))


@pytest.mark.parametrize("is_redacted", [False, True])
def test_nobody_agrees_in_a_letter_of_ours(coordinator: Actor, is_redacted: bool) -> None:
    reference = register(coordinator)
    ours = a_document(reference)
    Document.objects.update(source=DocumentSource.LETTER)
    if is_redacted:
        copy = a_document(reference, PDF + b"\n")
        Document.objects.filter(pk=copy).update(source=DocumentSource.REDACTED, redacted_from=ours)
        ours = copy

    with pytest.raises(Refusal, match="consent_is_ours"):
        postpone(coordinator, reference, until=date(2025, 6, 1), document_id=ours, consented_on=date(2025, 2, 10))

    nothing_happened(reference, due_on=date(2025, 2, 25))
    assert documents_of_others(actor=coordinator, complaint=file(reference)) == []


def test_a_mail_or_document_of_another_file_is_no_consent_here(coordinator: Actor) -> None:
    reference, other = register(coordinator), register(coordinator)
    for proof in ({"message_id": a_mail(other)}, {"document_id": a_document(other), "consented_on": date(2025, 2, 10)}):
        with pytest.raises(Refusal, match="consent_not_in_file"):
            postpone(coordinator, reference, until=date(2025, 6, 1), **proof)

    assert dates(reference)[1] == date(2025, 2, 25)


def test_a_reply_mail_is_the_consent_and_its_day_the_day_of_agreeing(coordinator: Actor) -> None:
    reference = register(coordinator)
    mail = a_mail(reference, arrived_on=date(2025, 2, 6))

    postpone(coordinator, reference, starts_on=date(2025, 2, 10), ends_on=date(2025, 2, 23), message_id=mail)

    one = Postponement.objects.get()
    assert (one.consent_message_id, one.consent_document_id, one.consented_on) == (mail, None, date(2025, 2, 6))
    assert (one.due_before, one.due_after, one.reason) == (date(2025, 2, 25), date(2025, 3, 11), "Wacht op stukken")
    assert dates(reference) == (date(2025, 3, 11), date(2025, 3, 11))
    event = ComplaintEvent.objects.get(code="term_postponed")
    assert (event.data, event.personal) == (
        {
            "version": 2,
            "round": 1,
            "starts_on": "2025-02-10",
            "ends_on": "2025-02-23",
            "consented_on": "2025-02-06",
            "consent": "message",
            "was": {"due_on": "2025-02-25"},
            "due_on": "2025-03-11",
            "fields": ["due_on"],
        },
        {"reason": "Wacht op stukken"},
    )


def test_who_agreed_to_one_day_did_not_agree_to_another(coordinator: Actor) -> None:
    reference = register(coordinator)
    mail, whole, letter = a_mail(reference), a_document(reference), a_document(reference, PDF + b"%")
    IncomingMessage.objects.filter(pk=mail).update(message_id="<akkoord@voorbeeld.example>")
    Document.objects.filter(pk=whole).update(message_id="<akkoord@voorbeeld.example>")
    postpone(coordinator, reference, until=date(2025, 6, 1), message_id=mail)

    for proof in ({"message_id": mail}, {"document_id": whole, "consented_on": date(2025, 2, 10)}):
        with pytest.raises(Refusal) as refused:
            postpone(coordinator, reference, until=date(2025, 7, 1), **proof)
        found = refused.value.refusals if isinstance(refused.value, Refusals) else [refused.value]
        assert [(one.code, one.field) for one in found] == [("consent_used", "consent")]

    assert dates(reference)[1] == date(2025, 6, 1)
    postpone(coordinator, reference, until=date(2025, 7, 1), document_id=letter, consented_on=date(2025, 2, 10))
    with pytest.raises(Refusal, match="consent_used"):
        postpone(coordinator, reference, until=date(2025, 8, 1), document_id=letter, consented_on=date(2025, 2, 10))
    assert dates(reference)[1] == date(2025, 7, 1)


def test_who_agreed_to_a_day_did_not_agree_to_one_after_they_came_back(coordinator: Actor) -> None:
    reference = register(coordinator)
    mail = a_mail(reference)
    postpone(coordinator, reference, until=date(2025, 6, 1), message_id=mail)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    close_complaint(**same, ending=UPHELD)
    return_complaint(**same, reason="Toch niet")
    before = dates(reference)

    with pytest.raises(Refusal, match="consent_used"):
        postpone(coordinator, reference, until=date(2025, 7, 1), message_id=mail, consented_on=NOW.date())
    assert dates(reference) == before


def test_an_agreed_day_stands_also_on_a_sunday_and_an_extension_within_it_moves_nothing(coordinator: Actor) -> None:
    reference = register(coordinator)

    postpone(coordinator, reference, until=date(2025, 6, 1))  # Sunday
    extend(coordinator, reference)

    assert dates(reference) == (date(2025, 6, 1), date(2025, 6, 1))
    assert AgreedDate.objects.get().consented_on == date(2025, 2, 10)


def test_a_document_needs_the_day_of_agreeing_and_stays_in_the_file_as_proof(coordinator: Actor) -> None:
    reference = register(coordinator)
    document = a_document(reference)

    with pytest.raises(Refusal, match="consent_day_missing"):
        postpone(coordinator, reference, until=date(2025, 6, 1), document_id=document)
    nothing_happened(reference, due_on=date(2025, 2, 25))
    postpone(coordinator, reference, until=date(2025, 6, 1), document_id=document, consented_on=date(2025, 2, 7))
    with pytest.raises(Refusal, match="document_is_consent"):
        remove_document(actor=coordinator, reference=reference, document_id=document, reason="Verkeerd", now=NOW)

    assert (Document.objects.count(), file(reference).version) == (1, 2)
    assert AgreedDate.objects.get().consent_document_id == document


# Who, when, and what becomes of it


def test_what_was_agreed_on_by_mistake_is_taken_back_the_last_one_first_and_the_history_keeps_both(coordinator: Actor) -> None:
    reference = register(coordinator)
    postpone(coordinator, reference, starts_on=date(2025, 2, 17), ends_on=date(2025, 2, 21))  # five days: Sunday 2 March, so Monday 3 March
    postpone(coordinator, reference, until=date(2025, 6, 1), consented_on=date(2025, 2, 24), now=moment(date(2025, 2, 24)))
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "Ander dossier", "seen_version": None}

    take_back_postponement(**same, now=moment(date(2025, 2, 25)))
    then = dates(reference)[1]
    # The last day without it has passed: nobody agreed, so it has.
    take_back_postponement(**same, now=moment(date(2025, 3, 1)))

    assert (then, dates(reference)[1]) == (date(2025, 3, 3), date(2025, 2, 25))
    assert (Postponement.objects.count(), AgreedDate.objects.count()) == (0, 0)
    told = ComplaintEvent.objects.filter(code="postponement_taken_back").order_by("pk").values_list("data__was__due_on", "data__due_on")
    assert list(told) == [("2025-06-01", "2025-03-03"), ("2025-03-03", "2025-02-25")]
    assert {one.personal["reason"] for one in ComplaintEvent.objects.filter(code="postponement_taken_back")} == {"Ander dossier"}


def test_nothing_is_taken_back_without_a_reason_or_where_nothing_was_agreed_or_something_rests_on_it(coordinator: Actor) -> None:
    reference, plain, rested_on = (register(coordinator) for _place in range(3))
    postpone(coordinator, reference, until=date(2025, 6, 1))
    postpone(coordinator, rested_on, starts_on=date(2025, 2, 17), ends_on=date(2025, 2, 21))
    extend(coordinator, rested_on, now=moment(date(2025, 3, 1)), complainant_sent_on=date(2025, 3, 1), subject_sent_on=date(2025, 3, 1))

    for which, reason, code in (
        (reference, " ", "text_missing"),
        (plain, "Vergist", "no_postponement"),
        (rested_on, "Vergist", "extension_after_due"),
    ):
        with pytest.raises(Refusal, match=code):
            take_back_postponement(actor=coordinator, reference=which, reason=reason, seen_version=None, now=NOW)

    assert [file(one).version for one in (reference, plain, rested_on)] == [2, 1, 3]
    assert (AgreedDate.objects.count(), Postponement.objects.count()) == (1, 1)


def test_taking_a_later_day_back_is_offered_where_one_was_recorded(coordinator: Actor) -> None:
    reference, plain = register(coordinator), register(coordinator)
    postpone(coordinator, reference, until=date(2025, 6, 1))

    found = [
        Step.TAKE_BACK_POSTPONEMENT
        in other_steps(actor=coordinator, complaint=complaint_file(actor=coordinator, reference=one), today=date(2025, 5, 1))[1]
        for one in (reference, plain)
    ]

    assert found == [True, False]


def test_a_version_that_was_overtaken_is_refused_with_the_last_day_that_moved(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference, weeks=1, seen_version=1)

    with pytest.raises(ChangedMeanwhile) as refused:
        extend(coordinator, reference, weeks=1, seen_version=1)

    [value] = refused.value.details["values"]
    assert (value["field"], value["was"], value["now"]) == ("due_on", "2025-02-25", "2025-03-04")
    assert Extension.objects.count() == 1


def test_who_does_not_handle_complaints_or_is_involved_changes_no_term(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    told = Submission(story="Onbeleefd", channel="LETTER", is_towards_filer=True, involved=(InvolvedTold(user_id=involved.user_id),))
    reference = register(coordinator, told=told)

    for actor, kind in ((involved, NotFound), (make_actor(Role.MANAGER), NotPermitted), (make_actor(Role.COUNCIL_REGISTRY), NotFound)):
        with pytest.raises(kind):
            extend(actor, reference)
        with pytest.raises(kind):
            postpone(actor, reference, until=date(2025, 6, 1))

    nothing_happened(reference, due_on=date(2025, 2, 25))


def test_a_receipt_before_which_the_letters_went_is_refused_and_a_lawful_one_moves_the_extended_day(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "Poststempel", "seen_version": None, "now": NOW}

    with pytest.raises(Refusal, match="receipt_makes_no_term"):
        correct_receipt(**same, received_at=moment(date(2024, 12, 2)))
    correct_receipt(**same, received_at=moment(date(2025, 1, 13)))

    assert dates(reference) == (date(2025, 2, 24), date(2025, 3, 24))


def test_whoever_comes_back_has_a_term_that_was_not_extended(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    close_complaint(**same, ending=UPHELD)

    return_complaint(**same, reason="Toch niet")

    assert dates(reference) == (date(2025, 3, 24), date(2025, 3, 24))


def test_the_weeks_that_are_left_come_with_the_day_they_make(coordinator: Actor) -> None:
    reference = register(coordinator)
    extend(coordinator, reference, weeks=2)

    found = dates_if_extended(Round.objects.get(), today=date(2025, 2, 10))

    assert found == [(1, date(2025, 3, 18)), (2, date(2025, 3, 25))]


@pytest.mark.parametrize(
    ("today", "offered", "folded"),
    [
        (date(2025, 2, 14), set(), {Step.EXTEND, Step.POSTPONE}),
        (date(2025, 2, 15), {Step.EXTEND, Step.POSTPONE}, set()),  # ten days before
        (date(2025, 2, 25), {Step.EXTEND, Step.POSTPONE}, set()),
        (date(2025, 2, 26), set(), {Step.EXTEND, Step.POSTPONE}),
    ],
)
def test_a_later_day_is_offered_from_ten_days_before_the_last_one(
    coordinator: Actor, today: date, offered: set[Step], folded: set[Step]
) -> None:
    reference = register(coordinator)
    of = complaint_file(actor=coordinator, reference=reference)

    beside, away = other_steps(actor=coordinator, complaint=of, today=today)

    both = {Step.EXTEND, Step.POSTPONE}
    assert (both & set(beside), both & set(away)) == (offered, folded)


def test_extending_is_not_offered_after_four_weeks_nor_anything_under_our_own_norm(coordinator: Actor) -> None:
    full, oral = register(coordinator), register(coordinator, told=Submission(story="Gebeld", channel="PHONE"))
    extend(coordinator, full)

    steps = [
        {
            step
            for part in other_steps(actor=coordinator, complaint=complaint_file(actor=coordinator, reference=one), today=day)
            for step in part
        }
        for one, day in ((full, date(2025, 3, 20)), (oral, date(2025, 2, 20)))
    ]

    assert [found & {Step.EXTEND, Step.POSTPONE} for found in steps] == [{Step.POSTPONE}, set()]


def test_destruction_empties_the_reasons_and_keeps_the_days(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(coordinator)
    extend(coordinator, reference, reason="geheim")
    postpone(coordinator, reference, starts_on=date(2025, 2, 12), ends_on=date(2025, 2, 13), reason="geheim")
    postpone(coordinator, reference, until=date(2025, 6, 1), reason="geheim")
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    after = datetime(2030, 2, 11, 9, tzinfo=UTC)

    proposal = propose_destruction(actor=coordinator, references=[reference], now=after)
    carry_out_destruction(actor=make_actor(Role.ADMINISTRATOR), destruction_id=proposal.pk, now=after)

    kept = [model.objects.get() for model in (Extension, Postponement, AgreedDate)]
    assert [(one.reason, one.due_before is None) for one in kept] == [("", False)] * 3
    assert [one.consent_message_id for one in kept[1:]] == [None, None]
    assert ComplaintEvent.objects.exclude(personal=None).count() == 0


# A slip of the year


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"until": date(2026, 2, 11)}, "until"),
        ({"starts_on": date(2025, 2, 20), "ends_on": date(2026, 3, 1)}, "ends_on"),
    ],
)
def test_a_later_day_more_than_a_year_away_takes_that_it_was_agreed_on_so(coordinator: Actor, told: dict[str, date], field: str) -> None:
    reference = register(coordinator)
    before = dates(reference)

    with pytest.raises(Refusal) as refused:
        postpone(coordinator, reference, **told)
    assert (refused.value.code, refused.value.field) == ("postponed_too_far", field)
    assert (dates(reference), Postponement.objects.count(), AgreedDate.objects.count()) == (before, 0, 0)

    postpone(coordinator, reference, **told, is_far_agreed=True)

    assert (Postponement.objects.count(), AgreedDate.objects.count()) == ((0, 1) if field == "until" else (1, 0))


def test_a_later_day_a_year_away_is_recorded_without_a_question(coordinator: Actor) -> None:
    reference = register(coordinator)

    postpone(coordinator, reference, until=date(2026, 2, 10))

    assert dates(reference)[1] == date(2026, 2, 10)
