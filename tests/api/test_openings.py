"""Whoever is given what is in a file opened it: in a list and as the answer to a change as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import AccessRecord, Complaint, Party
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

Ask = Callable[..., dict[str, Any]]

CONTENT = [
    "story",
    "wish",
    "summary",
    "otherBody",
    "points { nodes { description } }",
    "mainPoint { description }",
    "parties { nodes { name } }",
    "notes { nodes { text } }",
    "contacts { nodes { text } }",
    "promises { nodes { text } }",
    "messages { nodes { kind } }",
    "documents { nodes { name } }",
    "letters { nodes { code } }",
    "involved { nodes { name } }",
]


def a_file(day: int = 1) -> Complaint:
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, day)),)))
    Party.objects.create(complaint=complaint, role="COMPLAINANT", name="Voorbeeldnaam")
    return complaint


def recorded() -> list[tuple[str, str | None]]:
    return [(one.code, one.complaint and one.complaint.reference) for one in AccessRecord.objects.order_by("pk")]


@pytest.mark.parametrize("content", CONTENT)
def test_content_in_a_list_is_recorded_for_each_file_once(ask: Ask, content: str) -> None:
    references = {a_file(1).reference, a_file(2).reference}

    answer = ask(f"{{ a: complaints {{ edges {{ node {{ {content} }} }} }} b: complaints {{ edges {{ node {{ {content} wish }} }} }} }}")

    assert "errors" not in answer
    assert recorded()[:2] == [("searched", None), ("searched", None)]
    assert sorted(recorded()[2:], key=str) == sorted((("opened", one) for one in references), key=str)


def test_a_list_of_numbers_and_dates_opens_nothing(ask: Ask) -> None:
    a_file()

    ask(
        "{ complaints { nodes { reference receivedOn dueOn state kind { text } rounds { nodes { dueOn } } timeline { nodes { code } } } } }"
    )

    assert recorded() == [("searched", None)]


def test_a_file_that_is_asked_by_its_number_is_recorded_once(ask: Ask) -> None:
    reference = a_file().reference

    ask("query($r: String!) { complaint(reference: $r) { story parties { nodes { name } } notes { nodes { text } } } }", r=reference)

    assert recorded() == [("opened", reference)]


def test_a_hundred_files_are_recorded_in_the_statements_of_one(ask: Ask) -> None:
    query = "{ complaints { edges { node { story } } } }"
    a_file()
    ask(query)
    with CaptureQueriesContext(connection) as one_file:
        ask(query)
    for day in range(2, 12):
        a_file(day)

    with CaptureQueriesContext(connection) as many_files:
        ask(query)

    assert len(many_files) == len(one_file)
    assert [code for code, _ in recorded()[-12:]] == ["searched"] + ["opened"] * 11


ADD_NOTE = "mutation($input: AddNoteInput!) { addNote(input: $input) { complaint { %s } errors { code } } }"


@pytest.mark.parametrize(
    ("asked", "codes"), [("version state", []), ("version story", ["opened"]), ("notes { nodes { text } }", ["opened"])]
)
def test_the_answer_to_a_change_that_shows_content_is_recorded(ask: Ask, asked: str, codes: list[str]) -> None:
    reference = a_file().reference

    answer = ask(ADD_NOTE % asked, input={"reference": reference, "text": "Gebeld"})

    assert answer["data"]["addNote"]["errors"] == []
    assert recorded() == [(code, reference) for code in codes]


def test_nothing_is_answered_when_it_cannot_be_recorded(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file()

    def broken(**_: Any) -> None:
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr("api.openings.record_openings", broken)
    answer = ask("{ complaints { edges { node { parties { nodes { name } } } } } }")

    assert "data" not in answer
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["internal_error"]
    assert "Voorbeeldnaam" not in str(answer)
