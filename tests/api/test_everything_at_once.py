"""Whoever sends something that cannot be is told everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from complaints.models import AccessRecord, Complaint, ComplaintEvent
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

Ask = Callable[..., dict[str, Any]]

# What adds to a file says no version.
ADDING = {"addPromise", "recordContact"}


def a_file(*, closed_on: date | None = None, exclusion: str = "") -> Complaint:
    rounds = (RoundFacts(opened_on=date(2025, 3, 1), closed_on=closed_on),)
    return make_complaint(ComplaintFacts(rounds=rounds, exclusion=exclusion, extra={"story": "Te laat"}))


def refused(ask: Ask, name: str, **given: Any) -> list[tuple[str, str | None]]:
    kind = name[0].upper() + name[1:] + "Input"
    if name not in ADDING:
        given = {"version": 1} | given
    answer = ask(f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code field }} }} }}", input=given)
    assert "errors" not in answer, answer
    return [(one["code"], one["field"]) for one in answer["data"][name]["errors"]]


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("markDuplicate", {"ofReference": "2025-99999"}, [("text_missing", "reason"), ("not_found", "ofReference")]),
        ("markDuplicate", {"ofReference": "itself"}, [("text_missing", "reason"), ("double_of_itself", "ofReference")]),
        ("markDuplicate", {"ofReference": "left out"}, [("text_missing", "reason"), ("other_is_left_out", "ofReference")]),
        ("correctReceipt", {"receivedAt": "2999-01-01T00:00:00Z"}, [("text_missing", "reason"), ("received_in_future", "receivedAt")]),
        ("correctReceipt", {"receivedAt": "1989-01-01T00:00:00Z"}, [("text_missing", "reason"), ("received_too_long_ago", "receivedAt")]),
    ],
)
def test_a_step_tells_what_is_wrong_with_the_reason_and_with_the_rest(
    ask: Ask, name: str, given: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    complaint, other = a_file(), a_file(exclusion="REGISTERED_IN_ERROR")
    known = {"itself": complaint.reference, "left out": other.reference}
    given = {key: known.get(value, value) for key, value in given.items()}
    events = ComplaintEvent.objects.count()

    assert refused(ask, name, reference=complaint.reference, reason=" ", **given) == told

    complaint.refresh_from_db()
    assert (complaint.version, complaint.exclusion, complaint.received_on) == (1, "", date(2025, 3, 1))
    assert ComplaintEvent.objects.count() == events


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        (
            "addPromise",
            {"text": ".", "byUser": 9999, "saidOn": "2999-01-01", "dueOn": "2025-03-01"},
            [("text_missing", "text"), ("unknown_colleague", "byUser"), ("day_in_future", "saidOn"), ("due_before_said", "dueOn")],
        ),
        (
            "recordContact",
            {"happenedAt": "2025-01-01T09:00:00Z", "way": "EMAIL", "result": "SPOKEN", "text": "x" * 100_001},
            [("text_too_long", "text"), ("contact_before_receipt", "happenedAt"), ("writing_is_no_talk", "result")],
        ),
        (
            "acknowledgeComplaint",
            {"way": "EMAIL", "acknowledgedOn": "2025-03-02"},
            [("no_address_for_mail", "way"), ("mail_goes_today", "acknowledgedOn")],
        ),
        (
            "recordDecision",
            {"what": " ", "contested": "CONTENT", "announcement": "WRITTEN"},
            [("text_missing", "what"), ("announcement_day_needed", "announcedOn")],
        ),
    ],
)
def test_a_step_tells_everything_that_is_wrong_and_records_nothing(
    ask: Ask, name: str, given: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    complaint = a_file()
    events = ComplaintEvent.objects.count()

    assert refused(ask, name, reference=complaint.reference, **given) == told

    complaint.refresh_from_db()
    assert (complaint.version, ComplaintEvent.objects.count()) == (1, events)


@pytest.mark.parametrize(("on", "code"), [("2025-03-02", "return_before_closing"), ("2999-01-01", "day_in_future")])
def test_coming_back_tells_what_is_wrong_with_the_reason_and_with_the_day(ask: Ask, on: str, code: str) -> None:
    complaint = a_file(closed_on=date(2025, 3, 5))

    assert refused(ask, "returnComplaint", reference=complaint.reference, reason="", returnedOn=on) == [
        ("text_missing", "reason"),
        (code, "returnedOn"),
    ]

    assert complaint.rounds.count() == 1


def test_a_file_that_is_not_theirs_is_told_before_anything_else(ask: Ask) -> None:
    a_file()

    for name, given in (("markDuplicate", {"ofReference": "x"}), ("correctReceipt", {"receivedAt": "2999-01-01T00:00:00Z"})):
        assert refused(ask, name, reference="2025-99999", reason="", **given) == [("not_found", None)]


def test_every_wrong_filter_is_told(ask: Ask) -> None:
    a_file()
    wrong = (
        '{unit: "X", nature: "Y", law: "ZZ", derivedKind: "K", receivedFrom: "2025-03-03", receivedUntil: "2025-03-02", handlerId: 9999}'
    )

    [error] = ask(f"{{ complaints(filter: {wrong}) {{ totalCount }} }}")["errors"]

    told = error["extensions"]
    assert [(one["code"], one["field"]) for one in told["refusals"]] == [
        ("unknown_word", "filter.nature"),
        ("unknown_word", "filter.unit"),
        ("unknown_law", "filter.law"),
        ("unknown_derived_kind", "filter.derivedKind"),
        ("ends_before_it_begins", "filter.receivedUntil"),
        ("unknown_person_here", "filter.handlerId"),
    ]
    assert (told["code"], told["field"]) == ("unknown_word", "filter.nature")
    assert told["message"] == "\n".join(one["message"] for one in told["refusals"])
    assert AccessRecord.objects.count() == 0


def test_every_wrong_filter_of_the_log_is_told(ask: Ask) -> None:
    [error] = ask('{ readLog(code: "x", reference: "2025-1", userId: 9999) { nodes { code } } }', Role.ADMINISTRATOR)["errors"]

    assert [(one["code"], one["field"]) for one in error["extensions"]["refusals"]] == [
        ("unknown_kind_of_looking", "code"),
        ("not_found", "reference"),
        ("unknown_person_here", "userId"),
    ]


def test_the_log_speaks_of_its_own_lines(ask: Ask) -> None:
    [error] = ask("{ readLog(first: 101) { nodes { code } } }", Role.ADMINISTRATOR)["errors"]

    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("unusable_page_size", "first")
    assert error["message"] == "Vraag 1 tot en met 100 regels van het logboek tegelijk."


def test_who_was_overtaken_is_not_told_that_something_is_kept(ask: Ask) -> None:
    complaint = a_file()
    complaint.version = 2
    complaint.save(update_fields=["version"])
    query = "mutation ($input: AddNoteInput!) { addNote(input: $input) { complaint { version } errors { code } } }"
    mark = """mutation ($input: MarkRegisteredInErrorInput!) { markRegisteredInError(input: $input) { errors { code message } } }"""
    ask(query, input={"reference": complaint.reference, "text": "Gebeld"})

    answer = ask(mark, input={"reference": complaint.reference, "reason": "Proef", "version": 1})

    [error] = answer["data"]["markRegisteredInError"]["errors"]
    assert (
        error["message"]
        == "Een collega heeft dit dossier intussen gewijzigd. Vergelijk, kies wat moet blijven staan en verstuur het opnieuw."
    )
