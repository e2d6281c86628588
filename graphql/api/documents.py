"""Parsed and validated documents, kept: parsing and validating cost more than half of a small query."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, IntValueNode, StringValueNode, Visitor, parse, validate, visit

from api.bodies import check_texts

MOST_KEPT = 512
LONGEST_NUMBER = 40


class _Values(Visitor):
    """Texts that cannot be kept, and numbers so long that reading them is work by itself."""

    @staticmethod
    def enter_string_value(node: StringValueNode, *_place: Any) -> None:
        check_texts(node.value)

    @staticmethod
    def enter_int_value(node: IntValueNode, *_place: Any) -> None:
        if len(node.value) > LONGEST_NUMBER:
            raise GraphQLError(f"Too long a number: at most {LONGEST_NUMBER} digits.", node)


@lru_cache(maxsize=MOST_KEPT)
def checked_document(schema: GraphQLSchema, query: str) -> DocumentNode | tuple[GraphQLError, ...]:
    """The document, or what is wrong with it. Kept per schema and text; variables are no part of it."""
    try:
        document = parse(query, max_tokens=4_000)
        # What was written as an escape is a character by now.
        visit(document, _Values())
    except GraphQLError as error:
        return (error,)
    return tuple(validate(schema, document, max_errors=20)) or document
