"""No list and no root field without a price: a test walks the schema, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import GraphQLObjectType, get_nullable_type, is_list_type, parse

from api.limits import LISTS_OF_25, PRICES, SIZES, _Counter
from api.schema import schema


def lists_of_the_schema() -> set[str]:
    """And the connections over them."""
    types = [one for name, one in schema.graphql_schema.type_map.items() if not name.startswith("__")]
    objects = [one for one in types if isinstance(one, GraphQLObjectType)]
    return {name for one in objects for name, field in one.fields.items() if _is_list(get_nullable_type(field.type))}


def _is_list(of_type: Any) -> bool:
    return is_list_type(of_type) or "edges" in getattr(of_type, "fields", {})


def test_every_list_has_a_size_and_nothing_else_has_one() -> None:
    assert lists_of_the_schema() == set(SIZES) | LISTS_OF_25


def test_every_question_has_a_price() -> None:
    query_type = schema.graphql_schema.query_type
    assert query_type is not None
    assert set(query_type.fields) - set(PRICES) == set()


def cost(query: str) -> int:
    document = parse(query)
    return _Counter(document, {}).measure(document.definitions[0].selection_set)[1]  # type: ignore[attr-defined]


def test_what_stands_in_a_list_counts_for_each_row() -> None:
    assert cost("{ colleagues { nodes { userId name } } }") == 1 + 250 + 25 * (1 + 2)
    assert cost("{ readLog(first: 10) { nodes { code } } }") == 1 + 250 + 10 * (1 + 1)
    assert cost("{ complaints(first: 10) { edges { node { timeline { nodes { code data } } } } } }") == 1 + 250 + 10 * (
        1 + 1 + 1 + 10 * (1 + 2)
    )
    assert cost("{ colleagues(first: 3) { nodes { userId } } }") == 1 + 250 + 25 * (1 + 1)


def test_of_a_list_that_is_loaded_whole_a_small_page_costs_what_all_of_it_does() -> None:
    page = "{ complaints(first: 100) { edges { node { timeline%s { nodes { code } } } } } }"

    assert cost(page % "(first: 1)") == cost(page % "") == cost(page % "(first: 10)")
    assert cost(page % "(first: 20)") > cost(page % "")


def test_the_colleagues_cannot_be_asked_by_the_hundred(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask("{ " + " ".join(f"c{number}: colleagues {{ nodes {{ userId name }} }}" for number in range(100)) + " }")

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["too_costly"]


def test_a_page_of_a_hundred_with_everything_in_it_is_answered(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask(
        """{ complaints(first: 100) { nodes { reference version state story wish points { nodes { nature { text } unit { text } } }
        rounds { nodes { number openedOn dueOn outcome { text } } } parties { nodes { role name phone email } }
        timeline { nodes { happenedAt code by userId } } documents { nodes { name kind size } }
        contacts { nodes { happenedAt way result } } notes { nodes { text writtenAt } } clock { dueBase } } } }"""
    )

    assert "errors" not in answer
