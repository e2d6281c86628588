"""What the ombudsman asks and recommends, what we answer, and until when somebody may go there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.flows.closing import close_complaint
from complaints.flows.ombudsman_cases import EntryTold, answer_ombudsman, record_ombudsman_entry
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Submission
from complaints.judging import ombudsman_until_of, told_end_of
from complaints.models import Complaint, ComplaintEvent, Document, DocumentContent, Letter, OmbudsmanEntry, OmbudsmanStep
from complaints.selectors import clock_of_round
from complaints.web.timeline import shown_event
from complaints.web.wording import shown_not_done
from complaints.work.ombudsman import answers_due
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.endings import UPHELD

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday; last day by law Friday 18 April 2025, Goede Vrijdag, so Tuesday the 22nd
NOW = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)  # Monday
TODAY = date(2025, 6, 2)
ADVICE = EntryTold(
    step=OmbudsmanStep.RECOMMENDATION,
    ombudsman="Nationale ombudsman",
    case_number="2025.1",
    came_on=date(2025, 5, 30),
    text="Bied excuses aan",
    answer_by=date(2025, 6, 27),
)


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
    submission = Submission(**({"story": "Te laat betaald", "channel": "EMAIL"} | told))
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def record(actor: Actor, reference: str, told: EntryTold = ADVICE, entry_id: uuid.UUID | None = None) -> OmbudsmanEntry:
    return record_ombudsman_entry(actor=actor, reference=reference, told=told, entry_id=entry_id, seen_version=None, now=NOW)


def answer(actor: Actor, kept: OmbudsmanEntry, **given: Any) -> OmbudsmanEntry:
    return answer_ombudsman(
        **({"actor": actor, "reference": kept.complaint.reference, "entry_id": kept.pk, "seen_version": None, "now": NOW} | given)
    )


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def test_a_recommendation_and_its_answer_are_kept(actor: Actor) -> None:
    kept = record(actor, register(actor))

    answer(actor, kept, answer="Wij bieden ze aan", is_followed=True, answered_on=date(2025, 6, 1))

    entry = OmbudsmanEntry.objects.get()
    assert (entry.answered_on, entry.is_followed, entry.answer) == (date(2025, 6, 1), True, "Wij bieden ze aan")
    recorded, answered = ComplaintEvent.objects.filter(code__startswith="ombudsman").order_by("pk")
    assert shown_event(recorded, names={}).lines == ["Aanbeveling, vr 30 mei 2025", "Antwoord uiterlijk vr 27 juni 2025"]
    assert shown_event(answered, names={}).lines == ["Aanbeveling, zo 1 juni 2025", "De aanbeveling wordt gevolgd"]
    assert "excuses" not in str(recorded.data) + str(answered.data)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"ombudsman": " "}, [("ombudsman_missing", "ombudsman")]),
        ({"text": ""}, [("text_missing", "text")]),
        ({"answer_by": None}, [("answer_day_needed", "answer_by")]),
        ({"step": OmbudsmanStep.REPORT}, [("nothing_asked", "answer_by")]),
        ({"answer_by": date(2025, 5, 29)}, [("answer_due_too_early", "answer_by")]),
        ({"answer_by": date(2030, 6, 3)}, [("answer_due_too_far", "answer_by")]),
        ({"came_on": date(2025, 6, 3), "ombudsman": ""}, [("ombudsman_missing", "ombudsman"), ("day_in_future", "came_on")]),
        ({"came_on": date(2025, 3, 6)}, [("day_before_receipt", "came_on")]),
    ],
)
def test_what_cannot_be_is_refused(actor: Actor, changed: dict[str, Any], found: list[tuple[str, str]]) -> None:
    reference = register(actor)

    with pytest.raises(Refusal) as refused:
        record(actor, reference, replace(ADVICE, **changed))

    assert codes(refused) == found
    assert (OmbudsmanEntry.objects.count(), Complaint.objects.get().version) == (0, 1)


def test_a_report_asks_for_no_answer(actor: Actor) -> None:
    kept = record(actor, register(actor), replace(ADVICE, step=OmbudsmanStep.REPORT, answer_by=None))

    with pytest.raises(Refusal, match="nothing_asked"):
        answer(actor, kept, answer="Dank")

    assert OmbudsmanEntry.objects.get().answered_on is None


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"answer": "Goed"}, [("following_missing", "is_followed")]),
        ({"answer": "", "is_followed": False}, [("declining_needs_reasons", "answer")]),
        ({"answer": "", "is_followed": True}, [("text_missing", "answer")]),
        ({"answer": "Goed", "is_followed": True, "answered_on": date(2025, 5, 29)}, [("answered_before_asked", "answered_on")]),
        ({"answer": "Goed", "is_followed": True, "answered_on": date(2025, 6, 3)}, [("day_in_future", "answered_on")]),
    ],
)
def test_an_answer_to_a_recommendation_is_whole(actor: Actor, given: dict[str, Any], found: list[tuple[str, str]]) -> None:
    kept = record(actor, register(actor))

    with pytest.raises(Refusal) as refused:
        answer(actor, kept, **given)

    assert (codes(refused), OmbudsmanEntry.objects.get().answered_on) == (found, None)


def test_an_inquiry_is_answered_without_following(actor: Actor) -> None:
    kept = record(actor, register(actor), replace(ADVICE, step=OmbudsmanStep.INQUIRY))

    assert answer(actor, kept, answer="Wij nemen het over", is_followed=True).is_followed is None


def test_corrections_keep_what_it_was(actor: Actor) -> None:
    reference = register(actor)
    kept = record(actor, reference)
    record(actor, reference, replace(ADVICE, answer_by=date(2025, 6, 30)), kept.pk)
    answer(actor, kept, answer="Nee", is_followed=False)
    answer(actor, kept, answer="Toch wel", is_followed=True)

    corrected = ComplaintEvent.objects.get(code="ombudsman_corrected")
    again = ComplaintEvent.objects.filter(code="ombudsman_answered").order_by("-pk")[0]
    assert corrected.personal is not None
    assert corrected.personal["was"]["answer_by"] == "2025-06-27"
    assert again.personal == {"was": {"answer": "Nee", "is_followed": False, "answered_on": "2025-06-02"}}


def test_who_was_involved_and_another_file_find_nothing(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference, other = register(actor, involved=(InvolvedTold(user_id=involved.user_id),)), register(actor)
    kept = record(actor, reference)

    for who, where in ((involved, reference), (actor, other)):
        with pytest.raises(NotFound):
            answer(who, kept, reference=where, answer="Nee", is_followed=False)
    assert [len(answers_due(actor=one, today=date(2025, 6, 27))) for one in (actor, involved)] == [1, 0]
    assert OmbudsmanEntry.objects.get().answered_on is None


@pytest.mark.parametrize(("today", "count"), [(date(2025, 6, 19), 0), (date(2025, 6, 20), 1), (date(2025, 8, 1), 1)])
def test_an_answer_stands_in_my_work_from_a_week_before_its_day(actor: Actor, today: date, count: int) -> None:
    kept = record(actor, register(actor))

    assert len(answers_due(actor=actor, today=today)) == count
    answer(actor, kept, answer="Nee", is_followed=False)
    assert answers_due(actor=actor, today=today) == []


# Until when somebody may go there


@pytest.mark.parametrize(
    ("today", "until"),
    [(date(2025, 4, 22), None), (date(2025, 4, 23), date(2026, 4, 22)), (date(2027, 1, 1), date(2026, 4, 22))],
)
def test_the_year_runs_when_the_last_day_passes_in_silence(actor: Actor, today: date, until: date | None) -> None:
    register(actor)

    assert ombudsman_until_of(Complaint.objects.get().rounds.get(), today=today) == until


@pytest.mark.parametrize(("today", "until"), [(date(2025, 4, 10), date(2026, 3, 26)), (date(2025, 5, 5), date(2026, 3, 26))])
@pytest.mark.parametrize("code", ["L10", "L05"])
def test_the_year_starts_with_the_letter_that_told_how_it_ended(actor: Actor, code: str, today: date, until: date) -> None:
    register(actor)
    one = Complaint.objects.get().rounds.get()
    told: dict[str, Any] = {"complaint": one.complaint, "round": one, "begun_at": NOW, "changed_at": NOW, "sent_at": NOW}
    content = DocumentContent.objects.create(key="voorbeeld/1", created_at=NOW)
    kept = {
        "name": "brief.pdf",
        "kind": "pdf",
        "size": 1,
        "sha256": "0" * 64,
        "source": "LETTER",
        "uploaded_at": NOW,
    }
    told["document"] = Document.objects.create(complaint=one.complaint, content=content, scan_state="CLEAN", **kept)
    Letter.objects.create(code=code, addressee="COMPLAINANT", sent_on=date(2025, 3, 26), way="LETTER", sha256="0" * 64, **told)

    clock = clock_of_round(one, handled_on=told_end_of(one))
    assert clock is not None
    assert (ombudsman_until_of(one, today=today), clock.ombudsman_until) == (until, until)


def test_a_closed_round_has_a_year_from_its_end_and_a_norm_that_passes_starts_none(actor: Actor) -> None:
    by_mail, oral = register(actor), register(actor, channel="PHONE")
    close_complaint(actor=actor, reference=by_mail, ending=UPHELD, seen_version=None, now=NOW)

    rounds = [Complaint.objects.get(reference=one).rounds.get() for one in (by_mail, oral)]

    assert [ombudsman_until_of(one, today=date(2025, 12, 1)) for one in rounds] == [date(2026, 6, 2), None]


def test_the_file_and_my_work_show_what_is_due(client: Client, actor: Actor) -> None:
    reference = register(actor)
    kept = record(actor, reference)

    shown, work = client.get(f"/klachten/{reference}/").content.decode(), client.get("/").content.decode()
    typed = {"is_followed": "no", "answer": "Er waren al excuses", "version": "2"}
    told = client.post(f"/klachten/{reference}/ombudsman/{kept.pk}/antwoord/", typed)

    assert "<strong>Aanbeveling:</strong> Bied excuses aan" in shown
    assert "<dt>Naar de ombudsman</dt><dd>tot en met wo 22 april 2026</dd>" in shown
    assert f'href="/klachten/{reference}/ombudsman/{kept.pk}/antwoord/"' in work
    assert (told.status_code, OmbudsmanEntry.objects.get().is_followed) == (302, False)


def test_what_the_ombudsman_waits_for_stands_first_among_what_was_not_done_until_it_is_answered(actor: Actor, client: Client) -> None:
    reference = register(actor)
    close_complaint(actor=actor, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    kept = record(actor, reference, replace(ADVICE, step=OmbudsmanStep.INQUIRY))
    address = f"/klachten/{reference}/ombudsman/{kept.pk}/antwoord/"

    before = shown_not_done(Complaint.objects.get())[0]
    page = client.get(f"/klachten/{reference}/").content.decode()
    answer(actor, kept, answered_on=TODAY, answer="Het dossier", is_followed=None)

    assert before == {
        "text": "De ombudsman wacht op antwoord, uiterlijk vr 27 juni 2025.",
        "words": "Antwoord vastleggen",
        "address": address,
    }
    assert page.index(before["text"]) < page.index("Documenten")
    assert address not in [one["address"] for one in shown_not_done(Complaint.objects.get())]


def test_a_recommendation_that_a_letter_answered_stays_until_somebody_says_whether_it_is_followed(actor: Actor, client: Client) -> None:
    reference = register(actor)
    kept = record(actor, reference)
    OmbudsmanEntry.objects.update(answered_on=TODAY, answer="Wij nemen het over")  # as its letter does

    due, shown = answers_due(actor=actor, today=TODAY), shown_not_done(Complaint.objects.get())[0]
    work = client.get("/").content.decode()
    answer(actor, kept, answer="Wij nemen het over", is_followed=True)

    text = "Wij antwoordden op een aanbeveling van de ombudsman. Zeg of wij die opvolgen."
    assert (due, shown["text"], text in work) == ([kept], text, True)
    assert answers_due(actor=actor, today=TODAY) == []
    assert text not in [one["text"] for one in shown_not_done(Complaint.objects.get())]
