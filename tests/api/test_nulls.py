"""null for what may be left out is the same as leaving it out: a test walks the schema, so that a new argument cannot be forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type, is_leaf_type, is_non_null_type

from api.schema import schema
from complaints.code_lists import FilerRole, HandlingWish
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.models import Complaint
from complaints.registering import told_by
from providers.directory.models import Provider
from tenants.actors import Actor
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_label

Ask = Callable[..., dict[str, Any]]
NEEDED = {"reference": '"%s"', "year": "2025", "receivedOn": '"2026-01-05"', "list": "UNIT"}


def what_may_be_left_out() -> list[tuple[str, str]]:
    """(question, argument as it is written with null in it)"""
    query_type = schema.graphql_schema.query_type
    assert query_type is not None
    found = []
    for field, of in query_type.fields.items():
        for name, argument in of.args.items():
            if is_non_null_type(argument.type):
                continue
            found.append((field, f"{name}: null"))
            inner = get_named_type(argument.type)
            if isinstance(inner, GraphQLInputObjectType):
                optional = [one for one, part in inner.fields.items() if not is_non_null_type(part.type)]
                found += [(field, f"{name}: {{{one}: null}}") for one in optional]
    return found


def question(field: str, argument: str, *, reference: str) -> str:
    query_type = schema.graphql_schema.query_type
    assert query_type is not None
    of = query_type.fields[field]
    needed = [f"{name}: {NEEDED[name]}" for name, one in of.args.items() if is_non_null_type(one.type)]
    given = ", ".join([*needed, *([argument] if argument else [])]).replace("%s", reference)
    selection = "" if is_leaf_type(get_named_type(of.type)) else "{ __typename }"
    return f"{{ {field}{f'({given})' if given else ''} {selection} }}"


@pytest.mark.parametrize(("field", "argument"), what_may_be_left_out(), ids=lambda part: part)
def test_null_is_taken_for_whatever_may_be_left_out(ask: Ask, field: str, argument: str) -> None:
    reference = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, 1)),))).reference

    told = ask(question(field, argument, reference=reference), Role.ADMINISTRATOR if field == "readLog" else Role.COORDINATOR)

    assert "errors" not in told, told


def test_null_in_a_variable_takes_the_default_too(ask: Ask) -> None:
    told = ask(
        """query($first: Int, $regime: Regime) {
            complaints(first: $first) { totalCount } deadline(receivedOn: "2026-01-05", regime: $regime) { regime }
        }""",
        first=None,
        regime=None,
    )

    assert told["data"] == {"complaints": {"totalCount": 0}, "deadline": {"regime": "INTERNAL"}}


WORDS = (Dimension.NATURE, "Bejegening"), (Dimension.UNIT, "Werk"), (Dimension.MUNICIPALITY, "Voorbeelddam")
# How each field that may change is emptied, and what it is then. The word of a field without one: it is never empty.
EMPTYING: dict[str, tuple[dict[str, Any], Any]] = {
    "story": ({"changes": {"story": ""}}, ""),
    "wish": ({"changes": {"wish": ""}}, ""),
    "handlingWish": ({}, "SETTLE"),
    "channel": ({"changes": {"channel": ""}}, ""),
    "filer": ({"changes": {"filer": {"name": "", "phone": ""}}}, Person(email="m@voorbeeld.example")),
    "filerRole": ({}, "REPRESENTATIVE"),
    "affectedPerson": ({"changes": {}, "empty": ["AFFECTED_PERSON"]}, None),
    "authorityId": ({}, ...),
    "municipality": ({"changes": {"municipality": ""}}, ""),
    "law": ({"changes": {"law": ""}}, ""),
    # One that says nothing stays: figures count the main one.
    "points": ({"changes": {"points": []}}, (PointTold(),)),
    "involved": ({"changes": {"involved": []}, "involvedReason": "Was een naamgenoot"}, ()),
    "providerId": ({"changes": {}, "empty": ["PROVIDER"]}, None),
    "meaning": ({"changes": {"meaning": ""}}, ""),
    "informing": ({"changes": {"informing": ""}}, ""),
    "informWeeks": ({"changes": {"informWeeks": 0}}, 0),
    "otherBody": ({"changes": {"otherBody": ""}}, ""),
    "isAboutCouncil": ({"changes": {"isAboutCouncil": False}}, False),
    "isWritten": ({"changes": {}, "empty": ["IS_WRITTEN"]}, None),
    "isTowardsFiler": ({"changes": {}, "empty": ["IS_TOWARDS_FILER"]}, None),
    "isSigned": ({"changes": {}, "empty": ["IS_SIGNED"]}, None),
    "wantsJudgment": ({"changes": {"wantsJudgment": False}}, False),
    "hasSensitiveText": ({"changes": {"hasSensitiveText": False}}, False),
}
UPDATE = """mutation ($input: UpdateComplaintInput!) { updateComplaint(input: $input) { complaint { version } errors { code field } } }"""


@pytest.fixture
def full_file(make_actor: Callable[..., Actor]) -> str:
    """A file of which everything is told."""
    for dimension, text in WORDS:
        make_label(dimension, text)
    now = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)
    told = Submission(
        story="Te laat betaald",
        wish="Excuses",
        meaning="Slapeloze nachten",
        informing="Na vieren bellen",
        inform_weeks=2,
        handling_wish=HandlingWish.HANDLE,
        channel="LETTER",
        filer=Person(name="Jo Voorbeeld", phone="0612345678", email="m@voorbeeld.example"),
        filer_role=FilerRole.REPRESENTATIVE,
        affected_person=Person(name="An Voorbeeld"),
        municipality="Voorbeelddam",
        law="PW",
        points=(PointTold(nature="Bejegening", unit="Werk", description="Aan de balie"),),
        involved=(InvolvedTold(name="De heer X"),),
        provider_id=Provider.objects.create(name="Zorg Voorbeeld", kvk_number="12345678", created_at=now).pk,
        other_body="De buurgemeente",
        is_written=True,
        is_towards_filer=True,
        is_signed=True,
        wants_judgment=True,
        has_sensitive_text=True,
    )
    return register_complaint(actor=make_actor(Role.COORDINATOR), submission=told, received_at=now, now=now).reference


def in_snakes(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


def update(ask: Ask, reference: str, **given: Any) -> list[tuple[str, str | None]]:
    answer = ask(UPDATE, input={"reference": reference, "version": 1} | given)
    assert "errors" not in answer, answer
    return [(one["code"], one["field"]) for one in answer["data"]["updateComplaint"]["errors"]]


def as_told(reference: str) -> Submission:
    return told_by(Complaint.objects.get(reference=reference))


def changeable() -> dict[str, Any]:
    return dict(schema.graphql_schema.type_map["SubmissionInput"].fields)  # type: ignore[attr-defined]


def test_the_table_of_emptying_holds_every_field_that_may_change() -> None:
    assert set(EMPTYING) == set(changeable())


def test_null_leaves_every_field_as_it_is(ask: Ask, full_file: str) -> None:
    before = as_told(full_file)

    for name in changeable():
        assert (name, update(ask, full_file, changes={name: None})) == (name, [("nothing_changed", None)])
    people = {
        one: dict.fromkeys(("name", "phone", "email", "address", "identity", "preferredContact")) for one in ("filer", "affectedPerson")
    }

    assert update(ask, full_file, changes=dict.fromkeys(changeable()) | people) == [("nothing_changed", None)]
    assert as_told(full_file) == before


@pytest.mark.parametrize("name", [name for name, (given, _then) in EMPTYING.items() if given])
def test_each_field_is_emptied_in_its_own_way_and_nothing_else_changes(ask: Ask, full_file: str, name: str) -> None:
    given, then = EMPTYING[name]
    before = as_told(full_file)
    attribute = in_snakes(name)
    is_that_already = getattr(before, attribute) == then

    told = update(ask, full_file, **given)

    assert told == ([("nothing_changed", None)] if is_that_already else [])
    assert as_told(full_file) == replace(before, **{attribute: then})


def test_what_is_both_changed_and_emptied_is_refused(ask: Ask, full_file: str) -> None:
    before = as_told(full_file)

    told = update(ask, full_file, changes={"isSigned": False}, empty=["IS_SIGNED"])

    assert told == [("changed_and_emptied", "changes.isSigned")]
    assert as_told(full_file) == before


@pytest.mark.parametrize("person", [{}, {"name": None}, {"name": ""}, {"identity": "KNOWN"}], ids=str)
def test_an_affected_person_of_whom_nothing_is_told_is_no_change(ask: Ask, person: dict[str, Any]) -> None:
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, 1)),), extra={"story": "Te laat"}))

    assert update(ask, complaint.reference, changes={"affectedPerson": person}) == [("nothing_changed", None)]

    assert Complaint.objects.get().version == 1
