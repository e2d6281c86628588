"""null for what may be left out is the same as leaving it out: a test walks the schema, so that a new argument cannot be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type, is_leaf_type, is_non_null_type

from api.schema import schema
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

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
