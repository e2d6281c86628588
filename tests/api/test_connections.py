"""Every list is a connection: pages by cursor, from either end, that nothing which comes in meanwhile shifts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, get_nullable_type, is_list_type

from api.connections import page_of
from api.schema import schema
from complaints.models import Complaint, Note
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

Ask = Callable[..., dict[str, Any]]
NOTES = """query ($r: String!, $first: Int, $after: String, $last: Int, $before: String) { complaint(reference: $r) {
  notes(first: $first, after: $after, last: $last, before: $before) { totalCount nodes { text } edges { cursor node { text } }
    pageInfo { hasNextPage endCursor hasPreviousPage startCursor } } } }"""


def a_file_with_notes(*texts: str) -> Complaint:
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2026, 1, 1)),)))
    for number, text in enumerate(texts):
        Note.objects.create(complaint=complaint, text=text, written_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number))
    return complaint


def notes(ask: Ask, complaint: Complaint, **asked: Any) -> dict[str, Any]:
    page: dict[str, Any] = ask(NOTES, r=complaint.reference, **asked)["data"]["complaint"]["notes"]
    return page


def texts(page: dict[str, Any]) -> list[str]:
    return [one["text"] for one in page["nodes"]]


def test_a_list_without_a_size_is_whole(ask: Ask) -> None:
    page = notes(ask, a_file_with_notes("een", "twee", "drie"))

    assert (texts(page), page["totalCount"]) == (["drie", "twee", "een"], 3)
    assert [edge["node"] for edge in page["edges"]] == page["nodes"]
    assert page["pageInfo"] == {"hasNextPage": False, "endCursor": None, "hasPreviousPage": False, "startCursor": None}


def test_pages_follow_each_other_though_something_comes_in(ask: Ask) -> None:
    complaint = a_file_with_notes("een", "twee", "drie", "vier")

    first = notes(ask, complaint, first=2)
    Note.objects.create(complaint=complaint, text="nieuw", written_at=datetime(2026, 2, 1, tzinfo=UTC))
    second = notes(ask, complaint, first=2, after=first["pageInfo"]["endCursor"])

    assert (texts(first), texts(second)) == (["vier", "drie"], ["twee", "een"])
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"], second["totalCount"]) == (True, False, 5)
    assert texts(notes(ask, complaint, last=2, before=second["pageInfo"]["startCursor"])) == ["vier", "drie"]
    assert texts(notes(ask, complaint, last=1)) == ["een"]


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"first": 0}, "unusable_page_size", "first"),
        ({"first": 101}, "unusable_page_size", "first"),
        ({"last": -1}, "unusable_page_size", "last"),
        ({"after": "bestaat niet"}, "unusable_cursor", "after"),
        ({"before": "bestaat niet"}, "unusable_cursor", "before"),
    ],
)
def test_a_page_that_is_not_there_is_refused(ask: Ask, asked: dict[str, Any], code: str, field: str) -> None:
    [error] = ask(NOTES, r=a_file_with_notes("een").reference, **asked)["errors"]

    assert (error["extensions"]["code"], error["extensions"]["field"]) == (code, field)


def test_a_list_at_the_root_says_what_cannot_be_too(ask: Ask) -> None:
    [error] = ask("{ colleagues(first: 0) { totalCount } }", Role.EMPLOYEE)["errors"]

    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("unusable_page_size", "first")


def test_what_is_asked_beyond_a_hundred_is_on_the_next_page() -> None:
    page = page_of(range(250), key=lambda row: row, first=None, after=None, last=None, before=None)
    rest = page_of(range(250), key=lambda row: row, first=100, after=page.next_cursor, last=None, before=None)

    assert (page.nodes, rest.nodes, rest.total) == (list(range(100)), list(range(100, 200)), 250)


def test_nothing_with_a_number_of_its_own_is_a_bare_list() -> None:
    """What has an id can be asked by the page, at the root and of a file."""
    types = schema.graphql_schema.type_map
    bare = {
        f"{name}.{field}"
        for name in ("Query", "Complaint")
        for field, one in types[name].fields.items()
        if is_list_type(get_nullable_type(one.type)) and isinstance(get_named_type(one.type), GraphQLObjectType)
    }

    assert bare == set()


def test_what_was_carried_out_is_told_beside_a_page_that_cannot_be_given(ask: Ask) -> None:
    complaint = a_file_with_notes()
    add = """mutation ($i: AddNoteInput!) { addNote(input: $i) {
      complaint { reference notes(first: 0) { totalCount } } errors { code } } }"""

    answer = ask(add, i={"reference": complaint.reference, "text": "Gebeld"})

    added = answer["data"]["addNote"]
    assert (added["complaint"]["reference"], added["errors"]) == (complaint.reference, [])
    assert [one["extensions"]["code"] for one in answer["errors"]] == ["unusable_page_size"]
    assert Note.objects.count() == 1
