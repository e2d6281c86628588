"""No list and no root field without a price: a test walks the schema, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import GraphQLObjectType, get_nullable_type, is_list_type, parse

from api.limits import LISTS_THAT_TAKE_A_SIZE, PRICES, SIZES, _Counter
from api.schema import schema


def lists_of_the_schema() -> set[str]:
    types = [one for name, one in schema.graphql_schema.type_map.items() if not name.startswith("__")]
    objects = [one for one in types if isinstance(one, GraphQLObjectType)]
    return {name for one in objects for name, field in one.fields.items() if is_list_type(get_nullable_type(field.type))}


def test_every_list_has_a_size_and_nothing_else_has_one() -> None:
    # `complaints` is a page of a list.
    assert lists_of_the_schema() | {"complaints"} == set(SIZES) | LISTS_THAT_TAKE_A_SIZE


def test_every_question_has_a_price() -> None:
    query_type = schema.graphql_schema.query_type
    assert query_type is not None
    assert set(query_type.fields) - set(PRICES) == set()


def cost(query: str) -> int:
    document = parse(query)
    return _Counter(document, {}).measure(document.definitions[0].selection_set)[1]  # type: ignore[attr-defined]


def test_what_stands_in_a_list_counts_for_each_row() -> None:
    assert cost("{ colleagues { userId name } }") == 1 + 250 + 25 * 2
    assert cost("{ readLog(first: 10) { code } }") == 1 + 250 + 10
    assert cost("{ complaints(first: 10) { edges { node { timeline { code data } } } } }") == 1 + 250 + 10 * (1 + 1 + 1 + 10 * 2)


def test_the_colleagues_cannot_be_asked_by_the_hundred(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask("{ " + " ".join(f"c{number}: colleagues {{ userId name }}" for number in range(100)) + " }")

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["too_costly"]


def test_a_page_of_a_hundred_with_everything_in_it_is_answered(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask(
        """{ complaints(first: 100) { edges { node { reference version state story wish points { nature { text } unit { text } }
        rounds { number openedOn dueOn outcome { text } } parties { role name phone email } timeline { happenedAt code by userId }
        documents { name kind size } contacts { happenedAt way result } notes { text writtenAt } clock { dueBase } } } } }"""
    )

    assert "errors" not in answer
