"""A word gets another meaning: the files taken over with it follow, in dates, kind and figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints.code_lists import HandlingWish
from complaints.flows.closing import close_complaint
from complaints.flows.importing import import_complaints
from complaints.flows.meanings import follow_meaning
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import Person, Submission
from complaints.models import Complaint, ComplaintEvent, Notice
from complaints.web.timeline import shown_event
from oversight.yearly_figures import yearly_figures
from tenants.actors import Actor
from tenants.models import OutboxMessage
from tenants.organisation.core_lists import Dimension
from tenants.organisation.flows.labels import map_label
from tenants.organisation.models import AdvisoryCommittee, Authority, Label
from tenants.permissions import Role
from tests.conftest import NOW
from tests.factories.endings import UPHELD
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_label

TODAY = date(2026, 11, 21)

ROWS = """reference,received_on,kind,procedure,closed_on,outcome
A,2024-01-01,Vraag,Klachtenadviescommissie,2024-03-05,Gegrond
B,2024-01-01,Vraag,,,
C,2024-01-01,klacht,,2024-03-05,Gegrond
"""


@pytest.fixture
def register(command: Actor, tmp_path: Path, now: datetime) -> None:
    authority = Authority.objects.get()
    AdvisoryCommittee.objects.create(authority=authority, name="Commissie", appointed_by="Verordening", valid_from=date(2020, 1, 1))
    source = tmp_path / "register.csv"
    source.write_text(ROWS, encoding="utf-8")
    import_complaints(actor=command, source=source, file_format="csv", create_labels=True, is_trial=False, now=now)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def give_meaning(command: Actor, now: datetime, dimension: str, text: str, code: str | None) -> Any:
    label = Label.objects.get(dimension=dimension, text=text)
    map_label(actor=command, label_id=label.pk, core_code=code, now=now)
    message = OutboxMessage.objects.latest("pk")
    assert (message.task_name, message.payload) == ("complaints.follow_meaning", {"label_id": str(label.pk)})
    return follow_meaning(actor=command, label_id=label.pk, now=now)


def terms(command: Actor) -> dict[str, int]:
    handled = yearly_figures(today=TODAY, actor=command, year=2024)["handled"]
    return {name: handled[name] for name in ("within_term", "extended", "late", "without_term", "onbekend") if handled[name]}


def test_files_follow_the_kind(register: None, command: Actor, now: datetime) -> None:
    assert terms(command) == {"onbekend": 1, "late": 1}

    give_meaning(command, now, "kind", "Vraag", "SIGNAL")

    assert terms(command) == {"without_term": 1, "late": 1}
    signal = Complaint.objects.get(source_reference="B")
    assert (signal.derived_kind, signal.rounds.get().regime, signal.rounds.get().due_on) == ("SIGNAL", "norm", date(2024, 1, 15))
    event = ComplaintEvent.objects.get(complaint=signal, code="meaning_followed")
    assert event.data["dates"]["due_on"] == ["2024-02-12", "2024-01-15"]
    assert not ComplaintEvent.objects.filter(complaint__source_reference="C", code="meaning_followed").exists()


def test_files_follow_the_procedure(register: None, command: Actor, now: datetime) -> None:
    give_meaning(command, now, "kind", "Vraag", "COMPLAINT")
    assert terms(command) == {"late": 2}

    give_meaning(command, now, "procedure", "Klachtenadviescommissie", "COMMISSION")

    assert terms(command) == {"within_term": 1, "late": 1}
    assert Complaint.objects.get(source_reference="A").rounds.get().regime == "commission"


def test_a_kind_that_changes_figures_alone_stands_in_the_history_of_each_file(register: None, command: Actor, now: datetime) -> None:
    give_meaning(command, now, "kind", "Vraag", "COMPLAINT")

    events = ComplaintEvent.objects.filter(code="kind_followed").order_by("complaint__source_reference")
    assert [(event.complaint.source_reference, event.data["derived_kind"]) for event in events] == [
        ("A", [None, "COMPLAINT"]),
        ("B", [None, "COMPLAINT"]),
    ]
    assert terms(command) == {"late": 2}


def test_a_meaning_taken_back_is_unknown_again(register: None, command: Actor, now: datetime) -> None:
    give_meaning(command, now, "kind", "Vraag", "SIGNAL")
    give_meaning(command, now, "kind", "Vraag", None)

    assert terms(command) == {"onbekend": 1, "late": 1}
    assert Complaint.objects.get(source_reference="B").derived_kind is None


def test_delivered_twice_nothing_happens_the_second_time(register: None, command: Actor, now: datetime) -> None:
    give_meaning(command, now, "kind", "Vraag", "SIGNAL")
    label = Label.objects.get(text="Vraag")

    assert follow_meaning(actor=command, label_id=label.pk, now=now).moved == []

    assert ComplaintEvent.objects.filter(code="meaning_followed").count() == 2
    assert ComplaintEvent.objects.filter(code="kind_followed").count() == 2


def test_files_registered_here_keep_the_kind_that_facts_gave_them(command: Actor, now: datetime) -> None:
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2024, 1, 1)),), kind="Vraag"))

    give_meaning(command, now, "kind", "Vraag", "SIGNAL")

    complaint.refresh_from_db()
    assert (complaint.derived_kind, complaint.rounds.get().regime) == ("COMPLAINT", "internal")


def test_a_word_mapped_later_leaves_alone_what_facts_recorded_here_decided(register: None, coordinator: Actor, command: Actor) -> None:
    file = Complaint.objects.get(source_reference="B")
    facts = {"channel": "EMAIL", "is_signed": True, "story": "Te laat", "filer": Person(name="Jo", address="Weg 1")}
    update_complaint(actor=coordinator, reference=file.reference, changes=facts, seen_version=None, now=NOW)
    before = standing(file)
    assert before == ("FORMAL_COMPLAINT", [("internal", True, date(2024, 2, 12))])

    give_meaning(command, NOW, "kind", "Vraag", "SIGNAL")

    assert standing(file) == before
    assert not ComplaintEvent.objects.filter(complaint=file, code__in=("kind_followed", "meaning_followed")).exists()
    # Of the other file with this word nothing was recorded.
    assert standing(Complaint.objects.get(source_reference="A"))[0] == "SIGNAL"


def test_a_word_mapped_later_leaves_the_term_of_who_came_back_in_writing(register: None, coordinator: Actor, command: Actor) -> None:
    file = Complaint.objects.get(source_reference="A")
    day = date(2026, 11, 20)
    same: dict[str, Any] = {"actor": coordinator, "reference": file.reference, "seen_version": None, "now": NOW}
    return_complaint(**same, returned_on=day, reason="Toch niet goed", is_written=True)

    give_meaning(command, NOW, "kind", "Vraag", "SIGNAL")

    # Friday 20 November + 6 weeks = Friday 1 January, then Monday 4 January.
    assert standing(file) == ("SIGNAL", [("norm", None, date(2024, 1, 15)), ("internal", True, date(2027, 1, 4))])


def test_a_procedure_mapped_later_makes_no_term_of_law_of_what_facts_put_under_a_norm(
    register: None, coordinator: Actor, command: Actor
) -> None:
    file = Complaint.objects.get(source_reference="A")
    changes = {"handling_wish": HandlingWish.ONLY_TELL}
    update_complaint(actor=coordinator, reference=file.reference, changes=changes, seen_version=None, now=NOW)

    give_meaning(command, NOW, "procedure", "Klachtenadviescommissie", "COMMISSION")

    assert standing(file) == ("SIGNAL", [("norm", False, date(2024, 1, 15))])


# A word for how something came in


def register_by(coordinator: Actor, channel: str, **parts: Any) -> Complaint:
    told = Submission(story="Te laat", channel=channel, is_signed=True, filer=Person(name="Jo", address="Weg 1"), **parts)
    return Complaint.objects.get(
        reference=register_complaint(actor=coordinator, submission=told, received_at=NOW, now=NOW).reference,
    )


def test_a_channel_that_turns_out_to_be_in_writing_or_oral_gives_its_files_kind_and_term(coordinator: Actor, command: Actor) -> None:
    make_label(Dimension.CHANNEL, "Rode map")
    file = register_by(coordinator, "Rode map")
    # Friday 20 November + 6 weeks = Friday 1 January, then Monday 4 January: by law while nothing tells, and in writing.
    assert (standing(file), file.is_written) == (("COMPLAINT", [("internal", True, date(2027, 1, 4))]), None)

    give_meaning(command, NOW, "channel", "Rode map", "LETTER")

    assert (standing(file), file.is_written) == (("FORMAL_COMPLAINT", [("internal", True, date(2027, 1, 4))]), True)
    event = ComplaintEvent.objects.get(complaint=file, code="channel_followed")
    assert event.data["follows"] == {"derived_kind": ["COMPLAINT", "FORMAL_COMPLAINT"]}
    assert shown_event(event, names={}).lines == ["Het kwam dus schriftelijk binnen", "Soort naar de feiten: van Klacht naar Klaagschrift"]
    Notice.objects.all().delete()

    give_meaning(command, NOW + timedelta(days=1), "channel", "Rode map", "DESK")

    assert (standing(file), file.is_written) == (("COMPLAINT", [("internal", False, date(2027, 1, 4))]), False)
    event = ComplaintEvent.objects.filter(complaint=file, code="channel_followed").latest("pk")
    assert event.data["follows"] == {"derived_kind": ["FORMAL_COMPLAINT", "COMPLAINT"], "has_statutory_term": [True, False]}
    give_meaning(command, NOW + timedelta(days=2), "channel", "Rode map", "VIA_STAFF")
    assert (standing(file)[1][0][1], file.is_written) == (True, None)
    event = ComplaintEvent.objects.filter(complaint=file, code="channel_followed").latest("pk")
    assert shown_event(event, names={}).lines == ["Niets zegt dus of het schriftelijk binnenkwam", "De termijn van de wet loopt"]
    assert list(Notice.objects.values_list("recipient_id", "code")) == [(coordinator.user_id, "unassigned")] * 2


def test_a_channel_mapped_twice_or_followed_twice_changes_a_file_once_each_time(coordinator: Actor, command: Actor) -> None:
    label = make_label(Dimension.CHANNEL, "Rode map")
    assert label is not None
    file = register_by(coordinator, "Rode map")
    give_meaning(command, NOW, "channel", "Rode map", "LETTER")

    follow_meaning(actor=command, label_id=label.pk, now=NOW)

    assert ComplaintEvent.objects.filter(code="channel_followed").count() == 1
    give_meaning(command, NOW + timedelta(days=1), "channel", "Rode map", "PHONE")
    assert (standing(file)[0], standing(file)[1][0][1], file.is_written) == ("COMPLAINT", False, False)


def test_what_somebody_said_of_being_in_writing_stands_whatever_the_channel_means(coordinator: Actor, command: Actor) -> None:
    make_label(Dimension.CHANNEL, "Rode map")
    told = register_by(coordinator, "Rode map", is_written=False)
    corrected = register_by(coordinator, "Rode map")
    changes = {"is_written": False}
    update_complaint(actor=coordinator, reference=corrected.reference, changes=changes, seen_version=None, now=NOW)

    give_meaning(command, NOW, "channel", "Rode map", "LETTER")

    assert [standing(one)[1][0][1] for one in (told, corrected)] == [False, False]
    assert not ComplaintEvent.objects.filter(code="channel_followed").exists()


def test_a_channel_mapped_later_leaves_who_came_back_in_another_way(coordinator: Actor, command: Actor) -> None:
    make_label(Dimension.CHANNEL, "Rode map")
    file = register_by(coordinator, "Rode map")
    same: dict[str, Any] = {"actor": coordinator, "reference": file.reference, "seen_version": None, "now": NOW}
    ending = UPHELD
    make_label(Dimension.OUTCOME, "Gegrond")
    close_complaint(**same, ending=ending)
    return_complaint(**same, reason="Toch niet goed", is_written=False)

    give_meaning(command, NOW, "channel", "Rode map", "LETTER")

    assert [has_statutory_term for _regime, has_statutory_term, _due in standing(file)[1]] == [True, False]


def standing(file: Complaint) -> tuple[str | None, list[tuple[str, bool | None, date]]]:
    """The kind of a file now, and of each round the regime, whether the law sets its term, and the last day."""
    file.refresh_from_db()
    return file.derived_kind, list(file.rounds.order_by("number").values_list("regime", "has_statutory_term", "due_on"))
